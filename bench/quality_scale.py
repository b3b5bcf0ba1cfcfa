"""Time and memory of the whole process: the two Parquet tables to findings, at one size and at ten times that size.

The larger world is ten worlds of different seeds side by side, with the seed before each id.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from quality_run import written
from quality_steps import STEPS, TABLES
from quality_worlds import World

TIMES = 10
LOOK = 0.25
"""Seconds between two looks at the memory."""

NEEDS = (2 << 30, 8 << 30)
"""Bytes that are touched before the smaller and the larger run: as much as each will need, and some more."""

MOST = 0.6
"""Of the memory that is free, the share that is touched at most."""

FILL = "import sys, numpy; numpy.ones(int(sys.argv[1]), numpy.uint8)"


def worlds(first: int, applicants: int) -> list[World]:
    """The ten worlds that stand side by side."""
    return [World("life-like", 5000 + 10 * first + number, 0.2, applicants) for number in range(TIMES)]


def run_scale(first: int, applicants: int, folder: Path, pool: Executor) -> Iterator[dict[str, Any]]:
    """Measure one world, then ten side by side. Made worlds stay in `folder` until the end."""
    made = worlds(first, applicants)
    places = [folder / f"world-{world.seed}-{applicants}" for world in made]
    for _ in pool.map(_make, made, places):
        pass
    together = folder / f"worlds-{applicants * TIMES}"
    _side_by_side(places, together)
    for place, size, need in zip((places[0], together), (applicants, applicants * TIMES), NEEDS, strict=True):
        _touch(need)
        yield _measured(place) | {"applicants": size, "key": f"scale|{first}|{applicants}"}


def _make(world: World, place: Path) -> None:
    done = place / "made"
    if not done.exists():
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
            one.submit(written, world, place).result()
        done.touch()


def _side_by_side(places: list[Path], together: Path) -> None:
    together.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        with pq.ParquetFile(places[0] / name) as one:
            schema = one.schema_arrow
        with pq.ParquetWriter(together / name, schema) as out:
            for number, place in enumerate(places):
                table = pq.read_table(place / name)
                ids = pc.binary_join_element_wise(f"w{number}", table.column("applicant_id"), "-")
                out.write_table(table.set_column(0, schema.field(0), ids).cast(schema), row_group_size=20_000)


def _touch(need: int) -> None:
    """Fill memory in a process of its own that ends: a virtual machine takes a fresh page from its host, and slowly."""
    if size := min(need, int(_free() * MOST)):
        subprocess.run([sys.executable, "-c", FILL, str(size)], check=False)  # if it cannot, measured all the same


def _free() -> int:
    """Bytes that nobody uses, not even to keep files; 0 where the system does not say."""
    try:
        return max(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES"), 0)
    except (AttributeError, OSError, ValueError):
        return 0


def _measured(place: Path) -> dict[str, Any]:
    """One run in a process of its own: its steps, and the most memory that it and its helpers held at once."""
    begin = time.perf_counter()
    words = [sys.executable, str(Path(__file__).with_name("quality_steps.py")), str(place)]
    most = 0
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        while process.poll() is None:
            most = max(most, sum(_memory(pid) for pid in _family(process.pid)))
            time.sleep(LOOK)
        assert process.stdout is not None
        text = process.stdout.read()
    if process.returncode:
        raise RuntimeError(f"{place}: the run ended with exit code {process.returncode}")
    steps: dict[str, Any] = json.loads(text.splitlines()[-1])
    wall = time.perf_counter() - begin
    start = wall - sum(steps[name] for name in STEPS)
    return steps | {"wall": wall, "start": start, "memory": max(most, steps.pop("own"))}


def _family(pid: int) -> list[int]:
    """A process and its descendants (Linux; elsewhere the process alone)."""
    found = [pid]
    for one in found:
        for file in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, file.read_text(encoding="ascii").split())
            except OSError:  # it ended meanwhile
                continue
    return found


def _memory(pid: int) -> int:
    """Bytes that count for this process: shared pages by their share. 0 when it cannot be known."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
