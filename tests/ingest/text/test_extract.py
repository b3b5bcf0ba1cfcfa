from __future__ import annotations

import csv
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.extract import MOST, find_identifiers

CASES = Path(__file__).parents[2] / "data" / "phone" / "find_in_text.csv"


def said(text: str, region: str = "US") -> list[tuple[str, str]]:
    return [(one.kind, one.raw) for one in find_identifiers(text, region)]


def test_numbers_in_text_agree_with_libphonenumber() -> None:
    with CASES.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))

    wrong = []
    for row in rows:
        region = "" if row["default_region"] == "ZZ" else row["default_region"]
        found = [one for one in find_identifiers(row["text"], region) if one.kind == "phone"]
        parsed = [phonenumbers.parse(one.raw, region or None) for one in found]
        e164 = ";".join(phonenumbers.format_number(one, phonenumbers.PhoneNumberFormat.E164) for one in parsed)
        if e164 != row["current_e164_found"]:
            wrong.append((row["text"], region, e164, row["current_e164_found"]))

    assert len(rows) == 368
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "2012 - 2016",
        "01/2019 – 03/2021, 05.2021-11.2023",
        "$1,200,000 and 4.000.000 users",
        "ISBN 978-3-16-148410-0",
        "order 2019-12345678",
        "id 123456789012345",
        "10.1234/neurips.2023.1234",
        "saved 99.97% of 11,234 in 2020",
        "192.168.10.1 and 10.0.0.1",
        "Employee 0012345",
        "Node.js, ASP.NET, socket.io, Booking.com",
        "@jane foo@bar a@b..com @",
        "linkedin.com/ and github.com",
        "",
    ],
)
def test_dates_amounts_ids_and_product_names_are_nothing(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jane Roe | jane.roe+cv@mail.example.com.", [("email", "jane.roe+cv@mail.example.com")]),
        ("<mailto:jane@roe.io>", [("email", "jane@roe.io")]),
        ("Tel. (415) 555-2671 since 2012 - 2016", [("phone", "(415) 555-2671")]),
        ("+49 (0)30 1234567", [("phone", "+49 (0)30 1234567")]),
        ("LinkedIn:linkedin.com/in/jane-4155552671/", [("handle", "linkedin.com/in/jane-4155552671/")]),
        ("https://www.github.com/jane, x", [("handle", "https://www.github.com/jane")]),
        ("jane.github.io", [("handle", "jane.github.io")]),
        ("netflix.com/jane", []),
        ("see https://jane.dev/a?b=1).", [("website", "https://jane.dev/a?b=1")]),
        ("Portfolio: jane.dev", [("website", "jane.dev")]),
        ("jane@roe.io | roe.io | Paris", [("email", "jane@roe.io"), ("website", "roe.io")]),
        ("Ｔ： ０２０ ７９４６ ００００", []),
    ],
)
def test_values_in_a_line_of_a_cv(text: str, found: list[tuple[str, str]]) -> None:
    assert said(text) == found


def test_region_decides_about_numbers_without_country_code() -> None:
    assert said("020 7946 0018", "GB") == [("phone", "020 7946 0018")]
    assert said("020 7946 0018", "US") == []
    assert said("020 7946 0018", "") == []


def test_place_is_exact_beside_signs_outside_ascii() -> None:
    text = "• Žofie — 📞 +1 415-555-2671 ✉ zofie@x.io 🌐 https://zofie.dev"

    assert [(one.kind, text[one.start : one.end] == one.raw) for one in find_identifiers(text, "US")] == [
        ("phone", True),
        ("email", True),
        ("website", True),
    ]


def test_list_of_contacts_is_cut_off() -> None:
    assert len(find_identifiers("a@b.com " * 1000, "US")) == MOST


@given(st.text(st.characters(), max_size=300), st.sampled_from(["US", "DE", "", "xx"]))
def test_never_raises_and_places_are_true(text: str, region: str) -> None:
    end = 0
    for one in find_identifiers(text, region):
        assert text[one.start : one.end] == one.raw
        assert one.start >= end
        end = one.end


@given(
    st.lists(
        st.sampled_from(
            ["@", ".", "com", "://", "www.", "+1 ", "415", "-", "555", "2671", "(", ")", "/", " ", "a", "\n"]
        )
    )
)
def test_never_raises_on_pieces_of_identifiers(pieces: list[str]) -> None:
    text = "".join(pieces)

    assert all(text[one.start : one.end] == one.raw for one in find_identifiers(text, "US"))
