"""Many groups measured at once have the shapes that each has alone; blocks and pairs are what their definitions say."""

from __future__ import annotations

import datetime as dt
import random

import networkx as nx
import numpy as np
import pytest

from graph.analyse import analyse
from graph.analyse.groups.blocks import HOLDS, blocks
from graph.analyse.groups.clusters import FOUNDING, Neighbours
from graph.analyse.groups.evidence import PASSAGE, populate, text_weight
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import OWNED, WIDE, measure
from graph.analyse.groups.shapes import Shapes
from graph.analyse.persons.resolve import resolve
from graph.model.decisions import Decision
from tests.graph.analyse.crowds import agency
from tests.graph.analyse.world import World, name, ring


def crowded(odd: int = -1) -> World:
    """A ring, an agency, strangers, accounts in other names, goods sent elsewhere, alike CVs; the date of one may be odd."""
    world = World()
    ring(world)
    agency(world)
    world.strangers(40)
    for number in range(8):
        id_ = f"x{number}"
        world.person(id_, name(300 + number // 2), applied="2025-13-01" if number == odd else "2025-01-01T00:00:00Z")
        world.holds(id_, "payroll_account", "us:021000021:999", holder="Karl Cook")
        world.holds(id_, "address", f"us|{number % 2}|elm|||il|60601", context="ship_to" if number < 5 else "home")
        world.holds(id_, "address", f"us|{number % 3}|oak|||il|60601", context="home" if number != 4 else "ship_to")
        world.holds(id_, "building", f"us|{number % 2 if number else 7}|elm|||il|60601")
    world.alike("x0", "x1", 0.8)
    world.alike("x1", "x2", 0.1, 50)
    world.alike("x3", "x5", 0.4)
    return world


@pytest.mark.parametrize("odd", [-1, 3])
@pytest.mark.parametrize("innocent", [(), ("payroll_account:us:021000021:999",)])
def test_many_groups_at_once_are_measured_as_each_alone(innocent: tuple[str, ...], odd: int) -> None:
    links = crowded(odd).build()
    decisions = (Decision("d", "innocent_value", innocent, "me", "2025-01-01T00:00:00Z", ""),) if innocent else ()
    population = populate(links, resolve(links), decisions)
    people = People(population)
    persons = population.persons.count
    draw = random.Random(7)
    groups = [sorted(draw.sample(range(persons), draw.choice([2, 3, 5, 12]))) for _ in range(300)]
    groups += [population.holders(value) for value in np.flatnonzero(population.count >= 2).tolist()]
    groups.append(list(range(persons)))
    shapes = Shapes(population, people)
    for members, shape in zip(groups, shapes.of(groups), strict=True):
        alone = measure(population, people, members)
        assert shape.members == alone.members
        assert list(shape.levels.items()) == list(alone.levels.items())
        assert dict(shape.channels) == alone.channels
        assert [list(one.inside) for one in shape.channels.values()] == [
            list(one.inside) for one in alone.channels.values()
        ]
    assert shapes.of([]) == []


def test_blocks_are_the_biconnected_components_of_pairs_that_hold() -> None:
    draw = random.Random(3)
    for _ in range(500):
        size = draw.randint(2, 14)
        ends = sorted({tuple(sorted(draw.sample(range(size), 2))) for _ in range(draw.randint(1, 20))})
        pairs = [(a, b, draw.choice([9.0, HOLDS, HOLDS - 0.1]), 1) for a, b in ends]
        graph: nx.Graph[int] = nx.Graph()
        graph.add_edges_from((a, b) for a, b, weight, _ in pairs if weight >= HOLDS)
        assert blocks(pairs) == sorted(sorted(block) for block in nx.biconnected_components(graph))


def test_a_copied_passage_holds_what_it_would_not_found() -> None:
    """Two pairs that meet in one person could be two crowds; a passage between their ends, too weak to found, ties them."""
    meeting = [(0, 1, 9.0, 1), (1, 2, 9.0, 1)]
    passage = text_weight(0.05, PASSAGE)
    assert passage < FOUNDING
    assert blocks(meeting) == [[0, 1], [1, 2]]
    assert blocks([*meeting, (0, 2, passage, 1)]) == [[0, 1, 2]]


def test_neighbours_are_told_from_both_sides_in_order() -> None:
    left, right = np.array([0, 0, 1], np.int32), np.array([1, 3, 3], np.int32)
    near = Neighbours(left, right, np.array([1.0, 2.0, 3.0]), np.array([1, 2, 4], np.int32), 5)
    assert [list(near.of(person)) for person in range(5)] == [
        [(1, 1.0, 1), (3, 2.0, 2)],
        [(0, 1.0, 1), (3, 3.0, 4)],
        [],
        [(0, 2.0, 2), (1, 3.0, 4)],
        [],
    ]


def test_pairs_are_a_sequence_in_order_of_weight_and_id() -> None:
    pairs = analyse(crowded().build()).links
    every = list(pairs)
    assert every == sorted(every, key=lambda one: (-one.weight, one.left, one.right))
    assert len(pairs) == len(every)
    assert (pairs[0], pairs[-1], list(pairs[1:3])) == (every[0], every[-1], every[1:3])
    assert pairs == tuple(every)
    assert pairs != tuple(every[1:])


def levels_of(world: World, members: list[str]) -> dict[str, str]:
    links = world.build()
    population = populate(links, resolve(links))
    people = People(population)
    group = sorted({int(population.persons.of[people.ids.index(id_)]) for id_ in members})
    found = measure(population, people, group).levels
    assert Shapes(population, people).of([group])[0].levels == found
    return found


SHARED = {
    "money": ("payroll_account", "us:021000021:{}"),
    "contact": ("phone", "+1212555{:04}"),
    "home": ("address", "us|{}|elm street||troy|ny|12180"),
    "net": ("ip", "23.94.1.{}"),
    "device": ("device", "5c:81:37:2c:2c:{:02}"),
    "people": ("reference_phone", "+1646555{:04}"),
}


def sharing(channel: str, own: int, outside: int) -> tuple[World, list[str]]:
    """Five who share one value of a channel, of whom so many have an own one too, and so many others who hold it."""
    kind, key = SHARED[channel]
    world = World()
    members = [world.person(f"m{n}", name(n)) for n in range(5)]
    others = [world.person(f"o{n}", name(n + 5)) for n in range(outside)]
    for id_ in [*members, *others]:
        world.holds(id_, kind, key.format(1))
    for number, id_ in enumerate(members[:own], start=10):
        world.holds(id_, kind, key.format(number))
    return world, members


@pytest.mark.parametrize(("own", "level"), [(0, "shared_only"), (2, "shared_only"), (3, "own"), (5, "own")])
@pytest.mark.parametrize("channel", OWNED)
def test_own_values_beside_a_shared_one_are_asked_of_each_kind(channel: str, own: int, level: str) -> None:
    """Three of five are 60 %: from there on most have one."""
    assert levels_of(*sharing(channel, own, 0))[f"{channel}_own"] == level


@pytest.mark.parametrize(("outside", "level"), [(0, "none"), (1, "some"), (2, "some"), (3, "many")])
@pytest.mark.parametrize("channel", SHARED)
def test_who_else_holds_it_is_asked_of_each_kind(channel: str, outside: int, level: str) -> None:
    """Lines and references in their own families, all else in one feature of none."""
    levels = levels_of(*sharing(channel, 0, outside))
    feature = f"{channel}_outside" if channel in WIDE else "outside"
    assert levels[feature] == level
    assert {levels[one] for one in ("outside", "net_outside", "people_outside") if one != feature} == {""}


@pytest.mark.parametrize(("alike", "level"), [(0, "none"), (1, "some"), (3, "many")])
def test_whose_cvs_are_like_theirs_is_asked_where_theirs_are_alike(alike: int, level: str) -> None:
    """Of five, two copy each other; so many strangers' CVs are like the first one's, one by a copied passage."""
    world = World()
    members = [world.person(f"m{n}", name(n), path="x") for n in range(5)]
    for number in range(alike):
        other = world.person(f"o{number}", name(number + 5), path="x")
        world.alike("m0", other, *((0.1, 50) if number == 1 else (0.5, 0)))
    assert levels_of(world, members)["text_outside"] == ""
    world.alike("m0", "m1", 0.5)
    assert levels_of(world, members)["text_outside"] == level


@pytest.mark.parametrize(
    ("strangers", "others", "level"), [(362, 6, "one_agency"), (361, 6, "open"), (361, 5, "one_agency")]
)
def test_an_agency_sends_in_few_of_all_or_half_of_them_are_the_group(strangers: int, others: int, level: str) -> None:
    """Eleven of 367 are no more than 3 in 100, of 366 they are; five are half of ten, and not of eleven."""
    world = World()
    world.strangers(strangers)
    for number in range(others):
        world.applicants[f"s{number:05}"]["channel"] = "Bright Staffing"
    members = [world.person(f"m{n}", name(n), channel="Bright Staffing") for n in range(5)]
    assert levels_of(world, members)["submitted"] == level


@pytest.mark.parametrize(
    ("days", "level"),
    [
        ((0, 45), "burst"),
        ((0, 46), "months"),
        ((0, 420), "months"),
        ((0, 421), "years"),
        ((0, *range(30, 39), 900), "burst"),  # of eleven the first and the last are not looked at
        ((0, *range(30, 38), 900), "burst"),  # of ten neither
        ((0, *range(30, 37), 900), "years"),  # of nine they are
    ],
)
def test_when_they_applied(days: tuple[int, ...], level: str) -> None:
    world = World()
    first = dt.date(2022, 1, 1)
    members = [
        world.person(f"m{n:02}", name(n), applied=f"{first + dt.timedelta(days=day)}T00:00:00Z")
        for n, day in enumerate(days)
    ]
    assert levels_of(world, members)["time"] == level


@pytest.mark.parametrize(
    ("payees", "level"),
    [
        (("Vale Softworks LLC", "Quux Services Inc"), "firm"),
        (("Vale Softworks LLC", "Morgan Vale"), "mismatch"),
        ((name(0), name(2)), "mismatch"),  # each of two workers' own, and another's too
        (("", ""), ""),
    ],
)
def test_in_whose_name_shared_accounts_stand(payees: tuple[str, str], level: str) -> None:
    """Two accounts of two workers each; both of each are paid in one name."""
    world = World()
    members = [world.person(f"m{n}", name(n)) for n in range(4)]
    for number, id_ in enumerate(members):
        world.holds(id_, "payroll_account", f"us:021000021:{number // 2}", holder=payees[number // 2])
    assert levels_of(world, members)["payee"] == level
