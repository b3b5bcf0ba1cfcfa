"""Hubs: one value, many persons of different names, nothing independent of it. Shown under that name, not as networks."""

from __future__ import annotations

import numpy as np

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.model.kinds import KINDS

LEAST = 4
"""Fewest persons, of that many different surnames, that make a hub."""

NOT_HUBS = frozenset(("past_employer", "referrer", "reference_name"))
"""Kinds that many share as a matter of course: a large employer or a busy referrer is no news."""

SAME = 0.8
"""Two values with this share of holders in common are one hub."""


def hubs(population: Population, people: People, explained: set[int]) -> list[tuple[int, list[int]]]:
    """(value, its persons), widest first, without values that a finding already speaks of."""
    silent = explained | population.innocent
    wide = [
        value
        for value in np.flatnonzero(population.count >= LEAST).tolist()
        if value not in silent and population.kind[value] not in NOT_HUBS
    ]
    order = sorted(wide, key=lambda v: (-int(population.count[v]), population.kind[v], population.key[v]))
    kept: list[tuple[int, list[int]]] = []
    near: dict[int, list[int]] = {}  # person -> hubs
    for value in order:
        if _coarse_twin(population, people, value):
            continue
        holders = population.holders(value)
        if _surnames(people, holders) < LEAST or _known(kept, near, holders):
            continue
        for person in holders:
            near.setdefault(person, []).append(len(kept))
        kept.append((value, holders))
    return kept


def _coarse_twin(population: Population, people: People, value: int) -> bool:
    """A network or building whose persons are nearly all behind one of its finer values says the same thing twice."""
    finer = people.finer(value)
    return any(population.count[one] >= SAME * population.count[value] for one in finer)


def _surnames(people: People, holders: list[int]) -> int:
    return len({name for person in holders[:200] if (name := people.surname(person))})


def _known(kept: list[tuple[int, list[int]]], near: dict[int, list[int]], holders: list[int]) -> bool:
    inside = set(holders)
    for number in {hub for person in holders[:5] for hub in near.get(person, [])}:
        other = kept[number][1]
        if len(inside.intersection(other)) >= SAME * max(len(inside), len(other)):
            return True
    return False


def family_of(population: Population, value: int) -> str:
    return KINDS[population.kind[value]].family
