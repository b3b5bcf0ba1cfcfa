"""What goes wrong at the terminal: one line that says what to do, an exit code, and the rest goes on."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import get_type_hints

import pytest

import cli
from graph.model.settings import Case
from tests.command import UNPRIVILEGED, begun, linchpin
from tests.small_case import PEOPLE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of people.csv. Tests only read it."""
    return begun(tmp_path_factory.mktemp("cli"))


def test_text_of_files_is_shown_not_obeyed(tmp_path: Path) -> None:
    (tmp_path / "pay\x1b[31mroll.csv").write_text("applicant_id,name,gender\n1,A B,x\n1,C D,x\n", encoding="utf-8")
    done = linchpin("ingest", ".", cwd=tmp_path)
    assert "pay\\x1b[31mroll.csv, row 2" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["findings", "--case", "nowhere"], 5, "this folder is not a case. Name one with --case"),
        (["explain", "99"], 2, "there is no finding '99'."),
        (["audit", "--since", "nonsense"], 2, "without --since it is the analysis before this one"),
        (["explain", "1", "--innocent", "abc"], 2, "only a value can be innocent, and 'abc' is none"),
        (["query", "no_such_query", "--case", "case"], 2, "there is no query 'no_such_query'"),
        (["query", "members_of_cluster", "--param", "cluster_id=zzz"], 2, "there is no finding 'zzz'"),
        (["query", "identifiers_of_applicant", "--param", "applicant_id=zzz"], 2, "there is no applicant 'zzz'"),
        (["query", "shared_identifiers", "--param", "x"], 2, "Write --param name=value"),
        (["ingest", "people.csv", "--region", "Germany", "--case", "other"], 2, "Write two letters"),
        (["ingest", "people.csv", "--region", "XX", "--case", "other"], 2, "'XX' is not a country"),
        (["map", "people.csv", "--region", "zz"], 2, "'zz' is not a country"),
        (["ingest", "people.csv", "--region", "DE"], 2, "the region of this case is US, not DE. Leave --region out"),
        (["run", "people.csv", "--region", "DE"], 2, "the region of this case is US, not DE"),
        (["findings", "--no-such-option"], 2, "--no-such-option"),
        (["no-such-verb"], 2, "no-such-verb"),
        (["map", "missing.csv"], 3, "missing.csv: it cannot be read"),
    ],
)
def test_errors_are_one_line_and_an_exit_code(folder: Path, words: list[str], code: int, says: str) -> None:
    done = linchpin(*words, cwd=folder)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_wrong_address_of_neo4j_is_a_setting_and_a_dead_one_an_engine(folder: Path) -> None:
    wrong = linchpin("load", cwd=folder, LINCHPIN_NEO4J_URI="http://localhost:7474")
    assert wrong.returncode == 2
    assert "LINCHPIN_NEO4J_URI" in wrong.stderr
    dead = linchpin("load", cwd=folder, LINCHPIN_NEO4J_URI="bolt://127.0.0.1:1", LINCHPIN_NEO4J_PASSWORD="secret!")
    assert dead.returncode == 6
    assert "bolt://127.0.0.1:1" in dead.stderr
    assert "secret!" not in dead.stderr
    assert "Traceback" not in dead.stderr


def test_strict_is_an_exit_code_and_the_rest_is_kept(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE + "1001,Another Name,,,\n", encoding="utf-8")
    done = linchpin("ingest", "people.csv", "--strict", cwd=tmp_path)
    assert done.returncode == 4
    assert "people.csv, row 5" in done.stderr
    assert linchpin("analyse", cwd=tmp_path).returncode == 0


def test_strict_counts_what_is_in_the_files_not_what_is_new(tmp_path: Path) -> None:
    """A nightly job must not turn green on the second night while the file is still wrong."""
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE + "1001,Another Name,,,\n", encoding="utf-8")
    assert linchpin("ingest", "people.csv", cwd=tmp_path).returncode == 0
    again = linchpin("ingest", "people.csv", "--strict", cwd=tmp_path)
    assert again.returncode == 4
    assert "people.csv, row 5" in again.stderr
    assert "nothing was written" in again.stderr
    as_json = json.loads(linchpin("ingest", "people.csv", "--json", cwd=tmp_path).stdout)
    assert [(one["file"], one["row"]) for one in as_json["rejected_before"]] == [("people.csv", 5)]
    (tmp_path / "good.csv").write_text(PEOPLE.replace("100", "200"), encoding="utf-8")
    assert linchpin("ingest", "good.csv", "--strict", cwd=tmp_path).returncode == 0
    people.write_text(PEOPLE, encoding="utf-8")
    assert linchpin("ingest", "people.csv", "good.csv", "--strict", cwd=tmp_path).returncode == 0


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for verb in ("ingest", "run"):
        done = linchpin(verb, "missing.csv", "--strict", cwd=tmp_path)
        assert done.returncode == 3
        assert "missing.csv: there is no such file or folder. Check the path." in done.stderr
        assert not (tmp_path / "case").exists()
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    done = linchpin("ingest", "missing.csv", "people.csv", cwd=tmp_path)
    assert done.returncode == 0
    assert "rejected: missing.csv: there is no such file or folder" in done.stderr
    assert "4 records" in done.stderr


