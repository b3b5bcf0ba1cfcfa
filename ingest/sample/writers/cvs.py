"""CVs as people send them: half PDF, three in ten DOCX, the rest plain text. The bytes are the same every time."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.sample.build import cv_of
from ingest.sample.cv import Cv
from ingest.sample.world import Application, World

_EPOCH = (2024, 1, 1, 0, 0, 0)
_MARGIN, _LEADING = 54.0, 12.5


def file_name(application: Application) -> str:
    """The attachment's name, which is also the key that joins the file to its application."""
    turn = application.person.number * 2_654_435_761 % 100
    suffix = "pdf" if turn < 50 else "docx" if turn < 80 else "txt"
    return f"{application.id}.{suffix}"


def write_cvs(world: World, folder: Path, step: Callable[[int], None]) -> None:
    target = folder / "cvs"
    target.mkdir(parents=True, exist_ok=True)
    for number, application in enumerate(world.applications, start=1):
        name = file_name(application)
        cv = cv_of(world, application)
        if name.endswith(".pdf"):
            data = pdf_bytes(cv)
        elif name.endswith(".docx"):
            data = docx_bytes(cv)
        else:
            data = cv.text().encode("utf-8")
        (target / name).write_bytes(data)
        step(number)


def _lines(cv: Cv) -> Iterator[tuple[str, str]]:
    for place, line in enumerate(cv.head):
        yield ("title" if place == 0 else "body"), line
    for title, lines in cv.sections:
        if lines:
            yield "heading", title
            for line in lines:
                yield "body", line


def _wrapped(line: str, width: int) -> list[str]:
    """The line cut at spaces into pieces of about `width` characters: measuring each word would cost seconds."""
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)


def pdf_bytes(cv: Cv) -> bytes:
    """One column, Helvetica, A4; `invariant` leaves out dates and random ids."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    width, height = A4
    y = height - _MARGIN
    canvas.setTitle("Curriculum vitae")
    for style, line in _lines(cv):
        font, size = {"title": ("Helvetica-Bold", 15), "heading": ("Helvetica-Bold", 11)}.get(style, ("Helvetica", 9.5))
        y -= 6 if style == "heading" else 0
        for part in _wrapped(line, int((width - 2 * _MARGIN) / (size * 0.52))):
            if y < _MARGIN:
                canvas.showPage()
                y = height - _MARGIN
            canvas.setFont(font, size)
            canvas.drawString(_MARGIN, y, part)
            y -= _LEADING + (5 if style == "title" else 0)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


_DOCX_STYLES = {"title": "Title", "heading": "Heading 1", "bullet": "List Bullet", "body": "Normal"}
_UNNEEDED = ("stylesWithEffects", "thumbnail")


@cache
def _blank() -> tuple[tuple[tuple[str, bytes], ...], str, str, dict[str, str]]:
    """An empty document made once: its parts, the text before and after the paragraphs, style name -> style id.

    Only the styles in use stay: the library's full list is 780 kB in every file.
    """
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.title = "", "", "Curriculum vitae"
    properties.created = properties.modified = datetime(*_EPOCH)
    ids = {key: document.styles[name].style_id for key, name in _DOCX_STYLES.items()}
    used = {document.styles[name].element for name in _DOCX_STYLES.values()}
    for child in list(document.styles.element):
        if child.tag.endswith("}latentStyles") or (child.tag.endswith("}style") and child not in used):
            document.styles.element.remove(child)
    for owner in (document.part, document.part.package):
        for name, relation in list(owner.rels.items()):
            if any(word in relation.reltype for word in _UNNEEDED):
                del owner.rels[name]
    packed = io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before, mark, after = parts.pop("word/document.xml").decode("utf-8").partition("<w:sectPr")
    first = "[Content_Types].xml"
    ordered = [(first, parts.pop(first)), *sorted(parts.items())]
    return tuple(ordered), before, mark + after, ids


def docx_bytes(cv: Cv) -> bytes:
    """Headings, paragraphs and bullets; every part of the archive has the same time."""
    parts, before, after, ids = _blank()
    body = []
    for style, line in _lines(cv):
        if style == "body" and line.startswith("- "):
            style, line = "bullet", line[2:]
        text = f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>'
        body.append(f'<w:p><w:pPr><w:pStyle w:val="{ids[style]}"/></w:pPr>{text}</w:p>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*parts, ("word/document.xml", f"{before}{''.join(body)}{after}".encode())):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # the same bytes on every system
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
