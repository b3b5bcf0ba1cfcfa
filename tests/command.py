"""The real command `linchpin` for tests: how it is started, and a small case for it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
PEOPLE = """\
applicant_id,name,phone,email,payroll_account
1001,Maria Lopez,+1 415 212 7788,m.lopez@example.org,US:021000021:778812
1002,Tom Becker,+1 415 212 7788,tom.becker@example.net,US:021000021:778812
1003,Wen Zhao,+1 (415) 212-7788,zhao.wen@example.com,US:021000021:778812
1004,Ida Holm,+1 702 385 1199,ida.holm@example.org,US:121000358:440917
"""


def environment(**more: str) -> dict[str, str]:
    kept = {n: v for n, v in os.environ.items() if not n.startswith("LINCHPIN_") and n != "FORCE_COLOR"}
    return kept | {"PATH": os.pathsep.join([str(BIN), kept["PATH"]])} | more


UNPRIVILEGED = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
"""Before a command: root without root's rights, to whom files are closed as to anybody."""


def linchpin(*words: str, cwd: Path, before: tuple[str, ...] = (), **more: str) -> subprocess.CompletedProcess[str]:
    """The real command, in a process of its own, with its output piped. before: what it is started by."""
    return subprocess.run(
        [*before, str(BIN / "linchpin"), *words],
        cwd=cwd,
        env=environment(**more),
        text=True,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def begun(here: Path) -> Path:
    """The folder with people.csv and ./case in it, ingested and analysed."""
    (here / "people.csv").write_text(PEOPLE, encoding="utf-8")
    for words in (["ingest", "people.csv"], ["analyse"]):
        done = linchpin(*words, cwd=here)
        assert done.returncode == 0, done.stderr
    return here


def state(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file with its time of change and its hash."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
