"""Each explanation wins on a textbook example of itself, and a case without any ring believes in none."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import sqrt

import pytest

from graph.analyse import analyse
from graph.analyse.groups.shape import Shape
from graph.analyse.judging.contest import judge
from graph.analyse.judging.doubt import q_values
from graph.analyse.judging.table import FACILITATOR, FACILITATOR_OF_FEW, FEATURES, INNOCENT, Row, facilitator
from tests.graph.analyse.world import World, name

USUAL = {
    "flatmates": {"size": "3-5"},
    "shared_address": {"size": "3-5", "outside": "many"},
    "exit": {"size": "6-12"},
    "blended_family": {"names": "different", "money": "one", "money_own": "shared_only", "payee": "mismatch"},
    "supported_house": {"people": "part", "device": "part"},
    "facilitator": {"money": "pools", "money_own": "shared_only", "payee": "mismatch", "people": "part"},
}
"""What two rows expect alike is told apart by these: a couple is two as well, one value of few is chance as well; people of
one roof share the roof, and families the account."""


DETAILS = [(feature.partition("_")[0], feature) for feature in FEATURES if feature.endswith(("_own", "_outside"))]
PERSONS = {"two": 2, "3-5": 4, "6-12": 11, "13-30": 20, "more": 40}


def shaped(levels: dict[str, str]) -> Shape:
    """A group of these levels, and of the size that they say."""
    return Shape(members=tuple(range(PERSONS.get(levels.get("size", ""), 9))), channels={}, levels=levels)


def textbook(row: Row) -> Shape:
    """Of every feature the level that the row expects most, or the USUAL one."""
    levels = {feature: max(chances, key=lambda level: chances[level]) for feature, chances in row.expects.items()}
    for channel, detail in (("money", "payee"), ("home", "away"), *DETAILS):
        if levels[channel] == "none" and detail in levels:
            levels[detail] = ""  # nothing is shared that one could know it of
    return shaped(levels | USUAL.get(row.name, {}))


@pytest.mark.parametrize("row", [row for row in INNOCENT if row.name != "chance"], ids=lambda row: row.name)
def test_an_innocent_crowd_is_explained_by_itself(row: Row) -> None:
    contest = judge(textbook(row))
    assert contest.winner.name == row.name
    assert contest.score < -3  # eight to one


def test_nothing_shared_at_all_is_no_ring() -> None:
    assert judge(textbook(next(row for row in INNOCENT if row.name == "chance"))).score < -3


def test_a_facilitator_wins_on_their_own() -> None:
    assert judge(textbook(FACILITATOR)).score > 10


def test_flatmates_with_a_landline_a_lent_camera_and_a_referral_are_people_of_one_house() -> None:
    """Five at one address behind one line; two give the landline, two sat at one machine, one was brought by another. All of it
    at once is oftener told of a house with case workers than of a flat."""
    world = World()
    world.strangers(200)
    flat = [world.person(f"f{n}", name(n), applied=f"2025-0{1 + n}-11T00:00:00Z", path="x") for n in range(5)]
    for n, id_ in enumerate(flat):
        world.holds(id_, "address", "us|6|elm street|4|troy|ny|12180", context="home")
        world.holds(id_, "ip", "23.94.7.7")
        world.holds(id_, "phone", "+15185550100" if n < 2 else f"+1518555020{n}")
        world.holds(id_, "device", "5c:81:37:2c:2c:aa" if n in (2, 3) else f"5c:81:37:2c:2c:0{n}", context="interview")
        world.holds(id_, "referrer", "name:ada abbott" if n in (1, 4) else f"name:other {n}")
    found = next(one for one in analyse(world.build()).findings if set(flat) <= set(one.members))
    assert found.type == "explained"
    assert found.explanations[0].name == "a shelter or a house with case workers"


RINGS = (FACILITATOR, FACILITATOR_OF_FEW)


def of(size: str) -> Row:
    """The facilitator's row for groups of this size."""
    return facilitator(PERSONS[size])


SINGLE = ("money", "contact", "home", "device", "text", "people", "names", "time", "outside", "size", "submitted")


def drawn(rows: list[Row], stream: random.Random) -> float:
    """Bits against all innocent rows, of a group whose levels are drawn as one of the rows says, chosen by the rows' priors.

    One feature per family: two of one family are one fact, told twice, and not drawn one by one. A facilitator's row is the
    one for the size, which is drawn first.
    """
    row = stream.choices(rows, [one.prior for one in rows])[0]
    sizes = {size: chance for size, chance in row.expects["size"].items() if row not in RINGS or of(size) is row}
    size = stream.choices([*sizes], [*sizes.values()])[0]
    levels = {"size": size} | {
        feature: stream.choices([*chances, ""], [*chances.values(), max(0.0, 1 - sum(chances.values()))])[0]
        for feature, chances in row.expects.items()
        if feature in SINGLE and feature != "size"
    }
    return judge(shaped(levels)).together


def test_cases_without_any_ring_believe_in_none() -> None:
    """Twenty cases of 150 innocent groups each, drawn from the rows themselves: a network is believed in one at most."""
    believed = 0
    for seed in range(20):
        stream = random.Random(seed)
        scores = [drawn(list(INNOCENT), stream) for _ in range(150)]
        believed += any(score > 0 and q <= 0.05 for score, q in zip(scores, q_values(scores), strict=True))
    assert believed <= 1


def a_ring(stream: random.Random) -> float:
    """The same of a ring, whose size is drawn as the table has it."""
    sizes = FACILITATOR.expects["size"]
    return drawn([of(stream.choices([*sizes], [*sizes.values()])[0])], stream)


def believed(seed: int, ring: Callable[[random.Random], float]) -> tuple[int, int]:
    """(rings, innocent groups) believed at q <= .05 in a case of 2,000 groups, a tenth of them rings."""
    stream = random.Random(seed)
    scores = [*(ring(stream) for _ in range(200)), *(drawn(list(INNOCENT), stream) for _ in range(1800))]
    q = q_values(scores)
    return sum(one <= 0.05 for one in q[:200]), sum(one <= 0.05 for one in q[200:])


def test_what_is_believed_at_five_percent_is_false_no_oftener() -> None:
    """Over twelve cases together, about 1,500 believed: a twentieth of these may be innocent, within two standard errors."""
    found = [believed(seed, a_ring) for seed in range(1, 13)]
    true, false = (sum(one[place] for one in found) for place in (0, 1))
    assert true > 1200
    assert false <= 0.05 * (true + false) + 2 * sqrt(0.05 * 0.95 * (true + false))


def test_behind_a_few_there_is_less_to_see() -> None:
    """Most rings of six or more are believed, and most of five or fewer are leads, not more. Where rings have other sizes than
    the table has, the rate is another: told in docs/method.md, section 5."""
    many = [believed(seed, lambda stream: drawn([FACILITATOR], stream)) for seed in range(1, 5)]
    few = [believed(seed, lambda stream: drawn([FACILITATOR_OF_FEW], stream)) for seed in range(1, 5)]
    assert all(true > 150 for true, _ in many)
    assert all(true < 60 for true, _ in few)
    assert sum(false for _, false in many) <= 0.1 * sum(map(sum, many))
