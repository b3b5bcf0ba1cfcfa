"""The text of each applicant, the pairs of applicants whose texts are alike, and the templates they hold.

Of an applicant with several texts (a CV and a cover letter, two versions) the longest is compared: positions of passages
are then positions in one document that stands somewhere. Of equally long ones the first by file name and record.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.links import TEXTS
from ingest.link.columns import Longs, firsts, ranks, whole
from ingest.link.values import SEPARATOR, Observed
from ingest.text.pairs import Progress, TextLinks, text_pairs


@dataclass(frozen=True)
class Compared:
    """TEXT_PAIRS, TEXTS, and the templates as observations of the kind `template`."""

    pairs: pa.Table
    texts: pa.Table
    templates: Observed


def compare(
    texts: pa.Table, record_names: pa.Array, record: Longs, applicant: Longs, progress: Progress | None
) -> Compared:
    """Compare the texts of the applicants. record, applicant: pairs sorted by record (a row of `record_names`)."""
    owners = _owners(texts, record_names, record, applicant)
    found = text_pairs(texts["text"], owners, progress=progress)
    rows = np.flatnonzero(owners >= 0)
    rows = rows[np.argsort(owners[rows])]
    chosen = texts.select(["file", "file_sha256", "source", "row", "path"]).take(pa.array(rows))
    place = [chosen[name].combine_chunks() for name in chosen.column_names]
    table = pa.table([pa.array(owners[rows]), pa.array(found.words[rows]), *place], names=TEXTS.names).cast(TEXTS)
    return Compared(found.pairs, table, _templates(found, table))


def _owners(texts: pa.Table, record_names: pa.Array, record: Longs, applicant: Longs) -> np.ndarray:
    """For each text the applicant it stands for, -1 when it is not compared.

    A text of a record that joined several applications stands for the first of them only: the others hold the same
    document, which is a shared file and not a copy.
    """
    owners = np.full(len(texts), -1, np.int32)
    place = np.asarray(pc.fill_null(pc.index_in(whole(texts["record"]), value_set=record_names), -1)).astype(np.int64)
    rows = np.flatnonzero(place >= 0)
    if not len(rows):
        return owners
    owner = applicant[np.searchsorted(record, place[rows])]
    length = np.asarray(pc.fill_null(pc.binary_length(texts["text"]), 0))[rows]
    order = np.lexsort((rows, ranks(texts["record"])[0][rows], ranks(texts["file"])[0][rows], -length, owner))
    chosen = order[firsts(owner[order])]
    owners[rows[chosen]] = owner[chosen]
    return owners


def _templates(found: TextLinks, texts: pa.Table) -> Observed:
    """One observation for each holder of a template, at its text."""
    sizes = [len(template.holders) for template in found.templates]
    holders = np.concatenate([np.zeros(0, np.int64), *(template.holders for template in found.templates)]).astype(
        np.int64
    )
    at = np.searchsorted(np.asarray(texts["applicant"]), holders)
    place = texts.take(pa.array(at))
    which = pa.array(np.repeat(np.arange(len(sizes)), sizes))
    display = pa.array([template.display for template in found.templates], pa.string()).take(which)
    keys = pa.array([f"template{SEPARATOR}{template.key}" for template in found.templates], pa.string())
    nothing = pa.repeat("", len(holders))
    return Observed(
        applicant=holders,
        value=keys.take(which),
        display=display,
        via=nothing,
        observed_at=nothing,
        context=pa.repeat("cv", len(holders)),
        holder=nothing,
        raw=display,
        rule=pa.repeat(pa.scalar(1, pa.int32()), len(holders)),
        source=whole(place["source"]),
        row=whole(place["row"]),
        path=whole(place["path"]),
    )
