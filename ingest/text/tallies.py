"""How many times hashes stand, counted in a table of slots: of fixed size, however many there are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ingest.text.kernel import kernel
from ingest.text.words import Hashes, Ints

Counts = npt.NDArray[np.uint16]

SLOTS = 1 << 24
MOST = 65_000
"""No slot counts further."""
_MASK = np.uint64(SLOTS - 1)
_ZERO = np.uint64(0)


def new_table() -> Counts:
    """An empty table for `tally`."""
    return np.zeros(SLOTS, np.uint16)


@kernel
def tally(codes: Hashes, table: Counts) -> None:
    """Count the hashes in a table of slots: a count may be too high (two hashes in one slot), never too low."""
    for i in range(len(codes)):
        if codes[i] != _ZERO:
            slot = np.int64(codes[i] & _MASK)
            if table[slot] < MOST:
                table[slot] += 1


@kernel
def counted(code: np.uint64, table: Counts) -> int:
    """The count of a hash in a table that `tally` filled."""
    return int(table[np.int64(code & _MASK)])


@kernel
def rare(codes: Hashes, sizes: Ints, table: Counts, most: int, out: Hashes, kept: Ints) -> int:
    """Those of the hashes that stand at most so many times, into `out`. Their number.

    sizes: the hashes stand in groups of so many. kept: set to how many of each group are left.
    """
    n = at = 0
    for group in range(len(sizes)):
        before = n
        for i in range(at, at + sizes[group]):
            if counted(codes[i], table) <= most:
                out[n] = codes[i]
                n += 1
        at += sizes[group]
        kept[group] = n - before
    return n
