"""Address spellings: what is a typing error, and what is another house."""

from __future__ import annotations

import pytest
from link_cases import facts, holders, observation, record, via

from ingest.link import link
from ingest.link.addresses import Reading, readings


def address(street: str, number: str = "12", unit: str = "", city: str = "springfield", postcode: str = "62701") -> str:
    return f"us|{number}|{street}|{unit}|{city}|il|{postcode}"


MAIN = address("main street")


@pytest.mark.parametrize(
    ("rare", "common", "why"),
    [
        (address("mian street"), MAIN, "‘mian street’ read as ‘main street’, similarity 91"),
        (address("wasington way"), address("washington way"), "‘wasington way’ read as ‘washington way’, similarity 96"),
        (address("main street", postcode="67201"), MAIN, "postcode ‘67201’ read as ‘62701’, two digits swapped"),
        (address("main street", postcode=""), MAIN, "postcode 62701 written in one of them only"),
        (address("main street", city="sprngfield"), MAIN, "town ‘sprngfield’ read as ‘springfield’, same postcode"),
        (
            address("mian street", postcode=""),
            MAIN,
            "‘mian street’ read as ‘main street’, similarity 91; postcode 62701 written in one of them only",
        ),
    ],
)  # fmt: skip
def test_a_typing_error_is_read_as_the_commoner_spelling(rare: str, common: str, why: str) -> None:
    assert readings({rare: 1, common: 3}) == {rare: Reading(common, why)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (address("main street"), address("main street", number="14")),
        (address("mian street", unit="4"), address("main street", unit="5")),
        (address("mian street", unit="4"), address("main street")),
        (address("5th street"), address("6th street")),
        (address("15th street"), address("51th street")),
        (address("pine street"), address("vine street")),
        (address("main street"), address("main road")),
        (address("main street"), address("maine street")),
        (address("north main street"), address("south main street")),
        (address("oak street"), address("oka street")),
        (address("lincoln street"), address("clinton street")),
        (address("main street", postcode="62702"), MAIN),
        (address("main street", postcode="67201", city="shelbyville"), MAIN),
        (address("main street", postcode="", city="shelbyville"), MAIN),
    ],
)
def test_another_house_stays_another_house(one: str, other: str) -> None:
    assert readings({one: 1, other: 3}) == {}


def test_two_spellings_that_several_people_have_are_two_streets() -> None:
    assert readings({address("mian street"): 3, MAIN: 30}) == {}


def test_nothing_is_read_through_a_spelling_that_was_moved() -> None:
    # harrisson -> harrison is one letter; harrisonn -> harrison too; harrissonn is two letters from harrison
    keys = {address("harrison way"): 5, address("harrisson way"): 1, address("harrissonn way"): 1}
    assert {key: one.key for key, one in readings(keys).items()} == {address("harrisson way"): address("harrison way")}


def test_large_blocks_give_the_same_as_small_ones() -> None:
    words = ["elm", "cedar", "walnut", "birch", "spruce", "willow", "aspen", "poplar", "linden", "juniper"]
    other = {address(f"{word} street"): 1 for word in words}
    found = readings({address("mian street"): 1, MAIN: 3, **other})
    assert list(found) == [address("mian street")]


def test_holdings_move_with_the_sentence_and_so_does_the_building() -> None:
    wrong, right = address("mian street", unit="4"), address("main street", unit="4")
    links = link(
        facts(
            [record(f"greenhouse:application:{i}") for i in (1, 2, 3, 4)],
            [
                observation("greenhouse:application:1", "address", right, display="right"),
                observation("greenhouse:application:2", "address", right, display="right"),
                observation("greenhouse:application:3", "address", wrong, display="wrong"),
                observation("greenhouse:application:4", "address", address("mian street", unit="9"), display="nine"),
            ],
        )
    )
    held = holders(links)
    building = "building:" + address("main street")
    assert held[f"address:{right}"] == ["1", "2", "3"]
    assert f"address:{wrong}" not in held
    assert held[building] == ["1", "2", "3", "4"]
    assert [key for key in held if key.startswith("building:")] == [building]
    assert via(links)["3", f"address:{right}"] == "‘mian street’ read as ‘main street’, similarity 91"
    assert via(links)["4", building].endswith("‘mian street’ read as ‘main street’, similarity 91")
    rows = links.values.to_pylist()
    assert all(rows[row["coarser"]]["key"] == address("main street") for row in rows if row["kind"] == "address")
    assert next(row["display"] for row in rows if row["key"] == right) == "right"
