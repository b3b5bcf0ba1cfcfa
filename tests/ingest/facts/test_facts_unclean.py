"""Values that cannot be cleaned are said once for each file, column and kind, with the first row and a remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.model.kinds import MISWRITTEN, REASONS
from graph.model.settings import Case
from ingest.facts import write_run
from ingest.pipeline import refuse

GERMAN = "applicant_id,name,phone\n" + "".join(f"D{at},Eva Roth,0151 5841293{at}\n" for at in range(1, 10))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", key=bytes(32))


def said(case: Case, file: Path, text: str) -> list[str]:
    file.write_text(text, encoding="utf-8")
    return [str(one) for one in write_run(case, [file]).unclean]


def test_national_numbers_without_their_country_are_one_line(case: Case, tmp_path: Path) -> None:
    (line,) = said(case, tmp_path / "de.csv", GERMAN)

    assert line.startswith("de.csv, row 1: 9 of 9 values in column 'phone' were not used as phone")
    assert REASONS["invalid"] in line
    assert "--region" in line


def test_one_line_has_all_reasons_of_a_column_and_the_first_row(case: Case, tmp_path: Path) -> None:
    rows = ["DE89370400440532013000", "DE89370400440532013001", "notanaccount", "notanaccount", "n/a"]
    text = "applicant_id,payroll_account\n" + "".join(f"A{at},{row}\n" for at, row in enumerate(rows))
    (line,) = said(case, tmp_path / "a.csv", text)

    assert line.startswith("a.csv, row 2: 3 of 5 values in column 'payroll_account' were not used as payroll_account")
    assert f"{REASONS['invalid']} (2); {REASONS['checksum']} (1)" in line
    assert "notanaccount" not in line


@pytest.mark.parametrize(
    ("column", "value", "is_said"),
    [
        ("phone", "4.152127788E+09", True),
        ("phone", "(415) 212-7788", False),
        ("phone", "n/a", False),
        ("ip", "999.1.1.1", True),
        ("ip", "10.0.0.1", False),
        ("address", "Berlin", True),
        ("past_employer", "Freelance", False),
        ("referred_by", "LinkedIn", False),
        ("cv_text", "Call me at 0151 58412937 or 999.1.1.1", False),
    ],
)
def test_what_is_nothing_by_its_meaning_is_not_said(
    case: Case, tmp_path: Path, column: str, value: str, is_said: bool
) -> None:
    lines = said(case, tmp_path / "a.csv", f"applicant_id,name,{column}\nA1,Eva Roth,{value}\n")

    assert len(lines) == is_said


def test_places_in_json_are_one_line_without_their_numbers(case: Case, tmp_path: Path) -> None:
    application = {"id": 1, "applied_at": "2025-03-04T10:00:00Z", "status": "active", "jobs": []}
    candidates = [
        {"id": at, "first_name": "Eva", "last_name": "Roth", "applications": [application | {"id": at}]}
        | {"phone_numbers": [{"value": f"0151 5841293{at}", "type": "mobile"}], "email_addresses": [], "addresses": []}
        for at in range(1, 5)
    ]
    (line,) = said(case, tmp_path / "candidates.json", json.dumps(candidates))

    assert line.startswith("candidates.json: 4 of 4 values at /*/phone_numbers/*/value were not used as phone:")


def test_it_is_said_again_of_a_known_file_and_is_no_rejection(case: Case, tmp_path: Path) -> None:
    first = said(case, tmp_path / "de.csv", GERMAN)
    report = write_run(case, [tmp_path / "de.csv"])

    assert report.run is None
    assert [str(one) for one in report.unclean] == first
    assert [line for line in report.lines() if "in column 'phone'" in line] == first
    (program,) = report.to_dict()["unclean"]
    assert (program["column"], program["unclean"], program["reasons"]) == ("phone", 9, {"invalid": 9})
    refuse(report)


def test_reasons_for_a_mistake_are_reasons() -> None:
    assert set(REASONS) > MISWRITTEN
