"""All texts read once, in one pass over their bytes: the fingerprints of their shingles and the skeletons of their careers.

A turn of a thread reads about BLOCK bytes. What is kept of a text is a tenth of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ingest.text.fingerprints import BLOCK, Column, columns, gathered, pick, text_mask
from ingest.text.skeleton import EVENTS, FACTS, NAMES, Skeletons, outline, seen
from ingest.text.tokens import tokens
from ingest.text.words import MAX_BYTES, Bytes, Hashes, Ints, Longs, kernel

MOST_ROWS = 1000  # of one turn


@dataclass(frozen=True)
class Texts:
    """Texts of a column, numbered in the order of their owners, so that the order of rows changes nothing."""

    column: pa.ChunkedArray  # large_string
    numbers: Ints  # row -> text, -1 for rows that are left out
    rows: Longs  # text -> row
    people: Ints  # text -> owner

    def __len__(self) -> int:
        return len(self.rows)


def chosen(texts: pa.ChunkedArray | pa.Array, owners: Ints | None) -> Texts:
    """The texts that have an owner. Raises ValueError when two have one owner.

    texts: large_string (string is cast). owners: the owner of each text, -1 to leave it out; the row numbers when not
    given.
    """
    column = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])
    if column.type != pa.large_string():
        column = column.cast(pa.large_string())
    if owners is None:
        owners = np.arange(len(column), dtype=np.int32)
    rows = np.flatnonzero(owners >= 0)
    rows = rows[np.argsort(owners[rows], kind="stable")]
    people = owners[rows].astype(np.int32)
    if len(np.unique(people)) != len(people):
        raise ValueError("two texts have one owner: choose one of them")
    numbers = np.full(len(column), -1, np.int32)
    numbers[rows] = np.arange(len(rows), dtype=np.int32)
    return Texts(column, numbers, rows, people)


def workers(threads: int | None) -> int:
    """How many threads work: the processor's cores (at most 8) unless told."""
    return threads or min(8, os.cpu_count() or 1)


@kernel
def _read(
    data: Bytes,
    offsets: Longs,
    texts: Ints,
    first: int,
    last: int,
    mask: np.uint64,
    work: tuple[Ints, Hashes, Hashes],
    words: Ints,
    keys: Hashes,
    counts: Ints,
    events: Ints,
    names: Hashes,
    facts: Hashes,
) -> tuple[int, int, int]:
    """Read the rows first:last: how many fingerprints, events and facts they have, one text behind the other.

    words[text] is set to its number of words, counts[text] to its (events, facts).
    """
    token, code, hashes = work
    spans = np.zeros((EVENTS, 2 * NAMES), np.int32)
    own, places = np.zeros(FACTS, np.uint64), np.zeros((FACTS, 2), np.int32)
    known, owner = np.zeros(1024, np.uint64), np.full(1024, -1, np.int32)
    k = n = m = 0
    for row in range(first, last):
        text = texts[row]
        if text < 0:
            continue
        end = min(offsets[row + 1], offsets[row] + MAX_BYTES)
        much, count = tokens(data, offsets[row], end, token, code, hashes)
        words[text] = count
        k = pick(hashes, count, text, mask, keys, k)
        found, told = outline(token, code, much, events[n:], names[n:], spans, own, places)
        n += found
        kept = 0
        for i in range(told):
            if not seen(own[i], text, known, owner):
                facts[m + kept] = own[i]
                kept += 1
        m += kept
        counts[text, 0], counts[text, 1] = found, kept
    return k, n, m


def room(size: int) -> tuple[Ints, Hashes, Hashes]:
    """Working space for the tokens and shingles of `size` bytes of text."""
    count = min(size, MAX_BYTES) + 2
    return np.empty((count, 5), np.int32), np.empty(count, np.uint64), np.empty(count // 2 + 2, np.uint64)


def read(texts: Texts, threads: int, step: Callable[[int], None]) -> tuple[Hashes, Ints, Skeletons]:
    """The fingerprints of all texts, sorted; the number of words of each; their skeletons. step: told the rows done."""
    mask = text_mask(len(texts))
    words, counts = np.zeros(len(texts), np.int32), np.zeros((len(texts), 2), np.int32)

    def work(turn: tuple[Column, int, int]) -> tuple[Hashes, Ints, Hashes, Hashes, Ints]:
        column, first, last = turn
        rows = last - first
        lengths = np.minimum(np.diff(column.offsets[first : last + 1]), MAX_BYTES)
        keys = np.empty(int(lengths.sum()) // 2 + 2 * rows, np.uint64)
        events, names = np.empty((rows * EVENTS, 4), np.int32), np.empty((rows * EVENTS, NAMES), np.uint64)
        facts = np.empty(rows * FACTS, np.uint64)
        part = column.data, column.offsets, column.texts, first, last, mask, room(int(lengths.max()))
        k, n, m = _read(*part, words, keys, counts, events, names, facts)
        return keys[:k].copy(), events[:n].copy(), names[:n].copy(), facts[:m].copy(), column.texts[first:last]

    turns = [turn for column in columns(texts.column, texts.numbers) for turn in _turns(column)]
    parts = []
    done = 0
    with ThreadPoolExecutor(threads) as pool:
        for turn, part in zip(turns, pool.map(work, turns), strict=True):
            parts.append(part)
            done += turn[2] - turn[1]
            step(done)
    skeletons = _skeletons(parts, counts)
    keys = [part[0] for part in parts]
    parts.clear()
    return gathered(keys), words, skeletons


def _skeletons(parts: list[tuple[Hashes, Ints, Hashes, Hashes, Ints]], counts: Ints) -> Skeletons:
    """What the turns found, in order of texts. counts: of each text its (events, facts)."""
    order = np.concatenate([np.zeros(0, np.int32), *(part[4] for part in parts)])
    order = order[order >= 0]
    events = np.concatenate([np.zeros((0, 4), np.int32), *(part[1] for part in parts)])
    names = np.concatenate([np.zeros((0, NAMES), np.uint64), *(part[2] for part in parts)])
    facts = np.concatenate([np.zeros(0, np.uint64), *(part[3] for part in parts)])
    if len(order) and (np.diff(order) < 0).any():  # rows in another order than their texts
        events, names = (_sorted(array, order, counts[:, 0]) for array in (events, names))
        facts = _sorted(facts, order, counts[:, 1])
    begin = np.concatenate([[0], np.cumsum(counts[:, 0], dtype=np.int64)])
    facts_begin = np.concatenate([[0], np.cumsum(counts[:, 1], dtype=np.int64)])
    return Skeletons(begin, events, names, facts_begin, facts)


def _sorted(array: Any, order: Ints, counts: Ints) -> Any:
    """The rows of `array`, that stand by the texts in `order`, by the number of their text."""
    return array[np.argsort(np.repeat(order, counts[order]), kind="stable")]


def _turns(column: Column) -> Iterator[tuple[Column, int, int]]:
    """Rows first:last of about BLOCK bytes each."""
    first, rows, offsets = 0, len(column.offsets) - 1, column.offsets
    while first < rows:
        last = int(np.searchsorted(offsets, offsets[first] + BLOCK, side="right")) - 1
        last = min(rows, first + MOST_ROWS, max(last, first + 1))
        yield column, first, last
        first = last
