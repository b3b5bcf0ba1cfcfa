"""Referral chains: who brought whom, over several steps, and whether a chain comes back to where it began."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.slices import PerPerson, Slices
from graph.analyse.relations.citing import Citing
from graph.analyse.relations.crossing import Crossing
from graph.analyse.report.wording import listing
from graph.model.findings import Relation

STEPS = 6
"""A chain is followed so many steps back."""

NAMED = 5


class Referrals:
    """Reads the referrals of a population from a group's point of view."""

    def __init__(
        self, population: Population, people: People, crossing: Crossing, citing: Citing, slices: Slices
    ) -> None:
        self.population, self.people, self.crossing, self.citing = population, people, crossing, citing
        self.slices = slices

    def of(self, members: list[int]) -> list[Relation]:
        """Referrers of two members or more, and members who brought a member; then chains and circles.

        That somebody from outside referred one of the group is an ordinary referral, and not told.
        """
        brought: dict[int, list[int]] = {}
        if not self._telling.any(members):
            return []
        inside = set(members)
        for person in members:
            for value in self._telling.of(person):
                brought.setdefault(value, []).append(person)
        found = [
            self._star(value, persons, members)
            for value, persons in sorted(brought.items(), key=lambda item: (-len(item[1]), item[0]))
            if len(persons) >= 2 or self._by(value, persons[0]) in inside
        ]
        return found + self._chains(members)

    def ready(self) -> None:
        """Makes the columns that every group is looked up in."""
        _ = self._given, self._telling

    @cached_property
    def _given(self) -> PerPerson:
        """By person the referrers they name."""
        return self.slices.by_person(("referrer",))

    @cached_property
    def _telling(self) -> PerPerson:
        """Of these the ones that several name or that are known. One applicant's unknown referrer tells nothing."""
        told = self.slices.told("referrer")
        return self.slices.of_values(told[(self.population.count[told] >= 2) | np.isin(told, self.crossing.known)])

    def _by(self, value: int, person: int) -> int | None:
        """Who referred the person by this value, when that is another person of the case."""
        who, _ = self.crossing.referrer(value)
        return None if who == person else who

    def _star(self, value: int, persons: list[int], members: list[int]) -> Relation:
        display = self.population.display[value]
        who, by_name = self.crossing.referrer(value)
        if who is None:
            known = f"{display}, {self._unknown(value)},"
        else:
            inside = "of this group" if who in set(members) else "from outside of this group"
            same = "who has the name of" if by_name else "whose mailbox it is:"
            known = f"{display}, {same} {self.people.label(who)} {inside},"
        names = listing([self.people.label(person) for person in persons], NAMED)
        outside = int(self.population.count[value]) - len(persons)
        others = f" and {outside:,} outside of it" if outside else ""
        return Relation(
            "referral",
            f"{known} referred {len(persons)} of this group{others}: {names}.",
            tuple(self.people.applicants([*persons, *([who] if who in members else [])])),
            self.citing.held((person, value) for person in persons),
        )

    def _unknown(self, value: int) -> str:
        """Why nobody is taken for this referrer. It says no more than what was asked: who applied, not whose account it is."""
        if several := self.crossing.namesakes(value):
            return f"a name that {several} persons of this case have"
        if value in self.crossing.own:
            return "a mailbox that is no one person's own here"
        return "by name and mailbox nobody who applied here"

    def _chains(self, members: list[int]) -> list[Relation]:
        """The longest way back from each member, of two steps and more; one that another contains is left out."""
        ways = []
        for person in members:
            way = self._back(person)
            if len(way) > 2:
                ways.append(way)
        kept = [way for way in ways if not any(way is not other and set(way) < set(other) for other in ways)]
        found: list[Relation] = []
        circles: set[frozenset[int]] = set()
        for way in sorted(kept, key=lambda way: (-len(way), way)):
            circle = way[0] == way[-1]
            if circle:
                if frozenset(way) in circles:
                    continue
                circles.add(frozenset(way))
            found.append(self._chain(way, circle=circle))
        return found

    def _back(self, person: int) -> list[int]:
        """The person, who brought them, who brought those, …; ends with a person that is there already: a circle."""
        way = [person]
        while len(way) <= STEPS:
            referrers = [who for value in self._telling.of(way[-1]) if (who := self._by(value, way[-1])) is not None]
            if not referrers:
                break
            way.append(min(referrers))
            if way[-1] in way[:-1]:
                return way if way[-1] == way[0] else []  # a circle is told from its own members
        return way

    def _chain(self, way: list[int], *, circle: bool) -> Relation:
        names = [self.people.label(person) for person in reversed(way)]
        told = f"{names[0]} referred " + ", who referred ".join(names[1:])
        told += ": the chain comes back to where it began." if circle else "."
        steps = [(person, value) for person in way for value in self._given.of(person)]
        return Relation(
            "referral circle" if circle else "referral chain",
            told,
            tuple(self.people.applicants(sorted(set(way)))),
            self.citing.held(steps),
        )
