"""Fingerprints sorted in buckets are those that numpy sorts."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.text.sorting import FEW, gathered

EIGHTH = 1 << 61


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize(("low", "high"), [(0, EIGHTH), (0, 1 << 64), (EIGHTH, 1 << 64), (0, 3), (7, 8)])
@pytest.mark.parametrize("count", [0, 1, FEW - 1, 3 * FEW])
def test_as_numpy_sorts_them(count: int, low: int, high: int, threads: int) -> None:
    keys = np.random.default_rng(count).integers(low, high, count, dtype=np.uint64)
    if count > FEW:
        keys[:5000] = keys[0]  # what a crowd holds
        keys[5000:5004] = [0, EIGHTH - 1, EIGHTH, (1 << 64) - 1]
    parts = np.array_split(keys, 5)
    assert np.array_equal(gathered(parts, threads), np.sort(keys))
    assert parts == []
