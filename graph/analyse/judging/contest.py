"""A finding is a contest of named explanations on the same facts: one facilitator against the best innocent one.

score (bits) = log2 prior odds + sum over families of the strongest feature's log2 likelihood ratio + those of the
features that belong to no family. Facts of one family are correlated and count once. Each part keeps its feature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log2

from graph.analyse.groups.shape import Shape
from graph.analyse.judging.table import FEATURES, FEW, INNOCENT, MANY, Row
from graph.analyse.judging.table import facilitator as row_of

RUNNERS_UP = 3
"""So many innocent explanations are named with a finding."""

OPPOSED = 0.5
"""Bits from which a feature is told that points the other way than the one of its family that counts."""

FITS = 0.5
"""A level fits an explanation that has it at least so often."""


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
    others: tuple[
        tuple[Row, float], ...
    ]  # every innocent explanation with its bits against one facilitator, best first
    facilitator: Row
    levels: Mapping[str, str]  # that were weighed

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """What the score is made of."""
        return _terms(self.levels, self.facilitator, self.winner)

    @cached_property
    def uncounted(self) -> tuple[Term, ...]:
        """What points the other way than the feature that counts of its family, and is therefore in no term: OPPOSED bits or
        more. Facts of one family count once, but an expert must hear of these."""
        found = []
        one, other = self.facilitator, self.winner
        for term in self.terms:
            for feature in _OF_FAMILY.get(term.family, ()):
                level = self.levels.get(feature, "")
                bits = _apart(one, other, feature, level)
                if bits is not None and abs(bits) >= OPPOSED and bits * term.bits < 0:
                    found.append(Term(feature, term.family, level, bits))
        return tuple(found)

    @cached_property
    def told(self) -> float:
        """The score as it is told: each term rounded as it is shown, so that the parts of a finding add up to it."""
        return round(sum(round(term.bits, 2) for term in self.terms), 2)

    @cached_property
    def runners_up(self) -> tuple[tuple[Row, float, tuple[str, ...]], ...]:
        """The RUNNERS_UP innocent explanations that fare best, their bits, and the features that each expects as they are. The
        best one's bits are what is told of the contest, the other way round."""
        told = 0.0 - self.told
        return tuple(
            (row, told if row is self.winner else min(bits, told), self._fitting(row))
            for row, bits in self.others[:RUNNERS_UP]
        )

    def _fitting(self, row: Row) -> tuple[str, ...]:
        """The features that the row expects as they are, most of all those that one facilitator does not."""
        known = [one for one in self.levels.items() if one[1] and row.probability(*one) >= FITS]
        return tuple(feature for feature, level in sorted(known, key=lambda one: self._against(row, *one)))

    def _against(self, row: Row, feature: str, level: str) -> float:
        return self.facilitator.bits(feature, level) - row.bits(feature, level)

    @property
    def together(self) -> float:
        """Bits for one facilitator against all innocent explanations together: what a probability is made of."""
        return -log2(sum(2.0**bits for _, bits in self.others))


def judge(shape: Shape) -> Contest:
    """Weigh all explanations of a group against the facilitator's row for its size. Total order: score, name."""
    scale = _SCALES[_persons(shape)]
    scored = sorted(
        zip(scale.scores(shape.levels), (row.name for row in INNOCENT), INNOCENT, strict=True),
        key=lambda item: item[:2],
    )
    score, _, winner = scored[0]
    return Contest(winner, score, tuple([(row, -bits) for bits, _, row in scored]), scale.one, shape.levels)


class Contests:
    """Judges groups, and remembers: thousands have the same levels, and a contest asks for nothing else but their number."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, tuple[str, ...]], Contest] = {}

    def of(self, shape: Shape) -> Contest:
        """What `judge` finds."""
        key = _persons(shape), _seen(shape.levels, _EVERY)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = judge(shape)
        return found


def compare(shape: Shape, one: Row, other: Row) -> tuple[Term, ...]:
    """The terms of log2 P(shape | one) / P(shape | other), families once: the prior odds, what belongs to no family, then
    the strongest of each family."""
    return _terms(shape.levels, one, other)


def _terms(levels: Mapping[str, str], one: Row, other: Row) -> tuple[Term, ...]:
    found = [_strongest(one, other, family, features, _seen(levels, features)) for family, features in _TOGETHER]
    prior = Term("prior", "", "", _prior(one, other))
    return (prior, *[term for term in found if term is not None])


_OF_FAMILY = {
    family: tuple(feature for feature, of in FEATURES.items() if of == family)
    for family in sorted(set(FEATURES.values()) - {""})
}
"""Family -> its features, which count once."""

_TOGETHER: tuple[tuple[str, tuple[str, ...]], ...] = (
    *(("", (feature,)) for feature, family in FEATURES.items() if not family),
    *_OF_FAMILY.items(),
)
"""Family ("" for none) and the features that count once, in the order in which a score adds them up."""


class _Scale:
    """The bits of one explanation against each of others. Few sets of levels are ever seen, so each is worked out once."""

    def __init__(self, one: Row, others: tuple[Row, ...]) -> None:
        self.one, self.others = one, others
        self._priors = tuple([_prior(one, other) for other in others])
        self._known: tuple[dict[tuple[str, ...], tuple[float, ...]], ...] = tuple({} for _ in _TOGETHER)

    def scores(self, levels: Mapping[str, str]) -> list[float]:
        """By explanation, what its terms add up to."""
        columns = [self._priors]
        for (family, features), known in zip(_TOGETHER, self._known, strict=True):
            seen = _seen(levels, features)
            found = known.get(seen)
            if found is None:
                terms = (_strongest(self.one, other, family, features, seen) for other in self.others)
                found = known[seen] = tuple([term.bits if term is not None else 0.0 for term in terms])
            columns.append(found)
        return [sum(terms) for terms in zip(*columns, strict=True)]


def _prior(one: Row, other: Row) -> float:
    return log2(one.prior / other.prior)


def _seen(levels: Mapping[str, str], features: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([levels.get(feature, "") for feature in features])


def _apart(one: Row, other: Row, feature: str, level: str) -> float | None:
    """By how many bits a level tells two rows apart; None when it is unknown, or one of the two does not care."""
    if not level or feature not in one.expects or feature not in other.expects:
        return None
    return one.bits(feature, level) - other.bits(feature, level)


def _strongest(one: Row, other: Row, family: str, features: tuple[str, ...], levels: tuple[str, ...]) -> Term | None:
    """Of features that count once, the one that tells these two the furthest apart; None when none says anything."""
    best: Term | None = None
    for feature, level in zip(features, levels, strict=True):
        bits = _apart(one, other, feature, level)
        if bits is None or (bits == 0 and level == "none"):
            continue
        if best is None or abs(bits) > abs(best.bits):
            best = Term(feature, family, level, bits)
    return best


_EVERY = tuple(FEATURES)


def _persons(shape: Shape) -> int:
    """The number of persons, as far as the facilitator's row hangs on it."""
    return min(max(len(shape.members), FEW), MANY)


_SCALES: dict[int, _Scale] = {}


def forget() -> None:
    """Read the table anew. For who changes it, to see what becomes of the results."""
    _SCALES.update({persons: _Scale(row_of(persons), INNOCENT) for persons in range(FEW, MANY + 1)})


forget()
