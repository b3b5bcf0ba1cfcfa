"""What remains of a finding without its strongest link: does it stand on one leg?"""

from __future__ import annotations

from graph.analyse.groups.clusters import connected
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.judging.facilitators import Candidate
from graph.analyse.report.wording import count, listing
from graph.model.findings import Fragility
from graph.model.kinds import FAMILIES, KINDS


def fragility(population: Population, people: People, members: list[int], candidates: list[Candidate]) -> Fragility:
    """Remove the first facilitator candidate with its bundle, and see who still hangs together, by which families."""
    if not candidates:
        return Fragility("It rests on CV text alone.", "", 0, ())
    first = candidates[0]
    removed = {first.value, *first.bundle}
    pairs, families = _pairs(population, people, members, removed)
    groups = connected(members, pairs)
    remains = len(groups[0]) if pairs else 0
    display = population.display[first.value]
    if remains < 2:
        sentence = f"Without {display} nothing ties them: it stands on this one value."
    else:
        rest = f"{remains} of {count(len(members), 'person')}"
        sentence = f"Without {display}, {rest} still hang together, by {listing(families, 6)}."
    return Fragility(sentence, display, remains, tuple(families))


def _pairs(
    population: Population, people: People, members: list[int], removed: set[int]
) -> tuple[list[tuple[int, int]], list[str]]:
    """Stars over the remaining weighing values, and the alike CVs; with the families they are of."""
    inside = set(members)
    gone = removed | {number for value in removed if (number := people.coarser(value)) is not None}
    first: dict[int, int] = {}
    pairs: list[tuple[int, int]] = []
    families: set[str] = set()
    for person in members:
        for value in people.values(person):
            if value in gone or population.weight[value] <= 0:
                continue
            other = first.setdefault(value, person)
            if other != person:
                pairs.append((other, person))
                families.add(KINDS[population.kind[value]].family)
        for right, _, _ in people.texts_like(person):
            if right in inside and person < right:
                pairs.append((person, right))
                families.add("text")
    return pairs, [family for family in FAMILIES if family in families]
