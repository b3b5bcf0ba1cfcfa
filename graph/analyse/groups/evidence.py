"""What pairs of persons share, and what it weighs: bits by kind and rarity, families once.

weight of a shared value = strength of its kind (bits; graph.model.kinds) - RARITY * log2(persons that hold it / 2),
nothing past the kind's crowd, never below zero; a pair keeps less of it when its two were seen with the value years apart
(spans.py). Facts of one family about one pair count once, the strongest; an IP and its
network, an address and its building, are one fact because they are one family.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.groups.columns import Named, Texts, codes
from graph.analyse.groups.spans import PASSED_ON, Spans, kept
from graph.analyse.persons.resolve import Persons
from graph.model.decisions import Decision
from graph.model.distinct import distinct_of
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

PASSAGE = 40
"""Words from which a copied passage weighs."""

PASSAGE_WEIGHT = 2.5

UNRELATED = 3
"""So many persons whose names are neither one person's nor share a surname found a network by one decisive value."""

ENDINGS = frozenset(("payroll_last4",))
"""Kinds that are a masked whole value. A building or a network is more than that: neighbours share it."""

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
    kinds: list[str]
    number: Ints  # per value: the number of its kind in `kinds`
    kind: Sequence[str]  # per value
    display: Sequence[str]
    key: Sequence[str]
    count: Ints  # persons per value
    start: npt.NDArray[np.int64]
    holder: Ints
    weight: Floats  # per value: bits of sharing it at one time
    spans: Spans  # beside `holder`: when each was seen with the value
    left: Ints
    right: Ints
    family: Ints
    bits: Floats
    edge_value: Ints
    text: dict[tuple[int, int], tuple[float, int]]  # persons -> (how alike, words of the longest copied passage)
    text_row: dict[tuple[int, int], int]
    innocent: frozenset[int]  # values that say nothing: an analyst called them innocent, or finer values tell all

    def kept(self, value: int, some: set[int], others: set[int]) -> float:
        """The share of its bits by which a value ties some of its holders to others, as near in time as any two of them."""
        at = {person: place for place, person in enumerate(self.holders(value), int(self.start[value]))}
        ones, twos = ([at[person] for person in persons if person in at] for persons in (some, others))
        if not ones or not twos:
            return 1.0
        days = self.spans.apart(np.repeat(ones, len(twos)), np.tile(twos, len(ones)))
        return float(kept(days).max())

    def holders(self, value: int) -> list[int]:
        """Persons that hold it, sorted."""
        found: list[int] = self.holder[self.start[value] : self.start[value + 1]].tolist()
        return found

    @cached_property
    def decisive(self) -> bytes:
        """By value, 1 when its kind is decisive, it weighs, and so many hold it that it can found a network."""
        kinds = np.array([KINDS[kind].decisive for kind in self.kinds], np.bool_)
        found: bytes = (kinds[self.number] & (self.weight > 0) & (self.count >= UNRELATED)).tobytes()
        return found


def populate(links: Links, persons: Persons, decisions: tuple[Decision, ...] = ()) -> Population:
    """Weigh everything that two persons share."""
    code, names = codes(links.values.column("kind"))
    key = Texts(links.values.column("key"))
    start, holder, count = _holders(links, persons, len(code))
    innocent = _innocent(links.values, decisions) | _told_apart(links, code, names, start, holder, persons)
    weight = _weights(code, names, count)
    weight[list(innocent)] = 0.0
    family_of = np.array([FAMILIES.index(KINDS[name].family) for name in names], np.int32)
    passed_on = np.array([name in PASSED_ON for name in names], np.bool_)[code] & (weight > 0)
    spans = Spans.of(links, persons, start, holder, passed_on)
    left, right, family, bits, edge_value = _value_edges(family_of[code], start, holder, count, weight, spans)
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
        kinds=names,
        number=code,
        kind=Named(names, code),
        display=Texts(links.values.column("display")),
        key=key,
        count=count,
        start=start,
        holder=holder,
        weight=weight,
        spans=spans,
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


def _weights(code: Ints, names: list[str], count: Ints) -> Floats:
    strength = np.array([KINDS[name].strength for name in names], np.float64)
    crowd = np.array([KINDS[name].crowd for name in names], np.int64)
    wide = np.maximum(count, 2)
    weight: Floats = np.maximum(0.0, strength[code] - RARITY * np.log2(wide / 2.0))
    weight[(count < 2) | (count > crowd[code])] = 0.0
    return weight


def _innocent(values: pa.Table, decisions: tuple[Decision, ...]) -> frozenset[int]:
    about = sorted({name for d in decisions if d.verdict == "innocent_value" for name in d.about})
    if not about:
        return frozenset()
    names = pc.binary_join_element_wise(values.column("kind"), values.column("key"), ":")
    return frozenset(np.flatnonzero(pc.is_in(names, value_set=pa.array(about))).tolist())


