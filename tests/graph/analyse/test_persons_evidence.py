"""Every field's bits, added up by hand, and the sentence that shows them."""

from __future__ import annotations

import itertools
import re
from math import log2, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from graph.analyse.persons import weights
from graph.analyse.persons.evidence import Evidence, _can_be_near_emails, weigh
from graph.analyse.persons.register import register
from graph.analyse.persons.resolve import resolve
from tests.graph.analyse.world import World

ROWS = 4
WEIGHT = {one.field: one for one in weights.WEIGHTS}
WORD = log2(0.85 * (ROWS + weights.SMOOTHING) / 3)  # a word that two of the four applicants have


def _world(*, names: tuple[str, str] = ("Ann Lee", "Ann Lee"), births: tuple[str, str] = ("", "")) -> World:
    world = World()
    for id_, name, birth in zip("ab", names, births, strict=True):
        world.person(id_, name, birth=birth)
    world.strangers(2)
    return world


def _evidence(world: World) -> Evidence:
    return weigh(register(world.build()), np.array([0]), np.array([1]))


def _part(evidence: Evidence, field: str) -> tuple[float, float]:
    part = next(part for part in evidence.parts if part.field == field)
    return float(part.strangers[0]), float(part.household[0])


def test_the_bits_add_up() -> None:
    world = _world()
    for id_ in "ab":
        world.holds(id_, "email", "ann@lee.org")
        world.holds(id_, "phone", "+12125550001")
    found = _evidence(world)
    email = min(16.0, log2(0.65 * (ROWS + weights.VALUE_SMOOTHING) / 2))
    phone = min(15.0, log2(0.70 * (ROWS + weights.VALUE_SMOOTHING) / 2))
    strangers = -log2(ROWS + weights.SMOOTHING) + 2 * WORD + email + phone
    household = weights.HOUSEHOLD_PRIOR + WORD + 4.0 + 0.0
    assert found.strangers()[0] == pytest.approx(strangers)
    assert found.household()[0] == pytest.approx(household)
    assert found.bits()[0] == pytest.approx(-log2(2**-strangers + 2**-household))


@pytest.mark.parametrize("field", [one.field for one in weights.WEIGHTS if one.field not in ("candidate", "building")])
def test_a_shared_value_of_each_field(field: str) -> None:
    world = _world()
    for id_ in "ab":
        world.holds(id_, field, "the same")
    rare = log2(WEIGHT[field].same * (ROWS + weights.VALUE_SMOOTHING) / 2)
    assert _part(_evidence(world), field) == (
        pytest.approx(min(WEIGHT[field].most, rare)),
        WEIGHT[field].household,
    )


@pytest.mark.parametrize("field", [one.field for one in weights.WEIGHTS if one.apart < 0])
def test_values_that_differ(field: str) -> None:
    world = _world()
    world.holds("a", field, "one")
    world.holds("b", field, "two")
    assert _part(_evidence(world), field) == (WEIGHT[field].apart, WEIGHT[field].apart)


def test_what_many_hold_weighs_little() -> None:
    world = _world()
    for id_ in ("a", "b", *(world.person(f"x{number}", f"Given{number} Family{number}") for number in range(998))):
        world.holds(id_, "phone", "+12125550001")
    held = log2(0.70 * (1002 + weights.VALUE_SMOOTHING) / 1000)
    assert _part(_evidence(world), "phone")[0] == pytest.approx(held)


BORN = "tok:aaaaaaaaaaaaaaaa1111 y:1 m:2 d:3 dm:bbbbbbbbbbbbbbbb"
BIRTHS = {
    "whole": "tok:aaaaaaaaaaaaaaaa1111 y:1 m:2 d:3 dm:bbbbbbbbbbbbbbbb",
    "turned": "tok:bbbbbbbbbbbbbbbb2222 y:1 m:3 d:2 dm:aaaaaaaaaaaaaaaa",
    "two parts": "tok:cccccccccccccccc3333 y:1 m:2 d:9 dm:dddddddddddddddd",
    "one part": "tok:eeeeeeeeeeeeeeee4444 y:1 m:8 d:9 dm:ffffffffffffffff",
    "apart": "tok:9999999999999999555 y:7 m:8 d:9 dm:8888888888888888",
}


