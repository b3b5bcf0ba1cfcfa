"""The false discovery rate over all candidates of a case."""

from __future__ import annotations

import numpy as np


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