def _told_apart(
    links: Links, code: Ints, names: list[str], start: npt.NDArray[np.int64], holder: Ints, persons: Persons
) -> frozenset[int]:
    """Account endings whose every holder's whole account is known: same or not, the accounts say it, the ending nothing."""
    ending = np.array([name in ENDINGS for name in names], np.bool_)[code]
    if not ending.any():
        return frozenset()
    coarser = np.asarray(links.values.column("coarser").fill_null(-1).to_numpy()).astype(np.int64)
    finer = np.flatnonzero(coarser >= 0)
    under, person = _rows(start, holder, finer[ending[coarser[finer]]])
    of_value, masked = _rows(start, holder, np.flatnonzero(ending))
    width = max(persons.count, 1)
    known = distinct_of(coarser[under] * width + person)
    ending[of_value[~np.isin(of_value * width + masked, known)]] = False
    return frozenset(np.flatnonzero(ending).tolist())


def _rows(
    start: npt.NDArray[np.int64], holder: Ints, values: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], Ints]:
    """The persons of some values, and by each the value."""
    count = start[values + 1] - start[values]
    place = np.repeat(start[values] - (np.cumsum(count) - count), count) + np.arange(count.sum())
    return np.repeat(values, count), holder[place]


def _holders(links: Links, persons: Persons, values: int) -> tuple[npt.NDArray[np.int64], Ints, Ints]:
    value = links.holdings.column("value").to_numpy().astype(np.int64)
    person = persons.of[links.holdings.column("applicant").to_numpy()].astype(np.int64)
    pairs = np.sort(value * max(persons.count, 1) + person, kind="stable")  # quick, for they are nearly in order
    pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if len(pairs) else pairs
    value, person = pairs // max(persons.count, 1), pairs % max(persons.count, 1)
    count = np.bincount(value, minlength=values).astype(np.int32)
    start = np.concatenate(([0], np.cumsum(count, dtype=np.int64)))
    return start, person.astype(np.int32), count


def _value_edges(
    family: Ints, start: npt.NDArray[np.int64], holder: Ints, count: Ints, weight: Floats, spans: Spans
) -> tuple[Ints, Ints, Ints, Floats, Ints]:
    """All pairs of all weighing values, by group size (a crowd never gets here)."""
    used = np.flatnonzero(weight > 0)
    parts: list[tuple[Ints, Ints, Ints, Floats, Ints]] = []
    for size in np.unique(count[used]).tolist():
        values = used[count[used] == size]
        places = start[values][:, None] + np.arange(size)[None, :]
        rows = holder[places]
        i, j = np.triu_indices(size, 1)
        share = kept(spans.apart(places[:, i].ravel(), places[:, j].ravel()))
        parts.append(
            (
                rows[:, i].ravel(),
                rows[:, j].ravel(),
                np.repeat(family[values], len(i)),
                np.repeat(weight[values], len(i)) * share,
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
    return float(text_weights(np.array([jaccard]), np.array([words]))[0])


def text_weights(jaccard: Floats, words: npt.NDArray[np.int64]) -> Floats:
    """`text_weight` of many pairs."""
    alike = np.select([jaccard >= least for least, _ in TEXT_WEIGHTS], [bits for _, bits in TEXT_WEIGHTS], 0.0)
    bits: Floats = np.maximum(alike, np.where(words >= PASSAGE, PASSAGE_WEIGHT, 0.0))
    return bits


def _text_edges(
    links: Links, persons: Persons
) -> tuple[dict[tuple[int, int], tuple[float, int]], dict[tuple[int, int], int], tuple[Ints, Ints, Floats]]:
    """The best row of every pair of persons whose CVs meet, and the weighed ones as columns.

    The CV of a person that weighs with more others than TEXT_CROWD weighs nothing.
    """
    pairs = links.text_pairs
    one, other = (persons.of[pairs.column(name).to_numpy()] for name in ("left", "right"))
    alike = pairs.column("jaccard").to_numpy()
    alike = np.where(pairs.column("retold").to_numpy() >= RETOLD_BITS, np.maximum(alike, RETOLD_ALIKE), alike)
    words = longest_passages(pairs.column("passages"))
    left, right = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((-words, -alike, right, left))  # the first row of several that are as good
    order = order[left[order] != right[order]]
    left, right = left[order], right[order]
    first = np.ones(len(order), bool)
    first[1:] = (np.diff(left) != 0) | (np.diff(right) != 0)
    row, left, right = order[first], left[first], right[first]
    bits = text_weights(alike[row], words[row])
    weighs = bits > 0
    near = np.bincount(np.concatenate([left[weighs], right[weighs]]), minlength=persons.count)
    weighed = weighs & (np.maximum(near[left], near[right]) <= TEXT_CROWD)
    names = list(zip(left.tolist(), right.tolist(), strict=True))
    best = dict(zip(names, zip(alike[row].tolist(), words[row].tolist(), strict=True), strict=True))
    row_of = dict(zip(names, row.tolist(), strict=True))
    return best, row_of, (left[weighed].astype(np.int32), right[weighed].astype(np.int32), bits[weighed])


def longest_passages(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Words of the longest copied passage of each row, 0 where there is none."""
    lists = column.combine_chunks()
    found = np.zeros(len(lists), np.int64)
    words = pc.struct_field(lists.flatten(), "words").to_numpy(zero_copy_only=False)
    np.maximum.at(found, pc.list_parent_indices(lists).to_numpy(), words)
    return found


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
