from __future__ import annotations

from pathlib import Path

import pytest
from reading import DATA, at_pointer, json_files, read, written

from ingest.sources.gusto import payee

GUSTO = DATA / "gusto"


def test_employees_give_contacts_hire_date_and_keys() -> None:
    said = read("gusto", GUSTO / "employee-list-example.json")

    fields = said.records["gusto:employee:9779767c-6044-48e0-bf68-aeb370b9a2e7"]
    assert fields["keys"] == ("employee:9779767c-6044-48e0-bf68-aeb370b9a2e7", "login:vanessa.boehm@example.com")
    assert (fields["name"], fields["birth"], fields["hired_at"]) == ("Nicole Boehm", "1996-05-08", "2020-01-20")
    assert fields["role"] == "Client Support Manager"
    mine = [(one.kind, one.raw, one.path) for one in said.seen if one.record.endswith("aeb370b9a2e7")]
    assert mine == [
        ("email", "kory7757869450111548@barton-hermiston.io", "/0/email"),
        ("phone", "1234567890", "/0/phone"),
    ]


def test_home_addresses_are_observed_once_each_with_the_employee_code_as_key() -> None:
    said = read("gusto", GUSTO / "show-employees-success-status.json")

    (fields,) = said.records.values()
    assert fields["keys"] == ("employee:d7282d99-ab6b-42f5-ba45-f4a670e886a8", "employee:46f036")
    assert fields["region"] == "US"
    assert said.values("address", "home") == [
        "412 Kiera Stravenue, Suite 391, San Francisco, CA 94107, USA",
        "123 Example Rd, Example City, EX 12345, USA",
    ]


@pytest.mark.parametrize("owner", ["employee", "contractor"])
def test_bank_account_is_a_record_that_joins_its_owner(owner: str) -> None:
    said = read("gusto", GUSTO / f"{owner}-bank-account-list-example.json")

    assert list(said.records) == ["gusto:employee:bank-1531e824-8d9e-4bd8-9f90-0d04608125d7"]
    (fields,) = said.records.values()
    assert fields["keys"] == ("employee:9fcf1b1d-8886-4691-9283-383d3bdd4fd9",)
    assert [(one.kind, one.raw, one.path, one.holder) for one in said.seen] == [
        ("payroll_account", "266905059:XXXX1207", "/0", "")
    ]


def test_payment_details_give_one_account_per_split() -> None:
    said = read("gusto", GUSTO / "employee-payment-details-list-success-status.json")

    assert [(one.raw, one.path) for one in said.seen] == [("055003201:XXXX1207", "/0/splits/0")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BoA Checking Account", ""),
        ("Primary Checking", ""),
        ("Cayman Island Checking", ""),
        ("Chase Savings", ""),
        ("", ""),
        ("Checking", ""),
        ("Jane Roe", "Jane Roe"),
        ("O'Neil, Mary-Ann", "O'Neil, Mary-Ann"),
        ("Hollis & Vane LLC", "Hollis & Vane LLC"),
        ("José Núñez", "José Núñez"),
    ],
)
def test_account_name_is_a_holder_only_when_it_reads_like_one(text: str, name: str) -> None:
    assert payee(text) == name


def test_full_tax_number_is_observed_and_a_masked_one_is_nothing() -> None:
    whole = read("gusto", GUSTO / "contractor-list-example.json")
    empty = read("gusto", GUSTO / "employee-list-example.json")

    assert "XX-XXX0001" not in whole.values("tax_id")
    assert empty.values("tax_id") == []


def test_ssn_of_nine_digits_is_a_tax_id(tmp_path: Path) -> None:
    people = [
        {"uuid": str(n), "company_uuid": "c", "first_name": "A", "ssn": ssn}
        for n, ssn in enumerate(("521-38-9146", "XXX-XX-9146", ""))
    ]

    said = read("gusto", written(tmp_path, "employees.json", people))

    assert [(one.record, one.path) for one in said.seen if one.kind == "tax_id"] == [("gusto:employee:0", "/0/ssn")]


def test_application_id_of_a_custom_field_is_a_key_and_forbidden_fields_are_refused(tmp_path: Path) -> None:
    fields = [{"name": "Greenhouse application id", "value": "4711"}, {"name": "Gender", "value": "SECRET"}]
    fields.append({"name": "Nationality", "value": None})
    person = {"uuid": "u", "company_uuid": "c", "first_name": "A", "last_name": "B", "custom_fields": fields}

    said = read("gusto", written(tmp_path, "employees.json", [person]))

    assert said.records["gusto:employee:u"]["keys"] == ("employee:u", "application:4711")
    assert [(reason, path) for reason, _, _, _, path in said.rejected] == [("forbidden_column", "Gender")]
    assert "SECRET" not in repr(said)


@pytest.mark.parametrize("path", json_files("gusto"), ids=lambda path: path.stem)
def test_every_example_is_read_and_every_pointer_leads_to_its_value(path: Path) -> None:
    said = read("gusto", path)

    assert said.error is None
    for one in said.seen:
        value = at_pointer(path, one.row, one.path)
        if isinstance(value, dict):  # put together from the fields of one object
            told = " ".join(str(part) for part in value.values())
            assert all(part in told for part in one.raw.replace(",", " ").replace(":", " ").split())
        else:
            assert value == one.raw


def test_object_without_uuid_is_said() -> None:
    said = read("gusto", GUSTO / "historical-employee-body-typical-historical-employee.json")

    assert (said.reasons, said.records) == (["no_id"], {})
