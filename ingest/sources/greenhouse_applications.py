"""Greenhouse: applications on their own, as GET /v1/applications gives them, without the candidate's values.

Its records have a system name of their own, so that this file never replaces what the candidates' file says of the
same application; the two join by the key `application:<id>`.
"""

from __future__ import annotations

from ingest.sources._greenhouse import application_fields, attachments, birth_date, observe_application, refuse
from ingest.sources._json import Refused, objects
from ingest.sources.base import Emit, Head, Reader, SourceFile

_OWN = ("applied_at", "current_stage", "jobs", "prospect", "rejected_at")


def _recognise(head: Head) -> float:
    first = head.first
    if not isinstance(first, dict) or "candidate_id" not in first or "first_name" in first or "payload" in first:
        return 0.0
    return 0.95 if sum(key in first for key in _OWN) >= 3 else 0.0


def _read(file: SourceFile, emit: Emit) -> None:
    refused = Refused(emit)
    seen: set[str] = set()
    for application in objects(file, emit):
        refuse(refused, application)
        number, person = application.at("id").text, application.at("candidate_id").text
        if not number or number in seen:
            emit.reject(
                "duplicate_id" if number else "no_id",
                f"application {number} stands twice; the first was kept" if number else "an application has no id",
                "Export the applications again.",
                row=application.row,
                path=application.path,
            )
            continue
        seen.add(number)
        record = emit.record(
            "application",
            number,
            row=application.row,
            path=application.path,
            keys=(f"application:{number}", *attachments(application)),
            candidate=f"greenhouse:candidate:{person}" if person else "",
            birth=birth_date(application),
            **application_fields(application),
        )
        observe_application(emit, record, application)


READER = Reader(
    name="greenhouse_applications",
    system="greenhouse_applications",
    title="Greenhouse applications",
    describes=(
        "JSON of the Harvest API's GET /v1/applications (all pages in one array, or one page per line). "
        "It adds dates, status, channel and referrals; give the candidates' file too, for it holds the values."
    ),
    suffixes=(".json", ".jsonl", ".ndjson"),
    recognise=_recognise,
    read=_read,
    example="greenhouse/applications.json",
)
