"""Which CVs may tell one career: pairs that agree in two neighbouring events, found through rare postings.

A posting is a hash of two events that follow each other in time (or with one between them): their exact periods to the
month, or their rarest names and the years in which they begin. Two facts of one career at once are rare, however
popular each of them is, so that pairs of strangers are hardly ever looked at. One posting of a few CVs is enough; of one
that more have, a second is asked for.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.model.distinct import distinct_of
from ingest.text.dates import PRESENT
from ingest.text.kernel import kernel
from ingest.text.skeleton import EVENTS, NAMES, Skeletons, join
from ingest.text.tallies import MOST, SLOTS, Counts, counted
from ingest.text.words import Hashes, Ints, Longs

Marks = npt.NDArray[np.uint8]

CROWD = 64  # a posting of more CVs is a crowd's, and no career
SURE = 8  # a posting of so few tells of a career alone; of one that more have, a second is asked for
PICKED = 2  # names of an event that postings are made of: its rarest
_MASK = np.uint64(SLOTS - 1)
_PERIODS, _NAMED = np.uint64(11), np.uint64(13)
_ZERO = np.uint64(0)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_MARKS = (16, 27)
"""Bits of the number of marks: at least, at most."""


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
def exact(first: int, last: int) -> bool:
    """Whether a period is told to the month."""
    return bool(first % 16 > 0 and (last % 16 > 0 or last == PRESENT))


@kernel
def _begin(first: int, last: int) -> int:
    return first if first > 0 else last


@kernel
def _in_time(begin: Longs, events: Ints, text: int, order: Longs) -> int:
    """The events of a text by the time of beginning, then of ending, into `order`. Their number."""
    size = int(begin[text + 1] - begin[text])
    for i in range(size):
        event = begin[text] + i
        since, until = _begin(events[event, 0], events[event, 1]), events[event, 1]
        k = i
        while k > 0:
            other = order[k - 1]
            its = _begin(events[other, 0], events[other, 1])
            if its < since or (its == since and events[other, 1] <= until):
                break
            order[k] = other
            k -= 1
        order[k] = event
    return size


@kernel
def _postings(begin: Longs, events: Ints, picked: Hashes, table: Counts, out: Hashes, ends: Longs) -> int:
    """All postings into `out`, those of a text up to its ends, and each counted in the table. Their number."""
    n = 0
    order = np.zeros(EVENTS, np.int64)
    for text in range(len(begin) - 1):
        size = _in_time(begin, events, text, order)
        for i in range(size):
            for k in range(i + 1, min(size, i + 3)):
                one, two = order[i], order[k]
                first, second = events[one, 0], events[two, 0]
                if first != second and exact(first, events[one, 1]) and exact(second, events[two, 1]):
                    a = np.uint64(first) << np.uint64(32) | np.uint64(events[one, 1])
                    b = np.uint64(second) << np.uint64(32) | np.uint64(events[two, 1])
                    out[n] = join(join(_PERIODS, a), b)
                    n += 1
                years = np.uint64(_begin(first, events[one, 1]) // 16 * 4096 + _begin(second, events[two, 1]) // 16)
                for x in range(PICKED):
                    for y in range(PICKED):
                        name, other = picked[one, x], picked[two, y]
                        if _ZERO in (name, other) or name == other:
                            continue
                        out[n] = join(join(name, other), years ^ _NAMED)
                        n += 1
        ends[text] = n
    for i in range(n):
        slot = np.int64((out[i] >> np.uint64(40)) & _MASK)
        if table[slot] < MOST:
            table[slot] += 1
    return n


@kernel
def _twice(codes: Hashes, ends: Longs, table: Counts, mask: np.uint64) -> int:
    """Keep the postings that were counted twice or more, with the number of their text in the lower bits. Their number."""
    kept = 0
    first = 0
    for text in range(len(ends)):
        for i in range(first, ends[text]):
            if table[np.int64((codes[i] >> np.uint64(40)) & _MASK)] >= 2:
                codes[kept] = (codes[i] & ~mask) | np.uint64(text)
                kept += 1
        first = ends[text]
    return kept


@kernel
def _slot(pair: np.uint64, slots: int) -> int:
    return int((pair * _SPREAD) >> np.uint64(32)) & (slots - 1)


@kernel
def _pairs(posted: Hashes, mask: np.uint64, seen: Marks, out: Hashes, marked: bool) -> int:
    """The pairs of texts that share a posting of SURE texts or fewer, or two of up to CROWD: as left << 32 | right.

    Two turns over the same pairs: the first marks in `seen` what is shared (a mark may be another pair's too, so that a few
    pairs more are kept, none less), and returns how many pairs there are at most; when they are `marked`, the kept ones go
    into `out`. Their number.
    """
    n = 0
    i = 0
    texts = np.empty(2 * CROWD, np.uint64)
    while i < len(posted):
        k = i + 1
        while k < len(posted) and (posted[k] & ~mask) == (posted[i] & ~mask):
            k += 1
        if 2 <= k - i <= 2 * CROWD:
            different = 0
            for at in range(i, k):
                text = posted[at] & mask
                if different == 0 or texts[different - 1] != text:
                    texts[different] = text
                    different += 1
            if 2 <= different <= CROWD:
                mark = np.uint8(2) if different <= SURE else np.uint8(1)
                for a in range(different):
                    for b in range(a + 1, different):
                        pair = texts[a] << np.uint64(32) | texts[b]
                        slot = _slot(pair, len(seen))
                        if not marked:
                            seen[slot] = min(seen[slot] + mark, 2)
                            n += 1
                        elif seen[slot] >= 2:
                            out[n] = pair
                            n += 1
        i = k
    return n


def candidates(found: Skeletons, names: Counts, table: Counts) -> Ints:
    """Pairs of texts (left, right) that may tell one career, sorted, each once. names: the counts of all names. table:
    empty, for the counts of the postings."""
    count = len(found.begin) - 1
    mask = np.uint64((1 << max(1, (count - 1).bit_length())) - 1)
    picked = np.zeros((len(found.events), PICKED), np.uint64)
    _pick(found.names, names, picked)
    steps = np.maximum(2 * np.diff(found.begin) - 3, 0).sum()  # to the next event, and to the one behind it
    codes, ends = np.empty(int(steps) * (1 + PICKED * PICKED), np.uint64), np.empty(count, np.int64)
    _postings(found.begin, found.events, picked, table, codes, ends)
    del picked  # what is not needed further goes at once: of a million CVs these are hundreds of megabytes each
    posted = codes[: _twice(codes, ends, table, mask)].copy()
    del codes, ends
    posted.sort()
    bits = min(max(_MARKS[0], (8 * len(posted)).bit_length()), _MARKS[1])
    seen = np.zeros(1 << bits, np.uint8)
    most = _pairs(posted, mask, seen, np.zeros(0, np.uint64), False)
    room = np.empty(most, np.uint64)  # what is not written takes no memory
    shared = room[: _pairs(posted, mask, seen, room, True)]
    del posted, seen
    number = distinct_of(shared)
    del shared, room
    pairs = np.empty((len(number), 2), np.int32)
    pairs[:, 0], pairs[:, 1] = number >> np.uint64(32), number & np.uint64(0xFFFFFFFF)
    return pairs
