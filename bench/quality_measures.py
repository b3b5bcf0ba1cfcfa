"""Findings held against the truth of a sample world: pure measures, each a definition that a reader can check.

Pairs are pairs of different *persons* of one ring: who finds one person's own applications has found nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import comb, exp, log
from typing import Any

import numpy as np

from graph.model.findings import Document, Finding
from graph.model.kinds import clean
from graph.model.links import Links

CAP = 20
"""Holders of a value that the components baseline still links by."""

NEAR_EQUAL = 0.5
"""Jaccard similarity of two CVs by which the components baseline links."""

LINKED_BY = frozenset(
    ("email", "phone", "handle", "website", "address", "ip", "payroll_account", "wallet", "payment_handle", "device")
)
"""Kinds that the components baseline links by."""

STRANGERS = frozenset(("vpn_exit", "cgnat", "private_relay", "placeholder", "referral", "re_applicant"))
"""Kinds of crowds whose members do not know each other, or of which anybody may be one."""

Q = 0.05
TOP = 20
BINS = 10

Truth = dict[str, Any]
Row = dict[str, Any]


def measured(document: Document, links: Links, truth: Truth) -> Row:
    """Every measure of one world, as plain numbers."""
    person = {id_: one["person"] for id_, one in truth["applicants"].items()}
    rings = [sorted({person[m] for m in ring["members"]}) for ring in truth["networks"].values()]
    networks = [finding for finding in document.findings if finding.type == "network"]
    found = [sorted({person[m] for m in finding.members}) for finding in networks]
    precision, recall, f1 = score(pairs(found), pairs(rings))
    planted = [finding for finding in networks if is_ring(finding, truth)]
    judged = [finding for finding in document.findings if finding.type != "hub"]
    near = acquaintances(truth)
    return {
        "f1": f1,
        "precision": precision,
        "recall": recall,
        "components": partition_f1(components(links, person), rings),
        "two_families": score(pairs(two_families(document, person)), pairs(rings))[2],
        "rings": len(rings),
        "large": sum(1 for ring in rings if len(ring) >= 5),
        "whole": whole(rings, found),
        "networks": len(networks),
        "networks_ring": len(planted),
        "networks_q": sum(1 for finding in networks if finding.q_value <= Q),
        "innocent_top": sum(1 for f in document.findings[:TOP] if f.type == "network" and not is_ring(f, truth)),
        "acquainted": sum(map(len, near.values())),
        "drawn_in": sum(len(one) for one in drawn_in(planted, near, truth).values()),
        "first": share(facilitator_is_planted(finding, truth) for finding in planted),
        "first_main": share(facilitator_is_planted(finding, truth, main=True) for finding in planted),
        "first_degree": degree_first(planted, links, truth),
        "bins": reliability((probability(finding), is_ring(finding, truth)) for finding in judged),
    }


def probability(finding: Finding) -> float:
    """What a score states: bits b are odds of 2^b to 1 that one facilitator, not the best innocent cause, is behind it."""
    return 1 / (1 + exp(-finding.score * log(2)))


Pairs = set[tuple[str, str]]


def pairs(groups: Iterable[list[str]]) -> Pairs:
    """Pairs of different persons of one group."""
    return {pair for group in groups for pair in combinations(group, 2)}


def score(found: Pairs, wanted: Pairs) -> tuple[float, float, float]:
    """Precision, recall and F1. Nothing found is precise; nothing wanted is all recalled."""
    hits = len(found & wanted)
    precision = hits / len(found) if found else 1.0
    recall = hits / len(wanted) if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def partition_f1(groups: list[list[str]], rings: list[list[str]]) -> float:
    """F1 over pairs where both sides part the persons, so that a crowd of thousands needs no list of its pairs."""
    ring_of = {one: number for number, ring in enumerate(rings) for one in ring}
    found = sum(len(group) * (len(group) - 1) // 2 for group in groups)
    wanted = sum(len(ring) * (len(ring) - 1) // 2 for ring in rings)
    hits = 0
    for group in groups:
        inside = Counter(ring_of[one] for one in group if one in ring_of)
        hits += sum(number * (number - 1) // 2 for number in inside.values())
    return 2 * hits / (found + wanted) if found + wanted else 1.0


def whole(rings: list[list[str]], found: list[list[str]]) -> float:
    """Of rings of five persons or more: the share with a network that holds 80 % of them at 90 % purity."""
    near: dict[str, list[frozenset[str]]] = {}
    for group in found:
        for one in group:
            near.setdefault(one, []).append(frozenset(group))
    return share(
        any(
            len(group.intersection(ring)) >= max(0.8 * len(ring), 0.9 * len(group))
            for group in {group for one in ring for group in near.get(one, [])}
        )
        for ring in rings
        if len(ring) >= 5
    )


def share(answers: Iterable[bool]) -> float:
    """The share of yes; 1 when nothing is asked."""
    given = list(answers)
    return sum(given) / len(given) if given else 1.0


def upper_limit(hits: int, runs: int, doubt: float = 0.05) -> float:
    """One-sided upper limit of a rate (Clopper-Pearson): so few hits have a chance of `doubt` at it, and less above it."""
    low, high = 0.0, 1.0
    while hits < runs and high - low > 1e-12:
        rate = (low + high) / 2
        chance = sum(comb(runs, k) * rate**k * (1 - rate) ** (runs - k) for k in range(hits + 1))
        low, high = (rate, high) if chance > doubt else (low, rate)
    return high


def ring_of(finding: Finding, truth: Truth) -> str:
    """The planted network that at least half of the members are of, "" when there is none."""
    names = Counter(truth["applicants"][member]["network"] for member in finding.members)
    name, number = max(((n, c) for n, c in names.items() if n), key=lambda item: (item[1], item[0]), default=("", 0))
    return name if number and number >= 0.5 * len(finding.members) else ""


def is_ring(finding: Finding, truth: Truth) -> bool:
    return bool(ring_of(finding, truth))


def acquaintances(truth: Truth) -> dict[str, set[str]]:
    """Ring -> innocent persons in a crowd with somebody of it: the family, the class, the former team of who lent a name."""
    person = truth["applicants"]
    near: dict[str, set[str]] = {}
    for crowd in truth.get("crowds", {}).values():  # worlds of another make name none
        if crowd["kind"] not in STRANGERS:
            rings = {person[member]["network"] for member in crowd["members"]} - {None}
            innocent = {person[member]["person"] for member in crowd["members"] if not person[member]["network"]}
            for ring in rings:
                near.setdefault(ring, set()).update(innocent)
    return near


def drawn_in(planted: list[Finding], near: dict[str, set[str]], truth: Truth) -> dict[str, set[str]]:
    """Ring -> its acquaintances who stand in a network of it."""
    found: dict[str, set[str]] = {}
    for finding in planted:
        ring = ring_of(finding, truth)
        members = {truth["applicants"][member]["person"] for member in finding.members}
        found.setdefault(ring, set()).update(members & near.get(ring, set()))
    return found


def planted_values(finding: Finding, truth: Truth, *, main: bool = False) -> set[str]:
    """Names in the graph of the values planted for the finding's ring; of the kinds its role is named for, when `main`."""
    ring = truth["networks"][ring_of(finding, truth)]
    return {
        f"{value.kind}:{value.key}"
        for kind, texts in ring["facilitator"].items()
        if not main or kind in ring["main"]
        for text in texts
        if (value := clean(kind, text, "US")) is not None
    }


