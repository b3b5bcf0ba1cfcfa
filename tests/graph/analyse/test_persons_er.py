"""Persons on public data that nothing was fitted to, with the truth hidden. The full sets: bench/bench_persons.py."""

from __future__ import annotations

from pathlib import Path

from graph.analyse.persons.resolve import resolve
from tests.er_data import agreement, fake, febrl, imported

DATA = Path(__file__).parents[2] / "data" / "er"


def test_a_thousand_persons_of_febrl_4(tmp_path: Path) -> None:
    links, truth = imported(febrl(DATA / "febrl4a_part.csv", DATA / "febrl4b_part.csv"), tmp_path)
    found = agreement(resolve(links), truth)
    assert len(truth) == 2000
    assert found.precision >= 0.999
    assert found.f1 >= 0.98


def test_fake_1000(tmp_path: Path) -> None:
    links, truth = imported(fake(DATA / "fake_1000.csv"), tmp_path)
    found = agreement(resolve(links), truth)
    assert found.precision >= 0.99
    assert found.f1 >= 0.93


def test_the_same_table_gives_the_same_persons_and_reasons(tmp_path: Path) -> None:
    records = febrl(DATA / "febrl4a_part.csv", DATA / "febrl4b_part.csv")
    first, _ = imported(dict(list(records.items())[:400] + list(records.items())[-400:]), tmp_path / "1")
    again, _ = imported(dict(list(records.items())[-400:] + list(records.items())[:400]), tmp_path / "2")
    one, other = resolve(first), resolve(again)
    assert one.of.tolist() == other.of.tolist()
    assert one.reasons == other.reasons
