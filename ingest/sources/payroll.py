"""Payroll as a plain CSV: who is paid to which account, in whose name, since when."""

from __future__ import annotations

import re

from ingest.sources._rows import NOTHING, SUBJECT, SUFFIXES, Row, Subjects, keys, plain_name, recognised, row_id, rows
from ingest.sources.base import Emit, Head, Reader, SourceFile

_ACCOUNT = ("account_number", "bank_account_number", "acct_number", "bank_account", "deposit_account", "account")
_ROUTING = ("routing_number", "aba_routing_number", "aba_number", "routing_transit_number", "aba", "routing")
_HANDLES = ("payment_handle", "paypal", "paypal_email", "payoneer", "payoneer_email", "wise", "wise_email", "venmo")

ALIASES = SUBJECT | {
    "payee": (
        "payee_name",
        "payee",
        "account_holder",
        "account_holder_name",
        "name_on_account",
        "account_name",
        "beneficiary_name",
        "beneficiary",
    ),
    "iban": ("iban", "iban_number", "new_iban"),
    "routing": (*_ROUTING, "new_routing_number"),
    "account": (*_ACCOUNT, "new_account_number", "hidden_account_number", "account_last4", "account_number_last_four"),
    "old_iban": ("old_iban", "previous_iban"),
    "old_routing": ("old_routing_number", "previous_routing_number"),
    "old_account": ("old_account_number", "previous_account_number"),
    "wallet": ("wallet", "wallet_address", "crypto_wallet", "crypto_address"),
    "handle": _HANDLES,
    "tax_id": ("tax_id", "ssn", "social_security_number", "tin", "itin", "national_insurance_number"),
    "email": ("personal_email", "email", "email_address", "home_email"),
    "phone": ("phone", "phone_number", "mobile", "mobile_phone", "cell_phone", "personal_phone"),
    "address": ("home_address", "address", "residential_address", "mailing_address"),
    "birth": ("date_of_birth", "birth_date", "dob"),
    "hired_at": ("hired_at", "hire_date", "start_date"),
    "role": ("job_title", "title", "role", "position"),
    "employer": ("employer", "company", "legal_entity"),
    "changed_at": ("changed_at", "change_date", "effective_date", "effective_from", "updated_at", "modified_at"),
    NOTHING: ("bank_name", "bank", "account_type", "currency", "pay_frequency", "pay_schedule"),
}
_FULL_TAX_ID = re.compile(r"[A-Za-z]{0,2}[ -]?(?:\d[ -]?){6,12}[A-Za-z]?")


def _recognise(head: Head) -> float:
    return recognised(head, ALIASES, ("employee", "application", "login"), ("iban", "account", "wallet", "handle"))


def _read(file: SourceFile, emit: Emit) -> None:
    subjects = Subjects(emit, "employee")
    for row in rows(file, emit, ALIASES, _DATES):
        number = row.text("employee") or next(iter(keys(row)), "") or row_id(row)
        fields = {name: row.text(name) for name in ("name", "birth", "hired_at", "role", "employer")}
        record = subjects.of(row, number, **fields)
        if record is not None:
            _observe(emit, record, row)


_DATES = {"hired_at": ("hired_at",), "birth": ("birth",), "observed_at": ("changed_at",)}


def _observe(emit: Emit, record: str, row: Row) -> None:
    changed, payee = row.text("changed_at"), row.text("payee")
    for prefix, context in (("", "payroll"), ("old_", "payroll_before")):
        raw, place = account_of(row, prefix)
        holder = "" if prefix else payee
        when = "" if prefix else changed
        emit.observe(
            record, "payroll_account", raw, row=row.number, path=place, context=context, holder=holder, observed_at=when
        )
    wallets = [("wallet", column, text) for column, text in row.each("wallet")]
    handles = [("payment_handle", column, _with_service(column, text)) for column, text in row.each("handle")]
    for kind, column, text in wallets + handles:
        emit.observe(
            record, kind, text, row=row.number, path=column, context="payroll", holder=payee, observed_at=changed
        )
    for kind in ("email", "phone", "address"):
        for column, text in row.each(kind):
            context = "home" if kind == "address" else "payroll"
            emit.observe(record, kind, text, row=row.number, path=column, context=context)
    for column, text in row.each("tax_id"):
        if _FULL_TAX_ID.fullmatch(text):
            emit.observe(record, "tax_id", text, row=row.number, path=column, context="payroll")


def _with_service(column: str, text: str) -> str:
    """The value of a column named after a payment service with that name before it: "paypal: jane@…"."""
    service = plain_name(column).removesuffix("_email")
    return text if service == "payment_handle" or service in text.casefold() else f"{service}: {text}"


def account_of(row: Row, prefix: str = "") -> tuple[str, str]:
    """The account of a row as "<iban>" or "<routing>:<account>", and the columns it stands in; both "" when none."""
    if iban := row.text(f"{prefix}iban"):
        return iban, row.place(f"{prefix}iban")
    account, routing = row.text(f"{prefix}account"), row.text(f"{prefix}routing")
    if not account:
        return "", ""
    raw = f"{routing}:{account}" if routing else account
    return raw, row.place(f"{prefix}routing", f"{prefix}account")


READER = Reader(
    name="payroll",
    system="payroll",
    title="Payroll accounts (CSV)",
    describes=(
        "A CSV with one row per employee and bank account: employee_number or application_id, payee_name, "
        "routing_number and account_number (or iban), changed_at. Ask payroll for the full numbers and for "
        "every change, not only the present account."
    ),
    suffixes=SUFFIXES,
    recognise=_recognise,
    read=_read,
    example="payroll.csv",
)
