"""Fingerprints in order: spread into many small buckets by their upper bits, and sorted there, where the cache is.

Most fingerprints are of the sampled eighth, evenly spread over it; those of short texts lie over the whole range. Both
ranges are cut into buckets of about SMALL.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from ingest.text.kernel import kernel
from ingest.text.words import Hashes, Longs

SMALL = 2048  # fingerprints of a bucket
FEW = 1 << 16  # so many are sorted as they are
_EIGHTH_BITS = 61
_ZERO, _BYTE = np.uint64(0), np.uint64(255)


@kernel
def _bucket(key: np.uint64, low: int, high: int) -> int:
    """The bucket of a fingerprint: 2 ** low of them for the eighth, behind them 2 ** high for the whole range."""
    if key >> np.uint64(_EIGHTH_BITS) == _ZERO:
        return int(np.int64(key >> np.uint64(_EIGHTH_BITS - low)))
    return (1 << low) + int(np.int64(key >> np.uint64(64 - high)))


@kernel
def _count(keys: Hashes, low: int, high: int, sizes: Longs) -> None:
    for i in range(len(keys)):
        sizes[_bucket(keys[i], low, high)] += 1


@kernel
def _spread(keys: Hashes, low: int, high: int, place: Longs, out: Hashes) -> None:
    """Put the keys where their buckets go on. place: where each goes on; moved on."""
    for i in range(len(keys)):
        bucket = _bucket(keys[i], low, high)
        out[place[bucket]] = keys[i]
        place[bucket] += 1


@kernel
def _sort(keys: Hashes, ends: Longs, first: int, last: int, work: Hashes) -> None:
    """Sort the buckets first:last, byte by byte from the lowest. work: as large as the largest bucket."""
    place = np.empty(256, np.int64)
    for bucket in range(first, last):
        begin = ends[bucket - 1] if bucket > 0 else 0
        n = int(ends[bucket] - begin)
        if n < 2:
            continue
        differ = _ZERO
        for i in range(begin + 1, begin + n):
            differ |= keys[i] ^ keys[begin]
        shift = _ZERO
        while differ >> shift != _ZERO:
            if (differ >> shift) & _BYTE != _ZERO:
                place[:] = 0
                for i in range(begin, begin + n):
                    place[np.int64((keys[i] >> shift) & _BYTE)] += 1
                before = np.int64(0)
                for value in range(256):
                    before, place[value] = before + place[value], before
                for i in range(begin, begin + n):
                    byte = np.int64((keys[i] >> shift) & _BYTE)
                    work[place[byte]] = keys[i]
                    place[byte] += 1
                keys[begin : begin + n] = work[:n]
            if shift == np.uint64(56):
                break
            shift += np.uint64(8)


def gathered(parts: list[Hashes], threads: int = 1) -> Hashes:
    """All of them, sorted. The list is emptied: a part is freed as soon as it is copied."""
    count = sum(len(part) for part in parts)
    found = np.empty(count, np.uint64)
    if count < FEW:
        np.concatenate([found[:0], *parts], out=found)
        parts.clear()
        found.sort()
        return found
    low, high = _bits(parts)
    sizes = np.zeros((1 << low) + (1 << high), np.int64)
    for part in parts:
        _count(part, low, high, sizes)
    ends = np.cumsum(sizes)
    place = ends - sizes
    while parts:
        _spread(parts.pop(), low, high, place, found)
    borders = np.searchsorted(ends, np.linspace(0, count, 8 * threads + 1)[1:-1])
    borders = np.unique([0, *borders, len(ends)]).tolist()

    def work(turn: tuple[int, int]) -> None:
        first, last = turn
        _sort(found, ends, first, last, np.empty(int(sizes[first:last].max(initial=0)), np.uint64))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, pairwise(borders)))
    return found


def _bits(parts: Sequence[Hashes]) -> tuple[int, int]:
    """How many bits cut each of the two ranges into buckets."""
    count = sum(len(part) for part in parts)
    upper = sum(int((part >> np.uint64(_EIGHTH_BITS) != _ZERO).sum()) for part in parts)
    low, high = (max(1, (many // SMALL).bit_length()) for many in (count - upper, upper))
    return low, high
