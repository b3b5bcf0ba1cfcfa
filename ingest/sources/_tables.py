"""Tables of any file form (CSV, JSON lines, Parquet) as Arrow columns of text, and their way into facts by a plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from graph.model.errors import InputError
from ingest.sources._countries import country_code
from ingest.sources._plan import KEY_FIELDS, RECORD_FIELDS, Plan
from ingest.sources.base import Emit, SourceFile
from ingest.sources.opening import iter_csv, iter_json_lines, look, read_json, refuse_columns
from ingest.sources.opening.csv_files import is_simple_csv

BATCH = 50_000
SYSTEM = "table"
TEXTS = pa.list_(pa.string())


def tables(file: SourceFile, emit: Emit) -> Iterator[tuple[pa.Table, pa.Array]]:
    """Parts of a table, in order, with the row number of each row (1-based; in JSON lines the line).

    Columns are text or lists of text. Refused columns are left out and said. Raises InputError.
    """
    head = look(file.path)
    if head.start[:4] == b"PAR1":
        yield _parquet(file, emit)
    elif head.first is not None or head.start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        yield from _json(file, emit, document=head.start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[")
    else:
        yield from _csv(file, emit)


def _numbered(table: pa.Table, start: int = 1) -> tuple[pa.Table, pa.Array]:
    return table, pa.array(np.arange(start, start + len(table)), pa.int64())


def _csv(file: SourceFile, emit: Emit) -> Iterator[tuple[pa.Table, pa.Array]]:
    """Arrow's own reader for a sound file, row by row for any other; both give the same."""
    if separator := is_simple_csv(file.path):
        try:
            table = _fast_csv(file, separator)
        except pa.ArrowException:
            table = None
        if table is not None and len(table):
            refused = refuse_columns(table.column_names, emit)
            yield _numbered(table.select([name for name in table.column_names if name not in refused]))
            return
    rows: list[int] = []
    columns: dict[str, list[Any]] = {}
    for number, row in iter_csv(file, emit):
        for name, value in row.items():
            columns.setdefault(name, []).append(value)
        rows.append(number)
        if len(rows) == BATCH:
            yield pa.table(columns), pa.array(rows, pa.int64())
            rows, columns = [], {}
    if rows:
        yield pa.table(columns), pa.array(rows, pa.int64())


def _fast_csv(file: SourceFile, separator: str) -> pa.Table | None:
    """None when the header is not simple. Raises ArrowException on a ragged row."""
    columns = look(file.path).columns
    if not columns or len(set(columns)) != len(columns) or not all(columns):
        return None
    return pa_csv.read_csv(
        file.path,
        read_options=pa_csv.ReadOptions(column_names=list(columns), skip_rows_after_names=1, block_size=8 << 20),
        parse_options=pa_csv.ParseOptions(delimiter=separator, newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types={name: pa.string() for name in columns}, strings_can_be_null=False
        ),
    )


def _parquet(file: SourceFile, emit: Emit) -> tuple[pa.Table, pa.Array]:
    try:
        source = pq.ParquetFile(file.path)
        names = source.schema_arrow.names
        refused = refuse_columns(dict.fromkeys(names), emit)
        table = source.read(columns=[name for name in names if name not in refused])
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(
            "the Parquet file is damaged or cut off.", where=file.name, remedy="Write it again."
        ) from error
    columns: dict[str, pa.Array] = {}
    for name in table.column_names:
        column = _as_text(table.column(name).combine_chunks())
        if column is None:
            emit.reject(
                "unsupported_type",
                f"column {name!r} has the type {table.schema.field(name).type}, which is no text, number, date or list",
                "Write it as text or as a list of texts.",
                path=name,
            )
        else:
            columns.setdefault(name, column)
    return _numbered(pa.table(columns))


