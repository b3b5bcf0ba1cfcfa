"""The graph of one finding from the links alone, for when no graph engine can be used; and the links between any nodes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.model.findings import Finding
from graph.model.links import Links
from graph.model.pointer import pointer
from graph.store.records import Edge, Node, Subgraph


def subgraph(finding: Finding, links: Links, limit: int) -> Subgraph:
    """Members, the values that two of them hold or that are evidence, and similar CVs; at most `limit` nodes."""
    people = _applicants(links, finding.members)
    held = links.holdings.filter(pc.is_in(links.holdings["applicant"], value_set=pa.array(list(people), pa.int32())))
    counts = {
        row["value"]: row["value_count"] for row in held.group_by("value").aggregate([("value", "count")]).to_pylist()
    }
    evidence = {part.key for part in finding.evidence}
    shared = []
    for value, row in zip(counts, links.values.take(pa.array(list(counts), pa.int64())).to_pylist(), strict=True):
        key = f"{row['kind']}:{row['key']}"
        if counts[value] > 1 or key in evidence:
            shared.append((-counts[value], key, row))
    shared.sort(key=lambda item: item[:2])
    kept = list(people.values())[:limit]
    values = shared[: max(0, limit - len(kept))]
    nodes = [_applicant(person) for person in kept]
    nodes += [
        Node(key, row["kind"], row["display"], row["display"], {"holders": row["holders"]}) for _, key, row in values
    ]
    edges = edges_between(links, {node.id for node in nodes})
    total = len(people) + len(shared)
    return Subgraph(tuple(nodes), edges, total, total > len(nodes))


def edges_between(links: Links, names: Collection[str]) -> tuple[Edge, ...]:
    """What the links say between these nodes: who holds which value and where that stands, and whose CVs are similar."""
    wanted = set(names)
    people = {
        row: f"applicant:{person['id']}"
        for row, person in _applicants(
            links, [name.removeprefix("applicant:") for name in wanted if name.startswith("applicant:")]
        ).items()
    }
    held = links.holdings.filter(pc.is_in(links.holdings["applicant"], value_set=pa.array(list(people), pa.int32())))
    numbers = pc.unique(held["value"])
    rows = links.values.take(pc.cast(numbers, pa.int64())).to_pylist()
    values = {number: f"{row['kind']}:{row['key']}" for number, row in zip(numbers.to_pylist(), rows, strict=True)}
    files = links.sources["name"].take(held["source"]).to_pylist()
    edges = [
        Edge(
            people[row["applicant"]],
            values[row["value"]],
            "HOLDS",
            {
                "first_seen": row["first_seen"],
                "raw": row["raw"],
                "source": file,
                "pointer": pointer(row["row"], row["path"]),
            },
        )
        for row, file in zip(held.to_pylist(), files, strict=True)
        if values[row["value"]] in wanted
    ]
    edges += [
        Edge(
            people[row["left"]],
            people[row["right"]],
            "SIMILAR_CV",
            {
                "score": row["jaccard"],
                "shared_passages": len(row["passages"] or []),
                "retold": row["retold"] or 0.0,
                "facts": row["facts"] or "",
            },
        )
        for row in _similar(links, list(people))
    ]
    return tuple(edges)


def places(links: Links, names: Collection[str]) -> dict[str, frozenset[tuple[str, str, str]]]:
    """Where each of these values ("<kind>:<key>") stands: applicant, file and pointer, as sources of findings name them."""
    kinds, keys = (pa.array([name.partition(":")[at] for name in sorted(names)], pa.string()) for at in (0, 2))
    likely = pc.and_(pc.is_in(links.values["kind"], value_set=kinds), pc.is_in(links.values["key"], value_set=keys))
    rows = pc.indices_nonzero(likely)
    known = zip(rows.to_pylist(), links.values.take(rows).to_pylist(), strict=True)
    values = {number: name for number, row in known if (name := f"{row['kind']}:{row['key']}") in names}
    held = links.holdings.filter(pc.is_in(links.holdings["value"], value_set=pa.array(list(values), pa.int32())))
    ids = links.applicants["id"].take(held["applicant"]).to_pylist()
    files = links.sources["name"].take(held["source"]).to_pylist()
    found: dict[str, set[tuple[str, str, str]]] = {}
    for applicant, file, row in zip(ids, files, held.select(["value", "row", "path"]).to_pylist(), strict=True):
        place = (applicant, file or "", pointer(row["row"], row["path"]))
        found.setdefault(values[row["value"]], set()).add(place)
    return {name: frozenset(one) for name, one in found.items()}


def _applicants(links: Links, ids: Collection[str]) -> dict[int, dict[str, Any]]:
    """Row number -> applicant, in order of row."""
    found = pc.indices_nonzero(pc.is_in(links.applicants["id"], value_set=pa.array(list(ids), pa.string())))
    return dict(zip(found.to_pylist(), links.applicants.take(found).to_pylist(), strict=True))


def _applicant(person: dict[str, Any]) -> Node:
    name = person["name"] or person["id"]
    shown = {field: person[field] for field in ("role", "applied_at", "employer", "status")}
    return Node(f"applicant:{person['id']}", "applicant", name, name, shown)


def _similar(links: Links, rows: list[int]) -> list[dict[str, Any]]:
    members, pairs = pa.array(rows, pa.int32()), links.text_pairs
    both = pc.and_(pc.is_in(pairs["left"], value_set=members), pc.is_in(pairs["right"], value_set=members))
    return list(pairs.filter(both).to_pylist())
