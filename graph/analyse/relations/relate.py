"""All relations of a group, in one order: references first, then referrals."""

from __future__ import annotations

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.relations.citing import Citing
from graph.analyse.relations.crossing import Crossing
from graph.analyse.relations.references import References
from graph.analyse.relations.referrals import Referrals
from graph.model.findings import Relation

MOST = 20
"""So many relations are told of one group."""

CROWD = 100
"""Of a wider group (a hub) none are told: a crowd's references say nothing of one facilitator."""


class Relations:
    """Built once for a population; asked once for each finding."""

    def __init__(
        self,
        population: Population,
        people: People,
        crossing: Crossing | None = None,
        citing: Citing | None = None,
    ) -> None:
        self.crossing = crossing or Crossing(population, people)
        self.citing = citing or Citing(population, people)
        slices = self.crossing.slices
        self._references = References(population, people, self.crossing, self.citing, slices)
        self._referrals = Referrals(population, people, self.crossing, self.citing, slices)

    def ready(self) -> None:
        """Makes the columns that every group is looked up in."""
        self._references.ready()
        self._referrals.ready()

    def of(self, members: list[int]) -> tuple[Relation, ...]:
        """Relations among these persons and to others, MOST of them. They enter no score."""
        if len(members) > CROWD:
            return ()
        return tuple([*self._references.of(members), *self._referrals.of(members)][:MOST])
