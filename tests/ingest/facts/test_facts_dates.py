"""Dates of any usual spelling, and what is refused because it can be two days."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.dates import normalise, parse


def column(
    values: list[str], regions: list[str] | None = None, *, days: bool = False
) -> tuple[list[str], list[int], list[int]]:
    places = pa.array(regions or [""] * len(values), pa.string())
    found = normalise(pa.array(values, pa.string()), places, days=days)
    return found.texts.to_pylist(), list(found.bad), list(found.ambiguous)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("2025-03-04", "2025-03-04"),
        ("2025/03/04", "2025-03-04"),
        ("20250304", "2025-03-04"),
        ("04.03.2025", "2025-03-04"),
        ("4. 3. 2025", "2025-03-04"),
        ("25/03/2025", "2025-03-25"),
        ("03/25/2025", "2025-03-25"),
        ("05/05/2025", "2025-05-05"),
        ("4 Mar 2025", "2025-03-04"),
        ("04-Mar-2025", "2025-03-04"),
        ("March 4, 2025", "2025-03-04"),
        ("Sept 4th, 2025", "2025-09-04"),
        ("2025-03-04T10:11:12Z", "2025-03-04T10:11:12Z"),
        ("2025-03-04T10:11:12.987Z", "2025-03-04T10:11:12Z"),
        ("2025-03-04T10:11:12+05:30", "2025-03-04T04:41:12Z"),
        ("2025-03-04 23:30:00 -0100", "2025-03-05T00:30:00Z"),
        ("2025-03-04 10:11", "2025-03-04T10:11:00Z"),
        ("Tue, 04 Mar 2025 10:11:12 GMT", "2025-03-04T10:11:12Z"),
        ("25/03/2025 1:05 PM", "2025-03-25T13:05:00Z"),
        ("25/03/2025 12:05 am", "2025-03-25T00:05:00Z"),
        ("1741083072", "2025-03-04T10:11:12Z"),
        ("1741083072123", "2025-03-04T10:11:12Z"),
        ("2024-02-29", "2024-02-29"),
        ("  2025-03-04 ", "2025-03-04"),
    ],
)
def test_spellings(raw: str, wanted: str) -> None:
    assert column([raw]) == ([wanted], [], [])


@pytest.mark.parametrize(
    "raw",
    [
        "2025-02-30",
        "2025-02-29",
        "31/04/2025",
        "13/13/2025",
        "1/2/25",
        "soon",
        "2025",
        "0001-01-01",
        "12 Foo 2025",
        "2025-03-04T25:00:00Z",
        "25/03/2025 13:05 PM",
        "99999999999999",
        "4 Marching 2025",
        "n/a",
    ],
)
def test_what_is_no_date_is_nothing_and_said(raw: str) -> None:
    assert column([raw]) == ([""], [0], [])


def test_blank_is_nothing_and_not_said() -> None:
    assert column(["", "  "]) == (["", ""], [], [])


def test_an_open_order_stays_unknown() -> None:
    assert column(["03/04/2025"]) == ([""], [], [0])


@pytest.mark.parametrize(
    ("witness", "wanted"), [("25/03/2025", ["2025-04-03", "2025-03-25"]), ("03/25/2025", ["2025-03-04", "2025-03-25"])]
)
def test_another_value_of_the_column_settles_the_order(witness: str, wanted: list[str]) -> None:
    assert column(["03/04/2025", witness]) == (wanted, [], [])


def test_values_that_contradict_each_other_settle_nothing() -> None:
    texts, _, ambiguous = column(["03/04/2025", "25/03/2025", "03/25/2025"])
    assert (texts[0], ambiguous) == ("", [0])


def test_the_region_settles_what_the_column_leaves_open() -> None:
    texts, _, ambiguous = column(["03/04/2025"] * 3, ["US", "GB", ""])
    assert (texts, ambiguous) == (["2025-03-04", "2025-04-03", ""], [2])


def test_birth_dates_are_the_day_as_written() -> None:
    assert (
        column(["1990-05-04T23:30:00-08:00", "1990-05-04T00:00:00Z", "04.05.1990"], days=True)[0] == ["1990-05-04"] * 3
    )


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    parse(text)


@given(st.datetimes(min_value=datetime.datetime(1950, 1, 1), max_value=datetime.datetime(2099, 1, 1)))
def test_what_comes_out_goes_in_unchanged(moment: datetime.datetime) -> None:
    text = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    assert column([text]) == ([text], [], [])
    found = parse(text)
    assert found is not None
    assert found.text == text
