"""References as a plain CSV: whom each applicant named to speak for them."""

from __future__ import annotations

from ingest.sources._rows import NOTHING, SUBJECT, SUFFIXES, Subjects, recognised, row_id, rows
from ingest.sources.base import Emit, Head, Reader, SourceFile

ALIASES = SUBJECT | {
    "reference": ("reference_id", "reference_check_id"),
    "reference_name": ("reference_name", "referee_name", "reference_full_name", "referee"),
    "reference_phone": ("reference_phone", "reference_phone_number", "referee_phone", "reference_mobile"),
    "reference_email": ("reference_email", "reference_email_address", "referee_email"),
    "company": ("reference_company", "referee_company", "reference_employer"),
    "at": ("given_at", "submitted_at", "checked_at", "contacted_at", "created_at"),
    NOTHING: ("relationship", "reference_title", "referee_title", "known_since"),
}
_KINDS = ("reference_name", "reference_phone", "reference_email")


def _recognise(head: Head) -> float:
    return recognised(head, ALIASES, ("application", "employee", "login"), _KINDS)


def _read(file: SourceFile, emit: Emit) -> None:
    subjects = Subjects(emit, "document")
    for row in rows(file, emit, ALIASES, {"observed_at": ("at",)}):
        number = row.text("reference") or row_id(row)
        record = subjects.of(row, number, name=row.text("name"))
        if record is None:
            continue
        holder, when = row.text("reference_name"), row.text("at")
        for kind in _KINDS:
            for column, text in row.each(kind):
                emit.observe(
                    record,
                    kind,
                    text,
                    row=row.number,
                    path=column,
                    context="reference",
                    holder=holder,
                    observed_at=when,
                )
        for column, text in row.each("company"):
            emit.observe(
                record, "past_employer", text, row=row.number, path=column, context="reference", observed_at=when
            )


READER = Reader(
    name="references",
    system="references",
    title="References (CSV)",
    describes=(
        "A CSV with one row per reference given: application_id, reference_name, reference_phone, reference_email, "
        "reference_company, relationship. Recruiting has it, or the reference-check provider exports it."
    ),
    suffixes=SUFFIXES,
    recognise=_recognise,
    read=_read,
    example="references.csv",
)
