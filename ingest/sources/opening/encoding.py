"""Text from bytes: which encoding, and how much may be read at once."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from graph.model.errors import InputError
from ingest.sources.base import Emit, SourceFile

BLOCK = 1 << 20
DOCUMENT_LIMIT = 4 << 30
"""Bytes. A JSON document or a text is held in memory as a whole; beyond this it is refused."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BROKEN = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class Encoding:
    """name: a Python codec. broken: the file is this codec but for some bytes; those stand as lone surrogates.

    guessed: nothing in the file says which single-byte code it is.
    """

    name: str
    broken: bool = False
    guessed: bool = False

    @property
    def errors(self) -> str:
        return "surrogateescape" if self.name.startswith("utf-8") else "replace"


def detect(path: Path) -> Encoding:
    """The encoding of a whole file: by its mark, by its NUL bytes, by being valid UTF-8, else Windows-1252."""
    with path.open("rb") as handle:
        start = handle.read(4096)
        for mark, name in _BOMS:
            if start.startswith(mark):
                return Encoding(name, broken=name == "utf-8-sig" and not _is_utf8(path))
        wide = wide_codec(start)
    if wide:
        return Encoding(wide)
    if _is_utf8(path):
        return Encoding("utf-8")
    return _single_byte(path)


def wide_codec(start: bytes) -> str:
    """The codec of UTF-16 without a mark, in whose Latin text nearly every second byte is NUL; "" for all else."""
    half = len(start) // 2
    if half < 2:
        return ""
    if start[1::2].count(0) > 0.6 * half and start[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if start[0::2].count(0) > 0.6 * half and start[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as handle:
        try:
            while block := handle.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _single_byte(path: Path) -> Encoding:
    """Not valid UTF-8: UTF-8 with a few broken bytes when it has more good sequences than bad, else one byte each."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    undefined = False
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            text = decoder.decode(block)
            broken = len(_BROKEN.findall(text))
            bad += broken
            good += len(text) - len(text.encode("ascii", "ignore")) - broken
            undefined = undefined or any(byte in block for byte in b"\x81\x8d\x8f\x90\x9d")
    if good > bad:
        return Encoding("utf-8", broken=True)
    return Encoding("latin-1" if undefined else "cp1252", guessed=True)


def open_text(file: SourceFile, emit: Emit) -> TextIO:
    """The file as text, line ends untouched. Says so (a rejected line) when the encoding had to be guessed."""
    encoding = detect(file.path)
    if encoding.guessed:
        emit.reject(
            "encoding",
            f"the file does not say its encoding and is not UTF-8; it was read as {encoding.name}",
            "Export it as UTF-8, or check that names and addresses came out right.",
        )
    return file.path.open("r", encoding=encoding.name, errors=encoding.errors, newline="")


def has_broken(text: str) -> bool:
    """Whether bytes that are not UTF-8 stand in this text (opened by open_text)."""
    return not text.isascii() and _BROKEN.search(text) is not None


def read_text(file: SourceFile, emit: Emit) -> str:
    """A whole text file. Bytes that are no text become U+FFFD and are said. Raises InputError when it is too large."""
    text = _whole(file, emit)
    if has_broken(text):
        emit.reject("encoding", "some bytes are not UTF-8 and were replaced", "Save the file as UTF-8.")
        text = _BROKEN.sub("\ufffd", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _whole(file: SourceFile, emit: Emit) -> str:
    if file.bytes > DOCUMENT_LIMIT:
        raise InputError(
            f"the document has {file.bytes:,} bytes, more than the {DOCUMENT_LIMIT:,} that are read as one.",
            where=file.name,
            remedy="Export it in parts, or as JSON lines.",
        )
    try:
        with open_text(file, emit) as handle:
            return handle.read()
    except MemoryError as error:
        raise InputError(
            "the document is too large for this machine's memory.",
            where=file.name,
            remedy="Export it in parts, or as JSON lines.",
        ) from error


def read_document(file: SourceFile, emit: Emit) -> str:
    """A whole JSON text. Raises InputError when it is empty, too large, or has bytes that are not text."""
    text = _whole(file, emit)
    if not text.strip():
        raise InputError("the file is empty.", where=file.name, remedy="Export it again.")
    if broken := _BROKEN.search(text) if has_broken(text) else None:
        line = text.count("\n", 0, broken.start()) + 1
        raise InputError(
            f"line {line} has bytes that are not UTF-8.", where=file.name, remedy="Export it again as UTF-8."
        )
    return text
