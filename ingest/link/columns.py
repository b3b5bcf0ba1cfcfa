"""Small steps on whole columns: strings to numbers in their order, first of each group, joining lists of words."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Column: TypeAlias = pa.Array | pa.ChunkedArray


def whole(column: Column) -> pa.Array:
    """One array, nulls of text as ""."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pc.fill_null(array, "") if pa.types.is_string(array.type) and array.null_count else array


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


def filled(column: Column) -> Flags:
    """Where a text is not empty."""
    return np.asarray(pc.not_equal(whole(column), ""))


def firsts(groups: Longs) -> Flags:
    """Where a group begins, in sorted groups."""
    begins = np.ones(len(groups), np.bool_)
    begins[1:] = groups[1:] != groups[:-1]
    return begins


def pairs(left: Longs, right: Longs, width: int) -> tuple[Longs, Longs]:
    """The different pairs, sorted. Every `right` is below `width`."""
    different = np.sort(left * max(1, width) + right)
    different = different[firsts(different)]
    return different // max(1, width), different % max(1, width)


def listed(groups: Longs, words: Longs, texts: pa.Array, count: int, separator: str) -> pa.Array:
    """For each of `count` groups its different non-empty texts, sorted and joined. Most groups have at most one."""
    some = filled(texts)
    keep = some[words] if len(texts) else np.zeros(0, np.bool_)
    group, word = pairs(groups[keep], words[keep], len(texts))
    begins = np.flatnonzero(firsts(group))
    sizes = np.diff(np.append(begins, len(group)))
    single = np.full(count, -1, np.int64)
    single[group[begins]] = word[begins]
    index = pa.array(single, mask=single < 0)
    result = pc.fill_null(texts.take(index), "") if len(texts) else pa.array([""] * count, pa.string())
    several = np.flatnonzero(sizes > 1)
    if not len(several):
        return result
    joined = [
        separator.join(texts.take(pa.array(word[begins[at] : begins[at] + sizes[at]])).to_pylist()) for at in several
    ]
    mask = np.zeros(count, np.bool_)
    mask[group[begins[several]]] = True
    return pc.replace_with_mask(result, pa.array(mask), pa.array(joined, pa.string()))


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
