"""How many of the networks that are reported are none: the share of rings estimated from the contest itself, and a q-value.

The table's prior says how often one facilitator is behind a group that comes up for judgement. Cases differ: in one without any
ring it is never so. So the share is estimated from all judged groups (expectation-maximisation over a two-group mixture;
Dempster, Laird and Rubin 1977; empirical Bayes, Efron 2008, "Microarrays, empirical Bayes and the two-groups model"):

    odds of a group = 2^score * (share / (1 - share)) / (PRIOR / (1 - PRIOR))
    share           = mean of the groups' probabilities, with TABLE made-up groups of the table's opinion

where `score` is the contest's against all innocent explanations together, made with the table's PRIOR. A single group must
therefore outweigh the number of groups that were looked at: that is the correction for looking at many. The q-value of a
group is the mean probability of an innocent cause over all groups that score as high or higher (Bayesian false discovery
rate; Storey 2003).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graph.analyse.judging.table import FACILITATOR, INNOCENT

PRIOR = FACILITATOR.prior / (FACILITATOR.prior + sum(row.prior for row in INNOCENT))
"""The table's share of rings: its priors are weights, and need not add up to 1."""

TABLE = 4.0
"""Weight of the table's prior, in groups: a case of few groups keeps the table's share. Our judgement."""

ROUNDS = 200
STILL = 1e-9

Floats = npt.NDArray[np.float64]


def share(scores: Sequence[float], prior: float = PRIOR) -> float:
    """The estimated share of rings among groups with these scores (bits made with `prior`); `prior` when there are none."""
    bits = np.asarray(scores, dtype=np.float64)
    found = prior
    for _ in range(ROUNDS):
        again = float((_probabilities(bits, found, prior).sum() + TABLE * prior) / (len(bits) + TABLE))
        if abs(again - found) < STILL:
            break
        found = again
    return found


def q_values(scores: Sequence[float], prior: float = PRIOR) -> list[float]:
    """Per group: the expected share of innocent ones among the groups that score as high or higher. Ties share theirs."""
    if not scores:
        return []
    bits = np.asarray(scores, dtype=np.float64)
    doubts = 1.0 - _probabilities(bits, share(scores, prior), prior)
    order = np.argsort(-bits, kind="stable")
    means = np.cumsum(doubts[order]) / np.arange(1, len(bits) + 1)
    last = np.searchsorted(-bits[order], -bits, side="right") - 1  # of those that score the same
    found: list[float] = means[last].tolist()
    return found


def _probabilities(bits: Floats, share_: float, prior: float) -> Floats:
    """Of one facilitator, per group."""
    shift = np.log2(share_ / (1.0 - share_)) - np.log2(prior / (1.0 - prior))
    found: Floats = 1.0 / (1.0 + np.exp2(-np.clip(bits + shift, -500.0, 500.0)))
    return found
