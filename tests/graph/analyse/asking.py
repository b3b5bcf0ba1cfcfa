"""What the tests ask of a small world."""

from __future__ import annotations

from graph.analyse import analyse
from graph.analyse.grouping import Grouping
from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.groups.shapes import Shapes
from graph.analyse.judging.candidate import Candidate
from graph.analyse.judging.chance import Chance
from graph.analyse.judging.facilitators import Facilitators
from graph.analyse.persons.resolve import resolve
from graph.analyse.report.finding import Reporter
from graph.model.findings import Finding
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


def found(world: World) -> list[Finding]:
    """Its findings but for hubs, in their order."""
    return [one for one in analyse(world.build()).findings if one.type != "hub"]


def network(world: World) -> Finding:
    """Its first network."""
    return next(one for one in found(world) if one.type == "network")


def grouping(world: World) -> tuple[Grouping, dict[str, int]]:
    """What settles its groups, and the number of each one's person."""
    links = world.build()
    population = populate(links, resolve(links))
    people = People(population)
    number = {id_: int(population.persons.of[row]) for row, id_ in enumerate(people.ids)}
    made = Grouping(population, people, Reporter(population, people, Chance(population)), Shapes(population, people))
    return made, number