def _rarer(level: str, *births: str) -> float:
    """How much rarer than in the table a level is between two of these two dates picked at random, and a thousand made up."""
    equal = [1.0 if a == b else 0.5 for a, b in zip(*(birth.split()[1:4] for birth in births), strict=True)]
    parts = list(itertools.product(*((chance, 1 - chance) for chance in equal)))
    agreeing = {"two parts": 2, "one part": 1, "apart": 0}[level]
    seen = sum(
        prod(one)
        for one, which in zip(parts, itertools.product((1, 0), repeat=3), strict=True)
        if sum(which) == agreeing
    )
    table = weights.BIRTH_CHANCE[[one[0] for one in weights.BIRTH].index(level)]
    assert table is not None
    return -log2((2 * seen + weights.BIRTH_CHANCE_ROWS * table) / (2 + weights.BIRTH_CHANCE_ROWS) / table)


@pytest.mark.parametrize(("level", "words", "often", "bits", "house"), weights.BIRTH)
def test_birth_dates_by_level(level: str, words: str, often: float, bits: float | None, house: float) -> None:
    found = _evidence(_world(births=(BORN, BIRTHS[level])))
    people, daily = weights.BIRTH_EXPECTED
    rare = log2(often * (ROWS + people) / (2 + daily))
    if bits is not None and level != "turned":
        bits += _rarer(level, BORN, BIRTHS[level])
    strangers = rare if bits is None else bits
    assert _part(found, "birth") == (pytest.approx(strangers), pytest.approx(min(house, strangers)))


def test_an_unknown_birth_date_says_nothing() -> None:
    assert _part(_evidence(_world(births=(BORN, ""))), "birth") == (0.0, 0.0)


def test_text_addresses_and_near_values() -> None:
    world = _world()
    world.alike("a", "b", 0.85)
    world.holds("a", "address", "us|12|main street|unit 4|tucson|az|85701", context="home")
    world.holds("b", "address", "us|12|mian street||tucson|az|85701", context="home")
    world.holds("a", "email", "ann.lee@leefamily.org")
    world.holds("b", "email", "an.lee@leefamily.org")
    found = _evidence(world)
    assert _part(found, "cv_text") == (9.0, 5.0)
    assert _part(found, "address") == (weights.NEAR_ADDRESS, WEIGHT["address"].apart)
    assert _part(found, "email")[0] > 4


@pytest.mark.parametrize(
    ("names", "bits"),
    [
        (
            ("Sonia Walwood", "S. Walwood"),
            5.0,
        ),  # a surname of few: no network has it twice, and a sister has a CV of her own
        (("Sonia", "Sonia"), 5.0),
        (("Sonia Walwood", "Sven Okafor"), 1.0),  # personas of one network, one text
    ],
)
def test_one_text_is_a_networks_or_one_persons_and_no_households(names: tuple[str, str], bits: float) -> None:
    world = _world(names=names)
    world.alike("a", "b", 0.97)
    assert _part(_evidence(world), "cv_text") == (9.0, bits)


def test_one_who_applies_again_under_an_initial_is_one_person() -> None:
    """Nothing of their own is known but the CV: telephone and home are a household's too."""
    world = _world(names=("Sonia Walwood", "S. Walwood"))
    for id_ in "ab":
        world.holds(id_, "phone", "+12125550001")
        world.holds(id_, "address", "us|12|main street||tucson|az|85701", context="home")
    assert resolve(world.build()).count == ROWS
    world.alike("a", "b", 0.97)
    assert resolve(world.build()).count == ROWS - 1


