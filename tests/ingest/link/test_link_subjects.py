"""Joining: which records become which applicants. Cases made by hand."""

from __future__ import annotations

from typing import Any

import pytest
from link_cases import facts, holders, observation, record, text

from graph.model.links import Links
from ingest.link import link


def applicants(links: Links) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in links.applicants.to_pylist()}


def test_employee_account_and_shipment_join_their_application_by_keys() -> None:
    links = link(
        facts(
            [
                record("greenhouse:application:7", name="Ann Lee", applied_at="2026-01-02T00:00:00Z"),
                record(
                    "gusto:employee:e1", "employee:e1", "application:7", "login:ann@corp.example", hired_at="2026-02-01"
                ),
                record("okta:account:u1", "login:ann@corp.example", name="Ann L."),
                record("shipments:shipment:s1", "employee:e1"),
            ],
            [
                observation("okta:account:u1", "ip", "93.184.216.34"),
                observation("shipments:shipment:s1", "device", "serial-1"),
            ],
        )
    )
    assert list(applicants(links)) == ["7"]
    row = applicants(links)["7"]
    assert (row["name"], row["hired_at"], row["type"]) == ("Ann Lee", "2026-02-01", "application")
    assert row["joined"] == [
        "gusto:employee:e1 by application:7",
        "okta:account:u1 by login:ann@corp.example",
        "shipments:shipment:s1 by employee:e1",
    ]
    assert holders(links)["device:serial-1"] == ["7"]
    assert holders(links)["ip:93.184.216.34"] == ["7"]


def test_applications_never_merge_and_nothing_is_joined_through_an_application() -> None:
    links = link(
        facts(
            [
                record(
                    "greenhouse:application:1",
                    "candidate:greenhouse:9",
                    "file:a.pdf",
                    candidate="greenhouse:candidate:9",
                ),
                record("greenhouse:application:2", "candidate:greenhouse:9", candidate="greenhouse:candidate:9"),
                record("payroll:employee:p1", "application:1"),
                record("payroll:employee:p2", "candidate:greenhouse:9"),
            ],
            [observation("payroll:employee:p1", "phone", "+1"), observation("payroll:employee:p2", "phone", "+2")],
        )
    )
    assert list(applicants(links)) == ["1", "2"]
    assert holders(links) == {"phone:+1": ["1"], "phone:+2": ["1", "2"]}


def test_two_exports_of_one_application_are_one_applicant() -> None:
    links = link(
        facts(
            [
                record("greenhouse_applications:application:5", status="hired"),
                record("greenhouse:application:5", name="Bo"),
            ],
            [
                observation("greenhouse:application:5", "phone", "+1"),
                observation("greenhouse:application:5", "phone", "+2"),
            ],
        )
    )
    row = applicants(links)["5"]
    assert len(links.applicants) == 1
    assert (row["system"], row["name"], row["status"]) == ("greenhouse", "Bo", "hired")
    assert row["joined"] == ["greenhouse_applications:application:5 by application:5"]


def test_one_id_in_two_systems_is_two_applicants() -> None:
    links = link(facts([record("lever:application:5", name="L"), record("greenhouse:application:5", name="G")]))
    assert {key: row["name"] for key, row in applicants(links).items()} == {"5": "G", "lever:5": "L"}


def test_without_an_application_a_subject_stands_for_itself_as_its_best_record() -> None:
    links = link(
        facts(
            [
                record("okta:account:u1", "login:a@corp.example", name="Account"),
                record("gusto:employee:bank-1", "employee:e1"),
                record("gusto:employee:e1", "employee:e1", "login:a@corp.example", name="Staff"),
                record("cvs:document:cv.pdf", "file:cv.pdf"),
            ]
        )
    )
    rows = applicants(links)
    assert list(rows) == ["cv.pdf", "e1"]
    assert (rows["e1"]["name"], rows["e1"]["type"], rows["cv.pdf"]["name"]) == ("Staff", "employee", "")
    assert rows["e1"]["joined"] == ["gusto:employee:bank-1 by employee:e1", "okta:account:u1 by login:a@corp.example"]


def test_a_key_that_many_names_carry_joins_nothing() -> None:
    def names_of(count: int) -> int:
        people = [record(f"payroll:employee:{i}", "login:shared@corp.example", name=f"Name {i}") for i in range(count)]
        return len(link(facts(people)).applicants)

    assert names_of(50) == 1
    assert names_of(51) == 51


@pytest.mark.parametrize("filler", ["application:n/a", "application:", "employee:Unknown", "login:none"])
def test_a_filler_is_no_id(filler: str) -> None:
    links = link(facts([record("payroll:employee:1", filler), record("shipments:shipment:2", filler)]))
    assert len(links.applicants) == 2


def document(name: str, content: str, *keys: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return record(name, *keys), text(name, content, file_sha256=content)


def test_a_file_name_joins_only_when_it_names_one_document_and_one_person() -> None:
    one, its_text = document("cvs:document:a", "sha-a", "file:ann.pdf")
    two, two_text = document("cvs:document:b", "sha-b", "file:resume.pdf")
    three, three_text = document("cvs:document:c", "sha-c", "file:resume.pdf")
    links = link(
        facts(
            [
                record("greenhouse:application:1", "file:ann.pdf", "file:resume.pdf"),
                record("greenhouse:application:2", "file:bob.pdf"),
                record("greenhouse:application:3", "file:cv.pdf"),
                record("greenhouse:application:4", "file:cv.pdf"),
                record("cvs:document:d", "file:cv.pdf"),
                record("cvs:document:e", "file:bob.pdf", "application:3"),
                one, two, three,
            ],
            texts=[its_text, two_text, three_text],
        )
    )  # fmt: skip
    rows = applicants(links)
    assert list(rows) == ["1", "2", "3", "4", "b", "c", "d"]
    assert rows["1"]["joined"] == ["cvs:document:a by file:ann.pdf"]
    assert rows["2"]["joined"] == []
    assert rows["3"]["joined"] == ["cvs:document:e by application:3"]


def test_a_copy_of_a_document_still_joins() -> None:
    one, its_text = document("cvs:document:a", "sha", "file:ann.pdf")
    two, two_text = document("cvs:document:b", "sha", "file:ann.pdf")
    links = link(facts([record("greenhouse:application:1", "file:ann.pdf"), one, two], texts=[its_text, two_text]))
    assert applicants(links)["1"]["joined"] == ["cvs:document:a by file:ann.pdf", "cvs:document:b by file:ann.pdf"]


def test_nothing_gives_six_empty_tables() -> None:
    links = link(facts([]))
    assert [len(getattr(links, name)) for name in ("applicants", "values", "holdings", "text_pairs", "texts")] == [
        0
    ] * 5
    assert links.runs == ("r1",)