def facilitator_is_planted(finding: Finding, truth: Truth, *, main: bool = False) -> bool:
    """Is the first facilitator (or a value of its bundle) a value that was planted for this ring?"""
    return bool(planted_values(finding, truth, main=main).intersection(finding.facilitator.names))


def degree_first(planted: list[Finding], links: Links, truth: Truth) -> float:
    """Baseline: the value that most members hold (then the widest of all) as the first facilitator."""
    row = {id_: number for number, id_ in enumerate(links.applicants.column("id").to_pylist())}
    applicant = links.holdings.column("applicant").to_numpy()
    order = np.argsort(applicant, kind="stable")
    start = np.searchsorted(applicant[order], np.arange(len(row) + 1))
    value = links.holdings.column("value").to_numpy()[order]
    holders = links.values.column("holders").to_numpy()
    kind, key = links.values.column("kind"), links.values.column("key")
    good = []
    for finding in planted:
        held: Counter[int] = Counter()
        for group in finding.member_persons or tuple((member,) for member in finding.members):
            rows = (row[member] for member in group)
            held.update({int(v) for number in rows for v in value[start[number] : start[number + 1]]})
        widest = max(held, key=lambda v: (held[v], int(holders[v]), -v), default=None)
        planted_ones = planted_values(finding, truth)
        good.append(widest is not None and f"{kind[widest]}:{key[widest]}" in planted_ones)
    return share(good)


