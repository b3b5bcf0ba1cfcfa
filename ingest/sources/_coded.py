"""Columns of text that repeat themselves, as numbers into a dictionary: the texts stand once, however many rows have them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

CODED = pa.dictionary(pa.int32(), pa.string())


def constant(text: str, count: int) -> pa.DictionaryArray:
    """One text for all rows."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([text], pa.string()))


def picked(texts: pa.Array, at: pa.Array) -> pa.DictionaryArray:
    """texts[at] of a column of text without nulls."""
    return pa.DictionaryArray.from_arrays(at.cast(pa.int32()), texts)


def whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column as one array. Unlike with `combine_chunks`, a column of one chunk is not copied."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