@pytest.mark.parametrize("verb", ["ingest", "run"])
def test_when_nothing_can_be_read_it_is_an_error_each_time(tmp_path: Path, verb: str) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    for _ in range(2):
        done = linchpin(verb, "picture.png", cwd=tmp_path)
        assert done.returncode == 3
        assert "picture.png: it is a picture and no table. Leave it out." in done.stderr
        assert "nothing of what was named could be read" in done.stderr
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    assert linchpin("ingest", "picture.png", "people.csv", cwd=tmp_path).returncode == 0


def test_files_are_opened_by_us_not_by_typer() -> None:
    """Typer would end the whole command for one file without permission."""
    found = set()
    for command in cli.app.registered_commands:
        assert command.callback is not None
        for name, kind in get_type_hints(command.callback, include_extras=True).items():
            if name in ("files", "file", "mapping"):
                found.add(name)
                (option,) = kind.__metadata__
                assert not option.readable, (command.name, name)
    assert found == {"files", "file", "mapping"}


def test_a_file_without_permission_is_told_and_the_rest_goes_on(folder: Path, tmp_path: Path) -> None:
    for name in ("people.csv", "closed.csv"):
        (tmp_path / name).write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "closed.csv").chmod(0)
    before: tuple[str, ...] = ()
    if os.access(tmp_path / "closed.csv", os.R_OK):
        before = UNPRIVILEGED
        if not shutil.which(before[0]):
            pytest.skip("nothing is closed to root, and there is no setpriv")
    done = linchpin("ingest", "closed.csv", "people.csv", cwd=tmp_path, before=before)
    assert done.returncode == 0
    assert "closed.csv: there is no permission to read it" in done.stderr
    for words in (["map"], ["ingest"], ["check", "--case", str(folder / "case")]):
        done = linchpin(*words, "closed.csv", cwd=tmp_path, before=before)
        assert done.returncode == 3, words
        assert "closed.csv: " in done.stderr


def test_a_region_may_be_given_until_the_case_holds_something(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "odd.csv").write_text("colour of tie\nred\n", encoding="utf-8")
    assert linchpin("ingest", "odd.csv", cwd=tmp_path).returncode == 3
    key = Case.open(tmp_path / "case").key
    assert linchpin("ingest", "people.csv", "--region", "DE", cwd=tmp_path).returncode == 0
    assert Case.open(tmp_path / "case").region == "DE"
    assert Case.open(tmp_path / "case").key == key
    done = linchpin("ingest", "people.csv", "--region", "FR", cwd=tmp_path)
    assert done.returncode == 2
    assert "the region of this case is DE, not FR" in done.stderr


def test_a_region_that_is_the_cases_own_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    for region in (["--region", "de"], ["--region", "DE"], []):
        assert linchpin("ingest", "people.csv", *region, cwd=tmp_path).returncode == 0
    assert Case.open(tmp_path / "case").region == "DE"


@pytest.mark.parametrize("name", ["facts/*/observations.parquet", "findings/*/findings.parquet"])
def test_status_and_doctor_both_see_a_damaged_case(folder: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(folder / "case", tmp_path / "case")
    (file,) = (tmp_path / "case").glob(name)
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2] + (b"?" + data[len(data) // 2 + 1 :] if "facts" in name else b""))
    done = linchpin("status", cwd=tmp_path)
    assert done.returncode == 5
    assert file.name in done.stderr
    done = linchpin("doctor", "--json", cwd=tmp_path)
    assert done.returncode == 1
    check = next(one for one in json.loads(done.stdout) if one["name"] == "case")
    assert check["state"] == "wrong"
    assert file.name in check["detail"]


def test_a_case_without_its_key_says_that_it_cannot_be_made_again(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "case", tmp_path / "case")
    (tmp_path / "case/case.key").unlink()
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    for words in (["findings"], ["ingest", "people.csv"], ["status"]):
        done = linchpin(*words, cwd=tmp_path)
        assert done.returncode == 5
        assert "case.key: the key of this case is missing, and it cannot be made again. Put it back" in done.stderr
    assert linchpin("doctor", cwd=tmp_path).returncode == 1
    assert not (tmp_path / "case/case.key").exists()


def test_doctor_says_what_is_wrong_and_how_to_mend_it(folder: Path) -> None:
    done = linchpin("doctor", "--json", cwd=folder, LINCHPIN_NEO4J_URI="bolt://127.0.0.1:1")
    assert done.returncode == 1
    checks = {check["name"]: check for check in json.loads(done.stdout)}
    assert checks["graph engine"]["state"] == "wrong"
    assert "LINCHPIN_NEO4J_URI" in checks["graph engine"]["remedy"]


def test_the_demo_does_not_touch_a_case_of_ones_own(folder: Path) -> None:
    done = linchpin("demo", "case", cwd=folder)
    assert done.returncode == 5
    assert "this is no demo" in done.stderr


def test_a_demo_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = linchpin("demo", "file/demo", "--applicants", "50", cwd=tmp_path)
    assert done.returncode == 5
    assert "file/demo: cannot make the demo here (Not a directory). Name a folder" in done.stderr
    assert "Traceback" not in done.stderr
