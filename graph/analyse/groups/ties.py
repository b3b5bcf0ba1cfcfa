"""What ties persons to a group that already stands: values that are nearly its own, CVs like its members', mailboxes and
handles that are formed as theirs (schemes.py).

Rarity asks how many *independent* people hold a value. A group that stands is one cause: its members count as one holder.
So an exit that seven members and one newcomer use, and nobody else, ties the newcomer like an exit of two (4 bits), though
between two strangers it would weigh 4 - log2(8 / 2) = 2. Strangers that hold the value count as always.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log2

from graph.analyse.groups.evidence import PASSAGE, Population, value_weight
from graph.analyse.groups.people import People
from graph.model.kinds import KINDS

ALIKE, LONG = 0.3, 60
"""A CV ties by this Jaccard similarity, or by a copied passage of so many words."""

PASSAGE_MEMBERS = 2
"""It also ties by copied passages of PASSAGE words with so many of the group."""

TEXT_BITS = 4.0

TEXT_OWN, NEAR_COPY = 1 / 3, 0.5
"""A CV ties to a group only when so many of the persons whose CVs are like it are of the group, or by this Jaccard similarity:
an opening or a project told alike is a CV writer's or a team's, a CV that is whole nearly the same is not."""

SCHEME_BITS = 3.0
"""Bits of a mailbox or handle formed as those of SCHEME_MEMBERS of the group; every doubling of others who form theirs so
takes one away. As a building's: alone it brings nobody."""

SCHEME_MEMBERS = 2
"""So many of the group must form theirs so: in one it is no scheme."""

COARSE = frozenset(kind.coarser for kind in KINDS.values() if kind.coarser)
"""Kinds that hold many finer values (a bank's account endings, a building, a network): they agree by chance, so all count."""

LIVING = frozenset(("location", "contact", "money", "device"))
"""Families that a spouse or a flatmate shares."""


@dataclass(frozen=True)
class Tie:
    """One fact that ties newcomers to a group: of a value its number, of a mailbox its scheme, of a CV neither."""

    family: str
    bits: float
    members: frozenset[int]  # of the group, to whom it leads
    newcomers: frozenset[int]  # from whom
    value: int = -1
    scheme: str = ""


@dataclass(frozen=True)
class Ties:
    """All that ties newcomers to a group."""

    facts: tuple[Tie, ...] = ()

    @cached_property
    def bits(self) -> float:
        """Of each family the heaviest fact."""
        best: dict[str, float] = {}
        for fact in self.facts:
            best[fact.family] = max(best.get(fact.family, 0.0), fact.bits)
        return sum(best.values())

    @property
    def count(self) -> int:
        """How many values and texts."""
        return sum(not fact.scheme for fact in self.facts)

    @cached_property
    def families(self) -> frozenset[str]:
        return frozenset(fact.family for fact in self.facts)

    @cached_property
    def members(self) -> frozenset[int]:
        """To whom of the group they lead."""
        return frozenset().union(*(fact.members for fact in self.facts))

    @cached_property
    def newcomers(self) -> frozenset[int]:
        """From whom of the others they lead."""
        return frozenset().union(*(fact.newcomers for fact in self.facts))

    @property
    def household(self) -> bool:
        """Do they lead to one member only, by nothing but what people share who live together?"""
        return len(self.members) < 2 and self.families <= LIVING


def ties(population: Population, people: People, members: list[int], others: list[int], share: float) -> Ties:
    """What ties `others` to `members`: values and schemes that `share` of all holders hold among both, and CV text."""
    inside, new = set(members), set(others) - set(members)
    return Ties(
        (
            *_by_values(population, people, inside, new, share),
            *by_texts(people, inside, new),
            *_by_schemes(people, inside, new, share),
        )
    )


def _by_values(population: Population, people: People, inside: set[int], new: set[int], share: float) -> Iterator[Tie]:
    """A value that one member and one other hold, and nobody else, is between these two: half of its bits."""
    for value in sorted({value for person in new for value in people.values(person)}):
        old, hits, holders = _holders(population, value, inside, new)
        if not old or len(hits) + len(old) < share * holders:
            continue
        bits = _bits(population, value, holders, len(old)) * population.kept(value, old, new)
        if bits > 0:
            family = KINDS[population.kind[value]].family
            yield Tie(family, bits / 2 if holders == 2 else bits, frozenset(old), frozenset(hits), value)


def by_texts(people: People, inside: set[int], new: set[int]) -> Iterator[Tie]:
    """CVs like those of the group, where at least TEXT_OWN of all that are like the newcomer's are in it, else a crowd's."""
    for person in sorted(new):
        like = [one for one in people.texts_like(person) if one[1] >= ALIKE or one[2] >= PASSAGE]
        near = [one for one in like if one[0] in inside]
        if len(near) < TEXT_OWN * len(like) and all(one[1] < NEAR_COPY for one in near):
            continue
        for other, jaccard, words in near:
            if jaccard >= ALIKE or words >= LONG or len(near) >= PASSAGE_MEMBERS:
                yield Tie("text", TEXT_BITS, frozenset((other,)), frozenset((person,)))


def _by_schemes(people: People, inside: set[int], new: set[int], share: float) -> Iterator[Tie]:
    """Mailboxes and handles formed alike: the group is one holder, and strangers count as always."""
    schemes = people.schemes
    for scheme in sorted({one for person in new for one in schemes.of(person)}):
        old = frozenset([person for person in inside if scheme in schemes.of(person)])
        if len(old) < SCHEME_MEMBERS:
            continue
        hits = frozenset([person for person in new if scheme in schemes.of(person)])
        holders = max(schemes.holders(scheme), len(old) + len(hits))
        bits = SCHEME_BITS - log2((holders - len(old) + 1) / 2)
        if len(old) + len(hits) >= share * holders and bits > 0:
            yield Tie("contact", bits, old, hits, scheme=scheme)


def _holders(population: Population, value: int, inside: set[int], new: set[int]) -> tuple[set[int], set[int], int]:
    """(members that hold the value, who of the new does, how many persons in all); nothing for one's own or a crowd's."""
    holders = int(population.count[value])
    if (
        holders < 2
        or holders > KINDS[population.kind[value]].crowd + len(inside) + len(new)
        or value in population.innocent
    ):
        return set(), set(), holders
    found = population.holders(value)
    return inside.intersection(found), new.intersection(found), holders


def _bits(population: Population, value: int, holders: int, old: int) -> float:
    kind = population.kind[value]
    return value_weight(kind, holders if kind in COARSE else holders - old + 1)
