from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from reading import DATA, read

from ingest.sources import _pdf
from ingest.sources.documents import keys_of

PDF, DOCX = DATA / "documents" / "pdf", DATA / "documents" / "docx"


PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
    b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> "
)
FORM = (
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 5 >>\n"
    b"stream\n/X Do\nendstream"
)


def pdf_of(folder: Path, content: bytes, name: str = "1.pdf", extra: bytes = b"", pages: int = 1) -> Path:
    """A PDF written by hand: one content stream (packed), drawn on every page."""
    packed = zlib.compress(content)
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(pages))
    page = PAGE + extra + b" >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        4: b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: FORM,
    } | {10 + number: page for number in range(pages)}
    body, places = b"%PDF-1.4\n", {}
    for number, text in sorted(objects.items()):
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % item for item in sorted(places.items()))
    end = b"xref\n0 1\n0000000000 65535 f \n%strailer << /Root 1 0 R /Size 99 >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
    path = folder / name
    path.write_bytes(body + end)
    return path


def shown(text: bytes) -> bytes:
    return b"BT /F 12 Tf 50 700 Td (%s) Tj ET\n" % text


def test_text_of_a_pdf_and_the_hash_of_its_bytes() -> None:
    said = read("documents", PDF / "001-minimal-document.pdf", "cvs/001-minimal-document.pdf")

    assert list(said.records) == ["documents:document:cvs/001-minimal-document.pdf"]
    ((record, text),) = said.texts
    assert record in said.records
    assert len(text) == 595
    assert len(said.values("cv_file")[0]) == 64


def test_locked_pdf_is_said_and_only_its_bytes_are_compared() -> None:
    said = read("documents", PDF / "005-libreoffice-writer-password.pdf")

    assert said.reasons == ["locked"]
    assert "password" in said.rejected[0][2]
    assert said.texts == []
    assert len(said.values("cv_file")) == 1


@pytest.mark.parametrize("path", sorted(PDF.glob("007-imagemagick-[A-Zl]*.pdf")), ids=lambda path: path.stem)
def test_pictures_without_text_give_no_text(path: Path) -> None:
    said = read("documents", path)

    assert (said.texts, said.reasons) == ([], ["no_text"])
    assert len(said.values("cv_file")) == 1


@pytest.mark.parametrize("name", ["doc-coreprops", "doc-no-coreprops", "sty-having-no-styles-part"])
def test_empty_documents_give_nothing_that_two_could_share(name: str) -> None:
    said = read("documents", DOCX / f"{name}.docx")

    assert (said.records, said.seen, said.texts, said.reasons) == ({}, [], [], ["no_text"])


@pytest.mark.parametrize("path", sorted(PDF.glob("*.pdf")) + sorted(DOCX.glob("*.docx")), ids=lambda path: path.stem)
def test_odd_files_end_in_text_or_in_a_line_and_name_no_author(path: Path) -> None:
    said = read("documents", path)

    assert said.error is None
    assert bool(said.texts) != bool(said.rejected)
    assert "Steve Canny" not in repr(said)


def test_targets_of_links_are_observed_once_with_their_page() -> None:
    said = read("documents", PDF / "016-libre-office-link.pdf")
    linked = read("documents", DOCX / "par-hyperlinks.docx")

    assert [(one.raw, one.path) for one in said.seen if one.kind == "website"] == [
        ("https://martin-thoma.com/", "page 1")
    ]
    assert sorted(linked.values("website")) == ["http://google.com/", "http://python.org/", "http://yahoo.com/"]


def test_mail_and_telephone_targets_are_their_kinds(tmp_path: Path) -> None:
    link = b"<< /Subtype /Link /A << /S /URI /URI (%s) >> >>"
    targets = (b"mailto:jane@roe.io?subject=x", b"tel:+14155552671", b"javascript:alert\\(1\\)", b"file:///etc")
    annotations = b"/Annots [" + b" ".join(link % target for target in targets) + b"]"

    said = read("documents", pdf_of(tmp_path, shown(b"Jane Roe, Engineer, Reno, Nevada"), extra=annotations))

    assert [(one.kind, one.raw) for one in said.seen if one.kind != "cv_file"] == [
        ("email", "jane@roe.io"),
        ("phone", "+14155552671"),
    ]


def test_docx_keeps_headers_tables_boxes_and_footers_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Jane Roe"
    document.add_paragraph("before the table")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("a1", "b1", "a2", "b2"), strict=True):
        cell.text = text
    table.cell(0, 0).add_table(rows=1, cols=1).cell(0, 0).text = "inner"
    document.add_paragraph("after the table")
    document.sections[0].footer.paragraphs[0].text = "page foot"
    path = tmp_path / "1.docx"
    document.save(str(path))

    ((_, text),) = read("documents", path).texts

    assert " ".join(text.split()) == "Jane Roe before the table a1 inner b1 a2 b2 after the table page foot"


