"""How long the joining of records and the finding of shared values take, without texts.

    python bench/bench_link.py [APPLICANTS]

Prints its claims: seconds (best of 3 and first), processor seconds, peak memory of the process. 100,000 applicants have
600,000 observations: phones, e-mails, addresses, networks, accounts, references; every twentieth value is shared. The
promises are for two quiet cores.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent.parent))

from graph.model.facts import OBSERVATIONS, RECORDS, TEXTS, Facts
from graph.model.links import SOURCES
from ingest.link import link

KINDS = ("phone", "email", "address", "ip", "payroll_account", "device")
STREETS = ("main", "oak", "maple", "washington", "lincoln", "jefferson", "chestnut", "prospect", "highland", "sycamore")


def table(schema: pa.Schema, count: int, **columns: pa.Array | list[object]) -> pa.Table:
    """A table of the schema; columns that are not named are empty."""
    arrays = []
    for field in schema:
        if field.name in columns:
            arrays.append(pa.array(columns[field.name]).cast(field.type))
        elif pa.types.is_list(field.type):
            arrays.append(pa.array([[]] * count, field.type))
        elif pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            arrays.append(pa.repeat(pa.scalar("", field.type), count))
        else:
            arrays.append(pa.repeat(pa.scalar(0, field.type), count))
    return pa.table(arrays, schema=schema)


def make_facts(applicants: int, seed: int = 1) -> Facts:
    """Applications, one in four with an employee and an account record, six observations each."""
    random = np.random.default_rng(seed)
    staff = applicants // 4
    names = [f"greenhouse:application:{i}" for i in range(1, applicants + 1)]
    keys = [[f"application:{i}", f"file:cv_{i}.pdf"] for i in range(1, applicants + 1)]
    names += [f"gusto:employee:{i}" for i in range(1, staff + 1)]
    keys += [[f"employee:{i}", f"application:{i}", f"login:user{i}@corp.example"] for i in range(1, staff + 1)]
    names += [f"okta:account:{i}" for i in range(1, staff + 1)]
    keys += [[f"login:user{i}@corp.example"] for i in range(1, staff + 1)]
    parts = [name.split(":") for name in names]
    records = table(
        RECORDS,
        len(names),
        record=names,
        keys=keys,
        system=[part[0] for part in parts],
        type=[part[1] for part in parts],
        id=[part[2] for part in parts],
        name=[f"Person {part[2]}" for part in parts],
        row=list(range(len(names))),
    )
    return Facts(records, _observations(random, applicants, staff), TEXTS.empty_table(), SOURCES.empty_table())


def _observations(random: np.random.Generator, applicants: int, staff: int) -> pa.Table:
    count = applicants * 6
    kinds = np.arange(count) % len(KINDS)
    who = np.arange(count) // len(KINDS) + 1
    number = np.where(random.random(count) < 0.05, random.integers(0, applicants // 20 + 1, count), who + applicants)
    keys = [_key(KINDS[kind], int(at)) for kind, at in zip(kinds, number, strict=True)]
    record = [
        f"gusto:employee:{at}" if KINDS[kind] == "payroll_account" and at <= staff else f"greenhouse:application:{at}"
        for kind, at in zip(kinds, who, strict=True)
    ]
    days: npt.NDArray[np.int64] = random.integers(1, 28, count)
    return table(
        OBSERVATIONS,
        count,
        record=record,
        kind=[KINDS[kind] for kind in kinds],
        asked=[KINDS[kind] for kind in kinds],
        raw=keys,
        key=keys,
        display=keys,
        context=["apply" if kind % 2 else "home" for kind in kinds],
        observed_at=[f"2026-03-{day:02d}T00:00:00Z" for day in days],
        row=list(range(count)),
    )


def _key(kind: str, number: int) -> str:
    mixed = number * 0x9E3779B97F4A7C15 % 2**64 >> 16
    if kind == "address":
        street = STREETS[mixed % len(STREETS)]
        mixed //= len(STREETS)
        return f"us|{mixed % 9000 + 1}|{street} street||town{mixed // 9000 % 700}|il|{10000 + mixed // 9000 % 80000}"
    if kind == "ip":
        return f"{11 + mixed % 150}.{mixed // 150 % 256}.{mixed // 38400 % 256}.{mixed // 9830400 % 251 + 1}"
    return f"{kind}-{number}"


def main() -> None:
    applicants = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    facts = make_facts(applicants)
    times, work = [], []
    for _ in range(3):
        begin, spent = time.perf_counter(), time.process_time()
        links = link(facts)
        times.append(time.perf_counter() - begin)
        work.append(time.process_time() - spent)
    size = f"{len(facts.records):,} records, {len(facts.observations):,} observations"
    limit = applicants / 100_000
    print(f"shared values of {size}: {min(times):.2f} s (promised: at most {3 * limit:.1f} s; first {times[0]:.2f} s)")
    print(f"the same, processor time: {min(work):.2f} s (promised: at most {3 * limit:.1f} s)")
    print(f"peak memory of the process: {peak_memory():.2f} GB (promised: at most {max(1.0, limit):.1f} GB)")
    print(f"found {len(links.applicants):,} applicants, {len(links.values):,} values, {len(links.holdings):,} holdings")


def peak_memory() -> float:
    """Most memory this program ever held, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)


if __name__ == "__main__":
    main()
