"""The share of rings follows the case, and a q-value is the expected share of innocent groups among those believed."""

from __future__ import annotations

import random
from math import log2

import pytest

from graph.analyse.judging.doubt import PRIOR, TABLE, q_values, share


def test_without_groups_the_share_is_the_tables() -> None:
    assert share([]) == PRIOR
    assert q_values([]) == []


def test_one_undecided_group_keeps_the_tables_share_of_one_half() -> None:
    """0 bits at a prior of one half: the group is a ring with probability .5, and so is the share, whatever TABLE is."""
    assert share([0.0], prior=0.5) == pytest.approx(0.5)
    assert q_values([0.0], prior=0.5) == [pytest.approx(0.5)]


def test_the_share_is_where_expectation_and_maximisation_meet() -> None:
    scores = [12.0, 6.0, 1.0, -2.0, -9.0, -9.0]
    found = share(scores)
    shift = log2(found / (1 - found)) - log2(PRIOR / (1 - PRIOR))
    probabilities = [1 / (1 + 2 ** -(score + shift)) for score in scores]
    assert found == pytest.approx((sum(probabilities) + TABLE * PRIOR) / (len(scores) + TABLE), abs=1e-6)


def test_sure_innocence_leaves_the_made_up_groups_only() -> None:
    """96 groups that cannot be rings and 4 made-up ones of which a tenth are: .4 of 100."""
    assert share([-500.0] * 96) == pytest.approx(TABLE * PRIOR / (96 + TABLE))


def test_one_group_must_outweigh_the_number_that_was_looked_at() -> None:
    """5 bits (97 %) on their own; the best of 500 innocent groups has so many by the way."""
    alone = q_values([5.0])[0]
    among = q_values([5.0] + [-6.0] * 500)[0]
    surer = q_values([16.0] + [-6.0] * 500)[0]
    assert alone < 0.05 < 0.5 < among
    assert surer < 0.01


def test_a_case_of_rings_does_not_doubt_a_ring() -> None:
    assert q_values([20.0] * 40 + [-6.0] * 400)[0] < 1e-4


def test_q_is_the_mean_doubt_of_all_that_score_as_high_or_higher() -> None:
    """At a prior of one half and with many sure ones the share hardly moves, so doubts are about 2^-score."""
    scores = [10.0, 10.0, 3.0]
    q = q_values(scores)
    assert q[0] == q[1] < q[2]
    found = share(scores)
    shift = log2(found / (1 - found)) - log2(PRIOR / (1 - PRIOR))
    doubts = [1 / (1 + 2 ** (score + shift)) for score in scores]
    assert q[2] == pytest.approx(sum(doubts) / 3, rel=1e-6)


def test_order_changes_nothing_and_no_higher_score_is_doubted_more() -> None:
    stream = random.Random(5)
    scores = [stream.uniform(-15, 25) for _ in range(200)]
    q = dict(zip(scores, q_values(scores), strict=True))
    mixed = stream.sample(scores, len(scores))
    assert [q[score] for score in mixed] == pytest.approx(q_values(mixed), rel=1e-9)
    falling = [q[score] for score in sorted(scores, reverse=True)]
    assert falling == sorted(falling)
    assert all(0 <= one <= 1 for one in falling)
