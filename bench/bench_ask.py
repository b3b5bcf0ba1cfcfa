"""Questions to a case of 100,000 applicants: what one new application touches, and what a finding would be without a value.

    python bench/bench_ask.py [APPLICANTS]

`linchpin check` and `linchpin explain --innocent` run as the real commands, each in a process of its own with its start;
what_if itself with the links in memory, as the app asks it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from graph.analyse.what_if import what_if  # noqa: E402 - the folder above has to be found first
from graph.model.settings import Case  # noqa: E402
from ingest import pipeline  # noqa: E402
from ingest.facts import write_run  # noqa: E402
from ingest.sample import make  # noqa: E402

TIMES = 5
FINDINGS = 10
START = "import sys; from cli import main; sys.exit(main())"


def taken(ask: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def command(*words: str) -> float:
    """Median seconds of a command."""
    argv = [sys.executable, "-c", START, *words]
    return median(taken(lambda: subprocess.run(argv, check=True, cwd=ROOT, capture_output=True)) for _ in range(TIMES))


def main() -> None:
    applicants = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, applicants=applicants, plain=True)
        case = Case.create(folder / "case", key=bytes(32))
        write_run(case, [folder / "applicants.parquet", folder / "identifiers.parquet"])
        pipeline.analyse(case)
        links, listing = pipeline.current_links(case), pipeline.current_listing(case)
        first = pipeline.current_finding(case, "1").findings[0]

        again = pq.read_table(folder / "applicants.parquet")
        row = again["applicant_id"].to_pylist().index(first.members[0])
        again = again.slice(row, 1).set_column(0, "applicant_id", pa.array(["new"]))
        pq.write_table(again, folder / "new.parquet")
        seconds = command("check", str(folder / "new.parquet"), "--case", str(case.folder))
        print(
            f"check of one application with its CV against {applicants:,}, the command: {seconds:.2f} s (promised: 1 s)"
        )

        found = []
        for number in range(1, FINDINGS + 1):
            finding = pipeline.current_finding(case, str(number)).findings[0]
            key = next(part.key for part in finding.evidence if part.key)
            found.append(taken(lambda id_=finding.id, key=key: what_if(links, listing, id_, (key,))))
        print(
            f"what if a value were innocent, links in memory, the slowest of {FINDINGS} findings: "
            f"{max(found):.2f} s (promised: 1 s; median {median(found):.2f} s)"
        )
        key = next(part.key for part in first.evidence if part.key)
        seconds = command("explain", "1", "--innocent", key, "--case", str(case.folder))
        print(f"the same, the command with its start: {seconds:.2f} s")


if __name__ == "__main__":
    main()
