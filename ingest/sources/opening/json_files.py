"""JSON documents and JSON lines: what is wrong is said with its line and column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from graph.model.errors import InputError
from ingest.sources.base import Emit, SourceFile
from ingest.sources.opening.encoding import has_broken, open_text, read_document

LINE_LIMIT = 64 << 20
"""Characters of one JSON line."""

_DEEP = "it is nested too deeply"


class _Parser:
    """Parses JSON; keeps the first of two equal keys; NaN and Infinity are nothing. Remembers that it met them."""

    def __init__(self) -> None:
        self.repeated: set[str] = set()
        self.not_numbers = False
        self.decoder = json.JSONDecoder(object_pairs_hook=self._pairs, parse_constant=self._constant)

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            found = {}
            for key, value in pairs:
                if key in found:
                    self.repeated.add(key)
                else:
                    found[key] = value
        return found

    def _constant(self, _: str) -> None:
        self.not_numbers = True

    def say(self, emit: Emit, row: int | None) -> None:
        """Rejects what was met since the last call."""
        if self.repeated:
            names = ", ".join(repr(name) for name in sorted(self.repeated))
            emit.reject(
                "duplicate_key", f"an object has {names} twice; the first was kept", "Correct the export.", row=row
            )
            self.repeated.clear()
        if self.not_numbers:
            emit.reject(
                "not_a_number",
                "NaN or Infinity is no JSON value; it was read as nothing",
                "Correct the export.",
                row=row,
            )
            self.not_numbers = False


def read_json(file: SourceFile, emit: Emit) -> object:
    """The one JSON value of a file. Raises InputError with line and column when it is cut off or broken."""
    text = read_document(file, emit)
    parser = _Parser()
    try:
        value: object = parser.decoder.decode(text)
    except json.JSONDecodeError as error:
        if _is_cut(error):
            whole = text.rstrip()
            last = whole[whole.rfind("\n") + 1 :]
            what = f"the JSON document is cut off after line {whole.count(chr(10)) + 1}, column {len(last)}."
        else:
            what = f"line {error.lineno}, column {error.colno}: this is not JSON ({error.msg})."
        raise InputError(
            what,
            where=file.name,
            remedy="Export it again; nothing of this file was read.",
        ) from error
    except RecursionError as error:
        raise InputError(f"{_DEEP}.", where=file.name, remedy="Export it again, or as JSON lines.") from error
    except ValueError as error:  # a number with more digits than Python reads
        raise InputError(f"it has an impossible number ({error}).", where=file.name, remedy="Correct it.") from error
    parser.say(emit, None)
    return value


def iter_json_lines(file: SourceFile, emit: Emit) -> Iterator[tuple[int, Any]]:
    """Each line's number (from 1) and value. Lines that are not JSON are rejected and the rest goes on."""
    parser = _Parser()
    with open_text(file, emit) as handle:
        for number, line in _lines(handle):
            if line is None:
                emit.reject(
                    "too_large",
                    f"line {number} is longer than {LINE_LIMIT:,} characters",
                    "Split it, or leave the long field out.",
                    row=number,
                )
            elif line.strip():
                try:
                    value = _parse(parser, line)
                except ValueError as error:
                    emit.reject("broken_line", f"line {number}: {error}", "Export the file again.", row=number)
                    continue
                parser.say(emit, number)
                yield number, value


def _is_cut(error: json.JSONDecodeError) -> bool:
    """Whether the text ends before its value does."""
    return error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")


def _parse(parser: _Parser, line: str) -> Any:
    """Raises ValueError saying what is wrong."""
    if has_broken(line):
        raise ValueError("it has bytes that are not UTF-8")
    try:
        return parser.decoder.decode(line)
    except json.JSONDecodeError as error:
        if _is_cut(error):
            raise ValueError(f"it is cut off after column {len(line.rstrip())}") from error
        raise ValueError(f"it is not JSON at column {error.colno} ({error.msg})") from error
    except RecursionError as error:
        raise ValueError(_DEEP) from error


def _lines(handle: TextIO) -> Iterator[tuple[int, str | None]]:
    """Lines with their number; None for one over the limit, which is passed over in pieces."""
    number = 0
    while line := handle.readline(LINE_LIMIT + 1):
        number += 1
        if len(line) <= LINE_LIMIT:
            yield number, line
            continue
        while line and not line.endswith(("\n", "\r")):
            line = handle.readline(LINE_LIMIT)
        yield number, None
