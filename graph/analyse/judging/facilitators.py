"""Who or what holds a group together: values ranked by the members that depend on them, each tested against chance.

The test: given how many persons hold a value (its degree is kept), do its holders meet in facts of *other* families more often
than so many persons drawn at random? Observed pairs against a hypergeometric null over all pairs of persons. One hub alone,
however wide, passes no such test: width is not significance.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.analyse.groups.clusters import pair_totals
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import MOST
from graph.analyse.judging.significance import hypergeometric_tail, pairs
from graph.model.kinds import FAMILIES, KINDS

BUNDLE = 0.75
"""Least Jaccard similarity of two values' holders inside a finding to be called one bundle."""


@dataclass(frozen=True)
class Candidate:
    """A value as the facilitator of a group."""

    value: int
    members: tuple[int, ...]  # persons of the group that hold it
    gain: float  # what it is ranked by
    bundle: tuple[int, ...]  # other values with nearly the same holders
    met: int  # pairs of its holders that also meet in another family
    expected: float  # pairs of so many persons that do, by chance
    p_value: float
    role: str


class Chance:
    """How often pairs of persons meet, per family left out: the null that candidates are tested against."""

    def __init__(self, population: Population) -> None:
        self.persons = population.persons.count
        left, right, _, mask = pair_totals(population)
        self.near: dict[int, list[tuple[int, int]]] = {}  # person -> (later person, families they meet in)
        for a, b, families in zip(left.tolist(), right.tolist(), mask.tolist(), strict=True):
            self.near.setdefault(a, []).append((b, families))
        self.linked = [int(((mask & ~(1 << f)) != 0).sum()) for f in range(len(FAMILIES))]

    def meetings(self, holders: list[int], family: str) -> list[int]:
        """Families (as bits) in which pairs of these holders meet besides `family`, one entry per such pair."""
        others = ~(1 << FAMILIES.index(family))
        inside = set(holders)
        return [
            families & others
            for person in holders
            for other, families in self.near.get(person, ())
            if other in inside and families & others
        ]

    def test(self, holders: list[int], family: str) -> tuple[int, float, float]:
        """(pairs that meet otherwise, expected, p-value) for the holders of a value of this family."""
        met = len(self.meetings(holders, family))
        all_pairs, drawn = pairs(self.persons), pairs(len(holders))
        if not all_pairs:
            return met, 0.0, 1.0
        linked = self.linked[FAMILIES.index(family)]
        return met, drawn * linked / all_pairs, hypergeometric_tail(all_pairs, linked, drawn, met)

    def families(self, holders: list[int], family: str) -> int:
        """How many other families tie these holders together."""
        found = 0
        for families in self.meetings(holders, family):
            found |= families
        return found.bit_count()


def rank(population: Population, people: People, chance: Chance, members: list[int], most: int = 8) -> list[Candidate]:
    """The values that hold these members together, best first; [] when they share no value at all."""
    inside = set(members)
    held: dict[int, list[int]] = {}
    for person in members:
        for value in people.values(person):
            if population.count[value] >= 2 and value not in population.innocent:
                held.setdefault(value, []).append(person)
    shared = _without_twins(people, {value: persons for value, persons in held.items() if len(persons) >= 2})
    gains = {value: _gain(population, chance, value, persons) for value, persons in shared.items()}
    order = sorted(shared, key=lambda value: (-gains[value], -len(shared[value]), population.kind[value], value))
    found: list[Candidate] = []
    taken: set[int] = set()
    for value in order:
        if value in taken or len(found) == most:
            continue
        bundle = tuple(
            other
            for other in order
            if other != value and other not in taken and _alike(shared[value], shared[other]) >= BUNDLE
        )
        taken |= {value, *bundle}
        met, expected, p_value = chance.test(population.holders(value), KINDS[population.kind[value]].family)
        role = role_of(population, people, value, sorted(inside & set(shared[value])))
        found.append(Candidate(value, tuple(shared[value]), gains[value], bundle, met, expected, p_value, role))
    return found


def _without_twins(people: People, shared: dict[int, list[int]]) -> dict[int, list[int]]:
    """Without buildings, networks and account endings whose holders nearly all share one finer value: the same fact."""
    twins = {
        coarse
        for value, persons in shared.items()
        if (coarse := people.coarser(value)) in shared and len(persons) >= BUNDLE * len(shared[coarse])
    }
    return {value: persons for value, persons in shared.items() if value not in twins}


def alone(population: Population, people: People, chance: Chance, value: int) -> Candidate:
    """The value of a hub, as the one candidate of its holders."""
    holders = population.holders(value)
    met, expected, p_value = chance.test(holders, KINDS[population.kind[value]].family)
    role = role_of(population, people, value, holders[:MOST])
    return Candidate(value, tuple(holders), 0.0, (), met, expected, p_value, role)


def _gain(population: Population, chance: Chance, value: int, holders: list[int]) -> float:
    """Members beyond the first, times the bits of the value, more for every other family that ties them."""
    weight = float(population.weight[value]) or 0.05
    families = chance.families(holders, KINDS[population.kind[value]].family)
    return (len(holders) - 1) * weight * (1 + 0.25 * families)


def _alike(left: list[int], right: list[int]) -> float:
    a, b = set(left), set(right)
    return len(a & b) / len(a | b)


def role_of(population: Population, people: People, value: int, holders: list[int]) -> str:
    """The role the facts look like (docs/method.md, roles), "" when they do not say. A description, not a verdict."""
    kind = population.kind[value]
    family = KINDS[kind].family
    if family == "money":
        foreign = sum(1 for person in holders if people.foreign_payee(person, value))
        return "payroll mule" if foreign else "shared account"
    if kind in ("address", "building"):
        away = any(people.ships_away(person, (value,)) for person in holders)
        return "laptop-farm host" if away else "shared address"
    if kind == "device":
        contexts = {word for person in holders for word in people.contexts(person, value)}
        return "proxy interviewer" if "interview" in contexts else "shared machine"
    if kind.startswith("reference_"):
        return "reference giver"
    return {
        "past_employer": "front company",
        "referrer": "cell manager",
        "phone": "identity broker",
        "email": "identity broker",
        "handle": "identity broker",
        "website": "identity broker",
    }.get(kind, "")
