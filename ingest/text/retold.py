"""Retold CVs: two texts that tell one career in other words. The one door of this part of the text step.

texts -> skeletons (dated events, names, figures) -> candidates -> agreement -> bits -> pairs worth telling

**Bits.** A fact that d of n CVs hold weighs log2((n + 1000) / d): the chance that a stranger's CV says it, too; a small
case is read as if a thousand further CVs did not hold it. Agreeing events add up, less
- log2 C(m, k) for the ways to pick the k agreeing ones out of the m of the shorter career;
- 3 bits for each period of the one that lies over another period of the other;
- up to 5 bits (3) for an event that follows another agreeing one within 3 months (a year): in a career without gaps the
  end of one job tells the beginning of the next. What the event's name weighs alone stays.
Agreeing rare names and figures in the text add up likewise, but never to more than the events do: a stock text has
figures, but no career. So `bits` is -log2 of the chance that two strangers' CVs agree as much.

**Told** is a pair only when two periods agree, and two events by name (one, if three agree in all); when fewer periods
contradict than agree; and when the bits exceed log2 of the number of pairs by 5: in one of 32 cases of strangers one pair
would be told by chance. One employment in common (a team, a laid-off department) is never enough, nor with one school.

The bits do not say who retold it: a person's second application, a shared base CV and a copied public sample look alike.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from math import comb, log2

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ingest.text.agreement import MATCHES, PERIOD_ALONE, SAME_END, agree, holders, months, slot_table
from ingest.text.careers import Counts, candidates, counted, new_table, tally
from ingest.text.dates import PRESENT
from ingest.text.fingerprints import columns
from ingest.text.skeleton import EVENTS, FACTS, NAMES, Skeletons, outline, room, skeletons
from ingest.text.words import MAX_BYTES, SHINGLE, Bytes, Hashes, Ints, Longs, kernel, shingles

Floats = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]

PRIOR = 1000  # CVs that hold nothing of it, added to every case
MARGIN = 5.0  # bits above the number of pairs
AGAINST = 3.0  # bits that a contradicting period costs
NEIGHBOURS = ((3, 5.0), (12, 3.0))  # months between two agreeing events, bits that are then told twice
TURN = 20_000  # pairs that one turn of a thread works on
RARE = 40  # a name or figure in the text that more CVs hold says nothing
SHOWN = 12  # facts told in words


@dataclass(frozen=True)
class Retold:
    """Pairs of owners (left < right, sorted) whose texts tell one career; `bits` as above, `facts` the agreeing facts in
    words; `jaccard` and `shared` of the word 5-shingles, exact."""

    left: Ints
    right: Ints
    bits: Floats
    facts: tuple[str, ...]
    jaccard: Floats
    shared: Ints


def retold(
    texts: pa.ChunkedArray | pa.Array,
    owners: Ints | None = None,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Retold:
    """Compare the careers of all texts. texts, owners: as in ingest.text.pairs.text_pairs."""
    column = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])
    if column.type != pa.large_string():
        column = column.cast(pa.large_string())
    if owners is None:
        owners = np.arange(len(column), dtype=np.int32)
    rows = np.flatnonzero(owners >= 0)
    rows = rows[np.argsort(owners[rows], kind="stable")]
    people = owners[rows].astype(np.int32)
    numbers = np.full(len(column), -1, np.int32)
    numbers[rows] = np.arange(len(rows), dtype=np.int32)
    if len(rows) < 2:
        return _nothing()
    workers = threads or min(8, os.cpu_count() or 1)

    def step(done: int) -> None:
        if progress is not None:
            progress("reading careers", done, len(column))

    found = skeletons(column, numbers, len(rows), workers, step)
    names = new_table()
    tally(found.names.ravel(), names)
    pairs = candidates(found, names)
    if not len(pairs):
        return _nothing()
    told = _weigh(found, names, pairs, workers)
    return _tell(found, told, column, rows, people)


def _nothing() -> Retold:
    none = np.zeros(0, np.int32)
    return Retold(none, none, np.zeros(0), (), np.zeros(0), none)


@dataclass(frozen=True)
class _Weighed:
    pairs: Ints
    bits: Floats
    size: Ints
    which: Ints  # of each match the left event and the level
    named: Hashes
    facts: list[Hashes]


def _weigh(found: Skeletons, names: Counts, pairs: Ints, workers: int) -> _Weighed:
    """The bits of each candidate, and of those only the ones worth telling."""
    size, against = np.zeros(len(pairs), np.int32), np.zeros(len(pairs), np.int32)
    keys, named = np.zeros((len(pairs), MATCHES), np.uint64), np.zeros((len(pairs), MATCHES), np.uint64)
    which = np.zeros((len(pairs), MATCHES, 2), np.int32)

    def match(part: slice) -> None:
        career = found.begin, found.events, found.names, names
        agree(pairs[part], *career, size[part], against[part], keys[part], which[part], named[part])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(match, [slice(at, at + TURN) for at in range(0, len(pairs), TURN)]))
    count = len(found.begin) - 1
    by_name = ((which[:, :, 1] > 0) & (which[:, :, 1] < PERIOD_ALONE)).sum(axis=1)
    periods = ((which[:, :, 1] > 0) & (which[:, :, 1] != SAME_END)).sum(axis=1)
    keep = (periods >= 2) & ((by_name >= 2) | ((by_name == 1) & (size >= 3))) & (against < size)
    pairs, size, against, keys, which, named = (array[keep] for array in (pairs, size, against, keys, which, named))
    within = np.arange(MATCHES) < size[:, None]
    wanted = np.unique(keys[within])
    slots = np.full(1 << max(4, (4 * len(wanted)).bit_length()), -1, np.int32)
    slot_table(wanted, slots)
    held = np.zeros(len(wanted), np.int32)
    holders(found.begin, found.events, found.names, wanted, slots, held)
    each = np.zeros(keys.shape)
    each[within] = np.log2((count + PRIOR) / held[np.searchsorted(wanted, keys[within])])
    sizes = np.diff(found.begin)
    shorter = sizes[pairs].min(axis=1)
    bits = (
        each.sum(axis=1)
        - _choices(shorter, size)
        - _neighbours(found.events, which, size, each - _names_alone(named, names, count))
        - AGAINST * against
    )
    least = 2 * log2(count + PRIOR) - 1 + MARGIN
    near = 2 * bits >= least  # names and figures can double the bits, not more
    pairs, bits, size, which, named = (array[near] for array in (pairs, bits, size, which, named))
    facts, more = _facts(found, pairs, named, count)
    bits += np.minimum(more, bits)
    told = np.flatnonzero(bits >= least)
    return _Weighed(pairs[told], bits[told], size[told], which[told], named[told], [facts[i] for i in told.tolist()])


def _names_alone(named: Hashes, names: Counts, count: int) -> Floats:
    """What the name of each match would weigh by itself; 0 without a name."""
    held = names[(named & np.uint64(len(names) - 1)).astype(np.int64)]
    alone = np.log2((count + PRIOR) / np.maximum(held, 1))
    return np.where(named == 0, 0.0, np.maximum(alone, 0.0))


def _neighbours(events: Ints, which: Ints, size: Ints, spare: Floats) -> Floats:
    """Bits counted twice: the end of one event nearly tells the beginning of the next. spare: the bits of each match that
    its time brings."""
    twice = np.zeros(len(size))
    for i, count in enumerate(size.tolist()):
        matches = [(*events[which[i, k, 0], :2].tolist(), float(spare[i, k])) for k in range(count)]
        matches.sort(key=lambda match: (match[0] or match[1], match[1]))
        for (_, end, _), (first, last, bits) in pairwise(matches):
            gap = abs(int(months(first or last)) - int(months(end)))
            twice[i] += min(max(bits, 0.0), next((much for most, much in NEIGHBOURS if gap <= most), 0.0))
    return twice


def _choices(of: Longs, taken: Ints) -> Floats:
    """log2 of the ways to take so many of so many."""
    return np.array([log2(comb(max(n, k), k)) for n, k in zip(of.tolist(), taken.tolist(), strict=True)])


@kernel
def _common(begin: Longs, facts: Hashes, left: int, right: int, out: Hashes) -> int:
    """The facts that two texts share."""
    n = 0
    for i in range(begin[left], begin[left + 1]):
        for j in range(begin[right], begin[right + 1]):
            if facts[i] == facts[j]:
                out[n] = facts[i]
                n += 1
                break
    return n


def _facts(found: Skeletons, pairs: Ints, named: Hashes, count: int) -> tuple[list[Hashes], Floats]:
    """Of each pair the rare names and figures that stand in both texts, beside the events' names, and their bits."""
    table = new_table()
    tally(found.facts, table)
    numbers = np.diff(found.facts_begin)
    out = np.zeros(FACTS, np.uint64)
    shared: list[Hashes] = []
    bits = np.zeros(len(pairs))
    for i, (left, right) in enumerate(pairs.tolist()):
        codes = out[: _common(found.facts_begin, found.facts, left, right, out)]
        codes = np.unique(codes[~np.isin(codes, named[i])])
        held = np.array([counted(code, table) for code in codes], np.int64)
        codes, held = codes[held <= RARE], held[held <= RARE]
        shared.append(codes)
        if len(codes):
            most = int(min(numbers[left], numbers[right]))
            bits[i] = max(0.0, float(np.log2((count + PRIOR) / held).sum()) - log2(comb(most, len(codes))))
    return shared, bits


