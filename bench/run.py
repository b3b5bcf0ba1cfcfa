"""Run every benchmark of this folder and show what it measured: python bench/run.py [NAME…]

Each `bench_<name>.py` runs in a process of its own and prints its claims, one per line. All of it goes to
bench/results.md with the versions and the machine, because a number without them is nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PACKAGES = ("linchpin", "numpy", "numba", "pyarrow", "duckdb", "rapidfuzz", "neo4j", "arcadedb-embedded")


def machine() -> str:
    """Processor, cores, memory and system, in one line."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = [line for line in info.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        name = lines[0].split(":", 1)[1].strip() if lines else name
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1024**3:.0f} GB"
    return f"{name}, {cores} cores{memory}, {platform.system()} {platform.release()}"


def versions() -> str:
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def measure(file: Path) -> tuple[list[str], bool]:
    """The lines that one benchmark printed, shown as they come, and whether it ended well."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH", "")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"}
    lines: list[str] = []
    words = [sys.executable, str(file)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    if process.returncode != 0:
        lines.append(f"could not be measured: exit code {process.returncode}")
        print(lines[-1])
    return lines, process.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the benchmarks.")
    parser.add_argument("names", nargs="*", help="only these: the part after bench_ of the file's name")
    names = parser.parse_args().names
    files = [file for file in sorted(HERE.glob("bench_*.py")) if not names or file.stem.removeprefix("bench_") in names]
    print(machine(), versions(), sep="\n", flush=True)
    text = ["# Measured", "", f"{time.strftime('%Y-%m-%d', time.gmtime())}, by `make bench`.", ""]
    text += [f"Machine: {machine()}", "", f"Versions: {versions()}", ""]
    good = True
    for file in files:
        print(f"\n{file.stem}", flush=True)
        lines, ended_well = measure(file)
        good = good and ended_well
        text += [f"## {file.stem.removeprefix('bench_')}", "", "```", *lines, "```", ""]
    if not names:
        (HERE / "results.md").write_text("\n".join(text), encoding="utf-8")
        print("\nwritten: bench/results.md")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
