"""Which groups are judged: communities taken apart where their parts are innocent apart, joined and grown where one ring shows.

Each step is decided by the same contest that scores a finding:
  apart   a community whose biconnected blocks are better explained separately is its blocks
  joined  a network and another group are one when values that are nearly theirs alone tie them, over two kinds of tie, and one
          facilitator explains the union about as well
  grown   a person in no group joins a network by values that are nearly its own: evidence too weak to found a finding may add
          to one that stands (never an exit that strangers use too)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.analyse.groups.blocks import Pair, blocks, families_of
from graph.analyse.groups.clusters import communities, pair_totals
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.report.finding import Reporter
from graph.model.kinds import KINDS

OWN = 0.75
"""A value counts as a network's own for growing when this share of all its holders is inside, the newcomer included."""

OWN_TOGETHER = 0.9
"""The same, for joining two groups."""

GROW_BITS = 4.0
"""Bits, families once, that a person in no group must share with a network to join it."""

GROW_LOSS = 0.5
"""Bits that a network may lose by taking in one more person."""

GROW_FROM = 2.0
"""Bits a network must have before it takes anybody in."""

JOIN_BITS = 8.0
"""Bits, families once, by which two groups must be tied to be joined."""

JOIN_LOSS = 1.0
"""Bits that a network may lose by joining."""

ALIKE, COPIED = 0.3, 60
"""A CV ties by this Jaccard similarity, or by a copied passage of so many words."""

TEXT_BITS = 4.0


@dataclass
class Group:
    """A group of persons and its bits for one facilitator."""

    members: list[int]
    score: float


@dataclass(frozen=True)
class Ties:
    """What ties persons to a group: bits over families once each, and how many values and texts do."""

    bits: float
    count: int


class Grouping:
    """Settles the groups of one population."""

    def __init__(self, population: Population, people: People, reporter: Reporter) -> None:
        self.population = population
        self.people = people
        self.score = reporter.score
        left, right, bits, mask = pair_totals(population)
        self.first = communities(left, right, bits)
        self.near: dict[int, list[tuple[int, float, int]]] = {}
        for a, b, weight, families in zip(left.tolist(), right.tolist(), bits.tolist(), mask.tolist(), strict=True):
            self.near.setdefault(a, []).append((b, weight, families))
            self.near.setdefault(b, []).append((a, weight, families))

    def settle(self) -> list[Group]:
        """All groups worth a judgement, in order of their members."""
        groups = [part for members in self.first for part in self._apart(members)]
        groups = self._joined(groups)
        taken = {person for group in groups for person in group.members}
        for group in sorted(groups, key=lambda item: (-item.score, item.members)):
            if group.score > GROW_FROM:
                self._grow(group, taken)
        return sorted(groups, key=lambda group: group.members)

    def families(self, members: list[int]) -> int:
        """Families that tie the members, as bits."""
        return families_of(self._pairs(members), members)

    def _pairs(self, members: list[int]) -> list[Pair]:
        inside = set(members)
        return [
            (person, other, weight, families)
            for person in members
            for other, weight, families in self.near.get(person, ())
            if person < other and other in inside
        ]

    def _apart(self, members: list[int]) -> list[Group]:
        whole = Group(members, self.score(members))
        if whole.score <= 0 or len(members) == 2:
            return [whole]
        parts = blocks(self._pairs(members))
        if len(parts) < 2:
            return [whole]
        apart = [Group(part, self.score(part)) for part in parts]
        together = whole.score + sum(min(part.score, 0.0) for part in apart)
        return [whole] if together > 0 else apart

    def _ties(self, members: list[int], others: list[int], share: float) -> Ties:
        """What ties `others` to `members`, of values that `share` of the holders hold among both."""
        inside, new = set(members), set(others) - set(members)
        best: dict[str, float] = {}
        count = 0
        for value in {value for person in new for value in self.people.values(person)}:
            weight = float(self.population.weight[value])
            holders = self.population.holders(value) if weight > 0 else []
            old = len(inside.intersection(holders))
            if not old or old + len(new.intersection(holders)) < share * len(holders):
                continue
            family = KINDS[self.population.kind[value]].family
            alone = old == 1 and len(holders) == 2  # one pair only: half the weight
            best[family] = max(best.get(family, 0.0), weight / 2 if alone else weight)
            count += 1
        for person in new:
            for other, jaccard, words in self.people.texts_like(person):
                if other in inside and (jaccard >= ALIKE or words >= COPIED):
                    best["text"] = max(best.get("text", 0.0), TEXT_BITS)
                    count += 1
        return Ties(sum(best.values()), count)

    def _joined(self, groups: list[Group]) -> list[Group]:
        """Greedy, the pair of groups that meets most first; then again, with what came of it."""
        alive = dict(enumerate(groups))
        of: dict[int, set[int]] = {}
        for number, group in alive.items():
            for person in group.members:
                of.setdefault(person, set()).add(number)
        queue = self._meetings(alive, of, alive)
        while queue:
            queue.sort()
            _, a, b = queue.pop()
            if a not in alive or b not in alive:
                continue
            joined = self._union(alive[a], alive[b])
            if joined is None:
                continue
            for number in (a, b):
                for person in alive.pop(number).members:
                    of[person].discard(number)
            number = len(groups)
            groups = [*groups, joined]
            alive[number] = joined
            for person in joined.members:
                of[person].add(number)
            queue += self._meetings(alive, of, [number])
        return list(alive.values())

    def _meetings(
        self, alive: dict[int, Group], of: dict[int, set[int]], numbers: Iterable[int]
    ) -> list[tuple[float, int, int]]:
        """(bits, group, group) of groups that meet, at least one of them a network."""
        bits: dict[tuple[int, int], float] = {}
        for a in numbers:
            if alive[a].score <= 0:
                continue
            for person in alive[a].members:
                for other, weight, _ in self.near.get(person, ()):
                    for b in of.get(other, ()):
                        if b != a:
                            key = (min(a, b), max(a, b))
                            bits[key] = bits.get(key, 0.0) + weight
        return [(weight, *key) for key, weight in bits.items()]

    def _union(self, one: Group, other: Group) -> Group | None:
        better, lesser = (one, other) if one.score >= other.score else (other, one)
        ties = self._ties(better.members, lesser.members, OWN_TOGETHER)
        if ties.bits < JOIN_BITS or ties.count < 2:
            return None
        members = sorted(set(one.members) | set(other.members))
        score = self.score(members)
        if score + min(lesser.score, 0.0) / 2 <= better.score - JOIN_LOSS:
            return None
        return Group(members, score)

    def _grow(self, group: Group, taken: set[int]) -> None:
        """Take in persons, the most tied first, until nobody qualifies; each is asked once."""
        asked: set[int] = set()
        while (person := self._next(group, taken, asked)) is not None:
            asked.add(person)
            if self._ties(group.members, [person], OWN).bits < GROW_BITS:
                continue
            members = sorted([*group.members, person])
            score = self.score(members)
            if score >= group.score - GROW_LOSS and score > 0:
                group.members, group.score = members, score
                taken.add(person)

    def _next(self, group: Group, taken: set[int], asked: set[int]) -> int | None:
        bits: dict[int, float] = {}
        for member in group.members:
            for other, weight, _ in self.near.get(member, ()):
                if other not in taken and other not in asked:
                    bits[other] = bits.get(other, 0.0) + weight
        return min(bits, key=lambda person: (-bits[person], person), default=None)
