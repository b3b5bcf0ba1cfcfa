"""Persons before links: one person's several applications are one person, and sharing with oneself is nothing.

Every pair of applicants that could be one person is weighed (weights.py: log-odds by field, names by rarity), and
groups grow from the surest pair on, never over a contradiction (merging.py). An analyst's word comes first. Merging is
only a numbering: no applicant is changed, and every merge says its reason, so it can be taken back by a decision.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.analyse.persons.candidates import candidates
from graph.analyse.persons.expectation import estimate, judge
from graph.analyse.persons.explain import reasons_of
from graph.analyse.persons.merging import Pair, completed, connected, grow, opinions
from graph.analyse.persons.register import register
from graph.model.decisions import Decision
from graph.model.links import Links

DECIDED = "an analyst decided that they are one person"


@dataclass(frozen=True)
class Persons:
    """of: applicant -> person number (0..count-1, in order of the first applicant).

    reasons: by pair of applicants (rows, left < right) that are one person, why: the parts of its bits, strongest
    first. A pair that is only connected through a third application has none of its own.
    """

    of: npt.NDArray[np.int32]
    count: int
    reasons: dict[Pair, str]

    def members(self) -> list[list[int]]:
        """Applicants of each person."""
        groups: list[list[int]] = [[] for _ in range(self.count)]
        for applicant, person in enumerate(self.of.tolist()):
            groups[person].append(applicant)
        return groups


def resolve(links: Links, decisions: tuple[Decision, ...] = ()) -> Persons:
    """Group applicants into persons. Pure; the result does not depend on the order of rows.

    `not_linked` keeps every two of its applicants apart, also through third ones, and wins over `same_person`.
    """
    parted = _pairs(links, decisions, "not_linked")
    joined = _pairs(links, decisions, "same_person") - parted
    known = register(links)
    judged = judge(known, *candidates(known))
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
