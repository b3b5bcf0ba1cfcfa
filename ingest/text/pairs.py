"""Which texts share text: the one door of the text step.

texts -> fingerprints -> postings -> candidates -> exact comparison -> alike pairs and copied passages
                                 └-> templates
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from graph.model.links import TEXT_PAIRS
from ingest.text.fingerprints import SHORT_WORDS, text_mask
from ingest.text.held import Held, held
from ingest.text.postings import RARE, Postings, postings, search
from ingest.text.reading import chosen, read, workers
from ingest.text.templates import Draft, Template, drafts, templates
from ingest.text.verify import ALIKE, Verified, verify
from ingest.text.words import Hashes, Ints

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
    total = len(told.source)
    if len(told) < 2:
        return nothing(total)
    threads = workers(threads)
    reading = read(told, threads, step(progress, "reading texts", total))
    found = looked_for([reading.keys], reading.words, threads, progress)
    texts_at_hand = held(told, reading.sizes, found.texts, threads)
    pairs, named = compared(found, texts_at_hand, told.people, threads, progress)
    by_row = np.zeros(total, np.int32)
    by_row[told.rows] = reading.words
    return TextLinks(pairs, by_row, named)


def nothing(rows: int) -> TextLinks:
    """What so many texts share when none or one of them is compared."""
    return TextLinks(TEXT_PAIRS.empty_table(), np.zeros(rows, np.int32), ())


@dataclass(frozen=True)
class Candidates:
    """Pairs of texts (text, earlier text) that may be alike, groups of fingerprints that may be templates, and what
    of the fingerprints is needed to judge them."""

    pairs: Ints
    drafts: list[Draft]
    mask: np.uint64
    crowded: Hashes

    @property
    def texts(self) -> Ints:
        """The texts that must be at hand to compare them; some more than once."""
        return np.concatenate([self.pairs.ravel(), np.array([draft.text for draft in self.drafts], np.int32)])


def looked_for(given: list[Hashes], words: Ints, threads: int, progress: Progress | None) -> Candidates:
    """What may be alike, by the fingerprints alone: the one of `given`, sorted, which is taken out. words: of each text their
    number."""
    count = len(words)
    mask = text_mask(count)
    index = postings(given.pop(), mask, count)
    pairs = search(index, words < SHORT_WORDS, threads, step(progress, "looking for shared text", count))
    return Candidates(pairs, drafts(index), mask, _crowded(index))


def compared(
    found: Candidates, texts: Held, people: Ints, threads: int, progress: Progress | None
) -> tuple[pa.Table, tuple[Template, ...]]:
    """The pairs worth telling, and the templates. texts: with `found.texts`. people: text -> owner."""
    say = step(progress, "comparing texts", len(found.pairs))
    verified = verify(texts.data, texts.begins, texts.ends, found.pairs, found.mask, found.crowded, threads, say)
    return _table(found.pairs, verified, people), templates(found.drafts, texts, people, found.mask)


def step(progress: Progress | None, name: str, total: int) -> Callable[[int], None]:
    """Tells how much of a step is done."""
    return lambda done: None if progress is None else progress(name, done, total)


def _crowded(index: Postings) -> Hashes:
    codes: Hashes = index.code[index.size > RARE]
    return codes


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
