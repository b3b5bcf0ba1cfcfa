"""The texts of runs, left on disk: decoded row group by row group when they are asked for, and never held as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from graph.model.facts import TEXTS
from graph.model.large import PIECE, Longs, Texts
from ingest.facts.unpack import damaged


@dataclass(frozen=True)
class TextFile:
    """The texts of one run; what stands in the file is known to be what the run wrote."""

    path: Path
    metadata: pq.FileMetaData

    @cached_property
    def rows(self) -> list[int]:
        """The number of rows of each row group."""
        return [self.metadata.row_group(group).num_rows for group in range(self.metadata.num_row_groups)]

    def pieces(self, group: int) -> Iterator[pa.LargeStringArray]:
        """The texts of a row group, at most PIECE at a time. Raises CaseError when they cannot be read any more."""
        try:
            with pq.ParquetFile(self.path, metadata=self.metadata) as file:
                for batch in file.iter_batches(PIECE, row_groups=[group], columns=["text"], use_threads=False):
                    texts = batch.column(0)
                    yield texts if texts.type == pa.large_string() else texts.cast(pa.large_string())
        except (pa.ArrowException, OSError, ValueError) as error:
            raise damaged(self.path, str(error)) from error


class Stored(Texts):
    """Some rows of the texts of some files, in their order. at: the rows, counted over all files, ascending."""

    def __init__(self, places: pa.Table, files: Sequence[TextFile], at: Longs) -> None:
        self.places = places
        self._names = TEXTS.names
        self._at = at
        every = [(file, group) for file in files for group in range(len(file.rows))]
        ends = np.cumsum([0, *(file.rows[group] for file, group in every)])
        borders = np.searchsorted(at, ends)
        some = np.flatnonzero(np.diff(borders))
        self.groups = [(int(borders[one]), int(borders[one + 1])) for one in some]
        self._where = [(*every[one], int(ends[one])) for one in some]

    def pieces(self, group: int) -> Iterator[pa.LargeStringArray]:
        file, number, start = self._where[group]
        wanted = self._at[slice(*self.groups[group])]
        for piece in file.pieces(number):
            first, last = np.searchsorted(wanted, (start, start + len(piece)))
            if last - first == len(piece):
                yield piece
            elif last > first:
                yield piece.take(pa.array(wanted[first:last] - start))
            start += len(piece)
