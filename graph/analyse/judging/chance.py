"""Expected against observed: do those who depend on a candidate meet in *other* families more often than chance has it?

The null keeps both degrees of the candidate's kind: each value keeps how many persons hold it, each person keeps how many
values of the kind they hold; who holds which is drawn anew, and all other facts stay. Observed is the number of pairs of the
candidate's persons that meet in another family. One hub alone, however wide, passes no such test: width is not significance.

Two ways to p, the cheap one first:
  bound      factorial moments (moments.py), in closed form: that pairs share persons and stand in clumps is in them. Of values of
             several kinds only the first is taken, with the product of each person's chances.
  curveball  simulation (curveball.py), where the bound decides nothing: it is above what so many shuffles could show, or the
             candidate's holders, drawn by several kinds, make it too loose. 99 shuffles first; where five of them reach what was
             observed (p is .06 at least) that is the answer, else 999 new ones are. What is expected is told by the moments here
             too: the chain begins at what was observed, and its mean stays near that for long.
Candidates of more than WIDE persons are not shuffled. Where few have a kind at all (wallets, say), little can be told inside it:
p is large there, and what few wallets mean is left to the contest.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from graph.analyse.groups.clusters import pair_totals
from graph.analyse.groups.columns import numbers
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.slices import Slices
from graph.analyse.judging.curveball import ENOUGH, FIRST, SHUFFLES, Ints, Longs, shuffled
from graph.analyse.judging.moments import Margins, Moments, bounded, expected, without_return
from graph.model.kernel import kernel
from graph.model.kinds import FAMILIES, KINDS

FAMILY = {name: 1 << place for place, name in enumerate(FAMILIES)}
"""The bit of each family."""

EVERY = (1 << len(FAMILIES)) - 1
ONE = np.zeros(1, np.int64)
"""The one value of persons that stand by themselves (start: from 0 to their number)."""

SEED = 20140527
WIDE = 60
"""A candidate with more persons than this is not shuffled: its bound is kept (a crowd's value, not a ring's)."""


@dataclass(frozen=True)
class Tested:
    """A candidate against chance. method: "" (no pair meets: p is 1), "bound" or "curveball"."""

    met: int
    expected: float
    p_value: float
    method: str = ""


Asked: TypeAlias = "Tested | Future[Tested]"
"""A test, or one that is still at work."""


class Chance:
    """The meetings of a population, and the null that candidates are tested against.

    beside: does the shuffles, which are compiled, while their asker goes on; without it they are done at once.
    """

    def __init__(self, population: Population, beside: Executor | None = None) -> None:
        self.population, self._beside = population, beside
        self.persons = population.persons.count
        self._slices = Slices(population)
        self._count = numbers(population.count)
        self.left, self.right, _, self.mask = pair_totals(population)
        self._inside, self._turn = np.zeros(self.persons, np.int32), 0
        self._moments: dict[tuple[str, int], Moments] = {}
        self._margins: dict[str, Margins] = {}
        self._crossed: dict[tuple[str, str, int], float] = {}
        self._known: dict[tuple[tuple[int, ...], int], Asked] = {}

    def ready(self) -> None:
        """Makes the columns that every group is looked up in."""
        _ = self.near

    @cached_property
    def near(self) -> tuple[Longs, Ints, Ints]:
        """Both directions of every pair: where a person's pairs begin, the other person, the families as bits."""
        one, other = np.concatenate([self.left, self.right]), np.concatenate([self.right, self.left])
        order = np.lexsort((other, one))
        begin = np.concatenate(([0], np.cumsum(np.bincount(one, minlength=self.persons)))).astype(np.int64)
        mask = np.concatenate([self.mask, self.mask])
        return begin, other[order].astype(np.int32), mask[order].astype(np.int32)

    def meetings(self, persons: list[int], families: Set[str]) -> tuple[int, int]:
        """(pairs of these persons that meet in a family besides those, which families these are as bits)."""
        return self._met(np.array((0, len(persons))), np.array(persons, np.int32), ONE, self._others(families))

    def _met(self, start: Longs, holder: Ints, values: Longs, others: int) -> tuple[int, int]:
        """The same of all who hold one of these values; start, holder: for each value its persons. others: the families
        that count, as bits."""
        begin, other, mask = self.near
        self._turn += 2
        met, found = count_meetings(begin, other, mask, start, holder, values, others, self._inside, self._turn)
        return int(met), int(found)

    def families(self, persons: list[int], families: Set[str]) -> int:
        """How many other families tie these persons together."""
        return self.meetings(persons, families)[1].bit_count()

    def test(self, values: Sequence[int], besides: Set[str] = frozenset()) -> Asked:
        """Those who hold one of the values, all of them, against chance: do they meet in families other than the values' own
        and those in `besides`? Remembered: a crowd's value is in many groups."""
        families = besides | {KINDS[self.population.kind[value]].family for value in values}
        key = tuple(values), self._others(families)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._test(*key)
        return found

    def _test(self, values: tuple[int, ...], others: int) -> Asked:
        met, _ = self._met(self.population.start, self.population.holder, np.array(values, np.int64), others)
        by_chance, at_most = self._bound(values, others, met)
        if not met:
            return Tested(0, by_chance, 1.0)
        wide = sum(self._count[value] for value in values) > WIDE
        if wide or at_most * (SHUFFLES + 1) <= 1 or met <= by_chance:
            return Tested(met, by_chance, at_most, "bound")
        return self._shuffled(values, others, met, by_chance)

    def _bound(self, values: tuple[int, ...], others: int, met: int) -> tuple[float, float]:
        """(pairs expected to meet, at most the chance that so many do)."""
        if len(values) == 1:
            kind = self.population.kind[values[0]]
            scales = self._margin(kind).scales(self._count[values[0]])
            if scales is not None:
                moments = self._of(kind, others)
                return expected(moments, scales), bounded(moments, scales, met) if met else 1.0
        else:
            by_chance = self._together(values, others)
            if by_chance is not None:
                return by_chance, min(1.0, by_chance / met) if met else 1.0
        return float(met), 1.0

    def test_texts(self, persons: list[int], with_text: int) -> Tested:
        """Persons whose CVs are alike, as if drawn from all who have a CV."""
        met, _ = self.meetings(persons, {"text"})
        scales = without_return(len(persons), max(with_text, len(persons)))
        at_most = bounded(self._of_texts, scales, met) if met else 1.0
        return Tested(met, expected(self._of_texts, scales), at_most, "bound" if met else "")

    @cached_property
    def _of_texts(self) -> Moments:
        """Of persons as such, who meet in anything but text."""
        keep = (self.mask & self._others({"text"})) != 0
        return Moments.of(self.left[keep], self.right[keep], np.ones(self.persons))

    def _shuffled(self, values: Sequence[int], others: int, met: int, by_chance: float) -> Asked:
        mine = np.array(sorted(values), np.int64)
        spans = [self._slices.values(self.population.kind[value]) for value in mine.tolist()]
        first, last = (np.array([span[end] for span in spans], np.int64) for end in (0, 1))
        seed = (SEED + 1_000_003 * int(mine.sum()) + 7 * len(mine)) % (1 << 62)
        start, holder, near = self.population.start, self.population.holder, self.near

        def simulated() -> Tested:
            for shuffles in (FIRST, SHUFFLES):
                reached, _ = shuffled(start, holder, mine, first, last, near, others, met, seed + shuffles, shuffles)
                if reached >= ENOUGH:
                    break
            return Tested(met, by_chance, (reached + 1) / (shuffles + 1), "curveball")

        return self._beside.submit(simulated) if self._beside else simulated()

    def _others(self, families: Set[str]) -> int:
        found = EVERY
        for name in families:
            found &= ~FAMILY[name]
        return found

    def _margin(self, kind: str) -> Margins:
        """How many values of the kind each person holds, and how many persons each value has."""
        found = self._margins.get(kind)
        if found is None:
            low, high = self._slices.values(kind)
            start = self.population.start
            holders = self.population.holder[start[low] : start[high]]
            held = np.bincount(holders, minlength=self.persons)
            found = self._margins[kind] = Margins.of(held, np.diff(start[low : high + 1]))
        return found

    def _together(self, values: Sequence[int], others: int) -> float | None:
        """The expected meeting pairs of persons drawn by several values: the sum of products of their chances; None when
        chance has no say in who holds one of them."""
        share: dict[str, float] = {}
        for value in values:
            kind = self.population.kind[value]
            odds = self._margin(kind).odds_of(self._count[value])
            if odds is None:
                return None
            share[kind] = share.get(kind, 0.0) + odds
        return sum(share[one] * share[other] * self._products(one, other, others) for one in share for other in share)

    def _products(self, one: str, other: str, others: int) -> float:
        """Over the pairs that meet, the weight of the first person in one kind times that of the second in another."""
        key = one, other, others
        if key not in self._crossed:
            keep = (self.mask & others) != 0
            a, b = self._margin(one).weight, self._margin(other).weight
            self._crossed[key] = float(a[self.left[keep]] @ b[self.right[keep]])
        return self._crossed[key]

    def _of(self, kind: str, others: int) -> Moments:
        found = self._moments.get((kind, others))
        if found is None:
            weight = self._margin(kind).weight
            keep = ((self.mask & others) != 0) & (weight[self.left] > 0) & (weight[self.right] > 0)
            found = self._moments[kind, others] = Moments.of(self.left[keep], self.right[keep], weight)
        return found


@kernel
def count_meetings(
    begin: Longs,
    other: Ints,
    mask: Ints,
    start: Longs,
    holder: Ints,
    values: Longs,
    others: int,
    inside: Ints,
    turn: int,
) -> tuple[int, int]:
    """Meeting pairs of the persons that hold one of these values, and the families they meet in. inside: by person the turn
    in which they were asked for last, below this one before it; one more when their pairs were looked through."""
    met = found = 0
    for value in values:
        for i in range(start[value], start[value + 1]):
            inside[holder[i]] = turn
    for value in values:
        for i in range(start[value], start[value + 1]):
            person = holder[i]
            if inside[person] > turn:
                continue
            inside[person] = turn + 1
            for at in range(begin[person], begin[person + 1]):
                if other[at] > person and mask[at] & others and inside[other[at]] >= turn:
                    met += 1
                    found |= mask[at] & others
    return met, found
