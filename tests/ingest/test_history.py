"""Analyses one after the other: ids that stay, what changed since, and the same history giving the same bytes."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.model.errors import UsageError
from graph.model.settings import Case
from ingest import decided, history, pipeline

PEOPLE = """\
applicant_id,name,applied_at,phone,payroll_account
1001,Maria Lopez,2025-03-01,+1 415 212 7788,US:021000021:778812
1002,Tom Becker,2025-03-02,+1 415 212 7788,US:021000021:778812
1003,Wen Zhao,2025-03-03,+1 (415) 212-7788,US:021000021:778812
1004,Ida Holm,2025-03-04,+1 702 385 1199,US:121000358:440917
"""
EARLIER = """\
applicant_id,name,applied_at,phone,payroll_account
0900,Olga Stein,2025-01-01,+1 415 212 7788,US:021000021:778812
"""
ELSEWHERE = "applicant_id,name,phone\n5000,Nobody Known,+1 503 224 8100\n"


def case_at(folder: Path) -> Case:
    return Case.create(folder, name="test", key=bytes(range(32)))


def take(case: Case, file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    run = pipeline.ingest(case, [file]).run
    pipeline.analyse(case)
    assert run is not None
    return run


def test_a_finding_keeps_its_id_though_an_earlier_application_joins(tmp_path: Path) -> None:
    case = case_at(tmp_path / "case")
    take(case, tmp_path / "people.csv", PEOPLE)
    first = pipeline.current(case).findings[0]
    run = take(case, tmp_path / "earlier.csv", EARLIER)
    now = next(one for one in pipeline.current(case).findings if "0900" in one.members)
    assert now.id == first.id, "the id of a new analysis would be made of the earliest member"
    found = history.changes(case)
    (event,) = [one for one in found.events if one.id == first.id]
    assert (event.kind, event.added) == ("grown", ("0900",))
    assert "earlier.csv" in event.why
    assert [(one.run, one.files) for one in found.runs] == [(run, ("earlier.csv",))]
    assert not found.rules_changed


def test_the_lineage_is_kept_beside_the_findings_and_says_what_changes_says(tmp_path: Path) -> None:
    case = case_at(tmp_path / "case")
    take(case, tmp_path / "people.csv", PEOPLE)
    older = pipeline.current_folder(case)
    take(case, tmp_path / "earlier.csv", EARLIER)
    kept = json.loads((pipeline.current_folder(case) / "lineage.json").read_text(encoding="utf-8"))
    assert kept["before"] == older.name
    assert kept["events"] == history.changes(case).to_dict()["events"]
    (pipeline.current_folder(case) / "lineage.json").unlink()
    assert kept["events"] == history.changes(case).to_dict()["events"], "compared anew"
    manifest = json.loads((pipeline.current_folder(case) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["previous"] == older.name
    assert "lineage.json" in manifest["files"]


def test_the_same_history_gives_the_same_bytes(tmp_path: Path) -> None:
    kept = []
    for name in ("one", "two"):
        case = case_at(tmp_path / name)
        for file, text in (("people.csv", PEOPLE), ("earlier.csv", EARLIER)):
            take(case, tmp_path / file, text)
        folder = pipeline.current_folder(case)
        kept.append({path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()})
    assert kept[0] == kept[1]


def test_since_takes_a_run_an_analysis_or_a_date(tmp_path: Path) -> None:
    case = case_at(tmp_path / "case")
    runs, folders = [], []
    for file, text in (("people.csv", PEOPLE), ("elsewhere.csv", ELSEWHERE), ("earlier.csv", EARLIER)):
        runs.append(take(case, tmp_path / file, text))
        folders.append(pipeline.current_folder(case).name)
    assert history.changes(case).before == folders[1]
    assert history.changes(case, runs[0]).before == folders[0]
    assert [one.run for one in history.changes(case, runs[0]).runs] == runs[1:]
    assert history.changes(case, folders[0]).before == folders[0]
    assert history.changes(case, folders[2]).runs == ()
    assert history.changes(case, "2999-01-01").before == folders[2]
    with pytest.raises(UsageError, match="no analysis is kept"):
        history.changes(case, "2001-01-01")
    for ask in (history.changes, history.audit):
        with pytest.raises(UsageError, match="'foo' is no run, analysis or date"):
            ask(case, "foo")


def test_since_finds_the_state_before_a_decision_though_no_run_came_since(tmp_path: Path) -> None:
    case = case_at(tmp_path / "case")
    run = take(case, tmp_path / "people.csv", PEOPLE)
    first = pipeline.current_folder(case).name
    ours = [decided.node_name(case, value) for value in ("phone:+14152127788", "phone:+17023851199")]
    early = decided.decide(case, "innocent_value", ours[:1], by="ann", at=datetime(2998, 1, 1, tzinfo=UTC))
    pipeline.analyse(case)
    second = pipeline.current_folder(case).name
    decided.decide(case, "innocent_value", ours[1:], by="ann", at=datetime(2998, 3, 1, tzinfo=UTC))
    decided.decide(case, "withdrawn", [early.id], by="ann", at=datetime(2998, 2, 1, tzinfo=UTC))
    pipeline.analyse(case)
    newest = pipeline.current_folder(case).name
    assert history.changes(case, run).before == first
    assert [history.changes(case, f"2998-0{month}-02").before for month in (1, 2, 3)] == [second, second, newest]
    assert history.changes(case, "2997-01-01").before == first


def test_a_decision_that_was_withdrawn_is_not_told_as_made(tmp_path: Path) -> None:
    case = case_at(tmp_path / "case")
    take(case, tmp_path / "people.csv", PEOPLE)
    made = pipeline.decide(case, "innocent_value", ["phone:+14152127788"], by="ann")
    pipeline.analyse(case)
    pipeline.decide(case, "withdrawn", [made.id], by="ann")
    other = pipeline.decide(case, "innocent_value", ["phone:+17023851199"], by="ann")
    pipeline.analyse(case)
    found = history.changes(case)
    assert [one.id for one in found.decisions] == [other.id]
    assert [one.id for one in found.ended] == [made.id]
    assert [one["id"] for one in found.to_dict()["ended_decisions"]] == [made.id]


def test_who_takes_a_decision_back_does_not_go_back_in_time(tmp_path: Path) -> None:
    """The findings are those of before the decision; the analysis is a later one, and knows the one between."""
    case = case_at(tmp_path / "case")
    take(case, tmp_path / "people.csv", PEOPLE)
    first = pipeline.current_folder(case).name
    made = pipeline.decide(case, "innocent_value", ["phone:+14152127788"], by="ann")
    pipeline.analyse(case)
    between = pipeline.current_folder(case).name
    pipeline.decide(case, "withdrawn", [made.id], by="ann")
    assert pipeline.is_stale(case)
    pipeline.analyse(case)
    assert not pipeline.is_stale(case)
    found = history.changes(case)
    assert found.before == between
    assert found.after not in (first, between)
    assert [one.id for one in found.ended] == [made.id]
    assert history.changes(case, first).before == first


def test_a_decision_is_named_as_a_cause(tmp_path: Path) -> None:
    case = case_at(tmp_path / "case")
    take(case, tmp_path / "people.csv", PEOPLE)
    made = pipeline.decide(case, "innocent_value", ["phone:+14152127788"], by="ann")
    pipeline.analyse(case)
    assert [one.id for one in history.changes(case).decisions] == [made.id]


def test_a_first_analysis_has_nothing_before_it(tmp_path: Path) -> None:
    case = case_at(tmp_path / "case")
    take(case, tmp_path / "people.csv", PEOPLE)
    assert history.changes(case).before == ""
    assert history.changes(case).events == ()


def test_a_removed_analysis_is_made_again_with_the_ids_of_the_one_before(tmp_path: Path) -> None:
    case = case_at(tmp_path / "case")
    take(case, tmp_path / "people.csv", PEOPLE)
    take(case, tmp_path / "earlier.csv", EARLIER)
    before, folder = pipeline.current(case), pipeline.current_folder(case)
    shutil.rmtree(folder)
    assert pipeline.analyse(case) == before
    assert pipeline.current_folder(case) == folder


def test_the_audit_marks_what_is_new(tmp_path: Path) -> None:
    case = case_at(tmp_path / "case")
    take(case, tmp_path / "people.csv", PEOPLE)
    assert history.audit(case).findings == ()
    ends = (",status", ",hired", ",active", ",active", ",active")
    hired = "".join(line + end + "\n" for line, end in zip(PEOPLE.splitlines(), ends, strict=True))
    take(case, tmp_path / "people.csv", hired)
    found = history.audit(case)
    assert [(member.applicant, one.new) for one in found.findings for member in one.staff] == [("1001", True)]
