"""Blocking: which addresses are looked at closely, as compiled code on their keys.

A block is one house number and unit at one postcode, or in one town. Of a block only two streets that are equal but for one
slip of the hand are looked at: one letter put in, left out or replaced, or two neighbours swapped. The rest between what
they begin with and what they end with in common is then two letters long at most.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from graph.model.distinct import distinct_of
from ingest.link.columns import Longs, firsts
from ingest.link.plain import letters
from ingest.text.kernel import kernel
from ingest.text.words import Bytes, Flags, Hashes, Ints

BLOCK = 2000
"""Spellings in a block; a larger one is no block of one house."""

PARTS = ("country", "number", "street", "unit", "city", "state", "postcode")
"""Of an address key, between "|"."""

_PARTS = len(PARTS)
_NUMBER, _STREET, _UNIT, _CITY, _POSTCODE = 1, 2, 3, 4, 6
_SLIP = 2  # letters between the common beginning and the common end
_BAR, _SPACE, _ASCII = np.uint8(124), np.uint8(32), np.uint8(128)
_BASIS, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # of FNV-1a


def alike(keys: pa.Array) -> Ints:
    """Pairs of rows (less, greater), sorted, each once, among them all that may be one address but for a slip. keys: of
    addresses; those of another form pair with nothing."""
    offsets, data = letters(keys)
    blocks = np.zeros((2, len(keys)), np.uint64)
    streets, unusual = np.zeros((len(keys), 2), np.int64), np.zeros(len(keys), np.bool_)
    _read(offsets, data, blocks, streets, unusual)
    found = [np.zeros(0, np.int64)]
    for block in blocks:
        rows = np.flatnonzero(block)
        rows = rows[np.argsort(block[rows], kind="stable")]
        starts = np.append(np.flatnonzero(firsts(block[rows])), len(rows))
        pairs = np.empty(_compare(rows, starts, streets, unusual, data, found[0]), np.int64)
        _compare(rows, starts, streets, unusual, data, pairs)
        found.append(pairs)
    packed = distinct_of(np.concatenate(found))
    return np.stack([packed >> 32, packed & 0xFFFFFFFF], axis=1).astype(np.int32)


@kernel
def _hashed(data: Bytes, begin: int, end: int, code: np.uint64) -> np.uint64:
    for i in range(begin, end):
        code = (code ^ np.uint64(data[i])) * _PRIME
    return (code ^ np.uint64(_BAR)) * _PRIME


@kernel
def _read(offsets: Ints, data: Bytes, blocks: Hashes, streets: Longs, unusual: Flags) -> None:
    """Of each key with number and street the hashes of its two blocks (0: none), where its street stands, and whether that
    has letters of several bytes, spaces in a row or at an end, so that it cannot be compared by bytes."""
    ends = np.zeros(_PARTS, np.int64)
    for row in range(len(offsets) - 1):
        begin, end = int(offsets[row]), int(offsets[row + 1])
        parts = 0
        for i in range(begin, end):
            if data[i] == _BAR:
                if parts < _PARTS:
                    ends[parts] = i
                parts += 1
        if parts != _PARTS - 1:
            continue
        ends[parts] = end
        first, last = ends[_STREET - 1] + 1, ends[_STREET]
        if first == last or ends[_NUMBER - 1] + 1 == ends[_NUMBER]:
            continue
        streets[row, 0], streets[row, 1] = first, last
        unusual[row] = data[last - 1] <= _SPACE
        for i in range(first, last):
            if data[i] >= _ASCII or (data[i] <= _SPACE and (i == first or data[i - 1] <= _SPACE)):
                unusual[row] = True
        house = _hashed(data, begin, ends[0], _BASIS)
        house = _hashed(data, ends[0] + 1, ends[_NUMBER], house)
        house = _hashed(data, ends[_UNIT - 1] + 1, ends[_UNIT], house)
        for which, part in enumerate((_POSTCODE, _CITY)):
            if ends[part - 1] + 1 < ends[part]:
                blocks[which, row] = _hashed(data, ends[part - 1] + 1, ends[part], house)


@kernel
def _near(data: Bytes, a: int, b: int, m: int, n: int) -> bool:
    """Whether two texts, of m letters from a and of n from b, are equal but for one slip, or might be."""
    if abs(m - n) >= _SLIP:
        return False
    shorter = min(m, n)
    before = behind = 0
    while before < shorter and data[a + before] == data[b + before]:
        before += 1
    while behind < shorter - before and data[a + m - 1 - behind] == data[b + n - 1 - behind]:
        behind += 1
    return max(m, n) - before - behind <= _SLIP


@kernel
def _compare(rows: Longs, starts: Longs, streets: Longs, unusual: Flags, data: Bytes, out: Longs) -> int:
    """The pairs of rows (less << 32 | greater) in blocks rows[starts[b]:starts[b + 1]] whose streets are near, into `out` as
    far as it has room. Their number."""
    n = 0
    for block in range(len(starts) - 1):
        begin, end = starts[block], starts[block + 1]
        if end - begin > BLOCK:
            continue
        for i in range(begin, end):
            one = rows[i]
            for j in range(i + 1, end):
                other = rows[j]
                a, b = streets[one, 0], streets[other, 0]
                m, k = streets[one, 1] - a, streets[other, 1] - b
                if unusual[one] or unusual[other] or _near(data, a, b, m, k):
                    if n < len(out):
                        out[n] = one << 32 | other
                    n += 1
    return n
