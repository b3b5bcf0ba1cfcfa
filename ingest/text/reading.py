"""All texts read once, in one pass over their bytes: the fingerprints of their shingles and the skeletons of their careers.

A thread takes a group of texts at a time, and reads it piece by piece. What is kept of a text is a tenth of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from graph.model.large import Texts, offsets
from ingest.text.fingerprints import letters, pick, text_mask
from ingest.text.kernel import kernel
from ingest.text.skeleton import EVENTS, FACTS, NAMES, RARE, Skeletons, outline, seen
from ingest.text.sorting import gathered
from ingest.text.tallies import new_table, rare, tally
from ingest.text.tokens import tokens
from ingest.text.words import MAX_BYTES, Bytes, Hashes, Ints, Longs

BLOCK = 1 << 23
"""Fingerprints of a piece."""


@dataclass(frozen=True)
class Chosen:
    """Texts that are compared, numbered in the order of their owners, so that the order of rows changes nothing."""

    source: Texts
    numbers: Ints  # row -> text, -1 for rows that are left out
    rows: Longs  # text -> row
    people: Ints  # text -> owner

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Reading:
    """What one pass over the texts tells of them: the fingerprints of all, sorted; of each its words and its bytes; the
    skeletons."""

    keys: Hashes
    words: Ints
    sizes: Longs
    skeletons: Skeletons


def chosen(texts: Texts | pa.ChunkedArray | pa.Array, owners: Ints | None) -> Chosen:
    """The texts that have an owner. Raises ValueError when two have one owner.

    texts: or a column of them. owners: the owner of each text, -1 to leave it out; the row numbers when not given.
    """
    source = texts if isinstance(texts, Texts) else Texts(pa.table({"text": texts}))
    if owners is None:
        owners = np.arange(len(source), dtype=np.int32)
    rows = np.flatnonzero(owners >= 0)
    rows = rows[np.argsort(owners[rows], kind="stable")]
    people = owners[rows].astype(np.int32)
    if (np.diff(people) == 0).any():
        raise ValueError("two texts have one owner: choose one of them")
    numbers = np.full(len(source), -1, np.int32)
    numbers[rows] = np.arange(len(rows), dtype=np.int32)
    return Chosen(source, numbers, rows, people)


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


_Part = tuple[Hashes, Ints, Hashes, Hashes]


def read(texts: Chosen, threads: int, step: Callable[[int], None]) -> Reading:
    """Read all texts. step: told the rows done."""
    mask = text_mask(len(texts))
    words, counts = np.zeros(len(texts), np.int32), np.zeros((len(texts), 2), np.int32)
    sizes = np.zeros(len(texts), np.int64)

    def work(group: int) -> list[_Part]:
        first, _ = texts.source.groups[group]
        room = _Room()
        parts = []
        for piece in texts.source.pieces(group):
            numbers = texts.numbers[first : first + len(piece)]
            first += len(piece)
            lengths = np.diff(offsets(piece))
            used = numbers >= 0
            sizes[numbers[used]] = lengths[used]
            parts.append(room.read(piece, numbers, lengths, mask, words, counts))
        return parts

    keys = _Blocks()
    grown = _Grown(np.int32, 4), _Grown(np.uint64, NAMES), _Grown(np.uint64)
    with ThreadPoolExecutor(threads) as pool:
        groups = texts.source.groups
        for (_, done), found in zip(groups, pool.map(work, range(len(groups))), strict=True):
            for part in found:
                keys.add(part[0])
                for rows, more in zip(grown, part[1:], strict=True):
                    rows.add(more)
            step(done)
    events, names, facts = (rows.taken() for rows in grown)
    skeletons = _skeletons(events, names, facts, texts.numbers[texts.numbers >= 0], counts)
    del events, names, facts
    return Reading(gathered(keys.taken(), threads), words, sizes, skeletons)


class _Blocks:
    """Fingerprints in pieces so large that each goes back to the system when it is freed."""

    def __init__(self) -> None:
        self._blocks: list[Hashes] = []
        self._left = 0  # room in the last of them

    def add(self, keys: Hashes) -> None:
        while len(keys):
            if not self._left:
                self._blocks.append(np.empty(BLOCK, np.uint64))
                self._left = BLOCK
            count = min(self._left, len(keys))
            begin = BLOCK - self._left
            self._blocks[-1][begin : begin + count] = keys[:count]
            keys = keys[count:]
            self._left -= count

    def taken(self) -> list[Hashes]:
        """All of them; nothing can be added after that."""
        blocks, self._blocks = self._blocks, []
        if blocks:
            blocks[-1] = blocks[-1][: BLOCK - self._left]
        return blocks


class _Grown:
    """Rows put behind one another in one piece of memory, which grows where it stands: many small pieces that are freed
    later do not go back to the system."""

    def __init__(self, kind: type[np.generic], *width: int) -> None:
        self._rows: Any = np.empty((0, *width), kind)
        self._count = 0

    def add(self, rows: Any) -> None:
        count = self._count + len(rows)
        if count > len(self._rows):
            self._rows.resize((count + count // 2, *self._rows.shape[1:]), refcheck=False)
        self._rows[self._count : count] = rows
        self._count = count

    def taken(self) -> Any:
        """All of them; nothing can be added after that."""
        rows, self._rows = self._rows, None
        rows.resize((self._count, *rows.shape[1:]), refcheck=False)
        return rows


class _Room:
    """Working space of one thread: as large as its largest piece needs."""

    def __init__(self) -> None:
        self._rows = self._longest = self._keys_room = -1

    def read(self, piece: pa.Array, numbers: Ints, lengths: Longs, mask: np.uint64, words: Ints, counts: Ints) -> _Part:
        """What the texts of a piece have: fingerprints, events, names and facts."""
        rows = len(piece)
        lengths = np.minimum(lengths, MAX_BYTES)
        longest, most = int(lengths.max(initial=0)), int(lengths.sum()) // 2 + 2 * rows
        if longest > self._longest:
            self._longest, self._tokens = longest, room(longest)
        if most > self._keys_room:
            self._keys_room, self._keys = most, np.empty(most, np.uint64)
        if rows > self._rows:
            self._rows, self._events = rows, np.empty((rows * EVENTS, 4), np.int32)
            self._names, self._facts = np.empty((rows * EVENTS, NAMES), np.uint64), np.empty(rows * FACTS, np.uint64)
        k, n, m = _read(
            letters(piece), offsets(piece), numbers, 0, rows, mask, self._tokens, words,
            self._keys, counts, self._events, self._names, self._facts,
        )  # fmt: skip
        return self._keys[:k].copy(), self._events[:n].copy(), self._names[:n].copy(), self._facts[:m].copy()


def _skeletons(events: Ints, names: Hashes, facts: Hashes, order: Ints, counts: Ints) -> Skeletons:
    """The skeletons in order of texts. order: the texts as they were read. counts: of each text its (events, facts).
    facts: used up."""
    held, told = new_table(), counts[:, 1].copy()
    tally(facts, held)
    kept, left = np.empty(len(order), np.int32), np.zeros_like(told)
    few = rare(facts, told[order], held, RARE, facts, kept)
    facts.resize(few, refcheck=False)
    left[order] = kept
    return Skeletons(
        _begins(counts[:, 0]), _sorted(events, order, counts[:, 0]), _sorted(names, order, counts[:, 0]),
        _begins(left), _sorted(facts, order, left), told, held,
    )  # fmt: skip


def _begins(counts: Ints) -> Longs:
    """Where each of so many begins, and where the last ends."""
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def _sorted(array: Any, order: Ints, counts: Ints) -> Any:
    """The rows of `array`, that stand by the texts in `order`, by the number of their text."""
    if not len(order) or (np.diff(order) > 0).all():
        return array
    return array[np.argsort(np.repeat(order, counts[order]), kind="stable")]
