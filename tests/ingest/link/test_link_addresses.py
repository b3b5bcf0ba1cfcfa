"""Address spellings: what is a typing error, and what is another house."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from link_cases import facts, holders, observation, record, via

from ingest.link import link
from ingest.link.addresses import Spelling, difference, readings
from ingest.link.blocking import BLOCK, alike


def address(street: str, number: str = "12", unit: str = "", city: str = "springfield", postcode: str = "62701") -> str:
    return f"us|{number}|{street}|{unit}|{city}|il|{postcode}"


MAIN = address("main street")


def read(holders: Mapping[str, int]) -> dict[str, tuple[str, str]]:
    """Which key is read as which, and why."""
    keys = list(holders)
    found = readings(pa.array(keys, pa.string()), np.array(list(holders.values())))
    return {keys[reading.row]: (keys[reading.common], reading.why) for reading in found}


@pytest.mark.parametrize(
    ("rare", "common", "why"),
    [
        (address("mian street"), MAIN, "‘mian street’ read as ‘main street’, similarity 91"),
        (address("wasington way"), address("washington way"), "‘wasington way’ read as ‘washington way’, similarity 96"),
        (address("scool lane"), address("school lane"), "‘scool lane’ read as ‘school lane’, similarity 95"),
        (address("stoone lane"), address("stone lane"), "‘stoone lane’ read as ‘stone lane’, similarity 95"),
        (address("rue u lac"), address("rue du lac"), "‘rue u lac’ read as ‘rue du lac’, similarity 95"),
        (address("rue dulac"), address("rue du lac"), "‘rue dulac’ read as ‘rue du lac’, similarity 95"),
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
    assert read({rare: 1, common: 3}) == {rare: (common, why)}
    assert read({common: 3, rare: 1}) == {rare: (common, why)}


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
        (address("mill street"), address("mills street")),
        (address("lake street"), address("blake street")),
        (address("stone lane"), address("stome lane")),
        (address("scool lane", postcode=""), address("school lane")),
        (address("scool lane", city="shelbyville"), address("school lane")),
        (address("avenue 1 2"), address("avenue 12")),
        (address("north main street"), address("south main street")),
        (address("oak street"), address("oka street")),
        (address("lincoln street"), address("clinton street")),
        (address("main street", postcode="62702"), MAIN),
        (address("main street", postcode="67201", city="shelbyville"), MAIN),
        (address("main street", postcode="", city="shelbyville"), MAIN),
    ],
)
def test_another_house_stays_another_house(one: str, other: str) -> None:
    assert read({one: 1, other: 3}) == {}


def test_two_spellings_that_several_people_have_are_two_streets() -> None:
    assert read({address("mian street"): 3, MAIN: 30}) == {}


def test_nothing_is_read_through_a_spelling_that_was_moved() -> None:
    # harrisson -> harrison is one letter; harrisonn -> harrison too; harrissonn is two letters from harrison
    keys = {address("harrison way"): 5, address("harrisson way"): 1, address("harrissonn way"): 1}
    assert {key: common for key, (common, _) in read(keys).items()} == {
        address("harrisson way"): address("harrison way")
    }


def test_one_spelling_is_found_in_a_block_of_many() -> None:
    words = ["elm", "cedar", "walnut", "birch", "spruce", "willow", "aspen", "poplar", "linden", "juniper"]
    other = {address(f"{word} street"): 1 for word in words}
    found = read({address("mian street"): 1, MAIN: 3, **other})
    assert list(found) == [address("mian street")]


STREETS = st.text("abé1  ", min_size=1, max_size=9)


@given(
    street=STREETS, at=st.integers(0, 9), removed=st.integers(0, 2), added=st.text("aébc ", max_size=2),
    postcodes=st.lists(st.sampled_from(["62701", "67201", ""]), min_size=2, max_size=2),
)  # fmt: skip
@example(street="a", at=1, removed=0, added="a ", postcodes=["62701", "62701"])
def test_what_is_one_address_is_in_one_block(
    street: str, at: int, removed: int, added: str, postcodes: list[str]
) -> None:
    streets = (f"harrison {street}", f"harrison {street[:at] + added + street[at + removed :]}")
    keys = [address(one, postcode=code) for one, code in zip(streets, postcodes, strict=True)]
    if keys[0] != keys[1] and difference(Spelling.of(keys[0], 1), Spelling.of(keys[1], 1)):
        assert alike(pa.array(keys)).tolist() == [[0, 1]]


def test_blocking_reads_no_other_form_and_no_other_house() -> None:
    keys = [MAIN, MAIN + "|", "nothing", "", address("main street", number=""), address("maim street", number="13")]
    assert alike(pa.array(keys)).tolist() == []
    assert alike(pa.array([], pa.string())).tolist() == []


def test_a_block_of_thousands_is_no_house() -> None:
    keys = [address(f"{number} street") for number in range(BLOCK - 1)]
    assert [0, BLOCK - 1] in alike(pa.array([MAIN, *keys[:-1], address("mian street")])).tolist()
    assert alike(pa.array([MAIN, *keys, address("mian street")])).tolist() == []


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


def test_what_one_applicant_wrote_often_is_rare_still() -> None:
    """Three observations of one applicant are one holder: the spelling is an error all the same."""
    wrong, right = address("mian street"), MAIN
    links = link(
        facts(
            [record(f"greenhouse:application:{i}") for i in (1, 2, 3)],
            [
                *[observation("greenhouse:application:3", "address", wrong, row=row) for row in (1, 2, 3)],
                observation("greenhouse:application:1", "address", right),
                observation("greenhouse:application:2", "address", right),
            ],
        )
    )
    assert holders(links)[f"address:{right}"] == ["1", "2", "3"]


def test_a_building_says_of_what_it_is_a_part_and_how_that_was_read() -> None:
    """What moved is shown as the first who wrote it rightly did; what was said of it is kept beside."""
    wrong, right = address("mian street", unit="4"), address("main street", unit="4")
    written = [
        (right, "12 Main St #4"),
        (right, "12 Main, 4"),
        (wrong, "12 Mian St #4"),
        (address("mian street", unit="9"), "9"),
    ]
    links = link(
        facts(
            [record(f"greenhouse:application:{i}") for i in (1, 2, 3, 4)],
            [
                observation(f"greenhouse:application:{i}", "address", key, display=display, row=i)
                for i, (key, display) in enumerate(written, start=1)
            ],
        )
    )
    said, building = via(links), "building:" + MAIN
    read = "‘mian street’ read as ‘main street’, similarity 91"
    assert [said[str(i), building] for i in (1, 2, 3, 4)] == [
        "part of it: ‘12 Main St #4’",
        "part of it: ‘12 Main, 4’",
        f"part of it: ‘12 Main St #4’; {read}",
        f"part of it: ‘9’; {read}",
    ]
