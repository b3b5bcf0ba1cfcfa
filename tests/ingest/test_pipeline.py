"""The way from files to findings, and how they are kept."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from graph.model.errors import CaseError, RefusedError
from graph.model.settings import Case
from ingest import pipeline
from tests.small_case import PEOPLE, state

MORE = """\
applicant_id,name,phone
2001,Olga Stein,+1 702 385 1199
"""
KEY = bytes(range(32))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    case = Case.create(tmp_path / "case", name="test", key=KEY)
    pipeline.ingest(case, [tmp_path / "people.csv"])
    return case


def test_a_case_without_facts_or_findings_says_what_to_run(tmp_path: Path) -> None:
    empty = Case.create(tmp_path / "empty")
    with pytest.raises(CaseError, match="linchpin ingest"):
        pipeline.analyse(empty)
    with pytest.raises(CaseError, match="linchpin analyse"):
        pipeline.current(empty)


def test_an_analysis_is_kept_whole_and_read_back(case: Case) -> None:
    document = pipeline.analyse(case)
    assert document == pipeline.current(case)
    assert document.findings, "three names behind one account and one phone"
    assert {"1001", "1002", "1003"} <= set(document.findings[0].members)
    folder = pipeline.current_folder(case)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = {name: digest for name, (_, digest) in state(folder).items() if name != "manifest.json"}
    assert manifest["files"] == files
    links = pipeline.current_links(case)
    assert sorted(links.applicants.column("id").to_pylist()) == ["1001", "1002", "1003", "1004"]
    assert links.runs == document.runs


def test_pairs_are_those_of_the_csv(case: Case) -> None:
    pipeline.analyse(case)
    pairs = pipeline.pairs(case)
    assert {(p.left, p.right) for p in pairs} >= {("1001", "1002"), ("1001", "1003"), ("1002", "1003")}
    written = (pipeline.current_folder(case) / "links.csv").read_bytes()
    assert written.startswith(b"left,right,weight,families,decisive\n")
    assert pipeline.links_csv(pairs) == written


def test_the_same_facts_are_not_computed_or_written_again(case: Case, tmp_path: Path) -> None:
    pipeline.analyse(case)
    before = state(case.folder)
    pipeline.ingest(case, [tmp_path / "people.csv"])
    pipeline.analyse(case)
    assert state(case.folder) == before


def test_new_facts_make_another_analysis_and_the_older_one_stays(case: Case, tmp_path: Path) -> None:
    pipeline.analyse(case)
    older = pipeline.current_folder(case)
    (tmp_path / "more.csv").write_text(MORE, encoding="utf-8")
    pipeline.ingest(case, [tmp_path / "more.csv"])
    assert pipeline.is_stale(case)
    document = pipeline.analyse(case)
    assert not pipeline.is_stale(case)
    assert document.population["applicants"] == 5
    assert pipeline.current_folder(case) != older
    assert older.is_dir()


def test_the_same_files_give_the_same_bytes_in_another_case(case: Case, tmp_path: Path) -> None:
    other = Case.create(tmp_path / "elsewhere", name="test", key=KEY)
    pipeline.ingest(other, [tmp_path / "people.csv"])
    pipeline.analyse(case)
    pipeline.analyse(other)
    for name in ("findings.parquet", "links.csv"):
        one, two = (pipeline.current_folder(c) / name for c in (case, other))
        assert one.read_bytes() == two.read_bytes()
    one, two = (json.loads(pipeline.current_json(c)) | {"runs": []} for c in (case, other))
    assert one == two


def test_a_changed_rule_makes_the_findings_stale(case: Case) -> None:
    pipeline.analyse(case)
    manifest = pipeline.current_folder(case) / "manifest.json"
    data = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(data | {"rules": "0123456789abcdef"}), encoding="utf-8")
    assert pipeline.is_stale(case)


def test_strict_refuses_and_keeps_the_run(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE + "1001,Twice,,,\n", encoding="utf-8")
    case = Case.create(tmp_path / "case")
    with pytest.raises(RefusedError, match="1 thing was rejected"):
        pipeline.ingest(case, [tmp_path / "people.csv"], strict=True)
    assert len(pipeline.ingest_runs(case)) == 1


def test_damaged_findings_name_the_file_and_the_remedy(case: Case) -> None:
    pipeline.analyse(case)
    (pipeline.current_folder(case) / "findings.parquet").write_bytes(b"PAR1 and no more")
    for read in (pipeline.current, pipeline.current_listing, lambda one: pipeline.current_finding(one, "1")):
        with pytest.raises(CaseError, match=r"findings\.parquet: the findings cannot be read.*linchpin analyse"):
            read(case)


def test_pairs_that_were_cut_off_are_not_told_as_all(case: Case) -> None:
    pipeline.analyse(case)
    file = pipeline.current_folder(case) / "links.csv"
    whole = file.read_bytes()
    assert whole.count(b"\n") > 1
    for left in (whole[:-7], whole[: whole.rindex(b"\n", 0, -1) + 1], b""):
        file.write_bytes(left)
        with pytest.raises(CaseError, match=r"links\.csv: the findings cannot be read.*linchpin analyse"):
            pipeline.pairs(case)
    file.write_bytes(whole)
    assert pipeline.pairs(case)


def test_an_analysis_mends_a_damaged_word_of_which_one_is_the_newest(case: Case) -> None:
    pipeline.analyse(case)
    newest = pipeline.current_folder(case)
    (case.findings / "current").write_bytes(b"\x9a\xff\x00")
    with pytest.raises(CaseError, match=r"no findings yet.*linchpin analyse"):
        pipeline.current(case)
    pipeline.analyse(case)
    assert pipeline.current_folder(case) == newest


def test_what_a_killed_analysis_left_is_swept_and_a_younger_one_is_not(case: Case) -> None:
    old, young = case.findings / ".writing-old-1", case.findings / ".writing-young-2"
    for folder in (old, young):
        folder.mkdir(parents=True)
    past = time.time() - 2 * pipeline.LEFT_OVER
    os.utime(old, (past, past))
    pipeline.analyse(case)
    assert not old.exists()
    assert young.exists()
    assert not [path for path in case.findings.glob(".writing-*") if path != young]
