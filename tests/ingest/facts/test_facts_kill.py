"""An ingest killed by SIGKILL at any step leaves nothing half-written, and the next one completes it to the byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

DRIVER = """
import json, os, shutil, signal, sys
from pathlib import Path
from graph.model.settings import Case
from ingest.facts import read_facts, write_run

work = Path(sys.argv[1])
KEY = bytes(range(32))


def in_child(action):
    pid = os.fork()
    if pid == 0:
        try:
            action()
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def killed_at(number, case):
    left = number
    facts = str(case.facts)

    def step():
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event, arguments):
        if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"):
            if any(isinstance(one, (str, Path)) and str(one).startswith(facts) for one in arguments[:2]):
                step()

    def fsync(descriptor, real=os.fsync):
        step()
        real(descriptor)
        step()

    def run():
        os.fsync = fsync
        sys.addaudithook(hook)
        write_run(case, [work / "in"])

    return in_child(run)


def runs(case):
    return sorted(path.name for path in case.facts.iterdir() if path.is_dir() and not path.name.startswith("."))


def records(case):
    return sorted(read_facts(case).records["name"].to_pylist())


header = "applicant_id,name,phone\\n"
(work / "in").mkdir()
(work / "in" / "a.csv").write_text(header + "A1,Old Name,(650) 253-0000\\n")
base = Case.create(work / "base", key=KEY)
assert in_child(lambda: write_run(base, [work / "in"])) == 0
(work / "in" / "a.csv").write_text(header + "A1,New Name,(650) 253-0000\\n")
(work / "in" / "b.csv").write_text(header + "B1,Second Person,(650) 253-0001\\n")

steps = []
for number in range(1, 200):
    shutil.copytree(work / "base", work / f"case-{number}")
    case = Case.open(work / f"case-{number}")
    status = killed_at(number, case)
    done = os.WIFEXITED(status)
    said = {"status": status, "done": done, "runs": runs(case), "names": records(case)}
    said["again"] = in_child(lambda: write_run(case, [work / "in"]))
    said["left"] = sorted(path.name for path in case.facts.iterdir() if not path.is_dir() or path.name.startswith("."))
    said["after"] = runs(case)
    said["names_after"] = records(case)
    steps.append(said)
    if done:
        break
print(json.dumps(steps))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL and fork are of POSIX")
def test_killed_at_every_step_nothing_is_half_written(tmp_path: Path) -> None:
    driver = tmp_path / "driver.py"
    driver.write_text(DRIVER, encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(driver), str(work)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    steps = json.loads(done.stdout)
    whole = steps[-1]
    kills = steps[:-1]

    assert whole["done"]
    assert whole["status"] == 0, done.stderr
    assert len(kills) >= 20
    undisturbed = tables(work / f"case-{len(steps)}")
    for number, step in enumerate(kills, start=1):
        assert step["status"] == 9, f"step {number} was not killed: {done.stderr}"
        assert len(step["runs"]) in (1, 2)
        assert step["names"] == (["Old Name"] if len(step["runs"]) == 1 else whole["names"])
        assert step["again"] == 0, done.stderr
        assert (step["after"], step["left"]) == (whole["after"], ["lock"])
        assert step["names_after"] == ["New Name", "Second Person"]
        assert tables(work / f"case-{number}") == undisturbed


def tables(case: Path) -> dict[str, bytes]:
    """Every byte of the facts but the time in the manifests."""
    found = {}
    for path in sorted((case / "facts").rglob("*")):
        if path.suffix == ".parquet":
            found[path.relative_to(case).as_posix()] = path.read_bytes()
        elif path.name == "manifest.json":
            manifest = json.loads(path.read_text(encoding="utf-8"))
            del manifest["created_at"]
            found[path.relative_to(case).as_posix()] = json.dumps(manifest, sort_keys=True).encode()
    return found
