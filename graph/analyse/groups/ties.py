"""What ties persons to a group that already stands: values that are nearly its own, and CVs like its members'.

Rarity asks how many *independent* people hold a value. A group that stands is one cause: its members count as one holder.
So an exit that seven members and one newcomer use, and nobody else, ties the newcomer like an exit of two (4 bits), though
between two strangers it would weigh 4 - log2(8 / 2) = 2. Strangers that hold the value count as always.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.analyse.groups.evidence import Population, value_weight
from graph.analyse.groups.people import People
from graph.model.kinds import KINDS

ALIKE, PASSAGE = 0.3, 60
"""A CV ties by this Jaccard similarity, or by a copied passage of so many words."""

TEXT_BITS = 4.0

COARSE = frozenset(kind.coarser for kind in KINDS.values() if kind.coarser)
"""Kinds that hold many finer values (a bank's account endings, a building, a network): they agree by chance, so all count."""

LIVING = frozenset(("location", "contact", "money", "device"))
"""Families that a spouse or a flatmate shares."""


@dataclass(frozen=True)
class Ties:
    """What ties newcomers to a group: bits over families once each, how many values and texts, and to whom of the group."""

    bits: float
    count: int
    families: frozenset[str]
    members: frozenset[int]

    @property
    def household(self) -> bool:
        """Do they lead to one member only, by nothing but what people share who live together?"""
        return len(self.members) < 2 and self.families <= LIVING


def ties(population: Population, people: People, members: list[int], others: list[int], share: float) -> Ties:
    """What ties `others` to `members`, of values that `share` of all holders hold among both, and by CV text.

    A value that one member and one other hold, and nobody else, is between these two: half of its bits.
    """
    inside, new = set(members), set(others) - set(members)
    best: dict[str, float] = {}
    touched: set[int] = set()
    count = 0
    for value in sorted({value for person in new for value in people.values(person)}):
        old, hits, holders = _holders(population, value, inside, new)
        if not old or hits + len(old) < share * holders:
            continue
        bits = _bits(population, value, holders, len(old)) * population.kept(value, old, new)
        if bits <= 0:
            continue
        family = KINDS[population.kind[value]].family
        best[family] = max(best.get(family, 0.0), bits / 2 if holders == 2 else bits)
        touched |= old
        count += 1
    for person in sorted(new):
        for other, jaccard, words in people.texts_like(person):
            if other in inside and (jaccard >= ALIKE or words >= PASSAGE):
                best["text"] = max(best.get("text", 0.0), TEXT_BITS)
                touched.add(other)
                count += 1
    return Ties(sum(best.values()), count, frozenset(best), frozenset(touched))


def _holders(population: Population, value: int, inside: set[int], new: set[int]) -> tuple[set[int], int, int]:
    """(members that hold the value, how many of the new do, how many persons in all); nothing for one's own or a crowd's."""
    holders = int(population.count[value])
    if (
        holders < 2
        or holders > KINDS[population.kind[value]].crowd + len(inside) + len(new)
        or value in population.innocent
    ):
        return set(), 0, holders
    found = population.holders(value)
    return inside.intersection(found), len(new.intersection(found)), holders


def _bits(population: Population, value: int, holders: int, old: int) -> float:
    kind = population.kind[value]
    return value_weight(kind, holders if kind in COARSE else holders - old + 1)
