"""The two plain tables, in all three forms."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.model.kinds import KINDS
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.sources import readers
from ingest.sources.opening import look

ROWS: list[dict[str, Any]] = [
    {
        "applicant_id": "A1",
        "name": "Jane Roe",
        "applied_at": "2025-03-04T10:11:12Z",
        "employer": "Acme",
        "role": "Engineer",
        "status": "active",
        "source": "LinkedIn",
        "referred_by": "Mara Lindqvist",
        "region": "Germany",
        "email": "jane@roe.dev",
        "phone": "030 901820",
        "ship_to": "12 Main St, Springfield, IL 62701",
        "payroll_account": "DE89 3704 0044 0532 0130 00",
        "payee_name": "Max Payee",
        "reference_name": "Rita Referee",
        "reference_phone": "+1 650 253 0001",
        "employee_id": "E77",
        "cv_text": "Write to second@roe.dev please.",
        "cv_file": "exports/cvs/jane roe.pdf",
        "remark": "not a known column",
    },
    {name: "" for name in ()} | {"applicant_id": "A2", "name": "Max Moe"},
]
COLUMNS = list(ROWS[0])


def as_csv(folder: Path) -> Path:
    lines = [",".join(COLUMNS)]
    lines += [",".join(f'"{row.get(name, "")}"' for name in COLUMNS) for row in ROWS]
    (folder / "applicants.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "applicants.csv"


def as_json_lines(folder: Path) -> Path:
    text = "\n".join(json.dumps({name: row.get(name) for name in COLUMNS}) for row in ROWS)
    (folder / "applicants.jsonl").write_text(text, encoding="utf-8")
    return folder / "applicants.jsonl"


def as_json(folder: Path) -> Path:
    (folder / "applicants.json").write_text(json.dumps(ROWS, indent=1), encoding="utf-8")
    return folder / "applicants.json"


def as_parquet(folder: Path) -> Path:
    pq.write_table(pa.Table.from_pylist(ROWS), folder / "applicants.parquet")
    return folder / "applicants.parquet"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", key=bytes(32))


@pytest.mark.parametrize("form", [as_csv, as_json_lines, as_json, as_parquet])
def test_all_forms_give_the_same_facts(form: Any, case: Case, tmp_path: Path) -> None:
    report = write_run(case, [form(tmp_path)])
    facts = read_facts(case)
    first, second = facts.records.to_pylist()
    found = {(one["path"], one["kind"]): one for one in facts.observations.to_pylist()}

    assert report.rejected == ()
    assert first["keys"] == ["application:A1", "employee:E77", "file:jane roe.pdf"]
    assert second["keys"] == ["application:A2"]
    assert (first["channel"], first["referred_by"], first["region"]) == ("LinkedIn", "Mara Lindqvist", "DE")
    assert first["applied_at"] == "2025-03-04T10:11:12Z"
    assert found["phone", "phone"]["key"] == "+4930901820"
    assert found["phone", "phone"]["observed_at"] == "2025-03-04T10:11:12Z"
    assert found["payroll_account", "payroll_account"]["holder"] == "Max Payee"
    assert found["payroll_account", "payroll_account"]["observed_at"] == ""
    assert found["reference_phone", "reference_phone"]["holder"] == "Rita Referee"
    assert found["ship_to", "address"]["context"] == "ship_to"
    assert found["referred_by", "referrer"]["key"] == "mara lindqvist"
    assert found["chars 9-23", "email"]["context"] == "cv"
    assert facts.texts["text"].to_pylist() == ["Write to second@roe.dev please."]
    assert {one["row"] for one in facts.observations.to_pylist()} == {1}
    assert not any(one["path"] == "remark" for one in facts.observations.to_pylist())


@pytest.mark.parametrize("form", [as_csv, as_json_lines, as_json, as_parquet])
def test_the_reader_recognises_its_table(form: Any, tmp_path: Path) -> None:
    head = look(form(tmp_path))
    sure = {name: reader.recognise(head) for name, reader in readers().items()}
    assert max(sure, key=lambda name: sure[name]) == "table", sure


def test_lists_are_several_values(case: Case, tmp_path: Path) -> None:
    rows = {"applicant_id": ["A1", "A2"], "email": [["anna@roe.dev", None, "bert@roe.dev"], []], "name": ["x", "y"]}
    pq.write_table(pa.table(rows), tmp_path / "applicants.parquet")
    write_run(case, [tmp_path / "applicants.parquet"])
    assert read_facts(case).observations["key"].to_pylist() == ["anna@roe.dev", "bert@roe.dev"]


@pytest.mark.parametrize(
    ("column", "cell", "values"),
    [
        ("phone", "+1 415 212 7788; +1 702 385 1199", ["+1 415 212 7788", "+1 702 385 1199"]),
        ("phone", "(415) 212-7788 / (702) 385-1199;", ["(415) 212-7788", "(702) 385-1199"]),
        ("phone", "030 / 90182012", ["030 / 90182012"]),
        ("phone", "+1 415 212 7788; ask Max", ["+1 415 212 7788; ask Max"]),
        ("email", "eva@roth.dev;max@moe.dev", ["eva@roth.dev", "max@moe.dev"]),
        ("email", "eva@roth.dev; n/a", ["eva@roth.dev; n/a"]),
        ("email", ";", [";"]),
        ("address", "12 Main St; Springfield", ["12 Main St; Springfield"]),
    ],
)
def test_several_numbers_or_addresses_in_one_cell_are_a_value_each(
    case: Case, tmp_path: Path, column: str, cell: str, values: list[str]
) -> None:
    rows = f'A1,+1 650 253 0000\nA2,"{cell}"\nA3,+1 650 253 0001\n'
    (tmp_path / "a.csv").write_text(f"applicant_id,{column}\n{rows}", encoding="utf-8")
    write_run(case, [tmp_path / "a.csv"])
    seen = [(one["row"], one["raw"]) for one in read_facts(case).observations.to_pylist()]
    assert seen == [(1, "+1 650 253 0000"), *((2, value) for value in values), (3, "+1 650 253 0001")]


def test_parquet_types_become_text(case: Case, tmp_path: Path) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    table = pa.table(
        {
            "applicant_id": pa.array([17, 18], pa.int64()),
            "name": pa.array(["x", "y"]).dictionary_encode(),
            "applied_at": pa.array(
                [datetime.datetime(2025, 3, 4, 10, tzinfo=zone), None], pa.timestamp("us", "Europe/Berlin")
            ),
            "hired_at": pa.array([datetime.date(2025, 4, 1), None]),
            "phone": pa.array([16502530000.0, None], pa.float64()),
            "device": pa.array([{"serial": "x"}, None]),
        }
    )
    pq.write_table(table, tmp_path / "applicants.parquet")
    report = write_run(case, [tmp_path / "applicants.parquet"])
    facts = read_facts(case)
    assert facts.records["id"].to_pylist() == ["17", "18"]
    assert facts.records["applied_at"].to_pylist() == ["2025-03-04T08:00:00Z", ""]
    assert facts.records["hired_at"].to_pylist() == ["2025-04-01", ""]
    assert facts.observations["raw"].to_pylist() == ["16502530000"]
    assert [one.reason for one in report.rejected] == ["unsupported_type"]


def test_every_kind_has_its_column(case: Case, tmp_path: Path) -> None:
    columns = {kind.columns[0]: ["value"] for kind in KINDS.values() if kind.name != "cv_file"}
    pq.write_table(pa.table({"applicant_id": ["A1"]} | columns), tmp_path / "applicants.parquet")
    write_run(case, [tmp_path / "applicants.parquet"])
    assert set(read_facts(case).observations["asked"].to_pylist()) == {*KINDS} - {"cv_file"}


def test_long_table(case: Case, tmp_path: Path) -> None:
    lines = [
        "applicant_id,kind,value,observed_at,context",
        "A1,phone,(650) 253-0000,1741083072000,home",
        "A1,E-Mail,jane@roe.dev,,",
        "A1,shoe size,44,,",
        "A2,shoe size,45,,",
        ",phone,(650) 253-0001,,",
        "A2,ip,,,",
    ]
    (tmp_path / "identifiers.csv").write_text("\n".join(lines), encoding="utf-8")
    report = write_run(case, [tmp_path / "identifiers.csv"])
    found = [
        (one["record"], one["kind"], one["observed_at"], one["context"], one["row"])
        for one in read_facts(case).observations.to_pylist()
    ]
    assert found == [
        ("table:application:A1", "phone", "2025-03-04T10:11:12Z", "home", 1),
        ("table:application:A1", "email", "", "", 2),
    ]
    assert [(one.reason, one.row) for one in report.rejected] == [("unknown_kind", 3), ("missing_id", 5)]


def test_many_batches_keep_their_row_numbers(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sources._tables.BATCH", 3)
    lines = [json.dumps({"applicant_id": f"A{number}", "name": "x"}) for number in range(1, 11)]
    (tmp_path / "applicants.jsonl").write_text("\n".join([*lines, lines[0].replace("x", "z")]), encoding="utf-8")
    report = write_run(case, [tmp_path / "applicants.jsonl"])
    assert read_facts(case).records["row"].to_pylist() == list(range(1, 11))
    assert [(one.reason, one.row) for one in report.rejected] == [("duplicate_id", 11)]


@pytest.mark.parametrize("form", [as_csv, as_json_lines, as_json, as_parquet])
def test_columns_that_are_not_understood_are_named_each_time(form: Any, case: Case, tmp_path: Path) -> None:
    file = form(tmp_path)
    first, again = write_run(case, [file]), write_run(case, [file])
    for report in (first, again):
        assert report.passed_over == ((file.name, ("remark",)),)
        assert f"{file.name}: column 'remark' is not understood" in "\n".join(report.lines())
        assert report.to_dict()["passed_over"] == [{"file": file.name, "columns": ["remark"]}]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("applicant_id,telefone,e-post,role,gender", ["telefone", "e-post"]),
        ("applicant_id,name,full_name,city,country", []),
        ("applicant_id,kind,value,colour of shoes", ["colour of shoes"]),
    ],
)
def test_columns_that_are_known_or_refused_are_not_among_them(
    header: str, named: list[str], case: Case, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(f"{header}\n{','.join(['1'] * (header.count(',') + 1))}\n", encoding="utf-8")
    assert [list(columns) for _, columns in write_run(case, [tmp_path / "a.csv"]).passed_over] == (
        [named] if named else []
    )
