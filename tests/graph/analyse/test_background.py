"""The benign background: counted where people share one thing only, shrunk, and never more than a bit."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest

from graph.analyse import analyse
from graph.analyse.groups.background import BOUND, MADE_UP, NAMES, Background, against_background, expected_share
from graph.analyse.groups.evidence import Population, populate
from graph.analyse.persons.resolve import resolve
from graph.model.kinds import KINDS
from tests.graph.analyse.world import World, ring

PHONE = NAMES.index("phone")


def _world(sharing: int, alone: int) -> World:
    """Pairs of strangers with one telephone, and strangers with one of their own."""
    world = World()
    world.strangers(alone)
    for number in range(sharing):
        for side in "ab":
            world.person(f"p{number:05}{side}", f"Given{number}{side} Family{number}{side}")
            world.holds(f"p{number:05}{side}", "phone", f"+1646{number:07}")
    return world


def _estimated(world: World) -> tuple[Population, Population, Background]:
    links = world.build()
    before = populate(links, resolve(links))
    return before, *against_background(before)


def test_expected_from_the_strength() -> None:
    assert expected_share()[PHONE] == pytest.approx(10 / 2 ** KINDS["phone"].strength)
    assert expected_share()[NAMES.index("building")] == 0.5


def test_what_is_shared_as_expected_weighs_as_the_table_says() -> None:
    before, after, found = _estimated(_world(5, 490))
    assert (found.persons[PHONE], found.sharing[PHONE]) == (500, 10)
    assert not found.bits.any()
    assert after.weight.tolist() == before.weight.tolist()
    assert found.moved() == {}


def test_what_everybody_shares_weighs_less_by_hand() -> None:
    before, after, found = _estimated(_world(120, 760))
    expected = 10 / 2 ** KINDS["phone"].strength
    share = (240 + MADE_UP * expected) / (1000 + MADE_UP)
    bits = -(log2(share / expected) - 2)
    assert -BOUND < bits < 0
    assert found.bits[PHONE] == pytest.approx(bits, abs=0.006)
    shared = before.weight > 0
    assert (before.weight - after.weight)[shared] == pytest.approx(-found.bits[PHONE])
    assert after.bits == pytest.approx(before.bits + found.bits[PHONE])
    assert found.moved() == {"sharing_phone_per_1000": 240}


def test_never_by_more_than_the_bound_and_never_upwards() -> None:
    found = _estimated(_world(500, 0))[2]
    assert found.bits[PHONE] == -BOUND
    assert (found.bits <= 0).all()


def test_who_shares_in_two_families_is_no_background() -> None:
    world = _world(120, 760)
    for number in range(120):
        for side in "ab":
            world.holds(f"p{number:05}{side}", "payroll_account", f"us:021000021:{number:07}")
    found = _estimated(world)[2]
    assert found.sharing[PHONE] == 0
    assert not found.bits.any()


def test_a_document_says_which_kinds_weigh_less() -> None:
    world = _world(120, 760)
    ring(world)
    document = analyse(world.build())
    assert document.population["sharing_phone_per_1000"] > 200
    assert "sharing_phone_per_1000" not in analyse(_world(1, 50).build()).population


def test_of_nothing() -> None:
    population, found = _estimated(World())[1:]
    assert not found.bits.any()
    assert len(population.weight) == 0
    assert np.asarray(found.persons).sum() == 0
