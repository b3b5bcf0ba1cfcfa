"""Arrow columns from Python values, and small column work that pyarrow has no one word for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.sources._coded import whole


def text_array(values: Sequence[Any], type: pa.DataType | None = None) -> pa.Array:
    """Strings as a column. Halves of surrogate pairs, which JSON allows and UTF-8 does not, become U+FFFD."""
    type = type or pa.string()
    try:
        return pa.array(values, type)
    except UnicodeEncodeError:
        return pa.array([value.encode("utf-8", "replace").decode("utf-8") for value in values], type)


def plain(column: pa.ChunkedArray | pa.Array, type: pa.DataType | None = None) -> pa.Array:
    """One array of text without nulls or dictionaries."""
    array = whole(column)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if array.type != (type or pa.string()):
        array = array.cast(type or pa.string())
    return pc.fill_null(array, "") if array.null_count else array


def codes_of(*columns: pa.Array) -> np.ndarray[Any, Any]:
    """One integer per row, equal exactly where the rows agree in all columns."""
    whole = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        encoded = column.dictionary_encode()
        whole = whole * max(1, len(encoded.dictionary)) + np.asarray(encoded.indices.fill_null(0), dtype=np.int64)
        _, whole = np.unique(whole, return_inverse=True)  # keeps the product small
    return whole


def first_rows(codes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """For each row, the first row with the same code."""
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    return np.asarray(first[inverse])


def look_up(keys: pa.Array, names: pa.Array, values: pa.Array, default: str) -> pa.Array:
    """`values` of the row of `names` that equals each key; `default` where there is none."""
    return pc.fill_null(values.take(pc.index_in(keys, value_set=names)), default)


def rows_table(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    """Tuples in the order of a schema as a table."""
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [() for _ in schema]
    arrays = [_column(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _column(values: Sequence[Any], type: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(type):
        return text_array(values).dictionary_encode().cast(type)
    return text_array(values, type) if _is_text(type) else pa.array(values, type)


def _is_text(type: pa.DataType) -> bool:
    return bool(type in (pa.string(), pa.large_string()))


def shaped(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The columns of a schema: missing texts are "", missing numbers null, missing lists empty."""
    arrays = [
        _cast(table.column(field.name), field.type)
        if field.name in table.column_names
        else _missing(field.type, len(table))
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _cast(column: pa.ChunkedArray, type: pa.DataType) -> pa.Array | pa.ChunkedArray:
    if pa.types.is_dictionary(type):
        fits = column.type == type and not column.null_count
        return column if fits else plain(column).dictionary_encode().cast(type)
    return plain(column, type) if _is_text(type) else whole(column).cast(type)


def _missing(type: pa.DataType, count: int) -> pa.Array:
    if pa.types.is_dictionary(type):
        return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([""], pa.string()))
    if _is_text(type):
        return pa.repeat(pa.scalar("", type), count)
    if pa.types.is_list(type):
        return pa.ListArray.from_arrays(pa.array(np.zeros(count + 1, np.int32)), pa.array([], type.value_type))
    return pa.nulls(count, type)
