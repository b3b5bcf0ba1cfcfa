"""What two careers have in common, event by event, and what contradicts.

Events agree, the most exact first: one name and one period to the month; one name and one beginning, where one of the
periods still lasts; one name and the same years (or months off by two at most); one name and the same last year, where
only one of the texts tells the beginning; the period alone, to the month, under other names.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ingest.text.careers import exact
from ingest.text.dates import PRESENT
from ingest.text.kernel import kernel
from ingest.text.skeleton import EVENTS, NAMES, join
from ingest.text.tallies import Counts, counted
from ingest.text.words import Flags, Hashes, Ints, Longs

Levels = npt.NDArray[np.int8]

SAME_PERIOD, SAME_BEGINNING, SAME_YEARS, SAME_END, PERIOD_ALONE = 1, 2, 3, 4, 5
MATCHES = 12  # matching events kept of a pair
_OVERLAP = 6  # months that two other employments must overlap to contradict each other
_ZERO = np.uint64(0)
_TAGS = np.arange(101, 107).astype(np.uint64)


@kernel
def key(name: np.uint64, first: int, last: int, level: int) -> np.uint64:
    """The hash of what an event says at a level of exactness."""
    if level in (SAME_PERIOD, PERIOD_ALONE):
        told = np.uint64(first) << np.uint64(20) | np.uint64(last)
    elif level == SAME_BEGINNING:
        told = np.uint64(first)
    elif level == SAME_YEARS:
        told = np.uint64(first // 16) << np.uint64(20) | np.uint64(last // 16)
    else:
        told = np.uint64(last // 16)
    return join(join(_TAGS[level], name), told)


@kernel
def months(when: int) -> int:
    """Months since the year 0; of a year alone, its middle."""
    month = when % 16
    return when // 16 * 12 + (month - 1 if month > 0 else 6)


@kernel
def _level(first: int, last: int, its_first: int, its_last: int) -> int:
    """How exactly two events with one name agree in time, 0 when they do not."""
    if first != its_first and abs(last - its_last) >= 2 * 16:  # most: ends more than a year apart
        return 0
    if first > 0 and its_first > 0:
        if exact(first, last) and exact(its_first, its_last):
            if first == its_first and last == its_last:
                return SAME_PERIOD
            if first == its_first and (last == PRESENT or its_last == PRESENT):
                return SAME_BEGINNING
            if abs(months(first) - months(its_first)) <= 2 and abs(months(last) - months(its_last)) <= 2:
                return SAME_YEARS
            return 0
        return SAME_YEARS if first // 16 == its_first // 16 and last // 16 == its_last // 16 else 0
    return SAME_END if last // 16 == its_last // 16 else 0


@kernel
def _shared_name(one: Hashes, two: Hashes, table: Counts) -> np.uint64:
    """The rarest name that stands beside both events, 0 when there is none."""
    best = _ZERO
    for i in range(NAMES):
        if one[i] == _ZERO:
            break
        for k in range(NAMES):
            if two[k] == _ZERO:
                break
            if one[i] == two[k] and (best == _ZERO or counted(one[i], table) < counted(best, table)):
                best = one[i]
    return best


@kernel
def _contradictions(
    a: int, b: int, m: int, k: int, events: Ints, names: Hashes, used: Flags, done: Flags, table: Counts
) -> int:
    """Periods of the one career that lie over a period of the other, and neither is told by both."""
    count = 0
    for i in range(m):
        if done[i] or events[a + i, 0] == 0:
            continue
        begins, ends = months(events[a + i, 0]), months(events[a + i, 1])
        for j in range(k):
            if used[j] or events[b + j, 0] == 0:
                continue
            first, last = max(begins, months(events[b + j, 0])), min(ends, months(events[b + j, 1]))
            if last - first >= _OVERLAP and _shared_name(names[a + i], names[b + j], table) == _ZERO:
                count += 1
                break
    return count


@kernel
def _levels(events: Ints, a: int, b: int, m: int, k: int, levels: Levels, some: Flags) -> int:
    """How exactly each event of the one career agrees in time with each of the other. Returns how many of the one agree
    with any at all."""
    some[:] = False
    agreeing = 0
    for i in range(m):
        any_level = 0
        for j in range(k):
            level = _level(events[a + i, 0], events[a + i, 1], events[b + j, 0], events[b + j, 1])
            levels[i, j] = level
            some[level] = True
            any_level = max(any_level, level)
        agreeing += 1 if any_level > 0 else 0
    some[PERIOD_ALONE] = some[SAME_PERIOD]
    return agreeing


@kernel
def _is_career(which: Ints, size: int) -> bool:
    """Whether so many matches are more than one employment in common: two periods, and two names or one of three."""
    periods = by_name = 0
    for n in range(size):
        periods += 1 if which[n, 1] != SAME_END else 0
        by_name += 1 if which[n, 1] < PERIOD_ALONE else 0
    return periods >= 2 and (by_name >= 2 or (by_name == 1 and size >= 3))


@kernel
def _matched(
    a: int, b: int, events: Ints, names: Hashes, table: Counts, levels: Levels, some: Flags,
    done: Flags, used: Flags, found: Hashes, which: Ints, named: Hashes,
) -> int:  # fmt: skip
    """Match the events of two careers, the most exact first: see `agree`. done, used: the matched ones. Their number."""
    n = 0
    for wanted in range(SAME_PERIOD, PERIOD_ALONE + 1):
        if not some[wanted]:
            continue
        sought = SAME_PERIOD if wanted == PERIOD_ALONE else wanted
        for i in range(len(done)):
            for j in range(len(used)):
                if levels[i, j] != sought or n == MATCHES or done[i] or used[j]:
                    continue
                name = _ZERO
                if wanted == PERIOD_ALONE:
                    if events[a + i, 1] == PRESENT:
                        continue
                else:
                    name = _shared_name(names[a + i], names[b + j], table)
                    if name == _ZERO:
                        continue
                done[i], used[j] = True, True
                found[n] = key(name, int(events[a + i, 0]), int(events[a + i, 1]), wanted)
                which[n, 0], which[n, 1] = a + i, wanted
                named[n] = name
                n += 1
    return n


@kernel
def agree(
    pairs: Ints, begin: Longs, events: Ints, names: Hashes, table: Counts,
    size: Ints, against: Ints, found: Hashes, which: Ints, named: Hashes,
) -> tuple[int, int]:  # fmt: skip
    """Match the events of each pair, and keep the pairs that may be told: two periods agree, and two events by name (one,
    if three agree in all), and fewer periods contradict than agree.

    Returns how many are kept, and how many matches they have. The kept come first in `pairs`: of pair i size[i] matches,
    against[i] contradictions. Their matches stand behind each other: of a match the hash of what agrees in `found`, the left
    event and the level in `which`, and the name (0: none) in `named`. These need room for MATCHES of each pair.
    """
    every = np.zeros((2, EVENTS), np.bool_)
    levels = np.zeros((EVENTS, EVENTS), np.int8)
    some = np.zeros(PERIOD_ALONE + 1, np.bool_)
    kept = at = 0
    for p in range(len(pairs)):
        a, b = begin[pairs[p, 0]], begin[pairs[p, 1]]
        m, k = int(begin[pairs[p, 0] + 1] - a), int(begin[pairs[p, 1] + 1] - b)
        if _levels(events, a, b, m, k, levels, some) < 2:
            continue
        done, used = every[0, :m], every[1, :k]
        done[:], used[:] = False, False
        n = _matched(a, b, events, names, table, levels, some, done, used, found[at:], which[at:], named[at:])
        if not _is_career(which[at:], n):
            continue
        opposed = _contradictions(a, b, m, k, events, names, used, done, table)
        if opposed < n:
            pairs[kept], size[kept], against[kept] = pairs[p], n, opposed
            kept += 1
            at += n
    return kept, at


@kernel
def holders(
    first_text: int, end_text: int, begin: Longs, events: Ints, names: Hashes, wanted: Hashes, slots: Ints, count: Ints
) -> None:
    """How many of the texts first_text:end_text say each of the `wanted` things. slots: from `slot_table`."""
    last = np.full(len(wanted), -1, np.int32)
    for text in range(first_text, end_text):
        for event in range(begin[text], begin[text + 1]):
            first, end = int(events[event, 0]), int(events[event, 1])
            for k in range(NAMES + 1):
                name = _ZERO if k == NAMES else names[event, k]
                if k < NAMES and name == _ZERO:
                    continue
                for level in range(SAME_PERIOD, PERIOD_ALONE + 1):
                    if (level == PERIOD_ALONE) != (k == NAMES):
                        continue
                    at = _find(key(name, first, end, level), wanted, slots)
                    if at >= 0 and last[at] != text:
                        last[at] = text
                        count[at] += 1


@kernel
def _find(code: np.uint64, wanted: Hashes, slots: Ints) -> int:
    slot = np.int64(code & np.uint64(len(slots) - 1))
    while slots[slot] >= 0:
        if wanted[slots[slot]] == code:
            return int(slots[slot])
        slot = (slot + 1) & (len(slots) - 1)
    return -1


@kernel
def slot_table(wanted: Hashes, slots: Ints) -> None:
    """Fill a table of slots (a power of two, all -1) so that `holders` finds each wanted hash at once."""
    for i in range(len(wanted)):
        slot = np.int64(wanted[i] & np.uint64(len(slots) - 1))
        while slots[slot] >= 0:
            slot = (slot + 1) & (len(slots) - 1)
        slots[slot] = i
