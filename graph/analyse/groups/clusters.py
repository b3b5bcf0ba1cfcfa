"""Groups of persons that belong together: communities inside components, on evidence weights.

Leiden with the constant Potts model (Traag, Waltman, van Eck 2019): its resolution is a density, so small rings are found
in any population (modularity would merge them). Pairs below FOUNDING bits found nothing; they may only add to a group.
"""

from __future__ import annotations

from collections.abc import Iterable

import graspologic_native as leiden
import numpy as np

from graph.analyse.groups.blocks import Pair
from graph.analyse.groups.columns import numbers
from graph.analyse.groups.compiled import grouped
from graph.analyse.groups.evidence import Floats, Ints, Population

FOUNDING = 3.5
"""Least bits, over all families, that make two persons neighbours. One exit address does not."""

RESOLUTION = 0.05
"""Bits that a group must have per pair of its members. .02 to .05 keeps rings whole; .2 cuts them up."""

SEED = 20260
ITERATIONS = 4


def pair_totals(population: Population) -> tuple[Ints, Ints, Floats, Ints]:
    """Pairs once: left, right, bits over all families, families as a bit mask."""
    left, right = population.left.astype(np.int64), population.right.astype(np.int64)
    if not len(left):
        none = np.empty(0, np.int32)
        return none, none, np.empty(0), none
    code = left * max(population.persons.count, 1) + right  # sorted: population's edges are in order of the pair
    first = np.concatenate(([True], code[1:] != code[:-1]))
    pairs, where = code[first], np.cumsum(first) - 1
    bits = np.bincount(where, weights=population.bits).astype(np.float64)
    mask: Ints = np.zeros(len(pairs), np.int32)
    np.bitwise_or.at(mask, where, (1 << population.family).astype(np.int32))
    count = max(population.persons.count, 1)
    left_once: Ints = (pairs // count).astype(np.int32)
    right_once: Ints = (pairs % count).astype(np.int32)
    return left_once, right_once, bits, mask


class Neighbours:
    """Who shares something with whom, by person."""

    def __init__(self, left: Ints, right: Ints, bits: Floats, mask: Ints, persons: int) -> None:
        """The pairs as `pair_totals` gives them: in order."""
        person, other = np.concatenate([right, left]), np.concatenate([left, right])
        order, start = grouped(person, persons)
        self._other = numbers(other[order])
        self._bits = numbers(np.concatenate([bits, bits])[order])
        self._mask = numbers(np.concatenate([mask, mask])[order])
        self._start = numbers(start)

    def of(self, person: int) -> Iterable[tuple[int, float, int]]:
        """(other person, bits over all families, families as a bit mask), in order of the other."""
        at = slice(self._start[person], self._start[person + 1])
        return zip(self._other[at], self._bits[at], self._mask[at], strict=True)

    def among(self, members: list[int]) -> list[Pair]:
        """The pairs of these persons that share something, each once."""
        inside = set(members)
        return [
            (person, other, weight, families)
            for person in members
            for other, weight, families in self.of(person)
            if person < other and other in inside
        ]


def first_groups(population: Population) -> list[list[int]]:
    """The communities of all weighed pairs."""
    left, right, bits, _ = pair_totals(population)
    return communities(left, right, bits)


def communities(left: Ints, right: Ints, bits: Floats) -> list[list[int]]:
    """Groups of at least two persons, each sorted, in order of their first person. Deterministic."""
    keep = bits >= FOUNDING
    left, right, bits = left[keep], right[keep], bits[keep]
    if not len(left):
        return []
    names, codes = np.unique(np.concatenate([left, right]), return_inverse=True)
    a: Ints = codes[: len(left)].astype(np.int32)
    b: Ints = codes[len(left) :].astype(np.int32)
    indptr, indices, data = _csr(a, b, bits, len(names))
    _, community = leiden.leiden_csr(
        indptr,
        indices,
        data,
        len(names),
        resolution=RESOLUTION,
        randomness=0.001,
        iterations=ITERATIONS,
        use_modularity=False,
        seed=SEED,
    )
    groups: dict[int, list[int]] = {}
    for node in range(len(names)):
        groups.setdefault(community[node], []).append(int(names[node]))
    return sorted(sorted(group) for group in groups.values() if len(group) > 1)


def _csr(a: Ints, b: Ints, bits: Floats, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Symmetric adjacency in compressed rows, columns sorted."""
    rows, columns = np.concatenate([a, b]), np.concatenate([b, a])
    data = np.concatenate([bits, bits])
    order = np.lexsort((columns, rows))
    rows, columns, data = rows[order], columns[order], data[order]
    indptr = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=count)))).astype(np.int64)
    return indptr, columns.astype(np.int32), data.astype(np.float64)


def connected(persons: list[int], pairs: list[tuple[int, int]]) -> list[list[int]]:
    """Connected components of a small group, largest first, then by first person."""
    parent = {person: person for person in persons}

    def find(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for left, right in pairs:
        if left in parent and right in parent:
            a, b = sorted((find(left), find(right)))
            parent[b] = a
    groups: dict[int, list[int]] = {}
    for person in sorted(persons):
        groups.setdefault(find(person), []).append(person)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))
