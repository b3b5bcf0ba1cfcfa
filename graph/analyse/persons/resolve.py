"""Persons before links: one person's several applications are one person, and sharing with oneself is nothing.

Two applications are one person when their names can be one person's (names.py) and they agree in something a stranger
would not have, and nothing contradicts it (another birth date). The candidate number of the source system counts as
such an agreement. Merges are conflict-aware: a group never takes in a second birth date.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.analyse.persons.names import folded, same_name
from graph.model.decisions import Decision
from graph.model.links import Links

OWN = frozenset(("email", "handle", "tax_id", "cv_file"))
"""Kinds that a person has alone: with one of them in common a name may be misspelled."""

HOUSEHOLD = frozenset(("phone", "website", "address", "payroll_account", "wallet", "payment_handle", "device"))
"""Kinds that a household shares: with one of them in common the name must agree word for word."""

FUZZY_GROUP = 30
"""In a wider group only equal names are compared (an agency's phone is no reason to compare 150 people)."""

SAME_TEXT = 0.5
"""Least CV similarity (Jaccard) that, together with the name, makes two applications one person."""


@dataclass(frozen=True)
class Persons:
    """of: applicant -> person number (0..count-1, in order of the first applicant). reasons: why applicants merged."""

    of: npt.NDArray[np.int32]
    count: int
    reasons: dict[tuple[int, int], str]

    def members(self) -> list[list[int]]:
        """Applicants of each person."""
        groups: list[list[int]] = [[] for _ in range(self.count)]
        for applicant, person in enumerate(self.of.tolist()):
            groups[person].append(applicant)
        return groups


class _Merger:
    """Union-find that keeps the birth token of each group and refuses a contradiction."""

    def __init__(self, births: list[str], forbidden: set[tuple[int, int]]) -> None:
        self.parent = list(range(len(births)))
        self.birth = births
        self.forbidden = forbidden
        self.reasons: dict[tuple[int, int], str] = {}

    def find(self, item: int) -> int:
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def merge(self, left: int, right: int, reason: str) -> None:
        if (min(left, right), max(left, right)) in self.forbidden:
            return
        a, b = sorted((self.find(left), self.find(right)))
        if a == b or (self.birth[a] and self.birth[b] and self.birth[a] != self.birth[b]):
            return
        self.parent[b] = a
        self.birth[a] = self.birth[a] or self.birth[b]
        self.reasons[(min(left, right), max(left, right))] = reason


def resolve(links: Links, decisions: tuple[Decision, ...] = ()) -> Persons:
    """Group applicants into persons. Pure; the result does not depend on the order of rows."""
    table = links.applicants
    names: list[str] = table.column("name").to_pylist()
    merger = _Merger(table.column("birth").to_pylist(), _pairs(links, decisions, "not_linked"))
    for left, right in sorted(_pairs(links, decisions, "same_person")):
        merger.merge(left, right, "an analyst decided that they are one person")
    _by_candidate(table.column("candidate").to_pylist(), names, merger)
    for group, kind, display in _groups(links):
        reason = f"same name and same {kind.replace('_', ' ')} {display}"
        _by_value(group, names, reason, merger, typos=kind in OWN)
    _by_text(links, names, merger)
    roots = np.fromiter((merger.find(i) for i in range(len(names))), dtype=np.int32, count=len(names))
    order, of = np.unique(roots, return_inverse=True)
    return Persons(of=of.astype(np.int32), count=len(order), reasons=merger.reasons)


def _pairs(links: Links, decisions: tuple[Decision, ...], verdict: str) -> set[tuple[int, int]]:
    wanted = [d for d in decisions if d.verdict == verdict]
    if not wanted:
        return set()
    row = {f"applicant:{id_}": number for number, id_ in enumerate(links.applicants.column("id").to_pylist())}
    found = set()
    for decision in wanted:
        rows = sorted(row[name] for name in decision.about if name in row)
        found |= {(a, b) for i, a in enumerate(rows) for b in rows[i + 1 :]}
    return found


def _by_candidate(candidates: list[str], names: list[str], merger: _Merger) -> None:
    first: dict[str, int] = {}
    for row, candidate in enumerate(candidates):
        if not candidate:
            continue
        other = first.setdefault(candidate, row)
        if other != row and (same_name(names[other], names[row]) or not names[row]):
            merger.merge(other, row, "one candidate of the source system")


def _groups(links: Links) -> list[tuple[list[int], str, str]]:
    """Applicants that share a personal value: (applicants, kind, display)."""
    kinds = links.values.column("kind").to_pylist()
    displays = links.values.column("display").to_pylist()
    personal = np.fromiter((kind in OWN or kind in HOUSEHOLD for kind in kinds), dtype=bool, count=len(kinds))
    holders = links.values.column("holders").to_numpy()
    value = links.holdings.column("value").to_numpy()
    applicant = links.holdings.column("applicant").to_numpy()
    if not len(value):
        return []
    keep = (personal & (holders >= 2))[value]
    value, applicant = value[keep], applicant[keep]
    cuts = np.flatnonzero(np.diff(value)) + 1
    found = []
    for rows, number in zip(
        np.split(applicant, cuts), value[np.concatenate(([0], cuts))] if len(value) else [], strict=False
    ):
        found.append((rows.tolist(), kinds[number], displays[number]))
    return found


def _by_value(group: list[int], names: list[str], reason: str, merger: _Merger, *, typos: bool) -> None:
    if len(group) <= FUZZY_GROUP:
        for i, left in enumerate(group):
            for right in group[i + 1 :]:
                if merger.find(left) != merger.find(right) and same_name(names[left], names[right], typos=typos):
                    merger.merge(left, right, reason)
        return
    first: dict[str, int] = {}
    for row in group:
        name = folded(names[row])
        if name and (other := first.setdefault(name, row)) != row:
            merger.merge(other, row, reason)


def _by_text(links: Links, names: list[str], merger: _Merger) -> None:
    pairs = links.text_pairs
    for left, right, jaccard in zip(
        pairs.column("left").to_pylist(),
        pairs.column("right").to_pylist(),
        pairs.column("jaccard").to_pylist(),
        strict=True,
    ):
        if jaccard >= SAME_TEXT and same_name(names[left], names[right]):
            merger.merge(left, right, f"same name and CV texts {jaccard:.0%} alike")
