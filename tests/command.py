"""The real command `linchpin` for tests: how it is started, and a small case for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.small_case import PEOPLE

BIN = Path(sys.executable).parent


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