def _tell(found: Skeletons, told: _Weighed, column: pa.ChunkedArray, rows: Longs, people: Ints) -> Retold:
    """The pairs with their facts in words and their shingles compared."""
    used = np.unique(told.pairs)
    content = pc.take(column, pa.array(rows[used])).combine_chunks()
    if isinstance(content, pa.ChunkedArray):
        content = content.chunk(0) if content.num_chunks else pa.array([], pa.large_string())
    if not len(used):
        return _nothing()
    part = next(columns(pa.chunked_array([content]), np.arange(len(used), dtype=np.int32)))
    places = np.searchsorted(used, told.pairs)
    jaccard, shared = np.zeros(len(places)), np.zeros(len(places), np.int32)
    most = int(np.minimum(np.diff(part.offsets), MAX_BYTES).max()) // 2 + 2
    _likeness(part.data, part.offsets, places.astype(np.int32), most, jaccard, shared)
    words: list[str] = []
    known = -1
    for i, (text, place) in enumerate(zip(told.pairs[:, 0].tolist(), places[:, 0].tolist(), strict=True)):
        if text != known:  # pairs are sorted by their left text
            known, read = text, _Reader(part.data, int(part.offsets[place]), int(part.offsets[place + 1]))
        events = told.which[i, : told.size[i], 0] - int(found.begin[text])
        words.append("; ".join(read.told(events.tolist(), told.named[i].tolist(), told.facts[i].tolist())))
    return Retold(people[told.pairs[:, 0]], people[told.pairs[:, 1]], told.bits, tuple(words), jaccard, shared)


