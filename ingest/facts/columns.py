"""Arrow columns from Python values, and small column work that pyarrow has no one word for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def text_array(values: Sequence[Any], type: pa.DataType | None = None) -> pa.Array:
    """Strings as a column. Halves of surrogate pairs, which JSON allows and UTF-8 does not, become U+FFFD."""
    type = type or pa.string()
    try:
        return pa.array(values, type)
    except UnicodeEncodeError:
        return pa.array([value.encode("utf-8", "replace").decode("utf-8") for value in values], type)


def plain(column: pa.ChunkedArray | pa.Array, type: pa.DataType | None = None) -> pa.Array:
    """One array of text without nulls or dictionaries."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
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
    arrays = [
        text_array(column, field.type)
        if field.type in (pa.string(), pa.large_string())
        else pa.array(column, field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def shaped(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The columns of a schema: missing texts are "", missing numbers null, missing lists empty."""
    arrays = []
    for field in schema:
        if field.name in table.column_names:
            column = table.column(field.name)
            is_text = field.type in (pa.string(), pa.large_string())
            arrays.append(plain(column, field.type) if is_text else column.combine_chunks().cast(field.type))
        elif field.type in (pa.string(), pa.large_string()):
            arrays.append(pa.repeat(pa.scalar("", field.type), len(table)))
        elif pa.types.is_list(field.type):
            offsets = pa.array(np.zeros(len(table) + 1, dtype=np.int32))
            arrays.append(pa.ListArray.from_arrays(offsets, pa.array([], field.type.value_type)))
        else:
            arrays.append(pa.nulls(len(table), field.type))
    return pa.Table.from_arrays(arrays, schema=schema)
