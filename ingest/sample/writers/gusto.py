"""Gusto: employees, and their bank accounts with the account number masked, as the API reads them out."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import Any

from ingest.sample.words import firms
from ingest.sample.world import Address, Employee, World, day
from ingest.sample.writers.files import write_json


def write_gusto(world: World, folder: Path) -> None:
    companies = [_uuid(f"company {name}") for name in firms.HIRING]
    write_json(folder / "gusto" / "employees.json", [_employee(employee, companies) for employee in world.employees])
    accounts = []
    for employee in world.employees:
        account = employee.accounts[-1][1]
        if account.iban:  # paid through payroll.csv: this system knows US accounts only
            continue
        accounts.append(
            {
                "uuid": _uuid(f"account {employee.uuid}"),
                "employee_uuid": employee.uuid,
                "account_type": "Checking",
                "name": f"{account.bank.split(' (')[0]} Checking",
                "routing_number": account.routing,
                "hidden_account_number": f"XXXX{account.number[-4:]}",
            }
        )
    write_json(folder / "gusto" / "bank_accounts.json", accounts)


def _uuid(text: str) -> str:
    return str(uuid.UUID(bytes=hashlib.sha256(text.encode()).digest()[:16], version=4))


def _address(address: Address) -> dict[str, Any]:
    street = f"{address.street} {address.suffix}".strip()
    first = f"{street} {address.number}" if address.country == "DE" else f"{address.number} {street}"
    return {
        "street_1": first,
        "street_2": address.unit or None,
        "city": address.city,
        "state": address.state or None,
        "zip": address.code,
        "country": "USA" if address.country == "US" else address.country,
        "active": True,
        "uuid": _uuid(address.full()),
    }


def _employee(employee: Employee, companies: list[str]) -> dict[str, Any]:
    application = employee.application
    person = application.person
    job, pay = _uuid(f"job {employee.uuid}"), _uuid(f"pay {employee.uuid}")
    rate = f"{70_000 + int(employee.number) % 60 * 1000}.00"
    version = hashlib.sha256(employee.uuid.encode()).hexdigest()[:32]
    compensation = {
        "uuid": pay,
        "employee_uuid": employee.uuid,
        "version": version,
        "payment_unit": "Year",
        "flsa_status": "Exempt",
        "adjust_for_minimum_wage": False,
        "minimum_wages": [],
        "job_uuid": job,
        "effective_date": day(employee.hired_at),
        "rate": rate,
    }
    home = _address(employee.home)
    return {
        "uuid": employee.uuid,
        "first_name": person.first,
        "middle_initial": None,
        "last_name": person.last,
        "email": person.email,
        "company_uuid": companies[application.employer],
        "manager_uuid": None,
        "version": version,
        "current_employment_status": "full_time",
        "onboarding_status": "onboarding_completed",
        "preferred_first_name": None,
        "department_uuid": None,
        "employee_code": employee.number,
        "payment_method": "Direct Deposit",
        "department": None,
        "terminated": False,
        "two_percent_shareholder": False,
        "onboarded": True,
        "historical": False,
        "has_ssn": True,
        "onboarding_documents_config": {"uuid": None, "i9_document": False},
        "jobs": [
            {
                "uuid": job,
                "version": version,
                "employee_uuid": employee.uuid,
                "current_compensation_uuid": pay,
                "payment_unit": "Year",
                "primary": True,
                "two_percent_shareholder": False,
                "state_wc_covered": None,
                "state_wc_class_code": None,
                "title": application.role,
                "compensations": [compensation],
                "rate": rate,
                "hire_date": day(employee.hired_at),
            }
        ],
        "eligible_paid_time_off": [],
        "terminations": [],
        "garnishments": [],
        "custom_fields": [
            {
                "id": _uuid(f"field {employee.uuid}"),
                "company_custom_field_id": _uuid("Greenhouse application id"),
                "name": "Greenhouse application id",
                "type": "text",
                "value": application.id,
            }
        ],
        "date_of_birth": person.birth,
        "ssn": "",
        "phone": person.phone.removeprefix("+1") if person.country == "US" else person.phone,
        "work_email": employee.login,
        "current_home_address": home,
        "all_home_addresses": [home],
        "member_portal_invitation_status": {"status": "complete", "token_expired": False},
        "partner_portal_invitation_sent": True,
    }
