"""What is said of a whole column of values is what the judge of the kind says of each."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

from graph.model.kinds import KINDS, Value, judge
from graph.model.kinds.many import usual
from graph.model.kinds.many.numbers import _prefixes_in_use
from graph.model.kinds.phone import _TYPES, _by_library, judge_phone, nanp_prefix_is_valid
from ingest.sample import make

DATA = Path(__file__).parents[2] / "data" / "kinds"
REGIONS = ("US", "CA", "PR", "GB", "DE", "IN", "", "us", "ZZ")
EVERY = sorted(KINDS)
PIECES = {
    "email": (
        "a . .. _ - + +jobs +a.b @ gmail.com GMAIL.COM proton.me yandex.ru test noreply john.doe example.com x.y.org 1 é mail"
    ),
    "phone": "+1 1 0 415 555 650 253 0000 2671 0143 - . ( ) / + 00 44 7400 123456 ext x 2222222222 1234567890 8005551212",
    "address": (
        "12 000 1 4th N. Main St Street Ave Fake po box #4 Apt 4 Unit B Suite , , \n Tucson Anytown New York AZ az NY XX ZZ"
        " 85701 00000 99999 85701-1234 C/O The rural route"
    ),
    "payroll_account": (
        "us: 021000021 266905059 : : / 483920157 000 00012345 4 1234 0000000 123456789 7777777 12345678901234567 acct account: x"
        " last4: iban: DE89370400440532013000"
    ),
    "ip": (
        "2607 2001 db8 3fff fe80 2A02 0 0 00a1 a1 : : : : 0 1 10 127 192 168 203 113 255 256 01 8.8.8.8 1.2.3.4 24.56.78.90"
        " . . . : :: 100.64.1.1 224 x"
    ),
    "device": (
        "0 1a 2B 3c4d : - . 00:1a:2b:3c:4d:5e 001122334455 aa:bb:cc:dd:ee:ff macbook-pro 12345678 a1a1a1a1 filled-by"
        " 0123456789abcdef type1productconfigid x9 00000000 sn: 04:04:04:04:04:04"
    ),
    "reference_name": "Mara Lindqvist John Dr Ma Mr HR Manager see above No Data mara O'Neil José Jean-Luc PhD",
    "handle": (
        "github.com/ GitHub.com/ https:// http:// www. linkedin.com/in/ t.me/ x.com/ jane about test -test- aaa 111 a_b . /"
        " stackoverflow.com/users/ medium.com/@ m. npmjs.com/~ join.skype.com/invite/ wa.me/ facebook.com/ github:jane"
    ),
    "website": "https:// http:// HTTPS:// lindqvist.dev example.com example.dev github.com j.github.io a.b www.com / m. .io x--",
}


def wrong(kind: str, raws: Iterable[str], regions: Iterable[str] = REGIONS) -> list[tuple[str, str, object, object]]:
    """Raw values that the column says otherwise than the judge."""
    pairs = [(raw, region) for raw in raws for region in regions]
    texts, places = ([pair[at] for pair in pairs] for at in (0, 1))
    found = usual(kind, pa.array(texts, pa.string()), pa.array(places, pa.string()))
    assert len(found.key) == len(found.display) == found.certain.sum()
    values = iter(zip(found.key.to_pylist(), found.display.to_pylist(), strict=True))
    said = [
        (raw, region, Value(kind, *next(values)), judge(kind, raw, region))
        for (raw, region), sure in zip(pairs, found.certain.tolist(), strict=True)
        if sure
    ]
    return [one for one in said if one[2] != one[3]]


@pytest.mark.parametrize("kind", EVERY)
def test_examples_of_all_kinds(kind: str) -> None:
    raws = {str(example[0]) for one in KINDS.values() for example in one.examples}
    assert wrong(kind, sorted(raws | {raw.upper() for raw in raws} | {f" {raw}" for raw in raws})) == []


@pytest.mark.parametrize("kind", EVERY)
def test_no_values_at_all(kind: str) -> None:
    empty = pa.array([], pa.string())
    assert len(usual(kind, empty, empty).key) == 0
    assert usual(kind, pa.array(["n/a", ""]), pa.array(["US", ""])).certain.tolist() == [False, False]


@pytest.mark.parametrize("kind", sorted(PIECES))
def test_pieces_in_any_order(kind: str) -> None:
    chance = random.Random(kind)
    known = PIECES[kind].split(" ")
    raws = []
    for _ in range(4000):
        pieces = [chance.choice(known) for _ in range(chance.randrange(1, 9))]
        raws.append(chance.choice(("", " ", "", ", ") if kind == "address" else ("", "", " ")).join(pieces))
    assert wrong(kind, raws, ("US", "GB")) == []


@pytest.mark.parametrize("kind", sorted(PIECES))
@settings(max_examples=30, deadline=None)
@given(raws=st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=20))
def test_any_text(kind: str, raws: list[str]) -> None:
    assert wrong(kind, raws, ("US",)) == []


def test_street_addresses_of_two_libraries() -> None:
    raws = []
    for name, column in (("address_usaddress_test.csv", "address"), ("address_libpostal_expansions.csv", "input")):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            raws += [row[column] for row in csv.DictReader(file)]
    towns = ("", ", Tucson, AZ 85701", ", Apt 4, New York, NY 10128", "\nUnit 2 B\nSt. Paul, MN 55101-1234")
    assert wrong("address", [raw + town for raw in raws for town in towns], ("US",)) == []


def test_values_of_a_sample_world(tmp_path: Path) -> None:
    make(tmp_path, applicants=1500, seed=4, evasion=0.5, plain=True)
    table = pq.read_table(tmp_path / "applicants.parquet")
    settled = {}
    for kind in ("email", "phone", "address", "ip", "device", "reference_name", "handle", "website", "payroll_account"):
        column = table[kind].combine_chunks()
        raws = sorted({raw for raw in (column.flatten() if hasattr(column, "offsets") else column).to_pylist() if raw})
        assert wrong(kind, raws, ("US", "DE")) == []
        regions = pa.array(["US"] * len(raws), pa.string())
        settled[kind] = round(float(usual(kind, pa.array(raws, pa.string()), regions).certain.mean()), 2)
    assert min(settled.values()) > 0.8, settled


@pytest.mark.parametrize("kind", [name for name in EVERY if not KINDS[name].regional])
def test_kinds_that_are_not_regional_ask_for_no_region(kind: str) -> None:
    for one in KINDS.values():
        for raw, *_ in one.examples:
            assert len({judge(kind, str(raw), region) for region in REGIONS}) == 1


def test_phones_with_a_country_code_are_the_librarys() -> None:
    """All spellings that are settled without the library, in each country that it knows, with digits changed."""
    chance = random.Random(7)
    known = []
    for region in ("GB", "DE", "FR", "IN", "PH", "GG", "IM", "RU", "KZ", "IT", "AU", "BR"):
        metadata = PhoneMetadata.metadata_for_region(region)
        assert metadata is not None
        kinds = [getattr(metadata, name) for name in _TYPES]
        known += [(region, metadata.country_code, one.example_number) for one in kinds if one and one.example_number]
    pairs = []
    for _ in range(5000):
        region, code, example = chance.choice(known)
        digits = list(example)
        for _ in range(chance.randrange(4)):
            digits[chance.randrange(len(digits))] = chance.choice("0123456789")
        form = chance.choice(("+{c}{n}", "+{c}0{n}", "+{c} (0){n}", "00{c}{n}", "00{c} (0) {n}", "0{n}", "+{c}00{n}"))
        raw = form.format(c=code, n="".join(digits))
        pairs.append((raw, chance.choice((region, "US", "GB", "DE", "FR", "IN", "AU", ""))))
    assert [pair for pair in pairs if judge_phone(*pair) != _by_library(*pair)] == []
    for place in {place for _, place in pairs}:
        assert wrong("phone", [raw for raw, region in pairs if region == place], (place,)) == []


def test_numbers_of_every_calling_code_can_be_asked_of_a_column() -> None:
    raws = [f"+{code}201234567" for code in COUNTRY_CODE_TO_REGION_CODE]
    assert wrong("phone", raws, ("US", "GB")) == []


def test_addresses_of_eight_numbers() -> None:
    chance = random.Random(3)
    groups = ("0", "1", "0a", "a0", "ff", "1234", "abcd", "F00", "00", "0000")
    starts = ("2607", "2001", "2002", "2A02", "3fff", "3ffe", "fe80", "1234", "fd00", "26", "4000")
    raws = [
        ":".join([chance.choice(starts), *chance.choices(groups, k=chance.choice((6, 7, 7, 7)))]) for _ in range(3000)
    ]
    assert wrong("ip", raws, ("",)) == []
    column = pa.array(["2607:f8b0:4005:805:0:1:200e:ff", *raws])
    assert usual("ip", column, pa.array([""] * len(column))).certain[0]


def test_area_codes_and_exchanges_are_in_use_where_the_library_says_so() -> None:
    """Of the United States, of Canada, of islands with few exchanges, and of nobody."""
    areas = (200, 204, 211, 212, 242, 264, 340, 345, 416, 441, 523, 555, 650, 787, 800, 809, 849, 900, 983, 999)
    prefixes = np.array([area * 1000 + exchange for area in areas for exchange in range(0, 1000, 7)])

    said = [nanp_prefix_is_valid(f"{prefix:06}") for prefix in prefixes.tolist()]
    assert _prefixes_in_use(prefixes).tolist() == said
    assert {True, False} == set(said)
    assert _prefixes_in_use(prefixes[:0]).tolist() == []
