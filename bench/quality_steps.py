"""One run in a process of its own: two Parquet tables to findings.

    python bench/quality_steps.py FOLDER        prints its steps, processor time and peak as JSON

The process begins and ends as that of the command `linchpin`, and loads no more.
"""

from __future__ import annotations

import itertools
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cli

STEPS = ("facts", "links", "findings")
TABLES = ("applicants.parquet", "identifiers.parquet")


def steps(tables: Path) -> dict[str, Any]:
    """Seconds of each step, CPU of all, and this process's own peak of memory in bytes."""
    from graph.analyse import analyse
    from graph.model.settings import Case
    from ingest.facts import read_facts, write_run
    from ingest.link import link

    with tempfile.TemporaryDirectory(prefix="linchpin-scale-") as folder:
        case = Case.create(Path(folder) / "case", key=b"q" * 32)
        marks = [time.perf_counter()]
        write_run(case, [tables / name for name in TABLES])
        marks.append(time.perf_counter())
        links = link(read_facts(case))
        marks.append(time.perf_counter())
        findings = len(analyse(links).findings)
        marks.append(time.perf_counter())
    taken = dict(zip(STEPS, (b - a for a, b in itertools.pairwise(marks)), strict=True))
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    own = used[0].ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {**taken, "cpu": cpu, "found": findings, "own": own}


if __name__ == "__main__":
    with cli.lightly():
        print(json.dumps(steps(Path(sys.argv[1]))))
