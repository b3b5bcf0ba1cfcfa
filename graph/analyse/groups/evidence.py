"""What pairs of persons share, and what it weighs: bits by kind and rarity, families once.

weight of a shared value = strength of its kind (bits; graph.model.kinds) - RARITY * log2(persons that hold it / 2),
nothing past the kind's crowd, never below zero. Facts of one family about one pair count once, the strongest; an IP and its
network, an address and its building, are one fact because they are one family.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.analyse.persons.resolve import Persons
from graph.model.decisions import Decision
from graph.model.kinds import FAMILIES, KINDS
from graph.model.links import Links

RARITY = 1.0
"""Bits lost with every doubling of the number of persons that hold a value."""

TEXT_CROWD = 20
"""A person whose CV resembles more others than this has a template's text, not a copied one."""

TEXT_WEIGHTS = ((0.9, 6.0), (0.7, 5.0), (0.5, 4.0), (0.3, 2.5))
"""(least Jaccard similarity, bits). A copied passage of 40 words or more weighs PASSAGE_WEIGHT at least."""

RETOLD_BITS, RETOLD_ALIKE = 40.0, 0.6
"""CVs that tell one career in other words, by so many bits of agreeing facts, count as alike as so much common text.

Two colleagues agree in one employer and its years (20 to 30 bits); 40 bits are two or more rare facts in their order.
"""

PASSAGE_WEIGHT = 2.5

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Population:
    """The case by persons: who holds which value, and every weighed pair.

    shares: rows (value, person), sorted, unique, for values with at least two persons; `start[v]:start[v+1]` are v's.
    edges: left < right persons, one row per pair and family (the strongest fact); `edge_value` is -1 for CV text.
    """

    links: Links
    persons: Persons
    kind: list[str]  # per value
    display: list[str]
    key: list[str]
    count: Ints  # persons per value
    start: npt.NDArray[np.int64]
    holder: Ints
    weight: Floats  # per value: bits of sharing it
    left: Ints
    right: Ints
    family: Ints
    bits: Floats
    edge_value: Ints
    text: dict[tuple[int, int], tuple[float, int]]  # persons -> (how alike, words of the longest copied passage)
    text_row: dict[tuple[int, int], int]
    innocent: frozenset[int]  # values that an analyst called innocent

    def holders(self, value: int) -> list[int]:
        """Persons that hold it, sorted."""
        found: list[int] = self.holder[self.start[value] : self.start[value + 1]].tolist()
        return found


def populate(links: Links, persons: Persons, decisions: tuple[Decision, ...] = ()) -> Population:
    """Weigh everything that two persons share."""
    kind = links.values.column("kind").to_pylist()
    key = links.values.column("key").to_pylist()
    innocent = _innocent(kind, key, decisions)
    start, holder, count = _holders(links, persons, len(kind))
    weight = _weights(kind, count)
    weight[list(innocent)] = 0.0
    left, right, family, bits, edge_value = _value_edges(kind, start, holder, count, weight)
    text, text_row, text_edges = _text_edges(links, persons)
    left, right, family, bits, edge_value = _strongest(
        np.concatenate([left, text_edges[0]]),
        np.concatenate([right, text_edges[1]]),
        np.concatenate([family, np.full(len(text_edges[0]), FAMILIES.index("text"), np.int32)]),
        np.concatenate([bits, text_edges[2]]),
        np.concatenate([edge_value, np.full(len(text_edges[0]), -1, np.int32)]),
    )
    together = ~_parted(links, persons, decisions, left, right)
    left, right, family = left[together], right[together], family[together]
    bits, edge_value = bits[together], edge_value[together]
    return Population(
        links=links,
        persons=persons,
        kind=kind,
        display=links.values.column("display").to_pylist(),
        key=key,
        count=count,
        start=start,
        holder=holder,
        weight=weight,
        left=left,
        right=right,
        family=family,
        bits=bits,
        edge_value=edge_value,
        text=text,
        text_row=text_row,
        innocent=innocent,
    )


def value_weight(kind: str, persons: int) -> float:
    """Bits of sharing one value of `kind` that `persons` persons hold; 0 past the kind's crowd."""
    entry = KINDS[kind]
    if persons < 2 or persons > entry.crowd:
        return 0.0
    return max(0.0, entry.strength - RARITY * float(np.log2(persons / 2)))


def _weights(kind: list[str], count: Ints) -> Floats:
    names = sorted(KINDS)
    code = {name: number for number, name in enumerate(names)}
    codes = np.fromiter((code[name] for name in kind), dtype=np.int64, count=len(kind))
    strength = np.array([KINDS[name].strength for name in names])
    crowd = np.array([KINDS[name].crowd for name in names])
    wide = np.maximum(count, 2)
    weight = np.maximum(0.0, strength[codes] - RARITY * np.log2(wide / 2.0))
    weight[(count < 2) | (count > crowd[codes])] = 0.0
    return weight


def _innocent(kind: list[str], key: list[str], decisions: tuple[Decision, ...]) -> frozenset[int]:
    about = {name for d in decisions if d.verdict == "innocent_value" for name in d.about}
    if not about:
        return frozenset()
    return frozenset(i for i, (a, b) in enumerate(zip(kind, key, strict=True)) if f"{a}:{b}" in about)


