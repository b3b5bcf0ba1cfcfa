"""Identifiers that stand in texts, as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds import Value, judge
from graph.model.kinds.many import american_in_use, usual
from ingest.facts.coded import CODED, picked
from ingest.facts.columns import plain, rows_table
from ingest.text.extract import PROFILES, find_identifiers, shortest_number, writes_american

MANY = 5_000
"""Texts of one file from which on the compiled pass is worth its first compiling (100 us a text without it)."""

MOST_BYTES = 64 << 20
"""Bytes of texts that wait, however few they are, until they are looked through."""

THREADS = 2
"""Parts of a column that are looked through at a time; the compiled pass does not hold the interpreter."""

FOUND = pa.schema(
    [
        pa.field("at", pa.int64()),  # number of the text
        pa.field("asked", CODED),
        pa.field("raw", pa.string()),
        pa.field("path", CODED),  # "chars 120-140"
    ]
)
_EXAMPLE = pa.chunked_array([["(650) 253-0000"]], pa.large_string())
_Numbers = np.ndarray[Any, Any]


class Finder:
    """FOUND of one column of texts after another, some at a time while the next are being read."""

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None
        self._found: list[Future[pa.Table]] = []

    def prepare(self) -> None:
        """Many texts will come: the compiled pass is loaded, which takes half a second, while the first are being read."""
        self._pool().submit(_at_once, _EXAMPLE, pa.array(["US"]))

    def add(self, find: Callable[[], pa.Table]) -> None:
        """Something to be done; waits while THREADS others are under way, so that few texts are held at a time."""
        if len(self._found) >= THREADS:
            wait(self._found[-THREADS:][:1])
        self._found.append(self._pool().submit(find))

    def found(self) -> list[pa.Table]:
        """What was found, in the order in which it was asked. Raises what went wrong."""
        tables = [one.result() for one in self._found]
        if self._threads is not None:
            self._threads.shutdown()
        return tables

    def _pool(self) -> ThreadPoolExecutor:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="find")
        return self._threads


def find_all(texts: pa.ChunkedArray, regions: pa.ChunkedArray | pa.Array, before: int = 0) -> pa.Table:
    """FOUND of all texts, in the order in which they stand; each is read as of the region beside it ("": unknown).

    before: how many texts of the same file were looked through already."""
    if before + len(texts) < MANY:
        return _one_by_one(texts, regions, np.arange(len(texts)))
    return _at_once(texts, regions)


def _one_by_one(texts: pa.ChunkedArray, regions: pa.ChunkedArray | pa.Array, numbers: _Numbers) -> pa.Table:
    """FOUND of the texts of these numbers, which rise."""
    where = regions.take(pa.array(numbers)).to_pylist()
    rows = [
        (at, found.kind, found.raw, f"chars {found.start}-{found.end}")
        for at, text, region in zip(numbers.tolist(), _texts_of(texts, numbers), where, strict=True)
        for found in find_identifiers(text, region)
    ]
    return rows_table(rows, FOUND)


def _texts_of(texts: pa.ChunkedArray, numbers: _Numbers) -> Iterator[str]:
    """The texts of these numbers, which rise. Chunk by chunk: a column is put together before any is taken from it."""
    at = 0
    for chunk in texts.chunks:
        first, last = np.searchsorted(numbers, (at, at + len(chunk)))
        yield from chunk.take(pa.array(numbers[first:last] - at)).to_pylist()
        at += len(chunk)


def _at_once(texts: pa.ChunkedArray, regions: pa.ChunkedArray | pa.Array) -> pa.Table:
    """By one pass over the bytes, and text by text what that leaves open."""
    from ingest.text import scan  # compiled code: its start costs more than a few texts

    encoded = plain(regions).dictionary_encode()
    known, codes = encoded.dictionary.to_pylist(), np.asarray(encoded.indices)
    fewest = np.array([shortest_number(region) for region in known], np.int32)[codes]
    american = np.array([writes_american(region) for region in known], np.bool_)[codes]
    certain = np.zeros(len(texts), np.bool_)
    numbers, pieces = [np.zeros((0, 6), np.int64)], [pa.array([], pa.string())]
    at = 0
    for chunk in texts.chunks:
        here = slice(at, at + len(chunk))
        found, cut = _scanned(chunk, fewest[here], american[here], certain[here])
        found[:, scan.TEXT] += at
        numbers.append(found)
        pieces.append(cut)
        at += len(chunk)
    rows, raws = np.concatenate(numbers), pa.concat_arrays(pieces)
    unused = _not_in_use(rows[:, scan.KIND] == scan.PHONE, raws)
    certain[rows[unused, scan.TEXT]] = False
    kept = certain[rows[:, scan.TEXT]]
    if not kept.all():
        rows, raws = rows[kept], raws.filter(pa.array(kept))
    table = _table(rows, raws)
    if certain.all():
        return table
    both = pa.concat_tables([table, _one_by_one(texts, regions, np.flatnonzero(~certain))])
    return both.take(pa.array(np.argsort(both["at"].to_numpy(), kind="stable")))


def _scanned(texts: pa.Array, fewest: _Numbers, american: _Numbers, certain: _Numbers) -> tuple[_Numbers, pa.Array]:
    """The values of a column that the pass finds, and their texts; into `certain`, of which of its texts it is sure."""
    from ingest.text import scan
    from ingest.text.scan_bytes import words_table

    data, offsets = _bytes(texts)
    out = np.empty(((len(texts) + 1) * scan.MOST, 6), np.int64)
    rows = out[: scan.scan(data, offsets, fewest, american, *words_table(PROFILES), out, certain)].copy()
    return rows, _pieces(data, rows[:, scan.FROM], rows[:, scan.TO])


def _table(rows: _Numbers, raws: pa.Array) -> pa.Table:
    from ingest.text import scan

    kinds = picked(pa.array(scan.KINDS, pa.string()), pa.array(rows[:, scan.KIND]))
    spans = pa.array(rows[:, scan.START] << 32 | rows[:, scan.END]).dictionary_encode()
    span = np.asarray(spans.dictionary)
    start, end = (pa.array(number).cast(pa.string()) for number in (span >> 32, span & 0xFFFFFFFF))
    paths = pc.binary_join_element_wise(pc.binary_join_element_wise("chars ", start, ""), end, "-")
    columns = [pa.array(rows[:, scan.TEXT]), kinds, raws, picked(paths, spans.indices)]
    return pa.Table.from_arrays(columns, schema=FOUND)


def _bytes(texts: pa.Array) -> tuple[_Numbers, _Numbers]:
    """The bytes of a column of texts as they are, and where each begins."""
    wide = pa.types.is_large_string(texts.type)
    _, places, content = texts.buffers()
    offsets = np.frombuffer(places, np.int64 if wide else np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(content, np.uint8) if content is not None else np.zeros(0, np.uint8)
    return data, offsets.astype(np.int64, copy=False)


def _pieces(data: _Numbers, starts: _Numbers, ends: _Numbers) -> pa.Array:
    """data[start:end] of each pair as a column of text."""
    from ingest.text import scan

    offsets = np.empty(len(starts) + 1, np.int32)
    content = np.empty(int((ends - starts).sum()), np.uint8)
    scan.cut(data, starts, ends, offsets, content)
    return pa.StringArray.from_buffers(len(starts), pa.py_buffer(offsets), pa.py_buffer(content))


def _not_in_use(phone: _Numbers, raws: pa.Array) -> _Numbers:
    """The rows whose number no network has: what stands there is for the library to say."""
    from ingest.text import scan

    data, offsets = _bytes(raws)
    at = np.flatnonzero(phone)
    national = np.empty(len(at), np.int64)
    scan.american(data, offsets[at], offsets[at + 1], national)
    known = np.zeros(len(at), np.bool_)
    known[national >= 0] = american_in_use(national[national >= 0])
    at = at[~known]
    numbers = pc.replace_substring_regex(raws.take(pa.array(at)), r"[() .\-]", "").dictionary_encode()
    known = numbers.dictionary
    with_code = pc.if_else(pc.starts_with(known, "+"), known, pc.binary_join_element_wise("+1", known, ""))
    good = usual("phone", with_code, pa.repeat("", len(with_code))).certain.copy()
    open_ones = np.flatnonzero(~good)
    texts = with_code.take(pa.array(open_ones)).to_pylist()
    good[open_ones] = [isinstance(judge("phone", number, ""), Value) for number in texts]
    unused: _Numbers = at[~good[np.asarray(numbers.indices)]]
    return unused
