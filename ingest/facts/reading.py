"""Reading files: each by its reader into tables of its own; many of them by helpers, with the same outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from graph.model.errors import InputError
from graph.model.facts import RECORDS, TEXTS
from ingest.facts.collector import OBSERVED, Collector, Gathered, ReaderMistakeError
from ingest.facts.pool import LostError, Pool
from ingest.facts.texts import Texts
from ingest.sources import readers
from ingest.sources.base import Reader, SourceFile

Progress = Callable[[str, int, int], None]

POOLED = 256
"""Files from which on helpers are worth their start: one takes as much processor time as reading 110 CVs (0.9 s against 8 ms
each, of bench/bench_ingest.py), so two of them win from about 250 on."""

SMALL = 64 << 20
"""Bytes of a file that a helper may read: all of it comes back through a pipe, and within pool.LIMIT."""


@dataclass(frozen=True)
class Order:
    """A file to be read. reader: its name, "" when nobody knows the file; then `unknown` says why and what to do."""

    file: SourceFile
    reader: str
    source: int
    stamp: tuple[int, int]
    case_key: bytes = field(repr=False)
    unknown: tuple[str, str] = ("", "")


def read_files(orders: Sequence[Order], pool: Pool, progress: Progress, kept: Texts | None = None) -> list[Gathered]:
    """What each file gave, in order. Byte for byte the same with helpers and without.

    kept: where the texts go, which are not in what is gathered then.
    """
    handed = [one for one in orders if one.reader and one.file.bytes <= SMALL]
    if len(handed) < POOLED or pool.size < 2:
        handed = []
    gathered: dict[int, Gathered] = {}
    answers: Iterable[Gathered | LostError] = pool.map("read", handed) if handed else ()
    for order, answer in zip(handed, answers, strict=True):
        progress("read files", len(gathered), len(orders))
        gathered[order.source] = _answered(order, answer)
    with ThreadPoolExecutor(1, thread_name_prefix="finish") as beside:
        coming: tuple[int, Future[Gathered]] | None = None  # one file at a time, for it holds all that it gave
        for order in orders:
            if order.source not in gathered:
                progress("read files", len(gathered), len(orders))
                read = _read(order, kept)
                if coming is not None:
                    gathered[coming[0]], coming = coming[1].result(), None
                if isinstance(read, Collector) and not read.holds_texts:
                    coming = order.source, beside.submit(read.finish)  # while the next one is read
                    continue
                gathered[order.source] = _finished(read)
            if kept is not None:
                kept.add(order.source, gathered[order.source].texts)
        if coming is not None:
            gathered[coming[0]] = coming[1].result()
    return [gathered[order.source] for order in orders]


def _answered(order: Order, answer: Gathered | LostError) -> Gathered:
    if isinstance(answer, Gathered):
        return answer
    if not answer.started:
        return read_file(order)
    return _failed(
        _collector(order, None),
        "unreadable",
        f"it could not be read: {answer}",
        "Open it and save it again, or leave it out.",
    )


def read_file(order: Order) -> Gathered:
    """What one file gave; whatever it holds, the other files go on. Raises ReaderMistakeError only."""
    return _finished(_read(order, None))


def _finished(read: Collector | Gathered) -> Gathered:
    return read.finish() if isinstance(read, Collector) else read


def _read(order: Order, kept: Texts | None) -> Collector | Gathered:
    """What one file gave, still to be finished, or why it gave nothing."""
    read = _collected(order, kept)
    if kept is not None and isinstance(read, Gathered):
        kept.leave_out(order.source)
    return read


def _collected(order: Order, kept: Texts | None) -> Collector | Gathered:
    collector = _collector(order, kept)
    if order.file.bytes == 0:
        return _failed(collector, "empty", "the file is empty", "Export it again.")
    if not order.reader:
        return _failed(collector, "unknown_format", *order.unknown)
    try:
        readers()[order.reader].read(order.file, collector)
    except InputError as error:
        return _failed(collector, "unreadable", error.what, error.remedy)
    except ReaderMistakeError:
        raise
    except Exception as error:
        why = f"reader {order.reader} cannot read it ({type(error).__name__})"
        return _failed(collector, "unreadable", why, "Check that it is a whole, unchanged export.")
    if _stamp_or_none(order.file.path) != order.stamp:
        return _failed(collector, "changed", "it changed while it was read", "Ingest it again when it is complete.")
    return collector


def stamp_of(path: Path) -> tuple[int, int]:
    """Changes when somebody writes to the file. Raises OSError."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _stamp_or_none(path: Path) -> tuple[int, int] | None:
    try:
        return stamp_of(path)
    except OSError:
        return None


def _collector(order: Order, kept: Texts | None) -> Collector:
    reader = readers()[order.reader] if order.reader else _NOBODY
    return Collector(order.file, reader, order.source, order.case_key, kept)


def _failed(collector: Collector, reason: str, message: str, remedy: str) -> Gathered:
    """The whole file is rejected: what was read of it before does not count, what was said of it does."""
    collector.reject(reason, message, remedy)
    empty = (RECORDS.empty_table(), OBSERVED.empty_table(), TEXTS.empty_table())
    return Gathered(*empty, rejected=collector.rejections(), failed=True)


def _no_reading(file: SourceFile, emit: object) -> None:
    """A file that nobody knows has nothing to be read."""


_NOBODY = Reader("", "", "", "", (), lambda head: 0.0, _no_reading)
