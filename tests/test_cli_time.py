"""The verbs about time, decisions and one new application: what they print, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import linchpin
from tests.small_case import PEOPLE, state

MORE = "applicant_id,name,phone,payroll_account\n2001,Olga Stein,+1 415 212 7788,US:021000021:778812\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """people.csv and ./case after two analyses, more.csv being the second. Tests that write copy it."""
    here = tmp_path_factory.mktemp("time")
    (here / "people.csv").write_text(
        PEOPLE.replace("payroll_account\n", "payroll_account,hired_at\n")
        .replace("778812\n1002", "778812,2025-04-01\n1002")
        .replace("778812\n1003", "778812,\n1003")
        .replace("778812\n1004", "778812,\n1004")
        .replace("440917\n", "440917,\n"),
        encoding="utf-8",
    )
    (here / "more.csv").write_text(MORE, encoding="utf-8")
    for words in (["ingest", "people.csv"], ["analyse"], ["ingest", "more.csv"], ["analyse"]):
        done = linchpin(*words, cwd=here)
        assert done.returncode == 0, done.stderr
    return here


def test_changes_say_what_came_by_which_file(folder: Path) -> None:
    shown = linchpin("changes", cwd=folder)
    assert shown.returncode == 0, shown.stderr
    assert "more.csv" in shown.stdout
    assert "2001 came by" in shown.stdout
    found = json.loads(linchpin("changes", "--json", cwd=folder).stdout)
    assert [run["files"] for run in found["runs"]] == [["more.csv"]]
    assert any("2001" in event["added"] for event in found["events"])
    first = json.loads(linchpin("changes", "--since", found["before"], "--json", cwd=folder).stdout)
    assert first == found


def test_changes_since_nothing_kept_is_a_usage_error(folder: Path) -> None:
    done = linchpin("changes", "--since", "2001-01-01", cwd=folder)
    assert done.returncode == 2
    assert "no analysis is kept" in done.stderr
    assert done.stdout == ""


def test_the_audit_lists_the_hired(folder: Path) -> None:
    done = linchpin("audit", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "1 present staff" in done.stdout
    assert "Maria Lopez (1001; hired 2025-04-01)" in done.stdout
    assert "not people who did anything" in done.stdout
    assert json.loads(linchpin("audit", "--json", cwd=folder).stdout)["staff"] == 1


def test_check_answers_and_stores_nothing_unless_asked(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text(MORE.replace("2001,Olga Stein", "3001,Ann Other"), encoding="utf-8")
    before = state(folder / "case")
    done = linchpin("check", str(tmp_path / "new.csv"), cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Ann Other (3001)" in done.stdout
    assert "+1 415-212-7788 is held by 4 others" in done.stdout
    assert state(folder / "case") == before
    found = json.loads(linchpin("check", str(tmp_path / "new.csv"), "--json", cwd=folder).stdout)
    assert found["answers"][0]["findings"][0]["weighed"] is True


def test_check_store_ingests(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "new.csv").write_text(MORE, encoding="utf-8")
    for words in (["ingest", "people.csv"], ["analyse"]):
        assert linchpin(*words, cwd=tmp_path).returncode == 0
    done = linchpin("check", "new.csv", "--store", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "run linchpin analyse" in done.stderr
    assert json.loads(linchpin("status", "--json", cwd=tmp_path).stdout)["runs"] == 2


def test_decisions_are_made_listed_obeyed_and_withdrawn(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    for words in (["ingest", "people.csv"], ["analyse"]):
        assert linchpin(*words, cwd=tmp_path).returncode == 0
    before = linchpin("findings", "--json", cwd=tmp_path).stdout
    nobody = linchpin("decide", "innocent_value", "phone:+14152127788", cwd=tmp_path)
    assert nobody.returncode == 2
    assert "--by NAME" in nobody.stderr
    done = linchpin("decide", "innocent_value", "phone:(415) 212-7788", "--by", "Ann", "--note", "desk", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "run linchpin analyse" in done.stderr
    id_ = done.stdout.split(":")[0]
    assert linchpin("analyse", cwd=tmp_path).returncode == 0
    assert linchpin("findings", "--json", cwd=tmp_path).stdout != before
    assert linchpin("decide", "withdrawn", id_, cwd=tmp_path, LINCHPIN_ANALYST="Bea").returncode == 0
    listed = linchpin("decisions", cwd=tmp_path).stdout
    assert "Ann" in listed
    assert "Bea" in listed
    assert linchpin("analyse", cwd=tmp_path).returncode == 0
    assert linchpin("findings", "--json", cwd=tmp_path).stdout == before
    kept = tmp_path / "case" / "decisions.jsonl"
    kept.write_text(kept.read_text(encoding="utf-8").replace("desk", "bank"), encoding="utf-8")
    broken = linchpin("decisions", cwd=tmp_path)
    assert broken.returncode == 5
    assert "decisions.jsonl, line 1" in broken.stderr
    assert "Traceback" not in broken.stderr


def test_explain_computes_a_finding_as_if_a_value_were_innocent(folder: Path) -> None:
    before = state(folder / "case")
    done = linchpin("explain", "1", "--innocent", "payroll_account:US:021000021:778812", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "is innocent" in done.stdout
    found = json.loads(linchpin("explain", "1", "--innocent", "phone:+14152127788", "--json", cwd=folder).stdout)
    assert found["innocent"] == ["phone:+14152127788"]
    assert found["after"] is None or found["after"]["score"] < found["before"]["score"]
    assert state(folder / "case") == before
    assert linchpin("explain", "99", "--innocent", "phone:+14152127788", cwd=folder).returncode == 2
