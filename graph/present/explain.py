"""A finding in words: for, against, doubt, sources. Plain records first; the doors draw them."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.findings import Document, Finding, Part
from graph.present.selection import find


@dataclass(frozen=True)
class Section:
    """A heading and its lines; a line is (weight in bits or None, sentence, places)."""

    title: str
    lines: tuple[tuple[float | None, str, tuple[str, ...]], ...]


def explain(document: Document, id_: str) -> tuple[Finding, tuple[Section, ...]]:
    """Everything that is said of one finding. Raises UsageError when there is none of this id or rank."""
    finding = find(document, id_)
    total = sum(part.weight for part in (*finding.evidence, *finding.counter_evidence))
    return finding, (
        Section("For one facilitator", _parts(finding.evidence)),
        Section("Against", _parts(finding.counter_evidence)),
        Section("Together", ((round(total, 2), "bits: the sum of the parts above.", ()),)),
        Section("Doubt", _doubt(finding)),
        Section("Who or what holds it together", _facilitators(finding)),
        Section("To look at", tuple((None, flag, ()) for flag in finding.flags)),
        Section("Applicants, by person", tuple((None, ", ".join(group), ()) for group in finding.member_persons)),
    )


def place(part: Part) -> tuple[str, ...]:
    """Where a part is written: "file (sha256 1a2b3c4d5e6f), row 3, column phone: (212) 555 …"."""
    return tuple(
        f"{source.applicant}: {source.file} (sha256 {source.sha256[:12]}), {source.pointer}: {source.raw}"
        for source in part.sources
    )


def _parts(parts: tuple[Part, ...]) -> tuple[tuple[float | None, str, tuple[str, ...]], ...]:
    return tuple((part.weight, part.sentence, place(part)) for part in parts)


def _doubt(finding: Finding) -> tuple[tuple[float | None, str, tuple[str, ...]], ...]:
    lines: list[tuple[float | None, str, tuple[str, ...]]] = [(None, finding.fragility.sentence, ())]
    for other in finding.explanations:
        lines.append((other.score, f"{other.name}: {other.reason} {other.decide}", ()))
    lines.append(
        (None, f"Chance: p = {finding.p_value:.3g}, q = {finding.q_value:.3g} over all facilitator candidates.", ())
    )
    return tuple(lines)


def _facilitators(finding: Finding) -> tuple[tuple[float | None, str, tuple[str, ...]], ...]:
    return tuple(
        (None, f"{one.rank}. {one.reason}" + (f" It looks like: {one.role}." if one.role else ""), ())
        for one in finding.facilitators
    )
