"""What changed, what touches the workforce, what a new application touches, and decisions: as lines of a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from graph.analyse.lineage import ORDER, Changes
from graph.analyse.report.wording import count
from graph.model.decisions import Decision
from graph.model.findings import Finding
from graph.present.terminal import safe, show_table, write

if TYPE_CHECKING:  # loaded where they are made; the terminal only shows them
    from graph.analyse.answer import Answer, Holder
    from graph.analyse.audit import Audit

MOST_NAMES = 12
NAMED = 3
"""Others of one file whose places are shown; --json has all."""

WHOLE = "the whole file"
"""The place of what is a file itself, as a CV's fingerprint is."""


def show_changes(changes: Changes, limit: int) -> None:
    """What lies between two analyses, then every finding that is not the same."""
    if not changes.before:
        write(f"{changes.after} is the first analysis that is kept: there is nothing to compare it with.")
        return
    if changes.before == changes.after:
        write(f"{changes.after} is the newest analysis and the one to compare it with: there is nothing to compare.")
        return
    write(f"From analysis {changes.before} to {changes.after}")
    for run in changes.runs:
        write(f"  new run {run.run}: {safe(_names(run.files))}")
    for what, decisions in (("made since", changes.decisions), ("no longer counts", changes.ended)):
        for one in decisions:
            write(f"  decision {one.id} {what}: {one.verdict} {safe(_names(one.about))} ({safe(one.by)})")
    if changes.rules_changed:
        write("  the rules changed: another version of Linchpin")
    counts = Counter(event.kind for event in changes.events)
    write(", ".join(f"{counts[kind]} {kind}" for kind in ORDER if counts[kind]) or "no findings before or after")
    told = [event for event in changes.events if event.kind != "same" or event.why]
    for event in told[:limit]:
        write()
        sizes = [f"+{len(event.added)}" if event.added else "", f"-{len(event.removed)}" if event.removed else ""]
        size = " ".join(filter(None, sizes))
        noun = "application" if len(event.added) + len(event.removed) == 1 else "applications"
        write(f"{event.kind:7} {event.id}  {safe(event.title)}{f'  ({size} {noun})' if size else ''}")
        if event.why:
            write(f"        {safe(event.why)}")
    _more(len(told) - limit)


def show_audit(audit: Audit, limit: int) -> None:
    """Findings that reach present staff, then staff who share values with members of findings."""
    new = " new" if audit.since else ""
    reach = "reaches" if len(audit.findings) == 1 else "reach"
    write(f"{audit.staff:,} present staff; {count(len(audit.findings), 'finding')} {reach} them")
    if audit.since:
        fresh = count(sum(one.new for one in audit.findings), "finding")
        shared = count(sum(one.new for one in audit.beside), "shared value")
        write(f"New since analysis {audit.since}: {fresh}, {shared} (marked{new})")
    for one in audit.findings[:limit]:
        write()
        write(
            f"{one.rank}. {safe(one.title)}  ({one.type}, score {one.score:.2f}, {one.id}){' new' if one.new else ''}"
        )
        write(f"   {safe(one.sentence)}")
    _more(len(audit.findings) - limit)
    if audit.beside:
        write()
        write("Staff outside of a network who share a value with it")
        for other in audit.beside[:limit]:
            write(f"   {safe(other.sentence)}{' new' if other.new else ''}")
        _more(len(audit.beside) - limit)
    write()
    write("People to look at, not people who did anything: see linchpin explain ID first.")


def show_answers(answers: Sequence[Answer], texts: int) -> None:
    """What the case knows of each application; never a verdict."""
    for number, answer in enumerate(answers):
        if number:
            write()
        write(f"{safe(answer.name or 'no name')} ({safe(answer.applicant)})")
        if answer.in_case:
            write("   The case has this application already; it was not compared with itself.")
        write(f"   {safe(answer.sentence)}")
        for found in answer.findings:
            write(f"   {found.id}  rank {found.rank}, {found.type}, score {found.score:.2f}: {safe(found.title)}")
            write(f"      {safe(found.sentence)}")
            for part in found.parts[:4]:
                write(f"      the finding says: {safe(part)}")
        for value in answer.values:
            _show_value(value.sentence, value.pointer, value.known if not value.public else ())
        for alike in answer.alike:
            write(f"   {safe(alike.sentence)}")
        for beside in answer.beside:
            _show_value(beside.sentence, beside.pointer, beside.others[:NAMED] if not beside.public else ())
        if answer.parted:
            write(f"   Not compared with {safe(_names(answer.parted))}: it was decided that they are not linked.")
        if answer.unknown:
            verb = "is" if answer.unknown == 1 else "are"
            write(
                f"   {answer.unknown} of its values {verb} held by nobody {'else ' if answer.in_case else ''}in the case."
            )
        for one in answer.missed[:MOST_NAMES]:
            write(f"   {safe(one.sentence)}")
        if len(answer.missed) > MOST_NAMES:
            write(f"   and {len(answer.missed) - MOST_NAMES:,} more that were not compared (--json)")
    if texts:
        write()
        write(
            f"CVs were compared with {count(texts, 'other')} by samples; copied passages in a different CV show in an"
            " analysis."
        )


def _show_value(sentence: str, place: str, holders: Sequence[Holder]) -> None:
    """One value of an application, where it stands there, and where with others."""
    write(f"   {safe(sentence)}")
    write(f"      here: {safe(place or WHOLE)}")
    for holder in holders:
        where = ", ".join(filter(None, (holder.file, holder.pointer or WHOLE)))
        write(f"      there: {safe(holder.applicant)}: {safe(where)}")


def show_decisions(decisions: Iterable[Decision], counting: Iterable[str]) -> None:
    """All decisions in the order of the file; which of them count."""
    force = set(counting)
    rows = [
        (one.id, one.at, one.by, one.verdict, _names(one.about), one.note, "yes" if one.id in force else "")
        for one in decisions
    ]
    if rows:
        show_table(("id", "at", "by", "verdict", "about", "note", "counts"), rows)
    else:
        write("no decisions yet")


def show_what_if(before: Finding, after: Finding | None, innocent: Sequence[str]) -> None:
    """One finding as it is, and as it would be."""
    write(f"If {safe(_names(innocent))} {'is' if len(innocent) == 1 else 'are'} innocent:")
    write(
        f"{before.id} is {before.type}, {before.score:.2f} bits, {count(before.persons, 'person')}: {safe(before.title)}"
    )
    if after is None:
        write("nothing of it would be left")
        return
    write(f"it would be {after.type}, {after.score:.2f} bits, {count(after.persons, 'person')}: {safe(after.title)}")
    write(safe(after.summary))
    write("Computed on the neighbourhood of the finding. To make it so: linchpin decide innocent_value …")


def _names(items: Sequence[str]) -> str:
    shown = ", ".join(items[:MOST_NAMES])
    return shown if len(items) <= MOST_NAMES else f"{shown} and {len(items) - MOST_NAMES} more"


def _more(number: int) -> None:
    if number > 0:
        write(f"and {number:,} more (--limit)")
