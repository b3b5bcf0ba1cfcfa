"""Flags of single records: they raise a case's place in the queue of a reader's attention. They never make an edge or a score."""

from __future__ import annotations

from collections import Counter

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.report.wording import count
from graph.model.kinds import KINDS

BUSY_DAY = 3
"""So many applications of one group on one day are worth a look."""


def flags(population: Population, people: People, members: list[int]) -> tuple[str, ...]:
    """What to look at in the records of these persons, each with its applicants."""
    found = []
    away = [person for person in members if _ships_elsewhere(population, people, person)]
    if away:
        found.append(f"Goods sent to an address that is not the home or ID address: {_who(people, away)}.")
    foreign = [person for person in members if _paid_to_another(population, people, person)]
    if foreign:
        found.append(f"Pay goes to an account in another name: {_who(people, foreign)}.")
    days = Counter(day.date() for person in members if (day := people.day(person)) is not None)
    busy = [(day, number) for day, number in sorted(days.items()) if number >= BUSY_DAY]
    if busy:
        most, number = max(busy, key=lambda item: item[1])
        found.append(f"{count(number, 'person')} of the group applied on {most.isoformat()}.")
    return tuple(found)


def _ships_elsewhere(population: Population, people: People, person: int) -> bool:
    addresses = tuple(value for value in people.values(person) if population.kind[value] == "address")
    return people.ships_away(person, addresses) is True


def _paid_to_another(population: Population, people: People, person: int) -> bool:
    return any(
        people.foreign_payee(person, value)
        for value in people.values(person)
        if KINDS[population.kind[value]].family == "money"
    )


def _who(people: People, persons: list[int], most: int = 6) -> str:
    ids = people.applicants(persons)
    return ", ".join(ids[:most]) + (f" and {len(ids) - most} more" if len(ids) > most else "")
