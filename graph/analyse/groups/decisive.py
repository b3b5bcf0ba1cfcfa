"""Facts that found a network alone, defined narrowly: one value, three unrelated names, and no payee who explains it."""

from __future__ import annotations

from graph.analyse.groups.evidence import UNRELATED, Population
from graph.analyse.groups.people import People
from graph.analyse.persons.names import unrelated
from graph.model.kinds import KINDS

OWN = 2
"""With so many of them paid to the account in their own name it is a joint account, and decides nothing."""


def decisive_values(population: Population, people: People, group: list[int]) -> list[int]:
    """Values of decisive kinds, inside their crowd, that UNRELATED persons of the group hold.

    An account does not count when it stands in the own names of OWN of them, wherever a payee is known.
    """
    held: dict[int, list[int]] = {}
    for person in group:
        for value in people.founding(person):
            held.setdefault(value, []).append(person)
    return sorted(value for value, persons in held.items() if decides(population, people, value, persons))


def decides(population: Population, people: People, value: int, persons: list[int]) -> bool:
    """Whether a value of a decisive kind founds a network of these holders."""
    names = [people.name(person) for person in persons]
    apart = [i for i, name in enumerate(names) if all(unrelated(name, other) for other in names[:i])]
    if len(apart) < UNRELATED:
        return False
    if KINDS[population.kind[value]].family != "money":
        return True
    named = [person for person in persons if people.name(person) and people.payees(person, value)]
    return len(named) - sum(1 for person in named if people.foreign_payee(person, value)) < OWN
