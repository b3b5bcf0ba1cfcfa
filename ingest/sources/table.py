"""The two plain tables that anyone can write: `applicants` and `identifiers`, as CSV, JSON lines or Parquet."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from graph.model.errors import InputError
from graph.model.kinds import KINDS, kind_of_column
from ingest.sources._coded import constant, picked
from ingest.sources._joined import passed_over, plain_joined, with_joined
from ingest.sources._parquet import text_column
from ingest.sources._plan import FIELDS, Plan, folded, plain_plan
from ingest.sources._tables import NO_RECORDS, SYSTEM, _single, _values, _with_id, emit_wide, tables
from ingest.sources.base import Emit, Head, Reader, SourceFile
from ingest.sources.opening import forbidden_group
from ingest.sources.opening.forbidden import REMEDY, WHY

_LONG = ("applicant_id", "kind", "value")
_PLAIN = frozenset(name for names in FIELDS.values() for name in names)


def recognise(head: Head) -> float:
    """By the column `applicant_id`, and others that it knows."""
    columns = {folded(column) for column in head.columns}
    if "applicant_id" not in columns:
        return 0.0
    if columns.issuperset(_LONG):
        return 0.97
    known = sum(column in _PLAIN or kind_of_column(column) is not None for column in columns)
    return 0.95 if known > 1 else 0.3


def read(file: SourceFile, emit: Emit) -> None:
    """Either table, part by part."""
    texts = text_column(file, lambda names: plain_plan(names).fields.get("text", ""))
    for table, rows in tables(file, emit, texts.name if texts else ""):
        names = {folded(name): name for name in reversed(table.column_names)}
        if "applicant_id" not in names:
            raise InputError(
                "it has no column applicant_id.", where=file.name, remedy="Name the column with the applicant's id so."
            )
        if all(name in names for name in _LONG):
            emit.pass_over(column for name, column in names.items() if name and name not in (*_LONG, *_OPTIONAL))
            emit_long(table, rows, {name: names[name] for name in names if name in (*_LONG, *_OPTIONAL)}, emit)
        else:
            plan, joined = plain_joined(table.column_names, plain_plan(table.column_names))
            emit.pass_over(passed_over(table.column_names, plan, joined))
            emit_wide(with_joined(table, joined), rows, plan, emit, texts)


_OPTIONAL = ("observed_at", "context", "holder", "region")


def emit_long(table: pa.Table, rows: pa.Array, names: dict[str, str], emit: Emit) -> None:
    """One observation per row. Its applicant may stand in another file."""
    ids = _single(table, names["applicant_id"])
    table, rows, ids = _with_id(table, rows, ids, names["applicant_id"], emit)
    kinds = _kinds(_single(table, names["kind"]), rows, names["kind"], emit)
    taken, raw = _values(table.column(names["value"]))
    columns = {
        "record": picked(pc.binary_join_element_wise(f"{SYSTEM}:application", ids, ":"), taken),
        "asked": kinds.take(taken),
        "raw": raw,
        "row": rows.take(taken),
        "path": constant(names["value"], len(raw)),
    }
    if "observed_at" in names:
        emit.dates_in({"observed_at": [names["observed_at"]]})
    for name in _OPTIONAL:
        if name in names:
            columns[name] = picked(_single(table, names[name]), taken)
    observed = pa.table(columns)
    known = pc.not_equal(kinds.dictionary, "")
    if not pc.all(known).as_py():
        observed = observed.filter(known.take(columns["asked"].indices))
    emit.columns(NO_RECORDS, [observed])


def _kinds(column: pa.Array, rows: pa.Array, path: str, emit: Emit) -> pa.DictionaryArray:
    """Names of kinds; "" for what is none. One rejected line for each name that cannot be used."""
    encoded = column.dictionary_encode()
    kinds = []
    for code, text in enumerate(encoded.dictionary.to_pylist()):
        kind = folded(text)
        kind = kind if kind in KINDS else kind_of_column(text) or ""
        kinds.append(kind)
        if not kind:
            at = rows.filter(pc.equal(encoded.indices, code))
            _reject_kind(text, at[0].as_py(), len(at), path, emit)
    return picked(pa.array(kinds, pa.string()), encoded.indices)


def _reject_kind(text: str, row: int, number: int, path: str, emit: Emit) -> None:
    rows = f"{number:,} {'row' if number == 1 else 'rows'}"
    if group := forbidden_group(text):
        emit.reject("forbidden_column", f"kind {text!r} ({group}, {rows}) is refused: {WHY}", REMEDY, path=path)
        return
    emit.reject(
        "unknown_kind",
        f"{text[:60]!r} is no kind ({rows}, row {row} the first)",
        f"Use one of: {', '.join(KINDS)}.",
        row=row,
        path=path,
    )


READER = Reader(
    name="table",
    system=SYSTEM,
    title="Plain tables",
    describes=(
        "`applicants` (one row each, `applicant_id` and any of the columns above) and `identifiers` "
        "(`applicant_id, kind, value, observed_at, context`, one row per observation), as CSV, JSON lines or Parquet."
    ),
    suffixes=(".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet"),
    recognise=recognise,
    read=read,
    version=4,
    example="applicants.parquet",
)

__all__ = ["READER", "Plan", "read", "recognise"]
