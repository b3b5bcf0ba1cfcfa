"""CV files: PDF, DOCX, plain text and Markdown. One record per file, joined to its application by the file's name.

A file without text gives no text at all, so that two scans or two empty sheets never look alike. Author and other
metadata of a file are not read: a tool's default author would link strangers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.sources._document import MOST_TEXT, Content, UnreadableError
from ingest.sources.base import Emit, Head, Reader, SourceFile
from ingest.sources.opening import read_text

MOST_BYTES = 50 << 20
FEWEST_SIGNS = 20
"""Letters and digits below which a document counts as having no text ("Page 1")."""

_OTHER = {".doc": "an old Word file", ".rtf": "an RTF file", ".odt": "an OpenDocument file", ".pages": "a Pages file"}
_NO_CV = frozenset(
    ("readme", "license", "licence", "changelog", "contributing", "notice", "copying", "authors", "truth")
)
_WHOLE_ID = re.compile(r"(?:application[-_ ]?)?([A-Za-z]{0,12}[-_]?\d[\w-]{0,62})", re.I)
_LEADING_ID = re.compile(r"(?:application[-_ ](\d+)|(\d{5,}))[-_ .]")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
_MAIL, _TELEPHONE, _WEB = (
    re.compile(r"mailto:", re.I),
    re.compile(r"tel:", re.I),
    re.compile(r"(?:https?://|www\.)", re.I),
)


def _recognise(head: Head) -> float:
    if b"%PDF" in head.start[:1024] or head.suffix == ".pdf":
        return 1.0
    if head.suffix in (".docx", *_OTHER):
        return 0.9
    stem = PurePosixPath(head.name).stem.casefold()
    if head.suffix not in (".txt", ".md") or stem in _NO_CV or head.first is not None:
        return 0.0
    return 0.5


def _read(file: SourceFile, emit: Emit) -> None:
    try:
        content = _content(file, emit)
    except UnreadableError as error:
        if error.keep:
            _record(file, emit)
        emit.reject(error.reason, error.message, error.remedy)
        return
    empty = sum(map(str.isalnum, content.text[:10_000])) < FEWEST_SIGNS
    if empty and not content.pictures and not content.links:
        emit.reject("no_text", "the document has next to no text and no pictures", "Ask for the CV again.")
        return
    record = _record(file, emit)
    _observe_links(emit, record, content)
    if empty:
        emit.reject(
            "no_text",
            "the document has pictures but no text: its words cannot be compared, only the file as a whole",
            "Ask for a CV with text, or run it through text recognition (OCR) first.",
        )
        return
    emit.text(record, content.text, file=PurePosixPath(file.name).name, file_sha256=file.sha256)
    if content.cut:
        emit.reject("too_large", f"not all of it was read: {content.cut}", "Nothing to do for a CV of usual length.")


def _content(file: SourceFile, emit: Emit) -> Content:
    suffix = file.path.suffix.lower()
    if file.bytes == 0:
        raise UnreadableError("empty", "the file is empty (0 bytes)", "Ask for the CV again.")
    if file.bytes > MOST_BYTES:
        raise UnreadableError(
            "too_large", f"the file has {file.bytes:,} bytes, more than {MOST_BYTES:,}", "Ask for a CV of usual size."
        )
    if suffix in _OTHER:
        raise UnreadableError("unsupported", f"{_OTHER[suffix]} cannot be read", "Save it as PDF or DOCX.", keep=True)
    if suffix == ".docx":
        from ingest.sources._docx import read_docx  # half a second, and most ingests have no such file

        return read_docx(file.path)
    if suffix in (".txt", ".md"):
        text = read_text(file, emit)
        if "\0" in text:
            raise UnreadableError("not_a_text", "the file holds NUL bytes: it is no text", "Save it as PDF or DOCX.")
        cut = f"it has {len(text):,} characters" if len(text) > MOST_TEXT else ""
        return Content(text[:MOST_TEXT], cut=cut)
    from ingest.sources._pdf import read_pdf

    return read_pdf(file.path)


def _record(file: SourceFile, emit: Emit) -> str:
    record = emit.record("document", file.name, keys=tuple(keys_of(PurePosixPath(file.name).name)))
    emit.observe(record, "cv_file", file.sha256, context="cv")
    return record


def keys_of(name: str) -> Iterator[str]:
    """What a file name joins to: the attachment of that name, and the application whose id it is or begins with.

    A short number before a name ("01 Jane Roe.pdf") may be a list's own numbering and joins nothing.

    >>> list(keys_of("48211 resume.pdf")), list(keys_of("A-17.docx"))
    (['file:48211 resume.pdf', 'application:48211'], ['file:A-17.docx', 'application:A-17'])
    """
    yield f"file:{name}"
    stem = PurePosixPath(name).stem
    if found := _UUID.match(stem):
        yield f"application:{found[0]}"
        return
    if found := _WHOLE_ID.fullmatch(stem):
        yield f"application:{found[1]}"
    if found := _LEADING_ID.match(stem):
        yield f"application:{found[1] or found[2]}"


def _observe_links(emit: Emit, record: str, content: Content) -> None:
    """Targets of links that the text itself may not show. Each target once."""
    places: dict[str, str] = {}
    for link in content.links:
        places.setdefault(link.target.strip(), link.place)
    for target, place in places.items():
        if _MAIL.match(target):
            emit.observe(record, "email", target[7:].partition("?")[0], path=place, context="cv")
        elif _TELEPHONE.match(target):
            emit.observe(record, "phone", target[4:], path=place, context="cv")
        elif _WEB.match(target):
            emit.observe(record, "website", target, path=place, context="cv")


READER = Reader(
    name="documents",
    system="documents",
    title="CV files",
    describes=(
        "A folder of CVs as PDF, DOCX, TXT or MD. Name each file by its application id (48211.pdf), or leave the name "
        "it has as an attachment in the applicant tracking system."
    ),
    suffixes=(".pdf", ".docx", ".txt", ".md", *_OTHER),
    recognise=_recognise,
    read=_read,
    example="cvs",
)
