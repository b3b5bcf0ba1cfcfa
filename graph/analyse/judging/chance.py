"""Expected against observed: do those who depend on a candidate meet in *other* families more often than chance has it?

The null keeps both degrees of the candidate's kind: each value keeps how many persons hold it, each person keeps how many
values of the kind they hold; who holds which is drawn anew, and all other facts stay. Observed is the number of pairs of the
candidate's persons that meet in another family. One hub alone, however wide, passes no such test: width is not significance.

Two ways to p, the cheap one first:
  bound      P(T >= t) <= E[C(T, k)] / C(t, k) for k = 1 and 2 (Markov's inequality on factorial moments). The moments are sums of
             hypergeometric probabilities that two, three or four given persons are all among the h holders; that pairs share
             persons and stand in clumps is in them, so the bound holds for whatever shape the meetings have. Of values of
             several kinds only k = 1 is taken, with the product of each person's chances, which is larger than the truth.
  curveball  simulation (curveball.py), where the bound decides nothing: it is above what so many shuffles could show, or the
             candidate's holders, drawn by several kinds, make it too loose. 99 shuffles first; where five of them reach what was
             observed (p is .06 at least) that is the answer, else 999 new ones are.
Where FEW persons have any value of a kind (wallets, say), nothing can be told inside the kind: its holders are drawn from
everybody, and only the bound is used; as for WIDE candidates.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import cached_property
from math import comb, perm
from typing import TypeAlias

import numpy as np

from graph.analyse.groups.clusters import pair_totals
from graph.analyse.groups.columns import numbers
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.slices import Slices
from graph.analyse.judging.curveball import ENOUGH, FIRST, SHUFFLES, Ints, Longs, shuffled
from graph.model.kernel import kernel
from graph.model.kinds import FAMILIES, KINDS

FAMILY = {name: 1 << place for place, name in enumerate(FAMILIES)}
"""The bit of each family."""

EVERY = (1 << len(FAMILIES)) - 1
ONE = np.zeros(1, np.int64)
"""The one value of persons that stand by themselves (start: from 0 to their number)."""

SEED = 20140527
FEW = 50
"""Where fewer persons have any value of a kind, nothing can be told inside it: its holders are drawn from everybody."""

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


@dataclass(frozen=True)
class _Moments:
    """Sums over pairs that meet in another family, weighted by how many values of the kind each person holds."""

    held: int  # holdings of the kind
    pairs: float
    paths: float  # two pairs that share a person
    apart: float  # two pairs that share nobody


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
        self._moments: dict[str, _Moments] = {}
        self._held: dict[str, Ints] = {}
        self._thin: set[str] = set()
        self._crossed: dict[tuple[str, str, int], float] = {}
        self._holdings: dict[str, int] = {}
        self._known: dict[tuple[int, ...], Asked] = {}

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
        return self._met(np.array((0, len(persons))), np.array(persons, np.int32), ONE, families)

    def _met(self, start: Longs, holder: Ints, values: Longs, families: Set[str]) -> tuple[int, int]:
        """The same of all who hold one of these values; start, holder: for each value its persons."""
        begin, other, mask = self.near
        self._turn += 2
        others = self._others(families)
        met, found = count_meetings(begin, other, mask, start, holder, values, others, self._inside, self._turn)
        return int(met), int(found)

    def families(self, persons: list[int], families: Set[str]) -> int:
        """How many other families tie these persons together."""
        return self.meetings(persons, families)[1].bit_count()

    def test(self, values: Sequence[int]) -> Asked:
        """Those who hold one of the values, all of them, against chance. Remembered: a crowd's value is in many groups."""
        key = tuple(values)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._test(key)
        return found

    def _test(self, values: tuple[int, ...]) -> Asked:
        families = {KINDS[self.population.kind[value]].family for value in values}
        met, _ = self._met(self.population.start, self.population.holder, np.array(values, np.int64), families)
        held: dict[str, int] = {}
        for value in values:
            kind = self.population.kind[value]
            held[kind] = held.get(kind, 0) + self._count[value]
        if len(held) == 1:
            ((kind, drawn),) = held.items()
            moments = self._of(kind)
            expected = moments.pairs * _all_in(drawn, moments.held, 2)
            at_most = bounded(moments, drawn, met) if met else 1.0
        else:
            expected = self._together(held, self._others(families))
            at_most = min(1.0, expected / met) if met else 1.0
        if not met:
            return Tested(0, expected, 1.0)
        wide = sum(held.values()) > WIDE or bool(self._thin.intersection(held))
        if wide or at_most * (SHUFFLES + 1) <= 1 or met <= expected:
            return Tested(met, expected, at_most, "bound")
        return self._shuffled(values, families, met)

    def test_texts(self, persons: list[int], with_text: int) -> Tested:
        """Persons whose CVs are alike, as if drawn from all who have a CV."""
        met, _ = self.meetings(persons, {"text"})
        moments = replace(self._of_texts, held=max(with_text, len(persons)))
        expected = moments.pairs * _all_in(len(persons), moments.held, 2)
        return Tested(met, expected, bounded(moments, len(persons), met) if met else 1.0, "bound" if met else "")

    @cached_property
    def _of_texts(self) -> _Moments:
        """Of persons as such, who meet in anything but text."""
        keep = (self.mask & self._others({"text"})) != 0
        return _moments(self.left[keep], self.right[keep], np.ones(self.persons, np.int64), self.persons)

    def _shuffled(self, values: Sequence[int], families: set[str], met: int) -> Asked:
        mine = np.array(sorted(values), np.int64)
        spans = [self._slices.values(self.population.kind[value]) for value in mine.tolist()]
        first, last = (np.array([span[end] for span in spans], np.int64) for end in (0, 1))
        seed = (SEED + 1_000_003 * int(mine.sum()) + 7 * len(mine)) % (1 << 62)
        start, holder, near = self.population.start, self.population.holder, self.near
        others = self._others(families)

        def simulated() -> Tested:
            for shuffles in (FIRST, SHUFFLES):
                reached, mean = shuffled(start, holder, mine, first, last, near, others, met, seed + shuffles, shuffles)
                if reached >= ENOUGH:
                    break
            return Tested(met, mean, (reached + 1) / (shuffles + 1), "curveball")

        return self._beside.submit(simulated) if self._beside else simulated()

    def _others(self, families: Set[str]) -> int:
        found = EVERY
        for name in families:
            found &= ~FAMILY[name]
        return found

    def _per_person(self, kind: str) -> Ints:
        """How many values of the kind each person holds; of a kind that FEW have, one each."""
        found = self._held.get(kind)
        if found is None:
            low, high = self._slices.values(kind)
            start = self.population.start
            holders = self.population.holder[start[low] : start[high]]
            found = np.bincount(holders, minlength=self.persons).astype(np.int32)
            if np.count_nonzero(found) < FEW:
                found = np.ones(self.persons, np.int32)
                self._thin.add(kind)
            self._held[kind] = found
        return found

    def _holdings_of(self, kind: str) -> int:
        """How many values of the kind all persons hold together."""
        found = self._holdings.get(kind)
        if found is None:
            found = self._holdings[kind] = int(self._per_person(kind).sum())
        return found

    def _together(self, held: dict[str, int], others: int) -> float:
        """At least the expected meeting pairs of persons drawn by several kinds: the sum of products of chances."""
        total = 0.0
        share = {kind: drawn / max(self._holdings_of(kind), 1) for kind, drawn in held.items()}
        for one in held:
            for other in held:
                key = (one, other, others)
                if key not in self._crossed:
                    keep = (self.mask & others) != 0
                    a, b = self._per_person(one), self._per_person(other)
                    self._crossed[key] = float(a[self.left[keep]].astype(np.int64) @ b[self.right[keep]])
                total += share[one] * share[other] * self._crossed[key]
        return total

    def _of(self, kind: str) -> _Moments:
        found = self._moments.get(kind)
        if found is None:
            held = self._per_person(kind)
            others = self._others({KINDS[kind].family})
            keep = ((self.mask & others) != 0) & (held[self.left] > 0) & (held[self.right] > 0)
            found = _moments(self.left[keep], self.right[keep], held, self._holdings_of(kind))
            self._moments[kind] = found
        return found


