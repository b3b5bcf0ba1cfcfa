"""Records as columns and back: nothing is lost, and a column that an older table lacks is the field's default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.model.records import arrow_type, from_table, leaves, to_table


@dataclass(frozen=True)
class Place:
    file: str
    row: int


@dataclass(frozen=True)
class Fact:
    sentence: str
    weight: float
    sure: bool
    places: tuple[Place, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Shorter:
    sentence: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Longer(Shorter):
    note: str = "none"
    marks: tuple[int, ...] = ()


FACTS = (
    Fact("one", 1.5, True, (Place("a.csv", 1), Place("b.csv", 2)), (("x", "y"), ())),
    Fact("", -0.0, False),
    Fact("three – ñ", 1e-117, True, (Place("", -1),), (("z",),)),
)


def test_what_is_kept_is_read_back_the_same(tmp_path: Path) -> None:
    pq.write_table(to_table(FACTS, Fact), tmp_path / "facts.parquet", row_group_size=2)
    assert from_table(pq.read_table(tmp_path / "facts.parquet"), Fact) == list(FACTS)
    assert from_table(to_table((), Fact), Fact) == []


def test_a_part_of_the_rows_is_read_by_its_own_lists() -> None:
    table = to_table(FACTS, Fact)
    assert from_table(table.slice(2, 1), Fact) == [FACTS[2]]
    assert from_table(table.take(pa.array([2, 0])), Fact) == [FACTS[2], FACTS[0]]


def test_some_columns_are_enough_for_a_record_of_fewer_fields(tmp_path: Path) -> None:
    pq.write_table(to_table(FACTS, Fact), tmp_path / "facts.parquet")
    assert leaves(Shorter) == ("sentence", "places.list.element.file", "places.list.element.row")
    table = pq.ParquetFile(tmp_path / "facts.parquet").read(columns=list(leaves(Shorter)))
    assert table.column_names == ["sentence", "places"]
    assert from_table(table, Shorter) == [Shorter(one.sentence, one.places) for one in FACTS]


def test_a_column_that_is_not_there_is_the_default_of_its_field_and_without_one_an_error() -> None:
    kept = to_table([Shorter("one")], Shorter)
    assert from_table(kept, Longer) == [Longer("one")]
    with pytest.raises(KeyError, match="weight"):
        from_table(kept, Fact)


def test_a_field_that_no_column_can_hold_is_named() -> None:
    with pytest.raises(TypeError, match="dict"):
        arrow_type(dict[str, int])
