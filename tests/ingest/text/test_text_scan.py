"""The compiled pass over many texts says what `find_identifiers` says of each, or leaves it to that."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts import sightings
from ingest.facts.sightings import find_all
from ingest.sample import make
from ingest.text import scan
from ingest.text.extract import PROFILES, find_identifiers, shortest_number, writes_american
from ingest.text.scan_bytes import words_table

CASES = Path(__file__).parents[2] / "data" / "phone" / "find_in_text.csv"
REGIONS = ("US", "CA", "GB", "DE", "", "xx", "us")
PIECES = (
    "@ . com com/ :// https:// http:// www. +1 415 - 555 2671 253 0000 ( ) / a | github.com/jane linkedin.com/in/jo GitHub.com/"
    " jane@roe.io a.io@b.com <x@y.io> j.doe@gmail.com x@y.co.uk roe.io jane.dev Portfolio: site page- web– url: : é – • １ ２ +49"
    " +447400123456"
    " (650)253-0000 650-253-0001 650.253.0002 2019-2021 05/2022 09/2024 1,200 _ % ' t.me/x x.com/ab medium.com/@jo dev.to/jo"
    " jane.github.io https://jane.dev/a?b=1 , ; [ ] { Node.js .io ~ ? = foo.org/bar my-site-x.com blog: K ſ 12345678901 … ”"
    " https://www.github.com/x stackoverflow.com/users/1 wa.me/1 😀 HTTPS://X.DEV // WEB https://a.dev,https://b.dev"
)
BETWEEN = ("", "", " ", "\n", " | ", "\t", "\u00a0", "\x1c", "  ", "\r\n")


def expected(texts: list[str], regions: list[str]) -> list[tuple[int, str, str, str]]:
    return [
        (at, one.kind, one.raw, f"chars {one.start}-{one.end}")
        for at, (text, region) in enumerate(zip(texts, regions, strict=True))
        for one in find_identifiers(text, region)
    ]


def at_once(texts: list[str], regions: list[str], monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str, str, str]]:
    monkeypatch.setattr(sightings, "MANY", 0)
    return rows(find_all(pa.chunked_array([texts], pa.large_string()), pa.array(regions, pa.string())))


def rows(table: pa.Table) -> list[tuple[int, str, str, str]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def certain(texts: pa.Array, region: str) -> np.ndarray:
    """Which texts the pass settles, but for whether a number is in use."""
    data, offsets = sightings._bytes(texts)
    found = np.zeros(len(texts), np.bool_)
    fewest = np.full(len(texts), shortest_number(region), np.int32)
    american = np.full(len(texts), writes_american(region))
    out = np.empty(((len(texts) + 1) * scan.MOST, 6), np.int64)
    scan.scan(data, offsets, fewest, american, *words_table(PROFILES), out, found)
    return found


def test_texts_of_a_sample_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, applicants=600, seed=3, evasion=0.5, plain=True)
    table = pq.read_table(tmp_path / "applicants.parquet", columns=["cv_text", "region"])
    texts, regions = table["cv_text"].to_pylist(), table["region"].to_pylist()

    assert at_once(texts, regions, monkeypatch) == expected(texts, regions)
    assert certain(table["cv_text"].combine_chunks(), "US").mean() > 0.95


def test_cases_of_libphonenumber(monkeypatch: pytest.MonkeyPatch) -> None:
    with CASES.open(encoding="utf-8", newline="") as handle:
        cases = [(row["text"], row["default_region"]) for row in csv.DictReader(handle)]
    texts, regions = [text for text, _ in cases], [region for _, region in cases]

    assert at_once(texts, regions, monkeypatch) == expected(texts, regions)


def test_pieces_of_identifiers_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    pieces = PIECES.split(" ")
    texts = [
        "".join(chance.choice(pieces) + chance.choice(BETWEEN) for _ in range(chance.randrange(14)))
        for _ in range(6000)
    ]
    regions = [chance.choice(REGIONS) for _ in texts]

    assert at_once(texts, regions, monkeypatch) == expected(texts, regions)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=80), min_size=1, max_size=8), st.sampled_from(REGIONS))
def test_any_text(texts: list[str], region: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        assert at_once(texts, [region] * len(texts), patch) == expected(texts, [region] * len(texts))


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("Jane Roe\njane@roe.io | (650) 253-0000\nhttps://jane.dev\n2019 - 2021, 05/2022 - 09/2024", True),
        ("Žofie Roe • Köln\nzofie@x.io | +49 15112345678 | github.com/zofie", True),
        ("nothing at all", True),
        ("", True),
        ("tel 650 253 0000", False),
        ("Portfolio: jane.dev", False),
        ("jane@roe.io | roe.io", False),
        ("https://jane.dev/a?b=1", False),
        ("a@b.com " * 30, False),
    ],
)
def test_plainly_written_texts_are_settled(text: str, settled: bool) -> None:
    assert certain(pa.array([text], pa.large_string()), "US").tolist() == [settled]


def test_slices_of_a_column_and_short_offsets(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"person{n}@lindqvist.dev | (650) 253-00{n:02}" for n in range(50)]
    column = pa.array(texts, pa.string()).slice(7, 30)
    monkeypatch.setattr(sightings, "MANY", 0)

    assert rows(find_all(pa.chunked_array([column]), pa.array(["US"] * 30))) == expected(texts[7:37], ["US"] * 30)