def _as_text(column: pa.Array) -> pa.Array | None:
    """Any simple type as text, lists as lists of text; None for what is neither."""
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _as_text(column.dictionary_decode())
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        inner = _as_text(column.flatten())
        if inner is None or pa.types.is_list(inner.type):
            return None
        counts = pc.fill_null(pc.list_value_length(column), 0)
        offsets = np.concatenate([[0], np.cumsum(np.asarray(counts))])
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), inner)
    if pa.types.is_timestamp(kind):
        zone = "UTC" if kind.tz else None
        column = column.cast(pa.timestamp("s", zone), safe=False)
        return pc.fill_null(pc.strftime(column, "%Y-%m-%dT%H:%M:%SZ"), "")
    if pa.types.is_floating(kind):
        return pa.array([_plain(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return None
    return pc.fill_null(column.cast(pa.string()), "")


def _plain(value: object) -> str:
    """A JSON or Parquet scalar as text: 12.0 is 12, true is "true", null is ""."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _json(file: SourceFile, emit: Emit, *, document: bool) -> Iterator[tuple[pa.Table, pa.Array]]:
    """JSON lines; also one array of objects, whose elements count from 1."""
    if document:
        value = read_json(file, emit)
        items = enumerate(value, start=1) if isinstance(value, list) else iter(())
    else:
        items = iter_json_lines(file, emit)
    seen: set[str] = set()
    refused: set[str] = set()
    rows: list[int] = []
    objects: list[dict[str, Any]] = []
    for number, item in items:
        if not isinstance(item, dict):
            emit.reject("not_a_row", f"row {number} is not an object", "Write one object per line.", row=number)
            continue
        if new := item.keys() - seen:
            seen |= new
            refused |= refuse_columns(sorted(new), emit)
        rows.append(number)
        objects.append({name: value for name, value in item.items() if name not in refused})
        if len(rows) == BATCH:
            yield _from_objects(objects, rows, emit), pa.array(rows, pa.int64())
            rows, objects = [], []
    if rows:
        yield _from_objects(objects, rows, emit), pa.array(rows, pa.int64())
    elif not seen:
        emit.reject("no_rows", "there are no rows in it", "Export it again if it should have some.")


def _from_objects(objects: list[dict[str, Any]], rows: list[int], emit: Emit) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    for name in dict.fromkeys(name for one in objects for name in one):
        values = [one.get(name) for one in objects]
        if any(isinstance(value, list) for value in values):
            lists = [value if isinstance(value, list) else [value] for value in values]
            several = [[_cell(item, name, row, emit) for item in items] for items, row in zip(lists, rows, strict=True)]
            columns[name] = pa.array(several, TEXTS)
        else:
            cells = [_cell(value, name, row, emit) for value, row in zip(values, rows, strict=True)]
            columns[name] = pa.array(cells, pa.string())
    return pa.table(columns) if columns else pa.table({"": pa.array([""] * len(rows))})


def _cell(value: object, name: str, row: int, emit: Emit) -> str:
    if isinstance(value, (dict, list)):
        emit.reject("not_a_value", f"column {name!r} holds an object", "Write a text or a list.", row=row, path=name)
        return ""
    text = _plain(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def emit_wide(table: pa.Table, rows: pa.Array, plan: Plan, emit: Emit) -> None:
    """One applicant per row: records, values, texts."""
    ids = _single(table, plan.fields["id"])
    table, rows, ids = _with_id(table, rows, ids, plan.fields["id"], emit)
    if not len(table):
        return
    length = len(table)
    columns = {
        "id": ids,
        "type": pa.repeat("application", length),
        "row": rows,
        "path": pa.repeat(plan.fields["id"], length),
        "keys": _keys(table, ids, plan),
    }
    for field in RECORD_FIELDS:
        if field in plan.fields:
            columns[field] = _single(table, plan.fields[field])
    if "candidate" in plan.fields:
        person = _single(table, plan.fields["candidate"])
        named = pc.binary_join_element_wise(f"{SYSTEM}:candidate", person, ":")
        columns["candidate"] = pc.if_else(pc.equal(person, ""), "", named)
    if "region" in plan.fields:
        columns["region"] = _regions(_single(table, plan.fields["region"]))
    records = pc.binary_join_element_wise(f"{SYSTEM}:application", ids, ":")
    observed = []
    for one in plan.observed:
        taken, raw = _values(table.column(one.column))
        part = {
            "record": records.take(taken),
            "asked": pa.repeat(one.kind, len(raw)),
            "raw": raw,
            "row": rows.take(taken),
            "path": pa.repeat(one.column, len(raw)),
            "context": pa.repeat(one.context, len(raw)),
        }
        if one.holder:
            part["holder"] = _single(table, one.holder).take(taken)
        if one.of_application and "applied_at" in columns:
            part["observed_at"] = columns["applied_at"].take(taken)
        observed.append(pa.table(part))
    emit.columns(pa.table(columns), observed, _texts(table, records, rows, plan))


def _texts(table: pa.Table, records: pa.Array, rows: pa.Array, plan: Plan) -> pa.Table | None:
    if "text" not in plan.fields:
        return None
    text = _single(table, plan.fields["text"])
    columns = {"record": records, "text": text, "row": rows, "path": pa.repeat(plan.fields["text"], len(text))}
    return pa.table(columns).filter(pc.not_equal(pc.utf8_trim_whitespace(text), ""))


def _with_id(
    table: pa.Table, rows: pa.Array, ids: pa.Array, column: str, emit: Emit
) -> tuple[pa.Table, pa.Array, pa.Array]:
    """Without rows that name no applicant; each is rejected."""
    ids = pc.utf8_trim_whitespace(ids)
    missing = pc.equal(ids, "")
    if not pc.any(missing).as_py():
        return table, rows, ids
    for row in rows.filter(missing).to_pylist():
        emit.reject(
            "missing_id", f"row {row} has no {column}", "Give each row its applicant's id.", row=row, path=column
        )
    keep = pc.invert(missing)
    return table.filter(keep), rows.filter(keep), ids.filter(keep)


def _single(table: pa.Table, name: str) -> pa.Array:
    """A column as one text per row; of a list the first."""
    column = _whole(table.column(name))
    if pa.types.is_list(column.type):
        first = pc.if_else(pc.greater(pc.list_value_length(column), 0), column, pa.scalar([""], TEXTS))
        return pc.fill_null(pc.list_element(first, 0), "")
    return column


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    return column


def _values(column: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """All values of a column that are not empty, with the position of the row of each."""
    array = _whole(column)
    if pa.types.is_list(array.type):
        taken, raw = pc.list_parent_indices(array), pc.fill_null(pc.list_flatten(array), "")
    else:
        taken, raw = pa.array(np.arange(len(array)), pa.int64()), array
    filled = pc.not_equal(raw, "")
    return taken.filter(filled), raw.filter(filled)


def _keys(table: pa.Table, ids: pa.Array, plan: Plan) -> pa.Array:
    """The ids that each applicant carries: "application:…", and "employee:…", "login:…", "file:…" where known."""
    columns = [pc.binary_join_element_wise("application", ids, ":")]
    for field in KEY_FIELDS:
        if field in plan.fields:
            value = pc.utf8_trim_whitespace(_single(table, plan.fields[field]))
            if field == "login":
                value = pc.utf8_lower(value)
            elif field == "file":
                value = pc.replace_substring_regex(value, r"^.*[/\\]", "")
            key = pc.binary_join_element_wise(field, value, ":")
            columns.append(pc.if_else(pc.equal(value, ""), pa.scalar(None, pa.string()), key))
    order = np.arange(len(columns) * len(ids)).reshape(len(columns), len(ids)).T.ravel()
    flat = pa.concat_arrays([_whole(column) for column in columns]).take(pa.array(order))
    present = np.asarray(flat.is_valid()).reshape(len(ids), len(columns)).sum(axis=1)
    offsets = pa.array(np.concatenate([[0], np.cumsum(present)]), pa.int32())
    return pa.ListArray.from_arrays(offsets, flat.drop_null())


def _regions(column: pa.Array) -> pa.Array:
    """Country codes; country names become codes, what is neither is nothing."""
    encoded = column.dictionary_encode()
    codes = [country_code(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(codes, pa.string()).take(encoded.indices)
