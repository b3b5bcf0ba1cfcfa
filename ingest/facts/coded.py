"""Work on columns of text as numbers into a dictionary (CODED): on each text once instead of on each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.facts.columns import plain
from ingest.sources._coded import CODED, constant, picked, whole

__all__ = [
    "CODED",
    "changed",
    "coded",
    "codes",
    "constant",
    "distinct",
    "each_once",
    "in_one_piece",
    "largest",
    "of_codes",
    "or_else",
    "parts",
    "picked",
    "used",
]

THREADS = 2
"""Columns that are worked on at once: Arrow lets another thread work."""

Codes = np.ndarray[Any, np.dtype[np.int32]]


def codes(column: pa.DictionaryArray) -> Codes:
    """The number of each row's text in the dictionary; there are no nulls."""
    return np.asarray(column.indices)


def of_codes(numbers: Codes, texts: pa.Array) -> pa.DictionaryArray:
    """The column again."""
    return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32()), texts)


def coded(column: pa.ChunkedArray | pa.Array) -> pa.DictionaryArray:
    """A column of text, coded or not, in one piece. A text may stand in its dictionary twice (`distinct`). Nulls are ""."""
    numbers, texts = _numbered(column)
    return of_codes(numbers, texts[0] if len(texts) == 1 else pa.concat_arrays(texts))


def _numbered(column: pa.ChunkedArray | pa.Array) -> tuple[Codes, list[pa.Array]]:
    """The number of each row's text in the dictionaries one behind the other, and these."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    if not chunks or not pa.types.is_dictionary(column.type) or any(chunk.null_count for chunk in chunks):
        one = plain(column).dictionary_encode().cast(CODED) if chunks else constant("", 0)
        return codes(one), [one.dictionary]
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
    return numbers, texts


def _place(dictionary: pa.Array) -> tuple[int, ...]:
    """Where a dictionary lies in memory."""
    addresses = [buffer.address if buffer is not None else 0 for buffer in dictionary.buffers()]
    return (dictionary.offset, len(dictionary), *addresses)


def distinct(column: pa.ChunkedArray | pa.Array) -> pa.DictionaryArray:
    """A column of text, coded or not, in one piece and with each text of the dictionary once."""
    numbers, texts = _numbered(column)
    once = pa.chunked_array(texts, pa.string()).dictionary_encode()
    dictionary = once.chunk(0).dictionary if once.num_chunks else texts[0]  # one of all chunks
    if len(dictionary) < sum(map(len, texts)):
        numbers = np.concatenate([codes(chunk) for chunk in once.chunks])[numbers]
    return of_codes(numbers, dictionary)


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


def each_once(given: list[pa.Table]) -> pa.Table:
    """The table with its coded columns in one piece each, in whose dictionary no text stands twice.

    given: the one table, which is taken out: a column's room goes back as soon as it is in one piece.
    """
    schema = given[0].schema
    columns = dict(zip(schema.names, given.pop().columns, strict=True))

    def column(field: pa.Field) -> pa.Array | pa.ChunkedArray:
        if field.type != CODED:
            return columns.pop(field.name)
        return distinct(columns.pop(field.name))

    with ThreadPoolExecutor(THREADS) as threads:
        return pa.Table.from_arrays(list(threads.map(column, schema)), schema=schema)


def parts(table: pa.Table, rows: int) -> Iterator[pa.Table]:
    """The table in order, so many rows at a time; a part of a coded column (in one piece) has only the texts it needs."""
    for at in range(0, max(1, len(table)), rows):
        part = table.slice(at, rows)
        yield pa.table({name: _part(part[name]) for name in part.column_names})


def _part(column: pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    return used(whole(column)) if column.type == CODED else column


def largest(table: pa.Table) -> int:
    """Bytes of the largest column; of a coded one (in one piece) of its texts."""
    columns = [
        column.chunk(0).dictionary if column.type == CODED else column for column in table.columns if len(column)
    ]
    return max((column.nbytes for column in columns), default=0)
