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
    with ThreadPoolExecutor(threads) as pool:
        upper = sum(pool.map(_upper, parts))
        low, high = (max(1, (many // SMALL).bit_length()) for many in (count - upper, upper))
        shares = [parts[number::threads] for number in range(threads)]
        parts.clear()
        places = list(pool.map(lambda share: _sizes(share, low, high), shares))
        ends = np.cumsum(sum(places))
        _begin(places, ends)
        list(pool.map(lambda share, place: _fill(share, low, high, place, found), shares, places))
        borders = np.searchsorted(ends, np.linspace(0, count, 8 * threads + 1)[1:-1])
        borders = np.unique([0, *borders, len(ends)]).tolist()
        list(pool.map(lambda turn: _in_turn(found, ends, *turn), pairwise(borders)))
    return found


def _upper(part: Hashes) -> int:
    """How many lie beyond the sampled eighth."""
    return int((part >> np.uint64(_EIGHTH_BITS) != _ZERO).sum())


def _sizes(parts: Sequence[Hashes], low: int, high: int) -> Longs:
    """How many of these parts fall into each bucket."""
    sizes = np.zeros((1 << low) + (1 << high), np.int64)
    for part in parts:
        _count(part, low, high, sizes)
    return sizes


def _begin(places: Sequence[Longs], ends: Longs) -> None:
    """Turn what each share has of a bucket into where it begins there: one share behind the other."""
    after = ends
    for place in reversed(places):
        np.subtract(after, place, out=place)
        after = place


def _fill(parts: list[Hashes], low: int, high: int, place: Longs, out: Hashes) -> None:
    while parts:
        _spread(parts.pop(), low, high, place, out)


def _in_turn(keys: Hashes, ends: Longs, first: int, last: int) -> None:
    sizes = np.diff(ends[first:last], prepend=ends[first - 1] if first else 0)
    _sort(keys, ends, first, last, np.empty(int(sizes.max(initial=0)), np.uint64))
