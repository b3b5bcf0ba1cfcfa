"""Persons before links: one person's several applications are one person, and sharing with oneself is nothing.

Every pair of applicants that could be one person is weighed (weights.py: log-odds by field, names by rarity), and
groups grow from the surest pair on, never over a contradiction (merging.py). An analyst's word comes first. Merging is
only a numbering: no applicant is changed, and every merge says its reason, so it can be taken back by a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from graph.analyse.groups.columns import numbers
from graph.analyse.persons.candidates import candidates
from graph.analyse.persons.expectation import estimate, judge
from graph.analyse.persons.explain import reasons_of
from graph.analyse.persons.merging import Pair, completed, connected, grow, opinions
from graph.analyse.persons.register import register
from graph.model.decisions import Decision
from graph.model.links import Links

DECIDED = "an analyst decided that they are one person"


class Members(Sequence[list[int]]):
    """The applicants of each person, in order; of a million persons some thousands are ever asked for."""

    def __init__(self, of: npt.NDArray[np.int32], count: int) -> None:
        order = np.argsort(of, kind="stable")
        start = np.concatenate(([0], np.cumsum(np.bincount(of, minlength=count))))
        self._row, self._start = numbers(order), numbers(start)
        self.first = numbers(order[start[:-1]])
        """The first applicant of each person."""

    def rows(self, persons: Iterable[int]) -> list[int]:
        """The applicants of these persons, person after person."""
        row, start = self._row, self._start
        return [one for person in persons for one in row[start[person] : start[person + 1]]]

    def __len__(self) -> int:
        return len(self._start) - 1

    @overload
    def __getitem__(self, person: int) -> list[int]: ...
    @overload
    def __getitem__(self, person: slice) -> list[list[int]]: ...
    def __getitem__(self, person: int | slice) -> list[int] | list[list[int]]:
        if isinstance(person, slice):
            return [self[one] for one in range(*person.indices(len(self)))]
        if not 0 <= person < len(self):
            raise IndexError(person)
        found: list[int] = self._row[self._start[person] : self._start[person + 1]].tolist()
        return found


@dataclass(frozen=True)
class Persons:
    """of: applicant -> person number (0..count-1, in order of the first applicant).

    reasons: by pair of applicants (rows, left < right) that are one person, why: the parts of its bits, strongest
    first. A pair that is only connected through a third application has none of its own.
    """

    of: npt.NDArray[np.int32]
    count: int
    reasons: dict[Pair, str]

    def members(self) -> Members:
        """Applicants of each person."""
        return Members(self.of, self.count)


def resolve(links: Links, decisions: tuple[Decision, ...] = ()) -> Persons:
    """Group applicants into persons. Pure; the result does not depend on the order of rows.

    `not_linked` keeps every two of its applicants apart, also through third ones, and wins over `same_person`.
    """
    parted = _pairs(links, decisions, "not_linked")
    joined = _pairs(links, decisions, "same_person") - parted
    known = register(links)
    judged = judge(known, *candidates(known), every=False)
    estimates = estimate(judged, known.rows)
    found = {pair: one for pair, one in opinions(judged, estimates, every=False).items() if pair not in parted}
    components = connected([*found, *sorted(joined)])
    found = completed(known, components, found, estimates)
    first = np.arange(known.rows)
    merged: list[Pair] = []
    for component in components:
        for person in grow(component, found, joined, parted, known.rank):
            first[person] = person[0]
            merged += [(one, other) for at, one in enumerate(person) for other in person[at + 1 :]]
    order, of = np.unique(first, return_inverse=True)
    weighed = [pair for pair in merged if pair not in joined and pair in found and found[pair].merges]
    reasons = reasons_of(known, weighed, estimates) | {pair: DECIDED for pair in merged if pair in joined}
    return Persons(of=of.astype(np.int32), count=len(order), reasons=dict(sorted(reasons.items())))


def _pairs(links: Links, decisions: tuple[Decision, ...], verdict: str) -> set[Pair]:
    wanted = [d for d in decisions if d.verdict == verdict]
    if not wanted:
        return set()
    row = {f"applicant:{id_}": number for number, id_ in enumerate(links.applicants.column("id").to_pylist())}
    found = set()
    for decision in wanted:
        rows = sorted({row[name] for name in decision.about if name in row})
        found |= {(a, b) for i, a in enumerate(rows) for b in rows[i + 1 :]}
    return found
