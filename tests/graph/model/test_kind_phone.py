"""Telephone numbers against libphonenumber's own cases: a wrong key links strangers."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import phonenumbers
import pytest

from graph.model.kinds import clean, judge, why_not

DATA = Path(__file__).parents[2] / "data" / "kinds"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AGREED = [row for row in rows("phone_parse_cases.csv") if row["agree"] == "yes"]


def key(raw: str, region: str) -> str | None:
    value = clean("phone", raw, region)
    return value.key if value else None


def test_there_is_enough_truth() -> None:
    assert len(AGREED) >= 190


@pytest.mark.parametrize("row", AGREED, ids=lambda row: f"{row['input'][:40]} {row['default_region']}")
def test_parse_cases(row: dict[str, str]) -> None:
    """The library's E.164 and extension; no key for what it refuses. Sequences and example numbers are placeholders."""
    region = "" if row["default_region"] == "ZZ" else row["default_region"]
    verdict = judge("phone", row["input"], region)
    if row["upstream_valid"] != "yes":
        assert isinstance(verdict, str)
        return
    if verdict == "placeholder":
        national = row["upstream_e164"].lstrip("+")
        number = phonenumbers.parse(row["upstream_e164"])
        example = {
            phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
            for kind in phonenumbers.PhoneNumberType.values()
            if (found := phonenumbers.example_number_for_type(phonenumbers.region_code_for_number(number), kind))
        }
        assert row["upstream_e164"] in example or "45678" in national or "55501" in national or "5551234" in national
        return
    assert not isinstance(verdict, str), verdict
    extension = f";ext={row['upstream_ext']}" if row["upstream_ext"] else ""
    assert verdict.key == row["upstream_e164"] + extension


def test_few_parse_cases_are_placeholders() -> None:
    region = {"ZZ": ""}
    valid = [row for row in AGREED if row["upstream_valid"] == "yes"]
    made_up = [
        row for row in valid if why_not("phone", row["input"], region.get(row["default_region"], row["default_region"]))
    ]
    assert len(made_up) <= len(valid) // 8


@pytest.mark.parametrize("row", rows("phone_match_cases.csv"), ids=lambda row: f"{row['a'][:30]} ~ {row['b'][:30]}")
def test_match_cases(row: dict[str, str]) -> None:
    """Numbers that do not match never get one key; whole numbers that match exactly do."""
    left, right = key(row["a"], ""), key(row["b"], "")
    if row["upstream_match"] in ("NO_MATCH", "NOT_A_NUMBER"):
        assert left is None or left != right
    if row["upstream_match"] == "EXACT_MATCH" and left and right:
        assert left == right


def test_the_quick_road_agrees_with_the_library() -> None:
    """American numbers in seven spellings, and 20 countries: same key, or nothing on both sides."""
    chance = random.Random(7)
    spellings = ("{}{}{}", "({}) {}-{}", "{}-{}-{}", "1{}{}{}", "+1 {} {} {}", "1-{}-{}-{}", "{}.{}.{}")
    texts = [
        (
            chance.choice(spellings).format(
                chance.randint(100, 999), chance.randint(100, 999), f"{chance.randint(0, 9999):04}"
            ),
            "US",
        )
        for _ in range(4000)
    ]
    regions = (
        "GB",
        "DE",
        "FR",
        "IN",
        "PH",
        "PL",
        "UA",
        "NG",
        "BR",
        "CN",
        "PK",
        "BD",
        "KE",
        "RU",
        "ES",
        "IT",
        "NL",
        "SE",
        "JP",
        "KR",
    )
    for _ in range(3000):
        region = chance.choice(regions)
        example = phonenumbers.example_number_for_type(region, chance.choice((0, 1)))
        digits = list(str(example.national_number))
        for _ in range(4):
            digits[chance.randrange(len(digits))] = str(chance.randrange(10))
        national = "".join(digits)
        texts.append((f"+{example.country_code}{national}", "US"))
        texts.append((f"0{national}", region))
        texts.append((f"+{example.country_code} (0) {national}", "US"))
    keys = 0
    for raw, region in texts:
        verdict = judge("phone", raw, region)
        if verdict == "placeholder":
            continue
        try:
            number = phonenumbers.parse(raw, region)
            valid = phonenumbers.is_valid_number(number)
        except phonenumbers.NumberParseException:
            valid = False
        if not valid:
            assert isinstance(verdict, str), (raw, region)
        else:
            assert not isinstance(verdict, str), (raw, region, verdict)
            assert verdict.key == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), (raw, region)
            keys += 1
    assert keys > 2000


@pytest.mark.parametrize(
    ("raw", "region", "why"),
    [
        ("555-555-5555", "US", "placeholder"),
        ("(555) 123-4567", "US", "placeholder"),
        ("415-555-0123", "US", "placeholder"),
        ("+1 202 555 0199", "GB", "placeholder"),
        ("415-555-1212", "US", "placeholder"),
        ("0000000000", "US", "placeholder"),
        ("1234567890", "US", "placeholder"),
        ("222-222-2222", "US", "placeholder"),
        ("+44 7400 123456", "US", "placeholder"),
        ("+1 XXX-XXX-6065", "US", "masked"),
        ("***-***-6065", "US", "masked"),
        ("(650) 253-****", "US", "masked"),
        ("123-456-7891", "US", "invalid"),
        ("650 253", "US", "invalid"),
        ("650-253-0000", "", "invalid"),
        ("call me", "US", "invalid"),
        ("1" * 300, "US", "too_long"),
    ],
)
def test_what_is_nothing_and_why(raw: str, region: str, why: str) -> None:
    assert why_not("phone", raw, region) == why


def test_an_exchange_555_that_is_in_use_stays() -> None:
    assert key("415-555-2368", "US") == "+14155552368"


def test_an_extension_is_another_line() -> None:
    office = key("650-253-0000", "US")
    assert key("650-253-0000 x12", "US") == "+16502530000;ext=12"
    assert key("+1 650-253-0000 ext 13", "GB") == "+16502530000;ext=13"
    assert len({office, key("650-253-0000 x12", "US"), key("650-253-0000 ext 13", "US")}) == 3


def test_spellings_of_one_number_are_one() -> None:
    spellings = [
        "6502530000",
        "(650) 253-0000",
        "650.253.0000",
        "1-650-253-0000",
        "+1 650 253 0000",
        "tel:+1-650-253-0000",
        "＋１　６５０ ２５３ ００００",
    ]
    assert {key(spelling, "US") for spelling in spellings} == {"+16502530000"}


def test_a_number_written_as_only_americans_do_is_american_where_it_is_nothing_else() -> None:
    assert key("(505) 731-9526", "GB") == key("1 505 731 9526", "PH") == "+15057319526"
    assert key("5057319526", "GB") is None
    assert key("020 8765 4321", "GB") == "+442087654321"
    assert why_not("phone", "(415) 555-0123", "FR") == "placeholder"
