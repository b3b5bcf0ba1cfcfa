"""How many retold CVs are found, who else is told, and how long it takes.

    python bench/bench_retold.py [APPLICANTS [SEED [EVASION]]]

Makes a sample world in memory and compares the careers of all its CVs. Recall is over pairs of different persons of one
network whose CVs come from one base (the world knows which), apart for pairs that no longer share text (Jaccard below
0.3). Everybody else who is told is counted by what the two have in common: a crowd, the person, or nothing.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pyarrow as pa

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from ingest.sample.build import build_world, cv_of  # noqa: E402 - the folder above has to be found first
from ingest.sample.parameters import Parameters  # noqa: E402
from ingest.sample.world import World  # noqa: E402
from ingest.text.retold import Retold, retold  # noqa: E402

Pair = tuple[int, int]


def base_pairs(world: World) -> Iterator[Pair]:
    """Pairs of applications (row numbers) of one network and different persons whose CVs tell one base."""
    rows: dict[int, list[int]] = {}
    for row, application in enumerate(world.applications):
        rows.setdefault(application.person.number, []).append(row)
    for network in world.networks.values():
        for left, right in combinations(network.members, 2):
            one, two = left.cv.skeleton, right.cv.skeleton
            if one is not None and two is not None and one.jobs == two.jobs:
                for a in rows.get(left.number, []):
                    for b in rows.get(right.number, []):
                        yield min(a, b), max(a, b)


def relation(world: World, pair: Pair) -> str:
    """What two applications have in common."""
    left, right = (world.applications[row].person for row in pair)
    if left is right:
        return "one person"
    if left.network and left.network == right.network:
        return "one network"
    crowds = sorted(crowd.rsplit("-", 1)[0] for crowd in set(left.crowds) & set(right.crowds))
    return f"crowd: {crowds[0]}" if crowds else "strangers"


def report(world: World, found: Retold) -> None:
    told = {
        (left, right): jaccard
        for left, right, jaccard in zip(found.left.tolist(), found.right.tolist(), found.jaccard.tolist(), strict=True)
    }
    wanted = set(base_pairs(world))
    got = wanted & told.keys()
    share = len(got) / max(1, len(wanted))
    print(
        f"retold CVs of one network found: {share:.3f} (promised: at least 0.8; {len(got):,} of {len(wanted):,} pairs)"
    )
    print(f"  of these found with Jaccard below 0.3: {sum(told[pair] < 0.3 for pair in got):,}")
    kinds = Counter((relation(world, pair), jaccard < 0.3) for pair, jaccard in told.items())
    for (kind, rewritten), count in sorted(kinds.items()):
        print(f"  told: {kind}, {'other words' if rewritten else 'like words'}: {count:,}")
    others: Counter[str] = Counter()
    for (kind, _), count in kinds.items():
        others[kind] += count
    network = others.pop("one network", 0)
    others.pop("one person", 0)
    wrong = sum(others.values())
    sample = others.get("crowd: sample_cv", 0)
    every, without = (network / max(1, network + count) for count in (wrong, wrong - sample))
    print(f"of the pairs told, of one network: {every:.3f} (promised: nothing; {without:.3f} without public samples)")


def main() -> None:
    given = sys.argv[1:]
    applicants, seed = int(given[0]) if given else 20_000, int(given[1]) if len(given) > 1 else 1
    evasion = float(given[2]) if len(given) > 2 else 0.5
    world = build_world(applicants, seed, evasion, Parameters())
    texts = [cv_of(world, application).text() for application in world.applications]
    column = pa.array(texts, pa.large_string())
    retold(pa.concat_arrays([column.slice(0, 10)] * 2))  # compile
    begin, spent = time.perf_counter(), time.process_time()
    found = retold(column)
    seconds, work = time.perf_counter() - begin, time.process_time() - spent
    size = f"{len(texts):,} CVs, {column.nbytes / 1e6:.0f} MB, seed {seed}, evasion {evasion}"
    limit = f"at most {4 * len(texts) / 100_000:.2f} s"
    print(f"careers compared, {size}, processor time: {work:.2f} s (promised: {limit}; {seconds:.2f} s on the clock)")
    report(world, found)


if __name__ == "__main__":
    main()
