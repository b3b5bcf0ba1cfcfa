"""Helpers read, search and clean with the same outcome, byte for byte; what kills one costs a file at most."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.model.settings import Case
from ingest.facts import cleaning, pool, reading, write_run
from ingest.facts.pool import LostError, Pool
from ingest.facts.reading import Order, read_file, read_files, stamp_of
from ingest.sources.base import SourceFile

ROOT = Path(__file__).parents[3]
KEY = bytes(range(32))
CV = "Person {0}\nperson.{0}@lindqvist.dev | (650) 253-0{0:03}\n\nWork: engineer of pumps in plant {0}, github.com/pumps{0}\n"


class Bomb:
    """Whoever unpickles it calls `function` with `argument`."""

    def __init__(self, function: Any, argument: Any) -> None:
        self.call = (function, (argument,))

    def __reduce__(self) -> Any:
        return self.call


def orders(folder: Path, count: int) -> list[Order]:
    found = []
    for number in range(count):
        path = folder / f"{10000 + number}.txt"
        path.write_text(CV.format(number), encoding="utf-8")
        file = SourceFile(path, path.name, f"{number:064x}", path.stat().st_size)
        found.append(Order(file, "documents", number, stamp_of(path), KEY))
    return found


def files(folder: Path) -> Path:
    """CVs, a table with texts, a broken table and a broken PDF."""
    folder.mkdir()
    orders(folder, 60)
    rows = [
        f'T{n},Name {n},person{n}@lindqvist.dev,"12 Main St, Apt {n}, Tucson, AZ 85701","{CV.format(n)}"'
        for n in range(80)
    ]
    header = "applicant_id,name,email,address,cv_text\n"
    (folder / "applicants.csv").write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    (folder / "ragged.csv").write_text(header + "A1,x\n", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return folder


def content(case: Case) -> dict[str, bytes]:
    return {path.relative_to(case.facts).as_posix(): path.read_bytes() for path in case.facts.rglob("*.parquet")}


def test_a_run_with_helpers_is_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = files(tmp_path / "in")
    monkeypatch.setattr(reading, "POOLED", 48)
    monkeypatch.setattr(reading, "SMALL", 2_000)  # the table is read here
    monkeypatch.setattr(cleaning, "POOLED", 10)
    monkeypatch.setattr(cleaning, "STEP", 50)
    asked: list[str] = []
    ask = Pool._ask
    monkeypatch.setattr(Pool, "_ask", lambda self, task, order: asked.append(task) or ask(self, task, order))
    found = []
    for cores in (1, 2):
        monkeypatch.setattr(pool, "_cores", lambda cores=cores: cores)
        case = Case.create(tmp_path / f"case{cores}", key=KEY)
        report = write_run(case, [inputs])
        found.append((report, content(case)))
        assert set(asked) == (set() if cores == 1 else {"read", "clean"})
    assert found[0] == found[1]
    assert found[0][0].counts["texts"] == 140


def test_a_file_that_crashes_its_reader_is_rejected_alone(tmp_path: Path) -> None:
    wanted = orders(tmp_path, reading.POOLED)
    bad = wanted[5]
    wanted[5] = replace(bad, file=replace(bad.file, mapping=Bomb(os._exit, 3)))  # type: ignore[arg-type]
    with Pool(2) as helpers:
        gathered = read_files(wanted, helpers, lambda step, done, total: None)
    assert [at for at, one in enumerate(gathered) if one.failed] == [5]
    (line,) = gathered[5].rejected
    assert (
        str(line) == "10005.txt: it could not be read: its reader crashed. Open it and save it again, or leave it out."
    )
    assert gathered[6] == read_file(wanted[6])


def test_a_file_that_never_ends_is_rejected_after_its_time(tmp_path: Path) -> None:
    (order,) = orders(tmp_path, 1)
    hanging = replace(order, file=replace(order.file, mapping=Bomb(time.sleep, 600)))  # type: ignore[arg-type]
    with Pool(1, limit=20.0) as helpers:
        list(helpers.map("read", [order]))
        helpers._limit = 0.5
        lost, after = helpers.map("read", [hanging, order])
    assert isinstance(lost, LostError)
    assert str(lost) == "it took more than 0.5 seconds"
    assert isinstance(after, LostError) or after == read_file(order)  # half a second may not do for a new helper


def test_a_helper_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    wanted = orders(tmp_path, 40)
    with Pool(2) as helpers:
        answers = helpers.map("read", wanted)
        found = [next(answers)]
        for helper in list(helpers._helpers):
            helper._process.kill()
        found += answers
    assert found == [read_file(order) for order in wanted]


def test_a_helper_ended_from_outside_while_it_starts_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (order,) = orders(tmp_path, 1)
    wait = pool._Helper.wait
    started: list[pool._Helper] = []

    def first_is_killed(self: pool._Helper, limit: float) -> None:
        started.append(self)
        if len(started) == 1:
            self._process.kill()
        wait(self, limit)

    monkeypatch.setattr(pool._Helper, "wait", first_is_killed)
    with Pool(1) as helpers:
        assert list(helpers.map("read", [order])) == [read_file(order)]
    assert len(started) == 2


def test_what_a_task_raises_is_raised_here() -> None:
    with Pool(1) as helpers, pytest.raises(AttributeError):
        list(helpers.map("read", ["no order"]))


def test_without_helpers_the_ingest_reads_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = orders(tmp_path, reading.POOLED)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python"))
    with Pool(2) as helpers:
        assert read_files(wanted, helpers, lambda *_: None) == [read_file(order) for order in wanted]


SCRIPT = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from ingest.facts.pool import Pool
print("started", flush=True)
pool = Pool(1)
list(pool.map("clean", []))
pool._threads.submit(lambda: print(pool._helper()._process.pid, flush=True)).result() if pool._threads else None
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL and process ids as of POSIX")
def test_helpers_end_with_a_killed_program_and_never_run_it(tmp_path: Path) -> None:
    """The script has no guard round its own start."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script), str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    started, helper = done.stdout.split()
    assert started == "started"
    until = time.monotonic() + 30
    while _lives(int(helper)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(int(helper))


def _lives(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    if state.exists():
        return state.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return not Path("/proc").is_dir()
