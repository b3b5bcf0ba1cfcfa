"""The null model against exact enumeration, and the false discovery rate against its definition."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import pytest

from graph.analyse.judging.significance import benjamini_hochberg, hypergeometric_tail


@pytest.mark.parametrize(
    ("population", "successes", "draws"), [(8, 3, 4), (10, 10, 3), (9, 0, 5), (7, 4, 7), (6, 2, 1)]
)
def test_tail_equals_enumeration(population: int, successes: int, draws: int) -> None:
    items = [1] * successes + [0] * (population - successes)
    hits = [sum(pick) for pick in combinations(items, draws)]
    for observed in range(draws + 2):
        exact = Fraction(sum(1 for hit in hits if hit >= observed), len(hits))
        assert hypergeometric_tail(population, successes, draws, observed) == pytest.approx(float(exact), abs=1e-12)


def test_tail_of_a_large_population_is_finite_and_falls() -> None:
    tails = [hypergeometric_tail(5_000_000_000, 40_000, 190, k) for k in range(6)]
    assert tails[0] == 1.0
    assert all(0 < b < a for a, b in pairwise(tails))


def test_benjamini_hochberg_by_hand() -> None:
    assert benjamini_hochberg([0.01, 0.04, 0.03, 0.2]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.2])
    assert benjamini_hochberg([]) == []
    assert benjamini_hochberg([1.0, 1.0]) == [1.0, 1.0]
