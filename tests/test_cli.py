"""The terminal door: verbs, and what is printed where."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

import cli
from commands.asking import in_case
from graph.model.links import TABLES
from graph.model.settings import Case
from ingest import pipeline
from ingest.kept import as_json
from tests.command import BIN, begun, environment, linchpin
from tests.small_case import PEOPLE, state

RUNNER = CliRunner()
COLOUR_OR_BOX = re.compile("[\x1b\u2500-\u257f]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of people.csv. Tests only read it."""
    return begun(tmp_path_factory.mktemp("cli"))


def examples(app: Typer) -> list[str]:
    """The example lines of every verb's help, in the order of the verbs."""
    lines = [line.strip() for command in app.registered_commands for line in (command.epilog or "").splitlines()]
    return [line.removeprefix("Example:").strip() for line in lines if "linchpin " in line]


def test_help_names_every_verb_and_the_exit_codes() -> None:
    shown = RUNNER.invoke(cli.app, ["--help"]).output
    wanted = "sample map ingest analyse load findings links explain query export app status doctor run demo version"
    wanted += " changes audit check decide decisions"
    for verb in wanted.split():
        assert re.search(rf"^  {verb} ", shown, re.MULTILINE), verb
    assert "4 --strict" in shown
    assert "130 interrupted" in shown


def test_every_verb_has_help_with_an_example() -> None:
    for command in cli.app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        done = RUNNER.invoke(cli.app, [name, "--help"])
        assert done.exit_code == 0
        assert name == "version" or f"linchpin {name}" in done.output


