"""CSV as it really comes: any separator, any quoting, ragged rows, fields of any size. Never stops at a bad row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from graph.model.errors import InputError
from ingest.sources.base import Emit, SourceFile
from ingest.sources.opening.encoding import detect, has_broken, open_text
from ingest.sources.opening.forbidden import refuse_columns

FIELD_LIMIT = 16 << 20
"""Characters of one field or line. A CV has some ten thousand; beyond this something is wrong with the file."""

SEPARATORS = (",", ";", "\t", "|")
csv.field_size_limit(FIELD_LIMIT)

_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.\w+|[+(]?\d[\d\s().:/+-]*|\d{4}-\d\d-\d\d.*")


class _TooLongError(Exception):
    """A physical line over the limit."""


class _Lines:
    """Physical lines of a text. `taken` are those of the record that is being read."""

    def __init__(self, handle: TextIO) -> None:
        self.handle = handle
        self.back: list[str] = []
        self.taken: list[str] = []
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.back.pop() if self.back else self.handle.readline(FIELD_LIMIT + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        if len(line) > FIELD_LIMIT:
            raise _TooLongError
        return line

    def give_back_all_but_first(self) -> None:
        self.back.extend(reversed(self.taken[1:]))
        self.ended = False

    def skip_record(self) -> None:
        """Passes over the rest of a record, in pieces: to the end of its line, and of its open quotes."""
        inside = sum(line.count('"') for line in self.taken) % 2 == 1
        piece = self.taken[-1]
        while piece and (inside or not piece.endswith(("\n", "\r"))):
            piece = self.back.pop() if self.back else self.handle.readline(FIELD_LIMIT)
            inside ^= piece.count('"') % 2 == 1


def separator_of(start: str) -> str:
    """The separator that cuts the first rows into the most equal number of fields; a comma when none does."""
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        rows = [row for row in _sample(start, separator) if row]
        if not rows or len(rows[0]) < 2:
            continue
        same = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        if (score := (round(same, 1), len(rows[0]))) > best_score:
            best, best_score = separator, score
    return best


def _sample(start: str, separator: str) -> list[list[str]]:
    """Up to 20 rows; the last one is left out when the sample may end inside it."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(start[:65536], newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) > 20:
                return rows[:20]
    except csv.Error:
        pass
    return rows[:-1] if len(rows) > 1 and len(start) >= 65536 else rows


def looks_like_data(cells: Sequence[str]) -> bool:
    """Whether a first row holds values (an address with @, a number, a date) instead of column names."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return not filled or any(_VALUE.fullmatch(cell) for cell in filled)


@dataclass(frozen=True)
class Header:
    """The columns of a CSV: which are read (position, name), and how many fields a row must have."""

    width: int
    read: tuple[tuple[int, str], ...]


def header_of(cells: list[str], file: SourceFile, emit: Emit) -> Header:
    """Raises InputError when the first row is no header. Refuses forbidden columns; of equal names the first stays."""
    names = [cell.replace("\0", "").strip() for cell in cells]
    if looks_like_data(names):
        raise InputError(
            "the first row looks like data, not like column names.",
            where=file.name,
            remedy="Put a header row on top.",
        )
    while names and not names[-1]:
        names.pop()
    refused = refuse_columns(dict.fromkeys(names), emit)
    read: dict[str, int] = {}
    for position, name in enumerate(names):
        if not name or name in refused:
            continue
        if name in read:
            emit.reject(
                "duplicate_column",
                f"column {name!r} stands twice (columns {read[name] + 1} and {position + 1}); the first is read",
                "Give the columns different names.",
                path=name,
            )
        else:
            read[name] = position
    return Header(len(names), tuple((position, name) for name, position in read.items()))


def iter_csv(file: SourceFile, emit: Emit) -> Iterator[tuple[int, dict[str, str]]]:
    """Each data row's number (from 1; blank lines do not count) and its columns, text as it stands.

    Rows that are ragged, too large, or hold NUL or broken bytes are rejected with their number; the rest goes on.
    Raises InputError when the file is empty or has no header row.
    """
    with open_text(file, emit) as handle:
        start = handle.read(65536)
        handle.seek(0)
        lines = _Lines(handle)
        reader = csv.reader(lines, delimiter=separator_of(start.lstrip("\ufeff")))
        header = None
        row = 0
        for cells in _records(lines, reader, emit):
            if header is None:
                if cells is None:
                    raise InputError(
                        "the header row cannot be read.", where=file.name, remedy="Export the file again as CSV."
                    )
                header = header_of(cells, file, emit)
                continue
            row += 1
            if cells is None:
                _too_large(emit, row)
            elif good := _checked(cells, header, row, emit):
                yield row, {name: good[position] for position, name in header.read}
    if header is None:
        raise InputError("the file is empty.", where=file.name, remedy="Export it again.")
    if row == 0:
        emit.reject("no_rows", "the file has column names but no rows", "Export it again if it should have some.")


def _records(lines: _Lines, reader: Iterator[list[str]], emit: Emit) -> Iterator[list[str] | None]:
    """Records that are not blank; None for one that is too large or never closes its quote."""
    while True:
        lines.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_TooLongError, csv.Error):
            lines.skip_record()
            yield None
            continue
        if lines.ended:  # the end came inside quotes: read the lines after the first one again
            lines.give_back_all_but_first()
            yield []
        elif any(cells):
            yield cells


def _too_large(emit: Emit, row: int) -> None:
    emit.reject(
        "too_large",
        f"there is a field of more than {FIELD_LIMIT:,} characters, or a quote that is never closed",
        "Leave the long field out, or close the quote.",
        row=row,
    )


def _checked(cells: list[str], header: Header, row: int, emit: Emit) -> list[str]:
    """The cells when the row is sound, else [] and a rejected line (without its text: it may hold what is refused)."""
    if not cells:
        emit.reject("open_quote", "a quote is opened that is never closed", "Close the quote.", row=row)
        return []
    if len(cells) != header.width and (len(cells) < header.width or any(cells[header.width :])):
        emit.reject(
            "ragged_row",
            f"it has {len(cells)} values, the header has {header.width}",
            "Put values that hold the separator in quotes.",
            row=row,
        )
        return []
    text = "".join(cells)
    if "\0" in text:
        emit.reject("nul_byte", "it holds NUL bytes", "Export the file again.", row=row)
        return []
    if has_broken(text):
        emit.reject("encoding", "it has bytes that are not UTF-8", "Export the file as UTF-8.", row=row)
        return []
    return cells


def is_simple_csv(path: Path) -> str:
    """The separator when the file is plain enough for a fast reader: UTF-8, no NUL, quotes in pairs, no giant line.

    "" when it is not, and `iter_csv` must read it.
    """
    encoding = detect(path)
    if encoding.name not in ("utf-8", "utf-8-sig") or encoding.broken:
        return ""
    quotes = longest = 0
    with path.open("rb") as handle:
        start = handle.read(65536)
        handle.seek(0)
        if start.removeprefix(b"\xef\xbb\xbf")[:1] in (b"", b"\r", b"\n"):
            return ""
        for line in iter(lambda: handle.readline(FIELD_LIMIT), b""):
            quotes += line.count(b'"')
            longest = max(longest, len(line))
            bare = line.strip(b"\r\n")
            if bare and not bare.strip(b',;\t|" '):  # a row of empty cells: a blank line, which is no row
                return ""
            if b"\0" in line or longest >= FIELD_LIMIT or b"\r" in line.rstrip(b"\r\n"):
                return ""
    return separator_of(start.decode("utf-8-sig", "ignore")) if quotes % 2 == 0 else ""
