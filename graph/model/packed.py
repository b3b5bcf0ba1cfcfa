"""Packed columns: texts of a table that stand once for many rows (Arrow: dictionary-encoded).

The dictionary may hold a word twice, and words that no row has: only the texts of the rows mean anything.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa


def packed(words: pa.Array, number: npt.NDArray[np.int32]) -> pa.DictionaryArray:
    """A column of text of which each row is the word of a number; no word is copied."""
    return pa.DictionaryArray.from_arrays(pa.array(number, pa.int32()), words, safe=False)


def plain_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column with all texts of its own."""
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def plain(table: pa.Table) -> pa.Table:
    """The table with all texts of its own."""
    return pa.table([plain_column(column) for column in table.columns], names=table.column_names)


def shaped(columns: dict[str, pa.Array | pa.ChunkedArray], schema: pa.Schema) -> pa.Table:
    """Columns as a table, in the order of a schema; packed ones stay packed, and those that are not given are left out."""
    fields = [field for field in schema if field.name in columns]
    parts = [columns[field.name] for field in fields]
    packed = [
        pa.field(field.name, part.type) if pa.types.is_dictionary(part.type) else field
        for part, field in zip(parts, fields, strict=True)
    ]
    return pa.table(parts, names=[field.name for field in fields]).cast(pa.schema(packed))
