"""The analyses that a case keeps: reading them back.

One analysis is `<case>/findings/<analysis>/`:

    findings.json     the document of `linchpin findings --json`
    links.csv         the pairs of `linchpin links --csv`
    links/            the six tables of graph.model.links, as Parquet
    lineage.json      which analysis was the current one before, and what became of its findings
    index/            what `linchpin check` looks things up in (ingest.index)
    manifest.json     what it was made from (runs, rules, decisions), the analysis before, the SHA-256 of each file

`findings/current` is one line of text that names the newest.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.model.errors import CaseError
from graph.model.findings import Document, Link
from graph.model.settings import Case

if TYPE_CHECKING:
    from graph.model.links import Links


def current_folder(case: Case) -> Path:
    """The folder of the newest analysis. Raises CaseError when nothing was analysed yet."""
    try:
        name = (case.findings / "current").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        name = ""
    folder = case.findings / name
    if not name or not folder.is_dir():
        raise CaseError("the case has no findings yet.", where=str(case.folder), remedy="Run: linchpin analyse")
    return folder


def current(case: Case) -> Document:
    """The newest findings, without pairs. Raises CaseError when there are none or they cannot be read."""
    return document_of(current_folder(case))


def current_links(case: Case) -> Links:
    """The links that the newest findings were made from. Raises CaseError as `current` does."""
    return links_of(current_folder(case))


def document_of(folder: Path) -> Document:
    """The findings of one kept analysis. Raises CaseError when they cannot be read."""
    file = folder / "findings.json"
    try:
        return Document.from_dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(file, error) from error


def links_of(folder: Path) -> Links:
    """The links of one kept analysis. Raises CaseError when they cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from graph.model.links import TABLES, Links

    try:
        tables = {name: pq.read_table(folder / "links" / f"{name}.parquet", schema=TABLES[name]) for name in TABLES}
        return Links(**tables, runs=tuple(manifest_of(folder)["links_runs"]))
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise damaged(folder, error) from error


def manifest_of(folder: Path) -> dict[str, Any]:
    """What one kept analysis was made from. Raises CaseError when it cannot be read."""
    file = folder / "manifest.json"
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(file, error) from error
    return found


def pairs(case: Case) -> tuple[Link, ...]:
    """The weighed pairs of the newest findings, heaviest first as the analysis ordered them."""
    file = current_folder(case) / "links.csv"
    try:
        with file.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        return tuple(
            Link(
                row["left"],
                row["right"],
                float(row["weight"]),
                tuple(filter(None, row["families"].split("+"))),
                row["decisive"] == "true",
            )
            for row in rows
        )
    except (OSError, ValueError, KeyError) as error:
        raise damaged(file, error) from error


def as_json(value: Any) -> bytes:
    """The one form in which JSON is kept: sorted keys, one line per item."""
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def damaged(file: Path, error: Exception) -> CaseError:
    """What an analysis that cannot be read means."""
    return CaseError(
        f"the findings cannot be read ({error}).",
        where=str(file),
        remedy=f"Remove {file if file.is_dir() else file.parent} and run: linchpin analyse",
    )
