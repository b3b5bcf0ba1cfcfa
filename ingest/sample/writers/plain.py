"""The two plain tables as Parquet: one row per application, and one row per later observation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.sample.build import cv_of
from ingest.sample.spelling import spell_address
from ingest.sample.stream import Stream
from ingest.sample.words import firms
from ingest.sample.world import DAY, Application, Employee, World, iso

_list = pa.list_(pa.string())
APPLICANTS = pa.schema(
    [
        *(
            pa.field(name, pa.string())
            for name in ("applicant_id", "name", "applied_at", "employer", "role", "status", "source")
        ),
        *(pa.field(name, pa.string()) for name in ("referred_by", "region", "offered_at", "hired_at")),
        pa.field("email", _list),
        pa.field("phone", _list),
        pa.field("address", pa.string()),
        pa.field("ship_to", pa.string()),
        pa.field("id_address", pa.string()),
        pa.field("ip", _list),
        pa.field("payroll_account", pa.string()),
        pa.field("payee_name", pa.string()),
        pa.field("payment_handle", pa.string()),
        pa.field("device", pa.string()),
        pa.field("reference_name", _list),
        pa.field("reference_phone", _list),
        pa.field("reference_email", _list),
        pa.field("past_employer", _list),
        pa.field("website", pa.string()),
        pa.field("handle", pa.string()),
        pa.field("cv_text", pa.large_string()),
    ]
)
IDENTIFIERS = pa.schema(
    [pa.field(name, pa.string()) for name in ("applicant_id", "kind", "value", "observed_at", "context")]
)
BATCH = 10_000


def write_plain(world: World, folder: Path, step: Callable[[int], None]) -> None:
    hires = {employee.application.id: employee for employee in world.employees}
    with pq.ParquetWriter(folder / "applicants.parquet", APPLICANTS, compression="zstd") as out:
        for begin in range(0, len(world.applications), BATCH):
            batch = world.applications[begin : begin + BATCH]
            rows = [_row(world, application, hires.get(application.id)) for application in batch]
            out.write_table(pa.Table.from_pylist(rows, schema=APPLICANTS))
            step(begin + len(batch))
    rows = [dict(zip(IDENTIFIERS.names, row, strict=True)) for row in _observations(world, hires)]
    pq.write_table(pa.Table.from_pylist(rows, schema=IDENTIFIERS), folder / "identifiers.parquet", compression="zstd")


def _row(world: World, application: Application, hire: Employee | None) -> dict[str, Any]:
    person = application.person
    cv = cv_of(world, application)
    references = person.references if person.gives_references else ()
    spelled = Stream(world.seed, "plain", person.number, application.again, block=16)
    row: dict[str, Any] = {
        "applicant_id": application.id,
        "name": f"{application.first} {application.last}",
        "applied_at": iso(application.applied_at),
        "employer": firms.HIRING[application.employer],
        "role": application.role,
        "status": application.status,
        "source": person.channel,
        "referred_by": person.referred_by or None,
        "region": person.country,
        "email": list(application.emails),
        "phone": list(application.phones),
        "address": application.address,
        "ip": list(application.ips[:1]),
        "device": person.interview_machine.mac
        if person.interview_machine
        else (person.machine.mac if person.interviewed else None),
        "reference_name": [one.name for one in references],
        "reference_phone": [one.phone for one in references],
        "reference_email": [one.email for one in references],
        "past_employer": list(dict.fromkeys(job.employer for job in cv.skeleton.jobs)),
        "website": person.website or None,
        "handle": person.handle or None,
        "cv_text": cv.text(),
    }
    if hire is not None:
        account = hire.accounts[-1][1]
        odd, typo = world.parameters.odd_spelling, world.parameters.typo
        row |= {
            "offered_at": iso(hire.offered_at),
            "hired_at": iso(hire.hired_at),
            "ship_to": spell_address(hire.ship_to, odd, typo, spelled),
            "id_address": spell_address(hire.home, odd, typo, spelled),
            "payroll_account": account.value(),
            "payee_name": hire.payee,
            "payment_handle": person.payment_handle or None,
        }
    return row


def _observations(world: World, hires: dict[str, Employee]) -> Iterator[tuple[str, str, str, str, str]]:
    """What was seen after the form: later lines, interviews, sign-ins, deliveries, older accounts."""
    for application in world.applications:
        person, at = application.person, application.applied_at
        for place, ip in enumerate(application.ips[1:], start=1):
            yield application.id, "ip", ip, iso(at + place * DAY), "apply"
        if person.interviewed and not application.again:
            machine = person.interview_machine or person.machine
            yield application.id, "device", machine.mac, iso(at + 9 * DAY), "interview"
            yield application.id, "device", machine.disk, iso(at + 9 * DAY), "interview"
        hire = hires.get(application.id)
        if hire is None:
            continue
        for when, ip in hire.sign_ins:
            yield application.id, "ip", ip, iso(when), "sign_in"
        yield application.id, "device", hire.mfa.id, iso(hire.hired_at), "mfa"
        yield application.id, "address", hire.ship_to.full(), iso(hire.ship_changed_at or hire.offered_at), "ship_to"
        for since, account in hire.accounts[:-1]:
            yield application.id, "payroll_account", account.value(), iso(since), "payroll"