def test_help_waits_for_no_heavy_library() -> None:
    code = "import sys, cli; print([m for m in sys.modules if m in %r])"
    heavy = {"duckdb", "numba", "streamlit", "pyvis", "pyarrow", "neo4j", "networkx", "rich.table"}
    done = subprocess.run(
        [sys.executable, "-c", code % heavy], text=True, capture_output=True, cwd=Path(cli.__file__).parent, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_command_keeps_away_what_it_does_not_need_and_leaves_what_the_user_chose() -> None:
    code = (
        "import cli, gc, os\n"
        "with cli.lightly():\n"
        "    import pyarrow, sys\n"
        "    pyarrow.array(['a'])\n"
        "    print('pandas' in sys.modules, os.environ['MIMALLOC_PURGE_DELAY'], gc.get_threshold()[0])\n"
        "print(gc.get_freeze_count() > 0)"
    )
    for chosen in ({}, {"MIMALLOC_PURGE_DELAY": "7"}):
        done = subprocess.run(
            [sys.executable, "-c", code], text=True, capture_output=True, cwd=Path(cli.__file__).parent, check=True,
            env={**os.environ, **chosen},
        )  # fmt: skip
        kept = chosen.get("MIMALLOC_PURGE_DELAY", os.environ.get("MIMALLOC_PURGE_DELAY", cli.KEPT_MS))
        assert done.stdout.split() == ["False", kept, str(cli.SELDOM), "True"]


def test_the_examples_of_the_help_work(tmp_path: Path) -> None:
    """In the order in which help shows the verbs; the app is started by its own test, the demo below."""
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    lines = [line for line in examples(cli.app) if shlex.split(line)[1] not in ("app", "demo")]
    assert len(lines) >= 14
    for line in lines:
        done = subprocess.run(
            ["sh", "-c", line], cwd=tmp_path, env=environment(), text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"


def test_findings_json_is_the_kept_document(folder: Path) -> None:
    done = linchpin("findings", "--json", cwd=folder)
    document = json.loads(done.stdout)
    assert document["format"] == "linchpin.findings"
    assert document["version"] == 1
    assert done.stderr == ""
    case = Case.open(folder / "case")
    assert done.stdout.encode() == as_json(pipeline.current(case).to_dict())
    first = document["findings"][0]
    assert {"1001", "1002", "1003"} <= set(first["members"])
    parts = [part["weight"] for part in first["evidence"] + first["counter_evidence"]]
    assert first["score"] == pytest.approx(round(sum(parts), 2), abs=0.005)


def test_links_csv_is_the_stable_table(folder: Path) -> None:
    lines = linchpin("links", "--csv", cwd=folder).stdout.splitlines()
    assert lines[0] == "left,right,weight,families,decisive"
    assert re.fullmatch(r"1001,1002,\d+\.\d\d,[a-z+]+,(true|false)", sorted(lines[1:])[0])
    as_json = json.loads(linchpin("links", "--json", cwd=folder).stdout)
    assert len(as_json) == len(lines) - 1


def test_piped_output_is_plain_and_whole(folder: Path) -> None:
    for words in (["findings"], ["links"], ["explain", "1"], ["status"], ["query"], ["doctor"]):
        done = linchpin(*words, cwd=folder, COLUMNS="30")
        assert done.returncode == 0, done.stderr
        assert not COLOUR_OR_BOX.search(done.stdout), words
        assert "…" not in done.stdout or words == ["query"], words


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX")
def test_a_terminal_gets_a_table_with_colour(folder: Path) -> None:
    import pty

    reading, writing = pty.openpty()
    process = subprocess.Popen(
        [str(BIN / "linchpin"), "findings"], cwd=folder, env=environment(TERM="xterm-256color"), stdout=writing
    )
    os.close(writing)
    shown = b""
    try:
        while block := os.read(reading, 4096):
            shown += block
    except OSError:
        pass  # the other end is closed
    os.close(reading)
    assert process.wait() == 0
    assert b"\x1b[1m" in shown
    assert "─".encode() in shown


def test_a_query_takes_a_rank_as_explain_does(folder: Path) -> None:
    first = json.loads(linchpin("explain", "1", "--json", cwd=folder).stdout)["id"]
    case = Case.open(folder / "case")
    assert in_case(case, {"cluster_id": "1", "row_limit": "2"}) == {"cluster_id": first, "row_limit": "2"}
    assert in_case(case, {"cluster_id": first, "applicant_id": "1001"})["cluster_id"] == first
    assert in_case(Case.create(folder / "empty"), {"cluster_id": "1"}) == {"cluster_id": "1"}


def test_a_decision_about_what_nobody_holds_is_kept_and_said(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    for words in (["ingest", "people.csv"], ["analyse"]):
        assert linchpin(*words, cwd=tmp_path).returncode == 0
    done = linchpin("decide", "innocent_value", "phone:+1 415 212 0000", "--by", "ann", cwd=tmp_path)
    assert done.returncode == 0
    assert "nobody in the case holds phone:+14152120000 yet" in done.stderr
    held = linchpin("decide", "innocent_value", "phone:+1 415 212 7788", "--by", "ann", cwd=tmp_path)
    assert "nobody" not in held.stderr


def test_explain_adds_up_and_names_sources(folder: Path) -> None:
    shown = linchpin("explain", "1", cwd=folder).stdout
    by_id = json.loads(linchpin("explain", "1", "--json", cwd=folder).stdout)
    assert linchpin("explain", by_id["id"], cwd=folder).stdout == shown
    for heading in ("For one facilitator", "Against", "Together", "Doubt", "Who or what", "Applicants"):
        assert re.search(rf"^{heading}", shown, re.MULTILINE), heading
    assert "people.csv" in shown
    assert f"{by_id['score']:+8.2f}  bits: the sum of the parts above." in shown


def test_newer_facts_are_said_beside_the_findings(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "more.csv").write_text("applicant_id,name\n9,New One\n", encoding="utf-8")
    for words in (["ingest", "people.csv"], ["analyse"], ["ingest", "more.csv"]):
        assert linchpin(*words, cwd=tmp_path).returncode == 0
    assert "run linchpin analyse" in linchpin("findings", cwd=tmp_path).stderr
    assert linchpin("analyse", cwd=tmp_path).returncode == 0
    assert linchpin("findings", cwd=tmp_path).stderr == ""


def test_the_case_is_found(folder: Path) -> None:
    wanted = linchpin("findings", "--json", cwd=folder).stdout
    assert linchpin("findings", "--json", cwd=folder / "case").stdout == wanted
    assert linchpin("findings", "--json", "--case", str(folder / "case"), cwd=folder.parent).stdout == wanted
    assert linchpin("findings", "--json", cwd=folder.parent, LINCHPIN_CASE=str(folder / "case")).stdout == wanted


@pytest.mark.skipif(os.name == "nt", reason="pipes of sh")
def test_a_broken_pipe_is_silent(folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", "linchpin links --csv | true"],
        cwd=folder,
        env=environment(),
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.stderr == ""


def test_status_and_doctor_are_json_for_programs(folder: Path) -> None:
    found = json.loads(linchpin("status", "--json", cwd=folder).stdout)
    assert found["runs"] == 1
    assert found["findings"]["applicants"] == 4
    assert found["findings"]["up_to_date"] is True
    checks = {check["name"]: check for check in json.loads(linchpin("doctor", "--json", cwd=folder).stdout)}
    assert checks["Python"]["state"] == checks["packages"]["state"] == checks["case"]["state"] == "ok"


def test_export_writes_tables_and_graphs(folder: Path, tmp_path: Path) -> None:
    done = linchpin("export", "csv", "--out", str(tmp_path / "tables"), cwd=folder)
    assert done.returncode == 0, done.stderr
    written = [Path(line) for line in done.stdout.splitlines()]
    assert written
    assert all(path.is_file() and path.suffix == ".csv" for path in written)
    done = linchpin("export", "graphml", "--finding", "1", "--out", str(tmp_path / "graph"), cwd=folder)
    assert done.returncode == 0, done.stderr
    assert all(Path(line).suffix == ".graphml" for line in done.stdout.splitlines())


def test_the_sample_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        done = linchpin("sample", name, "--applicants", "60", "--seed", "3", "--plain", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    one, two = ({name: mark for name, (_, mark) in state(tmp_path / folder).items()} for folder in ("one", "two"))
    assert one == two
    assert {"applicants.parquet", "identifiers.parquet", "truth.json"} <= set(one)


def test_the_demo_runs_the_whole_way_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    first = linchpin("demo", "--applicants", "200", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    case = tmp_path / "demo-case"
    current = (case / "findings/current").read_text(encoding="ascii").strip()
    assert {path.stem for path in (case / "findings" / current / "links").iterdir()} == set(TABLES)
    before = {name: mark for name, mark in state(case).items() if not name.startswith("graph/")}
    second = linchpin("demo", "--applicants", "200", cwd=tmp_path)
    assert second.returncode == 0, second.stderr
    assert second.stdout == first.stdout
    assert "already up to date" in second.stderr
    assert {name: mark for name, mark in state(case).items() if not name.startswith("graph/")} == before


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_the_app_ends_with_its_command(folder: Path) -> None:
    words = [str(BIN / "linchpin"), "app", "--case", str(folder / "case"), "--no-browser", "--port", "0"]
    log = folder / "app.log"
    with log.open("wb") as out, subprocess.Popen(words, stderr=out, stdout=out, env=environment()) as process:
        try:
            wait_for(lambda: port_of(log) is not None and answers(port_of(log)))
            process.terminate()
            process.wait(30)
            wait_for(lambda: not answers(port_of(log)))
        finally:
            process.kill()


def port_of(log: Path) -> int | None:
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text(encoding="utf-8", errors="replace"))
    return int(found[1]) if found else None


def answers(port: int | None) -> bool:
    with socket.socket() as probe:
        return port is not None and probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(done: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not done():
        assert time.monotonic() < until
        time.sleep(0.1)
