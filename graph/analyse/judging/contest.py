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

    @property
    def together(self) -> float:
        """Bits for one facilitator against all innocent explanations together: what a probability is made of."""
        return -log2(sum(2.0**bits for _, bits in self.others))


def judge(shape: Shape, facilitator: Row = FACILITATOR, innocent: tuple[Row, ...] = INNOCENT) -> Contest:
    """Weigh all explanations of a group. Total order: score, then name."""
    scored = sorted(
        ((sum(bits for *_, bits in _terms(shape, facilitator, row)), row.name, row) for row in innocent),
        key=lambda item: (item[0], item[1]),
    )
    score, _, winner = scored[0]
    return Contest(winner, score, compare(shape, facilitator, winner), tuple((row, -bits) for bits, _, row in scored))


def compare(shape: Shape, one: Row, other: Row) -> tuple[Term, ...]:
    """The terms of log2 P(shape | one) / P(shape | other), families once, with the prior odds first."""
    return tuple(Term(*term) for term in _terms(shape, one, other))


def _terms(shape: Shape, one: Row, other: Row) -> list[tuple[str, str, str, float]]:
    """(feature, family, level, bits): the prior, what belongs to no family, then the strongest of each family."""
    terms = [("prior", "", "", log2(one.prior / other.prior))]
    best: dict[str, tuple[str, str, str, float]] = {}
    for feature, family in FEATURES.items():
        level = shape.levels.get(feature, "")
        if not level or feature not in one.expects or feature not in other.expects:
            continue  # unknown, or one of the two does not care
        bits = one.bits(feature, level) - other.bits(feature, level)
        if bits == 0 and level == "none":
            continue
        term = (feature, family, level, bits)
        if not family:
            terms.append(term)
        elif family not in best or abs(bits) > abs(best[family][3]):
            best[family] = term
    return [*terms, *(best[family] for family in sorted(best))]