def test_docx_text_boxes_and_content_controls_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("the words beside the box")
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>inside box</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    run = f"<w:r {names}><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
    paragraph._p.append(docx.oxml.parse_xml(run))
    control = "<w:sdtContent><w:p><w:r><w:t>inside control</w:t></w:r></w:p></w:sdtContent>"
    document.element.body.insert(0, docx.oxml.parse_xml(f"<w:sdt {names}>{control}</w:sdt>"))
    path = tmp_path / "1.docx"
    document.save(str(path))

    ((_, text),) = read("documents", path).texts

    assert text.splitlines() == ["inside control", "the words beside the box", "inside box"]


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (200 << 20))

    said = read("documents", path)

    assert (said.reasons, said.records) == (["too_large"], {})
    assert "zip bomb" in said.rejected[0][1]


def test_part_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "liar.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (3 << 20))
    content = path.read_bytes()
    assert content.count((3 << 20).to_bytes(4, "little")) == 2
    path.write_bytes(content.replace((3 << 20).to_bytes(4, "little"), (5000).to_bytes(4, "little")))

    assert read("documents", path).reasons == ["broken_document"]


def test_pdf_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    said = read("documents", pdf_of(tmp_path, b"0 " * (40 << 20)))

    assert len(said.texts) == 0
    assert said.reasons[0] in ("too_large", "broken_document", "no_text")


def test_form_that_draws_itself_ends(tmp_path: Path) -> None:
    said = read("documents", pdf_of(tmp_path, shown(b"Jane Roe, Engineer, Reno, Nevada") + b"/X Do\n"))

    assert "Jane Roe" in said.texts[0][1]


def test_pages_and_drawing_operations_are_limited_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pdf, "MOST_PAGES", 3)
    long = read("documents", pdf_of(tmp_path, shown(b"Jane Roe, Engineer, Reno, Nevada"), pages=5))
    monkeypatch.setattr(_pdf, "MOST_OPERATIONS", 12)
    busy = read("documents", pdf_of(tmp_path, shown(b"Jane Roe, Engineer, Reno, Nevada"), pages=3))

    assert long.texts[0][1].count("Jane Roe") == 3
    assert "5 pages" in long.rejected[0][1]
    assert busy.texts[0][1].count("Jane Roe") == 2
    assert busy.reasons == ["too_large"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("1.pdf", b"", "empty"),
        ("1.pdf", b"<html>not found</html>", "not_a_pdf"),
        ("1.pdf", b"%PDF-1.7\ngarbage", "broken_document"),
        ("1.pdf", b"%PDF-1.7\n" + b"[" * 100_000, "broken_document"),
        ("1.docx", b"hello", "not_a_docx"),
        ("1.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "locked"),
        ("1.docx", b"PK\x03\x04" + b"x" * 300, "not_a_docx"),
        ("1.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported"),
        ("1.txt", b"   \n", "no_text"),
        ("1.txt", b"\x89\x00\x01\x02" * 50, "not_a_text"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_a_remedy(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    said = read("documents", path)

    assert reason in said.reasons
    assert said.texts == []


def test_cut_off_copies_of_a_pdf_never_crash(tmp_path: Path) -> None:
    content = (PDF / "016-libre-office-link.pdf").read_bytes()
    for at in range(20, len(content), 700):
        path = tmp_path / "cut.pdf"
        path.write_bytes(content[:at] + content[at + 40 :])
        said = read("documents", path)
        assert said.error is None
        assert said.texts or said.rejected


def test_plain_text_of_another_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "4711.txt"
    path.write_bytes("Žofie Nováková, vývojářka, Brno, zofie@novak.dev\r\n".encode("utf-16"))

    said = read("documents", path)

    assert said.texts == [("documents:document:4711.txt", "Žofie Nováková, vývojářka, Brno, zofie@novak.dev\n")]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("48211.pdf", ["application:48211"]),
        ("7.pdf", ["application:7"]),
        ("A-00017.docx", ["application:A-00017"]),
        ("application-7.txt", ["application:7"]),
        ("application-7 Jane Roe.txt", ["application:7"]),
        ("48211 resume.pdf", ["application:48211"]),
        ("48211_jane.pdf", ["application:48211_jane", "application:48211"]),
        ("01 Jane Roe.pdf", []),
        ("2023 resume.pdf", []),
        ("Jane Roe.pdf", []),
        ("0b0e7a3c-1111-4222-8333-944445555666_cv.pdf", ["application:0b0e7a3c-1111-4222-8333-944445555666"]),
    ],
)
def test_file_name_joins_its_application(name: str, keys: list[str]) -> None:
    assert list(keys_of(name)) == [f"file:{name}", *keys]
