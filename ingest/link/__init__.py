"""Links: who shares what. A pure function of the facts.

Two branches that share nothing but the records: the values (much of it under the interpreter's lock) and the texts
(compiled code without it) are worked on beside each other.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from queue import Empty, SimpleQueue
from threading import Event
from typing import TypeAlias

import numpy as np
import pyarrow.compute as pc

from graph.model.facts import Facts
from graph.model.large import give_back
from graph.model.links import APPLICANTS, SOURCES, Links
from ingest.link.areas import areas
from ingest.link.columns import Longs, encoded, whole
from ingest.link.holdings import tables, with_kind
from ingest.link.subjects import join
from ingest.link.texts import compare
from ingest.link.tolerance import tolerate
from ingest.link.values import Observed, observed, with_coarser

__all__ = ["link"]

Progress = Callable[[str, int, int], None]
Told: TypeAlias = "SimpleQueue[tuple[str, int, int]]"
STEPS = 3  # of our own; the text step counts its own
OFTEN = 0.1  # seconds between two looks at how far the texts are


def link(facts: Facts, *, progress: Progress | None = None) -> Links:
    """Join the records to applicants, find who shares which values, and compare their texts.

    The same facts give the same links, in whatever order the rows stand. progress: step, done, total; it is called in
    the caller's own thread.
    """
    given = [facts]
    del facts  # a caller who keeps none of them either gets their room back while they are linked
    links = _linked(given, progress)
    give_back()
    return links


def _linked(given: list[Facts], progress: Progress | None) -> Links:
    """The links of the one of `given`, which is taken out."""
    facts = given.pop()
    told: Told = SimpleQueue()  # by the threads that work on the texts
    read_all = Event()

    def say(step: str, done: int) -> None:
        if progress is not None:
            progress(step, done, STEPS)

    observations, texts, sources, runs = facts.observations, facts.texts, facts.sources, facts.runs
    record, names = encoded(observations.seen["record"])
    subjects = join(facts.records, texts.places, names, np.bincount(record, minlength=len(names)))
    del facts
    known = whole(subjects.records["record"])
    say("joining records", 1)
    with ThreadPoolExecutor(1) as beside_us:
        comparing = beside_us.submit(
            compare, texts, known, subjects.record, subjects.applicant, lambda *step: told.put(step), read_all
        )
        place = np.asarray(pc.fill_null(pc.index_in(names, value_set=known), -1)).astype(np.int64)
        area = areas(observations, known, subjects.record, subjects.applicant, len(subjects.applicants))
        seen = [observed(observations, place[record], subjects.record, subjects.applicant)]
        del observations, record, place
        found, into = _values(seen.pop())
        say("reading spellings", 2)
        _meanwhile(lambda seconds: read_all.wait(seconds) or comparing.done(), told, progress)
        give_back()
        templates = found.of_kind("template")
        count = len(subjects.applicants)
        of_templates = found.only(templates).plain()
        seen.append(found.only(~templates))
        del found, templates
        gathered = list(tables(seen.pop(), into, count))
        del into
        _meanwhile(lambda seconds: bool(wait([comparing], seconds).done), told, progress)
        compared = comparing.result()
    of_texts = of_templates.and_those(compared.templates).observed("template")
    values, holdings = with_kind(gathered, *tables(of_texts, np.full(len(of_texts.words.kind), -1), count))
    say("gathering values", 3)
    return Links(
        applicants=subjects.applicants.set_column(APPLICANTS.get_field_index("area"), "area", area),
        values=values,
        holdings=holdings,
        text_pairs=compared.pairs,
        texts=compared.texts,
        sources=sources.select(SOURCES.names).cast(SOURCES),
        runs=runs,
    )


def _values(found: Observed) -> tuple[Observed, Longs]:
    """The observations with tolerated spellings and coarser values, and for each value the one that it falls into."""
    found, _ = tolerate(found, "address")
    given = [found]
    del found
    found, into = with_coarser(given)
    found, became = tolerate(found, "building")
    return found, np.where(into >= 0, became[into], -1)


def _meanwhile(done: Callable[[float], bool], told: Told, progress: Progress | None) -> None:
    """Pass on what is told of the texts until it is done. done: waits so many seconds for it."""
    over = False
    while not over:
        over = done(OFTEN)
        while progress is not None:
            try:
                progress(*told.get_nowait())
            except Empty:
                break
