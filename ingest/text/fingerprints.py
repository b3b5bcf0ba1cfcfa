"""Fingerprints: the shingles that stand for a text when texts are searched.

A fixed eighth of all shingles, chosen by their hash, so that a shingle is kept in every text or in none. Of a short
text every shingle is kept: an eighth of it would say too little. Two short texts are compared by all their
fingerprints, any other two by the eighth.

A fingerprint is one number: the upper bits of the shingle's hash, and the number of its text in the lower bits. Sorted,
equal shingles of different texts stand beside each other.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from graph.model.large import offsets
from ingest.text.kernel import kernel
from ingest.text.sorting import gathered
from ingest.text.words import MAX_BYTES, SHINGLE, Bytes, Hashes, Ints, Longs, shingles

EIGHTH = np.uint64(1 << 61)
SHORT_WORDS = 256  # of texts with fewer words every shingle is kept
MIN_SHINGLES = 20  # shorter texts are compared with nothing

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


def letters(texts: pa.LargeStringArray) -> Bytes:
    """The bytes of a column of texts, without copying them."""
    data = texts.buffers()[2]
    return np.zeros(1, np.uint8) if data is None or data.size == 0 else np.frombuffer(data, np.uint8)


@kernel
def pick(hashes: Hashes, words: int, text: int, mask: np.uint64, out: Hashes, n: int) -> int:
    """The fingerprints of one text of so many words, into out[n:]. The new n."""
    if words < MIN_SHINGLES + SHINGLE - 1:
        return n
    limit = _ALL if words < SHORT_WORDS else EIGHTH - np.uint64(1)
    for i in range(words - SHINGLE + 1):
        if hashes[i] <= limit:
            out[n] = (hashes[i] & ~mask) | np.uint64(text)
            n += 1
    return n


@kernel
def sample(
    data: Bytes,
    offsets: Longs,
    texts: Ints,
    first: int,
    last: int,
    mask: np.uint64,
    words: Ints,
    out: Hashes,
    hashes: Hashes,
    starts: Ints,
    ends: Ints,
) -> int:
    """Fingerprints of the rows first:last into `out`, their numbers of words into `words`. Returns how many."""
    n = 0
    for row in range(first, last):
        text = texts[row]
        if text < 0:
            continue
        end = min(offsets[row + 1], offsets[row] + MAX_BYTES)
        count = shingles(data, offsets[row], end, hashes, starts, ends)
        words[text] = count
        n = pick(hashes, count, text, mask, out, n)
    return n


def room(size: int) -> tuple[Hashes, Ints, Ints]:
    """Working space for the words of `size` bytes of text."""
    words = min(size, MAX_BYTES) // 2 + 2
    return np.empty(words, np.uint64), np.empty(words, np.int32), np.empty(words, np.int32)


def text_mask(count: int) -> np.uint64:
    """The lower bits that hold the number of a text, for `count` texts."""
    return np.uint64((1 << max(1, (count - 1).bit_length())) - 1)


def fingerprints(texts: Iterable[pa.LargeStringArray], numbers: Ints, count: int) -> tuple[Hashes, Ints]:
    """All fingerprints of the texts of some columns, sorted, and the number of words of each text.

    numbers: number of each row's text, 0 to count - 1, each at most once; -1 for rows that are left out.
    """
    mask = text_mask(count)
    words = np.zeros(count, np.int32)
    parts: list[Hashes] = []
    done = 0
    for column in texts:
        places, rows = offsets(column), len(column)
        lengths = np.diff(places)
        space = room(int(lengths.max(initial=0)))
        out = np.empty(int(np.minimum(lengths, MAX_BYTES).sum()) // 2 + 2 * rows, np.uint64)
        n = sample(letters(column), places, numbers[done : done + rows], 0, rows, mask, words, out, *space)
        parts.append(out[:n].copy())
        done += rows
    return gathered(parts), words
