"""Gusto: employees and contractors, their home addresses, and the bank accounts that their pay goes to.

Bank accounts and addresses are records of their own that join the employee by `employee:<uuid>`, so that a newer file
of one never replaces what another file says.
"""

from __future__ import annotations

import re

from ingest.sources._countries import country_code
from ingest.sources._json import Node, Refused, objects
from ingest.sources.base import Emit, Head, Reader, SourceFile

_OWNERS = ("employee_uuid", "contractor_uuid")
_FULL_SSN = re.compile(r"\d{3}-?\d{2}-?\d{4}")
_FULL_EIN = re.compile(r"\d{2}-?\d{7}")
_APPLICATION = re.compile(r"application[ _-]?(?:id|number|no)\b", re.I)
_EMPLOYEE = re.compile(r"employee[ _-]?(?:id|number|no)\b", re.I)
_ACCOUNT_WORDS = re.compile(
    r"\b(?:account|acct|checking|chequing|savings?|deposit|bank|boa|credit union|primary|secondary|main|joint|payroll"
    r"|paycheck|salary|wages|personal|business checking|my|new|old|debit|card)\b",
    re.I,
)
_NAME = re.compile(r"[^\W\d_][\w.'’&-]*(?:,? (?:& )?[^\W\d_][\w.'’&-]*)+\.?")


def _recognise(head: Head) -> float:
    first = head.first
    if not isinstance(first, dict):
        return 0.0
    owned = any(key in first for key in _OWNERS)
    if owned and ("hidden_account_number" in first or isinstance(first.get("splits"), list)):
        return 0.95
    if owned and "street_1" in first:
        return 0.9
    person = "first_name" in first or "business_name" in first
    if person and "uuid" in first and {"company_uuid", "jobs", "onboarding_status", "wage_type"} & first.keys():
        return 0.95
    return 0.7 if person and "ssn" in first and "home_address" in first else 0.0


def _read(file: SourceFile, emit: Emit) -> None:
    refused = Refused(emit)
    for node in objects(file, emit):
        refused.check(node.value)
        for custom in node.at("custom_fields").items():
            if custom.at("value").text and (name := custom.at("name").text):
                refused.check({name: "set"})
        owner = next((node.at(key).text for key in _OWNERS if node.at(key).text), "")
        if owner and node.at("splits").value is not None:
            for split in node.at("splits").items():
                _bank_account(emit, split, owner, split.at("bank_account_uuid").text)
        elif owner and (node.at("hidden_account_number").text or node.at("account_number").text):
            _bank_account(emit, node, owner, node.at("uuid").text)
        elif owner and node.at("street_1").value is not None:
            _home_address(emit, node, owner)
        elif node.at("uuid").text and not owner:
            _person(emit, node)
        elif not node.at("payment_method").text:
            _not_used(emit, node)


def _not_used(emit: Emit, node: Node) -> None:
    emit.reject(
        "no_id",
        "an object that is no employee, contractor, bank account or address with a uuid",
        "Export employees and bank accounts as Gusto's API gives them.",
        row=node.row,
        path=node.path,
    )


def _person(emit: Emit, person: Node) -> None:
    number = person.at("uuid").text
    job = (person.at("jobs").items() or [person.at("job")])[0]
    home = person.at("current_home_address")
    home = next((one for one in (home, person.at("home_address"), person.at("address")) if one.value), home)
    record = emit.record(
        "employee",
        number,
        row=person.row,
        path=person.path,
        keys=_keys(person),
        name=_name(person),
        birth=person.at("date_of_birth").text,
        hired_at=job.at("hire_date").text or person.at("start_date").text,
        role=job.at("title").text,
        status="terminated" if person.at("terminated").value is True else "",
        region=country_code(home.at("country").text),
    )
    _observe_person(emit, record, person)
    others = [one for one in person.at("all_home_addresses").items() if _street(one) != _street(home)]
    for address in (home, *others):
        emit.observe(record, "address", _street(address), row=address.row, path=address.path, context="home")


def _observe_person(emit: Emit, record: str, person: Node) -> None:
    for kind, key in (("email", "email"), ("phone", "phone")):
        node = person.at(key)
        emit.observe(record, kind, node.text, row=node.row, path=node.path, context="payroll")
    for key, full in (("ssn", _FULL_SSN), ("ein", _FULL_EIN)):
        node = person.at(key)
        if full.fullmatch(node.text):
            emit.observe(record, "tax_id", node.text, row=node.row, path=node.path, context="payroll")


def _name(person: Node) -> str:
    whole = f"{person.at('first_name').text} {person.at('last_name').text}".strip()
    return whole or person.at("business_name").text


def _keys(person: Node) -> tuple[str, ...]:
    """Everything that joins: the uuid, an employee number, the work login, and ids kept in custom fields."""
    keys = {f"employee:{person.at('uuid').text}": None}
    for field in ("employee_code", "employee_number"):
        if code := person.at(field).text:
            keys[f"employee:{code}"] = None
    if login := person.at("work_email").text.lower():
        keys[f"login:{login}"] = None
    for custom in person.at("custom_fields").items():
        name, value = custom.at("name").text, custom.at("value").text
        if value and _APPLICATION.search(name):
            keys[f"application:{value}"] = None
        elif value and _EMPLOYEE.search(name):
            keys[f"employee:{value}"] = None
    return tuple(keys)


def _street(address: Node) -> str:
    parts = (address.at(key).text for key in ("street_1", "street_2", "city"))
    place = f"{address.at('state').text} {address.at('zip').text}".strip()
    return ", ".join(part for part in (*parts, place, address.at("country").text) if part)


def _home_address(emit: Emit, address: Node, owner: str) -> None:
    since = address.at("effective_date").text
    record = emit.record(
        "employee",
        f"address-{address.at('uuid').text or owner}",
        row=address.row,
        path=address.path,
        keys=(f"employee:{owner}",),
        region=country_code(address.at("country").text),
    )
    text = _street(address)
    emit.observe(record, "address", text, row=address.row, path=address.path, context="home", observed_at=since)


def payee(text: str) -> str:
    """The name of an account when it reads like its holder's name, else "" (an account is often called "Checking").

    >>> payee("BoA Checking Account"), payee("Jane Roe")
    ('', 'Jane Roe')
    """
    return text if _NAME.fullmatch(text) and not _ACCOUNT_WORDS.search(text) else ""


def _bank_account(emit: Emit, account: Node, owner: str, number: str) -> None:
    raw = account.at("account_number").text or account.at("hidden_account_number").text
    routing = account.at("routing_number").text
    since = next((t for key in ("updated_at", "created_at", "effective_date") if (t := account.at(key).text)), "")
    record = emit.record(
        "employee",
        f"bank-{number or owner}",
        row=account.row,
        path=account.path,
        keys=(f"employee:{owner}",),
    )
    emit.observe(
        record,
        "payroll_account",
        f"{routing}:{raw}" if routing and raw else raw,
        row=account.row,
        path=account.path,
        context="payroll",
        holder=payee(account.at("name").text),
        observed_at=since,
    )


READER = Reader(
    name="gusto",
    system="gusto",
    title="Gusto payroll",
    describes=(
        "JSON of the API's employees, contractors, their bank_accounts, payment details or home_addresses "
        "(one file each, lists of all pages). Account numbers come masked to their last four digits: "
        "add payroll.csv with full numbers where payroll may give them."
    ),
    suffixes=(".json", ".jsonl", ".ndjson"),
    recognise=_recognise,
    read=_read,
    example="gusto/employees.json",
)
