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
So a career of a single job is never told: its one employer and dates are what every colleague's CV says, too.

The bits do not say who retold it: a person's second application, a shared base CV and a copied public sample look alike.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import comb, log2
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.model.distinct import distinct_of
from ingest.text.agreement import (
    MATCHES,
    PERIOD_ALONE,
    SAME_BEGINNING,
    SAME_END,
    SAME_YEARS,
    agree,
    holders,
    months,
    slot_table,
)
from ingest.text.careers import candidates
from ingest.text.dates import PRESENT
from ingest.text.held import Held, held
from ingest.text.kernel import kernel
from ingest.text.reading import chosen, read, room, workers
from ingest.text.skeleton import EVENTS, FACTS, NAMES, Skeletons, outline
from ingest.text.tallies import Counts, new_table, tally
from ingest.text.tokens import tokens
from ingest.text.verify import verify
from ingest.text.words import MAX_BYTES, Bytes, Hashes, Ints, Longs

Floats = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]

PRIOR = 1000  # CVs that hold nothing of it, added to every case
MARGIN = 5.0  # bits above the number of pairs
AGAINST = 3.0  # bits that a contradicting period costs
NEIGHBOURS = ((3, 5.0), (12, 3.0))  # months between two agreeing events, bits that are then told twice
TURN = 20_000  # pairs that one turn of a thread works on
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
    told = chosen(texts, owners)
    if len(told) < 2:
        return nothing()
    threads = workers(threads)
    total = len(told.source)
    reading = read(told, threads, lambda done: progress and progress("reading careers", done, total))
    found = weighed(reading.skeletons, threads)
    at_hand = held(told, reading.sizes, found.pairs.ravel(), threads)
    return tell(found, at_hand, told.people, threads)


def weighed(found: Skeletons, threads: int) -> Weighed:
    """The pairs of texts that tell one career."""
    names = new_table()
    tally(found.names.ravel(), names)
    pairs = candidates(found, names, new_table())
    return _weigh(found, names, pairs, threads) if len(pairs) else _UNLIKE


def nothing() -> Retold:
    """No pair."""
    none = np.zeros(0, np.int32)
    return Retold(none, none, np.zeros(0), (), np.zeros(0), none)


@dataclass(frozen=True)
class Weighed:
    """Pairs of texts worth telling."""

    pairs: Ints
    bits: Floats
    size: Ints
    which: Ints  # of each match the event of the left text and the level
    named: Hashes
    facts: list[Hashes]


_UNLIKE = Weighed(
    np.zeros((0, 2), np.int32), np.zeros(0), np.zeros(0, np.int32), np.zeros((0, MATCHES, 2), np.int32),
    np.zeros((0, MATCHES), np.uint64), [],
)  # fmt: skip


@dataclass(frozen=True)
class _Agreeing:
    """Pairs that may be told. The matches of all pairs stand behind each other: of pair i there are size[i], of each the
    hash of what agrees, the event of the left text and the level, and the name."""

    pairs: Ints
    size: Ints
    against: Ints
    keys: Hashes
    which: Ints
    named: Hashes


def _agreeing(found: Skeletons, names: Counts, pairs: Ints, workers: int) -> _Agreeing:
    """Those of the pairs whose careers agree."""

    def match(first: int) -> tuple[Any, ...]:
        part = pairs[first : first + TURN].copy()
        size, against = np.empty(len(part), np.int32), np.empty(len(part), np.int32)
        room = len(part) * MATCHES
        keys, which, named = np.empty(room, np.uint64), np.empty((room, 2), np.int32), np.empty(room, np.uint64)
        kept, n = agree(part, found.begin, found.events, found.names, names, size, against, keys, which, named)
        of_pairs, of_matches = (part, size, against), (keys, which, named)
        return *(rows[:kept].copy() for rows in of_pairs), *(rows[:n].copy() for rows in of_matches)

    with ThreadPoolExecutor(workers) as pool:
        turns = list(pool.map(match, range(0, len(pairs), TURN)))
    return _Agreeing(*map(np.concatenate, zip(*turns, strict=True)))


