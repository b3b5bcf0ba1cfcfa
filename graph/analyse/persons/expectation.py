"""What the pairs at hand say of themselves: expectation-maximisation for the few numbers that differ between tables.

Three stories for every pair: one person, two of one household or network, strangers. Learnt are only
- the odds of one person against one household before anything is known: a table in which rings share everything lowers
  them, a table of duplicates raises them;
- how many further applications of its person an application has;
- how often one person's two birth dates agree wholly, in parts, or not: dates are typed with more or less care.
What a field weighs otherwise stays as the table says (weights.py). Made-up pairs with the table's opinion are added to
those counted, so few pairs change little, and no number moves further than its bound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.analyse.persons import weights
from graph.analyse.persons.blocks import Ints
from graph.analyse.persons.evidence import BIRTH_LEVELS, CHUNK, Estimates, Flags, Floats, weigh
from graph.analyse.persons.register import Register

HOUSEHOLDS_MADE_UP = 40.0
BIRTHS_MADE_UP = 200.0
ROWS_MADE_UP = 500.0
BOUND = 4.0
BIRTH_BOUND = 3.0
STEPS = 30


@dataclass(frozen=True)
class Judged:
    """Every pair once, before estimates: bits against strangers, bits against a household without its prior, the level
    of the birth dates, whether the dates and the names agree (1) or contradict (-1), and whether it may be a merge."""

    left: Ints
    right: Ints
    strangers: Floats
    household: Floats
    level: Ints
    births: Ints
    names: Ints
    employed_twice: Flags
    allowed: Flags

    def bits(self, estimates: Estimates) -> Floats:
        """Bits for one person against the likelier of the other stories."""
        more = np.append(estimates.birth, 0.0)[self.level]
        strangers = self.strangers + more + estimates.strangers
        return np.asarray(-np.logaddexp2(-strangers, -(self.household + more + estimates.household)))


def judge(known: Register, left: Ints, right: Ints) -> Judged:
    """All pairs, part by part."""
    parts = [_judged(known, left[at : at + CHUNK], right[at : at + CHUNK]) for at in range(0, max(1, len(left)), CHUNK)]
    return Judged(*(np.concatenate([getattr(one, name) for one in parts]) for name in vars(parts[0])))


def _judged(known: Register, left: Ints, right: Ints) -> Judged:
    evidence = weigh(known, left, right, Estimates(household=0.0))
    names = (evidence.name.agreed > 0).astype(np.int64)
    names[evidence.name.clash] = -1
    return Judged(
        left=left,
        right=right,
        strangers=evidence.strangers(),
        household=evidence.household(),
        level=evidence.birth_level,
        births=evidence.birth_agrees().astype(np.int64) - evidence.birth_apart(),
        names=names,
        employed_twice=evidence.employed_twice,
        allowed=evidence.allowed(),
    )


def estimate(judged: Judged, rows: int) -> Estimates:
    """The numbers, from all candidate pairs. rows: number of applicants."""
    often = np.array([share for _, _, share, _, _ in weights.BIRTH])
    level = judged.level
    made_up = HOUSEHOLDS_MADE_UP / (1.0 + 2.0**-weights.HOUSEHOLD_PRIOR)
    prior, repeats, births = weights.HOUSEHOLD_PRIOR, 0.0, np.zeros(len(BIRTH_LEVELS))
    for _ in range(STEPS):
        more = np.append(births, 0.0)[level]
        with_household = np.exp2(-(judged.household + more + prior))
        total = 1.0 + np.exp2(-(judged.strangers + more + repeats)) + with_household
        one = 1.0 / total
        persons, households = float(one.sum()), float((with_household / total).sum())
        prior = _bound((made_up + persons) / (HOUSEHOLDS_MADE_UP - made_up + households))
        repeats = _bound((ROWS_MADE_UP + 2 * persons) / (ROWS_MADE_UP + rows))
        seen = np.bincount(level[level >= 0], one[level >= 0], minlength=len(BIRTH_LEVELS))
        share = (BIRTHS_MADE_UP * often + seen) / (BIRTHS_MADE_UP * often.sum() + seen.sum())
        births = np.clip(np.log2(share * often.sum() / often), -BIRTH_BOUND, BIRTH_BOUND)
    return Estimates(round(prior, 2), round(repeats, 2), tuple(round(float(bits), 2) for bits in births))


def _bound(odds: float) -> float:
    return float(np.clip(np.log2(odds), -BOUND, BOUND))
