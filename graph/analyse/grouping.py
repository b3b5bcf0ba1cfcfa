"""Which groups are judged: communities that come apart (apart.py), joined and grown where one ring shows.

Each step is decided by the same contest that scores a finding:
  joined  a network and another group are one when values that are nearly theirs alone tie them, by two values or texts (a
          group that is none by two of its persons, too), and one facilitator explains the union about as well
  grown   a person of no network joins one by values that are nearly its own: evidence too weak to found a finding may add to
          one that stands. Never an exit that strangers use too; never who is only one member's household
No group, and nobody of a crowd, follows one member alone by what that member has in common with that crowd.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from graph.analyse.apart import EXPLAINED, Apart, Group
from graph.analyse.groups.blocks import families_of, is_chain
from graph.analyse.groups.clusters import Neighbours, pair_totals
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.shapes import Shapes
from graph.analyse.groups.ties import Ties, ties
from graph.analyse.report.finding import Reporter

OWN = 0.75
"""A value counts as a network's own for growing when this share of all its holders is inside, the newcomer included."""

OWN_TOGETHER = 0.9
"""The same, for joining two groups."""

GROW_BITS = 4.0
"""Bits, families once, that a person of no network must share with one to join it: an exit of its own is enough."""

CROWD = 4
"""Persons from which a group that has a cause of its own is a crowd; fewer may be a ring's who happen to share little."""

GROW_FROM = 2.0
"""Bits from which a network may lose by taking somebody in, as many as tie them (the shape has steps, a tie has none); one of
fewer must reach these by it, and lose nothing."""

JOIN_BITS = 6.0
"""Bits, families once, by which a network and a group that is none must be tied to be joined."""

JOIN_LOSS = 1.0
"""Bits that a network may lose by joining such a group."""

SAME_BITS = 4.0
"""Bits that tie two networks, or a sure network and a group with which it is the surer: what two rings own together is one's."""


