"""The workforce: which findings and which shared values touch present staff.

Employees are in the same graph as applicants (payroll, sign-ins and shipments join them), so an audit is a way of reading
the findings, not another analysis. It lists people to look at; it says of nobody that they did anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.report.wording import count, listing, said
from graph.model.decisions import Decision
from graph.model.findings import Document, Head, Listing
from graph.model.kinds import KINDS
from graph.model.links import HIRED, LEFT, Links

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


@dataclass(frozen=True)
class Holdings:
    """What an audit asks of the links; some of their columns are enough (COLUMNS)."""

    applicants: pa.Table
    values: pa.Table
    holdings: pa.Table


COLUMNS = {
    "applicants": ("id", "name", "type", "status", "hired_at", "joined"),
    "values": ("kind", "key", "display", "holders"),
    "holdings": ("applicant", "value"),
}


def staff(links: Links | Holdings) -> dict[str, str]:
    """Applicants who work here now, and why that is thought. An application in progress is none."""
    found: dict[str, str] = {}
    rows = _perhaps_staff(links.applicants)
    for one in links.applicants.select(["id", "type", "status", "hired_at", "joined"]).take(rows).to_pylist():
        status, hired = one["status"], one["hired_at"]
        records = sorted({kind.strip(":") for kind in SYSTEMS for name in one["joined"] or () if kind in name})
        if status.casefold() in LEFT:
            continue
        if hired or status.casefold() in HIRED:
            found[one["id"]] = f"hired {hired[:10]}" if hired else f"status {status}"
        elif one["type"] in ("employee", "account"):
            found[one["id"]] = f"{one['type']} record"
        elif records:
            found[one["id"]] = f"{listing(records)} record joined"
    return found


def _perhaps_staff(applicants: pa.Table) -> np.ndarray:
    """Rows that anything speaks for."""
    lists = applicants.column("joined").combine_chunks()
    said = np.asarray(pc.match_substring_regex(lists.flatten(), "|".join(SYSTEMS)).to_numpy(zero_copy_only=False))
    speaks = np.zeros(len(lists), np.bool_)
    speaks[pc.list_parent_indices(lists).to_numpy()[said.astype(np.bool_)]] = True
    status = applicants.column("status").combine_chunks().dictionary_encode()
    hired = [text.casefold() in HIRED for text in status.dictionary.to_pylist()]
    speaks |= np.array(hired, np.bool_)[status.indices.to_numpy()]
    speaks |= pc.not_equal(applicants.column("hired_at").fill_null(""), "").to_numpy()
    speaks |= pc.is_in(applicants.column("type"), value_set=pa.array(["employee", "account"])).to_numpy()
    return np.flatnonzero(speaks)


def audit(links: Links | Holdings, document: Document | Listing, decisions: Sequence[Decision] = ()) -> Audit:
    """Findings that reach present staff, and staff who share values with members of findings. Pure, total order."""
    present = staff(links)
    named = links.applicants.filter(
        pc.is_in(links.applicants.column("id"), value_set=pa.array([*present], pa.string()))
    )
    names = dict(zip(named.column("id").to_pylist(), named.column("name").to_pylist(), strict=True))
    reached = tuple(
        _reached(one, [Member(m, names[m], present[m]) for m in one.members if m in present])
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


def _reached(one: Head, members: list[Member]) -> Reached:
    people = listing([f"{member.name or 'somebody'} ({member.applicant}; {member.why})" for member in members], NAMED)
    verb = "is" if len(members) == 1 else "are"
    sentence = f"{count(len(members), 'member')} of {len(one.members):,} {verb} present staff: {people}."
    return Reached(one.id, one.rank, one.type, one.title, one.score, tuple(members), False, sentence)


def _beside(
    links: Links | Holdings, findings: Sequence[Head], present: dict[str, str], innocent: set[str]
) -> list[Beside]:
    """Pairs of a value and a finding: held by a member, and by staff that is no member."""
    ids = links.applicants.column("id").to_pylist()
    row = {id_: at for at, id_ in enumerate(ids)}
    works = np.zeros(len(ids), np.bool_)
    works[[row[one] for one in present]] = True
    applicant = links.holdings.column("applicant").to_numpy()
    value = links.holdings.column("value").to_numpy()
    asked = np.zeros(len(ids), np.bool_)
    asked[[row[member] for one in findings for member in one.members if member in row]] = True
    telling = np.flatnonzero(asked[applicant] & _telling(links, innocent)[value])
    held: dict[int, list[int]] = {}  # member -> values
    for member, number in zip(applicant[telling].tolist(), value[telling].tolist(), strict=True):
        held.setdefault(member, []).append(number)
    found: list[Beside] = []
    for one in findings:
        members = {row[member] for member in one.members if member in row}
        inside: dict[int, list[int]] = {}
        for member in sorted(members):
            for number in held.get(member, ()):
                inside.setdefault(number, []).append(member)
        for number, sharing in inside.items():
            low, high = np.searchsorted(value, [number, number + 1])
            for other in applicant[low:high][works[applicant[low:high]]].tolist():
                if other not in members:
                    found.append(_shares(links, one, number, other, [ids[member] for member in sharing]))
    rank = {one.id: one.rank for one in findings}
    return sorted(
        found, key=lambda one: (rank[one.finding], -KINDS[one.kind].strength, one.kind, one.key, one.applicant)
    )


def _telling(links: Links | Holdings, innocent: set[str]) -> npt.NDArray[np.bool_]:
    """Values that are shared, not public, and not called innocent."""
    kinds = links.values.column("kind").combine_chunks().dictionary_encode()
    crowd = np.array([KINDS[kind].crowd for kind in kinds.dictionary.to_pylist()], np.int64)[kinds.indices.to_numpy()]
    holders = links.values.column("holders").to_numpy()
    found = (holders >= 2) & (holders <= crowd)
    if innocent:
        names = pc.binary_join_element_wise(links.values.column("kind"), links.values.column("key"), ":")
        found &= ~np.asarray(pc.is_in(names, value_set=pa.array(sorted(innocent), pa.string())))
    return np.asarray(found)


def _shares(links: Links | Holdings, one: Head, number: int, other: int, inside: list[str]) -> Beside:
    value = links.values.slice(number, 1).to_pylist()[0]
    id_, name = (links.applicants.column(column)[other].as_py() for column in ("id", "name"))
    who = f"{name or 'somebody'} ({id_})"
    sentence = (
        f"{who} shares {said(value['kind'], value['display'])} with "
        f"{listing(inside, NAMED)} of {one.id}, and is no member of it."
    )
    return Beside(id_, name, value["kind"], value["key"], value["display"], one.id, tuple(inside), False, sentence)