def test_an_address_of_other_figures_at_a_common_provider_is_another_address() -> None:
    world = _world()
    world.holds("a", "email", "ann.lee12@gmail.com")
    world.holds("b", "email", "ann.lee47@gmail.com")
    assert _part(_evidence(world), "email") == (WEIGHT["email"].apart, WEIGHT["email"].apart)


def _towns(left: str, right: str, others: int = 0) -> Evidence:
    world = _world()
    for id_, area in (("a", left), ("b", right)):
        world.applicants[id_]["area"] = area
    for number in range(others):
        world.person(f"x{number}", f"Given{number} Family{number}", area=left)
    return _evidence(world)


def test_a_town_weighs_by_how_few_live_there_and_nothing_against_a_household() -> None:
    rare, common = _towns("reading||", "reading||"), _towns("reading||", "reading||", 498)
    assert _part(rare, "area") == (6.0, 0.0)  # log2(.8 * 1004 / 3) is 8.1: more than a town can say
    assert _part(common, "area") == (pytest.approx(log2(0.8 * (502 + weights.SMOOTHING) / 501)), 0.0)


def test_a_town_but_for_spelling_another_town_and_none() -> None:
    near = _towns("stoke on trent||", "stoke onetr nt||", 98)
    assert _part(near, "area") == (pytest.approx(log2(0.25 * (102 + weights.SMOOTHING) / 100)), 0.0)
    assert _part(_towns("london||", "leeds||"), "area") == (-1.0, 0.0)
    assert _part(_towns("london||", ""), "area") == (0.0, 0.0)
    assert _part(_towns("|az|85701", "|az|85701"), "area") == (6.0, 0.0)
    assert _part(_towns("|az|85701", "london||"), "area") == (0.0, 0.0)  # a postcode and a town: nobody knows


def test_an_address_that_agrees_is_not_counted_again_as_a_town() -> None:
    world = _world()
    for id_ in "ab":
        world.holds(id_, "address", "us|12|main street||tucson|az|85701", context="home")
    assert _part(_evidence(world), "area") == (0.0, 0.0)
    world.holds("b", "address", "us|7|oak lane||tucson|az|85701", context="home")
    other = _world()
    other.holds("a", "address", "us|12|main street||tucson|az|85701", context="home")
    other.holds("b", "address", "us|7|oak lane||tucson|az|85701", context="home")
    assert _part(_evidence(other), "area") == (6.0, 0.0)


def test_address_and_building_count_once() -> None:
    world = _world()
    for id_ in "ab":
        world.holds(id_, "address", "us|12|main street||tucson|az|85701")
        world.holds(id_, "building", "us|12|main street||tucson|az|85701")
    found = _evidence(world)
    assert _part(found, "address")[0] > 0
    assert _part(found, "building") == (0.0, 0.0)


def test_the_parts_of_a_reason_add_up_to_the_number_it_states() -> None:
    world = _world(names=("Ann Lee", "Anne Lee"))
    for id_ in "ab":
        world.holds(id_, "email", "ann@lee.org")
        world.holds(id_, "tax_id", "tok:1")
    reason = resolve(world.build()).reasons[(0, 1)]
    stated = re.match(r"one person by (-?[\d.]+) bits", reason)
    parts = [float(number) for number in re.findall(r"\(([+-][\d.]+)\)", reason)]
    assert stated is not None
    assert sum(parts) == pytest.approx(float(stated[1]), abs=0.05 * (len(parts) + 1))
    assert "tok:" not in reason


LOCAL = st.text(st.sampled_from("abcé9.漢"), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(LOCAL, LOCAL)
def test_the_filter_before_near_emails_loses_nothing(one: str, other: str) -> None:
    world = _world()
    for id_, local in (("a", one), ("b", other)):
        world.holds(id_, "email", f"{local}@lee.org")
    passed = _can_be_near_emails(register(world.build()), np.array([0]), np.array([1]))[0]
    alike = OSA.normalized_similarity(f"{one}@lee.org", f"{other}@lee.org")
    assert passed or alike < weights.NEAR_EMAIL_RATIO
