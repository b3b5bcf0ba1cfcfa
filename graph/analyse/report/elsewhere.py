"""Who of one finding is in another too: a ring's member has a family, and a family has a ring's member. Neither finding is
judged by the other, so each says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.analyse.groups.people import People
from graph.analyse.report.wording import count, listing
from graph.model.findings import Relation

ELSEWHERE = "elsewhere"
"""The kind of relation that these are."""

NAMED = 4
"""Persons that are named; how many more there are is said."""


@dataclass(frozen=True)
class Standing:
    """A judged group as its finding will be known: `cause` is its innocent explanation, "" of a network."""

    id: str
    cause: str
    members: tuple[int, ...]


class Elsewhere:
    """Tells of the persons that several of these groups have."""

    def __init__(self, people: People, standing: Sequence[Standing]) -> None:
        """standing: in order of rank, which is the order in which they are told."""
        self.people = people
        self.standing = standing
        self._of: dict[int, list[int]] = {}
        for number, group in enumerate(standing):
            for person in group.members:
                self._of.setdefault(person, []).append(number)

    def of(self, id_: str, members: Sequence[int]) -> tuple[Relation, ...]:
        """One relation for each other group that has some of these persons."""
        shared: dict[int, list[int]] = {}
        for person in members:
            for number in self._of.get(person, ()):
                if self.standing[number].id != id_:
                    shared.setdefault(number, []).append(person)
        return tuple(self._one(self.standing[number], shared[number]) for number in sorted(shared))

    def _one(self, group: Standing, persons: list[int]) -> Relation:
        names = listing([self.people.label(person) for person in persons], NAMED)
        verb = "is" if len(persons) == 1 else "are"
        what = f"which is explained: {group.cause}" if group.cause else "a network"
        return Relation(
            ELSEWHERE,
            f"{names} {verb} also among the {count(len(group.members), 'person')} of {group.id}, {what}.",
            tuple(self.people.applicants(persons)),
            finding=group.id,
        )
