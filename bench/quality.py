"""Quality on worlds that nothing was tuned on: python bench/quality.py [--applicants N] [--seeds A,B] [--dev]

Makes sample worlds (ingest.sample), runs files -> facts -> links -> findings on each, and holds the findings against the
truth, beside two baselines on the same links. Prints one line per measure and world, and writes bench/quality.md.

HELD_OUT seeds and CHANGED parameters were never looked at while rules or numbers were set; DEVELOPMENT seeds were.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np

from graph.analyse import analyse
from graph.model.findings import Document, Finding
from graph.model.kinds import clean
from graph.model.links import Links
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.link import link
from ingest.sample import make
from ingest.sample.parameters import Crowd, Parameters

HERE = Path(__file__).resolve().parent
DEVELOPMENT = (7,)
HELD_OUT = (101, 202)
EVASIONS = (0.0, 0.2, 0.5)
CAP = 20  # holders of a value that the baselines still link by

IDENTIFIERS = (
    "email",
    "phone",
    "handle",
    "website",
    "address",
    "ip",
    "payroll_account",
    "wallet",
    "payment_handle",
    "device",
)
"""What the components baseline links by."""

Pairs = set[tuple[str, str]]


@dataclass(frozen=True)
class World:
    name: str
    seed: int
    evasion: float
    parameters: Parameters


@dataclass(frozen=True)
class Score:
    """What one world came out as. `stated`: (probability stated, whether it was a ring) per judged finding."""

    f1: float
    precision: float
    recall: float
    components: float
    two_families: float
    whole: float
    first: float
    innocent_top: int
    networks: int
    stated: tuple[tuple[float, bool], ...]
    seconds: float


def changed() -> Parameters:
    """Another world: smaller rings that reuse less, more and other innocent crowds."""
    standard = Parameters()
    crowds = dict(standard.crowds)
    for name, share, median in (("small_agency", 0.045, 6), ("laid_off_team", 0.035, 7), ("flatmates", 0.045, 2.6)):
        crowds[name] = replace(crowds[name], share=share, median=median)
    crowds["couple"] = Crowd(0.03, 2, 2, 2)
    roles = {
        name: replace(reuse, phone=reuse.phone * 0.8, cv=reuse.cv * 0.85) for name, reuse in standard.roles.items()
    }
    return replace(standard, network_share=0.010, network_median=8.0, crowds=crowds, roles=roles, months=36)


def textbook() -> Parameters:
    """Only the textbook crowds: families, dormitories, large agencies, VPN exits, re-applicants."""
    standard = Parameters()
    kept = (
        "family",
        "dormitory",
        "dormitory_without_units",
        "agency",
        "vpn_exit",
        "cgnat",
        "re_applicant",
        "placeholder",
    )
    return replace(standard, crowds={name: standard.crowds[name] for name in kept})


def worlds(seeds: tuple[int, ...]) -> Iterator[World]:
    for seed in seeds:
        for evasion in EVASIONS:
            yield World("life-like", seed, evasion, Parameters())
    for evasion in EVASIONS:
        yield World("changed", seeds[-1] + 1, evasion, changed())
    yield World("textbook", seeds[0], 0.0, textbook())
    for number in range(4):
        yield World("no ring", seeds[0] + 10 + number, 0.0, replace(Parameters(), network_share=0.0))


def measure(world: World, applicants: int) -> Score:
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "world"
        make(
            files,
            applicants=applicants,
            seed=world.seed,
            evasion=world.evasion,
            plain=True,
            parameters=world.parameters,
        )
        case = Case.create(Path(folder) / "case", key=b"q" * 32)
        begin = time.perf_counter()
        write_run(case, [files / "applicants.parquet", files / "identifiers.parquet"])
        links = link(read_facts(case))
        document = analyse(links)
        seconds = time.perf_counter() - begin
        truth = json.loads((files / "truth.json").read_text(encoding="utf-8"))
    return judge(document, links, truth, seconds)


def judge(document: Document, links: Links, truth: dict[str, Any], seconds: float) -> Score:
    person = {id_: one["person"] for id_, one in truth["applicants"].items()}
    rings = [sorted({person[m] for m in ring["members"]}) for ring in truth["networks"].values()]
    wanted = pairs(rings)
    networks = [f for f in document.findings if f.type == "network"]
    found = [sorted({person[m] for m in f.members}) for f in networks]
    precision, recall, f1 = score(pairs(found), wanted)
    ids = links.applicants.column("id").to_pylist()
    return Score(
        f1=f1,
        precision=precision,
        recall=recall,
        components=score(pairs(components(links, ids, person)), wanted)[2],
        two_families=score(pairs(two_families(document, person)), wanted)[2],
        whole=whole(rings, found),
        first=first(networks, truth),
        innocent_top=sum(1 for f in document.findings[:20] if f.type == "network" and not is_ring(f, truth)),
        networks=sum(1 for f in networks if f.q_value <= 0.05),
        stated=tuple(
            (1 / (1 + exp(-f.score * log(2))), is_ring(f, truth)) for f in document.findings if f.type != "hub"
        ),
        seconds=seconds,
    )


def pairs(groups: list[list[str]]) -> Pairs:
    """Pairs of different persons; a crowd of over a thousand counts as its first thousand."""
    return {pair for group in groups for pair in combinations(group[:1000], 2)}


def score(found: Pairs, wanted: Pairs) -> tuple[float, float, float]:
    hits = len(found & wanted)
    precision = hits / len(found) if found else 1.0
    recall = hits / len(wanted) if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def whole(rings: list[list[str]], found: list[list[str]]) -> float:
    """Of rings of five or more: the share with a network that holds 80 % of them at 90 % purity."""
    large = [set(ring) for ring in rings if len(ring) >= 5]
    near: dict[str, list[set[str]]] = {}
    for group in found:
        for one in group:
            near.setdefault(one, []).append(set(group))
    good = sum(
        any(
            len(ring & group) >= 0.8 * len(ring) and len(ring & group) >= 0.9 * len(group)
            for one in ring
            for group in near.get(one, [])
        )
        for ring in large
    )
    return good / len(large) if large else 1.0


def is_ring(finding: Finding, truth: dict[str, Any]) -> bool:
    """At least half of its members are of one planted network."""
    names = [truth["applicants"][m]["network"] for m in finding.members]
    return max((names.count(name) for name in set(names) - {None}), default=0) >= 0.5 * len(names)


def first(networks: list[Finding], truth: dict[str, Any]) -> float:
    """Of the networks that are rings: the share whose first facilitator (or its bundle) is a value planted for that ring."""
    good = total = 0
    for finding in networks:
        if not is_ring(finding, truth):
            continue
        names = [truth["applicants"][m]["network"] for m in finding.members]
        ring = truth["networks"][max(set(names) - {None}, key=names.count)]
        planted = {
            value.display
            for kind, texts in ring["facilitator"].items()
            for text in texts
            if (value := clean(kind, text, "US")) is not None
        }
        total += 1
        good += bool(planted & {finding.facilitator.display, *finding.facilitator.bundle})
    return good / total if total else 1.0


def components(links: Links, ids: list[str], person: dict[str, str]) -> list[list[str]]:
    """Baseline: connected components over values with at most CAP holders and CV texts with Jaccard >= .5."""
    value = links.holdings.column("value").to_numpy()
    applicant = links.holdings.column("applicant").to_numpy()
    holders = links.values.column("holders").to_numpy()
    kinds = np.array(links.values.column("kind").to_pylist())
    keep = (holders[value] >= 2) & (holders[value] <= CAP) & np.isin(kinds[value], IDENTIFIERS)
    parent: dict[str, str] = {}

    def find(one: str) -> str:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    leader: dict[int, str] = {}
    for v, a in zip(value[keep].tolist(), applicant[keep].tolist(), strict=True):
        one = person[ids[a]]
        other = leader.setdefault(v, one)
        parent[find(one)] = find(other)
    for left, right, jaccard in zip(
        *(links.text_pairs.column(name).to_pylist() for name in ("left", "right", "jaccard")), strict=True
    ):
        if jaccard >= 0.5:
            parent[find(person[ids[left]])] = find(person[ids[right]])
    groups: dict[str, list[str]] = {}
    for one in list(parent):
        groups.setdefault(find(one), []).append(one)
    return [sorted(group) for group in groups.values() if len(group) > 1]


def two_families(document: Document, person: dict[str, str]) -> list[list[str]]:
    """Baseline: every group of three persons or more that two families tie, whatever its shape."""
    return [
        sorted({person[m] for m in f.members})
        for f in document.findings
        if f.type != "hub" and len(f.families) >= 2 and f.persons >= 3
    ]


def calibration(stated: list[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: mean |stated - observed| over ten bins, weighted by their size."""
    error = 0.0
    for number in range(bins):
        inside = [one for one in stated if number / bins <= one[0] < (number + 1) / bins + (number == bins - 1)]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            error += abs(mean - sum(ring for _, ring in inside) / len(inside)) * len(inside) / len(stated)
    return error


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--seeds", default=",".join(map(str, HELD_OUT)))
    parser.add_argument("--dev", action="store_true", help="the development seeds only, life-like only")
    parser.add_argument("--only", default="", help="only worlds of this name")
    given = parser.parse_args()
    seeds = DEVELOPMENT if given.dev else tuple(int(seed) for seed in given.seeds.split(","))
    columns = (
        "world seed evasion F1 P R components|F1 two|families|F1 rings|whole facilitator|first innocent|top|20 ECE s"
    )
    heads = [head.replace("|", " ") for head in columns.split()]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    print("\n".join(lines), flush=True)
    everything: list[tuple[float, bool]] = []
    for world in worlds(seeds):
        if (given.dev and world.name != "life-like") or (given.only and world.name != given.only):
            continue
        one = measure(world, given.applicants)
        everything += one.stated
        if world.name == "no ring":
            lines.append(
                f"| {world.name} | {world.seed} | - | networks at q <= .05: {one.networks} | | | | | | | | | {one.seconds:.0f} |"
            )
        else:
            lines.append(
                f"| {world.name} | {world.seed} | {world.evasion} | {one.f1:.3f} | {one.precision:.3f} | {one.recall:.3f} "
                f"| {one.components:.3f} | {one.two_families:.3f} | {one.whole:.3f} | {one.first:.3f} | {one.innocent_top} "
                f"| {calibration(list(one.stated)):.3f} | {one.seconds:.0f} |"
            )
        print(lines[-1], flush=True)
    lines.append(
        f"\nCalibration over all: expected error {calibration(everything):.3f} ({len(everything):,} judged findings)."
    )
    print(lines[-1])
    if not given.dev and not given.only:
        text = (
            f"# Quality, {given.applicants:,} applicants a world, held-out seeds {given.seeds}\n\n"
            + "\n".join(lines)
            + "\n"
        )
        (HERE / "quality.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
