"""A finding is a contest of named explanations on the same facts: one facilitator against the best innocent one.

score (bits) = log2 prior odds + sum over families of the strongest feature's log2 likelihood ratio + those of the
features that belong to no family. Facts of one family are correlated and count once. Each part keeps its feature.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from graph.analyse.groups.shape import Shape
from graph.analyse.judging.table import FACILITATOR, FEATURES, INNOCENT, Row


@dataclass(frozen=True)
class Term:
    """One term of a score: a feature of the group and its bits for (or against) one facilitator."""

    feature: str  # "prior" for the prior odds
    family: str
    level: str
    bits: float


@dataclass(frozen=True)
class Contest:
    """winner: the innocent explanation that fares best. score: bits for one facilitator against it."""

    winner: Row
    score: float
    terms: tuple[Term, ...]
    others: tuple[
        tuple[Row, float], ...
    ]  # every innocent explanation with its bits against one facilitator, best first


def judge(shape: Shape, facilitator: Row = FACILITATOR, innocent: tuple[Row, ...] = INNOCENT) -> Contest:
    """Weigh all explanations of a group. Total order: score, then name."""
    scored = []
    for row in innocent:
        terms = compare(shape, facilitator, row)
        scored.append((sum(term.bits for term in terms), row.name, row, terms))
    scored.sort(key=lambda item: (item[0], item[1]))
    score, _, winner, terms = scored[0]
    return Contest(winner, score, terms, tuple((row, -bits) for bits, _, row, _ in scored))


def compare(shape: Shape, one: Row, other: Row) -> tuple[Term, ...]:
    """The terms of log2 P(shape | one) / P(shape | other), families once, with the prior odds first."""
    terms = [Term("prior", "", "", log2(one.prior / other.prior))]
    best: dict[str, Term] = {}
    for feature, family in FEATURES.items():
        level = shape.levels.get(feature, "")
        bits = log2(one.probability(feature, level) / other.probability(feature, level))
        term = Term(feature, family, level, bits)
        if not level or (bits == 0 and level == "none"):
            continue
        if not family:
            terms.append(term)
            continue
        held = best.get(family)
        if held is None or abs(bits) > abs(held.bits):
            best[family] = term
    return (*terms, *(best[family] for family in sorted(best)))
