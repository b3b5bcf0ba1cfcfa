"""Work on columns of text as numbers into a dictionary (CODED): on each text once instead of on each row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.facts.columns import plain
from ingest.sources._coded import CODED, constant, picked

__all__ = [
    "CODED",
    "changed",
    "coded",
    "codes",
    "constant",
    "distinct",
    "each_once",
    "in_one_piece",
    "of_codes",
    "or_else",
]
__all__ += ["picked", "used"]

Codes = np.ndarray[Any, np.dtype[np.int32]]


def codes(column: pa.DictionaryArray) -> Codes:
    """The number of each row's text in the dictionary; there are no nulls."""
    return np.asarray(column.indices)


def of_codes(numbers: Codes, texts: pa.Array) -> pa.DictionaryArray:
    """The column again."""
    return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32()), texts)


def coded(column: pa.ChunkedArray | pa.Array) -> pa.DictionaryArray:
    """A column of text, coded or not, in one piece. A text may stand in its dictionary twice (`distinct`). Nulls are ""."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    if not chunks:
        return constant("", 0)
    if not pa.types.is_dictionary(column.type) or any(chunk.null_count for chunk in chunks):
        return plain(column).dictionary_encode().cast(CODED)
    shifts: dict[tuple[int, ...], int] = {}  # where each dictionary begins among all; chunks often have the same
    texts: list[pa.Array] = []
    numbers = np.empty(len(column), np.int32)
    at = size = 0
    for chunk in chunks:
        dictionary = chunk.dictionary
        place = _place(dictionary)
        if place not in shifts:
            shifts[place] = size
            texts.append(plain(dictionary))
            size += len(dictionary)
        numbers[at : at + len(chunk)] = chunk.indices
        if shifts[place]:
            numbers[at : at + len(chunk)] += shifts[place]
        at += len(chunk)
    return of_codes(numbers, texts[0] if len(texts) == 1 else pa.concat_arrays(texts))


def _place(dictionary: pa.Array) -> tuple[int, ...]:
    """Where a dictionary lies in memory."""
    addresses = [buffer.address if buffer is not None else 0 for buffer in dictionary.buffers()]
    return (dictionary.offset, len(dictionary), *addresses)


def distinct(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """With each text of the dictionary once."""
    once = column.dictionary.dictionary_encode()
    if len(once.dictionary) == len(column.dictionary):
        return column
    return of_codes(np.asarray(once.indices)[codes(column)], once.dictionary)


def changed(column: pa.DictionaryArray, change: Callable[[pa.Array], pa.Array]) -> pa.DictionaryArray:
    """With other texts in the places of those that it has."""
    return of_codes(codes(column), change(column.dictionary))


def or_else(column: pa.DictionaryArray, other: pa.DictionaryArray) -> pa.DictionaryArray:
    """Where a row has no text, that of the other column."""
    empty = np.asarray(pc.equal(column.dictionary, ""))
    numbers = np.where(empty[codes(column)], codes(other) + np.int32(len(column.dictionary)), codes(column))
    return of_codes(numbers, pa.concat_arrays([column.dictionary, other.dictionary]))


def used(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """With only those texts in the dictionary that rows have, in their order."""
    numbers = codes(column)
    has = np.zeros(len(column.dictionary), np.bool_)
    has[numbers] = True
    if has.all():
        return column
    renumbered = np.cumsum(has, dtype=np.int32) - np.int32(1)
    return of_codes(renumbered[numbers], column.dictionary.filter(pa.array(has)))


def in_one_piece(table: pa.Table) -> pa.Table:
    """The table with its coded columns in one piece each."""
    columns = [coded(table[field.name]) if field.type == CODED else table[field.name] for field in table.schema]
    return pa.Table.from_arrays(columns, schema=table.schema)


def each_once(table: pa.Table) -> pa.Table:
    """The table with its coded columns in one piece each, in whose dictionary no text stands twice."""
    columns = [
        distinct(coded(table[field.name])) if field.type == CODED else table[field.name] for field in table.schema
    ]
    return pa.Table.from_arrays(columns, schema=table.schema)
