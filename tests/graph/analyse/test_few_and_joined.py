"""Small rings by a row of their own, one building of many units, and which groups are one network."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graph.analyse import analyse
from graph.analyse.grouping import _is_one
from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import Shape, measure
from graph.analyse.groups.ties import Tie, Ties
from graph.analyse.judging.contest import judge
from graph.analyse.judging.table import FACILITATOR, FACILITATOR_OF_FEW, FEW, MANY, facilitator
from graph.analyse.persons.resolve import resolve
from graph.model.findings import Document
from tests.graph.analyse.world import World, name, ring


def test_the_row_hangs_on_the_number_of_persons_alone() -> None:
    assert facilitator(2) is facilitator(FEW) is FACILITATOR_OF_FEW
    assert facilitator(MANY) is facilitator(60) is FACILITATOR
    levels = {"money": "one", "contact": "none"}  # the size itself is not known
    few, seven, many = (judge(Shape(tuple(range(count)), {}, levels)) for count in (FEW, 7, MANY))
    assert few.facilitator is FACILITATOR_OF_FEW
    assert seven.facilitator == facilitator(7)
    assert many.facilitator is FACILITATOR


def test_between_a_few_and_many_the_row_goes_over_evenly() -> None:
    """Of one telephone for all: .34 behind five, .12 behind ten, so a fifth of the way less with every further person."""
    chances = [facilitator(persons).probability("contact", "one") for persons in range(FEW, MANY + 1)]
    assert chances == pytest.approx([0.34, 0.296, 0.252, 0.208, 0.164, 0.12])
    for persons in range(FEW + 1, MANY):
        row = facilitator(persons)
        assert all(sum(levels.values()) == pytest.approx(1) for levels in row.expects.values())


def test_one_more_person_moves_a_score_by_little() -> None:
    """The same pattern, one person more, the size itself not counted: little over a bit at most."""
    levels = {"money": "none", "contact": "one", "net": "one", "home": "none", "text": "none", "people": "none"}
    scores = [judge(Shape(tuple(range(persons)), {}, levels)).score for persons in range(2, 14)]
    steps = [abs(one - other) for one, other in pairwise(scores)]
    assert max(steps) < 1.2
    assert abs(scores[-1] - scores[0]) > 2.5


def three(payee: str = "") -> Document:
    """Three unrelated names on one account and one telephone, with homes and exits of their own."""
    world = World()
    world.strangers(300)
    for number in range(3):
        id_ = world.person(f"m{number}", name(number), applied=f"2025-0{1 + 2 * number}-11T00:00:00Z", path="x")
        world.holds(id_, "payroll_account", "us:021000021:900", holder=payee)
        world.holds(id_, "phone", "+16465550001")
        world.holds(id_, "address", f"us|{number}|oak street||reno|nv|89501", context="home")
        world.holds(id_, "ip", f"23.94.{number}.7")
    return analyse(world.build())


@pytest.mark.parametrize("payee", ["", "Morgan Vale"])
def test_what_three_do_not_share_does_not_explain_away_what_they_do(payee: str) -> None:
    (finding,) = three(payee).findings
    assert finding.type == "network"


def house(units: int, street: str = "elm street") -> list[str]:
    """The level of the homes of eight people in one building, of whom so many give a unit."""
    world = World()
    for number in range(8):
        id_ = world.person(f"h{number}", name(number))
        unit = str(number) if number < units else ""
        world.holds(id_, "address", f"us|5|{street}|{unit}|troy|ny|12180", context="home")
        world.holds(id_, "building", f"us|5|{street}||troy|ny|12180")
    links = world.build()
    people = People(populate(links, resolve(links)))
    shape = measure(people.population, people, list(range(8)))
    return [shape.levels["home"], shape.channels["home"].level]


def test_units_of_one_building_are_a_house_and_one_address_is_one() -> None:
    assert house(8) == ["house", "house"]
    assert house(0) == ["one", "one"]


def tie(bits: float, count: int = 1) -> Ties:
    return Ties(tuple(Tie("location", bits, frozenset([1, 2]), frozenset([8, 9]), value) for value in range(count)))


@pytest.mark.parametrize(
    ("better", "lesser", "together", "tied", "one"),
    [
        (9.0, 3.0, 6.0, tie(4.0), True),  # two networks: the union may lose what ties them
        (9.0, 3.0, 4.9, tie(4.0), False),
        (9.0, -1.0, 10.0, tie(4.0), True),  # a group that is none: the union must outweigh what explains it
        (9.0, -1.0, 9.9, tie(4.0), False),
        (1.5, -1.0, 2.0, tie(4.0), False),  # the network is not sure
        (1.5, -1.0, 8.0, tie(6.0, 2), False),  # nor by two values of one family
        (
            1.5,
            -1.0,
            8.0,
            Ties((*tie(3.0).facts, Tie("people", 3.0, frozenset([1]), frozenset([8]), 7))),
            True,
        ),  # but by two families
        (9.0, -1.0, 8.6, tie(6.0, 2), True),  # tied by much
        (9.0, -1.0, 8.4, tie(6.0, 2), False),
        (9.0, -1.0, 8.6, tie(6.0, 1), False),  # by one value only
    ],
)
def test_which_groups_are_one_network(better: float, lesser: float, together: float, tied: Ties, one: bool) -> None:
    assert _is_one(better, lesser, together, tied) is one


def test_two_findings_may_have_one_facilitator() -> None:
    """Two rings share no value, but the accounts of both stand in one name: that person is a candidate in each."""
    world = World()
    world.strangers(300)
    for prefix in ("a", "b"):
        ring(world, prefix)
    for number in range(8):
        world.applicants[f"b{number}"]["name"] = f"Forename{number} Surname{number}"
    world.held = [(*one[:2], one[2].replace("23.94.1.", f"23.94.{ord(one[0][0])}."), *one[3:]) for one in world.held]
    findings = [one for one in analyse(world.build()).findings if one.type == "network"]
    assert [len(one.members) for one in findings] == [8, 8]
    for one in findings:
        assert "name:morgan vale" in {candidate.value for candidate in one.facilitators}
