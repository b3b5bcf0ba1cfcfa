"""Which CVs may tell one career: pairs that agree in two neighbouring events, found through rare postings.

A posting is a hash of two events that follow each other in time (or with one between them): their exact periods to the
month, or their rarest names and the years in which they begin. Two facts of one career at once are rare, however
popular each of them is, so that pairs of strangers are hardly ever looked at.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ingest.text.dates import PRESENT
from ingest.text.skeleton import EVENTS, NAMES, Skeletons, join
from ingest.text.words import Hashes, Ints, Longs, kernel

Counts = npt.NDArray[np.uint16]

CROWD = 64  # a posting of more CVs is a crowd's, and no career
PICKED = 2  # names of an event that postings are made of: its rarest
_SLOTS = 1 << 24
_MASK = np.uint64(_SLOTS - 1)
_MOST = 65_000
_PERIODS, _NAMED = np.uint64(11), np.uint64(13)
_ZERO = np.uint64(0)


@kernel
def tally(codes: Hashes, table: Counts) -> None:
    """Count the hashes in a table of slots: a count may be too high (two hashes in one slot), never too low."""
    for i in range(len(codes)):
        if codes[i] != _ZERO:
            slot = np.int64(codes[i] & _MASK)
            if table[slot] < _MOST:
                table[slot] += 1


@kernel
def counted(code: np.uint64, table: Counts) -> int:
    """The count of a hash in a table that `tally` filled."""
    return int(table[np.int64(code & _MASK)])


@kernel
def _pick(names: Hashes, table: Counts, picked: Hashes) -> None:
    """The PICKED rarest names of each event among those that stand beside another event, too."""
    for i in range(len(names)):
        for k in range(NAMES):
            name = names[i, k]
            if name == _ZERO:
                break
            if counted(name, table) < 2 or name == picked[i, 0]:
                continue
            if picked[i, 0] == _ZERO or counted(name, table) < counted(picked[i, 0], table):
                picked[i, 1] = picked[i, 0]
                picked[i, 0] = name
            elif name != picked[i, 1] and (
                picked[i, 1] == _ZERO or counted(name, table) < counted(picked[i, 1], table)
            ):
                picked[i, 1] = name


@kernel
def exact(event: Ints) -> bool:
    """Whether an event is a period told to the month."""
    return bool(event[0] % 16 > 0 and (event[1] % 16 > 0 or event[1] == PRESENT))


@kernel
def _begin(event: Ints) -> int:
    return int(event[0]) if event[0] > 0 else int(event[1])


@kernel
def _postings(
    begin: Longs, events: Ints, picked: Hashes, table: Counts, count: bool, mask: np.uint64, out: Hashes
) -> int:
    """With `count`, count all postings in the table; without, put those that were counted twice or more into `out`."""
    n = 0
    order = np.zeros(EVENTS, np.int64)
    for text in range(len(begin) - 1):
        size = int(begin[text + 1] - begin[text])
        for i in range(size):  # by the time of beginning, then of ending
            event = begin[text] + i
            k = i
            while k > 0 and (
                _begin(events[order[k - 1]]) > _begin(events[event])
                or (
                    _begin(events[order[k - 1]]) == _begin(events[event]) and events[order[k - 1], 1] > events[event, 1]
                )
            ):
                order[k] = order[k - 1]
                k -= 1
            order[k] = event
        for i in range(size):
            for k in range(i + 1, min(size, i + 3)):
                one, two = order[i], order[k]
                if exact(events[one]) and exact(events[two]) and events[one, 0] != events[two, 0]:
                    a = np.uint64(events[one, 0]) << np.uint64(32) | np.uint64(events[one, 1])
                    b = np.uint64(events[two, 0]) << np.uint64(32) | np.uint64(events[two, 1])
                    n = _post(join(join(_PERIODS, a), b), text, table, count, mask, out, n)
                for x in range(PICKED):
                    for y in range(PICKED):
                        first, second = picked[one, x], picked[two, y]
                        if _ZERO in (first, second) or first == second:
                            continue
                        years = np.uint64(_begin(events[one]) // 16 * 4096 + _begin(events[two]) // 16)
                        n = _post(join(join(first, second), years ^ _NAMED), text, table, count, mask, out, n)
    return n


@kernel
def _post(code: np.uint64, text: int, table: Counts, count: bool, mask: np.uint64, out: Hashes, n: int) -> int:
    if count:
        slot = np.int64((code >> np.uint64(40)) & _MASK)
        if table[slot] < _MOST:
            table[slot] += 1
        return n + 1
    if table[np.int64((code >> np.uint64(40)) & _MASK)] < 2:
        return n
    out[n] = (code & ~mask) | np.uint64(text)
    return n + 1


@kernel
def _pairs(posted: Hashes, mask: np.uint64, out: Hashes, fill: bool) -> int:
    """The pairs of texts that share a posting, as right << 32 | left; only their number unless `fill`."""
    n = 0
    i = 0
    while i < len(posted):
        k = i + 1
        while k < len(posted) and (posted[k] & ~mask) == (posted[i] & ~mask):
            k += 1
        if k - i <= 2 * CROWD:
            texts = np.unique(posted[i:k] & mask)
            if 2 <= len(texts) <= CROWD:
                for a in range(len(texts)):
                    for b in range(a + 1, len(texts)):
                        if fill:
                            out[n] = texts[a] << np.uint64(32) | texts[b]
                        n += 1
        i = k
    return n


def candidates(found: Skeletons, names: Counts) -> Ints:
    """Pairs of texts (left, right) that may tell one career, sorted, each once. names: the counts of all names."""
    count = len(found.begin) - 1
    mask = np.uint64((1 << max(1, (count - 1).bit_length())) - 1)
    picked = np.zeros((len(found.events), PICKED), np.uint64)
    _pick(found.names, names, picked)
    table = np.zeros(_SLOTS, np.uint16)
    nothing = np.zeros(0, np.uint64)
    _postings(found.begin, found.events, picked, table, True, mask, nothing)
    posted = np.empty(_room(found.begin, table), np.uint64)
    _postings(found.begin, found.events, picked, table, False, mask, posted)
    posted.sort()
    pairs = np.empty(_pairs(posted, mask, nothing, False), np.uint64)
    _pairs(posted, mask, pairs, True)
    pairs = np.unique(pairs)
    both = np.stack([pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)], axis=1)
    return both.astype(np.int32)


def _room(begin: Longs, table: Counts) -> int:
    """Room for the postings that stand twice and more: the sum of their counts, or all when a count is full."""
    if (table < _MOST).all():
        return int(table[table >= 2].sum(dtype=np.int64))
    return int((np.diff(begin) * 2 * (1 + PICKED * PICKED)).sum())


def new_table() -> Counts:
    """An empty table for `tally`."""
    return np.zeros(_SLOTS, np.uint16)
