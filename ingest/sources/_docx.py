"""DOCX files by python-docx, all parts of the text in the order of the page, after a look at the sizes inside."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from ingest.sources._document import MOST_LINKS, MOST_TEXT, Content, Link, UnreadableError

MOST_EXPANDED = 100 << 20
MOST_PARTS = 5_000
MOST_RATIO = 200
"""A part of more than a MiB that was packed by more than this is a bomb; real text packs by 10, blank pictures by 100."""

_AGAIN = "Open it and save it again as DOCX or PDF, or ask for it again."

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB, _BREAK, _RETURN, _DASH = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")
_BOX = qn("w:txbxContent")
_SKIPPED = frozenset(
    (_BOX, qn("w:pPr"), qn("w:rPr"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)


def read_docx(path: Path) -> Content:
    """Headers, body with tables, text boxes and content controls, footers; link targets. Raises UnreadableError only."""
    try:
        _check_sizes(path)
        return _read(path)
    except UnreadableError:
        raise
    except Exception as error:  # damaged XML or parts make lxml and python-docx raise almost anything
        what = type(error).__name__
        raise UnreadableError("broken_document", f"the DOCX is damaged and cannot be read ({what})", _AGAIN) from error


def _check_sizes(path: Path) -> None:
    """Declared sizes first, then the real ones: a packed part may lie about what it unpacks to."""
    with path.open("rb") as handle:
        start = handle.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(
            "locked",
            "it is locked with a password, or an old Word file",
            "Save it as DOCX without password.",
            keep=True,
        )
    if not zipfile.is_zipfile(path):
        raise UnreadableError("not_a_docx", "it is called .docx but is no Word file", "Ask for the file again.")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if (
                len(parts) > MOST_PARTS
                or sum(part.file_size for part in parts) > MOST_EXPANDED
                or any(map(_is_bomb, parts))
            ):
                raise _bomb()
            left = MOST_EXPANDED
            for part in parts:
                left -= _real_size(archive, part, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise UnreadableError(
            "broken_document", "the DOCX is damaged or encrypted and cannot be unpacked", _AGAIN
        ) from error


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 1 << 20 and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _bomb() -> UnreadableError:
    return UnreadableError(
        "too_large", "the DOCX unpacks to far more than a CV holds (zip bomb)", "Do not open it; ask for the CV again."
    )


def _real_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    size = 0
    with archive.open(part) as handle:
        while block := handle.read(1 << 20):
            size += len(block)
            if size > left:
                raise _bomb()
    return size


def _read(path: Path) -> Content:
    document = docx.Document(str(path))
    parts = [document.part]
    lines: list[str] = []
    sections = list(document.sections)
    for name in ("first_page_header", "header", "even_page_header"):
        lines += _edges(sections, name, parts)
    lines += _lines(document.element.body)
    for name in ("footer", "first_page_footer", "even_page_footer"):
        lines += _edges(sections, name, parts)
    links = tuple(link for part in parts for link in _links(part))
    pictures = any("image" in relation.reltype for part in parts for relation in part.rels.values())
    return Content("\n".join(line for line in lines if line.strip())[:MOST_TEXT], links[:MOST_LINKS], pictures)


def _edges(sections: list[Any], name: str, parts: list[Any]) -> list[str]:
    """Lines of a kind of header or footer, each text once."""
    found: dict[str, None] = {}
    for section in sections:
        edge = getattr(section, name)
        if not edge.is_linked_to_previous:
            parts.append(edge.part)
            found.update(dict.fromkeys(_lines(edge._element)))
    return list(found)


def _lines(element: Any) -> Iterator[str]:
    """Paragraphs and table rows below an element, in order; content controls and insertions are looked into."""
    for child in element.iterchildren():
        if child.tag == _PARAGRAPH:
            yield "".join(_words(child))
            for box in child.iter(_BOX):
                if not any(parent.tag in _SKIPPED - {_BOX} for parent in box.iterancestors()):
                    yield from _lines(box)
        elif child.tag == _TABLE:
            for row in child.iter(_ROW):
                if next(row.iterancestors(_TABLE)) is child:
                    yield "\t".join(
                        " ".join(_lines(cell)) for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row
                    )
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _lines(child)


def _words(element: Any) -> Iterator[str]:
    """The text of one paragraph; text boxes anchored in it are paragraphs of their own, deleted text is none."""
    for child in element.iterchildren():
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag in (_BREAK, _RETURN):
            yield "\n"
        elif child.tag == _DASH:
            yield "-"
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _words(child)


def _links(part: Any) -> Iterator[Link]:
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.HYPERLINK and relation.is_external:
            yield Link(relation.target_ref, f"link {relation.rId}")
