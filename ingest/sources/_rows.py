"""Rows of a CSV by the meaning of their columns: each reader declares which header names mean which field."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.sources.base import Emit, Head, SourceFile
from ingest.sources.opening import iter_csv

Aliases = Mapping[str, tuple[str, ...]]
"""field -> header names that mean it, most telling first."""

SUFFIXES = (".csv", ".tsv", ".txt")

SUBJECT: dict[str, tuple[str, ...]] = {
    "application": (
        "application_id",
        "greenhouse_application_id",
        "ats_application_id",
        "job_application_id",
        "application_number",
    ),
    "employee": (
        "employee_number",
        "employee_id",
        "employee_no",
        "employee_code",
        "employee_uuid",
        "emp_id",
        "emp_no",
        "worker_id",
        "personnel_number",
        "staff_id",
    ),
    "login": ("work_email", "company_email", "work_login", "okta_login", "login", "user_principal_name"),
    "name": ("name", "employee_name", "worker_name", "full_name", "legal_name", "candidate_name", "applicant_name"),
}
"""Whom a row is about, in every CSV of an employer."""

NOTHING = "nothing"
"""The field of columns that are understood and tie nobody to anybody: they are not said to be passed over."""

_ELSEWHERE = frozenset(("applicant_id", "kind", "value"))  # the plain tables have a reader of their own
_PERSONAL = frozenset(("email", "phone", "address", "cv_text", "cv_file", "resume", "linkedin", "date_of_birth"))


def plain_name(header: str) -> str:
    """A header name without case, blanks and signs.

    >>> plain_name("Account Number (last)")
    'account_number_last'
    """
    return re.sub(r"[^0-9a-z]+", "_", header.casefold()).strip("_")


def columns_of(headers: tuple[str, ...], aliases: Aliases) -> dict[str, tuple[str, ...]]:
    """The headers of each field, in the order of the aliases."""
    known: dict[str, str] = {}
    for header in headers:
        known.setdefault(plain_name(header), header)
    return {name: found for name, names in aliases.items() if (found := tuple(known[n] for n in names if n in known))}


def recognised(head: Head, aliases: Aliases, *groups: tuple[str, ...]) -> float:
    """How sure: 0.9 when of each group at least one field is there; less when columns would be left unread."""
    if head.first is not None or not head.columns:
        return 0.0
    names = {plain_name(header) for header in head.columns}
    if names & _ELSEWHERE:
        return 0.0
    found = columns_of(head.columns, aliases)
    if not all(any(one in found for one in group) for group in groups):
        return 0.0
    used = {plain_name(header) for headers in found.values() for header in headers}
    return 0.4 if (names - used) & _PERSONAL else 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """One data row. `number` counts from 1."""

    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]

    def text(self, name: str) -> str:
        """The first filled cell of a field, stripped; "" when there is none."""
        return next((text for _, text in self.each(name)), "")

    def place(self, *names: str) -> str:
        """The column or columns that these fields stand in, joined with "+"."""
        return "+".join(column for name in names if (column := next((c for c, _ in self.each(name)), "")))

    def each(self, name: str) -> Iterator[tuple[str, str]]:
        """All filled cells of a field with their columns."""
        for column in self.columns.get(name, ()):
            if text := self.cells[column].strip():
                yield column, text


def rows(file: SourceFile, emit: Emit, aliases: Aliases, dates: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """All sound rows of a file. Columns of no field are named in the report.

    dates: dates of records and observations ("observed_at") and the fields of `aliases` that they are taken from.
    """
    columns: dict[str, tuple[str, ...]] | None = None
    for number, cells in iter_csv(file, emit):
        if columns is None:
            columns = columns_of(tuple(cells), aliases)
            understood = {header for found in columns.values() for header in found}
            emit.pass_over([header for header in cells if header not in understood])
            said_in = {date: [one for name in names for one in columns.get(name, ())] for date, names in dates.items()}
            emit.dates_in({date: found for date, found in said_in.items() if found})
        yield Row(number, cells, columns)


def keys(row: Row) -> tuple[str, ...]:
    """The ids of a row that join it to an application, an employee or a login."""
    found = [f"application:{text}" for _, text in row.each("application")]
    found += [f"employee:{text}" for _, text in row.each("employee")]
    found += [f"login:{text.lower()}" for _, text in row.each("login")]
    return tuple(dict.fromkeys(found))


def row_id(row: Row) -> str:
    """An id for a row that has none: a digest of its content, so that the same row keeps it in a later file."""
    text = "\x1f".join(f"{name}={value}" for name, value in sorted(row.cells.items()))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


@dataclass
class Subjects:
    """The records of one file: each is emitted once, further rows of the same subject add their values to it."""

    emit: Emit
    type: str
    _seen: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)

    def of(self, row: Row, number: str, **fields: str) -> str | None:
        """The record of a row; None (and a rejected line) when its id stands for another subject already."""
        own = keys(row)
        if not own and not fields.get("name"):
            self.emit.reject(
                "no_id",
                "there is no application id, employee number or login",
                "Add a column that says whose row it is.",
                row=row.number,
            )
            return None
        if number in self._seen:
            before, record = self._seen[number]
            if _contradict(before, own):
                self.emit.reject(
                    "duplicate_id",
                    f"{self.type} {number} belongs to somebody else in an earlier row",
                    "Give each its own id; the earlier row was kept.",
                    row=row.number,
                )
                return None
            return record
        record = self.emit.record(self.type, number, row=row.number, keys=own, **fields)
        self._seen[number] = (own, record)
        return record


def _contradict(before: tuple[str, ...], now: tuple[str, ...]) -> bool:
    """Whether two rows of one id name two different applications or employees."""
    for prefix in ("application:", "employee:"):
        first = {key for key in before if key.startswith(prefix)}
        second = {key for key in now if key.startswith(prefix)}
        if first and second and not first & second:
            return True
    return False
