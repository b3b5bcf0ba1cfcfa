"""Against chance: exact hypergeometric tails, and the false discovery rate over all candidates."""

from __future__ import annotations

from math import comb, exp, lgamma

import numpy as np


def hypergeometric_tail(population: int, successes: int, draws: int, observed: int) -> float:
    """P(X >= observed) for X hypergeometric: `draws` of `population` items, of which `successes` count.

    Exact up to floating point (log-gamma); 1.0 when observed <= 0.
    """
    low = max(observed, draws - (population - successes), 0)
    high = min(draws, successes)
    if observed <= max(0, draws - (population - successes)):
        return 1.0
    if low > high:
        return 0.0
    total = 0.0
    base = _log_choose(population, draws)
    for hits in range(low, high + 1):
        term = exp(_log_choose(successes, hits) + _log_choose(population - successes, draws - hits) - base)
        total += term
        if term < total * 1e-17:  # the tail falls faster than any sum of doubles can see
            break
    return min(1.0, total)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def pairs(count: int) -> int:
    """Pairs among `count` persons."""
    return comb(count, 2)


def benjamini_hochberg(p_values: list[float]) -> list[float]:
    """q-values (Benjamini and Hochberg 1995): the false discovery rate if this and all smaller p-values are believed."""
    if not p_values:
        return []
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    falling = np.minimum.accumulate(scaled[::-1])[::-1]
    q = np.empty(len(p))
    q[order] = np.minimum(falling, 1.0)
    found: list[float] = q.tolist()
    return found
