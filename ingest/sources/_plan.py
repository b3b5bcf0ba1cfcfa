"""What each column of a table of applicants means. The two plain tables and mapped tables are read by such a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.model.kinds import KINDS, kind_of_column

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("applicant_id",),
    "name": ("name", "applicant_name", "full_name"),
    "applied_at": ("applied_at",),
    "offered_at": ("offered_at",),
    "hired_at": ("hired_at",),
    "employer": ("employer",),
    "role": ("role",),
    "status": ("status",),
    "channel": ("source", "channel"),
    "referred_by": ("referred_by",),
    "birth": ("birth_date", "date_of_birth"),
    "region": ("region", "country"),
    "candidate": ("candidate_id",),
    "employee": ("employee_id", "employee_number"),
    "login": ("login", "work_email"),
    "text": ("cv_text",),
    "file": ("cv_file",),
}
"""Fields of an application, and the columns of the plain table that mean them. employee, login and file become keys."""

RECORD_FIELDS = (
    "name",
    "applied_at",
    "offered_at",
    "hired_at",
    "employer",
    "role",
    "status",
    "channel",
    "referred_by",
    "birth",
)
DATE_FIELDS = ("applied_at", "offered_at", "hired_at", "birth")
KEY_FIELDS = ("employee", "login", "file")

CONTEXTS = {
    "ship_to": "ship_to",
    "shipping_address": "ship_to",
    "delivery_address": "ship_to",
    "delivered_to": "delivered",
    "id_address": "id_address",
    "address": "home",
    "home_address": "home",
    "street_address": "home",
    "mailing_address": "mailing",
    "login_ip": "sign_in",
    "last_login_ip": "sign_in",
    "ip": "apply",
    "ip_address": "apply",
    "apply_ip": "apply",
    "signup_ip": "apply",
    "recovery_email": "recovery",
}
"""Column -> context, where the column says more than its kind."""

_BY_FAMILY = {"money": "payroll"}
_LATER = frozenset({"ship_to", "delivered", "sign_in", "payroll"})
"""Contexts that are not of the day of the application."""


@dataclass(frozen=True)
class Observed:
    """A column that holds values of a kind. holder: the column with the name beside it, "" when none."""

    column: str
    kind: str
    context: str = ""
    holder: str = ""

    @property
    def of_application(self) -> bool:
        """Whether the value was given on the day of the application."""
        return self.context not in _LATER


@dataclass(frozen=True)
class Plan:
    """fields: field -> column, "id" always among them."""

    fields: dict[str, str]
    observed: tuple[Observed, ...]


def folded(column: str) -> str:
    """A column name as the plain tables write it: "Applicant-ID" -> "applicant_id"."""
    return "_".join("".join(letter if letter.isalnum() else " " for letter in column.lower()).split())


def context_of(column: str, kind: str) -> str:
    """The context that a column name says; "reference" and "payroll" follow from the kind."""
    if kind.startswith("reference_"):
        return "reference"
    if kind == "referrer":
        return "referral"
    name = folded(column)
    if name in CONTEXTS:
        return CONTEXTS[name]
    return _BY_FAMILY.get(KINDS[kind].family, "")


def plain_plan(columns: Iterable[str]) -> Plan:
    """The plan of a table with the plain table's own column names; columns that mean nothing are left out."""
    by_name = {folded(column): column for column in reversed(list(columns))}
    fields = {}
    for field, names in FIELDS.items():
        for name in names:
            if name in by_name and field not in fields:
                fields[field] = by_name[name]
    used = set(fields.values())
    payee = by_name.get("payee_name", "")
    referee = next((by_name[name] for name in KINDS["reference_name"].columns if name in by_name), "")
    observed = []
    for column in sorted(set(by_name.values()) - used):
        kind = kind_of_column(column)
        if kind:
            holder = payee if KINDS[kind].family == "money" else referee if kind.startswith("reference_") else ""
            context = context_of(column, kind)
            observed.append(Observed(column, kind, context, holder if holder != column else ""))
    if "referred_by" in fields:
        observed.append(Observed(fields["referred_by"], "referrer", "referral"))
    return Plan(fields, tuple(observed))
