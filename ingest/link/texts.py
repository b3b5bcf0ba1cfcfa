"""The text of each applicant, the pairs of applicants whose texts are alike, and the templates they hold.

Of an applicant with several texts (a CV and a cover letter, two versions) the longest is compared: positions of passages
are then positions in one document that stands somewhere. Of equally long ones the first by file name and record.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.large import Texts, give_back
from graph.model.links import TEXT_PAIRS, TEXTS
from ingest.link.columns import Longs, coded, firsts, ranks, whole
from ingest.link.values import Places, Plain
from ingest.text.held import held
from ingest.text.pairs import Progress, TextLinks, compared, looked_for, step
from ingest.text.pairs import nothing as shares_nothing
from ingest.text.reading import Chosen, chosen, read, workers
from ingest.text.retold import Retold, nothing, tell, weighed
from ingest.text.words import Ints


@dataclass(frozen=True)
class Compared:
    """TEXT_PAIRS, TEXTS, and the templates as observations of the kind `template`."""

    pairs: pa.Table
    texts: pa.Table
    templates: Plain


def compare(
    texts: Texts, record_names: pa.Array, record: Longs, applicant: Longs, progress: Progress | None, read_all: Event
) -> Compared:
    """Compare the texts of the applicants. record, applicant: pairs sorted by record (a row of `record_names`).

    read_all: set when all texts are read, which takes all processors and the most memory.
    """
    owners = _owners(texts, record_names, record, applicant)
    found, careers = _both(chosen(texts, owners), progress, read_all)
    rows = np.flatnonzero(owners >= 0)
    rows = rows[np.argsort(owners[rows])]
    places = texts.places.select(["file", "file_sha256", "source", "row", "path"]).take(pa.array(rows))
    place = [whole(places[name]) for name in places.column_names]
    table = pa.table([pa.array(owners[rows]), pa.array(found.words[rows]), *place], names=TEXTS.names).cast(TEXTS)
    return Compared(_with_careers(found.pairs, careers), table, _templates(found, table))


def _both(texts: Chosen, progress: Progress | None, read_all: Event) -> tuple[TextLinks, Retold]:
    """The texts that share text and those that tell one career: read once for both, and taken once where they must be
    looked at again."""
    total = len(texts.source)
    if len(texts) < 2:
        read_all.set()
        return shares_nothing(total), nothing()
    threads = workers(None)
    reading = read(texts, threads, step(progress, "reading texts", total))
    keys, words, sizes, skeletons = [reading.keys], reading.words, reading.sizes, reading.skeletons
    read_all.set()
    del reading  # what is not needed further goes at once: all of it is two gigabytes of a million CVs
    found = looked_for(keys, words, threads, progress)
    give_back()
    if progress is not None:
        progress("comparing careers", 0, len(texts))
    careers = weighed(skeletons, threads)
    del skeletons
    again = held(texts, sizes, np.concatenate([found.texts, careers.pairs.ravel()]), threads)
    with ThreadPoolExecutor(1) as beside:  # most of the one is compiled, most of the other under the interpreter's lock
        telling = beside.submit(tell, careers, again, texts.people, threads)
        pairs, templates = compared(found, again, texts.people, threads, progress)
    by_row = np.zeros(total, np.int32)
    by_row[texts.rows] = words
    return TextLinks(pairs, by_row, templates), telling.result()


def _with_careers(pairs: pa.Table, careers: Retold) -> pa.Table:
    """The pairs that share text with their bits of one career, and the pairs that share a career alone."""
    alike = _pair_numbers(pairs["left"], pairs["right"])
    told = _pair_numbers(careers.left, careers.right)
    facts = pa.array(careers.facts, pa.string())
    place = pc.index_in(pa.array(alike), value_set=pa.array(told))
    bits = pc.fill_null(pa.array(careers.bits, pa.float64()).take(place), 0.0)
    both = pairs.set_column(5, TEXT_PAIRS.field("retold"), bits)
    both = both.set_column(6, TEXT_PAIRS.field("facts"), pc.fill_null(facts.take(place), ""))
    rest = pa.array(np.flatnonzero(~np.isin(told, alike)))
    columns = [careers.left, careers.right, careers.jaccard, careers.shared]
    passages = pa.array([[]] * len(careers.bits), TEXT_PAIRS.field("passages").type)
    alone = pa.table([*map(pa.array, columns), passages, pa.array(careers.bits), facts], schema=TEXT_PAIRS).take(rest)
    together = pa.concat_tables([both, alone]).combine_chunks()
    order = np.argsort(np.concatenate([alike, told[np.asarray(rest)]]), kind="stable")
    return together.take(pa.array(order))


def _pair_numbers(left: pa.ChunkedArray | Ints, right: pa.ChunkedArray | Ints) -> Longs:
    """One number for each pair, in their order."""
    return np.asarray(left).astype(np.int64) << 32 | np.asarray(right).astype(np.int64)


def _owners(texts: Texts, record_names: pa.Array, record: Longs, applicant: Longs) -> Ints:
    """For each text the applicant it stands for, -1 when it is not compared.

    A text of a record that joined several applications stands for the first of them only: the others hold the same
    document, which is a shared file and not a copy.
    """
    owners = np.full(len(texts), -1, np.int32)
    names = texts.places["record"]
    place = np.asarray(pc.fill_null(pc.index_in(whole(names), value_set=record_names), -1)).astype(np.int64)
    rows = np.flatnonzero(place >= 0)
    owner = applicant[np.searchsorted(record, place[rows])]
    several = np.bincount(owner)[owner] > 1 if len(rows) else np.zeros(0, np.bool_)
    owners[rows[~several]] = owner[~several]
    rows, owner = rows[several], owner[several]
    if len(rows):
        length = texts.sizes(rows)
        by_name = (ranks(names)[0][rows], ranks(texts.places["file"])[0][rows])
        order = np.lexsort((rows, *by_name, -length, owner))
        first = order[firsts(owner[order])]
        owners[rows[first]] = owner[first]
    return owners


def _templates(found: TextLinks, texts: pa.Table) -> Plain:
    """One observation for each holder of a template, at its text."""
    sizes = [len(template.holders) for template in found.templates]
    holders = np.concatenate([np.zeros(0, np.int32), *(template.holders for template in found.templates)])
    at = np.searchsorted(np.asarray(texts["applicant"]), holders)
    place = texts.take(pa.array(at))
    which = pa.array(np.repeat(np.arange(len(sizes)), sizes))
    display = pa.array([template.display for template in found.templates], pa.string()).take(which)
    nothing = pa.repeat("", len(holders))
    return Plain(
        applicant=holders.astype(np.int32),
        key=pa.array([template.key for template in found.templates], pa.string()).take(which),
        display=display,
        places=Places(
            observed_at=coded(nothing),
            context=coded(pa.repeat("cv", len(holders))),
            holder=coded(nothing),
            path=coded(place["path"]),
            source=whole(place["source"]),
            row=whole(place["row"]),
            spelling=np.arange(len(holders), dtype=np.int32),
            raw=display,
            rule=pa.repeat(pa.scalar(1, pa.int32()), len(holders)),
        ),
    )
