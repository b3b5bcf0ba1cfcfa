"""The run store: what goes in comes out, the same input is the same run, a corrected file supersedes itself."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from graph.model.errors import CaseError
from graph.model.facts import TABLES
from graph.model.settings import Case
from ingest.facts import disk, read_facts, write_run

KEY = bytes(range(32))
HEADER = "applicant_id,name,applied_at,phone,email\n"
FIRST = "A1,Jane Roe,2025-03-04,(650) 253-0000,jane@roe.dev\n"
SECOND = "A2,Max Moe,2025-03-05,(650) 253-0001,max@moe.dev\n"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", key=KEY)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run_bytes(case: Case, run: str) -> dict[str, bytes]:
    return {name: (case.facts / run / f"{name}.parquet").read_bytes() for name in TABLES}


def test_values_come_back_with_their_place(case: Case, tmp_path: Path) -> None:
    file = write(tmp_path / "in" / "applicants.csv", HEADER + FIRST + SECOND)
    report = write_run(case, [tmp_path / "in"])
    facts = read_facts(case)

    assert report.run is not None
    assert report.rejected == ()
    assert facts.runs == (report.run,)
    assert facts.records["id"].to_pylist() == ["A1", "A2"]
    (source,) = facts.sources.to_pylist()
    assert source["name"] == "applicants.csv"
    assert source["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    phone = next(one for one in facts.observations.to_pylist() if one["asked"] == "phone" and one["row"] == 2)
    assert (phone["raw"], phone["path"], phone["key"]) == ("(650) 253-0001", "phone", "+16502530001")
    assert phone["observed_at"] == "2025-03-05"


def test_same_files_are_the_same_run_and_nothing_is_written(case: Case, tmp_path: Path) -> None:
    write(tmp_path / "in" / "applicants.csv", HEADER + FIRST)
    first = write_run(case, [tmp_path / "in"])
    before = {path: path.stat().st_mtime_ns for path in case.facts.rglob("*") if path.is_file()}
    second = write_run(case, [tmp_path / "in", tmp_path / "in" / "applicants.csv"])

    assert first.run
    assert second.run is None
    assert second.known == ("applicants.csv",)
    assert second.lines() == ["1 file already known: nothing was written"]
    after = {path: path.stat().st_mtime_ns for path in case.facts.rglob("*") if path.is_file()}
    assert {path: at for path, at in after.items() if path.name != "lock"} == {
        path: at for path, at in before.items() if path.name != "lock"
    }


def test_same_input_gives_the_same_bytes_in_another_case(tmp_path: Path) -> None:
    write(tmp_path / "in" / "applicants.csv", HEADER + FIRST + "A1,Other,,,\nA3,x,03/04/2025,,\n")
    runs = []
    for name in ("one", "two"):
        case = Case.create(tmp_path / name, key=KEY)
        report = write_run(case, [tmp_path / "in"])
        assert report.run
        runs.append((report.run, run_bytes(case, report.run)))
    assert runs[0] == runs[1]


def test_corrected_file_supersedes_itself_and_both_stay(case: Case, tmp_path: Path) -> None:
    file = write(tmp_path / "applicants.csv", HEADER + FIRST + SECOND)
    old = write_run(case, [file])
    write(file, HEADER + FIRST.replace("Jane Roe", "Jane Row"))
    new = write_run(case, [file])
    facts = read_facts(case)

    assert [name for name, _ in new.superseded] == ["applicants.csv"]
    assert facts.records["name"].to_pylist() == ["Jane Row"]
    assert facts.runs == (old.run, new.run)
    assert len(facts.sources) == 1
    assert facts.sources["supersedes"].to_pylist() == [new.superseded[0][1]]
    assert pq.read_table(case.facts / str(old.run) / "records.parquet")["name"].to_pylist() == ["Jane Roe", "Max Moe"]


def test_a_content_that_comes_back_is_the_newest_again(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "applicants.csv"
    runs = []
    for name in ("Jane Roe", "Jane Row", "Jane Roe", "Jane Row"):
        write(file, HEADER + FIRST.replace("Jane Roe", name))
        runs.append(write_run(case, [file]).run)
        assert read_facts(case).records["name"].to_pylist() == [name]
    assert len(set(runs)) == 4


def test_a_broken_correction_does_not_remove_the_good_version(case: Case, tmp_path: Path) -> None:
    file = write(tmp_path / "applicants.csv", HEADER + FIRST)
    write_run(case, [file])
    write(file, "")
    report = write_run(case, [file])
    assert [one.reason for one in report.rejected] == ["empty"]
    assert report.superseded == ()
    assert read_facts(case).records["name"].to_pylist() == ["Jane Roe"]

    write(file, HEADER + SECOND)
    assert len(write_run(case, [file]).superseded) == 1
    assert read_facts(case).records["name"].to_pylist() == ["Max Moe"]


def test_the_content_in_force_is_known_again_after_a_broken_version(case: Case, tmp_path: Path) -> None:
    file = write(tmp_path / "applicants.csv", HEADER + FIRST)
    write_run(case, [file])
    for broken in ("\0\1\2", ""):
        write(file, broken)
        write_run(case, [file])
    write(file, HEADER + FIRST)
    report = write_run(case, [file])

    assert (report.run, report.known, report.superseded, report.read) == (None, ("applicants.csv",), (), 1)
    assert report.standing == ()


def test_newer_export_replaces_the_record_with_its_values(case: Case, tmp_path: Path) -> None:
    write_run(case, [write(tmp_path / "january.csv", HEADER + FIRST + SECOND)])
    write_run(case, [write(tmp_path / "february.csv", HEADER + FIRST.replace("253-0000", "253-0009"))])
    facts = read_facts(case)

    assert sorted(facts.records["id"].to_pylist()) == ["A1", "A2"]
    keys = [one["key"] for one in facts.observations.to_pylist() if one["asked"] == "phone"]
    assert sorted(keys) == ["+16502530001", "+16502530009"]


def test_only_new_files_are_read(case: Case, tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.csv", HEADER + FIRST)
    write_run(case, [tmp_path / "in"])
    write(tmp_path / "in" / "b.csv", HEADER + SECOND)
    report = write_run(case, [tmp_path / "in"])
    assert (report.new, report.known) == (("b.csv",), ("a.csv",))
    assert report.counts["records"] == 1


def test_long_table_joins_its_applicants_in_either_order(tmp_path: Path) -> None:
    long = write(
        tmp_path / "identifiers.csv",
        "applicant_id,kind,value,observed_at,context\nA1,ip,81.2.69.142,2025-03-06T10:00:00Z,apply\nZ9,ip,81.2.69.143,,\n",
    )
    wide = write(tmp_path / "applicants.csv", HEADER + FIRST)
    for name, order in (("one", (long, wide)), ("two", (wide, long))):
        case = Case.create(tmp_path / name, key=KEY)
        for file in order:
            write_run(case, [file])
        facts = read_facts(case)
        records = {one["id"]: one for one in facts.records.to_pylist()}
        assert records["A1"]["name"] == "Jane Roe"
        assert records["Z9"]["keys"] == ["application:Z9"]
        found = [one["key"] for one in facts.observations.to_pylist() if one["record"] == "table:application:A1"]
        assert sorted(found) == ["+16502530000", "81.2.69.142", "jane@roe.dev"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), None])
def test_a_long_table_is_read_as_of_the_countries_of_its_applicants(
    tmp_path: Path, order: tuple[int, int] | None
) -> None:
    """A row's own region counts, then its applicant's, then the case's: whichever file comes first, or both at once."""
    home = "115 Station Road, Bengaluru, Karnataka 560061"
    long = write(
        tmp_path / "identifiers.csv",
        "applicant_id,kind,value,context,region\n"
        f'A1,address,"{home}",ship_to,\nA1,ip,81.2.69.142,apply,\nA2,phone,020 8765 4321,,GB\nA3,phone,(650) 253-0000,,\n',
    )
    wide = write(
        tmp_path / "applicants.csv", f'applicant_id,name,region,address\nA1,Jane Roe,IN,"{home}"\nA2,Al Roe,DE,\n'
    )
    case = Case.create(tmp_path / "case", key=KEY)
    if order is None:
        write_run(case, [long, wide])
    else:
        for at in order:
            write_run(case, [(long, wide)[at]])
    facts = read_facts(case)
    found = {(one["asked"], one["context"]): (one["key"], one["region"]) for one in facts.observations.to_pylist()}
    assert found["address", "ship_to"] == found["address", "home"] == ("in|115|station road||bengaluru||560061", "IN")
    assert found["ip", "apply"] == ("81.2.69.142", "IN")
    phones = [one["key"] for one in facts.observations.to_pylist() if one["asked"] == "phone"]
    assert sorted(phones) == ["+16502530000", "+442087654321"]
    assert {one["region"] for one in facts.observations.to_pylist() if one["asked"] == "phone"} == {"GB", "US"}


