"""Video interviews as a plain CSV: from which address and machine each candidate took part."""

from __future__ import annotations

from ingest.sources._rows import NOTHING, SUBJECT, SUFFIXES, Subjects, recognised, row_id, rows
from ingest.sources.base import Emit, Head, Reader, SourceFile

_SUBJECT = {name: names for name, names in SUBJECT.items() if name != "name"}

ALIASES = _SUBJECT | {
    "interview": ("interview_id", "meeting_uuid", "meeting_id", "session_id"),
    "candidate": ("candidate_name", "applicant_name", "expected_name"),
    "participant": ("participant_name", "user_name", "display_name", "name"),
    "part": ("participant_role", "participant_type", "role", "attendee_type"),
    "at": ("at", "join_time", "joined_at", "start_time", "started_at", "interviewed_at", "scheduled_at"),
    "ip": ("ip_address", "ip", "public_ip", "client_ip"),
    "device": ("mac_addr", "mac_address", "mac", "harddisk_id", "hard_disk_id", "disk_id"),
    "email": ("participant_email", "user_email"),
    NOTHING: (
        "round",
        "stage",
        "duration",
        "leave_time",
        "internal_ip",
        "pc_name",
        "camera",
        "microphone",
        "camera_on",
    ),
}
_STAFF = frozenset(("host", "co-host", "cohost", "interviewer", "panelist", "recruiter", "employee", "internal"))


def _recognise(head: Head) -> float:
    return recognised(head, ALIASES, ("application", "interview"), ("ip", "device"), ("participant", "interview", "at"))


def _read(file: SourceFile, emit: Emit) -> None:
    subjects = Subjects(emit, "interview")
    for row in rows(file, emit, ALIASES, {"observed_at": ("at",)}):
        if row.text("part").casefold() in _STAFF:
            continue  # the interviewer's own connection is nobody's evidence
        number = row.text("interview") or row_id(row)
        record = subjects.of(row, number, name=row.text("candidate"))
        if record is None:
            continue
        holder, when = row.text("participant"), row.text("at")
        for kind in ("ip", "device", "email"):
            for column, text in row.each(kind):
                emit.observe(
                    record,
                    kind,
                    text,
                    row=row.number,
                    path=column,
                    context="interview",
                    holder=holder,
                    observed_at=when,
                )


READER = Reader(
    name="interviews",
    system="interviews",
    title="Video interviews (CSV)",
    describes=(
        "A CSV with one row per candidate and call: interview_id, application_id, participant_name, at, ip_address, "
        "mac_addr, harddisk_id, as Zoom's dashboard shows its participants. Zoom keeps it for a short time only: "
        "export it early. Rows of interviewers (column role) are passed over."
    ),
    suffixes=SUFFIXES,
    recognise=_recognise,
    read=_read,
    example="interviews.csv",
)
