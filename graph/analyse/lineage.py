"""Findings over time: which finding of an analysis is which of an earlier one, and what became of each.

A finding keeps its id while most of its members stay: it inherits the id of the earlier finding with which it shares most
applicants, when these are more than half of the one's or of the other's members. The pairs that share most are settled
first; each id is inherited once. A finding that many others went into is `merged`, one that was mostly part of another and
could not keep its id is `split`. A hub is a value, so it keeps its id with that value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from graph.analyse.report.ids import identify
from graph.analyse.report.wording import count, listing, said
from graph.model.decisions import Decision
from graph.model.findings import Document, Finding, FindingType, Part
from graph.model.kinds import KINDS

EventKind = Literal["new", "grown", "shrunk", "merged", "split", "gone", "same"]
ORDER: tuple[EventKind, ...] = ("new", "merged", "split", "grown", "shrunk", "gone", "same")

NAMED = 3
"""So many values or places are named in a sentence; of the rest the number."""


class Known(Protocol):
    """What decides which finding is which."""

    @property
    def id(self) -> str: ...
    @property
    def rank(self) -> int: ...
    @property
    def type(self) -> FindingType: ...
    @property
    def members(self) -> tuple[str, ...]: ...
    @property
    def lead(self) -> str: ...


@dataclass(frozen=True)
class Event:
    """What became of one finding. added, removed: applicant ids. others: findings that went into it, or that it left."""

    kind: EventKind
    id: str
    title: str
    others: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class NewRun:
    """A run of facts that the later analysis has and the earlier one had not."""

    run: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """What happened between two analyses, and what may have caused it. before: "" when there is no earlier one."""

    before: str
    after: str
    runs: tuple[NewRun, ...]
    decisions: tuple[Decision, ...]  # that count now and did not before
    rules_changed: bool
    events: tuple[Event, ...]
    ended: tuple[Decision, ...] = ()  # decisions that counted before and do no longer

    def to_dict(self) -> dict[str, Any]:
        """For --json."""
        return {
            "before": self.before,
            "after": self.after,
            "runs": [{"run": one.run, "files": list(one.files)} for one in self.runs],
            "decisions": [{**vars(one), "about": list(one.about)} for one in self.decisions],
            "ended_decisions": [{**vars(one), "about": list(one.about)} for one in self.ended],
            "rules_changed": self.rules_changed,
            "events": events_to_list(self.events),
        }


def inherit(previous: Document, new: Document) -> tuple[Document, tuple[Event, ...]]:
    """The new document with inherited ids, and what happened to each finding, old and new. Pure."""
    inherited = heirs(previous.findings, new.findings)
    ids = _ids(previous, new, inherited)
    renamed = replace(new, findings=tuple(replace(one, id=ids[at]) for at, one in enumerate(new.findings)))
    return renamed, _events(previous, renamed, inherited)


def compare(previous: Document, new: Document) -> tuple[Event, ...]:
    """What happened between two analyses of one history: findings of one id are the same finding, and of the others those
    that would inherit (of analyses further apart, where it was gone in between)."""
    place = {one.id: at for at, one in enumerate(previous.findings)}
    same = {at: place[one.id] for at, one in enumerate(new.findings) if one.id in place}
    kept = set(same.values())
    olds = [was for was in range(len(previous.findings)) if was not in kept]
    news = [at for at in range(len(new.findings)) if at not in same]
    found = heirs([previous.findings[was] for was in olds], [new.findings[at] for at in news])
    return _events(previous, new, same | {news[at]: olds[was] for at, was in found.items()})


def _shared(old: Sequence[Known], new: Sequence[Known]) -> dict[tuple[int, int], int]:
    """(new, old) -> applicants in both, where there are any."""
    asked = {member for one in new for member in one.members}
    of: dict[str, list[int]] = {}
    for at, one in enumerate(old):
        for member in asked.intersection(one.members):
            of.setdefault(member, []).append(at)
    return dict(
        Counter((at, was) for at, one in enumerate(new) for member in one.members for was in of.get(member, ()))
    )


def heirs(old: Sequence[Known], new: Sequence[Known]) -> dict[int, int]:
    """Place of the new one -> place of the old one whose id it inherits. Hubs of one value first, then by members; total
    order."""
    fitting = []
    for (at, was), both in _shared(old, new).items():
        one, before = new[at], old[was]
        if not (2 * both > len(one.members) or 2 * both > len(before.members)):
            continue
        hubs = (one.type == "hub") + (before.type == "hub")
        other_value = hubs > 0 and one.lead != before.lead
        fitting.append((hubs == 1, other_value, -both, one.id != before.id, before.rank, one.rank, at, was))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for *_, at, was in sorted(fitting):
        if at not in found and was not in taken:
            found[at] = was
            taken.add(was)
    return found


def _ids(previous: Document, new: Document, inherited: dict[int, int]) -> list[str]:
    """Inherited ids; a finding without one keeps its own, or gets another where that belongs to an earlier finding."""
    taken = {one.id for one in previous.findings}
    found = []
    for at, one in enumerate(new.findings):
        if at in inherited:
            found.append(previous.findings[inherited[at]].id)
            continue
        name, again = one.id, 1
        while name in taken:
            again += 1
            name = identify([f"{one.id} {again}"], one.id.partition("-")[0])[0]
        taken.add(name)
        found.append(name)
    return found


def _events(previous: Document, new: Document, inherited: dict[int, int]) -> tuple[Event, ...]:
    old, now = previous.findings, new.findings
    went: dict[int, list[int]] = {}  # new -> earlier findings that it swallowed beside the one that it is
    part: dict[int, list[int]] = {}  # new without an id of old -> earlier findings that it mostly was part of
    into: dict[int, list[int]] = {}  # earlier -> new ones that hold some of it
    kept = set(inherited.values())
    for (at, was), both in sorted(_shared(old, now).items()):
        into.setdefault(was, []).append(at)
        if inherited.get(at) == was:
            continue
        if was not in kept and 2 * both > len(old[was].members):
            went.setdefault(at, []).append(was)
        elif at not in inherited and 2 * both > len(now[at].members):
            part.setdefault(at, []).append(was)
    swallowed = {was for found in went.values() for was in found}
    events = [
        _event(
            now[at],
            old[inherited[at]] if at in inherited else None,
            _of(old, went.get(at, ())),
            _of(old, part.get(at, ())),
        )
        for at in range(len(now))
    ]
    for was, before in enumerate(old):
        if was not in kept and was not in swallowed:
            where = [now[at].id for at in into.get(was, ())]
            why = (
                f"Some of its members are now in {_names(where)}."
                if where
                else "None of its members is in a finding now."
            )
            events.append(Event("gone", before.id, before.title, tuple(where), (), before.members, why))
    return tuple(sorted(events, key=lambda one: (ORDER.index(one.kind), one.id)))


def _event(one: Finding, before: Finding | None, went: list[Finding], part: list[Finding]) -> Event:
    known = {member for other in [*went, *part, *([before] if before else [])] for member in other.members}
    added = tuple(sorted(set(one.members) - known))
    removed = tuple(sorted(set(before.members) - set(one.members))) if before else ()
    others = tuple(other.id for other in (went or part))
    said = [_joined(one, before, went, part), _came(one, before, added), _left(one, before, removed)]
    kind: EventKind
    if went:
        kind = "merged"
    elif before is None:
        kind = "split" if part else "new"
    elif not added and not removed:
        kind = "same"
    else:
        kind = "grown" if len(added) >= len(removed) else "shrunk"
    if before is not None:
        said.append(_judged(one, before))
    return Event(kind, one.id, one.title, others, added, removed, " ".join(text for text in said if text))


def _joined(one: Finding, before: Finding | None, went: list[Finding], part: list[Finding]) -> str:
    was = f"It was {before.id} then." if before and before.id != one.id else ""
    if went:
        ids = [other.id for other in went]
        told = f"{_names(ids)} {'is' if len(ids) == 1 else 'are'} now part of it; {_bridge(one, before, went)}"
        return f"{was} {told}".lstrip()
    if part and before is None:
        return f"It was part of {_names([other.id for other in part])}, which no longer holds it."
    return was


def _bridge(one: Finding, before: Finding | None, went: list[Finding]) -> str:
    """What ties the sides that were apart."""
    side = {member: at for at, other in enumerate([*([before] if before else []), *went]) for member in other.members}
    old = _keys([*([before] if before else []), *went])
    across = [part for part in _valued(one) if len({side[member] for member in part.applicants if member in side}) > 1]
    fresh = [part for part in across if part.key not in old] or across
    return f"what ties them: {_said(fresh, ())}." if fresh else "the ties grew."


def _came(one: Finding, before: Finding | None, added: tuple[str, ...]) -> str:
    if not added:
        return ""
    inside = set(added)
    parts = [part for part in _valued(one) if inside.intersection(part.applicants)]
    named = _names(added)
    if before is None:
        fresh = f"{count(len(added), 'application')} not in a finding before"
        return f"{fresh}; {_said(parts, added)}." if parts else f"{fresh}."
    by = f" by {_said(parts, added)}" if parts else ""
    return f"{named} came{by}."


def _left(one: Finding, before: Finding | None, removed: tuple[str, ...]) -> str:
    if before is None or not removed:
        return ""
    inside = set(removed)
    now = _keys([one])
    lost = [p for p in _valued(before) if p.key and p.key not in now and inside.intersection(p.applicants)]
    without = f"; it no longer rests on {_said(lost, ())}" if lost else ""
    return f"{_names(removed)} left{without}."


def _judged(one: Finding, before: Finding) -> str:
    if one.type != before.type:
        return (
            f"It was judged {before.type!r} ({before.score:.2f} bits) and is {one.type!r} now ({one.score:.2f} bits)."
        )
    if one.score != before.score:
        return f"Score {before.score:.2f} before, {one.score:.2f} now."
    return ""


def _said(parts: Sequence[Part], whose: Iterable[str]) -> str:
    """Values with the places where the newcomers' own stand, the heaviest first."""
    wanted = set(whose)
    told: dict[str, str] = {}
    for part in sorted(parts, key=lambda p: (-p.weight, p.key, p.value)):
        name = said(part.kind, part.value) if part.kind in KINDS else part.value
        places = [s for s in part.sources if s.applicant in wanted] or list(part.sources if not wanted else ())
        files = sorted({source.file for source in places})
        told.setdefault(name, f"{name} ({', '.join(files[:NAMED])})" if files else name)
    return listing(list(told.values()), NAMED)


def _valued(one: Finding) -> list[Part]:
    """The parts that name a value, for and against and also those of no weight; a sentence about the whole is none."""
    return [part for part in (*one.evidence, *one.counter_evidence) if part.value]


def _keys(findings: Iterable[Finding]) -> set[str]:
    return {part.key for one in findings for part in (*one.evidence, *one.counter_evidence)}


def _of(old: Sequence[Finding], places: Iterable[int]) -> list[Finding]:
    return [old[was] for was in places]


def _names(ids: Sequence[str]) -> str:
    return listing(list(ids), NAMED * 2)


def events_to_list(events: Iterable[Event]) -> list[dict[str, Any]]:
    """For lineage.json and --json."""
    return [{**vars(one), **{n: list(getattr(one, n)) for n in ("others", "added", "removed")}} for one in events]
