"""Exports of one selection: a pair of CSV files with the findings beside them, and GraphML for graph tools.

Written beside and renamed, in a total order: the same case gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from graph.model.errors import CaseError
from graph.model.findings import Document
from graph.model.links import Links
from graph.present.selection import EDGE_COLUMNS, NODE_COLUMNS, Record, Selection, select

FINDING_COLUMNS = (
    "rank", "id", "type", "title", "score", "p_value", "q_value", "persons", "applicants", "families", "facilitator_kind",
    "facilitator", "role", "summary",
)  # fmt: skip
PART_COLUMNS = (
    "finding", "side", "weight", "family", "kind", "sentence", "applicants", "file", "sha256", "pointer", "raw", "applicant",
)  # fmt: skip

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A spreadsheet would run a cell that begins so; such text gets a leading apostrophe."""


def export_csv(document: Document, links: Links, folder: Path, finding: str | None = None) -> list[Path]:
    """nodes.csv, edges.csv, findings.csv and evidence.csv (one row per part and source). Returns the files."""
    selection = select(document, links, finding)
    tables = {
        "nodes.csv": (NODE_COLUMNS, list(selection.nodes)),
        "edges.csv": (EDGE_COLUMNS, list(selection.edges)),
        "findings.csv": (FINDING_COLUMNS, _findings(selection)),
        "evidence.csv": (PART_COLUMNS, _parts(selection)),
    }
    return [_write(folder / name, csv_bytes(columns, rows)) for name, (columns, rows) in tables.items()]


def export_graphml(document: Document, links: Links, folder: Path, finding: str | None = None) -> list[Path]:
    """graph.graphml: a directed multigraph; every attribute is text or a number. Returns the file."""
    selection = select(document, links, finding)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in selection.nodes:
        graph.add_node(node["id"], **_plain(node, "id"))
    for edge in selection.edges:
        graph.add_edge(edge["source"], edge["target"], key=edge["id"], **_plain(edge, "source", "target", "id"))
    text = "\n".join(nx.generate_graphml(graph, named_key_ids=True)) + "\n"
    return [_write(folder / "graph.graphml", text.encode("utf-8"))]


def csv_bytes(columns: tuple[str, ...], rows: list[Record]) -> bytes:
    """UTF-8 with BOM and CRLF, as spreadsheets read it; no cell can be a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = "".join(c for c in str(value) if c >= " " or c in "\t\n")
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def _ids(ids: Sequence[str]) -> str:
    """Ids in one cell, separated by spaces and quoted as in CSV where an id needs it: 1001 "A 7" 1003.

    `next(csv.reader([cell], delimiter=" "))` takes them apart.
    """
    out = io.StringIO()
    csv.writer(out, delimiter=" ", lineterminator="\r\n").writerow(ids)
    return out.getvalue().removesuffix("\r\n")


def _plain(record: Record, *without: str) -> Record:
    """XML 1.0 has no control characters; GraphML no None."""
    return {
        name: "".join(c for c in value if c >= " " or c in "\t\n") if isinstance(value, str) else value
        for name, value in record.items()
        if name not in without and value is not None
    }


def _findings(selection: Selection) -> list[Record]:
    return [
        {
            "rank": one.rank,
            "id": one.id,
            "type": one.type,
            "title": one.title,
            "score": one.score,
            "p_value": one.p_value,
            "q_value": one.q_value,
            "persons": one.persons,
            "applicants": _ids(one.members),
            "families": "+".join(one.families),
            "facilitator_kind": one.facilitator.kind,
            "facilitator": one.facilitator.display,
            "role": one.facilitator.role,
            "summary": one.summary,
        }
        for one in selection.findings
    ]


def _parts(selection: Selection) -> list[Record]:
    rows = []
    for finding in selection.findings:
        for side, parts in (("for", finding.evidence), ("against", finding.counter_evidence)):
            for part in parts:
                head: Record = {
                    "finding": finding.id,
                    "side": side,
                    "weight": part.weight,
                    "family": part.family,
                    "kind": part.kind,
                    "sentence": part.sentence,
                    "applicants": _ids(part.applicants),
                }
                places: list[Record] = [
                    {"file": s.file, "sha256": s.sha256, "pointer": s.pointer, "raw": s.raw, "applicant": s.applicant}
                    for s in part.sources
                ]
                rows += [head | place for place in places or [{}]]
    return rows


def _write(path: Path, data: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise CaseError(
            f"cannot write ({error.strerror}).", where=str(path), remedy="Name another folder with --out."
        ) from error
    return path
