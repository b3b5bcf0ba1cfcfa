"""The analyses that a case keeps: reading them back.

One analysis is `<case>/findings/<analysis>/`:

    findings.parquet  the findings, one row each in order of rank; the document of `linchpin findings --json` follows from it
    links.csv         the pairs of `linchpin links --csv`
    links/            the six tables of graph.model.links, as Parquet
    lineage.json      which analysis was the current one before, and what became of its findings
    index/            what `linchpin check` looks things up in (ingest.index)
    manifest.json     what it was made from (runs, rules, decisions), the analysis before, the head of the document,
                      the SHA-256 of each file

`findings/current` is one line of text that names the newest.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from graph.model.errors import CaseError, UsageError
from graph.model.findings import Document, Finding, Head, Link, Listing
from graph.model.settings import Case

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.model.links import Links

FINDINGS = "findings.parquet"
OLD_FINDINGS = "findings.json"
"""How earlier versions kept them: still read, never written."""

ROW_GROUP = 256
"""Findings of a row group: one finding is read without reading all."""

Columns = TypeVar("Columns")


@dataclass(frozen=True)
class Name:
    """What a finding is asked for by."""

    id: str
    rank: int


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


def current_listing(case: Case, most: int | None = None) -> Listing:
    """The first of the newest findings without their reasons. Raises CaseError as `current` does."""
    return listing_of(current_folder(case), most)


def current_finding(case: Case, name: str) -> Document:
    """One of the newest findings, by id or rank, as a document of its own. Raises UsageError when there is none such."""
    found = one_of(current_folder(case), name)
    if found is None:
        raise _no_finding(name)
    return found


def _no_finding(name: str) -> UsageError:
    return UsageError(f"there is no finding {name!r}.", remedy="See the ids with: linchpin findings")


def current_id(case: Case, name: str) -> str:
    """The id of one of the newest findings, by id or rank. Raises UsageError when there is none such."""
    found = _place(current_folder(case), name)
    if found is None:
        raise _no_finding(name)
    return found[1].id


def current_json(case: Case) -> bytes:
    """The newest findings as `linchpin findings --json` prints them. Raises CaseError as `current` does."""
    return json_of(current_folder(case))


def current_links(case: Case) -> Links:
    """The links that the newest findings were made from. Raises CaseError as `current` does."""
    return links_of(current_folder(case))


def write_document(folder: Path, document: Document) -> dict[str, Any]:
    """Write the findings; what it returns is the head of the document, for the manifest. Raises OSError."""
    import pyarrow.parquet as pq

    from graph.model.records import to_table

    table = to_table(document.findings, Finding)
    pq.write_table(table, folder / FINDINGS, compression="zstd", row_group_size=ROW_GROUP)
    return {name: getattr(document, name) for name in ("format", "version", "population", "runs")}


def document_of(folder: Path) -> Document:
    """The findings of one kept analysis, whole. Raises CaseError when they cannot be read."""
    return _document(folder, _read(folder, Finding))


def listing_of(folder: Path, most: int | None = None) -> Listing:
    """The first findings of one kept analysis without their reasons, all when no number is given. Raises CaseError."""
    heads = _read(folder, Head, range(most) if most is not None else None)
    return Listing(dict(_head(folder)["population"]), _total(folder), tuple(heads))


def one_of(folder: Path, name: str) -> Document | None:
    """One finding of a kept analysis, by its id or its rank, as a document of its own; None when there is none such."""
    found = _place(folder, name)
    return None if found is None else _document(folder, _read(folder, Finding, range(found[0], found[0] + 1)))


def _place(folder: Path, name: str) -> tuple[int, Name] | None:
    """Where a finding stands in the order of rank, by its id or its rank."""
    return next((one for one in enumerate(_read(folder, Name)) if name in (one[1].id, str(one[1].rank))), None)


def findings_with(folder: Path, of: type[Columns], members: Iterable[str], leads: Iterable[str]) -> list[Columns]:
    """What `of` asks of the findings that have one of these members, or one of these values ("<kind>:<key>") among their
    facilitators. Raises CaseError."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from graph.model.records import from_table, leaves

    file = folder / FINDINGS
    try:
        facilitator = [f"facilitators.list.element.{name}" for name in ("kind", "value", "values.list.element")]
        asked = ["members.list.element", *facilitator]
        with pq.ParquetFile(file, memory_map=True) as kept:
            heads = kept.read(columns=asked)
        lists, leading = (heads[name].combine_chunks() for name in ("members", "facilitators"))
        flat = leading.flatten()
        keys = pc.binary_join_element_wise(flat.field("kind"), flat.field("value"), ":")
        owner = pc.list_parent_indices(leading)
        places = [(pc.list_parent_indices(lists), lists.flatten(), members), (owner, keys, leads)]
        if flat.type.get_field_index("values") >= 0:  # an earlier version kept the first value only
            values = flat.field("values")
            places.append((owner.take(pc.list_parent_indices(values)), values.flatten(), leads))
        rows: set[int] = set()
        for row, texts, wanted in places:
            hits = np.asarray(pc.is_in(texts, value_set=pa.array(sorted(wanted), pa.string())))
            rows.update(row.filter(pa.array(hits)).to_pylist())
        chosen = sorted(rows)
        groups = sorted({row // ROW_GROUP for row in chosen})
        with pq.ParquetFile(file, memory_map=True) as kept:
            table = kept.read_row_groups(groups, columns=list(leaves(cast("Any", of))))
        place = {group: at * ROW_GROUP for at, group in enumerate(groups)}
        return from_table(
            table.take(pa.array([place[row // ROW_GROUP] + row % ROW_GROUP for row in chosen], pa.int64())), of
        )
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise damaged(file, error) from error


def json_of(folder: Path) -> bytes:
    """The document of `linchpin findings --json`. Raises CaseError when the findings cannot be read."""
    return as_json(document_of(folder).to_dict())


def _document(folder: Path, findings: Sequence[Finding]) -> Document:
    head = _head(folder)
    return Document(
        dict(head["population"]), tuple(head["runs"]), tuple(findings), format=head["format"], version=head["version"]
    )


def _head(folder: Path) -> dict[str, Any]:
    """Format, version, population and runs of a kept document."""
    manifest = manifest_of(folder)
    if "document" in manifest:
        head: dict[str, Any] = manifest["document"]
        return head
    document = _old_document(folder)
    return {name: getattr(document, name) for name in ("format", "version", "population", "runs")}


def _total(folder: Path) -> int:
    """How many findings a kept analysis has."""
    import pyarrow.parquet as pq

    file = folder / FINDINGS
    return int(pq.read_metadata(file).num_rows) if file.is_file() else len(_old_document(folder).findings)


def _read(folder: Path, of: type[Columns], rows: range | None = None) -> list[Columns]:
    """The findings in these places of the order of rank, all when none are named."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from graph.model.records import from_table, leaves

    file = folder / FINDINGS
    if not file.is_file():
        return _old_findings(folder, of, rows)
    try:
        with pq.ParquetFile(file) as kept:
            first, last = (0, kept.metadata.num_rows) if rows is None else (rows.start, rows.stop)
            groups = range(first // ROW_GROUP, min(-(-last // ROW_GROUP), kept.num_row_groups))
            table = kept.read_row_groups(list(groups), columns=list(leaves(cast("Any", of))))
        start = groups.start * ROW_GROUP
        return from_table(table.slice(first - start, last - first), of)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise damaged(file, error) from error


def _old_findings(folder: Path, of: type[Columns], rows: range | None) -> list[Columns]:
    """The same, of an analysis that an earlier version kept."""
    findings = _old_document(folder).findings
    names = [one.name for one in fields(cast("Any", of))]
    chosen = findings if rows is None else findings[rows.start : rows.stop]
    return [of(**{name: getattr(one, name) for name in names}) for one in chosen]


def _old_document(folder: Path) -> Document:
    file = folder / OLD_FINDINGS
    try:
        return Document.from_dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(file if file.exists() else folder / FINDINGS, error) from error


def links_of(folder: Path) -> Links:
    """The links of one kept analysis. Raises CaseError when they cannot be read."""
    from graph.model.links import TABLES, Links

    tables = tables_of(folder, {name: schema.names for name, schema in TABLES.items()})
    try:
        return Links(**tables, runs=tuple(manifest_of(folder)["links_runs"]))
    except (ValueError, KeyError) as error:
        raise damaged(folder, error) from error


def tables_of(folder: Path, columns: Mapping[str, Sequence[str]]) -> dict[str, pa.Table]:
    """Some columns of some tables of the links (graph.model.links.TABLES). Raises CaseError when they cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from graph.model.links import TABLES

    found = {}
    for name, wanted in columns.items():
        file = folder / "links" / f"{name}.parquet"
        schema = pa.schema([TABLES[name].field(column) for column in wanted])
        try:
            found[name] = pq.read_table(file, columns=list(wanted), schema=schema, memory_map=True)
        except (OSError, ValueError, KeyError, pa.ArrowException) as error:
            raise damaged(file, error) from error
    return found


def columns_in(file: Path, columns: Sequence[str]) -> pa.Table:
    """Some columns of one Parquet file of a kept analysis. Raises CaseError when they cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file, memory_map=True) as kept:
            return kept.read(list(columns)).select(list(columns))
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise damaged(file, error) from error


def manifest_of(folder: Path) -> dict[str, Any]:
    """What one kept analysis was made from. Raises CaseError when it cannot be read."""
    file = folder / "manifest.json"
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(file, error) from error
    return found


def pairs(case: Case) -> tuple[Link, ...]:
    """The weighed pairs of the newest findings, heaviest first as the analysis ordered them. Raises CaseError when they
    are not the ones that were written: of a file that was cut off nothing else tells."""
    folder = current_folder(case)
    file = folder / "links.csv"
    try:
        data = file.read_bytes()
        if digest(data) != manifest_of(folder)["files"][file.name]:
            raise ValueError("its SHA-256 is not the one in the manifest")
        return tuple(
            Link(
                row["left"],
                row["right"],
                float(row["weight"]),
                tuple(filter(None, row["families"].split("+"))),
                row["decisive"] == "true",
            )
            for row in csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
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
    """What an analysis that cannot be read means. Only the whole of it can be made anew."""
    analysis = next((one for one in (file, *file.parents) if one.parent.name == "findings"), file.parent)
    return CaseError(
        f"the findings cannot be read ({error}).",
        where=str(file),
        remedy=f"Remove {analysis} and run: linchpin analyse",
    )
