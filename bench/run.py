"""Run every benchmark of this folder and show what it measured: python bench/run.py [NAME…]

Each `bench_<name>.py` runs in a process of its own and prints its claims, one per line, as `claim: value (promised: …)`.
All of it goes to bench/results.md with the versions and the machine, because a number without them is nothing. A line of
another form stands below the table as it was printed.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PACKAGES = ("linchpin", "numpy", "numba", "pyarrow", "duckdb", "rapidfuzz", "neo4j", "arcadedb-embedded")
CLAIM = re.compile(r"(?P<what>[^|]+?): (?P<value>[^(|]*\d[^(|]*?)(?: ?\((?P<inside>[^()|]*)\)(?P<rest>[^|]*))?")
"""What was measured, a value with a figure in it, and what was promised in parentheses."""


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


@dataclass(frozen=True)
class Claim:
    """`what: value (promised: limit)`; detail is what stands in the parentheses besides, or behind them."""

    what: str
    value: str
    promised: str = ""
    detail: str = ""


def claim_of(line: str) -> Claim | None:
    """The claim that a line makes; None when it is a remark.

    >>> claim_of("facts read: 0.4 s (promised: 1 s; 3 files)")
    Claim(what='facts read', value='0.4 s', promised='1 s', detail='3 files')
    """
    found = CLAIM.fullmatch(line)
    if not found:
        return None
    inside = [part.strip() for part in (found["inside"] or "").split(";")]
    promised = next((part.removeprefix("promised: ") for part in inside if part.startswith("promised: ")), "")
    rest = [
        part for part in (*inside, (found["rest"] or "").strip(" ,;()")) if part and not part.startswith("promised: ")
    ]
    return Claim(found["what"].strip(), found["value"].strip(" ,"), promised, "; ".join(rest))


def report(lines: list[str]) -> list[str]:
    """Markdown of what one benchmark printed: its claims as a table, its remarks below."""
    claims = [one for one in map(claim_of, lines) if one]
    table = [f"| {one.what} | {one.value} | {one.promised} | {one.detail} |".replace("  ", " ") for one in claims]
    remarks = [line for line in lines if line.strip() and not claim_of(line)]
    head = ["| measured | value | promised | in detail |", "|---|---|---|---|"] if table else []
    return [*head, *table, *(["", "```", *remarks, "```"] if remarks else []), ""]


def measure(file: Path) -> tuple[list[str], bool]:
    """The lines that one benchmark printed, shown as they come, and whether it ended well."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH", "")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # modules are compiled where Linchpin is installed
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
    began = time.monotonic()
    for file in files:
        print(f"\n{file.stem}", flush=True)
        since = time.monotonic()
        lines, ended_well = measure(file)
        good = good and ended_well
        print(f"  ({time.monotonic() - since:.0f} s)", flush=True)
        text += [f"## {file.stem.removeprefix('bench_').capitalize()}", "", *report(lines)]
    print(f"\nall: {time.monotonic() - began:.0f} s")
    if not names:
        (HERE / "results.md").write_text("\n".join(text), encoding="utf-8")
        print("written: bench/results.md")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
