"""Which texts share text: the one door of the text step.

texts -> fingerprints -> postings -> candidates -> exact comparison -> alike pairs and copied passages
                                 └-> templates
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.links import TEXT_PAIRS
from ingest.text.fingerprints import SHORT_WORDS, columns, fingerprints, text_mask
from ingest.text.postings import RARE, Postings, postings, search
from ingest.text.reading import Texts, chosen, workers
from ingest.text.templates import Template, templates
from ingest.text.verify import ALIKE, Verified, verify
from ingest.text.words import Bytes, Hashes, Ints, Longs

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class TextLinks:
    """What texts share.

    pairs: columns of graph.model.links.TEXT_PAIRS, `left` and `right` being owners. A pair is told when the Jaccard
        similarity of its sets of word 5-shingles is at least 0.3, or when a passage of 40 words or more stands in both.
        `jaccard` is exact and over all shingles.
    words: number of words of each row's text, 0 for rows that were left out.
    templates: passages that a crowd holds.
    """

    pairs: pa.Table
    words: Ints
    templates: tuple[Template, ...]


def text_pairs(
    texts: pa.ChunkedArray | pa.Array,
    owners: Ints | None = None,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> TextLinks:
    """Compare all texts with all others.

    texts: large_string (string is cast). Nulls are empty. Texts of fewer than 20 shingles pair with nothing.
    owners: the owner of each text, each at most once, or -1 to leave the text out; the row numbers when not given.
        Texts are compared in the order of their owners, so that the order of rows changes nothing.
    threads: working threads, by default the processor's cores (at most 8).
    """
    told = chosen(texts, owners)
    if len(told) < 2:
        return _nothing(told)
    threads = workers(threads)
    step = _step(progress, "reading texts", len(told.column))
    keys, words = fingerprints(told.column, told.numbers, len(told), threads, step)
    index = postings(keys, text_mask(len(told)), len(told))
    del keys
    return shared_text(told, index, words, threads, progress)


def shared_text(
    texts: Texts, index: Postings | None, words: Ints, threads: int, progress: Progress | None
) -> TextLinks:
    """What texts share whose fingerprints are known. index: their postings, None of fewer than two texts. words: the
    number of words of each text."""
    if index is None:
        return _nothing(texts)
    mask = text_mask(len(texts))
    pairs = search(index, words < SHORT_WORDS, threads, _step(progress, "looking for shared text", len(texts)))
    data, begins, ends = _bytes(texts.column, texts.numbers, pairs)
    verified = verify(
        data, begins, ends, pairs, mask, _crowded(index), threads, _step(progress, "comparing texts", len(pairs))
    )
    del data
    named = templates(index, texts.column, texts.rows, texts.people, mask)
    by_row = np.zeros(len(texts.column), np.int32)
    by_row[texts.rows] = words
    return TextLinks(_table(pairs, verified, texts.people), by_row, named)


def _nothing(texts: Texts) -> TextLinks:
    return TextLinks(TEXT_PAIRS.empty_table(), np.zeros(len(texts.column), np.int32), ())


def _step(progress: Progress | None, name: str, total: int) -> Callable[[int], None]:
    return lambda done: None if progress is None else progress(name, done, total)


def _crowded(index: Postings) -> Hashes:
    heads = index.start == np.arange(len(index.start))
    codes: Hashes = index.code[heads & (index.size > RARE)]  # in the order of the fingerprints: sorted
    return codes


def _bytes(column: pa.ChunkedArray, numbers: Ints, pairs: Ints) -> tuple[Bytes, Longs, Longs]:
    """The bytes of all texts that stand in a pair, and where each text begins and ends in them."""
    count = int(numbers.max()) + 1
    wanted = np.zeros(count, np.bool_)
    wanted[pairs] = True
    whole = [chunk for chunk in column.chunks if len(chunk)]
    if len(whole) > 1:  # one array of what is needed, instead of a copy of everything
        taken = np.flatnonzero((numbers >= 0) & wanted[numbers])
        column = pa.chunked_array([pc.take(column, pa.array(taken)).combine_chunks()], pa.large_string())
        numbers = numbers[taken]
    begins, ends = np.zeros(count, np.int64), np.zeros(count, np.int64)
    data = np.zeros(1, np.uint8)
    for part in columns(column, numbers):  # one, or none
        used = part.texts >= 0
        data = part.data
        begins[part.texts[used]] = part.offsets[:-1][used]
        ends[part.texts[used]] = part.offsets[1:][used]
    return data, begins, ends


def _table(pairs: Ints, verified: Verified, people: Ints) -> pa.Table:
    """The pairs worth telling, as TEXT_PAIRS."""
    keep = (verified.jaccard >= ALIKE) | (verified.count > 0)
    left, right = pairs[keep, 1], pairs[keep, 0]  # the earlier text first
    jaccard, shared = verified.jaccard[keep], verified.shared[keep]
    count, found = verified.count[keep], verified.passages[keep]
    order = np.lexsort((right, left))
    count = count[order]
    runs = found[order][np.arange(found.shape[1]) < count[:, None]]
    passage = pa.StructArray.from_arrays(
        [pa.array(np.ascontiguousarray(runs[:, at])) for at in (2, 3, 0, 1, 4)],
        fields=list(TEXT_PAIRS.field("passages").type.value_type),
    )
    offsets = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
    return pa.table(
        [
            pa.array(people[left[order]]),
            pa.array(people[right[order]]),
            pa.array(jaccard[order]),
            pa.array(shared[order]),
            pa.ListArray.from_arrays(pa.array(offsets), passage),
            pa.array(np.zeros(len(order))),  # careers are compared by ingest.text.retold
            pa.repeat("", len(order)),
        ],
        schema=TEXT_PAIRS,
    )
