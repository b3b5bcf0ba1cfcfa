"""What must never be stored is nowhere in the case: refused columns, tax numbers, birth dates."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.model.facts import FORBIDDEN_COLUMNS, TABLES
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.sources.opening import forbidden_group

HIDDEN = "Zzyzxonian"
TAX = "536-90-4399"
BORN = "1990-05-04"


def everything(case: Case) -> str:
    """All that a run folder holds, as one text: file bytes and the decoded content of every table."""
    parts = []
    for path in sorted(case.facts.rglob("*")):
        if path.is_file():
            parts.append(path.read_bytes().decode("latin-1"))
        if path.suffix == ".parquet":
            parts.append(json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False))
    return "\n".join(parts)


ROWS = {
    "applicant_id": ["A1", "A2"],
    "name": ["Jane Roe", "Max Moe"],
    "email": ["jane@roe.dev", "max@moe.dev"],
    "Applicant nationality": [HIDDEN, HIDDEN],
    "candidate_gender": [HIDDEN, HIDDEN],
    "Race/Ethnicity": [HIDDEN, HIDDEN],
    "ssn": [TAX, "junk " + TAX + " junk"],
    "birth_date": [BORN, "04/05/1990 or so"],
}


def as_csv(path: Path) -> None:
    lines = [",".join(ROWS), *(",".join(row) for row in zip(*ROWS.values(), strict=True))]
    path.with_suffix(".csv").write_text("\n".join(lines), encoding="utf-8")


def as_ragged_csv(path: Path) -> None:
    as_csv(path)
    with path.with_suffix(".csv").open("a", encoding="utf-8") as handle:
        handle.write(f"\nA3,{HIDDEN},{TAX},{BORN}\n")


def as_json_lines(path: Path) -> None:
    rows = [dict(zip(ROWS, row, strict=True)) for row in zip(*ROWS.values(), strict=True)]
    lines = [json.dumps(row) for row in rows]
    path.with_suffix(".jsonl").write_text("\n".join([*lines, lines[0][:-20]]), encoding="utf-8")


def as_parquet(path: Path) -> None:
    pq.write_table(pa.table(ROWS), path.with_suffix(".parquet"))


@pytest.mark.parametrize("form", [as_csv, as_ragged_csv, as_json_lines, as_parquet])
def test_refused_and_secret_values_are_nowhere(form: object, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    form(tmp_path / "in" / "people")  # type: ignore[operator]
    case = Case.create(tmp_path / "case", key=bytes(32))
    report = write_run(case, [tmp_path / "in"])
    held = everything(case)
    shown = "\n".join(report.lines())

    for secret in (HIDDEN, TAX, "536904399", BORN, "04/05/1990"):
        assert secret not in held
        assert secret not in shown
    assert "jane@roe.dev" in held
    refused = [one for one in report.rejected if one.reason == "forbidden_column"]
    assert {one.path for one in refused} == {"Applicant nationality", "candidate_gender", "Race/Ethnicity"}
    assert all("must never weigh" in one.message and one.raw == "" for one in refused)


def test_secrets_become_tokens_that_only_the_case_can_make(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    as_csv(tmp_path / "in" / "people")
    tokens = []
    for number in (1, 1, 2):
        case = Case.create(tmp_path / f"case-{len(tokens)}", key=bytes([number]) * 32)
        write_run(case, [tmp_path / "in"])
        facts = read_facts(case)
        found = [one for one in facts.observations.to_pylist() if one["kind"] == "tax_id"]
        tokens.append((found[0]["key"], facts.records["birth"][0].as_py()))
    assert tokens[0] == tokens[1]
    assert all(token.startswith("tok:") for pair in tokens for token in pair)
    assert not set(tokens[0]) & set(tokens[2])


def test_a_refused_kind_of_the_long_table_is_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "identifiers.csv"
    file.write_text(f"applicant_id,kind,value\nA1,gender,{HIDDEN}\nA1,phone,(650) 253-0000\n", encoding="utf-8")
    case = Case.create(tmp_path / "case", key=bytes(32))
    report = write_run(case, [file])
    assert HIDDEN not in everything(case)
    assert [one.reason for one in report.rejected] == ["forbidden_column"]
    assert read_facts(case).observations["key"].to_pylist() == ["+16502530000"]


def test_the_truth_of_the_sample_world_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text(json.dumps({"linchpin_truth": 1, "who": HIDDEN}), encoding="utf-8")
    case = Case.create(tmp_path / "case", key=bytes(32))
    report = write_run(case, [tmp_path / "truth.json"])
    assert report.run is None
    assert report.rejected == ()
    assert any("truth" in line for line in report.lines())
    assert HIDDEN not in everything(case)


def test_every_forbidden_column_is_found_in_its_usual_spellings() -> None:
    for group, columns in FORBIDDEN_COLUMNS.items():
        for column in columns:
            for spelling in (column, column.upper(), column.replace("_", " ").title(), column.replace("_", "-")):
                assert forbidden_group(spelling), (group, spelling)


@pytest.mark.parametrize(
    "column",
    [
        "Applicant nationality",
        "candidate_gender",
        "Gender (self-reported)",
        "genderIdentity",
        "Race/Ethnicity",
        "Hispanic or Latino",
        "Visa sponsorship required?",
        "photoUrl",
        "Geschlecht",
        "Staatsangehörigkeit",
        "nationalité",
        "Place of birth",
        "Country of origin",
    ],
)
def test_forbidden_columns_of_real_exports(column: str) -> None:
    assert forbidden_group(column)


@pytest.mark.parametrize(
    "column",
    [
        "trace",
        "trace_id",
        "brace",
        "race condition",
        "laptop color",
        "interface",
        "face to face",
        "embrace_id",
        "visa card",
        "senior citizen discount",
        "birth_date",
        "email",
        "id_address",
        "camera_on",
        *TABLES,
    ],
)
def test_columns_that_only_look_alike_are_read(column: str) -> None:
    assert forbidden_group(column) == ""