def test_manifest_says_what_was_read(case: Case, tmp_path: Path) -> None:
    report = write_run(case, [write(tmp_path / "applicants.csv", HEADER + FIRST)])
    folder = case.facts / str(report.run)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))

    assert manifest["rows"]["records"] == 1
    assert manifest["rules"]["phone"] >= 1
    assert manifest["created_at"].endswith("Z")
    assert manifest["files"][0]["reader"] == "table"
    for name, sha256 in manifest["tables"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256
    assert str(tmp_path) not in json.dumps(manifest)


@pytest.mark.parametrize("name", [*(f"{name}.parquet" for name in TABLES), "manifest.json"])
def test_a_damaged_file_is_named(case: Case, tmp_path: Path, name: str) -> None:
    report = write_run(case, [write(tmp_path / "applicants.csv", HEADER + FIRST)])
    file = case.facts / str(report.run) / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(CaseError, match=name):
        read_facts(case)


def test_a_missing_table_is_named(case: Case, tmp_path: Path) -> None:
    report = write_run(case, [write(tmp_path / "applicants.csv", HEADER + FIRST)])
    (case.facts / str(report.run) / "texts.parquet").unlink()
    with pytest.raises(CaseError, match=r"texts\.parquet"):
        read_facts(case)


@pytest.mark.parametrize(("other", "match"), [(99, "newer"), (1, "older")])
def test_a_run_of_another_version_is_refused(case: Case, tmp_path: Path, other: int, match: str) -> None:
    report = write_run(case, [write(tmp_path / "applicants.csv", HEADER + FIRST)])
    file = case.facts / str(report.run) / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(manifest | {"format": other}), encoding="utf-8")
    with pytest.raises(CaseError, match=match):
        read_facts(case)


