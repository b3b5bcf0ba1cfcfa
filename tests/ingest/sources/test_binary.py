"""Files that are no text are said to be what they are, by `ingest` and by `map`."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from graph.model.errors import InputError
from graph.model.settings import Case
from ingest.facts import write_run
from ingest.mapping import propose
from ingest.sources.opening import binary

TABLE = "applicant_id,name\nA1,Eva Roth\n"


def zipped(*names: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, TABLE)
    return whole.getvalue()


FILES = {
    "a workbook": ("t.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "CSV (UTF-8)"),
    "a workbook with the name of a table": ("t.csv", zipped("xl/workbook.xml"), "CSV (UTF-8)"),
    "an old workbook": ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "CSV (UTF-8)"),
    "a zip of a table": ("t.zip", zipped("t.csv"), "Unpack it"),
    "a packed table": ("t.csv.gz", gzip.compress(TABLE.encode(), mtime=0), "Unpack it"),
    "a picture": ("t.png", b"\x89PNG\r\n\x1a\n\0\0", "no table"),
    "any program": ("t.bin", b"\x7fELF\x02\x01\x01" + bytes(200) + b"\x03\x04hello", "no table"),
    "nothing but NUL bytes": ("t.csv", bytes(2000), "no table"),
}


@pytest.mark.parametrize(("name", "data", "words"), FILES.values(), ids=FILES)
def test_both_ways_in_say_what_it_is(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    (one,) = write_run(Case.create(tmp_path / "case", key=bytes(32)), [tmp_path / name]).rejected
    with pytest.raises(InputError) as raised:
        propose(tmp_path / name)

    assert words in f"{one.message}. {one.remedy}"
    assert str(raised.value) == f"{name}: {one.message}. {one.remedy}"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        TABLE.encode(),
        TABLE.encode("utf-16"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        TABLE.encode() + b"A2,\0\0\nA3,\x01\n" + 100 * b"A4,Max Moe\n",
        b"PAR1\x15\x04\x15\0\0\0",
    ],
)
def test_what_may_be_a_table_is_not(data: bytes) -> None:
    assert binary(data) is None
