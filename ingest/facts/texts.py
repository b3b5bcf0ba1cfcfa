"""The texts of a run on their way to disk: written while files are still being read, so that memory does not grow with them.

The file depends on the texts and their order alone, not on how they came: in one piece or in many, from helpers or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.model.facts import TEXTS
from ingest.facts.gather import Repeated, drop_rows
from ingest.facts.parquet import TableFile

GROUP = 32 << 20
"""Bytes of text in one row group of the file."""

_WAITING = 2
"""Row groups that may wait to be written."""


class Texts:
    """The texts of one run. `add` as files are read, `leave_out` what turns out not to count, then `close`, once.

    folder: where `texts.parquet` will stand; made when the first texts come. A context manager: leaving it ends the writing.
    What goes wrong with the disk is raised by `close`, for it is not the fault of the file that is being read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._groups = _Groups(folder / "texts.parquet")
        self._sources: list[tuple[int, int]] = []  # source and number of rows, as they were added
        self._left_out: dict[int, Sequence[Repeated] | None] = {}

    def add(self, source: int, texts: pa.Table) -> None:
        """Texts of a file (TEXTS)."""
        if len(texts):
            self._sources.append((source, len(texts)))
            self._groups.add(texts)

    def leave_out(self, source: int, repeated: Sequence[Repeated] | None = None) -> None:
        """These records' texts do not count; without `repeated` no text of the file does."""
        self._left_out[source] = repeated

    def finish(self) -> None:
        """No text will come any more: the rest is written while other work is done."""
        self._groups.finish()

    def close(self) -> tuple[str, int]:
        """SHA-256 of the file, and how many texts are in it. Raises OSError."""
        sha256, count = self._groups.close()
        order = [source for source, _ in self._sources]
        touched = [source for source in self._left_out if source in order]
        if order == sorted(order) and not touched:
            return sha256, count
        return self._rewritten()

    def __enter__(self) -> Texts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._groups.stop()

    def _rewritten(self) -> tuple[str, int]:
        """The file again, in the order of the sources and without what was left out."""
        before = self._folder / "texts.before"
        path = self._folder / "texts.parquet"
        path.rename(before)
        groups = _Groups(path)
        with pq.ParquetFile(before) as file:
            for source in sorted({source for source, _ in self._sources}):
                for part in self._of(source, file):
                    groups.add(part)
        found = groups.close()
        before.unlink()
        return found

    def _of(self, source: int, file: pq.ParquetFile) -> Iterator[pa.Table]:
        """What counts of one source, row group by row group."""
        repeated = self._left_out.get(source, ())
        if repeated is None:
            return
        number = pa.scalar(source, pa.int32())
        for group in range(file.num_row_groups):
            table = file.read_row_group(group).cast(TEXTS)
            yield drop_rows(table.filter(pc.equal(table["source"], number)), repeated)


class _Groups:
    """A file whose row groups have the same borders however the texts come. Written by a thread of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TableFile | None = None
        self._pending: list[pa.Table] = []
        self._bytes = 0
        self._count = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="texts")
        self._writing: list[Future[None]] = []
        self._closing: Future[str] | None = None

    def add(self, texts: pa.Table) -> None:
        self._count += len(texts)
        for batch in texts.combine_chunks().to_batches():
            rest = pa.Table.from_batches([batch], schema=TEXTS)
            while len(rest):
                ends = _ends(rest["text"].chunk(0))
                rows = int(np.searchsorted(ends, GROUP - self._bytes)) + 1
                part = rest.slice(0, rows)
                self._pending.append(part)
                self._bytes += int(ends[len(part) - 1])
                rest = rest.slice(rows)
                if self._bytes >= GROUP:
                    self._flush()

    def _flush(self) -> None:
        table = pa.concat_tables([TEXTS.empty_table(), *self._pending])
        self._pending, self._bytes = [], 0
        if len(self._writing) >= _WAITING:
            wait(self._writing[-_WAITING:][:1])
        self._writing.append(self._thread.submit(self._write, table))

    def _write(self, table: pa.Table) -> None:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = TableFile(self._path, TEXTS)
        self._file.write(table)

    def finish(self) -> None:
        if self._closing is None:
            if self._pending or not self._writing:
                self._flush()
            self._closing = self._thread.submit(self._close)

    def _close(self) -> str:
        assert self._file is not None
        return self._file.close()

    def close(self) -> tuple[str, int]:
        self.finish()
        for one in self._writing:
            one.result()
        assert self._closing is not None
        sha256 = self._closing.result()
        self._thread.shutdown()
        return sha256, self._count

    def stop(self) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._pending = []
        if self._file is not None:
            self._file.abandon()


def _ends(texts: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Bytes of a column of long texts up to the end of each."""
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    ends: np.ndarray[tuple[int], np.dtype[np.int64]] = offsets[1:] - offsets[0]
    return ends
