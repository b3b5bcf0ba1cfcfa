"""Why somebody was added to a core that stands: each fact that ties them to it, in a sentence with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.schemes import said as scheme_said
from graph.analyse.groups.ties import Ties
from graph.analyse.relations.citing import Citing
from graph.analyse.report.wording import count, listing, said
from graph.model.findings import Relation

JOINED = "joined"
"""The kind of relation that these are."""


class Joining:
    """Tells of the persons that groups of one population took in."""

    def __init__(self, population: Population, people: People, citing: Citing) -> None:
        self.population, self.people, self.citing = population, people, citing

    def of(self, grown: Mapping[int, Ties]) -> tuple[Relation, ...]:
        """One for each person, in order. The ties are those of the moment: the core may have grown since."""
        return tuple(self._one(person, grown[person]) for person in sorted(grown))

    def _one(self, person: int, ties: Ties) -> Relation:
        values = [fact.value for fact in ties.facts if fact.value >= 0]
        return Relation(
            JOINED,
            f"{self.people.label(person)} joined the core when it stood, tied to it by {ties.bits:.1f} bits: "
            f"{listing(list(self._facts(ties)), 6)}.",
            tuple(self.people.applicants([person])),
            self.citing.held((person, value) for value in values),
        )

    def _facts(self, ties: Ties) -> Iterator[str]:
        """What ties, the heaviest first; CVs together."""
        kind, display = self.population.kind, self.population.display
        alike = sorted({member for fact in ties.facts if fact.family == "text" for member in fact.members})
        for fact in sorted(ties.facts, key=lambda fact: (-fact.bits, fact.value, fact.scheme)):
            of = f"{count(len(fact.members), 'member')}"
            if fact.value >= 0:
                yield f"{said(kind[fact.value], display[fact.value])} (shared with {of})"
            elif fact.scheme:
                yield f"a mailbox or handle formed as those of {of} ({scheme_said(fact.scheme)})"
            elif alike:
                yield f"a CV like {listing([self.people.label(member) for member in alike])}"
                alike = []
