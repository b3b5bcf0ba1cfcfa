from __future__ import annotations

from pathlib import Path

from reading import read, written

HEADER = (
    "shipment_id,application_id,employee_number,recipient,ship_to,id_address,requested_at,changed_at,"
    "delivered_to,serial_number\n"
)


def test_each_address_keeps_its_role_and_its_moment(tmp_path: Path) -> None:
    row = 'S1,4711,E1,Jane Roe,"12 Elm St, Reno","9 Oak Ave, Austin",2024-01-05,2024-01-09,"12 Elm St Unit 2",C02XK0AAJGH5\n'

    said = read("shipments", written(tmp_path, "shipments.csv", HEADER + row))

    assert said.records["shipments:shipment:S1"]["keys"] == ("application:4711", "employee:E1")
    assert [(one.kind, one.raw, one.context, one.path, one.observed_at) for one in said.seen] == [
        ("address", "12 Elm St, Reno", "ship_to", "ship_to", "2024-01-09"),
        ("address", "9 Oak Ave, Austin", "id_address", "id_address", "2024-01-05"),
        ("address", "12 Elm St Unit 2", "delivered", "delivered_to", "2024-01-09"),
        ("device", "C02XK0AAJGH5", "shipped", "serial_number", "2024-01-05"),
    ]
    assert {one.holder for one in said.seen} == {"Jane Roe"}
    assert {one.row for one in said.seen} == {1}


def test_recipient_is_no_name_of_the_employee(tmp_path: Path) -> None:
    rows = "S1,4711,,Facilitator Name,1 A St,,,,,\nS2,,,Jane Roe,1 A St,,,,,\n"

    said = read("shipments", written(tmp_path, "shipments.csv", HEADER + rows))

    assert [fields["name"] for fields in said.records.values()] == ["", "Jane Roe"]


def test_address_in_several_columns_is_put_together(tmp_path: Path) -> None:
    header = (
        "Order Number,Employee ID,Ship To Name,Ship To - Address 1,Ship To - Address 2,"
        "Ship To - City,Ship To - State,Ship To - Postal Code\n"
    )

    said = read("shipments", written(tmp_path, "s.csv", header + "7,E1,Jane,12 Elm St,Apt 4,Reno,NV,89501\n"))

    (one,) = said.seen
    assert one.raw == "12 Elm St, Apt 4, Reno, NV 89501"
    assert one.path.split("+") == [
        "Ship To - Address 1",
        "Ship To - Address 2",
        "Ship To - City",
        "Ship To - State",
        "Ship To - Postal Code",
    ]


def test_row_without_id_keeps_its_name_in_a_later_file(tmp_path: Path) -> None:
    header = "application_id,ship_to,requested_at\n"
    first = read("shipments", written(tmp_path, "a.csv", header + "1,X St 1,2024-01-01\n2,Y St 2,2024-01-02\n"))
    later = read("shipments", written(tmp_path, "b.csv", header + "2,Y St 2,2024-01-02\n"))

    one, other = first.records
    assert list(later.records) == [other]
    assert one != other
