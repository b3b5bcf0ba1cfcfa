"""Every weighed pair of applicants of different persons, heaviest first: what `linchpin links` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast, overload

import numpy as np
import numpy.typing as npt

from graph.analyse.groups.clusters import pair_totals
from graph.analyse.groups.columns import numbers
from graph.analyse.groups.decisive import decides
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.model.findings import Link
from graph.model.kinds import FAMILIES

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_FAMILIES = [
    tuple(name for place, name in enumerate(FAMILIES) if code >> place & 1) for code in range(1 << len(FAMILIES))
]


class Pairs(Sequence[Link]):
    """Pairs of applicants as columns; a million of them become records only as far as they are looked at."""

    def __init__(self, ids: Sequence[str], left: Ints, right: Ints, weight: Floats, codes: Ints) -> None:
        """left, right: rows of `ids`. codes: families as a bit mask, and a bit above these where a decisive value ties."""
        self._ids, self._left, self._right, self._codes = ids, numbers(left), numbers(right), numbers(codes)
        self._weight: memoryview[float] = memoryview(cast("Any", weight))

    def __len__(self) -> int:
        return len(self._weight)

    @overload
    def __getitem__(self, at: int) -> Link: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Link]: ...
    def __getitem__(self, at: int | slice) -> Link | Sequence[Link]:
        if isinstance(at, slice):
            return tuple([self[one] for one in range(*at.indices(len(self)))])
        code = self._codes[at]
        families, decisive = _FAMILIES[code % len(_FAMILIES)], code >= len(_FAMILIES)
        return Link(self._ids[self._left[at]], self._ids[self._right[at]], self._weight[at], families, decisive)

    def __iter__(self) -> Iterator[Link]:
        return (self[at] for at in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(Link.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]  # as a list has none


def weighed_pairs(population: Population, people: People) -> Pairs:
    """All of them: the heaviest first, then by the ids, of which the first in plain order is the left one."""
    left, right, bits, mask = pair_totals(population)
    width = max(population.persons.count, 1)
    final = np.isin(left.astype(np.int64) * width + right, _decisive_pairs(population, people, width))
    codes = mask.astype(np.int64) + len(_FAMILIES) * final
    pair, one, other = _applicants(population, left, right)
    rank = _ranks(people.ids, one, other)
    turned = rank[one] > rank[other]
    one, other = np.where(turned, other, one), np.where(turned, one, other)
    different, which = np.unique(bits, return_inverse=True)
    rounded = np.array([round(weight, 2) for weight in different.tolist()])
    weight = rounded[which][pair] if len(pair) else np.zeros(0)
    order = np.lexsort((rank[other], rank[one], -weight))
    return Pairs(people.ids, one[order], other[order], weight[order], codes[pair[order]])


def _applicants(population: Population, left: npt.ArrayLike, right: npt.ArrayLike) -> tuple[Ints, Ints, Ints]:
    """Each application of the left person with each of the right one: number of the pair, and both applicants."""
    person = population.persons.of
    member = np.argsort(person, kind="stable")
    count = np.bincount(person, minlength=population.persons.count)
    start = np.cumsum(count) - count
    lefts, rights = np.asarray(left, np.int64), np.asarray(right, np.int64)
    sizes = count[lefts] * count[rights]
    pair = np.repeat(np.arange(len(lefts)), sizes)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    of_right = count[rights[pair]]
    return pair, member[start[lefts[pair]] + within // of_right], member[start[rights[pair]] + within % of_right]


def _ranks(ids: Sequence[str], one: Ints, other: Ints) -> Ints:
    """By applicant, the place of the id among those of all pairs, in plain order."""
    rows = np.unique(np.concatenate([one, other])).tolist()
    rank = np.zeros(len(ids), np.int64)
    rank[sorted(rows, key=ids.__getitem__)] = np.arange(len(rows))
    return rank


def _decisive_pairs(population: Population, people: People, width: int) -> Ints:
    """Left * width + right of persons that a decisive value ties."""
    found = []
    for value in np.flatnonzero(np.frombuffer(population.decisive, np.bool_)).tolist():
        holders = population.holders(value)
        if decides(population, people, value, holders):
            found += [a * width + b for i, a in enumerate(holders) for b in holders[i + 1 :]]
    return np.array(found, np.int64)
