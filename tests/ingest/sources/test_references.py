from __future__ import annotations

from pathlib import Path

from reading import read, written

HEADER = "application_id,reference_name,reference_phone,reference_email,reference_company,relationship\n"


def test_each_reference_is_observed_with_its_holder(tmp_path: Path) -> None:
    rows = "4711,Mara Lindqvist,(650) 253-0000,mara@lind.dev,Hollis & Vane,manager\n4711,Bo Berg,,bo@b.dev,,peer\n"

    said = read("references", written(tmp_path, "references.csv", HEADER + rows))

    assert {fields["keys"] for fields in said.records.values()} == {("application:4711",)}
    assert len(said.records) == 2
    assert [(one.kind, one.raw, one.holder, one.row) for one in said.seen] == [
        ("reference_name", "Mara Lindqvist", "Mara Lindqvist", 1),
        ("reference_phone", "(650) 253-0000", "Mara Lindqvist", 1),
        ("reference_email", "mara@lind.dev", "Mara Lindqvist", 1),
        ("past_employer", "Hollis & Vane", "", 1),
        ("reference_name", "Bo Berg", "Bo Berg", 2),
        ("reference_email", "bo@b.dev", "Bo Berg", 2),
    ]
    assert {one.context for one in said.seen} == {"reference"}


def test_same_row_twice_is_one_record(tmp_path: Path) -> None:
    row = "4711,Mara Lindqvist,,,,\n"

    said = read("references", written(tmp_path, "references.csv", HEADER + row + row))

    assert len(said.records) == 1
    assert said.reasons == []