def _weigh(found: Skeletons, names: Counts, pairs: Ints, workers: int) -> Weighed:
    """The bits of each candidate, and of those only the ones worth telling."""
    agreeing = _agreeing(found, names, pairs, workers)
    count = len(found.begin) - 1
    rarity = _rarity(found, agreeing.keys, count, workers)
    least = 2 * log2(count + PRIOR) - 1 + MARGIN
    sizes, begins = np.diff(found.begin), np.concatenate([[0], np.cumsum(agreeing.size)])

    def weigh(first: int) -> tuple[Ints, Floats, Ints, Ints, Hashes]:
        last = min(first + TURN, len(agreeing.size))
        rows, matches = slice(first, last), slice(begins[first], begins[last])
        pairs, size = agreeing.pairs[rows], agreeing.size[rows]
        each, which, named = (_by_pair(column[matches], size) for column in (rarity, agreeing.which, agreeing.named))
        shorter = sizes[pairs].min(axis=1)
        twice = np.zeros(len(pairs))
        _neighbours(found.events, which, size, each - _names_alone(named, names, count), twice)
        bits = each.sum(axis=1) - _choices(shorter, size) - twice - AGAINST * agreeing.against[rows]
        near = 2 * bits >= least  # names and figures can double the bits, not more
        return pairs[near], bits[near], size[near], which[near], named[near]

    with ThreadPoolExecutor(workers) as pool:
        turns = list(pool.map(weigh, range(0, max(1, len(agreeing.size)), TURN)))
    pairs, bits, size, which, named = map(np.concatenate, zip(*turns, strict=True))
    facts, more = _facts(found, pairs, named, count)
    bits += np.minimum(more, bits)
    told = np.flatnonzero(bits >= least)
    which[:, :, 0] -= found.begin[pairs[:, 0], None].astype(np.int32)
    return Weighed(pairs[told], bits[told], size[told], which[told], named[told], [facts[i] for i in told.tolist()])


def _by_pair(column: Any, size: Ints) -> Any:
    """A row for each pair, with room for all the matches that a pair can have; 0 where it has none."""
    rows = np.zeros((len(size), MATCHES, *column.shape[1:]), column.dtype)
    rows[np.arange(MATCHES) < size[:, None]] = column
    return rows


