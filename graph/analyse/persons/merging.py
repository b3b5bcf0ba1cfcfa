"""From pairs to persons: groups that grow from the surest pair on and never over a contradiction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analyse.persons import weights
from graph.analyse.persons.blocks import Ints, union
from graph.analyse.persons.evidence import APART, Estimates
from graph.analyse.persons.expectation import Judged, judge
from graph.analyse.persons.register import Register

LARGEST = 60
"""Applicants of one component of which every pair is looked at; of a larger one only the pairs that met."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Opinion:
    """What is thought of two applications. bits: for one person. merges: enough for a merge.

    births, names: agree (1), contradict (-1) or neither (0).
    """

    bits: float
    merges: bool
    births: int
    names: int
    employed_twice: bool


def opinions(judged: Judged, estimates: Estimates, *, every: bool) -> dict[Pair, Opinion]:
    """What is thought of pairs; without `every` only those that are enough for a merge."""
    bits = judged.bits(estimates)
    merges = judged.allowed & (bits >= weights.THRESHOLD)
    rows = np.arange(len(bits)) if every else np.flatnonzero(merges)
    apart = weights.BIRTHS_APART + estimates.more[APART]
    births = judged.births if apart <= weights.CONTRADICTION else np.maximum(judged.births, 0)
    columns = (judged.left, judged.right, bits, merges, births, judged.names, judged.employed_twice)
    return {
        (left, right): Opinion(*opinion)
        for left, right, *opinion in zip(*(column[rows].tolist() for column in columns), strict=True)
    }


def connected(pairs: list[Pair]) -> list[list[int]]:
    """Components of two and more, each in order."""
    parent: dict[int, int] = {}

    def find(item: int) -> int:
        root = item
        while parent.setdefault(root, root) != root:
            root = parent[root]
        while parent[item] != root:
            parent[item], item = root, parent[item]
        return root

    for one, other in pairs:
        a, b = sorted((find(one), find(other)))
        parent[b] = a
    groups: dict[int, list[int]] = {}
    for item in sorted(parent):
        groups.setdefault(find(item), []).append(item)
    return list(groups.values())


def completed(
    known: Register, groups: list[list[int]], found: dict[Pair, Opinion], estimates: Estimates
) -> dict[Pair, Opinion]:
    """With an opinion of every pair inside the groups that are not too large."""
    missing = [
        one * known.rows + other
        for group in groups
        if 2 < len(group) <= LARGEST
        for at, one in enumerate(group)
        for other in group[at + 1 :]
        if (one, other) not in found
    ]
    left, right = union([np.array(missing, np.int64)], known.rows)
    return found | opinions(judge(known, left, right), estimates, every=True)


def grow(
    group: list[int], found: dict[Pair, Opinion], joined: set[Pair], parted: set[Pair], rank: Ints
) -> list[list[int]]:
    """The persons of one component.

    Analysts' joins come first. Then pairs from the surest on, of equally sure ones the earlier application's: their
    groups merge unless an analyst parted two of them or one contradicts the other.
    """
    inside = set(group)
    of = {item: [item] for item in group}
    for pair in sorted(pair for pair in joined if pair[0] in inside and pair[1] in inside):
        if not any(link in parted for link in _across(of[pair[0]], of[pair[1]])):
            _merge(of, *pair)
    if len(group) <= LARGEST:
        pairs = [(one, other) for at, one in enumerate(group) for other in group[at + 1 :] if (one, other) in found]
    else:
        pairs = [pair for pair in found if pair[0] in inside and pair[1] in inside]

    def order(pair: Pair) -> tuple[float, list[int]]:
        return -round(found[pair].bits, 6), sorted((int(rank[pair[0]]), int(rank[pair[1]])))

    for one, other in sorted((pair for pair in pairs if found[pair].merges), key=order):
        if _can_merge(of[one], of[other], found, parted):
            _merge(of, one, other)
    return sorted(sorted(members) for members in {id(members): members for members in of.values()}.values())


def _merge(of: dict[int, list[int]], one: int, other: int) -> None:
    if of[one] is not of[other]:
        for item in list(of[other]):
            of[one].append(item)
            of[item] = of[one]


def _across(one: list[int], other: list[int]) -> list[Pair]:
    return [(min(a, b), max(a, b)) for a in one for b in other]


def _can_merge(one: list[int], other: list[int], found: dict[Pair, Opinion], parted: set[Pair]) -> bool:
    if one is other:
        return False
    across = _across(one, other)
    return not any(link in parted for link in across) and _agree([found[link] for link in across if link in found])


def _agree(across: list[Opinion]) -> bool:
    """Whether two groups can be one person.

    What contradicts between two groups is settled when a pair across agrees in it, or has the same contradiction and
    merges none the less: who is known to have written two birth dates has not become two persons. So with names.
    """
    if any(opinion.employed_twice and not opinion.merges for opinion in across):
        return False
    births = [opinion.births for opinion in across if opinion.births > 0 or (opinion.births < 0 and opinion.merges)]
    names = [opinion.names for opinion in across if opinion.names > 0 or (opinion.names < 0 and opinion.merges)]
    return (bool(births) or all(opinion.births == 0 for opinion in across)) and (
        bool(names) or all(opinion.names == 0 for opinion in across)
    )
