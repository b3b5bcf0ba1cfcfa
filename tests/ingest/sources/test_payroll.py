from __future__ import annotations

from pathlib import Path

from reading import Recording, read, written

HEADER = "employee_number,application_id,name,payee_name,bank_name,routing_number,account_number,iban,changed_at\n"


def payroll(folder: Path, *rows: str, header: str = HEADER) -> Recording:
    return read("payroll", written(folder, "payroll.csv", header + "".join(f"{row}\n" for row in rows)))


def test_account_with_routing_payee_and_date(tmp_path: Path) -> None:
    said = payroll(tmp_path, "E1,4711,Jane Roe,J. Hopper,First Bank,021000021,483920157,,2024-05-02")

    assert said.records["payroll:employee:E1"]["keys"] == ("application:4711", "employee:E1")
    assert said.records["payroll:employee:E1"]["name"] == "Jane Roe"
    (one,) = said.seen
    assert (one.kind, one.raw, one.context) == ("payroll_account", "021000021:483920157", "payroll")
    assert (one.row, one.path) == (1, "routing_number+account_number")
    assert (one.holder, one.observed_at) == ("J. Hopper", "2024-05-02")


def test_iban_wins_over_an_account_number(tmp_path: Path) -> None:
    said = payroll(tmp_path, "E1,,Jane,,,,0532013000,DE89 3704 0044 0532 0130 00,")

    assert [(one.raw, one.path) for one in said.seen] == [("DE89 3704 0044 0532 0130 00", "iban")]


def test_every_change_of_account_stays(tmp_path: Path) -> None:
    said = payroll(
        tmp_path,
        "E1,4711,Jane Roe,Jane Roe,,021000021,111222333,,2024-01-01",
        "E1,4711,Jane Roe-Smith,Jane Smith,,021000021,444555666,,2024-02-01",
    )

    assert len(said.records) == 1
    assert [(one.row, one.raw, one.observed_at) for one in said.seen] == [
        (1, "021000021:111222333", "2024-01-01"),
        (2, "021000021:444555666", "2024-02-01"),
    ]
    assert said.reasons == []


def test_one_number_for_two_applications_is_rejected_and_its_account_not_said(tmp_path: Path) -> None:
    said = payroll(tmp_path, "E1,4711,A,,,021000021,111222333,,", "E1,4712,B,,,021000021,444555666,,")

    assert [(reason, row) for reason, _, _, row, _ in said.rejected] == [("duplicate_id", 2)]
    assert said.values("payroll_account") == ["021000021:111222333"]


def test_other_header_names_old_accounts_wallets_and_services(tmp_path: Path) -> None:
    header = (
        "Emp ID;Account Holder;ABA Number;New Account Number;Old Account Number;Crypto Wallet;PayPal;Effective Date\n"
    )

    said = payroll(tmp_path, "E9;Jane Roe;021000021;444555666;111222333;0xABC;jane@x.io;2024-02-01", header=header)

    assert [(one.kind, one.raw, one.context, one.holder) for one in said.seen] == [
        ("payroll_account", "021000021:444555666", "payroll", "Jane Roe"),
        ("payroll_account", "111222333", "payroll_before", ""),
        ("wallet", "0xABC", "payroll", "Jane Roe"),
        ("payment_handle", "paypal: jane@x.io", "payroll", "Jane Roe"),
    ]


def test_row_that_belongs_to_nobody_is_rejected(tmp_path: Path) -> None:
    said = payroll(tmp_path, ",,,X,,021000021,111222333,,", "E1,,,,,021000021,111222333,,")

    assert [(reason, row) for reason, _, _, row, _ in said.rejected] == [("no_id", 1)]
    assert [one.row for one in said.seen] == [2]


def test_masked_tax_numbers_and_forbidden_columns_are_left_out(tmp_path: Path) -> None:
    header = "employee_id,ssn,gender,account_number\n"

    said = payroll(tmp_path, "E1,XXX-XX-1234,female,1112223334", "E2,521-38-9146,male,1112223334", header=header)

    assert [(one.row, one.raw) for one in said.seen if one.kind == "tax_id"] == [(2, "521-38-9146")]
    assert said.reasons == ["forbidden_column"]
    assert "female" not in repr(said)
