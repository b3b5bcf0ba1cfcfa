"""The exports have the shapes of the real systems, and the truth agrees with them."""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from ingest.sample import SampleReport, make
from ingest.sample.writers.tables import INTERVIEWS, PAYROLL, REFERENCES, SHIPMENTS


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleReport]:
    folder = tmp_path_factory.mktemp("sample")
    return folder, make(folder, applicants=500, seed=3)


@pytest.fixture(scope="module")
def folder(sample: tuple[Path, SampleReport]) -> Path:
    return sample[0]


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return loaded


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_files_are_there(sample: tuple[Path, SampleReport]) -> None:
    assert set(sample[1].files) == {
        "greenhouse", "okta", "gusto", "cvs", "payroll.csv", "shipments.csv", "interviews.csv", "references.csv", "truth.json",
    }  # fmt: skip


def test_greenhouse_candidates_have_the_harvest_shape(folder: Path, truth: dict[str, Any]) -> None:
    candidates = load(folder / "greenhouse" / "candidates.json")
    ids = []
    for candidate in candidates:
        assert isinstance(candidate["id"], int)
        assert candidate["application_ids"] == [one["id"] for one in candidate["applications"]]
        assert candidate["photo_url"] is None
        assert candidate["phone_numbers"][0].keys() == {"value", "type"}
        assert candidate["email_addresses"][0].keys() == {"value", "type"}
        assert candidate["addresses"][0].keys() == {"value", "type"}
        for one in candidate["applications"]:
            assert one["candidate_id"] == candidate["id"]
            datetime.fromisoformat(one["applied_at"])
            assert one["status"] in ("active", "rejected", "hired")
            assert one["jobs"][0]["name"]
            ids.append(str(one["id"]))
    assert sorted(ids) == sorted(truth["applicants"])
    assert len({candidate["id"] for candidate in candidates}) == len(candidates)


def test_greenhouse_applications_are_those_of_the_candidates(folder: Path) -> None:
    alone = {one["id"]: one for one in load(folder / "greenhouse" / "applications.json")}
    inside = {
        one["id"]: one
        for candidate in load(folder / "greenhouse" / "candidates.json")
        for one in candidate["applications"]
    }
    assert alone == inside


def test_every_attachment_is_a_file(folder: Path) -> None:
    names = {
        item["filename"] for one in load(folder / "greenhouse" / "applications.json") for item in one["attachments"]
    }
    assert names == {path.name for path in (folder / "cvs").iterdir()}
    suffixes = [name.rsplit(".", 1)[1] for name in names]
    assert 0.4 < suffixes.count("pdf") / len(names) < 0.6
    assert 0.2 < suffixes.count("docx") / len(names) < 0.4


def test_cvs_can_be_read_and_carry_the_contacts(folder: Path) -> None:
    candidates = load(folder / "greenhouse" / "candidates.json")
    seen = set()
    for candidate in candidates[:40]:
        path = folder / "cvs" / candidate["attachments"][-1]["filename"]
        text = cv_text(path)
        assert candidate["last_name"] in text, path
        assert "@" in text
        assert candidate["employments"][0]["company_name"] in " ".join(text.split())
        seen.add(path.suffix)
    assert seen == {".pdf", ".docx", ".txt"}


def cv_text(path: Path) -> str:
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    return path.read_text(encoding="utf-8")


def test_word_files_have_fixed_times_and_known_styles(folder: Path) -> None:
    path = next(path for path in sorted((folder / "cvs").iterdir()) if path.suffix == ".docx")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2024, 1, 1, 0, 0, 0)}
    styles = {paragraph.style.name for paragraph in docx.Document(str(path)).paragraphs if paragraph.style}
    assert styles == {"Title", "Normal", "Heading 1", "List Bullet"}