class _Reader:
    """One text's outline, with the words that its hashes came from."""

    def __init__(self, data: Bytes, begin: int, end: int) -> None:
        end = min(end, begin + MAX_BYTES)
        self.events, names = np.zeros((EVENTS, 4), np.int32), np.zeros((EVENTS, NAMES), np.uint64)
        spans, facts = np.zeros((EVENTS, 2 * NAMES), np.int32), np.zeros(FACTS, np.uint64)
        places = np.zeros((FACTS, 2), np.int32)
        found, told = outline(data, begin, end, room(end - begin), self.events, names, spans, facts, places)
        self.names = [
            {int(name): (int(spans[i, 2 * k]), int(spans[i, 2 * k + 1])) for k, name in enumerate(names[i].tolist())}
            for i in range(found)
        ]
        self.facts = {int(facts[i]): (int(places[i, 0]), int(places[i, 1])) for i in range(told)}
        self.text = data[begin:end].tobytes()

    def words(self, place: tuple[int, int]) -> str:
        return " ".join(self.text[place[0] : place[1]].decode("utf-8", "replace").split())

    def told(self, events: list[int], named: list[int], facts: list[int]) -> list[str]:
        """Events with their names, the latest first, then names and figures in the order of the text."""
        told = []
        for event, name in sorted(zip(events, named, strict=False), key=lambda one: -int(self.events[one[0], 1])):
            first, last = (int(when) for when in self.events[event, :2])
            period = f"{_when(first)} to {_when(last)}" if first else _when(last)
            told.append(f"{self.words(self.names[event][name])} {period}" if name else period)
        others = sorted(self.facts[fact] for fact in facts if fact in self.facts)
        return (told + [self.words(place) for place in others])[:SHOWN]


def _when(point: int) -> str:
    if point == PRESENT:
        return "today"
    return f"{point // 16}-{point % 16:02d}" if point % 16 else f"{point // 16}"


@kernel
def _likeness(data: Bytes, offsets: Longs, pairs: Ints, room: int, jaccard: Floats, shared: Ints) -> None:
    """The Jaccard similarity of the word 5-shingles of each pair, and the number of shared ones."""
    starts, ends = np.empty(room, np.int32), np.empty(room, np.int32)
    one, two = np.empty(room, np.uint64), np.empty(room, np.uint64)
    for p in range(len(pairs)):
        a, b = pairs[p, 0], pairs[p, 1]
        m = shingles(data, offsets[a], min(offsets[a + 1], offsets[a] + MAX_BYTES), one, starts, ends)
        n = shingles(data, offsets[b], min(offsets[b + 1], offsets[b] + MAX_BYTES), two, starts, ends)
        left, right = np.unique(one[: max(0, m - SHINGLE + 1)]), np.unique(two[: max(0, n - SHINGLE + 1)])
        i = j = common = 0
        while i < len(left) and j < len(right):
            if left[i] == right[j]:
                common += 1
            step = left[i] <= right[j]
            j += 1 if left[i] >= right[j] else 0
            i += 1 if step else 0
        total = len(left) + len(right) - common
        shared[p] = common
        jaccard[p] = common / total if total > 0 else 0.0
