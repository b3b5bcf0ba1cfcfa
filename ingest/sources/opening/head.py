"""The beginning of a file, looked at once."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.sources.base import Head
from ingest.sources.opening.binary import binary
from ingest.sources.opening.csv_files import looks_like_data, separator_of
from ingest.sources.opening.encoding import detect

START = 64 << 10
FIRST_LIMIT = 8 << 20
"""Characters of the first JSON value that are looked at."""


def look(path: Path) -> Head:
    """Reads up to 64 KiB (more only for the first value of a JSON file). Raises OSError, nothing else."""
    with path.open("rb") as handle:
        start = handle.read(START)
    columns: tuple[str, ...] = ()
    first: Any = None
    if start[:4] == b"PAR1":
        columns = _parquet_columns(path)
    elif start and binary(start) is None:
        text = _text(path, len(start))
        if text.lstrip()[:1] in ("{", "["):
            first = _first(path, text)
            columns = tuple(str(key) for key in first) if isinstance(first, dict) else ()
        else:
            columns = _csv_columns(text)
    return Head(name=path.name, suffix=path.suffix.lower(), start=start, columns=columns, first=first)


def _text(path: Path, size: int) -> str:
    encoding = detect(path)
    with path.open("r", encoding=encoding.name, errors="replace", newline="") as handle:
        return handle.read(size)


def _parquet_columns(path: Path) -> tuple[str, ...]:
    try:
        return tuple(pq.read_schema(path).names)
    except (pa.ArrowException, OSError, ValueError):
        return ()


def _csv_columns(text: str) -> tuple[str, ...]:
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text)):
            if any(row):
                names = tuple(name.strip() for name in row)
                return () if looks_like_data(names) or any("\0" in name for name in names) else names
    except csv.Error:
        pass
    return ()


def _first(path: Path, text: str) -> Any:
    """The first element of an array, the first line's value, or the document itself when it is small enough."""
    decoder = json.JSONDecoder()
    for size in (len(text), FIRST_LIMIT):
        part = text if size == len(text) else _text(path, size)
        begin = len(part) - len(part.lstrip())
        if part[begin] == "[":
            begin += 1
            begin += len(part[begin:]) - len(part[begin:].lstrip())
        try:
            return decoder.raw_decode(part, begin)[0]
        except (ValueError, RecursionError):
            continue
    return None
