"""How long the whole text step takes: CVs in memory to alike pairs, copied passages and templates.

    python bench/bench_text.py [CVS]

Makes a corpus of CVs (mean 630 words, 4.5 KB), writes it as an Arrow file and compares it in two new processes: one
that has to compile its kernels, one that finds them compiled. Prints its claims: seconds (first and best of 3), the
pairs found and the peak memory of the process, text included. The promises are for two quiet cores.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


def peak_memory() -> float:
    """Most memory this program ever held, in GB. (getrusage would count the process that started it, too.)"""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)


def measure(file: Path, compiled: bool) -> None:
    """The part that runs in a process of its own. compiled: a process before it compiled the kernels."""
    texts = pa.ipc.open_file(pa.memory_map(str(file))).read_all()["text"]
    begin = time.perf_counter()
    from ingest.text.pairs import text_pairs

    times = [time.perf_counter() - begin]
    for _ in range(3):
        begin = time.perf_counter()
        links = text_pairs(texts)
        times.append(time.perf_counter() - begin)
    alike = pc.sum(pc.greater_equal(links.pairs["jaccard"], 0.5)).as_py()
    passages = pc.sum(pc.greater(pc.list_value_length(links.pairs["passages"]), 0)).as_py()
    size = f"{len(texts):,} CVs of {links.words.mean():.0f} words, {texts.nbytes / 1e6:.0f} MB"
    limit = len(texts) / 100_000
    if compiled:
        print(f"texts compared, {size}: {min(times[1:]):.2f} s (promised: at most {4 * limit:.1f} s)")
        peak = f"at most {max(0.8, 1.5 * limit):.1f} GB"
        print(f"peak memory with the texts: {peak_memory():.2f} GB (promised: {peak})")
        print(
            f"found {alike:,} pairs with Jaccard >= .5, {passages:,} with passages, {len(links.templates):,} templates and "
            "house styles"
        )
    else:
        print(f"first run with compiling, {size}: {times[1]:.2f} s (promised: nothing; import {times[0]:.2f} s)")


def main() -> None:
    from bench.cv_corpus import make_texts

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.arrow"
        table = pa.table({"text": make_texts(count)})
        with pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        del table
        environment = {**os.environ, "NUMBA_CACHE_DIR": str(Path(folder) / "kernels")}
        for state in ("new", "compiled"):
            subprocess.run([sys.executable, __file__, "--measure", str(file), state], check=True, env=environment)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]), sys.argv[3] == "compiled")
    else:
        main()
