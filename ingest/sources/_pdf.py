"""PDF files by pypdf, with limits: pages, drawing operations, decoded bytes. Never hangs, never crashes.

The limits are counts, not seconds, so that one file gives the same text on every machine.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError

from ingest.sources._document import MOST_LINKS, MOST_TEXT, Content, Link, UnreadableError

MOST_PAGES = 60
MOST_OPERATIONS = 400_000
"""Drawing operations of one document. A page of a CV has some thousands."""

_BYTES = 12 << 20  # of one decoded stream; pictures are not decoded
_LOCKED = "Save a copy without password, or print it to a new PDF."
_AGAIN = "Open it and save it again as PDF, or ask for it again."

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it mends silently is no message for our users


class _TooMuchError(Exception):
    """The document draws more than MOST_OPERATIONS."""


def read_pdf(path: Path) -> Content:
    """Text page by page in the order of the content, and link targets. Raises UnreadableError, nothing else."""
    with path.open("rb") as handle:
        if b"%PDF" not in handle.read(1024):
            raise UnreadableError("not_a_pdf", "it is called .pdf but is no PDF file", "Ask for the file again.")
    limits: dict[str, Any] = {
        "zlib_maximum_output_length": _BYTES,
        "lzw_maximum_output_length": _BYTES,
        "run_length_maximum_output_length": _BYTES,
        "array_based_stream_maximum_output_length": _BYTES,
        "stream_decoding_work_maximum_length": 4 * _BYTES,
        "stream_parsing_work_maximum_count": 4 * MOST_OPERATIONS,
        "xform_maximum_invocations_per_extraction": 500,
        "page_tree_maximum_entries": 10_000,
        "page_tree_maximum_page_entries": 100_000,
    }
    try:
        with apply_configuration(**limits):
            return _read(path)
    except UnreadableError:
        raise
    except LimitReachedError as error:
        raise UnreadableError("too_large", "it unpacks to far more than a CV holds", _AGAIN) from error
    except Exception as error:  # a broken PDF makes pypdf raise almost anything, RecursionError and MemoryError too
        what = type(error).__name__
        raise UnreadableError("broken_document", f"the PDF is damaged and cannot be read ({what})", _AGAIN) from error


def _read(path: Path) -> Content:
    reader = PdfReader(path, strict=False)
    try:
        _unlock(reader)
        total = len(reader.pages)
        pages = [reader.pages[number] for number in range(min(total, MOST_PAGES))]
        texts, cut = _texts(pages)
        links = tuple(link for number, page in enumerate(pages, 1) for link in _links(page, number))
        if total > MOST_PAGES:
            cut = f"it has {total} pages; the first {MOST_PAGES} were read"
        return Content("\n".join(texts)[:MOST_TEXT], links[:MOST_LINKS], any(map(_has_picture, pages)), cut)
    finally:
        reader.close()


def _unlock(reader: PdfReader) -> None:
    """Opens what has no user password; raises UnreadableError for what has one."""
    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("")
    except (DependencyError, NotImplementedError) as error:
        raise UnreadableError("locked", "the PDF is encrypted and cannot be opened here", _LOCKED, keep=True) from error
    if not opened:
        raise UnreadableError("locked", "the PDF is locked with a password", _LOCKED, keep=True)


def _texts(pages: list[PageObject]) -> tuple[list[str], str]:
    """Each page's text, and what was left out. Pages that cannot be read are left out, unless it is all of them."""
    spent = 0
    texts: list[str] = []
    failed: Exception | None = None

    def count(*_: Any) -> None:
        nonlocal spent
        spent += 1
        if spent > MOST_OPERATIONS:
            raise _TooMuchError

    for page in pages:
        try:
            texts.append(page.extract_text(visitor_operand_before=count))
        except _TooMuchError:
            return texts, f"it draws more than {MOST_OPERATIONS:,} things; the first {len(texts)} pages were read"
        except DependencyError as error:
            raise UnreadableError("locked", "the PDF is encrypted", _LOCKED, keep=True) from error
        except Exception as error:
            failed = error
    if failed is not None and not texts:
        raise failed
    return texts, "some of its pages are damaged and were left out" if failed is not None else ""


def _links(page: PageObject, number: int) -> Iterator[Link]:
    """Targets of the links of a page; a damaged annotation is passed over."""
    try:
        annotations = page.get("/Annots")
        listed = list(annotations.get_object() or ())[:MOST_LINKS] if annotations is not None else []
    except Exception:
        return
    for annotation in listed:
        try:
            action = annotation.get_object().get("/A")
            target = action.get_object().get("/URI") if action is not None else None
        except Exception:
            continue
        if target:
            yield Link(str(target), f"page {number}")


def _has_picture(page: PageObject) -> bool:
    try:
        resources = page.get("/Resources")
        objects = resources.get_object().get("/XObject") if resources is not None else None
        named = objects.get_object().values() if objects is not None else ()
        return any(one.get_object().get("/Subtype") == "/Image" for one in named)
    except Exception:
        return False
