"""What `linchpin doctor` looks at: everything that must be in place, each with its remedy when it is not."""

from __future__ import annotations

import importlib.util
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from graph.analyse.report.wording import count
from graph.model.errors import LinchpinError
from graph.model.settings import Case, GraphSettings
from ingest import pipeline

State = Literal["ok", "warning", "wrong"]
LOW_DISK = 2 * 1024**3  # bytes: the embedded engine, the facts and one analysis of 100,000 applicants
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. "wrong" means that some verb cannot work; "warning" that it may stop working."""

    name: str
    state: State
    detail: str
    remedy: str = ""


def examine(folder: Path, settings: GraphSettings) -> tuple[Check, ...]:
    """All checks, in the order in which they should be mended. Changes nothing and starts no engine."""
    return tuple([_python(), _packages(), *_engine(settings), _case(folder), _disk(folder)])


def _python() -> Check:
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Check("Python", "wrong", detail, "Install Python 3.11 or newer.")
    return Check("Python", "ok", detail)


def _packages() -> Check:
    try:
        wanted = [line for line in metadata.requires("linchpin") or [] if "extra ==" not in line]
    except metadata.PackageNotFoundError:
        return Check("packages", "wrong", "linchpin itself is not installed", "Run: pip install .")
    names = [match[0] for line in wanted if (match := re.match(r"[A-Za-z0-9._-]+", line))]
    missing = [name for name in names if name != "arcadedb-embedded" and not _installed(name)]
    if missing:
        return Check("packages", "wrong", f"missing: {', '.join(missing)}", "Run: pip install -c constraints.txt .")
    return Check("packages", "ok", f"linchpin {metadata.version('linchpin')} and all it needs")


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _engine(settings: GraphSettings) -> Iterator[Check]:
    wheel = importlib.util.find_spec("arcadedb_embedded") is not None
    if settings.embedded:
        if wheel:
            version = metadata.version("arcadedb-embedded")
            yield Check("graph engine", "ok", f"embedded, {version}, with its own Java runtime")
        else:
            yield Check(
                "graph engine",
                "wrong",
                f"no embedded engine for {platform.system()} {platform.machine()}",
                "Set LINCHPIN_NEO4J_URI to a Neo4j 5.26 or newer. Findings and exports work without a graph engine.",
            )
        return
    try:
        from graph.store.bolt import Bolt

        with Bolt.connect(settings.uri, settings.user, settings.password, settings.database) as bolt:
            yield Check("graph engine", "ok", f"{bolt.agent} at {settings.uri}")
    except LinchpinError as error:
        yield Check("graph engine", "wrong", f"{error.where}: {error.what}", error.remedy)


def _case(folder: Path) -> Check:
    try:
        case = Case.open(folder)
        runs = pipeline.ingest_runs(case)
        if not runs:
            return Check("case", "warning", f"{folder}: no facts yet", "Run: linchpin ingest FILES")
        analysed = pipeline.status(case)["findings"] is not None  # this reads the facts against their hashes
        if not analysed and not (case.findings / "current").exists():
            return Check("case", "warning", f"{folder}: not analysed yet", "Run: linchpin analyse")
        document = pipeline.current(case)
        detail = f"{folder}: {count(len(runs), 'run')}, {count(len(document.findings), 'finding')}"
        if pipeline.is_stale(case):
            return Check("case", "warning", f"{detail}, older than the facts", "Run: linchpin analyse")
        return Check("case", "ok", detail)
    except LinchpinError as error:
        state: State = "wrong" if (folder / "case.toml").exists() else "warning"  # not begun is no fault
        return Check("case", state, f"{error.where}: {error.what}", error.remedy)


def _disk(folder: Path) -> Check:
    place = next(one for one in (folder.resolve(), *folder.resolve().parents) if one.exists())
    free = shutil.disk_usage(place).free
    detail = f"{free / 1024**3:.1f} GB free at {place}"
    if free < LOW_DISK:
        return Check("disk", "warning", detail, "Make room, or put the case elsewhere with --case.")
    return Check("disk", "ok", detail)