def components(links: Links, person: dict[str, str]) -> list[list[str]]:
    """Baseline: connected components over values with at most CAP holders and near-equal CVs. A partition of persons."""
    ids = links.applicants.column("id").to_pylist()
    value = links.holdings.column("value").to_numpy()
    applicant = links.holdings.column("applicant").to_numpy()
    holders = links.values.column("holders").to_numpy()
    usual = np.array([kind in LINKED_BY for kind in links.values.column("kind").to_pylist()], dtype=bool)
    keep = ((holders >= 2) & (holders <= CAP) & usual)[value]
    parent: dict[str, str] = {}

    def find(one: str) -> str:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    leader: dict[int, str] = {}
    for v, a in zip(value[keep].tolist(), applicant[keep].tolist(), strict=True):
        one = person[ids[a]]
        parent[find(one)] = find(leader.setdefault(v, one))
    columns = (links.text_pairs.column(name).to_pylist() for name in ("left", "right", "jaccard"))
    for left, right, jaccard in zip(*columns, strict=True):
        if jaccard >= NEAR_EQUAL:
            parent[find(person[ids[left]])] = find(person[ids[right]])
    groups: dict[str, list[str]] = {}
    for one in list(parent):
        groups.setdefault(find(one), []).append(one)
    return [sorted(group) for group in groups.values() if len(group) > 1]


def two_families(document: Document, person: dict[str, str]) -> list[list[str]]:
    """Baseline: every group of three persons or more that two families tie, whatever its shape."""
    return [
        sorted({person[member] for member in finding.members})
        for finding in document.findings
        if finding.type != "hub" and len(finding.families) >= 2 and finding.persons >= 3
    ]


@dataclass(frozen=True)
class Bin:
    """Stated probabilities from `low` on, a tenth wide: how many, their mean, and the share that was a ring."""

    low: float
    count: int
    stated: float
    observed: float


def reliability(stated: Iterable[tuple[float, bool]]) -> list[list[float]]:
    """Per tenth of stated probability: [how many, sum of what was stated, how many were rings]. Adds up over worlds."""
    bins = [[0.0, 0.0, 0.0] for _ in range(BINS)]
    for chance, ring in stated:
        one = bins[min(int(chance * BINS), BINS - 1)]
        one[0] += 1
        one[1] += chance
        one[2] += ring
    return bins


def pooled(many: Iterable[list[list[float]]]) -> list[Bin]:
    """The reliability table over several worlds, without empty tenths."""
    total = np.zeros((BINS, 3))
    for bins in many:
        total += np.asarray(bins)
    return [
        Bin(number / BINS, int(count), float(stated / count), float(rings / count))
        for number, (count, stated, rings) in enumerate(total)
        if count
    ]


def calibration_error(bins: list[Bin]) -> float:
    """Expected calibration error: mean |stated - observed|, weighted by how many stand in each bin."""
    total = sum(one.count for one in bins)
    return sum(abs(one.stated - one.observed) * one.count for one in bins) / total if total else 0.0
