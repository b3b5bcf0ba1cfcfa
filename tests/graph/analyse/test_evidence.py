"""What a shared value weighs: by kind, by rarity, families once, nothing past the crowd."""

from __future__ import annotations

from math import log2

import pytest

from graph.analyse.groups.clusters import communities, pair_totals
from graph.analyse.groups.evidence import (
    PASSAGE_WEIGHT,
    TEXT_CROWD,
    Population,
    populate,
    text_weight,
    value_weight,
)
from graph.analyse.persons.resolve import resolve
from graph.model.decisions import Decision
from graph.model.kinds import FAMILIES, KINDS
from tests.graph.analyse.world import World


def population(world: World, *decisions: Decision) -> Population:
    links = world.build()
    return populate(links, resolve(links, decisions), decisions)


def pairs(found: Population) -> dict[tuple[int, int], tuple[float, list[str]]]:
    left, right, bits, mask = pair_totals(found)
    return {
        (a, b): (weight, [name for place, name in enumerate(FAMILIES) if code >> place & 1])
        for a, b, weight, code in zip(left.tolist(), right.tolist(), bits.tolist(), mask.tolist(), strict=True)
    }


def test_two_holders_weigh_the_strength_of_the_kind_and_each_doubling_costs_a_bit() -> None:
    phone = KINDS["phone"]
    assert value_weight("phone", 2) == phone.strength
    assert value_weight("phone", 4) == phone.strength - 1
    assert value_weight("phone", 6) == pytest.approx(phone.strength - log2(3))
    assert value_weight("phone", phone.crowd + 1) == 0
    assert value_weight("phone", 1) == 0


def test_families_count_once_and_the_strongest_fact_counts() -> None:
    world = World()
    world.person("a", "Ann Lee")
    world.person("b", "Karl Stone")
    for id_ in "ab":
        world.holds(id_, "ip", "23.94.1.7")
        world.holds(id_, "address", "us|1|elm street||troy|ny|12180")
        world.holds(id_, "phone", "+12125550001")
    bits, families = pairs(population(world))[(0, 1)]
    assert families == ["contact", "location"]
    assert bits == KINDS["phone"].strength + max(KINDS["address"].strength, KINDS["ip"].strength)


def test_sharing_with_oneself_is_nothing() -> None:
    world = World()
    world.person("a", "Ann Lee")
    world.person("b", "Ann Lee")
    for id_ in "ab":
        world.holds(id_, "phone", "+12125550001")
    assert pairs(population(world)) == {}


def test_a_crowd_makes_no_pairs() -> None:
    world = World()
    crowd = KINDS["phone"].crowd + 1
    for number in range(crowd):
        world.person(f"p{number:03}", f"Given{number} Family{number}")
        world.holds(f"p{number:03}", "phone", "+12125550001")
    found = population(world)
    assert int(found.count[0]) == crowd
    assert pairs(found) == {}


def test_a_value_called_innocent_weighs_nothing() -> None:
    world = World()
    world.person("a", "Ann Lee")
    world.person("b", "Karl Stone")
    for id_ in "ab":
        world.holds(id_, "phone", "+12125550001")
    decision = Decision("d", "innocent_value", ("phone:+12125550001",), "me", "2025-01-01T00:00:00Z", "reception desk")
    assert pairs(population(world))
    assert pairs(population(world, decision)) == {}


def test_text_weighs_by_likeness_and_a_copied_passage_weighs_at_least() -> None:
    assert (
        text_weight(0.95, 0)
        > text_weight(0.75, 0)
        > text_weight(0.55, 0)
        > text_weight(0.35, 0)
        > text_weight(0.2, 0)
        == 0
    )
    assert text_weight(0.0, 39) == 0
    assert text_weight(0.0, 40) == PASSAGE_WEIGHT


def test_two_rings_with_a_weak_bridge_stay_two() -> None:
    world = World()
    for ring, phone in (("a", "+12125550001"), ("b", "+12125550002")):
        for number in range(5):
            id_ = world.person(f"{ring}{number}", f"{ring}given{number} {ring}family{number}")
            world.holds(id_, "phone", phone)
            world.holds(id_, "payroll_account", f"us:021000021:{ring}")
    world.holds("a0", "ip", "23.94.1.7")
    world.holds("b0", "ip", "23.94.1.7")
    left, right, bits, _ = pair_totals(population(world))
    assert communities(left, right, bits) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_a_pair_that_must_never_be_linked_has_no_evidence() -> None:
    world = World()
    for id_, name in (("a", "Ann Lee"), ("b", "Karl Stone"), ("c", "Ida Holm")):
        world.person(id_, name)
        world.holds(id_, "phone", "+12125550001")
    decision = Decision(
        "d", "not_linked", ("applicant:a", "applicant:b"), "me", "2025-01-01T00:00:00Z", "two colleagues"
    )
    assert set(pairs(population(world))) == {(0, 1), (0, 2), (1, 2)}
    assert set(pairs(population(world, decision))) == {(0, 2), (1, 2)}


@pytest.mark.parametrize(("others", "weighs"), [(TEXT_CROWD, True), (TEXT_CROWD + 1, False)])
def test_a_cv_that_is_like_many_has_a_templates_text_and_weighs_nothing(others: int, weighs: bool) -> None:
    world = World()
    world.person("a", "Ann Lee")
    for number in range(others):
        world.person(f"p{number:02}", f"Given{number} Family{number}")
        world.alike("a", f"p{number:02}", 0.6)
    assert bool(pairs(population(world))) is weighs


def test_of_several_cvs_of_two_persons_the_most_alike_count() -> None:
    world = World()
    for id_, who in (("a1", "Ann Lee"), ("a2", "Ann Lee"), ("b", "Karl Stone")):
        world.person(id_, who)
    for id_ in ("a1", "a2"):
        world.holds(id_, "email", "ann@lee.example")
        world.holds(id_, "phone", "+12125550001")
    world.alike("a1", "b", 0.35, 90)
    world.alike("a2", "b", 0.95)
    found = population(world)
    assert found.text == {(0, 1): (0.95, 0)}
    assert pairs(found)[0, 1] == (text_weight(0.95, 0), ["text"])
