"""Values that pass from one holder to another tie less the further apart they were held."""

from __future__ import annotations

import numpy as np
import pytest

from graph.analyse.groups.clusters import pair_totals
from graph.analyse.groups.evidence import populate
from graph.analyse.groups.spans import FAR, LEFT, NEAR, kept
from graph.analyse.persons.resolve import resolve
from graph.model.kinds import KINDS
from tests.graph.analyse.world import World, name

DAY = "2020-01-01T00:00:00Z"


def bits(kind: str, key: str, *seen: tuple[str, ...], applied: tuple[str, ...] = ("", "")) -> float:
    """Bits of the pair whose two persons hold the value, each seen with it at these times."""
    world = World()
    for number, times in enumerate(seen):
        world.person(f"p{number}", name(number), applied=applied[number], path="x")
        for time in times:
            world.holds(f"p{number}", kind, key, seen=time)
    links = world.build()
    *_, weights, _ = pair_totals(populate(links, resolve(links)))
    (found,) = weights.tolist() or [0.0]
    return float(found)


PHONE = ("phone", "+16465550100")
WHOLE = KINDS["phone"].strength


def test_what_is_kept_by_hand() -> None:
    middle = (NEAR + FAR) // 2
    assert kept(np.array([-5, 0, NEAR, FAR, 20 * 365])).tolist() == [1.0, 1.0, 1.0, LEFT, LEFT]
    assert kept(np.array([middle])).tolist() == [pytest.approx((1 + LEFT) / 2)]


def test_within_three_months_it_is_a_tie_and_after_five_years_hardly_one() -> None:
    assert bits(*PHONE, (DAY,), ("2020-03-30T00:00:00Z",)) == WHOLE
    assert bits(*PHONE, (DAY,), ("2026-01-01T00:00:00Z",)) == pytest.approx(WHOLE * LEFT)
    assert bits(*PHONE, ("2026-01-01T00:00:00Z",), (DAY,)) == pytest.approx(WHOLE * LEFT)
    assert WHOLE * LEFT < bits(*PHONE, (DAY,), ("2022-01-01T00:00:00Z",)) < WHOLE


def test_it_is_held_from_the_first_time_to_the_last() -> None:
    assert bits(*PHONE, (DAY, "2026-01-01T00:00:00Z"), ("2023-06-01T00:00:00Z",)) == WHOLE


def test_who_has_no_time_of_a_value_applied_with_it_and_what_is_not_known_costs_nothing() -> None:
    assert bits(*PHONE, ("",), ("",), applied=(DAY, "2026-01-01T00:00:00Z")) == pytest.approx(WHOLE * LEFT)
    assert bits(*PHONE, ("",), ("2026-01-01T00:00:00Z",)) == WHOLE


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("payroll_account", "us:021000021:900"),
        ("email", "a@mail.example"),
        ("device", "serial:c02abc"),
        ("wallet", "btc:1x"),
    ],
)
def test_what_does_not_pass_on_ties_whenever_it_was_held(kind: str, key: str) -> None:
    assert bits(kind, key, (DAY,), ("2026-01-01T00:00:00Z",)) == KINDS[kind].strength


@pytest.mark.parametrize(
    ("kind", "key"),
    [("address", "us|1|elm||troy|ny|12180"), ("ip", "23.94.1.7"), ("reference_phone", "+16465550100")],
)
def test_homes_lines_and_numbers_pass_on(kind: str, key: str) -> None:
    assert bits(kind, key, (DAY,), ("2026-01-01T00:00:00Z",)) == pytest.approx(KINDS[kind].strength * LEFT)


def test_of_three_holders_each_pair_has_its_own_time() -> None:
    world = World()
    for number, time in enumerate((DAY, "2020-02-01T00:00:00Z", "2026-01-01T00:00:00Z")):
        world.person(f"p{number}", name(number), path="x")
        world.holds(f"p{number}", *PHONE, seen=time)
    links = world.build()
    population = populate(links, resolve(links))
    left, right, weights, _ = pair_totals(population)
    of = dict(zip(zip(left.tolist(), right.tolist(), strict=True), weights.tolist(), strict=True))
    assert of[0, 1] == population.weight[0]
    assert of[0, 2] == of[1, 2] == pytest.approx(of[0, 1] * LEFT)
    assert population.kept(0, {0, 1}, {2}) == LEFT
    assert population.kept(0, {0}, {1, 2}) == 1.0
