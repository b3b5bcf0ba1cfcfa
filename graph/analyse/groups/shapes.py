"""The shapes of many groups at once: the same as `measure` of each, counted in compiled columns instead of one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.groups import compiled
from graph.analyse.groups.channels import NAMES
from graph.analyse.groups.columns import codes, numbers, whole
from graph.analyse.groups.compiled import Bytes, Longs
from graph.analyse.groups.evidence import PASSAGE, Population
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import (
    A_THIRD,
    ALIKE,
    MONTHS,
    NEARLY_ALL,
    OUTER,
    OWN_SHARE,
    OWNED,
    WIDE,
    WIDEST,
    Channel,
    Shape,
    employers,
    house,
    looked_at,
    payee,
)

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.intp]
_Numbers = tuple[str, int, int, int, int, int]
"""Of one channel: its level, members with a value, sharing one, with an own one, persons outside, shared values."""

_Shared = tuple[Longs, compiled.Ints, compiled.Ints, compiled.Ints]
"""Where each group's shared values begin, these values, how many members hold each, and these."""

DAY = 86_400_000_000
"""Microseconds."""

UNKNOWN = -(1 << 62)

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Shapes:
    """Measures groups of one population."""

    def __init__(self, population: Population, people: People) -> None:
        self.population, self.people = population, people
        self._surname = np.full(population.persons.count, -2, np.int64)  # -2: not asked yet, -1: none
        self._surnames: dict[str, int] = {}
        self._levels: dict[tuple[str, ...], dict[str, str]] = {}  # thousands of groups have the same ones

    def ready(self) -> Shapes:
        """Itself, with all columns that groups are counted from."""
        _ = self.people.coverage, self.people.homes_by_person
        _ = self._with_text, self._alike, self._retold, self._days, self._day, self._channel
        return self

    def of(self, groups: Sequence[Sequence[int]]) -> list[Shape]:
        """The shape of each group of persons."""
        if not groups:
            return []
        samples = [looked_at(members) for members in groups]
        start, sample = _joined(samples)
        every, member = _joined(groups)
        self._ask(np.unique(sample))
        counts, sent, shared = self._counts(start, sample, every, member)
        size = np.diff(start)
        group = np.repeat(np.arange(len(groups)), size)
        levels: dict[str, list[str]] = {
            name: _channel_levels(counts[:, at]) for at, name in enumerate(NAMES)
        } | self._text_levels(start, sample, every, member)
        known = counts[:, NAMES.index("home"), compiled.KNOWN].tolist()
        levels["home"] = [house(self.people, *of) for of in zip(samples, levels["home"], known, strict=True)]
        levels["payee"] = [""] * len(groups)
        levels |= {f"{name}_own": _own(counts[:, NAMES.index(name)]) for name in OWNED}
        levels |= {f"{name}_outside": _outside(counts, size, (name,)) for name in WIDE}
        levels["names"] = self._names(group, sample, len(groups))
        levels["time"] = self._times(group, sample, len(groups))
        levels["outside"] = _outside(counts, size, OUTER)
        levels["size"] = _sizes(np.diff(every))
        levels["submitted"] = self._submitted(group, sample, len(groups))
        levels["away"] = _aways(sent)
        numbered = [_numbers_of(counts[:, at], levels[name]) for at, name in enumerate(NAMES)]
        held = _Held(self.population, numbered, shared)
        channels = [_Channels(held, at) for at in range(len(groups))]
        for at, level in enumerate(levels["employer"]):
            if level in ("pools", "part", "few"):
                levels["employer"][at] = channels[at]["employer"].level
        for at in np.flatnonzero(counts[:, NAMES.index("money"), compiled.SHARED]).tolist():
            levels["payee"][at] = payee(self.population, self.people, samples[at], channels[at]["money"])
        same = self._levels
        return [
            Shape(tuple(members), has, same.setdefault(row, dict(zip(levels, row, strict=True))))
            for members, has, row in zip(groups, channels, zip(*levels.values(), strict=True), strict=True)
        ]

    def _counts(
        self, start: Longs, sample: Longs, every: Longs, member: Longs
    ) -> tuple[compiled.Ints, compiled.Ints, _Shared]:
        """What compiled.shared gives: counts by channel, who has goods sent away, and what is shared by whom."""
        population = self.population
        coverage, (at, held, lives) = self.people.coverage, self.people.homes_by_person
        counts, sent, first, value, size, holder = compiled.shared(
            start, sample, every, member, coverage.start, coverage.value, coverage.channel,
            np.frombuffer(coverage.known, np.uint8), np.frombuffer(coverage.own, np.uint8),
            population.start, population.holder, at, held, lives,
            NAMES.index("home"), np.array([NAMES.index(name) for name in (*OUTER, *WIDE)]), WIDEST,
        )  # fmt: skip
        return counts, sent, (first, value, size, holder)

    def _ask(self, persons: Longs) -> None:
        """Surnames and days of persons that were not asked for yet."""
        people, known = self.people, self._surnames
        fresh = persons[self._surname[persons] == -2].tolist()
        for person in fresh:
            name = people.surname(person)
            self._surname[person] = known.setdefault(name, len(known)) if name else -1
        if self._days is None:
            for person in fresh:
                day = people.day(person)
                self._day[person] = UNKNOWN if day is None else (day - _EPOCH) // dt.timedelta(microseconds=1)

    @cached_property
    def _day(self) -> Longs:
        """When each person first applied, in microseconds; UNKNOWN where it is not known, or was not asked for yet."""
        found = np.full(self.population.persons.count, UNKNOWN, np.int64)
        if self._days is not None:
            row, moment = self._days
            found[:] = np.iinfo(np.int64).max
            np.minimum.at(found, self.population.persons.of[row], moment)
            found[found == np.iinfo(np.int64).max] = UNKNOWN
        return found

    @cached_property
    def _days(self) -> tuple[Longs, Longs] | None:
        """The applicants whose date is known, and their dates, read as a column; None when any is written otherwise than
        the readers do."""
        texts = whole(self.people.links.applicants.column("applied_at").fill_null(""))
        row = np.flatnonzero(np.asarray(pc.not_equal(texts, "")))
        said = texts.filter(pc.not_equal(texts, ""))
        if not pc.all(pc.match_like(said, "____-__-__T__:__:__Z"), min_count=0).as_py():
            return None
        try:
            seconds = said.cast(pa.timestamp("s", "UTC")).cast(pa.int64())
        except pa.ArrowInvalid:
            return None
        return row, np.asarray(seconds) * 1_000_000

    @cached_property
    def _with_text(self) -> Flags:
        found = np.zeros(self.population.persons.count, np.bool_)
        found[self.population.persons.of[self.people.links.texts.column("applicant").to_numpy()]] = True
        return found

    @cached_property
    def _alike(self) -> tuple[Longs, compiled.Ints, Bytes]:
        """Whose CVs each person's is like: from where on, who, and 2 when alike, 1 by a copied passage, 0 by less."""
        text = self.population.text
        pairs = np.array(list(text), np.int64).reshape(-1, 2)
        said = np.array(list(text.values()), np.float64).reshape(-1, 2)
        how = np.where(said[:, 0] >= ALIKE, 2, np.where(said[:, 1] >= PASSAGE, 1, 0)).astype(np.uint8)
        start, other, order = self._both_ways(pairs)
        return start, other, np.concatenate([how, how])[order]

    @cached_property
    def _retold(self) -> tuple[Longs, compiled.Ints]:
        pairs = np.array(self.people.retold_pairs, np.int64).reshape(-1, 2)
        return self._both_ways(pairs)[:2]

    def _both_ways(self, pairs: Longs) -> tuple[Longs, compiled.Ints, Longs]:
        """Pairs of persons by each of the two: from where on, the other one, and the order of what is said of the pairs,
        written down twice."""
        person = np.concatenate([pairs[:, 0], pairs[:, 1]])
        order = np.argsort(person, kind="stable")
        start = np.concatenate(([0], np.cumsum(np.bincount(person, minlength=self.population.persons.count))))
        return start, np.concatenate([pairs[:, 1], pairs[:, 0]])[order].astype(np.int32), order

    def _text_levels(self, start: Longs, sample: Longs, every: Longs, member: Longs) -> dict[str, list[str]]:
        known = np.add.reduceat(self._with_text[sample].astype(np.int64), start[:-1])
        persons = self.population.persons.count
        found = compiled.texts(start, sample, every, member, persons, *self._alike, *self._retold)
        alike, touched, largest, told, others, within = found.T
        level = np.select(
            [
                known < 2,
                touched == 0,
                (alike >= A_THIRD * known) & (largest >= NEARLY_ALL * known),
                alike >= A_THIRD * known,
                touched >= A_THIRD * known,
            ],
            [0, 1, 2, 3, 4],
            5,
        )
        career = np.select([known < 2, told == 0, told >= A_THIRD * known], [0, 1, 2], 3)
        return {
            "text": _named(level, ("", "none", "whole", "pools", "passages", "few")),
            "text_outside": _exclusive(within > 0, others, np.diff(start)),
            "career": _named(career, ("", "none", "pools", "few")),
        }

    def _names(self, group: Longs, sample: Longs, groups: int) -> list[str]:
        known, most, _ = _commonest(group, self._surname[sample], groups)
        level = np.select([known < 2, (most >= 0.5 * known) & (most >= 2)], [0, 1], 2)
        return _named(level, ("", "one", "different"))

    def _times(self, group: Longs, sample: Longs, groups: int) -> list[str]:
        day = self._day[sample]
        group, day = group[day != UNKNOWN], day[day != UNKNOWN]
        day = day[np.lexsort((day, group))]
        known = np.bincount(group, minlength=groups)
        start = np.cumsum(known) - known
        some = known >= 2
        low, high = day[(start + known // 10)[some]], day[(start + known - 1 - known // 10)[some]]
        span = np.zeros(groups, np.int64)
        span[some] = high - low
        level = np.select([~some, span <= MONTHS[0] * DAY, span <= MONTHS[1] * DAY], [0, 1, 2], 3)
        return _named(level, ("", "burst", "months", "years"))

    @cached_property
    def _channel(self) -> tuple[Longs, Longs]:
        """The recruiting channel of each person as its place in plain order, -1 when unknown; and of each so many persons of a
        group that it counts as an agency's."""
        number, names = codes(self.people.links.applicants.column("channel").fill_null(""))
        order = sorted(range(len(names)), key=names.__getitem__)
        place = np.empty(len(names), np.int64)
        place[order] = np.arange(len(names))
        if "" in names:
            place[names.index("")] = -1
        of = self.population.persons.of[::-1]
        found = np.full(self.population.persons.count, -1, np.int64)
        found[of] = place[number][::-1]  # the last one written is the first application's
        return found, np.array([self.people.channel_least(names[at]) for at in order], np.int64)

    def _submitted(self, group: Longs, sample: Longs, groups: int) -> list[str]:
        channel, least = self._channel
        known, most, which = _commonest(group, channel[sample], groups)
        agency = (most >= np.append(least, 0)[which]) & (most >= NEARLY_ALL * known)
        return _named(np.select([known < 2, agency], [0, 1], 2), ("", "one_agency", "open"))


class _Held:
    """Which values the members of each group share."""

    def __init__(self, population: Population, counts: list[list[_Numbers]], shared: _Shared) -> None:
        """counts: by channel and group."""
        self.population = population
        start, value, size, holder = shared
        self.counts, self.start, self.value, self.holder = counts, numbers(start), numbers(value), numbers(holder)
        self.begin = numbers(np.concatenate(([0], np.cumsum(size))))

    def of(self, group: int) -> dict[str, Channel]:
        """The channels of one group."""
        found = {}
        at = self.start[group]
        for name, counts in zip(NAMES, self.counts, strict=True):
            level, known, covered, own, outside, shared = counts[group]
            values = tuple(self.value[at : at + shared])
            begin = self.begin[at : at + shared + 1]
            inside = {
                value: tuple(self.holder[low:high])
                for value, low, high in zip(values, begin[:-1], begin[1:], strict=True)
            }
            found[name] = Channel(level, known, covered, values, inside, outside, own)
            at += shared
        found["employer"] = employers(self.population, found["employer"])
        return found


class _Channels(Mapping[str, Channel]):
    """The channels of a group, made when they are asked for: of most groups they never are."""

    def __init__(self, held: _Held, group: int) -> None:
        self._held, self._group = held, group

    @cached_property
    def _found(self) -> dict[str, Channel]:
        return self._held.of(self._group)

    def __getitem__(self, name: str) -> Channel:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


def _numbers_of(counts: compiled.Ints, levels: list[str]) -> list[_Numbers]:
    which = (compiled.KNOWN, compiled.COVERED, compiled.OWN, compiled.OUTSIDE, compiled.SHARED)
    return list(zip(levels, *(counts[:, at].tolist() for at in which), strict=True))


def _joined(groups: Sequence[Sequence[int]]) -> tuple[Longs, Longs]:
    start = np.concatenate(([0], np.cumsum([len(group) for group in groups])))
    return start, np.array([person for group in groups for person in group], np.int64)


def _commonest(group: Longs, code: Longs, groups: int) -> tuple[Longs, Longs, Longs]:
    """By group: members whose code is known (0 or more), how many have the commonest one, and this one (-1: none); of several
    the highest."""
    group, code = group[code >= 0], code[code >= 0]
    known = np.bincount(group, minlength=groups)
    most, which = np.zeros(groups, np.int64), np.full(groups, -1, np.int64)
    if len(code):
        width = int(code.max()) + 1
        different, count = np.unique(group * width + code, return_counts=True)
        order = np.lexsort((different, count))  # the last one written is the commonest, then the highest
        of = different[order] // width
        most[of], which[of] = count[order], different[order] % width
    return known, most, which


def _named(level: Codes, names: tuple[str, ...]) -> list[str]:
    return [names[at] for at in level.tolist()]


def _channel_levels(counts: compiled.Ints) -> list[str]:
    known, covered, widest = (counts[:, at] for at in (compiled.KNOWN, compiled.COVERED, compiled.WIDEST))
    few, part = covered < A_THIRD * known, widest >= NEARLY_ALL * covered
    level = np.select([known < 2, covered == 0, widest >= NEARLY_ALL * known, few, part], [0, 1, 2, 3, 4], 5)
    return _named(level, ("", "none", "one", "few", "part", "pools"))


def _own(counts: compiled.Ints) -> list[str]:
    covered, own = counts[:, compiled.COVERED], counts[:, compiled.OWN]
    return _named(np.select([covered < 2, own >= OWN_SHARE * covered], [0, 1], 2), ("", "own", "shared_only"))


def _outside(counts: compiled.Ints, size: Longs, names: Sequence[str]) -> list[str]:
    outer = counts[:, [NAMES.index(name) for name in names]]
    some: Flags = np.any(outer[:, :, compiled.SHARED] > 0, axis=1)
    return _exclusive(some, outer[:, :, compiled.OUTSIDE].max(axis=1), size)


def _exclusive(shared: Flags, others: compiled.Ints, size: Longs) -> list[str]:
    level = np.select([~shared, others == 0, others <= 0.5 * size], [0, 1, 2], 3)
    return _named(level, ("", "none", "some", "many"))


def _sizes(size: Longs) -> list[str]:
    return _named(np.searchsorted([2, 5, 12, 30], size), ("two", "3-5", "6-12", "13-30", "more"))


def _aways(sent: compiled.Ints) -> list[str]:
    said, away = sent[:, compiled.SENT], sent[:, compiled.AWAY]
    return _named(np.select([said == 0, away >= 0.5 * said], [0, 1], 2), ("", "away", "home"))
