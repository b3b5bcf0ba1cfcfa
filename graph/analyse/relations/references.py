"""References: who is vouched for by an applicant, who for each other, whose reference has the candidate's own telephone."""

from __future__ import annotations

from functools import cached_property

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.slices import PerPerson, Slices
from graph.analyse.relations.citing import Citing
from graph.analyse.relations.crossing import OWN, Crossing
from graph.analyse.report.wording import listing
from graph.model.findings import Relation
from graph.model.kinds import KINDS

NAMED = 5


class References:
    """Reads the references of a population from a group's point of view."""

    def __init__(
        self, population: Population, people: People, crossing: Crossing, citing: Citing, slices: Slices
    ) -> None:
        self.population, self.people, self.crossing, self.citing = population, people, crossing, citing
        self.slices = slices

    def of(self, members: list[int]) -> list[Relation]:
        """References who are applicants (of the group or not), mutual ones, and those who are the candidate."""
        vouched: dict[int, dict[int, int]] = {}  # whose contact it is -> who gives it as a reference -> by which value
        if not self._given.any(members) and not self._named.any(members):
            return []
        for person in members:
            for value in self._given.of(person):
                for owner in self.crossing.owners(value):
                    vouched.setdefault(owner, {}).setdefault(person, value)
        inside = set(members)
        for owner in members:  # and who outside of the group gives a member's contact as a reference
            for own in self._named.of(owner):
                for value in self.crossing.named.get(own, ()):
                    if self.population.kind[value] != "referrer" and owner in self.crossing.owners(value):
                        for person in self.population.holders(value):
                            if person not in inside:
                                vouched.setdefault(owner, {}).setdefault(person, value)
        found = [self._themselves(owner, by[owner]) for owner, by in sorted(vouched.items()) if owner in by]
        for owner, by in sorted(vouched.items(), key=lambda item: (-len(item[1]), item[0])):
            others = {person: value for person, value in by.items() if person != owner}
            if others:
                found.append(self._applicant(owner, others, inside))
        return found + self._mutual(vouched)

    def ready(self) -> None:
        """Makes the columns that every group is looked up in."""
        _ = self._given, self._named

    @cached_property
    def _given(self) -> PerPerson:
        """By person the references they give that are somebody's own contact."""
        kind, innocent = self.population.kind, self.population.innocent
        return self.slices.of_values(
            [value for value in self.crossing.own if kind[value] != "referrer" and value not in innocent]
        )

    @cached_property
    def _named(self) -> PerPerson:
        """By person their own contacts that somebody gives as a reference or referrer."""
        return self.slices.of_values(list(self.crossing.named))

    def _contact(self, value: int) -> str:
        kind = KINDS[OWN[self.population.kind[value]]].title.lower()
        return f"{kind} {self.population.display[value]}"

    def _cite(self, owner: int, by: dict[int, int]) -> list[tuple[int, int]]:
        return [
            pair
            for person, value in sorted(by.items())
            for pair in ((person, value), (owner, self.crossing.own[value]))
        ]

    def _themselves(self, person: int, value: int) -> Relation:
        return Relation(
            "reference is the candidate",
            f"{self.people.label(person)} gives the own {self._contact(value)} as that of a reference.",
            tuple(self.people.applicants([person])),
            self.citing.held(self._cite(person, {person: value})),
        )

    def _applicant(self, owner: int, by: dict[int, int], inside: set[int]) -> Relation:
        names = listing([self.people.label(person) for person in sorted(by)], NAMED)
        whose = "of this group" if owner in inside else "outside of this group"
        verb = "gives" if len(by) == 1 else "give"
        contacts = listing(sorted({self._contact(value) for value in by.values()}))
        whom = f"{self.people.label(owner)}, an applicant {whose}"
        told = f"{names} {verb} as a reference the {contacts}, which is an own one of {whom}."
        return Relation(
            "reference is an applicant",
            told,
            tuple(self.people.applicants(sorted({owner, *by} & inside))),
            self.citing.held(self._cite(owner, by)),
        )

    def _mutual(self, vouched: dict[int, dict[int, int]]) -> list[Relation]:
        found = []
        for owner, by in sorted(vouched.items()):
            for person, value in sorted(by.items()):
                back = vouched.get(person, {}).get(owner)
                if owner < person and back is not None:
                    told = f"{self.people.label(owner)} and {self.people.label(person)} vouch for each other."
                    cited = self._cite(owner, {person: value}) + self._cite(person, {owner: back})
                    applicants = tuple(self.people.applicants([owner, person]))
                    found.append(Relation("vouch for each other", told, applicants, self.citing.held(cited)))
        return found
