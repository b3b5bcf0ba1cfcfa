"""Columns that are numbers into dictionaries say what the texts themselves would say, in memory and on disk."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.model.facts import OBSERVATIONS, SEEN, SPELLINGS, Observations
from ingest.facts import cleaning
from ingest.facts.coded import (
    CODED,
    changed,
    coded,
    constant,
    distinct,
    each_once,
    largest,
    or_else,
    parts,
    picked,
    used,
)
from ingest.facts.collector import OBSERVED
from ingest.facts.columns import rows_table
from ingest.facts.parquet import TableFile
from ingest.sources._coded import whole

NAMES = pa.array(["b", "a", "b", "", "unused"])


def test_pieces_with_one_dictionary_and_with_others_become_one() -> None:
    parts = [
        picked(NAMES, pa.array([2, 0, 3])),
        picked(NAMES, pa.array([1])),
        constant("a", 2),
        picked(NAMES, NAMES[:0].cast("int64")),
    ]
    one = coded(pa.chunked_array(parts, CODED))

    assert one.to_pylist() == ["b", "b", "", "a", "a", "a"]
    assert len(one.dictionary) == len(NAMES) + 1  # the same dictionary stands once
    assert distinct(one).to_pylist() == one.to_pylist()
    assert distinct(one).dictionary.to_pylist() == ["b", "a", "", "unused"]
    assert used(distinct(one)).dictionary.to_pylist() == ["b", "a", ""]
    assert used(one).to_pylist() == one.to_pylist()


def test_columns_have_each_word_once_and_the_table_is_taken_out() -> None:
    words = pa.array(["a", "b"])
    columns = [
        pa.chunked_array([picked(words, pa.array([1, 0])), picked(words[:1], pa.array([0, 0]))], CODED),
        pa.chunked_array([[1, 2], [3, 4]], pa.int32()),
        pa.chunked_array([constant("x", 3), constant("x", 1)], CODED),
    ]
    given = [pa.table(columns, names=["words", "numbers", "same"])]
    rows = given[0].to_pylist()
    found = each_once(given)

    assert given == []
    assert found.to_pylist() == rows
    assert [found[name].chunk(0).dictionary.to_pylist() for name in ("words", "same")] == [["a", "b"], ["x"]]
    assert [column.num_chunks for column in found.columns] == [1, 2, 1]


def test_plain_texts_nulls_and_no_rows() -> None:
    assert distinct(pa.chunked_array([["x", None], ["x"]], pa.string())).to_pylist() == ["x", "", "x"]
    assert distinct(pa.chunked_array([], CODED)).to_pylist() == []
    assert distinct(pa.array([], pa.string())).to_pylist() == []
    assert coded(pa.chunked_array([["x", None], ["x"]], pa.string())).to_pylist() == ["x", "", "x"]
    assert coded(pa.chunked_array([pa.array(["x", None]).dictionary_encode()])).to_pylist() == ["x", ""]
    assert coded(pa.chunked_array([], CODED)).to_pylist() == []


def test_texts_are_changed_and_filled_for_all_their_rows() -> None:
    column = picked(NAMES, pa.array([0, 3, 1, 3]))

    assert changed(column, pc.utf8_upper).to_pylist() == ["B", "", "A", ""]
    assert or_else(column, picked(pa.array(["p", "q"]), pa.array([0, 1, 1, 0]))).to_pylist() == ["b", "q", "a", "p"]


def observed(count: int) -> pa.Table:
    raws = [
        "jane@roe.dev",
        "(650) 253-0000",
        "536-22-8145",
        "n/a",
        "DE89 3704 0044 0532 0130 00",
        "12 Main St, Tucson, AZ 85701",
    ]
    kinds = ["email", "phone", "tax_id", "email", "payroll_account", "address"]
    rows = [
        (f"table:application:{n // 7}", kinds[n % 6], raws[n % 6], "", "", "2025-01-01", "US", 0, n, kinds[n % 6])
        for n in range(count)
    ]
    return rows_table(rows, OBSERVED)


def test_parts_on_disk_are_one_plain_table_however_long_they_are(tmp_path: Path) -> None:
    seen, spellings = cleaning.clean_observations([observed(100)], bytes(32))
    found = {}
    for rows in (7, 1000):
        for name, table in (("observations", seen), ("spellings", spellings)):
            cut = list(parts(table, rows))
            file = TableFile(tmp_path / f"{name}{rows}.parquet", cut[0].schema)
            for part in cut:
                file.write(part)
            file.close()
            found[name, rows] = pq.read_table(tmp_path / f"{name}{rows}.parquet")

    assert [found[name, 7].schema.remove_metadata() for name in ("observations", "spellings")] == [SEEN, SPELLINGS]
    assert all(found[name, 7].equals(found[name, 1000]) for name in ("observations", "spellings"))
    assert len(spellings) == 6  # each different one is there once, however often it was seen
    said = Observations(seen.drop_columns(["spelling"]), spellings, seen["spelling"].to_numpy()).table()
    assert said.schema.names == OBSERVATIONS.names
    assert said["kind"].to_pylist()[:3] == ["email", "phone", "tax_id"]
    assert said["row"].to_pylist() == list(range(100))
    assert {one["raw"] for one in said.to_pylist() if one["asked"] == "tax_id"} == {""}  # a secret kind
    assert said["raw"][0].as_py() == "jane@roe.dev"


def test_no_observations_are_empty_tables() -> None:
    seen, spellings = cleaning.clean_observations([OBSERVED.empty_table()], bytes(32))

    assert [(len(part), part.column_names) for part in parts(seen, 10)] == [(0, SEEN.names)]
    assert [(len(part), part.column_names) for part in parts(spellings, 10)] == [(0, SPELLINGS.names)]
    assert largest(seen) == 0


def test_a_column_of_one_chunk_is_whole_without_a_copy() -> None:
    texts = pa.array(["a", "b", "c"]).slice(1)

    assert whole(texts) is texts
    one = whole(pa.chunked_array([texts]))
    assert one.to_pylist() == ["b", "c"]
    assert one.buffers()[2].address == texts.buffers()[2].address
    assert whole(pa.chunked_array([texts, texts])).to_pylist() == ["b", "c", "b", "c"]
    assert whole(pa.chunked_array([], pa.string())).type == pa.string()