def _rarity(found: Skeletons, keys: Hashes, count: int, workers: int) -> Floats:
    """The bits of what agrees: how few of the texts say it."""
    wanted = distinct_of(keys.copy())
    slots = np.full(1 << max(4, (4 * len(wanted)).bit_length()), -1, np.int32)
    slot_table(wanted, slots)
    cuts = [count * part // workers for part in range(workers + 1)]

    def among(part: int) -> Ints:
        held = np.zeros(len(wanted), np.int32)
        holders(cuts[part], cuts[part + 1], found.begin, found.events, found.names, wanted, slots, held)
        return held

    with ThreadPoolExecutor(workers) as pool:
        held = np.sum(list(pool.map(among, range(workers))), axis=0)
    rarity: Floats = np.log2((count + PRIOR) / held[np.searchsorted(wanted, keys)])
    return rarity


def _names_alone(named: Hashes, names: Counts, count: int) -> Floats:
    """What the name of each match would weigh by itself; 0 without a name."""
    held = names[(named & np.uint64(len(names) - 1)).astype(np.int64)]
    alone = np.log2((count + PRIOR) / np.maximum(held, 1))
    return np.where(named == 0, 0.0, np.maximum(alone, 0.0))


@kernel
def _neighbours(events: Ints, which: Ints, size: Ints, spare: Floats, twice: Floats) -> None:
    """Bits counted twice: the end of one event nearly tells the beginning of the next. spare: the bits of each match that
    its time brings."""
    order = np.zeros(MATCHES, np.int64)
    for i in range(len(size)):
        for k in range(size[i]):  # by the time of beginning, then of ending
            first, last = events[which[i, k, 0], 0], events[which[i, k, 0], 1]
            since = first if first > 0 else last
            at = k
            while at > 0:
                before, until = events[which[i, order[at - 1], 0], 0], events[which[i, order[at - 1], 0], 1]
                earlier = before if before > 0 else until
                if earlier < since or (earlier == since and until <= last):
                    break
                order[at] = order[at - 1]
                at -= 1
            order[at] = k
        for k in range(1, size[i]):
            end = events[which[i, order[k - 1], 0], 1]
            first, last = events[which[i, order[k], 0], 0], events[which[i, order[k], 0], 1]
            gap = abs(months(first if first > 0 else last) - months(end))
            much = 0.0
            for most, bits in NEIGHBOURS:
                if gap <= most:
                    much = bits
                    break
            twice[i] += min(max(spare[i, order[k]], 0.0), much)


def _choices(of: Longs, taken: Ints) -> Floats:
    """log2 of the ways to take so many of so many."""
    return np.array([log2(comb(max(n, k), k)) for n, k in zip(of.tolist(), taken.tolist(), strict=True)])


@kernel
def _common(begin: Longs, facts: Hashes, pairs: Ints, named: Hashes, out: Hashes, ends: Longs) -> int:
    """The rare facts that the texts of each pair share beside the events' names, into `out`, sorted and each once, those
    of pair i up to ends[i]. Their number; when it is more than `out` has room for, they are only counted."""
    n = 0
    own = np.empty(FACTS, np.uint64)
    for p in range(len(pairs)):
        left, right = pairs[p, 0], pairs[p, 1]
        count = 0
        for i in range(begin[left], begin[left + 1]):
            code = facts[i]
            for j in range(begin[right], begin[right + 1]):
                if code == facts[j]:
                    own[count] = code
                    count += 1
                    break
        own[:count].sort()
        for i in range(count):
            again = i > 0 and own[i] == own[i - 1]
            for name in named[p]:
                again = again or own[i] == name
            if again:
                continue
            if n < len(out):
                out[n] = own[i]
            n += 1
        ends[p] = n
    return n


def _facts(found: Skeletons, pairs: Ints, named: Hashes, count: int) -> tuple[list[Hashes], Floats]:
    """Of each pair the rare names and figures that stand in both texts, beside the events' names, and their bits."""
    ends = np.zeros(len(pairs), np.int64)
    arguments = found.facts_begin, found.facts, pairs, named
    codes = np.empty(_common(*arguments, np.empty(0, np.uint64), ends), np.uint64)
    _common(*arguments, codes, ends)
    held = found.held[(codes & np.uint64(len(found.held) - 1)).astype(np.int64)].astype(np.int64)
    rarity = np.log2((count + PRIOR) / held)
    most = found.told[pairs].min(axis=1)
    bits = np.zeros(len(pairs))
    shared: list[Hashes] = []
    begin = 0
    for i, end in enumerate(ends.tolist()):
        shared.append(codes[begin:end])
        if end > begin:
            bits[i] = max(0.0, float(rarity[begin:end].sum()) - log2(comb(int(most[i]), end - begin)))
        begin = end
    return shared, bits


def tell(told: Weighed, texts: Held, people: Ints, threads: int) -> Retold:
    """The pairs with their facts in words and their shingles compared. texts: with those of the pairs."""
    if not len(told.pairs):
        return nothing()
    none = np.empty(0, np.uint64)
    like = verify(texts.data, texts.begins, texts.ends, told.pairs, np.uint64(0), none, threads, lambda done: None)
    words: list[str] = []
    known = -1
    for i, text in enumerate(told.pairs[:, 0].tolist()):
        if text != known:  # pairs are sorted by their left text
            known, read = text, _Reader(texts.data, int(texts.begins[text]), int(texts.ends[text]))
        ties = told.which[i, : told.size[i]]
        words.append("; ".join(read.told(ties.tolist(), told.named[i].tolist(), told.facts[i].tolist())))
    return Retold(
        people[told.pairs[:, 0]], people[told.pairs[:, 1]], told.bits, tuple(words), like.jaccard, like.shared
    )


class _Reader:
    """One text's outline, with the words that its hashes came from."""

    def __init__(self, data: Bytes, begin: int, end: int) -> None:
        end = min(end, begin + MAX_BYTES)
        self.events, names = np.zeros((EVENTS, 4), np.int32), np.zeros((EVENTS, NAMES), np.uint64)
        spans, facts = np.zeros((EVENTS, 2 * NAMES), np.int32), np.zeros(FACTS, np.uint64)
        places = np.zeros((FACTS, 2), np.int32)
        token, code, hashes = room(end - begin)
        count, _ = tokens(data, begin, end, token, code, hashes)
        found, told = outline(token, code, count, self.events, names, spans, facts, places)
        self.names = [
            {int(name): (int(spans[i, 2 * k]), int(spans[i, 2 * k + 1])) for k, name in enumerate(names[i].tolist())}
            for i in range(found)
        ]
        self.facts = {int(facts[i]): (int(places[i, 0]), int(places[i, 1])) for i in range(told)}
        self.text = data[begin:end].tobytes()

    def words(self, place: tuple[int, int]) -> str:
        return " ".join(self.text[place[0] : place[1]].decode("utf-8", "replace").split())

    def told(self, ties: list[list[int]], named: list[int], facts: list[int]) -> list[str]:
        """What agrees: of the ties (event, level) the latest first, then names and figures in the order of the text."""
        told = []
        for (event, level), name in sorted(
            zip(ties, named, strict=False), key=lambda one: -int(self.events[one[0][0], 1])
        ):
            first, last = (int(when) for when in self.events[event, :2])
            told.append(_tie(self.words(self.names[event][name]) if name else "", first, last, level))
        others = sorted(self.facts[fact] for fact in facts if fact in self.facts)
        return (told + [f"‘{self.words(place)}’" for place in others])[:SHOWN]


def _tie(name: str, first: int, last: int, level: int) -> str:
    """An agreeing event, as exactly as both texts tell it. The name is what stands beside the dates in both, in quotes:
    an employer or a school mostly, but a title or a town when nothing rarer is beside both.

    >>> _tie("Kestrel Labs", 2019 * 16 + 3, 2021 * 16 + 7, SAME_YEARS)
    '‘Kestrel Labs’ about 2019 to 2021'
    """
    if level == PERIOD_ALONE:
        return f"{_when(first)} to {_when(last)} under different names"
    if level == SAME_BEGINNING:
        return f"‘{name}’ from {_when(first)}"
    if level == SAME_YEARS:
        since, until = _when(first // 16 * 16), _when(last // 16 * 16)
        return f"‘{name}’ about {since}" if since == until else f"‘{name}’ about {since} to {until}"
    if level == SAME_END or not first:
        return f"‘{name}’ {_when(last // 16 * 16)}"
    return f"‘{name}’ {_when(first)} to {_when(last)}"


def _when(point: int) -> str:
    if point == PRESENT:
        return "today"
    return f"{point // 16}-{point % 16:02d}" if point % 16 else f"{point // 16}"