def _holders(links: Links, persons: Persons, values: int) -> tuple[npt.NDArray[np.int64], Ints, Ints]:
    value = links.holdings.column("value").to_numpy().astype(np.int64)
    person = persons.of[links.holdings.column("applicant").to_numpy()].astype(np.int64)
    pairs = np.sort(value * max(persons.count, 1) + person)
    pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if len(pairs) else pairs
    value, person = pairs // max(persons.count, 1), pairs % max(persons.count, 1)
    count = np.bincount(value, minlength=values).astype(np.int32)
    start = np.concatenate(([0], np.cumsum(count, dtype=np.int64)))
    return start, person.astype(np.int32), count


def _value_edges(
    kind: list[str], start: npt.NDArray[np.int64], holder: Ints, count: Ints, weight: Floats
) -> tuple[Ints, Ints, Ints, Floats, Ints]:
    """All pairs of all weighing values, by group size (a crowd never gets here)."""
    family_of = {name: FAMILIES.index(entry.family) for name, entry in KINDS.items()}
    used = np.flatnonzero(weight > 0)
    parts: list[tuple[Ints, Ints, Ints, Floats, Ints]] = []
    for size in np.unique(count[used]).tolist():
        values = used[count[used] == size]
        rows = holder[start[values][:, None] + np.arange(size)[None, :]]
        i, j = np.triu_indices(size, 1)
        families = np.array([family_of[kind[v]] for v in values.tolist()], dtype=np.int32)
        parts.append(
            (
                rows[:, i].ravel(),
                rows[:, j].ravel(),
                np.repeat(families, len(i)),
                np.repeat(weight[values], len(i)),
                np.repeat(values.astype(np.int32), len(i)),
            )
        )
    if not parts:
        none = np.empty(0, np.int32)
        return none, none, none, np.empty(0), none
    left, right, families, bits, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    return left, right, families, bits, values


def text_weight(jaccard: float, words: int) -> float:
    """Bits of two persons' CVs being alike (`jaccard`), or holding one copied passage of `words` words."""
    alike = next((bits for least, bits in TEXT_WEIGHTS if jaccard >= least), 0.0)
    return max(alike, PASSAGE_WEIGHT if words >= 40 else 0.0)


def _text_edges(
    links: Links, persons: Persons
) -> tuple[dict[tuple[int, int], tuple[float, int]], dict[tuple[int, int], int], tuple[Ints, Ints, Floats]]:
    pairs = links.text_pairs
    longest = [max((p["words"] for p in passages), default=0) for passages in pairs.column("passages").to_pylist()]
    best: dict[tuple[int, int], tuple[float, int]] = {}
    row_of: dict[tuple[int, int], int] = {}
    left = persons.of[pairs.column("left").to_numpy()].tolist()
    right = persons.of[pairs.column("right").to_numpy()].tolist()
    alike = pairs.column("jaccard").to_numpy()
    alike = np.where(pairs.column("retold").to_numpy() >= RETOLD_BITS, np.maximum(alike, RETOLD_ALIKE), alike)
    for row, (a, b, jaccard, words) in enumerate(zip(left, right, alike.tolist(), longest, strict=True)):
        pair = (min(a, b), max(a, b))
        if a != b and (jaccard, words) > best.get(pair, (-1.0, -1)):
            best[pair] = (jaccard, words)
            row_of[pair] = row
    near: dict[int, int] = {}
    for a, b in best:
        near[a] = near.get(a, 0) + 1
        near[b] = near.get(b, 0) + 1
    weighed = [
        (a, b, bits)
        for (a, b), (jaccard, words) in sorted(best.items())
        if (bits := text_weight(jaccard, words)) > 0 and max(near[a], near[b]) <= TEXT_CROWD
    ]
    columns = (
        np.array([a for a, _, _ in weighed], dtype=np.int32),
        np.array([b for _, b, _ in weighed], dtype=np.int32),
        np.array([bits for _, _, bits in weighed], dtype=np.float64),
    )
    return best, row_of, columns


def _parted(
    links: Links, persons: Persons, decisions: tuple[Decision, ...], left: Ints, right: Ints
) -> npt.NDArray[np.bool_]:
    """Pairs that an analyst said must never be linked."""
    found = np.zeros(len(left), dtype=bool)
    named = [decision.about for decision in decisions if decision.verdict == "not_linked"]
    if not named:
        return found
    ids = links.applicants.column("id").to_pylist()
    person = {f"applicant:{id_}": int(persons.of[row]) for row, id_ in enumerate(ids)}
    for about in named:
        group = {person[name] for name in about if name in person}
        found |= np.isin(left, list(group)) & np.isin(right, list(group))
    return found


def _strongest(
    left: Ints, right: Ints, family: Ints, bits: Floats, value: Ints
) -> tuple[Ints, Ints, Ints, Floats, Ints]:
    """One row per pair and family: the heaviest, then the lowest value number."""
    order = np.lexsort((value, -bits, family, right, left))
    left, right, family, bits, value = left[order], right[order], family[order], bits[order], value[order]
    first = np.ones(len(left), dtype=bool)
    first[1:] = (np.diff(left) != 0) | (np.diff(right) != 0) | (np.diff(family) != 0)
    return left[first], right[first], family[first], bits[first], value[first]
