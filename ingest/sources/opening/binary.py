"""Files that are no text and no Parquet, told by their first bytes: what they are, and what to do."""

from __future__ import annotations

from ingest.sources.opening.encoding import wide_codec

_CSV = "Save each sheet as CSV (UTF-8)."
_UNPACK = "Unpack it, and name what was in it."
_ZIP = b"PK\x03\x04"
_SHEETS = (b"xl/", b"application/vnd.oasis.opendocument.spreadsheet")
"""What stands in the clear near the beginning of a zip that is a workbook: a path of Excel's, or the type of an OpenDocument."""

_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Office file", "Save a table as CSV (UTF-8), a document as PDF or DOCX."),
    (b"\x1f\x8b", "a packed file (gzip)", _UNPACK),
    (b"BZh91AY&SY", "a packed file (bzip2)", _UNPACK),
    (b"\xfd7zXZ\x00", "a packed file (xz)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a packed file (zstd)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7z)", _UNPACK),
    (b"Rar!\x1a\x07", "a packed file (RAR)", _UNPACK),
    (b"%PDF", "a PDF and no table", "Export the table as CSV (UTF-8)."),
    (b"{\\rtf", "an RTF document and no table", "Save a document as PDF or DOCX."),
    (b"\x89PNG", "a picture and no table", "Leave it out."),
    (b"\xff\xd8\xff", "a picture and no table", "Leave it out."),
    (b"GIF8", "a picture and no table", "Leave it out."),
)
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"PAR1")
_NO_TEXT = bytes({*range(9), *range(14, 27), *range(28, 32)})
"""Control characters that stand in no text."""

MOST_CONTROL = 0.05
"""Share of them up to which a file with NUL bytes is a text that was damaged; its bad rows are rejected one by one."""


def binary(start: bytes) -> tuple[str, str] | None:
    """What a file is that begins so, and what to do; None when it may be a text or Parquet.

    >>> binary(b"\\x89PNG\\r\\n")
    ('a picture and no table', 'Leave it out.')
    """
    if start.startswith(_ZIP):
        if any(mark in start for mark in _SHEETS):
            return "a workbook (Excel or OpenDocument)", _CSV
        return "a packed file (zip)", _UNPACK
    for mark, what, remedy in _STARTS:
        if start.startswith(mark):
            return what, remedy
    if b"\0" not in start or start.startswith(_MARKS) or wide_codec(start[:4096]):
        return None
    if len(start) - len(start.translate(None, _NO_TEXT)) > MOST_CONTROL * len(start):
        return "a binary file and no table", "Export it as CSV (UTF-8), JSON lines or Parquet, or leave it out."
    return None
