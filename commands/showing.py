"""What several verbs tell the person at the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model.settings import Case
from graph.present.terminal import note

if TYPE_CHECKING:
    from graph.store import LoadReport
    from ingest.facts import RunReport

REJECTED_SHOWN = 20


def show_run(report: RunReport) -> None:
    """What the ingest did. Many rejections are shortened: all of them are in --json and in the run's own table."""
    lines = report.lines()
    rejected = [line for line in lines if line.startswith("rejected:")]
    for line in rejected[:REJECTED_SHOWN]:
        note(line)
    if len(rejected) > REJECTED_SHOWN:
        note(f"rejected: {len(rejected) - REJECTED_SHOWN:,} more; ingest --json lists all")
    for line in lines:
        if not line.startswith("rejected:"):
            note(line)


def show_load(report: LoadReport) -> None:
    from graph.analyse.report.wording import count

    size = f"{count(report.nodes, 'node')} and {count(report.edges, 'edge')}"
    if report.decisions_taken:
        note(f"graph: {count(report.decisions_taken, 'decision')} of it taken into the case")
    decisions = count(report.decisions, "decision")
    if not report.changed:
        note(f"graph: {f'{decisions} written, else' if report.decisions else 'already'} up to date, {size}")
        return
    note(
        f"graph: {size} ({report.created:,} new, {report.updated:,} changed,"
        f" {report.removed:,} removed{f', {decisions} written' if report.decisions else ''}) in {report.seconds:.0f} s"
    )


def warn_when_stale(case: Case) -> None:
    from ingest import pipeline

    if pipeline.is_stale(case):
        note("facts, decisions or rules are newer than these findings: run linchpin analyse")