def test_okta_events_are_log_events_in_order(folder: Path) -> None:
    lines = (folder / "okta" / "system_log.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert [one["published"] for one in events] == sorted(one["published"] for one in events)
    logins = {one["work_email"] for one in load(folder / "gusto" / "employees.json")}
    for one in events:
        uuid.UUID(one["uuid"])
        assert one["actor"]["alternateId"] in logins
        assert one["client"]["ipAddress"] == one["request"]["ipChain"][0]["ip"]
        assert one["eventType"].startswith("user.")
        assert one["device"]["id"].startswith("guo")
        assert {"asNumber", "asOrg", "isp", "isProxy"} <= one["securityContext"].keys()
    assert {one["actor"]["alternateId"] for one in events} == logins
    assert len({one["uuid"] for one in events}) == len(events)


def test_gusto_masks_accounts_and_names_the_application(folder: Path, truth: dict[str, Any]) -> None:
    employees = load(folder / "gusto" / "employees.json")
    for one in employees:
        fields = {field["name"]: field["value"] for field in one["custom_fields"]}
        assert fields["Greenhouse application id"] in truth["applicants"]
        assert one["employee_code"]
        assert one["ssn"] == ""
        assert one["current_home_address"]["street_1"]
    full = {row["account_number"] for row in table(folder / "payroll.csv")}
    uuids = {one["uuid"] for one in employees}
    for one in load(folder / "gusto" / "bank_accounts.json"):
        assert one["employee_uuid"] in uuids
        assert len(one["hidden_account_number"]) == 8
        assert one["hidden_account_number"].startswith("XXXX")
        assert any(number.endswith(one["hidden_account_number"][4:]) for number in full)


@pytest.mark.parametrize(
    ("name", "header"),
    [("payroll", PAYROLL), ("shipments", SHIPMENTS), ("interviews", INTERVIEWS), ("references", REFERENCES)],
)
def test_tables_have_their_columns_and_point_to_applications(
    folder: Path, truth: dict[str, Any], name: str, header: tuple[str, ...]
) -> None:
    rows = table(folder / f"{name}.csv")
    assert rows
    assert tuple(rows[0]) == header
    assert all(row["application_id"] in truth["applicants"] for row in rows)


def test_hires_are_in_payroll_shipping_and_the_tracking_system(folder: Path) -> None:
    hired = {str(one["id"]) for one in load(folder / "greenhouse" / "applications.json") if one["status"] == "hired"}
    assert {row["application_id"] for row in table(folder / "payroll.csv")} == hired
    assert {row["application_id"] for row in table(folder / "shipments.csv")} == hired
    assert len(load(folder / "gusto" / "employees.json")) == len(hired)


def test_the_truth_agrees_with_itself(sample: tuple[Path, SampleReport], truth: dict[str, Any]) -> None:
    assert next(iter(truth)) == "linchpin_truth"
    assert (truth["seed"], truth["evasion"]) == (3, 0.2)
    assert truth["parameters"]["months"] == 24
    for name, network in truth["networks"].items():
        mine = [one for one, facts in truth["applicants"].items() if facts["network"] == name]
        assert sorted(mine) == sorted(network["members"])
        assert set(network["main"]) & set(network["facilitator"])
    for name, crowd in truth["crowds"].items():
        mine = [one for one, facts in truth["applicants"].items() if name in facts["crowds"]]
        assert sorted(mine) == sorted(crowd["members"])
    assert sample[1].in_networks == sum(len(network["members"]) for network in truth["networks"].values())


def test_no_file_but_the_truth_says_who_belongs_to_what(folder: Path, truth: dict[str, Any]) -> None:
    words = [f'"{name}"' for name in truth["crowds"]] + ['"network"', "facilitator", "linchpin"]
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".jsonl", ".csv") and path.name != "truth.json":
            text = path.read_text(encoding="utf-8").lower()
            assert not [word for word in words if word in text], path


def test_a_farms_laptops_go_to_one_address_after_the_offer(folder: Path, truth: dict[str, Any]) -> None:
    network = next(one for one in truth["networks"].values() if one["role"] == "laptop-farm host")
    rows = [row for row in table(folder / "shipments.csv") if row["application_id"] in network["members"]]
    there = [row for row in rows if row["delivered_to"] in network["facilitator"]["address"]]
    assert len(there) >= 2
    assert all(row["changed_at"] for row in there)
