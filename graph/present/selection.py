"""One selection of a case as plain records, for every export: nodes and edges with their provenance.

Without a finding: the applicants of all findings, and the values they hold that anybody shares. With one: its members and
all values they hold. The records are in a total order and hold only text and numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from graph.model.errors import UsageError
from graph.model.findings import Document, Finding
from graph.model.kinds import KINDS
from graph.model.links import Links
from graph.model.pointer import pointer
from graph.present.alike import alike_lines

Record = dict[str, Any]

NODE_COLUMNS = (
    "id", "type", "label", "key", "holders", "applied_at", "role", "employer", "status", "channel", "rank", "score",
    "p_value", "q_value",
)  # fmt: skip
EDGE_COLUMNS = (
    "id", "source", "target", "type", "weight", "first_seen", "last_seen", "contexts", "holder", "raw", "via",
    "source_file", "source_sha256", "pointer", "rule", "retold", "facts", "sentence",
)  # fmt: skip


@dataclass(frozen=True)
class Selection:
    """nodes: applicants, then values, then clusters. edges: what is held, alike texts, memberships, facilitators."""

    nodes: tuple[Record, ...]
    edges: tuple[Record, ...]
    findings: tuple[Finding, ...]


def find(document: Document, id_: str) -> Finding:
    """The finding of this id or rank ("F-1a2b3c4d", "3"). Raises UsageError when there is none."""
    for finding in document.findings:
        if finding.id == id_ or str(finding.rank) == id_:
            return finding
    raise UsageError(f"there is no finding {id_!r}.", remedy="See the ids with: linchpin findings")


def select(document: Document, links: Links, finding: str | None = None) -> Selection:
    """The records of a whole case, or of one finding."""
    findings = (find(document, finding),) if finding else document.findings
    wanted = {id_ for one in findings for id_ in one.members}
    ids = links.applicants.column("id").to_pylist()
    rows = [row for row, id_ in enumerate(ids) if id_ in wanted]
    holdings = _holdings(links, rows, shared_only=finding is None)
    values = sorted({item["value"] for item in holdings})
    nodes = [*_applicants(links, rows), *_values(links, values), *(_cluster(one) for one in findings)]
    edges: list[Record] = [
        *_held(links, holdings),
        *_alike(links, set(rows)),
        *_clusters(findings, {node["id"] for node in nodes}),
    ]
    return Selection(tuple(nodes), tuple(edges), tuple(findings))


def _applicants(links: Links, rows: list[int]) -> list[Record]:
    found = []
    for item in links.applicants.take(pa.array(rows, pa.int64())).to_pylist():
        node = {name: item[name] for name in ("applied_at", "role", "employer", "status", "channel")}
        found.append(
            {"id": f"applicant:{item['id']}", "type": "Applicant", "label": item["name"], "key": item["id"], **node}
        )
    return found


def _values(links: Links, values: list[int]) -> list[Record]:
    return [
        {
            "id": f"{item['kind']}:{item['key']}",
            "type": KINDS[item["kind"]].label,
            "label": item["display"],
            "key": item["key"],
            "holders": item["holders"],
        }
        for item in links.values.take(pa.array(values, pa.int64())).to_pylist()
    ]


def _cluster(finding: Finding) -> Record:
    return {
        "id": f"cluster:{finding.id}",
        "type": "Cluster",
        "label": finding.title,
        "key": finding.id,
        "holders": finding.persons,
        "status": finding.type,
        "rank": finding.rank,
        "score": finding.score,
        "p_value": finding.p_value,
        "q_value": finding.q_value,
    }


def _holdings(links: Links, rows: list[int], *, shared_only: bool) -> list[Record]:
    applicant = links.holdings.column("applicant").to_numpy()
    value = links.holdings.column("value").to_numpy()
    keep = np.isin(applicant, rows)
    if shared_only:
        keep &= links.values.column("holders").to_numpy()[value] >= 2
    found: list[Record] = links.holdings.take(np.flatnonzero(keep)).to_pylist()
    return sorted(found, key=lambda item: (item["applicant"], item["value"]))


def _held(links: Links, holdings: list[Record]) -> list[Record]:
    numbers = sorted({item["value"] for item in holdings})
    value_of = dict(zip(numbers, links.values.take(pa.array(numbers, pa.int64())).to_pylist(), strict=True))
    sources = links.sources.to_pylist()
    ids = links.applicants.column("id").to_pylist()
    found = []
    for item in holdings:
        value, who = value_of[item["value"]], ids[item["applicant"]]
        source = sources[item["source"]] if item["source"] is not None else {}
        key = f"{value['kind']}:{value['key']}"
        edge = {name: item[name] for name in ("first_seen", "last_seen", "contexts", "raw", "via", "rule")}
        found.append(
            {
                "id": f"{who}|{key}",
                "source": f"applicant:{who}",
                "target": key,
                "type": KINDS[value["kind"]].relationship,
                "holder": item["holders"],
                "source_file": source.get("name", ""),
                "source_sha256": source.get("sha256", ""),
                "pointer": pointer(item["row"], item["path"]),
                **edge,
            }
        )
    return found


def _alike(links: Links, rows: set[int]) -> list[Record]:
    found: list[Record] = []
    ids = links.applicants.column("id").to_pylist()
    for item in links.text_pairs.to_pylist():
        if item["left"] in rows and item["right"] in rows:
            left, right = ids[item["left"]], ids[item["right"]]
            spans = "; ".join(
                f"{p['left_start']}-{p['left_end']}={p['right_start']}-{p['right_end']}" for p in item["passages"]
            )
            words = alike_lines(item["jaccard"], len(item["passages"]), item["retold"], item["facts"])
            found.append(
                {
                    "id": f"{left}|similar_cv|{right}",
                    "source": f"applicant:{left}",
                    "target": f"applicant:{right}",
                    "type": "SIMILAR_CV",
                    "weight": round(item["jaccard"], 4),
                    "pointer": spans,
                    "retold": round(item["retold"] or 0.0, 2),
                    "facts": item["facts"] or "",
                    "sentence": "; ".join(words),
                }
            )
    return found


def _clusters(findings: tuple[Finding, ...], nodes: set[str]) -> list[Record]:
    found: list[Record] = []
    for finding in findings:
        cluster = f"cluster:{finding.id}"
        for id_ in finding.members:
            edge = f"{id_}|member_of|{finding.id}"
            found.append({"id": edge, "source": f"applicant:{id_}", "target": cluster, "type": "MEMBER_OF"})
        ranked = [(key, one.rank) for one in finding.facilitators for key in one.names if key in nodes]
        for key, rank in dict(reversed(ranked)).items():  # of two candidates the first counts
            edge = f"{key}|facilitates|{finding.id}"
            found.append({"id": edge, "source": key, "target": cluster, "type": "FACILITATES", "weight": rank})
    return found
