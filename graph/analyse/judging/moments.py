"""How often pairs meet among those who hold a value, when it is drawn anew who holds what, without drawing.

The null is every matrix of persons and values of one kind in which each value keeps how many persons hold it and each person
how many values they hold, all equally likely. Its chances are those of the maximum-entropy matrix with these margins
(bipartite configuration model: Saracco et al. 2015): person i holds value v with odds x_i * y_v. So a value that nearly
everybody holds leaves little room for who else holds what, which no product of shares would know. Values that everybody with
the kind holds are no draw and are taken away first.

P(T >= t) <= E[C(T, k)] / C(t, k) for k = 1 and 2 (Markov's inequality on factorial moments). The chance that two, three or
four given persons all hold v is taken as the product of x * y, which is above each one's chance, times the correction of
draws without return (Hajek 1964) at its largest. Where all persons hold equally many values it is the hypergeometric
probability, exact. Elsewhere it is no theorem that the bound holds; a test counts through all matrices of hundreds
of small margins.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import comb, perm

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]
Scales = tuple[float, float, float]
"""By what the products of two, three and four persons' weights become chances that all of them hold one value."""

ROUNDS = 2000
SETTLED = 1e-9
"""The fit ends when no odds move by more than this share. Those of who holds all there is grow without end."""

NEAR = 1e-2
"""A fit whose margins are off by more than this share tells nothing."""


@dataclass(frozen=True)
class Margins:
    """The margins of one kind. weight: by person; 0 for who has no value that is drawn. odds: by number of holders, of each
    value that is drawn. persons: how many have one. even: these all hold equally many."""

    weight: Floats
    odds: dict[int, float]
    persons: int
    even: bool
    _scales: dict[int, Scales | None] = field(default_factory=dict, compare=False)  # that were asked for

    @classmethod
    def of(cls, held: Numbers, sizes: Numbers) -> Margins:
        """held: by person, how many values of the kind; sizes: by value, how many hold it."""
        held, sizes = _drawn(held, sizes)
        degrees, persons = _classes(held)
        widths, values = _classes(sizes)
        by_degree = np.zeros(int(held.max(initial=0)) + 1)
        odds: dict[int, float] = {}
        even = len(degrees) == 1
        if even:
            by_degree[degrees] = 1.0
            odds = dict.fromkeys(widths.tolist(), 1.0)
        elif (fit := _fit(degrees, persons, widths, values)) is not None:
            by_degree[degrees], of_widths = fit
            odds = dict(zip(widths.tolist(), of_widths.tolist(), strict=True))
        return cls(by_degree[held], odds, int(persons.sum()), even)

    def scales(self, holders: int) -> Scales | None:
        """For a value with so many holders; None when chance has no say in who holds it, or cannot be told."""
        if holders not in self._scales:
            self._scales[holders] = self._scaled(holders)
        return self._scales[holders]

    def _scaled(self, holders: int) -> Scales | None:
        odds = self.odds.get(holders)
        if odds is None:
            return None
        if self.even:
            return without_return(holders, self.persons)
        weights, persons = self._different
        chance = weights * odds / (1 + weights * odds)
        spread = float(persons @ (chance * (1 - chance)))
        lost = min(1.0, (1 - float(chance.max())) ** 2 / spread) if spread > 0 else 0.0
        two = odds**2 * (1 - lost)
        three = odds * two * max(0.0, 1 - 2 * lost)
        return two, three, odds * three * max(0.0, 1 - 3 * lost)

    def odds_of(self, holders: int) -> float | None:
        """By what a person's weight becomes (at most) the chance to hold a value with so many holders; None as in `scales`."""
        odds = self.odds.get(holders)
        return holders / self.persons if odds is not None and self.even else odds

    @cached_property
    def _different(self) -> tuple[Floats, Numbers]:
        """The different weights, and how many persons have each."""
        return np.unique(self.weight[self.weight > 0], return_counts=True)


def without_return(drawn: int, of: int) -> Scales:
    """The chances that two, three, four given ones of so many are all among those that are drawn: hypergeometric."""
    two, three, four = (perm(drawn, given) / perm(of, given) if of >= given else 0.0 for given in (2, 3, 4))
    return two, three, four


def _classes(counts: Numbers) -> tuple[Numbers, Numbers]:
    """The different counts above 0, and how often each stands there."""
    times = np.bincount(counts)
    times[:1] = 0
    different = np.flatnonzero(times)
    return different, times[different]


def _drawn(held: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """Without the values that everybody who has one holds: who holds these is no draw."""
    while len(sizes) and sizes.max() >= (persons := int((held > 0).sum())):
        sure = sizes >= persons
        held = np.maximum(held - int(sure.sum()), 0)
        sizes = sizes[~sure]
    return held, sizes


def _fit(degrees: Numbers, persons: Numbers, widths: Numbers, values: Numbers) -> tuple[Floats, Floats] | None:
    """The odds of persons and values by their margins: each class's expected margin is its own. None when they do not
    settle."""
    total = float(degrees @ persons) ** 0.5
    x, y = degrees / total, widths / total
    for _ in range(ROUNDS):
        before = x
        x = degrees / ((1 / (1 + np.outer(x, y))) @ (values * y))
        y = widths / ((persons * x) @ (1 / (1 + np.outer(x, y))))
        if (np.abs(x - before) <= SETTLED * x).all():
            break
    got = x * ((1 / (1 + np.outer(x, y))) @ (values * y))
    return (x, y) if (np.abs(got - degrees) <= NEAR * degrees).all() else None


@dataclass(frozen=True)
class Moments:
    """Sums of products of weights over the pairs that meet."""

    pairs: float
    paths: float  # over two pairs that share a person, of the three persons
    apart: float  # over two pairs that share nobody, of the four

    @classmethod
    def of(cls, left: Numbers, right: Numbers, weight: Floats) -> Moments:
        """left, right: the persons of each pair."""
        persons = len(weight)
        one, other = weight[left], weight[right]
        both = one * other
        sums = np.bincount(left, other, persons) + np.bincount(right, one, persons)
        squares = np.bincount(left, other**2, persons) + np.bincount(right, one**2, persons)
        at_one = (sums**2 - squares) / 2
        every = (both.sum() ** 2 - (both**2).sum()) / 2
        apart = max(0.0, float(every - (weight**2 * at_one).sum()))
        return cls(float(both.sum()), float((weight * at_one).sum()), apart)


def expected(moments: Moments, scales: Scales) -> float:
    """Pairs that meet among the holders, by chance."""
    return moments.pairs * scales[0]


def bounded(moments: Moments, scales: Scales, met: int) -> float:
    """The least of the two bounds on P(T >= met); 1 at most. met: 1 at least."""
    first = expected(moments, scales) / met
    if met < 2:
        return min(1.0, first)
    both = moments.paths * scales[1] + moments.apart * scales[2]
    return min(1.0, first, both / comb(met, 2))