class Grouping:
    """Settles the groups of one population."""

    def __init__(self, population: Population, people: People, reporter: Reporter, shapes: Shapes) -> None:
        self.population = population
        self.people = people
        self.score = reporter.score
        self.near = Neighbours(*pair_totals(population), population.persons.count)
        self.apart = Apart(people, reporter, shapes, self.near)

    def settle(self, first: list[list[int]]) -> list[Group]:
        """All groups worth a judgement, in order of their members, made of these communities."""
        groups = self._grown(self._joined(self.apart.communities(first)))
        groups = self.apart.again(self._joined(groups))
        return sorted(groups, key=lambda group: group.members)

    def _grown(self, groups: list[Group]) -> list[Group]:
        """Networks take in persons, the surest network first; a group that loses all but one of its members to them is gone."""
        networks = {person for group in groups if group.score > 0 for person in group.members}
        crowds = [frozenset(group.members) for group in groups if _is_crowd(group)]
        for group in sorted(groups, key=lambda item: (-item.score, item.members)):
            if group.score > 0:
                self._grow(group, networks, crowds)
        return [
            group
            for group in groups
            if group.score > 0 or len(group.members) - len(networks.intersection(group.members)) >= 2
        ]

    def families(self, members: list[int]) -> int:
        """Families that tie the members, as bits; none when they are a chain of weak links."""
        pairs = self.near.among(members)
        return 0 if is_chain(pairs, len(members)) else families_of(pairs, members)

    def _joined(self, groups: list[Group]) -> list[Group]:
        """Greedy, the pair of groups that meets most first; then again, with what came of it."""
        alive = dict(enumerate(groups))
        of: dict[int, set[int]] = {}
        for number, group in alive.items():
            for person in group.members:
                of.setdefault(person, set()).add(number)
        queue = self._meetings(alive, of, alive)
        heapify(queue)
        new = len(groups)
        while queue:
            _, one, other = heappop(queue)
            a, b = -one, -other
            if a not in alive or b not in alive:
                continue
            joined = self._union(alive[a], alive[b])
            if joined is None:
                continue
            for number in (a, b):
                for person in alive.pop(number).members:
                    of[person].discard(number)
            alive[new] = joined
            for person in joined.members:
                of[person].add(new)
            for meeting in self._meetings(alive, of, [new]):
                heappush(queue, meeting)
            new += 1
        return list(alive.values())

    def _meetings(
        self, alive: dict[int, Group], of: dict[int, set[int]], numbers: Iterable[int]
    ) -> list[tuple[float, int, int]]:
        """(-bits, -group, -group) of groups that meet, at least one of them a network."""
        bits: dict[tuple[int, int], float] = {}
        for a in numbers:
            if alive[a].score <= 0:
                continue
            for person in alive[a].members:
                for other, weight, _ in self.near.of(person):
                    for b in of.get(other, ()):
                        if b != a:
                            key = (min(a, b), max(a, b))
                            bits[key] = bits.get(key, 0.0) + weight
        return [(-weight, -a, -b) for (a, b), weight in bits.items()]

    def _union(self, one: Group, other: Group) -> Group | None:
        better, lesser = (one, other) if one.score >= other.score else (other, one)
        tied = ties(self.population, self.people, better.members, lesser.members, OWN_TOGETHER)
        if tied.bits < SAME_BITS or (lesser.score <= 0 and (tied.household or len(tied.newcomers) < 2)):
            return None
        if lesser.score <= 0 and self._of_ones_own(tied, frozenset(lesser.members)):
            return None
        members = sorted(set(one.members) | set(other.members))
        score = self.score(members)
        if not _is_one(better.score, lesser.score, score, tied):
            return None
        return Group(members, score, one.grown | other.grown)

    def _grow(self, group: Group, networks: set[int], crowds: list[frozenset[int]]) -> None:
        """Take in persons of no network, the most tied first; who was refused is asked again when the group has grown.

        crowds: explained groups, as they stood before."""
        near = self._near(group, networks)
        asked: set[int] = set()
        grown = False
        while True:
            person = min((one for one in near if one not in asked), key=lambda one: (-near[one], one), default=None)
            if person is None:
                if not grown:
                    return
                asked, grown = set(), False
                continue
            asked.add(person)
            tied = ties(self.population, self.people, group.members, [person], OWN)
            if tied.bits < GROW_BITS or tied.household:
                continue
            if any(person in crowd and self._of_ones_own(tied, crowd) for crowd in crowds):
                continue
            members = sorted([*group.members, person])
            score = self.score(members)
            least = group.score - tied.bits if group.score > GROW_FROM else max(group.score, GROW_FROM)
            if score >= least and score > 0:
                group.members, group.score = members, score
                group.grown[person] = tied
                networks.add(person)
                self._nearer(near, group, person, networks)
                grown = True

    def _of_ones_own(self, tied: Ties, crowd: frozenset[int]) -> bool:
        """Whether the ties lead to one member alone who is of this crowd, or shares something with half of it and is explained
        with it: what ties them is the crowd's."""
        if len(tied.members) != 1:
            return False
        (member,) = tied.members
        if member in crowd:
            return True
        near = sum(other in crowd for other, _, _ in self.near.of(member))
        return 2 * near >= len(crowd) and self.score(sorted([*crowd, member])) < 0

    def _near(self, group: Group, networks: set[int]) -> dict[int, float]:
        """Persons of no network that a group is tied to, and by how many bits."""
        bits: dict[int, float] = {}
        for member in group.members:
            for other, weight, _ in self.near.of(member):
                if other not in networks:
                    bits[other] = bits.get(other, 0.0) + weight
        return bits

    def _nearer(self, near: dict[int, float], group: Group, new: int, networks: set[int]) -> None:
        """The same, now that `new` is of the group; a sum is that of the members in order, whenever they came."""
        del near[new]
        inside = set(group.members)
        for other, _, _ in self.near.of(new):
            if other not in networks:
                near[other] = sum(weight for member, weight, _ in self.near.of(other) if member in inside)


def _is_crowd(group: Group) -> bool:
    """Whether a group has an innocent cause of its own, and is not some of a ring's who happen to share little."""
    return group.score <= -EXPLAINED and len(group.members) >= CROWD


def _is_one(better: float, lesser: float, together: float, tied: Ties) -> bool:
    """Whether two groups of these scores are one network, given what their union scores and what ties them."""
    if lesser > 0:
        return together >= better - tied.bits
    if better > GROW_FROM and together + lesser >= better:
        return True
    if tied.bits < JOIN_BITS or tied.count < 2 or (better <= GROW_FROM and len(tied.families) < 2):
        return False  # one reference's telephone and mailbox are two values, and one fact
    return together + lesser / 2 > better - JOIN_LOSS - (tied.bits - JOIN_BITS) / 4
