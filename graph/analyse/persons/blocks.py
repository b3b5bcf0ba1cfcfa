"""Which pairs of applicants are looked at: those that meet in a block. Comparing all with all is never needed.

A block is a set of applicants that share something: a value, a birth date and the beginning of a name, a name word and
a postcode. A block wider than its limit is not looked through: what so many share proves too little for a merge, and
who is one person will meet in a narrower one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

NARROW = 12
WIDE = 40
THREADS = 2
"""Blocks, and parts of the pairs, that are worked on at once: arrays let another thread work."""
MOST = 1 << 62
"""Numbers stay below."""


@dataclass(frozen=True)
class Entries:
    """Rows and what they share, one line each. code < size."""

    row: Ints
    code: Ints
    size: int

    def known(self) -> Entries:
        """Without negative codes."""
        keep = self.code >= 0
        return Entries(self.row[keep], self.code[keep], self.size)


def crossed(one: Entries, other: Entries, rows: int) -> Entries:
    """Every code of the one with every code of the other, row by row."""
    order = np.argsort(other.row, kind="stable")
    row, code = other.row[order], other.code[order]
    count = np.bincount(row, minlength=rows)
    start = np.cumsum(count) - count
    sizes = count[one.row]
    each = np.repeat(np.arange(len(one.row)), sizes)
    within = np.arange(len(each)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    taken = start[one.row[each]] + within
    return Entries(one.row[each], one.code[each] * other.size + code[taken], one.size * other.size)


def pairs_within(entries: Entries, widest: int, rows: int) -> Ints:
    """left * rows + right of all pairs that meet in a block of at most `widest` rows; left < right, may repeat."""
    code = entries.code if entries.size < MOST // max(1, rows) else distinct(entries.code)[1]
    every = np.sort(code * max(1, rows) + entries.row)
    every = every[_fresh(every)]
    code = every // max(1, rows)
    row = every - code * rows
    begins = np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1]])) if len(code) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(begins, len(code)))
    found = [np.zeros(0, np.int64)]
    for size in range(2, widest + 1):
        starts = begins[sizes == size]
        if len(starts):
            one, other = np.triu_indices(size, 1)
            found.append((row[starts[:, None] + one] * rows + row[starts[:, None] + other]).ravel())
    return np.concatenate(found)


def union(codes: list[Ints], rows: int) -> tuple[Ints, Ints]:
    """Left and right of all pairs, once each, in order."""
    every = np.sort(np.concatenate([np.zeros(0, np.int64), *codes]))
    every = every[_fresh(every)]
    return every // max(1, rows), every % max(1, rows)


def distinct(codes: Ints) -> tuple[Ints, Ints]:
    """The different codes in order, and the place of each code among them."""
    order = np.argsort(codes, kind="stable")
    fresh = _fresh(codes[order])
    place = np.empty(len(codes), np.int64)
    place[order] = np.cumsum(fresh) - 1
    return codes[order][fresh], place


def _fresh(ordered: Ints) -> npt.NDArray[np.bool_]:
    return np.concatenate([np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1]])
