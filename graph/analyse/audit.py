"""The workforce: which findings and which shared values touch present staff.

Employees are in the same graph as applicants (payroll, sign-ins and shipments join them), so an audit is a way of reading
the findings, not another analysis. It lists people to look at; it says of nobody that they did anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from graph.analyse.report.wording import count, listing
from graph.model.decisions import Decision
from graph.model.findings import Document, Finding
from graph.model.kinds import KINDS
from graph.model.links import Links

LEFT = frozenset(("terminated", "deprovisioned", "rejected", "withdrawn", "offboarded", "former"))
"""Statuses of people who work here no more (or never did)."""

HIRED = frozenset(("hired", "employed"))
SYSTEMS = (":employee:", ":account:", ":shipment:")
"""In the name of a joined record: payroll, a work account, a shipped laptop."""

NAMED = 4


@dataclass(frozen=True)
class Member:
    """Somebody of the present staff, and why they are taken for it."""

    applicant: str
    name: str
    why: str


@dataclass(frozen=True)
class Reached:
    """A finding with present staff among its members. new: not so at the analysis that it is compared with."""

    id: str
    rank: int
    type: str
    title: str
    score: float
    staff: tuple[Member, ...]
    new: bool
    sentence: str


@dataclass(frozen=True)
class Beside:
    """Present staff outside of a finding that share a value with its members."""

    applicant: str
    name: str
    kind: str
    key: str
    display: str
    finding: str
    shares_with: tuple[str, ...]
    new: bool
    sentence: str


@dataclass(frozen=True)
class Audit:
    """What touches present staff. since: the analysis that `new` refers to, "" when none."""

    staff: int
    findings: tuple[Reached, ...]
    beside: tuple[Beside, ...]
    since: str = ""

    def to_dict(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)


def staff(links: Links) -> dict[str, str]:
    """Applicants who work here now, and why that is thought. An application in progress is none."""
    found: dict[str, str] = {}
    columns = ("id", "type", "status", "hired_at", "joined")
    for id_, type_, status, hired, joined in zip(
        *(links.applicants.column(name).to_pylist() for name in columns), strict=True
    ):
        said = status.casefold()
        if said in LEFT:
            continue
        records = sorted({kind.strip(":") for kind in SYSTEMS for name in joined or () if kind in name})
        if hired or said in HIRED:
            found[id_] = f"hired {hired[:10]}" if hired else f"status {status}"
        elif type_ in ("employee", "account"):
            found[id_] = f"{type_} record"
        elif records:
            found[id_] = f"{listing(records)} record joined"
    return found


def audit(links: Links, document: Document, decisions: Sequence[Decision] = ()) -> Audit:
    """Findings that reach present staff, and staff who share values with members of findings. Pure, total order."""
    present = staff(links)
    names = dict(
        zip(links.applicants.column("id").to_pylist(), links.applicants.column("name").to_pylist(), strict=True)
    )
    reached = tuple(
        _reached(one, [Member(m, names.get(m, ""), present[m]) for m in one.members if m in present])
        for one in document.findings
        if any(member in present for member in one.members)
    )
    innocent = {name for one in decisions if one.verdict == "innocent_value" for name in one.about}
    judged = [one for one in document.findings if one.type == "network"]
    return Audit(len(present), reached, tuple(_beside(links, judged, present, innocent)))


def since(now: Audit, before: Audit, analysis: str) -> Audit:
    """The same audit with what is new against an earlier one marked."""
    known = {(one.id, member.applicant) for one in before.findings for member in one.staff}
    shared = {(one.applicant, one.kind, one.key, one.finding) for one in before.beside}
    return replace(
        now,
        since=analysis,
        findings=tuple(
            replace(one, new=any((one.id, member.applicant) not in known for member in one.staff))
            for one in now.findings
        ),
        beside=tuple(
            replace(one, new=(one.applicant, one.kind, one.key, one.finding) not in shared) for one in now.beside
        ),
    )


def _reached(one: Finding, members: list[Member]) -> Reached:
    people = listing([f"{member.name or 'somebody'} ({member.applicant}; {member.why})" for member in members], NAMED)
    verb = "is" if len(members) == 1 else "are"
    sentence = f"{count(len(members), 'member')} of {len(one.members):,} {verb} present staff: {people}."
    return Reached(one.id, one.rank, one.type, one.title, one.score, tuple(members), False, sentence)


def _beside(links: Links, findings: Iterable[Finding], present: dict[str, str], innocent: set[str]) -> Iterable[Beside]:
    """Pairs of a value and a finding: held by a member, and by staff that is no member."""
    ids = links.applicants.column("id").to_pylist()
    row = {id_: at for at, id_ in enumerate(ids)}
    names = links.applicants.column("name").to_pylist()
    applicant = links.holdings.column("applicant").to_numpy()
    value = links.holdings.column("value").to_numpy()
    telling = _telling(links, innocent)
    works = np.zeros(len(ids), np.bool_)
    works[[row[one] for one in present]] = True
    order = np.argsort(applicant, kind="stable")
    first = np.searchsorted(applicant[order], np.arange(len(ids) + 1))
    found: list[Beside] = []
    for one in findings:
        members = {row[member] for member in one.members if member in row}
        held: dict[int, list[int]] = {}
        for member in sorted(members):
            for at in order[first[member] : first[member + 1]].tolist():
                held.setdefault(int(value[at]), []).append(member)
        for number, inside in held.items():
            if telling[number]:
                low, high = np.searchsorted(value, number), np.searchsorted(value, number, "right")
                for other in applicant[low:high].tolist():
                    if works[other] and other not in members:
                        found.append(_shares(links, one, number, ids[other], names[other], [ids[m] for m in inside]))
    rank = {one.id: one.rank for one in findings}
    return sorted(
        found, key=lambda one: (rank[one.finding], -KINDS[one.kind].strength, one.kind, one.key, one.applicant)
    )


def _telling(links: Links, innocent: set[str]) -> np.ndarray:
    """Values that are shared, not public, and not called innocent."""
    kinds = links.values.column("kind").to_pylist()
    holders = links.values.column("holders").to_numpy()
    crowd = np.fromiter((KINDS[kind].crowd for kind in kinds), dtype=np.int64, count=len(kinds))
    found = (holders >= 2) & (holders <= crowd)
    if innocent:
        keys = links.values.column("key").to_pylist()
        for at in np.flatnonzero(found).tolist():
            found[at] = f"{kinds[at]}:{keys[at]}" not in innocent
    return np.asarray(found)


def _shares(links: Links, one: Finding, number: int, id_: str, name: str, inside: list[str]) -> Beside:
    value = links.values.slice(number, 1).to_pylist()[0]
    title = KINDS[value["kind"]].title
    who = f"{name or 'somebody'} ({id_})"
    sentence = (
        f"{who} shares {title[:1].lower() + title[1:] if not title[:2].isupper() else title} {value['display']} with "
        f"{listing(inside, NAMED)} of {one.id}, and is no member of it."
    )
    return Beside(id_, name, value["kind"], value["key"], value["display"], one.id, tuple(inside), False, sentence)
