"""Texts go to disk while files are read: the same bytes however they come, and none that does not count."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.model.errors import CaseError
from graph.model.facts import TEXTS
from graph.model.settings import Case
from ingest.facts import read_facts, sightings, texts, write_run
from ingest.facts.columns import shaped
from ingest.facts.texts import Texts
from ingest.sources import _parquet

KEY = bytes(range(32))


def table(first: int, last: int, source: int = 0) -> pa.Table:
    numbers = range(first, last)
    columns = {
        "record": [f"table:application:A{n}" for n in numbers],
        "text": [f"person {n} " * (n % 7 + 1) for n in numbers],
        "row": pa.array(numbers, pa.int64()),
        "source": pa.array([source] * len(numbers), pa.int32()),
    }
    return shaped(pa.table(columns), TEXTS)


def written(folder: Path, parts: list[tuple[int, pa.Table]], **left_out: object) -> bytes:
    with Texts(folder) as kept:
        for source, part in parts:
            kept.add(source, part)
        for source, repeated in left_out.items():
            kept.leave_out(int(source[1:]), repeated)  # type: ignore[arg-type]
        kept.close()
    return (folder / "texts.parquet").read_bytes()


def test_same_texts_in_other_parts_are_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "GROUP", 1000)
    whole = written(tmp_path / "a", [(0, table(0, 200))])

    assert written(tmp_path / "b", [(0, table(at, at + 10)) for at in range(0, 200, 10)]) == whole
    assert written(tmp_path / "c", [(0, table(0, 3)), (0, table(3, 3)), (0, table(3, 200))]) == whole
    file = pq.ParquetFile(tmp_path / "a" / "texts.parquet")
    assert file.num_row_groups > 4
    assert file.read().cast(TEXTS).equals(table(0, 200))


def test_texts_stand_in_the_order_of_their_sources(tmp_path: Path) -> None:
    in_order = written(tmp_path / "a", [(0, table(0, 20, 0)), (1, table(20, 40, 1))])

    assert written(tmp_path / "b", [(1, table(20, 40, 1)), (0, table(0, 20, 0))]) == in_order


def test_what_does_not_count_is_not_written(tmp_path: Path) -> None:
    parts = [(0, table(0, 20, 0)), (1, table(20, 40, 1)), (2, table(40, 60, 2))]
    wanted = written(tmp_path / "a", [(0, table(0, 20, 0)), (2, table(41, 60, 2))])
    repeated = [("table:application:A40", 40, "applicant_id", 1)]

    assert written(tmp_path / "b", parts, s1=None, s2=repeated) == wanted
    assert written(tmp_path / "c", parts, s0=None, s1=None, s2=None) == written(tmp_path / "d", [])


def test_a_disk_that_fails_is_said_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with Texts(tmp_path / "file" / "run") as kept:
        kept.add(0, table(0, 5))
        with pytest.raises(OSError, match="file"):
            kept.close()


def applicants(folder: Path, ids: list[str], cvs: list[object], kind: pa.DataType, regions: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    columns = {"applicant_id": ids, "name": [f"Name {one}" for one in range(len(ids))], "region": regions}
    pq.write_table(
        pa.table(columns | {"cv_text": pa.array(cvs, kind)}), folder / "applicants.parquet", row_group_size=7
    )
    return folder


def test_parquet_texts_are_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows without an id, without a text and with a blank one, each at a border of a part."""
    ids = ["" if n in (4, 9, 10) else f"A{n}" for n in range(40)]
    cvs = [
        None if n % 13 == 5 else " \n" if n % 13 == 6 else f"cv {n}: 020 7946 00{n:02}, p{n}@roe.dev" for n in range(40)
    ]
    inputs = applicants(tmp_path / "in", ids, cvs, pa.string(), ["GB" if n % 2 else "US" for n in range(40)])
    found = []
    for part in (1, 100, 1 << 20):
        monkeypatch.setattr(_parquet, "PART", part)
        case = Case.create(tmp_path / f"case{part}", key=KEY)
        report = write_run(case, [inputs])
        found.append({file.name: file.read_bytes() for file in (case.facts / str(report.run)).glob("*.parquet")})
    facts = read_facts(case)

    assert found[0] == found[1] == found[2]
    rows = facts.texts.to_pylist()
    wanted = [n for n in range(40) if ids[n] and cvs[n] and str(cvs[n]).strip()]
    assert [(one["record"], one["row"], one["text"]) for one in rows] == [
        (f"table:application:A{n}", n + 1, cvs[n]) for n in wanted
    ]
    assert {one["path"] for one in rows} == {"cv_text"}
    values = [one for one in facts.observations.to_pylist() if one["context"] == "cv"]
    assert [one["raw"] for one in values if one["asked"] == "email"] == [f"p{n}@roe.dev" for n in wanted]
    assert [one["row"] - 1 for one in values if one["asked"] == "phone"] == [n for n in wanted if n % 2]


