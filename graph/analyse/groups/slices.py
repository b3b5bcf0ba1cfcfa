"""The values and holdings of one kind of identifier, which stand together; and who holds which of them, person by person.

Questions that concern few kinds (addresses, accounts, references) are asked of these slices once, as columns, and not of
every person again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.groups.columns import codes, numbers, whole
from graph.analyse.groups.compiled import grouped
from graph.analyse.groups.evidence import Population

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


def span(numbers: Ints, low: int, high: int) -> tuple[int, int]:
    """Where the numbers from low to before high begin and end among numbers in order."""
    first, last = np.searchsorted(numbers, np.array((low, high), numbers.dtype)).tolist()  # another type copies all
    return first, last


class PerPerson:
    """Numbers by person: each person's own, in order."""

    def __init__(self, person: npt.NDArray[np.integer], number: npt.NDArray[np.integer], persons: int) -> None:
        """The numbers of one person must be in order among themselves already."""
        order, start = grouped(person, persons)
        self._number, self._start = numbers(np.asarray(number)[order]), numbers(start)

    def of(self, person: int) -> list[int]:
        """What this person has."""
        low, high = self._start[person], self._start[person + 1]
        if low == high:
            return []
        found: list[int] = self._number[low:high].tolist()
        return found

    def has(self, person: int, number: int) -> bool:
        """Whether the person has this one."""
        high = self._start[person + 1]
        at = bisect_left(self._number, number, self._start[person], high)
        return at < high and self._number[at] == number

    def any(self, persons: Iterable[int]) -> bool:
        """Whether one of these persons has anything."""
        start = self._start
        return any([start[person] != start[person + 1] for person in persons])


class Slices:
    """Looks up values, persons and rows of holdings by kind. Built once for a population."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self._number = {kind: number for number, kind in enumerate(population.kinds)}
        self._silent = np.array(sorted(population.innocent), np.int64)

    @cached_property
    def value(self) -> Ints:
        """The value of each row of holdings."""
        found: Ints = whole(self.population.links.holdings.column("value")).to_numpy()
        return found

    def values(self, kind: str) -> tuple[int, int]:
        """The first value of a kind, and the one after its last."""
        number = self._number.get(kind)
        if number is None:
            return 0, 0
        return span(self.population.number, number, number + 1)

    def rows(self, kind: str) -> tuple[int, int]:
        """The first row of holdings of values of a kind, and the one after its last."""
        return span(self.value, *self.values(kind))

    def column(self, kind: str, name: str) -> pa.ChunkedArray:
        """A column of the holdings of a kind."""
        low, high = self.rows(kind)
        return self.population.links.holdings.column(name).slice(low, high - low)

    def coded(self, kind: str, name: str) -> tuple[Ints, list[str]]:
        """Such a column of texts as numbers, and the texts by number."""
        return codes(self.column(kind, name))

    def persons(self, kind: str) -> Ints:
        """The person of each holding of a kind."""
        found: Ints = self.population.persons.of[self.column(kind, "applicant").to_numpy()]
        return found

    def told(self, kind: str) -> Longs:
        """The values of a kind, without those that say nothing."""
        found = np.arange(*self.values(kind))
        return found[~np.isin(found, self._silent)] if len(self._silent) else found

    def holders(self, kind: str) -> tuple[Longs, Ints]:
        """(value, person) of a kind, each pair once, in this order; without values that say nothing."""
        return self._pairs(self.told(kind))

    def by_person(self, kinds: Sequence[str]) -> PerPerson:
        """The values of these kinds that each person holds, in order, without values that say nothing."""
        return self.of_values(np.concatenate([self.told(kind) for kind in kinds]))

    def of_values(self, values: Longs | list[int]) -> PerPerson:
        """Those of these values that each person holds, in order."""
        value, person = self._pairs(np.sort(np.asarray(values, np.int64)))
        return PerPerson(person, value.astype(np.int32), self.population.persons.count)

    def _pairs(self, values: Longs) -> tuple[Longs, Ints]:
        """(value, person) of these values."""
        start = self.population.start
        count = start[values + 1] - start[values]
        first = np.repeat(start[values] - np.cumsum(count) + count, count)
        return np.repeat(values, count), self.population.holder[first + np.arange(len(first))]

    def names(self, persons: Ints) -> pa.Array:
        """The names of these persons, each the first that is known of them, null where none is."""
        return self._names.take(pa.array(self._named[persons], mask=self._named[persons] < 0))

    @cached_property
    def _names(self) -> pa.Array:
        return whole(self.population.links.applicants.column("name"))

    @cached_property
    def _named(self) -> Ints:
        """Of each person the first row of applicants that has a name, -1 when none has."""
        found = np.full(self.population.persons.count, -1, np.int32)
        rows = np.flatnonzero(np.asarray(pc.fill_null(pc.not_equal(self._names, ""), False)))[::-1]
        found[self.population.persons.of[rows]] = rows  # of several the last assigned stays: the first row
        return found

    @cached_property
    def shared(self) -> PerPerson:
        """The values that each person holds and somebody else too, in order, without values that say nothing."""
        told = self.population.count >= 2
        told[self._silent] = False
        return self.of_values(np.flatnonzero(told))
