"""The readers' examples through the real facts: what the next steps will see."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reading import DATA, written

from graph.model.facts import Facts
from graph.model.settings import Case
from ingest.facts import RunReport, read_facts, write_run


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", key=b"k" * 32)


def kept(case: Case, *paths: Path) -> tuple[RunReport, Facts]:
    report = write_run(case, list(paths))
    return report, read_facts(case)


def test_all_examples_together_are_kept_with_their_sources(case: Case) -> None:
    report, facts = kept(case, *(DATA / name for name in ("greenhouse", "okta", "panther", "gusto", "documents")))

    systems = set(facts.records["system"].to_pylist())
    assert {"greenhouse", "greenhouse_applications", "okta", "okta_users", "gusto", "documents"} <= systems
    assert len(facts.observations) > 150
    assert facts.texts["text"].null_count == 0
    assert {one.reason for one in report.rejected} >= {"locked", "no_text", "no_candidate"}
    names = facts.sources["name"].to_pylist()
    pointers = zip(facts.observations["source"].to_pylist(), facts.observations["path"].to_pylist(), strict=True)
    assert all(0 <= source < len(names) for source, _ in pointers)


def test_identifiers_of_a_cv_stand_at_their_place(case: Case, tmp_path: Path) -> None:
    text = "Jane Roe, Reno\njane.roe@gmail.com | (650) 253-0000 | linkedin.com/in/janeroe\nEngineer 2012 - 2016\n"

    _, facts = kept(case, written(tmp_path, "4711.txt", text))

    found = {(one["kind"], one["raw"], one["path"]) for one in facts.observations.to_pylist() if one["context"] == "cv"}
    for kind, raw in (
        ("email", "jane.roe@gmail.com"),
        ("phone", "(650) 253-0000"),
        ("handle", "linkedin.com/in/janeroe"),
    ):
        start = text.index(raw)
        assert (kind, raw, f"chars {start}-{start + len(raw)}") in found
    assert facts.records["keys"].to_pylist() == [["file:4711.txt", "application:4711"]]


def test_newer_bank_accounts_do_not_replace_the_employee(case: Case, tmp_path: Path) -> None:
    person = {
        "uuid": "u1",
        "company_uuid": "c",
        "first_name": "Jane",
        "last_name": "Roe",
        "email": "jane.roe@gmail.com",
    }
    account = {"uuid": "b1", "employee_uuid": "u1", "routing_number": "266905059", "hidden_account_number": "XXXX1207"}
    kept(case, written(tmp_path, "employees.json", [person]))

    _, facts = kept(case, written(tmp_path, "accounts.json", [account]))

    assert [one["keys"] for one in facts.records.to_pylist()] == [["employee:u1"], ["employee:u1"]]
    assert set(facts.observations["kind"].to_pylist()) == {"email", "payroll_last4"}


def test_second_log_adds_up_and_second_candidates_file_replaces(case: Case, tmp_path: Path) -> None:
    def log(when: str, ip: str) -> str:
        actor = {"id": "00u1", "type": "User", "alternateId": "jane@corp.example"}
        return json.dumps(
            {"eventType": "user.session.start", "published": when, "actor": actor, "client": {"ipAddress": ip}}
        )

    def candidate(phone: str) -> list[object]:
        phones = [{"value": phone, "type": "mobile"}]
        return [
            {"id": 1, "first_name": "A", "phone_numbers": phones, "applications": [{"id": 2}], "email_addresses": []}
        ]

    first = [written(tmp_path, "a.jsonl", log("2024-01-01T00:00:00Z", "81.2.69.142"))]
    first.append(written(tmp_path, "a.json", candidate("(650) 253-0000")))
    kept(case, *first)
    second = [written(tmp_path, "b.jsonl", log("2024-02-01T00:00:00Z", "81.2.69.160"))]
    second.append(written(tmp_path, "b.json", candidate("(650) 253-0001")))

    _, facts = kept(case, *second)

    raws = sorted(facts.observations["raw"].to_pylist())
    assert raws == ["(650) 253-0001", "81.2.69.142", "81.2.69.160"]


def test_tax_number_is_never_in_any_file_of_the_case(case: Case, tmp_path: Path) -> None:
    person = {"uuid": "u1", "company_uuid": "c", "first_name": "A", "ssn": "521-38-9146", "date_of_birth": "1990-03-04"}

    _, facts = kept(case, written(tmp_path, "employees.json", [person]))

    (one,) = facts.observations.to_pylist()
    assert (one["kind"], one["raw"]) == ("tax_id", "")
    assert one["key"].startswith("tok:")
    for path in case.folder.rglob("*"):
        if path.is_file():
            assert b"521-38-9146" not in path.read_bytes()
            assert b"521389146" not in path.read_bytes()
    assert "1990-03-04" not in repr(facts.records.to_pylist())
