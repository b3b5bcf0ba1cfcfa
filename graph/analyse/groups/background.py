"""How often innocent people share values of a kind in this employer's data, and what that changes about their weight.

A kind's strength (graph.model.kinds) was set with some background in mind: the stronger, the rarer it is that two people
who have nothing to do with each other share such a value. Data differ: an employer who hires through agencies sees second
telephones of agencies all day. So the background is counted here, and a kind that is shared more than expected weighs less.

Counted are persons who share a value of the kind with somebody, and with that person nothing of any other family: rings
share in several families at once, so they hardly enter. The estimate is shrunk to the expectation by made-up persons. The
expectation is a rule of thumb, so only what is shared more than four times as often moves a weight; it only ever lowers
it (that few share a telephone here does not make two people who do a network), and by BOUND bits at most. Unbounded, the
estimate costs recall where rings share one family only (docs/method.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graph.analyse.groups.evidence import Population
from graph.model.kinds import KINDS

NAMES = tuple(sorted(KINDS))
STRENGTH = np.array([KINDS[name].strength for name in NAMES], np.float64)

EXPECTED_AT = 10.0
"""Persons of 1,000 that share a value of a kind of strength s innocently: 1,000 * EXPECTED_AT * 2^-s, at most half.

So 20 for a telephone (9 bits), 39 for an address (8), 2 for an account (12): households and couples among applicants.
"""
MOST_EXPECTED = 0.5
MADE_UP = 2000.0
"""Made-up persons with the expected share."""
TOLERATED = 2.0
"""Bits by which the share may exceed the expectation before it counts."""
BOUND = 1.0
"""Most bits that a weight is lowered."""

Ints = npt.NDArray[np.integer]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Background:
    """By kind, in order of NAMES. persons: who hold any value of it. sharing: of these, who share one and nothing of
    another family with the same person. bits: what is added to the weight of its values, 0 or less."""

    persons: npt.NDArray[np.int64]
    sharing: npt.NDArray[np.int64]
    bits: Floats

    def lowered(self, weight: Floats, kind: Ints) -> Floats:
        """Weights of values of these kinds (len(NAMES): of a text, which stays as it is), never below zero."""
        less = np.append(self.bits, 0.0)[kind]
        return np.where(weight > 0, np.maximum(0.0, weight + less), weight)

    def moved(self) -> dict[str, int]:
        """For the population of a document: of the kinds that weigh less here, how many of 1,000 holders share one alone."""
        return {
            f"sharing_{NAMES[at]}_per_1000": round(1000 * int(self.sharing[at]) / max(1, int(self.persons[at])))
            for at in np.flatnonzero(self.bits < 0).tolist()
        }


def expected_share() -> Floats:
    """The share of persons that each kind's strength was set for."""
    found: Floats = np.minimum(MOST_EXPECTED, EXPECTED_AT * np.exp2(-STRENGTH))
    return found


def against_background(population: Population) -> tuple[Population, Background]:
    """The population with its weights lowered where a kind is shared more than its strength allows, and the estimate."""
    kind = np.array([NAMES.index(name) for name in population.kinds], np.int64)[population.number]
    found = background(
        kind,
        population.holder,
        population.count,
        population.persons.count,
        population.left,
        population.right,
        population.edge_value,
    )
    if not found.bits.any():
        return population, found
    by = np.where(population.edge_value >= 0, np.append(kind, 0)[population.edge_value], len(NAMES))
    bits = found.lowered(population.bits, by)
    return replace(population, weight=found.lowered(population.weight, kind), bits=bits), found


def background(kind: Ints, holder: Ints, count: Ints, persons: int, left: Ints, right: Ints, value: Ints) -> Background:
    """Estimate it.

    kind: place among NAMES, by value. holder, count: persons of each value, value after value. left, right, value: one row
    for each pair and family, its strongest value, -1 for a text.
    """
    held = np.zeros((len(NAMES), persons), bool)
    held[np.repeat(kind, count), holder] = True
    pair = left.astype(np.int64) * max(1, persons) + right
    order = np.argsort(pair, kind="stable")
    ordered = pair[order]
    fresh = np.concatenate([np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1]])
    last = np.concatenate([fresh[1:], np.ones(min(1, len(ordered)), bool)])
    alone = order[fresh & last]
    alone = alone[value[alone] >= 0]
    which = kind[value[alone]]
    shares = np.zeros((len(NAMES), persons), bool)
    shares[which, left[alone]] = shares[which, right[alone]] = True
    number, sharing = held.sum(axis=1), shares.sum(axis=1)
    expected = expected_share()
    share = (sharing + MADE_UP * expected) / (number + MADE_UP)
    bits = -np.clip(np.log2(share / expected) - TOLERATED, 0.0, BOUND)
    return Background(number, sharing, np.round(bits, 2) + 0.0)
