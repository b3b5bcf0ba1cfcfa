"""Who a reference or a referrer is: by a telephone or mailbox of their own, else by a name that one person of the case has.

A contact is taken as somebody's own when few hold it; the agency's desk that a hundred give is nobody's. A name alone is never
an identity: it is said as a name, and only when no other person of the case has it.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.groups.columns import whole
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.slices import Slices

OWN = {"reference_phone": "phone", "reference_email": "email", "referrer": "email"}
"""Kind of a named person's contact -> kind of one's own contact, with the same keys."""

OWNERS = 3
"""A contact that more persons hold is nobody's own."""


class Crossing:
    """Looks up whose contact a reference or referrer gives. Built once for a population."""

    def __init__(self, population: Population, people: People, slices: Slices | None = None) -> None:
        self.population = population
        self.people = people
        self.slices = slices or Slices(population)

    @cached_property
    def own(self) -> dict[int, int]:
        """Value of a reference or referrer -> the value of somebody's own contact with the same key."""
        found: dict[int, int] = {}
        for named, own in OWN.items():
            here, there = _same(self._keys(named), self._keys(own))
            low, first = self.slices.values(named)[0], self.slices.values(own)[0]
            found |= dict(zip((here + low).tolist(), (there + first).tolist(), strict=True))
        return found

    def _keys(self, kind: str) -> pa.Array:
        low, high = self.slices.values(kind)
        return whole(self.population.links.values.column("key").slice(low, high - low))

    @cached_property
    def named(self) -> dict[int, list[int]]:
        """Own contact -> the values by which it is given as a reference or referrer, in order."""
        found: dict[int, list[int]] = {}
        for value, own in sorted(self.own.items()):
            found.setdefault(own, []).append(value)
        return found

    def owners(self, value: int) -> list[int]:
        """Persons whose own telephone or mailbox the reference or referrer has; [] when it is nobody's or a crowd's."""
        own = self.own.get(value)
        if own is None or own in self.population.innocent or self.population.count[own] > OWNERS:
            return []
        return self.population.holders(own)

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        """Lower-case name of a referrer -> persons of the case that write their name so."""
        names = pc.utf8_lower(pc.utf8_trim_whitespace(self.population.links.applicants.column("name")))
        rows = np.flatnonzero(np.asarray(pc.fill_null(pc.is_in(names, value_set=self._keys("referrer")), False)))
        found: dict[str, list[int]] = {}
        for row, name in zip(rows.tolist(), names.take(pa.array(rows)).to_pylist(), strict=True):
            persons = found.setdefault(name, [])
            person = int(self.population.persons.of[row])
            if person not in persons:
                persons.append(person)
        return found

    @cached_property
    def known(self) -> npt.NDArray[np.int64]:
        """Referrers that are known by a mailbox, or by a name that somebody of the case has."""
        names = pa.array(sorted(self._by_name), pa.string())
        named = np.flatnonzero(np.asarray(pc.is_in(self._keys("referrer"), value_set=names)))
        found = {*(named + self.slices.values("referrer")[0]).tolist(), *self.own}
        return np.array(sorted(found), np.int64)

    def namesakes(self, value: int) -> int:
        """Persons of the case who write their name as the referrer's."""
        return len(self._by_name.get(self.population.key[value], ()))

    def referrer(self, value: int) -> tuple[int | None, bool]:
        """(the person who referred, whether only the name says so); (None, False) when it is not known."""
        owners = self.owners(value)
        if len(owners) == 1:
            return owners[0], False
        named = self._by_name.get(self.population.key[value], [])
        return (named[0], True) if len(named) == 1 else (None, False)


def _same(some: pa.Array, others: pa.Array) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where the keys stand that both have, in the order of the first; a key stands once in each."""
    fewer, more = (some, others) if len(some) <= len(others) else (others, some)
    place = pc.index_in(more, value_set=fewer)  # the hash table is that of the fewer
    among_more = np.flatnonzero(np.asarray(pc.is_valid(place)))
    among_fewer = np.asarray(place.drop_null()).astype(np.int64)
    here, there = (among_fewer, among_more) if fewer is some else (among_more, among_fewer)
    order = np.argsort(here)
    return here[order], there[order]
