"""Quality on worlds that nothing was tuned on: python bench/quality.py [--dev] [--applicants N] [--only PART,…] [--jobs N]

Makes sample worlds, runs files -> facts -> links -> findings on each, and holds the findings against the truth, beside
baselines on the same links. Prints one line per world and writes bench/quality.md, docs/quality.md and its pictures.

Parts: crowds (textbook, life-like, changed), other (worlds of another make), none (worlds without a ring), unseen (crowds that no
row was set by), curves (evasion and missing sources), rows (the table's numbers off by half), people (pseudopeople, where it is
installed), scale (time and memory).

Each world's result is kept as a line of JSON in the work folder: an interrupted run goes on where it stood, as long as no
code has changed. Held-out seeds are for the last measurement; --dev takes others.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]
os.environ["PYTHONPATH"] = os.pathsep.join([*sys.path[:2], os.environ.get("PYTHONPATH", "")])  # helpers need it too
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # modules are compiled where Linchpin is installed

import quality_worlds as worlds  # noqa: E402 - the folders above have to be found first
from quality_asked import asked  # noqa: E402
from quality_people import run_people  # noqa: E402
from quality_rows import run_rows  # noqa: E402
from quality_run import fingerprint, key, run  # noqa: E402
from quality_scale import run_scale  # noqa: E402
from quality_tables import Results  # noqa: E402
from quality_unseen import UNSEEN, run_unseen  # noqa: E402
from quality_unseen import key as unseen  # noqa: E402

PARTS = ("crowds", "other", "none", "unseen", "curves", "rows", "people", "scale")
SMALL = 20_000
ROWS_PARTS = 4

Row = dict[str, Any]
Task = tuple[tuple[str, ...], Callable[..., list[Row]], tuple[Any, ...]]
"""The keys of its rows, the function, and what it is given."""


class Kept:
    """Results as JSON lines: what the same code has measured is not measured again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "results.jsonl"
        self.code = fingerprint()
        self.rows: list[Row] = []
        if self.file.exists():
            for line in self.file.read_text(encoding="utf-8").splitlines():
                try:
                    row = json.loads(line)
                except ValueError:  # the last line of a run that was killed
                    continue
                if row.get("code") == self.code:
                    self.rows.append(row)

    def has(self, keys: tuple[str, ...]) -> bool:
        known = {row["key"] for row in self.rows}
        return all(one in known for one in keys)

    def add(self, rows: list[Row]) -> None:
        with self.file.open("a", encoding="utf-8") as file:
            for row in rows:
                self.rows.append(row | {"code": self.code})
                file.write(json.dumps(self.rows[-1]) + "\n")


def tasks(parts: tuple[str, ...], seeds: worlds.Seeds, given: argparse.Namespace) -> Iterator[Task]:
    """What is to be run in the pool."""
    small = min(SMALL, given.applicants)
    made: list[worlds.World] = []
    if "crowds" in parts:
        made += worlds.crowds(seeds, given.applicants)
    if "other" in parts:
        made += worlds.other_make(seeds, small)
    if "curves" in parts:
        made += worlds.curves(seeds, small)
    if "none" in parts:
        made += worlds.none(seeds, min(worlds.NONE_SIZE, given.applicants))
    once: dict[str, worlds.World] = {}  # a world of two parts is made once, with all that is asked of it
    for world in sorted(made, key=lambda one: len(one.missing)):
        once[key(world)] = world
    for world in once.values():
        yield tuple(key(world, one) for one in world.missing), run, (world,)
    if "unseen" in parts:
        for seed in (*seeds.life, *seeds.changed):
            yield tuple(unseen(seed, small, kind) for kind in UNSEEN), run_unseen, (seed, small)
    if "rows" in parts:
        world = worlds.World("life-like", seeds.life[0], 0.2, min(worlds.ROWS_SIZE, given.applicants))
        for part in range(ROWS_PARTS):
            name = f"rows|{world.seed}|{world.applicants}|{part}/{ROWS_PARTS}"
            yield (name,), run_rows, (world, part, ROWS_PARTS)


def said(row: Row) -> str:
    """One line about one result."""
    if "row" in row:
        return (
            f"{row['row']:16} {row['way'] or '-':5} F1 {row['f1']:.3f}  P {row['precision']:.3f}  R {row['recall']:.3f}"
        )
    if "f1" not in row:
        return ", ".join(f"{name} {item}" for name, item in row.items() if name != "code")
    if row["name"] == "no ring":
        return f"no ring   seed {row['seed']}: networks {row['networks']}, at q <= .05 {row['networks_q']}  ({row['cpu']:.0f} s)"
    return (
        f"{row['name']:9} seed {row['seed']} evasion {row['evasion']} {'-'.join(row['missing']):15} F1 {row['f1']:.3f} "
        f"P {row['precision']:.3f} R {row['recall']:.3f}  "
        f"components {row['components']:.3f}  two families {row['two_families']:.3f}  "
        f"whole {row['whole']:.3f}  first {row['first']:.3f} (degree {row['first_degree']:.3f})  "
        f"innocent in top 20: {row['innocent_top']}  ({row['make_cpu']:.0f} + {row['cpu']:.0f} s)"
    )


def alone(function: Callable[..., list[Row]], words: tuple[Any, ...]) -> list[Row]:
    """Run it in a process of its own, so that its memory goes back."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        return one.submit(function, *words).result()


def measure(parts: tuple[str, ...], seeds: worlds.Seeds, given: argparse.Namespace, kept: Kept) -> None:
    """Run what is not kept yet, and keep it."""

    def add(rows: list[Row]) -> None:
        kept.add(rows)
        for row in rows:
            print(said(row), flush=True)

    todo = [(function, words) for keys, function, words in tasks(parts, seeds, given) if not kept.has(keys)]
    with ThreadPoolExecutor(given.jobs) as pool:
        for done in as_completed([pool.submit(alone, function, words) for function, words in todo]):
            add(done.result())
        if "scale" in parts and not kept.has((f"scale|{seeds.people}|{given.scale}",)):
            add(list(run_scale(seeds.people, given.scale, given.work, pool)))
    if "people" in parts and not kept.has(("people|1",)):
        add(run_people(given.people))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000, help="of each full-size world")
    parser.add_argument("--scale", type=int, default=0, help="smaller size of the part scale (the same, if not given)")
    parser.add_argument("--dev", action="store_true", help="development seeds and parameters instead of held-out ones")
    parser.add_argument(
        "--only", default=",".join(PARTS), help="parts to run; the pages are written when none is missing"
    )
    parser.add_argument("--jobs", type=int, default=1, help="worlds at the same time (times then say less)")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "linchpin-quality")
    parser.add_argument("--people", type=Path, default=None, help="a CSV or Parquet file of pseudopeople's W2 rows")
    parser.add_argument("--root", type=Path, default=ROOT, help="where bench/quality.md and docs/ are written")
    given = parser.parse_args()
    given.scale = given.scale or given.applicants
    parts = tuple(given.only.split(","))
    if unknown := sorted(set(parts) - set(PARTS)):
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    seeds = worlds.DEVELOPMENT if given.dev else worlds.HELD_OUT
    begin = time.perf_counter()
    kept = Kept(given.work)
    measure(parts, seeds, given, kept)
    results = Results(kept.rows, seeds, given.applicants, min(SMALL, given.applicants), given.scale)
    print(f"\n{asked(results)}\n{time.perf_counter() - begin:.0f} s")
    if set(parts) == set(PARTS):
        from quality_pages import write
        from run import machine, versions

        for path in write(results, f"{machine()}; {versions()}", given.root):
            print(f"written: {path}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
