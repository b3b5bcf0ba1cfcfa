"""Where a community comes apart: its parts are innocent apart, or one of its persons is in a crowd too.

Two steps, decided by the same contest that scores a finding:
  parts   a community whose biconnected blocks are better explained separately is its blocks, an explained one only when all of
          them are explained too
  leaves  what hangs on one member of a network alone and has an innocent cause is no part of it: that member's household; two
          or more whom references and employers alone tie to that member, or for whose cause 3 bits speak; and people whose CVs
          are like that member's, when most of them would not be taken in by these (whole copies of a base CV are a ring's)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graph.analyse.groups.blocks import blocks, families_of
from graph.analyse.groups.clusters import Neighbours
from graph.analyse.groups.people import People
from graph.analyse.groups.shapes import Shapes
from graph.analyse.groups.ties import Ties, by_texts
from graph.analyse.report.finding import Reporter
from graph.model.kinds import FAMILIES

COINCIDENCE = 2.0
"""Bits that every further block costs "separately innocent": its link is one person who is in two crowds. Our judgement."""

HOMES = frozenset(("household", "blended_family", "flatmates", "supported_house"))
"""Explanations of people who live together: these leave however little speaks for it, even one by one."""

EXPLAINED = 3.0
"""Bits for an innocent cause from which a group has a cause of its own; one of fewer may be a ring's who share little."""

TEXT, PEOPLE = (1 << FAMILIES.index(name) for name in ("text", "people"))


@dataclass
class Group:
    """A group of persons and its bits for one facilitator; `grown` are those that joined a standing core, and what tied them."""

    members: list[int]
    score: float
    grown: dict[int, Ties] = field(default_factory=dict)


class Apart:
    """Takes groups of one population apart."""

    def __init__(self, people: People, reporter: Reporter, shapes: Shapes, near: Neighbours) -> None:
        self.people = people
        self.reporter = reporter
        self.shapes = shapes
        self.near = near

    def communities(self, first: list[list[int]]) -> list[Group]:
        """What these communities come apart into; all parts that could be are measured at once."""
        self.reporter.expect(self.shapes.of(first))
        wholes = [(self._group(members), self._blocks(members)) for members in first]
        self.reporter.expect(self.shapes.of([part for _, parts in wholes for part in parts]))
        return [part for whole, parts in wholes for part in self._apart(whole, parts)]

    def again(self, groups: list[Group]) -> list[Group]:
        """Networks once more, after they took others in; what leaves one is a group, if it is in none yet."""
        kept: list[Group] = []
        gone: list[Group] = []
        for group in groups:
            parts = self._blocks(group.members) if group.score > 0 else []
            rest, *crowds = self._without_crowds(group, [self._group(part) for part in parts])
            kept.append(rest)
            gone += crowds
        asked = {person for crowd in gone for person in crowd.members}
        of: dict[int, list[Group]] = {}
        for group in kept if asked else ():
            for person in asked.intersection(group.members):
                of.setdefault(person, []).append(group)
        return [*kept, *(crowd for crowd in gone if not _stands(crowd, of))]

    def _group(self, members: list[int]) -> Group:
        return Group(members, self.reporter.score(members))

    def _blocks(self, members: list[int]) -> list[list[int]]:
        """The blocks in which they could come apart: none of a group that is one block."""
        found = blocks(self.near.among(members)) if len(members) > 2 else []
        return found if len(found) > 1 else []

    def _apart(self, whole: Group, parts: list[list[int]]) -> list[Group]:
        if not parts:
            return [whole]
        apart = [self._group(part) for part in parts]
        if whole.score <= 0:
            explained = all(part.score <= 0 for part in apart)
            return apart if explained and _innocent(apart) < whole.score else [whole]
        rest, *crowds = self._without_crowds(whole, apart)
        left = [part for part in apart if part not in crowds]
        return [rest, *crowds] if rest.score + _innocent(left) > 0 else apart

    def _without_crowds(self, whole: Group, parts: list[Group]) -> list[Group]:
        """What is left of a network, and what leaves it; the network alone where nothing would be left."""
        blocks_of = Counter(person for part in parts for person in part.members)
        crowds: list[Group] = []
        gone: set[int] = set()
        for part in parts:
            own = {person for person in part.members if blocks_of[person] == 1}
            if len(own) == len(part.members) - 1 and self._has_cause(part, own, whole):
                crowds.append(part)
                gone |= own
        members = [person for person in whole.members if person not in gone]
        if not gone or len(members) < 2:
            return [whole]
        rest = self._group(members)
        rest.grown = {person: tied for person, tied in whole.grown.items() if person not in gone}
        return [rest, *crowds]

    def _has_cause(self, part: Group, own: set[int], whole: Group) -> bool:
        """Whether what hangs on one member has an innocent cause of its own; `own` are those who are in no other part."""
        if part.score >= 0:
            return False
        if self.reporter.explained_by(part.members) in HOMES:
            return True
        families = families_of(self.near.among(part.members), part.members)
        if families == TEXT:
            tied = {person for tie in by_texts(self.people, set(whole.members) - own, own) for person in tie.newcomers}
            return 2 * len(tied) < len(own)
        return len(own) > 1 and (families == PEOPLE or part.score <= -EXPLAINED)


def _innocent(parts: list[Group]) -> float:
    """Bits of "separately innocent"."""
    return sum(min(part.score, 0.0) for part in parts) + COINCIDENCE * max(len(parts) - 1, 0)


def _stands(crowd: Group, of: dict[int, list[Group]]) -> bool:
    """Whether a group that is there already holds this one, but for the one member on whom it hung."""
    members = set(crowd.members)
    there = [group for person in crowd.members[:2] for group in of.get(person, ())]
    return any(len(members.intersection(group.members)) >= len(members) - 1 for group in there)
