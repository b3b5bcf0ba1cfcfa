"""What the tests ask of a small world."""

from __future__ import annotations

from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.judging.candidate import Candidate
from graph.analyse.judging.chance import Chance
from graph.analyse.judging.facilitators import Facilitators
from graph.analyse.persons.resolve import resolve
from tests.graph.analyse.world import World


def ranked(world: World, members: list[str]) -> list[Candidate]:
    """The candidates for the facilitator of these, the first one first."""
    links = world.build()
    population = populate(links, resolve(links))
    people = People(population)
    number = {id_: int(population.persons.of[row]) for row, id_ in enumerate(people.ids)}
    facilitators = Facilitators(population, people, Chance(population))
    group = sorted({number[id_] for id_ in members})
    return facilitators.rank(group, facilitators.together(group))
