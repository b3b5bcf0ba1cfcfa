"""Texts of an Arrow column compared where they stand, as compiled code: plain order without a Python string.

Plain order is the order of the UTF-8 bytes, which is that of the code points; a text comes before its continuations.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ingest.text.kernel import kernel
from ingest.text.words import Bytes, Ints, Longs

MANY = 64
"""Rows of a group that are no longer put in order one by one."""


def letters(texts: pa.Array) -> tuple[Ints, Bytes]:
    """A column of text as plain arrays, without copying it: text i is data[offsets[i]:offsets[i + 1]]. It must have no
    nulls."""
    _, offsets, data = texts.buffers()
    if offsets is None or not len(texts):
        return np.zeros(1, np.int32), np.zeros(1, np.uint8)
    places: Ints = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    content: Bytes = np.zeros(1, np.uint8) if data is None or not data.size else np.frombuffer(data, np.uint8)
    return places, content


@kernel
def compare(offsets: Ints, data: Bytes, one: int, other: int) -> int:
    """-1, 0 or 1: whether the first text comes before the second, equals it, or comes behind."""
    if one == other:
        return 0
    a, b = int(offsets[one]), int(offsets[other])
    m, n = int(offsets[one + 1]) - a, int(offsets[other + 1]) - b
    for k in range(min(m, n)):
        x, y = data[a + k], data[b + k]
        if x != y:
            return -1 if x < y else 1
    if m == n:
        return 0
    return -1 if m < n else 1


@kernel
def in_order(groups: Ints, first: Longs, order: Ints) -> None:
    """Where each row goes when rows are put in order of their groups, and are otherwise left as they stand, into `order`.
    first: of each group where it begins; used up."""
    for row in range(len(groups)):
        order[first[groups[row]]] = row
        first[groups[row]] += 1


@kernel
def in_turn(value: Ints, order: Ints, starts: Ints) -> None:
    """Put each of the groups order[starts[g]:starts[g + 1]] in order of value; what is equal stays as it stands."""
    for group in range(len(starts) - 1):
        begin, end = starts[group], starts[group + 1]
        if end - begin > MANY:
            rows = order[begin:end].copy()
            order[begin:end] = rows[np.argsort(value[rows], kind="mergesort")]
            continue
        for i in range(begin + 1, end):
            row = order[i]
            k = i
            while k > begin and value[order[k - 1]] > value[row]:
                order[k] = order[k - 1]
                k -= 1
            order[k] = row


@kernel
def least(value: Ints, which: Ints, offsets: Ints, data: Bytes, out: Ints) -> None:
    """For each value the first in plain order of the texts `which` of its observations, into `out`, that is -1."""
    for i in range(len(value)):
        best = out[value[i]]
        if best < 0 or (which[i] != best and compare(offsets, data, which[i], best) < 0):
            out[value[i]] = which[i]


@kernel
def span(order: Ints, starts: Ints, at: Ints, codes: Ints, offsets: Ints, data: Bytes, first: Ints, last: Ints) -> None:
    """For each group the first and the last of the texts of its places `at` that are not empty; an empty one when all
    are. codes: of each place its text."""
    for group in range(len(starts) - 1):
        if starts[group] + 1 == starts[group + 1]:  # most
            first[group] = last[group] = codes[at[order[starts[group]]]]
            continue
        least_yet = most_yet = -1
        for k in range(starts[group], starts[group + 1]):
            text = codes[at[order[k]]]
            if text in (least_yet, most_yet) or offsets[text] == offsets[text + 1]:
                continue
            if least_yet < 0 or compare(offsets, data, text, least_yet) < 0:
                least_yet = text
            if most_yet < 0 or compare(offsets, data, text, most_yet) > 0:
                most_yet = text
        empty = codes[at[order[starts[group]]]]
        first[group] = empty if least_yet < 0 else least_yet
        last[group] = empty if most_yet < 0 else most_yet


@kernel
def _earlier(
    one: int, other: int, via: Ints, sentences: tuple[Ints, Bytes], at: Ints,
    source: Ints, row: Longs, path: Ints, paths: tuple[Ints, Bytes], raw: Ints, raws: tuple[Ints, Bytes],
) -> bool:  # fmt: skip
    """Whether the first observation is shown rather than the second; see `shown`."""
    order = 0
    if via[one] != via[other]:
        order = compare(sentences[0], sentences[1], via[one], via[other])
    a, b = at[one], at[other]
    if order == 0 and source[a] != source[b]:
        order = -1 if source[a] < source[b] else 1
    if order == 0 and row[a] != row[b]:
        order = -1 if row[a] < row[b] else 1
    if order == 0:
        order = compare(paths[0], paths[1], path[a], path[b])
    if order == 0:
        order = compare(raws[0], raws[1], raw[a], raw[b])
    return order < 0 or (order == 0 and one < other)


@kernel
def shown(
    order: Ints, starts: Ints, via: Ints, sentences: tuple[Ints, Bytes], at: Ints,
    source: Ints, row: Longs, path: Ints, paths: tuple[Ints, Bytes], raw: Ints, raws: tuple[Ints, Bytes], out: Ints,
) -> None:  # fmt: skip
    """For each group the observation that is shown: exact before tolerated, then the first by source, row and path.

    via: of each observation the place of its sentence ("" when exact). at: its place in source, row, path and raw.
    """
    for group in range(len(starts) - 1):
        best = order[starts[group]]
        for k in range(starts[group] + 1, starts[group + 1]):
            if _earlier(order[k], best, via, sentences, at, source, row, path, paths, raw, raws):
                best = order[k]
        out[group] = best


@kernel
def alone(order: Ints, starts: Ints, at: Ints, codes: Ints, nothing: int, single: Ints) -> int:
    """For each group the one code that its places `at` have, -1 when they have none but `nothing`, -2 when several.
    Returns how many observations the groups with several have."""
    more = 0
    for group in range(len(starts) - 1):
        found = -1
        for k in range(starts[group], starts[group + 1]):
            code = codes[at[order[k]]]
            if code != nothing and code != found:
                found = code if found == -1 else -2
                if found == -2:
                    more += starts[group + 1] - starts[group]
                    break
        single[group] = found
    return more


@kernel
def several(
    order: Ints, starts: Ints, at: Ints, codes: Ints, nothing: int, single: Ints, out: Ints, ends: Longs
) -> int:
    """The different codes of each group that `alone` found to have several, sorted, into `out`, up to its one of `ends`.
    Returns their number."""
    n = groups = 0
    for group in range(len(single)):
        if single[group] != -2:
            continue
        begin = n
        for k in range(starts[group], starts[group + 1]):
            code = codes[at[order[k]]]
            place = n
            while place > begin and out[place - 1] > code:
                place -= 1
            if code == nothing or (place > begin and out[place - 1] == code):
                continue
            for further in range(n, place, -1):
                out[further] = out[further - 1]
            out[place] = code
            n += 1
        ends[groups] = n
        groups += 1
    return n
