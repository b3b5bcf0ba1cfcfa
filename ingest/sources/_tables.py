"""Tables of any file form (CSV, JSON lines, Parquet) as Arrow columns of text, and their way into facts by a plan."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from ingest.sources._coded import constant, picked, whole
from ingest.sources._countries import country_code
from ingest.sources._parquet import TextColumn, parquet_table, plain_text
from ingest.sources._plan import DATE_FIELDS, KEY_FIELDS, RECORD_FIELDS, Plan
from ingest.sources.base import Emit, SourceFile
from ingest.sources.opening import iter_csv, iter_json_lines, look, read_json, refuse_columns
from ingest.sources.opening.csv_files import is_simple_csv

BATCH = 50_000
SYSTEM = "table"
TEXTS = pa.list_(pa.string())
_BETWEEN = r"\s*;\s*|\s+/\s+"
_PHONE, _EMAIL = r"^\+?(?:[ ().\-]*\d){9,15}[ ()]*$", r"^[^\s@,/<>]+@[^\s@,/<>]+\.[^\s@,/<>]+$"
_SEVERAL = {"phone": _PHONE, "reference_phone": _PHONE, "email": _EMAIL, "reference_email": _EMAIL}
"""Kinds of which several may stand in one cell, and what each of them looks like; what stands between them."""

_NO_IDS = pa.array(["", "true", "false"])


def tables(file: SourceFile, emit: Emit, without: str = "") -> Iterator[tuple[pa.Table, pa.Array]]:
    """Parts of a table, in order, with the row number of each row (1-based; in JSON lines the line).

    Columns are text or lists of text. Refused columns are left out and said. `without`: a column of a Parquet file that is
    left out, because it is read in parts. Raises InputError.
    """
    head = look(file.path)
    if head.start[:4] == b"PAR1":
        yield _numbered(parquet_table(file, emit, without))
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
            emit.reject("not_a_row", "it is not an object", "Write an object for each row.", row=number)
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
    text = plain_text(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def emit_wide(table: pa.Table, rows: pa.Array, plan: Plan, emit: Emit, texts: TextColumn | None = None) -> None:
    """One applicant per row: records, values, texts. `texts`: where they are when they are not in the table; they are then
    read beside all else."""
    ids = _single(table, plan.fields["id"])
    table, rows, ids = _with_id(table, rows, ids, plan.fields["id"], emit)
    if not len(table):
        return
    dates = {field: [plan.fields[field]] for field in DATE_FIELDS if field in plan.fields}
    emit.dates_in(dates | ({"observed_at": dates["applied_at"]} if "applied_at" in dates else {}))
    region = _regions(_single(table, plan.fields["region"])) if "region" in plan.fields else pa.repeat("", len(table))
    records = pc.binary_join_element_wise(f"{SYSTEM}:application", ids, ":")
    of_rows = pa.table({"record": records, "row": rows, "region": region})
    if texts is None:
        emit.columns(*_wide(table, ids, of_rows, plan))
        if "text" in plan.fields:
            _emit_texts(_single(table, plan.fields["text"]), of_rows, plan.fields["text"], emit)
        return
    with ThreadPoolExecutor(1, thread_name_prefix="texts") as beside:
        emitting = beside.submit(_emit_parts, texts, of_rows, emit)
        emit.columns(*_wide(table, ids, of_rows, plan))
        emitting.result()


def _wide(table: pa.Table, ids: pa.Array, of_rows: pa.Table, plan: Plan) -> tuple[pa.Table, list[pa.Table]]:
    """The records, and the values by column. of_rows: `record`, `row` and `region` of each."""
    length = len(table)
    records, rows, region = (whole(of_rows[name]) for name in ("record", "row", "region"))
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
        columns["region"] = region
    observed = []
    for one in plan.observed:
        taken, raw = _divided(one.kind, *_values(table.column(one.column)))
        part = {
            "record": picked(records, taken),
            "asked": constant(one.kind, len(raw)),
            "raw": raw,
            "row": rows.take(taken),
            "path": constant(one.column, len(raw)),
            "context": constant(one.context, len(raw)),
        }
        if one.holder:
            part["holder"] = picked(_single(table, one.holder), taken)
        if one.of_application and "applied_at" in columns:
            part["observed_at"] = picked(columns["applied_at"], taken)
        observed.append(pa.table(part))
    return pa.table(columns), observed


NO_RECORDS = pa.Table.from_batches([], schema=pa.schema([("id", pa.string()), ("type", pa.string())]))


def _emit_parts(texts: TextColumn, rows: pa.Table, emit: Emit) -> None:
    """Texts of a Parquet file; `rows` (`record`, `row` counted from 1, `region`) are those of it that name an applicant."""
    numbers = rows["row"].to_numpy()
    seen = first = 0
    for part in texts.parts():
        last = int(np.searchsorted(numbers, seen + len(part), side="right"))
        here = numbers[first:last] - seen - 1
        text = part if len(here) == len(part) else part.take(pa.array(here))
        _emit_texts(text, rows.slice(first, last - first), texts.name, emit)
        seen, first = seen + len(part), last


def _emit_texts(texts: pa.Array, rows: pa.Table, path: str, emit: Emit) -> None:
    """One text for each row, but for blank ones."""
    table = rows.append_column("text", texts).append_column("path", pa.repeat(path, len(rows)))
    blank = np.asarray(pc.or_(pc.equal(pc.binary_length(texts), 0), pc.utf8_is_space(texts)))
    emit.columns(NO_RECORDS, [], table.filter(pa.array(~blank)) if blank.any() else table)


def _with_id(
    table: pa.Table, rows: pa.Array, ids: pa.Array, column: str, emit: Emit
) -> tuple[pa.Table, pa.Array, pa.Array]:
    """Without rows that name no applicant; each is rejected. A truth value names none."""
    ids = pc.utf8_trim_whitespace(ids)
    missing = pc.is_in(pc.utf8_lower(ids), value_set=_NO_IDS)
    if not pc.any(missing).as_py():
        return table, rows, ids
    for row, said in zip(rows.filter(missing).to_pylist(), ids.filter(missing).to_pylist(), strict=True):
        message = f"{said!r} is no {column}" if said else f"there is no {column}"
        emit.reject("missing_id", message, "Give each row its applicant's id.", row=row, path=column)
    keep = pc.invert(missing)
    return table.filter(keep), rows.filter(keep), ids.filter(keep)


def _single(table: pa.Table, name: str) -> pa.Array:
    """A column as one text per row; of a list the first."""
    column = whole(table.column(name))
    if pa.types.is_list(column.type):
        first = pc.if_else(pc.greater(pc.list_value_length(column), 0), column, pa.scalar([""], TEXTS))
        return pc.fill_null(pc.list_element(first, 0), "")
    return column


def _values(column: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """All values of a column that are not empty, with the position of the row of each."""
    array = whole(column)
    if pa.types.is_list(array.type):
        taken, raw = pc.list_parent_indices(array), pc.fill_null(pc.list_flatten(array), "")
    else:
        taken, raw = pa.array(np.arange(len(array)), pa.int64()), array
    filled = pc.not_equal(pc.binary_length(raw), 0)
    return (taken, raw) if pc.all(filled).as_py() else (taken.filter(filled), raw.filter(filled))


def _divided(kind: str, taken: pa.Array, raw: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Several telephone numbers or e-mail addresses in one cell as a value each; a cell of which a piece looks like none stays
    whole, so that "030 / 1234567" is one number."""
    marked = pc.match_substring_regex(raw, _BETWEEN) if kind in _SEVERAL else None
    if marked is None or not pc.any(marked).as_py():
        return taken, raw
    rows = np.flatnonzero(np.asarray(marked))
    pieces = pc.split_pattern_regex(raw.take(pa.array(rows)), _BETWEEN)
    owner, texts = np.asarray(pc.list_parent_indices(pieces)), pc.utf8_trim_whitespace(pc.list_flatten(pieces))
    empty, fits = (np.asarray(one) for one in (pc.equal(texts, ""), pc.match_substring_regex(texts, _SEVERAL[kind])))
    fine = (np.bincount(owner, ~(empty | fits)) == 0) & (np.bincount(owner, fits) > 0)
    use = np.flatnonzero(fine[owner] & ~empty)
    left = np.setdiff1d(np.arange(len(raw)), rows[fine])
    where = np.concatenate([left, rows[owner[use]]])
    order = pa.array(np.argsort(where, kind="stable"))
    both = pa.concat_arrays([raw.take(pa.array(left)), texts.take(pa.array(use))])
    return taken.take(pa.array(where)).take(order), both.take(order)


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
    flat = pa.concat_arrays([whole(column) for column in columns]).take(pa.array(order))
    present = np.asarray(flat.is_valid()).reshape(len(ids), len(columns)).sum(axis=1)
    offsets = pa.array(np.concatenate([[0], np.cumsum(present)]), pa.int32())
    return pa.ListArray.from_arrays(offsets, flat.drop_null())


def _regions(column: pa.Array) -> pa.Array:
    """Country codes; country names become codes, what is neither is nothing."""
    encoded = column.dictionary_encode()
    codes = [country_code(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(codes, pa.string()).take(encoded.indices)
