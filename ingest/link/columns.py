"""Small steps on whole columns: strings to numbers in their order, first of each group, joining lists of words.

A column may be dictionary-encoded; the dictionary may hold words that no row has.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.packed import packed

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]
Column: TypeAlias = pa.Array | pa.ChunkedArray


def whole(column: Column) -> pa.Array:
    """One array, nulls of text as "". What is one array already is not copied."""
    array = column
    if isinstance(column, pa.ChunkedArray):
        array = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if pa.types.is_dictionary(array.type) and array.null_count:
        array = array.dictionary_decode()
    return pc.fill_null(array, "") if pa.types.is_string(array.type) and array.null_count else array


def plain(column: Column) -> pa.Array:
    """As `whole`, of text as it stands."""
    array = whole(column)
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


@dataclass(frozen=True)
class Coded:
    """A column of text as numbers of its words, each of which stands once."""

    codes: Ints
    words: pa.Array

    def take(self, rows: Ints) -> Coded:
        """Some rows, in that order."""
        return Coded(self.codes[rows], self.words)

    def and_those(self, other: Coded) -> Coded:
        """The rows of both."""
        return coded(concatenated(self.texts(), other.texts()))

    def texts(self) -> pa.Array:
        return self.words.take(pa.array(self.codes))

    def packed(self) -> pa.DictionaryArray:
        """As a dictionary-encoded column."""
        return packed(self.words, self.codes)

    def ranked(self) -> tuple[Ints, pa.Array]:
        """Each row's place among the words in plain order, and these words."""
        order = pc.sort_indices(self.words)
        rank = np.empty(len(self.words), np.int32)
        rank[np.asarray(order)] = np.arange(len(self.words), dtype=np.int32)
        return rank[self.codes], self.words.take(order)


def coded(column: Column) -> Coded:
    """A column of text as numbers."""
    return Coded(*encoded(column))


def among(column: Column, wanted: Collection[str]) -> Flags:
    """Where a text is one of a few."""
    array = whole(column)
    packed = pa.types.is_dictionary(array.type)
    found = pc.is_in(array.dictionary if packed else array, value_set=pa.array(sorted(wanted), pa.string()))
    return np.asarray(found)[np.asarray(array.indices)] if packed else np.asarray(found)


def ranks(column: Column) -> tuple[Longs, pa.Array]:
    """Each text's place among the different texts in plain order, and these texts. No place for nulls: they are ""."""
    encoded = whole(column).dictionary_encode()
    words = encoded.dictionary
    order = pc.sort_indices(words)
    rank = np.empty(len(words), np.int64)
    rank[np.asarray(order)] = np.arange(len(words))
    return rank[np.asarray(encoded.indices)] if len(words) else np.zeros(0, np.int64), words.take(order)


def codes(column: Column) -> tuple[Longs, pa.Array]:
    """Each text's place among the different texts, and these texts, in the order in which they first stand."""
    encoded = whole(column).dictionary_encode()
    return np.asarray(encoded.indices).astype(np.int64), encoded.dictionary


def encoded(column: Column) -> tuple[Ints, pa.Array]:
    """As `codes`, in half the room, and in whatever order."""
    array = whole(column)
    found = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    return np.asarray(found.indices), found.dictionary


def concatenated(one: pa.Array, other: pa.Array) -> pa.Array:
    """The rows of both."""
    return pa.concat_arrays([one, other]) if len(other) else one


def filled(column: Column) -> Flags:
    """Where a text is not empty."""
    return np.asarray(pc.not_equal(whole(column), ""))


def firsts(groups: Longs | Ints | Hashes) -> Flags:
    """Where a group begins, in sorted groups."""
    begins = np.ones(len(groups), np.bool_)
    begins[1:] = groups[1:] != groups[:-1]
    return begins


def pairs(left: Longs, right: Longs | Ints, width: int) -> tuple[Longs, Longs]:
    """The different pairs, sorted. Every `right` is below `width`."""
    different = np.sort(left * max(1, width) + right)
    different = different[firsts(different)]
    return different // max(1, width), different % max(1, width)


def connected(left: Longs, right: Longs, count: int) -> Longs:
    """For each of `count` things the least one it hangs together with, given what each (left) carries (right)."""
    label = np.arange(count, dtype=np.int64)
    if not len(left):
        return label
    by_right = np.lexsort((left, right))
    by_left = np.lexsort((right, left))
    right_starts = np.flatnonzero(firsts(right[by_right]))
    left_starts = np.flatnonzero(firsts(left[by_left]))
    _, place = np.unique(right, return_inverse=True)
    carriers = left[by_left][left_starts]
    while True:
        least = np.minimum.reduceat(label[left[by_right]], right_starts)
        further = label.copy()
        further[carriers] = np.minimum.reduceat(least[place[by_left]], left_starts)
        further = further[further]
        if np.array_equal(further, label):
            return label
        label = further
