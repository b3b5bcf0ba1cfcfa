"""How long it takes to read files into a case: plain tables with their CVs, a folder of CV files, and reading the facts again.

    python bench/bench_ingest.py [APPLICANTS] [CV_FILES]

Makes the sample world twice (as two plain tables, and as the files of its systems) and reads each in a process of its own.
The tables are read into a new case once, the CV files with helpers and without. Prints seconds, the CPU seconds of all
processes and the peak memory of the reading process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


def peak_memory() -> float:
    """Most memory this program ever held, in GB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1e6


def measure(case_folder: Path, inputs: Path, helpers: str, what: str, promised: str) -> None:
    """The part that runs in a process of its own."""
    from graph.model.settings import Case
    from ingest.facts import pool, read_facts, write_run

    if helpers == "alone":
        pool.MOST_HELPERS = 1
    case = Case.create(case_folder, key=bytes(32))
    begin = time.perf_counter()
    report = write_run(case, [inputs])
    taken = time.perf_counter() - begin
    used = os.times()
    processor = used.user + used.system + used.children_user + used.children_system
    print(
        f"{what}: into facts in {taken:.2f} s{promised} ({processor:.1f} s of CPU, {peak_memory():.2f} GB peak; "
        f"{report.counts['observations']:,} observations, {report.counts['texts']:,} texts)"
    )
    if helpers == "facts":
        begin = time.perf_counter()
        read_facts(case)
        print(f"{what}: facts read and checked in {time.perf_counter() - begin:.2f} s (promised: 1 s)")


def warm() -> None:
    """Compiles the pass over texts where that has not been done since the last change of its code."""
    import pyarrow as pa

    from ingest.facts.sightings import MANY, find_all

    find_all(pa.chunked_array([["jane@roe.io"] * MANY], pa.large_string()), pa.array(["US"] * MANY))


def main() -> None:
    from ingest.sample import make

    applicants = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    documents = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plain").mkdir()
        make(folder / "plain", applicants=applicants, plain=True)
        (folder / "world").mkdir()
        make(folder / "world", applicants=documents)
        runs = (
            (folder / "plain", "facts", f"plain tables, {applicants:,} applicants with CVs", " (promised: 5 s)"),
            (folder / "world" / "cvs", "helped", f"{documents:,} CV files (PDF, DOCX, TXT), with helpers", ""),
            (folder / "world" / "cvs", "alone", f"{documents:,} CV files (PDF, DOCX, TXT), one process", ""),
        )
        subprocess.run([sys.executable, __file__, "warm"], check=True, cwd=ROOT)
        for inputs, helpers, what, promised in runs:
            words = [sys.executable, __file__, "measure", str(folder / f"case-{helpers}"), str(inputs), helpers]
            subprocess.run([*words, what, promised], check=True, cwd=ROOT)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
    elif sys.argv[1:2] == ["warm"]:
        warm()
    else:
        main()
