"""Large tables that do not stand in memory as such, and room that is given back.

A million applicants have 4 GB of texts: only their places stand in memory; they themselves are read piece by piece, as
often as they are needed.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

PIECE = 1024
"""Rows of texts that are read at once: what is worked on stays in the processor's cache."""
GROUP = 8 * PIECE
"""Rows of a plain table that one thread takes at a time."""

Longs = npt.NDArray[np.int64]


class Rows:
    """Rows that do not stand in memory as a plain table; `table` makes it."""

    def __len__(self) -> int:
        raise NotImplementedError

    def table(self) -> pa.Table:
        """All rows as a plain table."""
        raise NotImplementedError

    @property
    def num_rows(self) -> int:
        return len(self)

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        """A column of the plain table."""
        return self.table()[name]

    def to_pylist(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.table().to_pylist()
        return found


class Texts(Rows):
    """Texts, and where they stood. This one holds a plain table; ingest.facts.stored reads the files of the runs.

    places: the columns of TEXTS without `text`. groups: rows first:last that are read together, in order.
    """

    places: pa.Table
    groups: list[tuple[int, int]]

    def __init__(self, table: pa.Table) -> None:
        self.places = table.drop_columns(["text"])
        texts = table["text"]
        texts = texts if texts.type == pa.large_string() else texts.cast(pa.large_string())
        self._names = table.column_names
        self._pieces: list[list[pa.LargeStringArray]] = []
        self.groups = []
        first = 0
        for chunk in texts.chunks:
            for start in range(0, len(chunk), GROUP):
                part = chunk.slice(start, GROUP)
                self._pieces.append([part.slice(at, PIECE) for at in range(0, len(part), PIECE)])
                self.groups.append((first, first + len(part)))
                first += len(part)

    def __len__(self) -> int:
        return self.groups[-1][1] if self.groups else 0

    def pieces(self, group: int) -> Iterator[pa.LargeStringArray]:
        """The texts of a group in their order, at most PIECE at a time. Several threads may read at once."""
        yield from self._pieces[group]

    def sizes(self, rows: Longs) -> Longs:
        """Bytes of some texts (rows in their order); of a null none."""
        found = np.zeros(len(rows), np.int64)
        for at, texts, some in self._of(rows):
            found[at : at + len(some)] = np.diff(offsets(texts))[some]
        return found

    def some(self, rows: Longs) -> pa.LargeStringArray:
        """Some texts (rows in their order)."""
        parts = [texts.take(pa.array(some)) for _, texts, some in self._of(rows)]
        return pa.concat_arrays(parts) if parts else pa.array([], pa.large_string())

    def table(self) -> pa.Table:
        every = [piece for group in range(len(self.groups)) for piece in self.pieces(group)]
        texts = pa.chunked_array(every, pa.large_string())
        return self.places.append_column("text", texts).select(self._names)

    def _of(self, rows: Longs) -> Iterator[tuple[int, pa.LargeStringArray, Longs]]:
        """The pieces with any of the rows: the place of the first of them in `rows`, the piece, and which of it."""
        for group, (first, last) in enumerate(self.groups):
            begin, end = np.searchsorted(rows, (first, last)).tolist()
            if begin == end:
                continue
            for piece in self.pieces(group):
                begin, end = np.searchsorted(rows, (first, first + len(piece))).tolist()
                if begin < end:
                    yield begin, piece, rows[begin:end] - first
                first += len(piece)


def offsets(texts: pa.LargeStringArray) -> Longs:
    """Where each text begins in the bytes of a column, and where the last ends."""
    found: Longs = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return found


def give_back() -> None:
    """Give the room of arrays and columns that went back to the system: Arrow and the C library (glibc; others do so by
    themselves) keep it for later ones, of a million applicants two gigabytes."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