def _moments(left: Ints, right: Ints, held: Ints, total: int) -> _Moments:
    persons = len(held)
    one, other = held[left].astype(float), held[right].astype(float)
    both = one * other
    sums = np.bincount(left, other, persons) + np.bincount(right, one, persons)
    squares = np.bincount(left, other**2, persons) + np.bincount(right, one**2, persons)
    at_one = (sums**2 - squares) / 2
    weight = held.astype(float)
    every = (both.sum() ** 2 - (both**2).sum()) / 2
    apart = max(0.0, float(every - (weight**2 * at_one).sum()))
    return _Moments(total, float(both.sum()), float((weight * at_one).sum()), apart)


def _all_in(drawn: int, of: int, given: int) -> float:
    """P(`given` items are all among `drawn` items of `of`): hypergeometric."""
    return perm(drawn, given) / perm(of, given) if of >= given else 0.0


def bounded(moments: _Moments, drawn: int, met: int) -> float:
    """The least of the two bounds on P(T >= met); 1 at most."""
    first = moments.pairs * _all_in(drawn, moments.held, 2) / met
    if met < 2:
        return min(1.0, first)
    both = moments.paths * _all_in(drawn, moments.held, 3) + moments.apart * _all_in(drawn, moments.held, 4)
    return min(1.0, first, both / comb(met, 2))


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
