"""A finding in words: for, against, doubt, sources. Plain records first; the doors draw them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.analyse.report.elsewhere import ELSEWHERE
from graph.analyse.report.joining import JOINED
from graph.analyse.report.wording import NO_WITNESS
from graph.model.findings import Document, Facilitator, Finding, Flag, Part, Relation
from graph.present.roles import looks_like
from graph.present.selection import find

Line = tuple[float | None, str, tuple[str, ...]]
"""Weight in bits or None, sentence, places."""


WITHOUT = "Without one thing"
LATER = "Who joined the core that stands, by evidence too weak to found one"
ALSO = "Who of them is in another finding too (told, not scored)"
TOLD = "Who referred, who vouches (told, not scored again)"
MAY_BE_MISSING = frozenset((WITHOUT, LATER, ALSO, TOLD))
"""Sections that are left out when they have nothing to say."""


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]


def explain(document: Document, id_: str) -> tuple[Finding, tuple[Section, ...]]:
    """Everything that is said of one finding. Raises UsageError when there is none of this id or rank."""
    finding = find(document, id_)
    total = sum(part.weight for part in (*finding.evidence, *finding.counter_evidence))
    sections = (
        Section("For one facilitator", _parts(finding.evidence)),
        Section("Against", _parts(finding.counter_evidence)),
        Section("Together", ((round(total, 2), "bits: the sum of the parts above.", ()),)),
        Section("Doubt", _doubt(finding)),
        Section(WITHOUT, tuple((None, loss.sentence, ()) for loss in finding.fragility.losses)),
        Section("Who or what holds it together", _facilitators(finding)),
        Section(LATER, _told(one for one in finding.relations if one.kind == JOINED)),
        Section(ALSO, _told(one for one in finding.relations if one.kind == ELSEWHERE)),
        Section(TOLD, _told(one for one in finding.relations if one.kind not in (JOINED, ELSEWHERE))),
        Section("To look at (adds nothing to the score)", _flags(finding)),
        Section("Applicants, by person", tuple((None, ", ".join(group), ()) for group in finding.member_persons)),
    )
    return finding, tuple(one for one in sections if one.lines or one.title not in MAY_BE_MISSING)


def place(part: Part | Relation | Flag) -> tuple[str, ...]:
    """Where it is written: "file (sha256 1a2b3c4d5e6f), row 3, column phone: (212) 555 …"."""
    return tuple(
        f"{source.applicant}: {source.file} (sha256 {source.sha256[:12]}), {source.pointer}: {source.raw}"
        for source in part.sources
    )


def _parts(parts: tuple[Part, ...]) -> tuple[Line, ...]:
    return tuple((part.weight, part.sentence, place(part)) for part in parts)


def _doubt(finding: Finding) -> tuple[Line, ...]:
    lines: list[Line] = [(None, finding.fragility.sentence, ())]
    for other in finding.explanations:
        lines.append((other.score, f"{other.name}: {other.reason} {other.decide}", ()))
    return (*lines, (None, _chance(finding), ()))


def _chance(finding: Finding) -> str:
    """What the finding's p and q are of."""
    candidates = finding.facilitators or (finding.facilitator,)
    surest = min(candidates, key=lambda one: (one.q_value, one.p_value, one.rank))
    says = f"Chance: p = {surest.p_value:.3g}, q = {surest.q_value:.3g}, of its surest candidate among all."
    if not any(one.testable for one in candidates):
        says = f"Chance could not be asked (p = 1): {NO_WITNESS}."
    if finding.q_value > surest.q_value:
        says += f" The finding's own q = {finding.q_value:.3g} is that of an innocent cause, the larger of the two."
    return says


def _facilitators(finding: Finding) -> tuple[Line, ...]:
    return tuple(
        (None, f"{one.rank}. {one.reason}{_by_chance(one)} {looks_like(one.role)}".rstrip(), ())
        for one in finding.facilitators
    )


def _by_chance(one: Facilitator) -> str:
    """How likely so much is by chance, and how that was found out."""
    if not one.method:
        return ""
    how = {"bound": "at most, by factorial moments", "curveball": "by shuffles that keep both degrees"}
    return f" Chance: p = {one.p_value:.3g} ({how.get(one.method, one.method)}), q = {one.q_value:.3g}."


def _told(relations: Iterable[Relation]) -> tuple[Line, ...]:
    return tuple((None, one.sentence, place(one)) for one in relations)


def _flags(finding: Finding) -> tuple[Line, ...]:
    """Each flag with its usual innocent cause; of findings kept before there were causes, the sentences alone."""
    if not finding.flagged:
        return tuple((None, flag, ()) for flag in finding.flags)
    return tuple(
        (None, f"{flag.sentence} Usual innocent cause: {flag.innocent}", place(flag)) for flag in finding.flagged
    )
