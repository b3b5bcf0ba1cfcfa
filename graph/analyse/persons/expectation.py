"""What the pairs at hand say of themselves: expectation-maximisation for the few numbers that differ between tables.

Three stories for every pair: one person, two of one household or network, strangers. Learnt are only
- the odds of one person against one household before anything is known: a table in which rings share everything lowers
  them, a table of duplicates raises them;
- how many further applications of its person an application has;
- how often one person's two applications agree wholly, nearly, or not in a field (weights.LEARNT, the m of Fellegi and
  Sunter): dates are typed with more or less care, people here move more or less often.
How often strangers agree (u) is not learnt but counted (register.py). What a field weighs otherwise stays as the table
says. Made-up pairs with the table's opinion are added to those counted, so few pairs change little, and no number moves
further than its bound. The estimates are rounded: the order of pairs changes nothing.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.analyse.persons import weights
from graph.analyse.persons.blocks import THREADS, Ints
from graph.analyse.persons.evidence import CHUNK, Estimates, Flags, Floats, weigh
from graph.analyse.persons.register import Register

Small = npt.NDArray[np.int8]  # several of them for each of millions of pairs

HOUSEHOLDS_MADE_UP = 40.0
"""Pairs with the table's odds of one person against one household."""
PAIRS_MADE_UP = 200.0
"""Pairs of one person with the table's shares, in every field that is learnt."""
ROWS_MADE_UP = 500.0
"""Applicants each of whom has one further application."""
BOUND = 4.0
"""Most bits by which the two odds leave even."""
LEVEL_BOUND = 2.0
"""Most bits by which a level moves; of birth dates BIRTH_BOUND, for they are typed by hand."""
BIRTH_BOUND = 3.0
STEPS = 30
SETTLED = 0.002
"""Most steps, and the move in bits below which no further one is taken."""
HOPELESS = -18.0
"""Pairs of so few bits against both stories together have no say: they are nobody's."""


@dataclass(frozen=True)
class Judged:
    """Pairs, each once, before estimates: bits against strangers, bits against a household without its prior, the levels
    that are learnt (a column for each field), the level of the birth dates, whether the names agree (1) or contradict
    (-1), and whether it may be a merge."""

    left: Ints
    right: Ints
    strangers: Floats
    household: Floats
    levels: Small
    births: Small
    names: Small
    employed_twice: Flags
    allowed: Flags

    def bits(self, estimates: Estimates) -> Floats:
        """Bits for one person against the likelier of the other stories."""
        more = estimates.of(self.levels).sum(axis=1)
        strangers = self.strangers + more + estimates.strangers
        return np.asarray(-np.logaddexp2(-strangers, -(self.household + more + estimates.household)))


def judge(known: Register, left: Ints, right: Ints, *, every: bool = True) -> Judged:
    """All pairs, part by part; without `every` only those that may be a merge or have a say in the estimates."""
    cuts = [slice(at, at + CHUNK) for at in range(0, max(1, len(left)), CHUNK)]
    with ThreadPoolExecutor(THREADS) as threads:
        parts = list(threads.map(lambda cut: _judged(known, left[cut], right[cut], every), cuts))
    return Judged(*(np.concatenate([getattr(one, name) for one in parts]) for name in vars(parts[0])))


def _judged(known: Register, left: Ints, right: Ints, every: bool) -> Judged:
    evidence = weigh(known, left, right, Estimates(household=0.0))
    names = (evidence.name.agreed > 0).astype(np.int8)
    names[evidence.name.clash] = -1
    found = Judged(
        left=left,
        right=right,
        strangers=evidence.strangers(),
        household=evidence.household(),
        levels=np.stack(
            [part.level for part in evidence.parts if part.level is not None],
            axis=1,
            dtype=np.int8,
            casting="same_kind",
        ),
        births=evidence.birth_agrees().astype(np.int8) - evidence.birth_apart(),
        names=names,
        employed_twice=evidence.employed_twice,
        allowed=evidence.allowed(),
    )
    if every:
        return found
    say = found.allowed | (np.minimum(found.strangers, found.household) > HOPELESS)
    return Judged(*(column[say] for column in vars(found).values()))


def estimate(judged: Judged, rows: int) -> Estimates:
    """The numbers, from all candidate pairs. rows: number of applicants."""
    often = np.array([share for _, _, share in weights.LEARNT])
    fields = [field for field, _, _ in weights.LEARNT]
    group = np.array([fields.index(field) for field in fields])
    total_often = np.bincount(group, often, minlength=len(often))[group]
    made_up = HOUSEHOLDS_MADE_UP / (1.0 + 2.0**-weights.HOUSEHOLD_PRIOR)
    prior, repeats, more = weights.HOUSEHOLD_PRIOR, 0.0, np.zeros(len(often))
    some = np.flatnonzero(np.minimum(judged.strangers, judged.household) > HOPELESS)
    levels, strangers, house = judged.levels[some], judged.strangers[some], judged.household[some]
    columns, patterns, pattern = np.ascontiguousarray(levels.T), *_patterns(levels)
    persons, bound = 0.0, np.where(np.array(fields) == "birth", BIRTH_BOUND, LEVEL_BOUND)
    for _ in range(STEPS):
        learnt = np.append(more, 0.0)[patterns].sum(axis=1)[pattern]
        with_household = np.exp2(-(house + learnt + prior))
        total = 1.0 + np.exp2(-(strangers + learnt + repeats)) + with_household
        one = 1.0 / total
        persons, households = float(one.sum()), float((with_household / total).sum())
        prior = _bound((made_up + persons) / (HOUSEHOLDS_MADE_UP - made_up + households))
        repeats = _bound((ROWS_MADE_UP + 2 * persons) / (ROWS_MADE_UP + rows))
        seen = np.sum([np.bincount(column + 1, one, minlength=len(often) + 1)[1:] for column in columns], axis=0)
        counted = PAIRS_MADE_UP * often + seen
        share = counted / np.bincount(group, counted, minlength=len(often))[group] * total_often
        before, more = more, np.clip(np.log2(share / often), -bound, bound)
        if np.abs(more - before).max() < SETTLED:
            break
    return Estimates(
        round(prior, 2), round(repeats, 2), tuple(round(float(bits), 2) for bits in more), round(persons, 1)
    )


def _patterns(levels: Small) -> tuple[Small, Ints]:
    """The different rows, of which there are few, and which of them each row is."""
    code = np.zeros(len(levels), np.int64)
    for column in levels.T:
        code = code * (len(weights.LEARNT) + 1) + column + 1
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    return levels[first], which


def _bound(odds: float) -> float:
    return float(np.clip(np.log2(odds), -BOUND, BOUND))
