"""Links: who shares what. A pure function of the facts."""

from __future__ import annotations

from collections.abc import Callable

from graph.model.facts import Facts
from graph.model.links import SOURCES, Links
from ingest.link.columns import whole
from ingest.link.subjects import join
from ingest.link.texts import compare
from ingest.link.tolerance import tolerate
from ingest.link.values import observed, tables, together, with_coarser

__all__ = ["link"]

Progress = Callable[[str, int, int], None]
STEPS = 3  # of our own; the text step counts its own


def link(facts: Facts, *, progress: Progress | None = None) -> Links:
    """Join the records to applicants, find who shares which values, and compare their texts.

    The same facts give the same links, in whatever order the rows stand. progress: step, done, total.
    """

    def say(step: str, done: int) -> None:
        if progress is not None:
            progress(step, done, STEPS)

    counts = facts.observations["record"].value_counts()
    weights = dict(zip(counts.field(0).to_pylist(), counts.field(1).to_pylist(), strict=True))
    subjects = join(facts.records, facts.texts, weights)
    names = whole(subjects.records["record"])
    say("joining records", 1)
    found = observed(facts.observations, names, subjects.record, subjects.applicant)
    found, _ = tolerate(found, "address")
    found, into = with_coarser(found)
    found, renamed = tolerate(found, "building")
    into = {fine: renamed.get(coarse, coarse) for fine, coarse in into.items()}
    say("reading spellings", 2)
    texts = compare(facts.texts, names, subjects.record, subjects.applicant, progress)
    values, holdings = tables(together(found, texts.templates), into, len(subjects.applicants))
    say("gathering values", 3)
    return Links(
        applicants=subjects.applicants,
        values=values,
        holdings=holdings,
        text_pairs=texts.pairs,
        texts=texts.texts,
        sources=facts.sources.select(SOURCES.names).cast(SOURCES),
        runs=facts.runs,
    )