def test_a_case_without_runs_has_no_facts(case: Case) -> None:
    facts = read_facts(case)
    assert (len(facts.records), len(facts.observations), facts.runs) == (0, 0, ())


def test_facts_that_cannot_be_written_are_one_clear_error(case: Case, tmp_path: Path) -> None:
    file = write(tmp_path / "applicants.csv", HEADER + FIRST)
    case.facts.write_text("in the way", encoding="utf-8")
    with pytest.raises(CaseError, match="nothing was written"):
        write_run(case, [file])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_is_said_and_leaves_nothing(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "applicants.csv", HEADER + FIRST)
    real_open = Path.open

    def on_full_disk(self: Path, mode: str = "r", *rest: object, **more: object) -> object:
        target = Path("/dev/full") if self.name == "observations.parquet" and mode == "xb" else self
        return real_open(target, "wb" if target != self else mode, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", on_full_disk)
    with pytest.raises(CaseError, match="disk is full"):
        write_run(case, [file])
    monkeypatch.undo()
    assert [path.name for path in case.facts.iterdir()] == ["lock"]
    assert write_run(case, [file]).run


HOLD = """
import sys, time
from pathlib import Path
from graph.model.settings import Case
from ingest.facts import disk
with disk.locked(Case.open(Path(sys.argv[1]))):
    Path(sys.argv[2]).write_text("held")
    time.sleep(float(sys.argv[3]))
"""


def test_two_ingests_wait_for_each_other(case: Case, tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    root = Path(__file__).parents[3]
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(case.folder), str(flag), "1.5"], cwd=root)
    try:
        while not flag.exists():
            assert other.poll() is None
            time.sleep(0.02)
        with pytest.raises(CaseError, match="another ingest"), disk.locked(case, wait=0.1):
            pass
        report = write_run(case, [write(tmp_path / "applicants.csv", HEADER + FIRST)])
        assert report.run
    finally:
        other.wait()


def test_large_texts_stand_in_short_row_groups(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long tables do whose columns are larger than what is held at once."""
    write(tmp_path / "in" / "applicants.csv", HEADER + FIRST + SECOND)
    write_run(case, [tmp_path / "in"])
    expected = read_facts(case).observations.table()
    monkeypatch.setattr(disk, "PAGE", 1)
    monkeypatch.setattr(disk, "GROUP", 2)
    other = Case.create(tmp_path / "other", key=KEY)
    run = write_run(other, [tmp_path / "in"]).run
    assert run is not None
    assert pq.ParquetFile(other.facts / run / "observations.parquet").num_row_groups > 1
    assert read_facts(other).observations.table().equals(expected)
