"""What is true of every reader, over the registry: adding a reader adds its cases."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from reading import DATA, read, written

from ingest.sources import Reader, readers
from ingest.sources.opening import look

FILES = {
    "greenhouse": sorted((DATA / "greenhouse").glob("candidates-*.json"))
    + sorted((DATA / "greenhouse" / "webhooks").glob("*.json")),
    "greenhouse_applications": sorted((DATA / "greenhouse").glob("applications-*.json")),
    "okta": [DATA / "okta" / "listlogs.json", DATA / "panther" / "okta.jsonl"],
    "okta_users": [path for path in sorted((DATA / "okta").glob("*.json")) if path.stem != "listlogs"],
    "gusto": sorted((DATA / "gusto").glob("*.json")),
    "documents": sorted((DATA / "documents").rglob("*.pdf")) + sorted((DATA / "documents").rglob("*.docx")),
}

HEADERS = {
    "payroll": (
        "employee_number,application_id,name,payee_name,bank_name,routing_number,account_number,iban,changed_at",
        "Employee ID;Account Holder;IBAN;Effective Date",
        "worker_id\twallet_address",
    ),
    "shipments": (
        "shipment_id,application_id,employee_number,recipient,ship_to,id_address,requested_at,changed_at,delivered_to,"
        "serial_number",
        "Order Number,Recipient Name,Delivery Address,Order Date",
    ),
    "interviews": (
        "interview_id,application_id,round,at,participant_name,ip_address,internal_ip,mac_addr,harddisk_id,pc_name,"
        "camera,microphone,camera_on",
        "Meeting ID,User Name,IP Address,Join Time",
    ),
    "references": (
        "application_id,reference_name,reference_phone,reference_email,reference_company,relationship",
        "Application ID,Referee Name,Referee Phone",
    ),
}
PLAIN_TABLES = (
    "applicant_id,name,email,phone,address,ship_to,id_address,ip,payroll_account,payee_name,reference_name,"
    "reference_phone",
    "applicant_id,kind,value,observed_at,context",
    "id,first name,e-mail,tel",
)
CASES = [(name, path) for name, paths in FILES.items() for path in paths]


def ranking(path: Path) -> list[tuple[float, str]]:
    """How sure each reader is, surest first."""
    head = look(path)
    return sorted(((reader.recognise(head), name) for name, reader in readers().items()), reverse=True)


@pytest.mark.parametrize("reader", readers().values(), ids=lambda reader: reader.name)
def test_reader_says_what_it_is(reader: Reader) -> None:
    assert reader.name.isidentifier()
    assert reader.system
    assert reader.title
    assert len(reader.describes) > 60, "say how an administrator makes the export"
    assert reader.suffixes
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)
    assert not re.search(r"nationalit|ethnic|gender", reader.describes)


def test_no_two_readers_make_records_of_one_system() -> None:
    systems = [reader.system for reader in readers().values() if reader.system != "table"]

    assert len(systems) == len(set(systems))


@pytest.mark.parametrize(("name", "path"), CASES, ids=lambda item: item.stem if isinstance(item, Path) else item)
def test_example_is_recognised_by_its_own_reader_alone(name: str, path: Path) -> None:
    (best, chosen), (second, other), *_ = ranking(path)

    assert chosen == name
    assert best >= 0.7
    assert second < best, f"{other} is as sure as {name}"


@pytest.mark.parametrize(
    ("name", "header"), [(name, header) for name, headers in HEADERS.items() for header in headers]
)
def test_header_is_recognised_by_its_own_reader_alone(tmp_path: Path, name: str, header: str) -> None:
    separator = next(sign for sign in ";\t," if sign in header)
    row = separator.join("x" for _ in header.split(separator))

    (best, chosen), (second, _), *_ = ranking(written(tmp_path, "export.csv", f"{header}\n{row}\n{row}\n"))

    assert chosen == name
    assert second < best


@pytest.mark.parametrize("header", PLAIN_TABLES)
def test_plain_and_unknown_tables_are_left_to_the_table_readers(tmp_path: Path, header: str) -> None:
    row = ",".join("x" for _ in header.split(","))
    path = written(tmp_path, "applicants.csv", f"{header}\n{row}\n")

    sure = {name for score, name in ranking(path) if score > 0}

    assert not sure & (FILES.keys() | HEADERS.keys())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("truth.json", '{"linchpin_truth": 1, "networks": []}'),
        ("other.json", '[{"id": 1, "name": "x"}]'),
        ("README.md", "# About these files\n\nThey are samples."),
        ("empty.json", ""),
        ("broken.json", '[{"id": '),
        ("picture.png", "\x89PNG"),
    ],
)
def test_files_of_nobody_are_nobodys(tmp_path: Path, name: str, content: str) -> None:
    assert [(score, reader) for score, reader in ranking(written(tmp_path, name, content)) if score > 0] == []


@pytest.mark.parametrize("reader", readers().values(), ids=lambda reader: reader.name)
@pytest.mark.parametrize("content", ["", "\0" * 100, "{" * 5000, "[[[]]]", "[null, 1]", '{"payload": 1, "action": []}'])
def test_recognising_never_raises(tmp_path: Path, reader: Reader, content: str) -> None:
    for suffix in (".json", ".csv", ".pdf", ".docx", ".txt"):
        head = look(written(tmp_path, f"x{suffix}", content))
        assert 0.0 <= reader.recognise(head) <= 1.0


def _changed(value: object, at: int, new: object) -> tuple[object, int]:
    """A copy of a JSON value in which its n-th inner value is another one, and how many were passed."""
    seen = 0

    def copy(one: object) -> object:
        nonlocal seen
        seen += 1
        if seen == at:
            return new
        if isinstance(one, dict):
            return {key: copy(inner) for key, inner in one.items()}
        return [copy(inner) for inner in one] if isinstance(one, list) else one

    return copy(value), seen


@pytest.mark.parametrize(
    ("name", "path"),
    [(name, path) for name, path in CASES if path.suffix == ".json"],
    ids=lambda item: item.stem if isinstance(item, Path) else item,
)
def test_value_of_a_wrong_type_anywhere_never_stops_a_reader(tmp_path: Path, name: str, path: Path) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    _, inner = _changed(value, 0, None)
    wrong = (None, 17, 0.5, True, "\ud800x", [], {}, [None, [1]], {"value": {"value": []}}, "x" * 20)

    for at in range(1, inner + 1, max(1, inner // 60)):
        changed, _ = _changed(value, at, wrong[at % len(wrong)])
        said = read(name, written(tmp_path, "changed.json", changed))
        assert said.error is None


@pytest.mark.parametrize(
    ("name", "header"), [(name, header) for name, headers in HEADERS.items() for header in headers]
)
def test_columns_that_are_not_understood_are_named_and_no_others(name: str, header: str, tmp_path: Path) -> None:
    separator = next(sign for sign in (";", "\t", ",") if sign in header)
    header = separator.join((header, "Home phone 2", "gender"))  # the second is refused, and said so by the opening
    cells = separator.join(["x"] * len(header.split(separator)))
    said = read(name, written(tmp_path, "odd.csv", f"{header}\n{cells}\n{cells}\n"))
    assert said.passed_over == ["Home phone 2"]
