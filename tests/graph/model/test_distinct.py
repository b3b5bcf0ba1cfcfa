"""Different numbers by sorting are those of numpy's own `unique`."""

from __future__ import annotations

import numpy as np
import pytest

from graph.model.distinct import distinct_of


@pytest.mark.parametrize("numbers", [[], [7], [3, 1, 3, 2, 1], [5, 5, 5]], ids=str)
def test_the_different_numbers_in_order(numbers: list[int]) -> None:
    given = np.array(numbers, np.uint64)
    wanted = np.unique(given)
    assert distinct_of(given).tolist() == wanted.tolist()


def test_of_many_numbers() -> None:
    given = np.random.default_rng(3).integers(0, 50, 200)
    assert distinct_of(given.copy()).tolist() == np.unique(given).tolist()