def test_parts_too_small_for_the_compiled_pass_take_it_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the last of them, which are few; and what is found is the same, and in the same order, as one by one."""
    cvs: list[object] = [f"cv {n}\np{n}@roe.dev | (650) 253-00{n:02}\n" for n in range(50)]
    inputs = applicants(tmp_path / "in", [f"A{n}" for n in range(50)], cvs, pa.large_string(), ["US"] * 50)
    monkeypatch.setattr(_parquet, "PART", 1)  # each text is a part
    one_by_one, at_once = sightings._one_by_one, sightings._at_once
    looked: list[tuple[str, int]] = []
    monkeypatch.setattr(sightings, "_one_by_one", lambda *of: looked.append(("one", len(of[2]))) or one_by_one(*of))
    monkeypatch.setattr(sightings, "_at_once", lambda *of: looked.append(("all", len(of[0]))) or at_once(*of))
    found = []
    for many, wanted in ((20, [("all", 10), ("all", 20), ("all", 20)]), (51, [("one", 50)])):
        looked.clear()
        monkeypatch.setattr(sightings, "MANY", many)
        case = Case.create(tmp_path / f"case{many}", key=KEY)
        write_run(case, [inputs])
        assert sorted(looked) == wanted
        found.append(read_facts(case).observations.table())

    assert found[0].equals(found[1])
    assert [one["raw"] for one in found[0].to_pylist() if one["asked"] == "email"] == [
        f"p{n}@roe.dev" for n in range(50)
    ]


def test_a_large_file_gives_the_same_as_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For it the compiled pass is loaded before there are texts, and whether or not there are any."""
    inputs = applicants(tmp_path / "in", ["A1", "A2"], ["a@roe.dev", ""], pa.large_string(), ["US"] * 2)
    (tmp_path / "in" / "other.csv").write_text("applicant_id,kind,value\nA1,email,b@roe.dev\n")
    found = []
    for large in (1 << 30, 1):
        monkeypatch.setattr(sightings, "MOST_BYTES", large)
        case = Case.create(tmp_path / f"case{large}", key=KEY)
        write_run(case, [inputs, tmp_path / "in" / "other.csv"])
        found.append(read_facts(case).observations.table())

    assert found[0].equals(found[1])
    assert sorted(found[0]["raw"].to_pylist()) == ["a@roe.dev", "b@roe.dev"]


def test_texts_of_a_refused_second_record_do_not_count(tmp_path: Path) -> None:
    inputs = applicants(
        tmp_path / "in", ["A1", "A2", "A1"], ["one a@roe.dev", "two", "three c@roe.dev"], pa.large_string(), ["US"] * 3
    )
    case = Case.create(tmp_path / "case", key=KEY)
    report = write_run(case, [inputs])
    facts = read_facts(case)

    assert [one.reason for one in report.rejected] == ["duplicate_id"]
    assert facts.texts["text"].to_pylist() == ["one a@roe.dev", "two"]
    assert [one["raw"] for one in facts.observations.to_pylist()] == ["a@roe.dev"]
    assert report.counts["texts"] == 2


def test_a_file_whose_texts_are_broken_is_rejected_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written of it before does not count; the other file does."""
    broken = pa.array([b"good"] * 9 + [b"\xff\xfe bad"], pa.binary()).view(pa.string())
    (tmp_path / "in").mkdir()
    table = pa.table({"applicant_id": [f"A{n}" for n in range(10)], "name": ["x y"] * 10, "cv_text": broken})
    pq.write_table(table, tmp_path / "in" / "a.parquet")
    (tmp_path / "in" / "b.csv").write_text("applicant_id,name,cv_text\nB1,Jane Roe,of b\n", encoding="utf-8")
    monkeypatch.setattr(_parquet, "PART", 1)
    case = Case.create(tmp_path / "case", key=KEY)
    report = write_run(case, [tmp_path / "in"])

    assert [(one.file, one.reason) for one in report.rejected] == [("a.parquet", "unreadable")]
    assert read_facts(case).texts["text"].to_pylist() == ["of b"]


def test_a_run_that_cannot_write_its_texts_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = applicants(tmp_path / "in", ["A1"], ["one"], pa.string(), ["US"])
    case = Case.create(tmp_path / "case", key=KEY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(texts.TableFile, "write", full)
    with pytest.raises(CaseError, match="disk is full"):
        write_run(case, [inputs])
    assert [path.name for path in case.facts.iterdir()] == ["lock"]


def test_a_mapped_table_says_the_same_as_a_plain_one(tmp_path: Path) -> None:
    plain = applicants(tmp_path / "in", ["A1", "A2"], ["one a@roe.dev", "two"], pa.large_string(), ["US", "GB"])
    table = pq.read_table(plain / "applicants.parquet").rename_columns(["Nr", "Name", "Land", "Lebenslauf"])
    (tmp_path / "other").mkdir()
    pq.write_table(table, tmp_path / "other" / "bewerber.parquet")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('format = 1\n[fields]\nid = "Nr"\nname = "Name"\nregion = "Land"\ntext = "Lebenslauf"\n')
    cases = [Case.create(tmp_path / name, key=KEY) for name in ("a", "b")]
    write_run(cases[0], [plain])
    write_run(cases[1], [tmp_path / "other"], mapping=mapping)
    left, right = (read_facts(case) for case in cases)

    assert left.texts.table().drop_columns("path").equals(right.texts.table().drop_columns("path"))
    assert set(right.texts["path"].to_pylist()) == {"Lebenslauf"}
    assert left.observations["key"].equals(right.observations["key"])
