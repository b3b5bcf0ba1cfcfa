"""How fast the store loads and answers, on the embedded engine and, with LINCHPIN_NEO4J_URI, on that server.

    python bench/bench_store.py [--applicants 15000]

Rows are nodes and edges. The promise is for two quiet cores.
The server's database must be empty or of Linchpin: it is made equal to the synthetic case.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from graph.model import links as form
from graph.model.findings import Document, Facilitator, Finding, Fragility
from graph.model.links import Links
from graph.model.settings import Case, GraphSettings
from graph.store import Store, open_store

SHAPES = (
    # kind, key, share of applicants that have one, applicants per value
    ("email", "person{}@example.org", 1.0, 1.02),
    ("phone", "+1650{:07d}", 0.95, 1.1),
    ("address", "us|{}|oak st", 0.6, 1.3),
    ("ip", "198.51.{}.7", 0.6, 2.0),
    ("payroll_account", "us:1:{:08d}", 0.1, 1.2),
    ("reference_phone", "+1212{:07d}", 0.4, 1.2),
    ("device", "mac:{:012x}", 0.2, 1.05),
)


def synthetic(applicants: int) -> tuple[Links, Document]:
    """A seeded case in the shape of a real one: about five holdings an applicant, one finding for fifty applicants."""
    rng = np.random.default_rng(1)
    values: list[tuple[str, str, int]] = []
    owners: list[np.ndarray[Any, Any]] = []
    for kind, key, share, crowd in sorted(SHAPES):
        count = int(applicants * share)
        held = np.sort(rng.integers(0, max(1, int(count / crowd)), count))
        people = rng.choice(applicants, count, replace=False)
        starts = np.flatnonzero(np.diff(held, prepend=-1))
        for at, start in enumerate(starts):
            stop = starts[at + 1] if at + 1 < len(starts) else count
            values.append((kind, key.format(at), int(stop - start)))
            owners.append(np.sort(people[start:stop]))
    order = sorted(range(len(values)), key=lambda at: values[at][:2])
    held_by = [owners[at] for at in order]
    value_of = np.repeat(np.arange(len(order)), [len(one) for one in held_by])
    return _tables(applicants, [values[at] for at in order], value_of, np.concatenate(held_by))


def _tables(
    applicants: int, values: list[tuple[str, str, int]], value_of: np.ndarray[Any, Any], owner: np.ndarray[Any, Any]
) -> tuple[Links, Document]:
    many = len(owner)
    ids = [f"app-{number:07d}" for number in range(applicants)]
    people: dict[str, Any] = {name: [""] * applicants for name in form.APPLICANTS.names}
    people |= {
        "id": ids,
        "record": [f"greenhouse:application:{id}" for id in ids],
        "system": ["greenhouse"] * applicants,
        "type": ["application"] * applicants,
        "name": [f"Given{number % 997} Family{number % 4999}" for number in range(applicants)],
        "applied_at": [f"2025-{1 + number % 12:02d}-{1 + number % 28:02d}T09:00:00Z" for number in range(applicants)],
        "role": ["Software Engineer"] * applicants,
        "status": ["active"] * applicants,
        "region": ["US"] * applicants,
        "source": [0] * applicants,
        "row": [None] * applicants,
        "joined": [[]] * applicants,
    }
    kinds, keys, holders = zip(*values, strict=True)
    links = Links(
        applicants=_typed(form.APPLICANTS, people),
        values=_typed(
            form.VALUES,
            {"kind": kinds, "key": keys, "display": keys, "holders": holders, "coarser": [None] * len(values)},
        ),
        holdings=_typed(
            form.HOLDINGS,
            {
                "applicant": owner,
                "value": value_of,
                "observations": [1] * many,
                "first_seen": ["2025-01-05T09:00:00Z"] * many,
                "last_seen": ["2025-03-05T09:00:00Z"] * many,
                "contexts": ["home"] * many,
                "holders": [""] * many,
                "via": [""] * many,
                "raw": [keys[at] for at in value_of.tolist()],
                "rule": [1] * many,
                "source": [0] * many,
                "row": [None] * many,
                "path": [f"/{at}/applications/0/value" for at in owner.tolist()],
            },
        ),
        text_pairs=form.TEXT_PAIRS.empty_table(),
        texts=form.TEXTS.empty_table(),
        sources=_typed(
            form.SOURCES,
            {"run": ["run-1"], "name": ["candidates.json"], "sha256": ["ab" * 32], "reader": ["x"], "supersedes": [""]},
        ),
        runs=("run-1",),
    )
    findings = tuple(_finding(rank, ids[rank * 50 : rank * 50 + 12]) for rank in range(applicants // 50))
    return links, Document({"applicants": applicants}, ("run-1",), findings)


def _typed(schema: pa.Schema, columns: dict[str, Any]) -> pa.Table:
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)


def _finding(rank: int, members: list[str]) -> Finding:
    lead = Facilitator("phone", "+16500000000", "+1 650 000 0000", 12, 12, 0.1, 0.01, 0.02)
    return Finding(
        id=f"C{rank}",
        rank=rank + 1,
        type="network",
        title=f"Finding {rank}",
        score=10.0,
        p_value=0.01,
        q_value=0.02,
        members=tuple(members),
        persons=len(members),
        families=("contact",),
        summary="Synthetic.",
        facilitator=lead,
        evidence=(),
        counter_evidence=(),
        fragility=Fragility("", "", 0, ()),
    )


def timed(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """Seconds of the median run, and the last result."""
    taken = []
    result = None
    for _ in range(times):
        began = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[len(taken) // 2], result


def measure(store: Store, links: Links, document: Document) -> list[str]:
    """The claims, one per line."""
    first, report = timed(lambda: store.load(links, document))
    again, _ = timed(lambda: store.load(links, document))
    rows = report.nodes + report.edges
    status = store.status()
    engine = f"{status['product']} {status['version']}"

    def reading(words: str, work: Callable[[], Any], limit: int) -> str:
        seconds, _ = timed(work, 15)
        return f"{engine}, {words}: {1000 * seconds:.1f} ms (promised: at most {limit} ms)"

    promised = "12,000 rows/s" if status["engine"] == "embedded" else "nothing"
    return [
        f"{engine}, first load of {rows:,} rows: {rows / first:,.0f} rows/s in {first:.1f} s (promised: {promised})",
        f"{engine}, the same load again: {again:.2f} s (promised: at most 2 s)",
        reading("picture of a finding, median of 15", lambda: store.finding_graph("C3"), 100),
        reading("neighbours of an applicant, median of 15", lambda: store.neighbours("applicant:app-0000007"), 100),
        reading("search for a phone, median of 15", lambda: store.search("+1 650 000 0007"), 300),
        reading("search inside of names, median of 15", lambda: store.search("Family77"), 300),
    ]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--applicants", type=int, default=15_000)
    wanted = parser.parse_args(arguments)
    links, document = synthetic(wanted.applicants)
    with tempfile.TemporaryDirectory() as folder:
        case = Case.create(Path(folder) / "case")
        with open_store(case, GraphSettings.from_environment()) as store:
            for line in measure(store, links, document):
                print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
