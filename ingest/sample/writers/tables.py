"""The plain exports: payroll, shipments, interviews and references as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.sample.spelling import spell_address, spell_phone
from ingest.sample.stream import Stream
from ingest.sample.words import firms
from ingest.sample.world import DAY, Application, Employee, World, day, iso
from ingest.sample.writers.files import write_csv

PAYROLL = (
    "employee_number",
    "application_id",
    "name",
    "employer",
    "payee_name",
    "bank_name",
    "routing_number",
    "account_number",
    "iban",
    "payment_handle",
    "changed_at",
)
SHIPMENTS = (
    "shipment_id",
    "application_id",
    "employee_number",
    "recipient",
    "ship_to",
    "id_address",
    "requested_at",
    "changed_at",
    "delivered_to",
    "delivered_at",
    "serial_number",
    "model",
)
INTERVIEWS = (
    "interview_id",
    "application_id",
    "round",
    "at",
    "participant_name",
    "ip_address",
    "internal_ip",
    "mac_addr",
    "harddisk_id",
    "pc_name",
    "camera",
    "microphone",
    "camera_on",
)
REFERENCES = (
    "application_id",
    "reference_name",
    "reference_phone",
    "reference_email",
    "reference_company",
    "relationship",
)
_CAMERAS = ("Integrated Camera", "HD Webcam", "FaceTime HD Camera", "Logi C920")


def write_tables(world: World, folder: Path) -> None:
    write_csv(folder / "payroll.csv", PAYROLL, (row for one in world.employees for row in _payroll(one)))
    write_csv(folder / "shipments.csv", SHIPMENTS, (_shipment(world, one) for one in world.employees))
    write_csv(
        folder / "interviews.csv", INTERVIEWS, (row for one in world.applications for row in _interviews(world, one))
    )
    write_csv(
        folder / "references.csv", REFERENCES, (row for one in world.applications for row in _references(world, one))
    )


def _payroll(employee: Employee) -> Iterator[tuple[object, ...]]:
    """One row per change of the account, oldest first."""
    application = employee.application
    for since, account in employee.accounts:
        yield (
            employee.number,
            application.id,
            application.person.name,
            firms.HIRING[application.employer],
            employee.payee,
            account.bank,
            account.routing,
            account.number,
            " ".join(account.iban[at : at + 4] for at in range(0, len(account.iban), 4)),
            application.person.payment_handle,
            iso(since),
        )


def _shipment(world: World, employee: Employee) -> tuple[object, ...]:
    stream = Stream(world.seed, "parcel", int(employee.number), block=32)
    odd, typo = world.parameters.odd_spelling, world.parameters.typo
    requested = employee.offered_at + DAY
    ship_to = spell_address(employee.ship_to, odd, typo, stream).replace("\n", ", ")
    return (
        f"S{employee.number}",
        employee.application.id,
        employee.number,
        employee.application.person.name,
        ship_to,
        spell_address(employee.home, odd, typo, stream).replace("\n", ", "),
        day(requested),
        day(employee.ship_changed_at) if employee.ship_changed_at else None,
        employee.ship_to.full(),
        day(max(requested, employee.ship_changed_at or 0) + 4 * DAY),
        employee.machine.serial,
        stream.pick(("EliteBook 840", "MacBook Pro 14", "ThinkPad T14")),
    )


def _interviews(world: World, application: Application) -> Iterator[tuple[object, ...]]:
    person = application.person
    if not person.interviewed or application.again:
        return
    stream = Stream(world.seed, "interview", person.number, block=32)
    machine = person.interview_machine or person.machine
    for number in range(1, stream.between(1, 2) + 1):
        at = application.applied_at + stream.between(5, 20) * DAY + number * 3 * DAY
        yield (
            f"I{application.id}-{number}",
            application.id,
            number,
            iso(at),
            person.seen_as or person.name,
            stream.pick(application.ips),
            f"192.168.{stream.below(3)}.{stream.between(2, 250)}",
            machine.mac,
            machine.disk,
            machine.name,
            stream.pick(_CAMERAS),
            "Default microphone",
            "no" if stream.chance(0.12) else "yes",
        )


def _references(world: World, application: Application) -> Iterator[tuple[object, ...]]:
    person = application.person
    if not person.gives_references or application.again:
        return
    stream = Stream(world.seed, "references", person.number, block=16)
    for one in person.references:
        phone = spell_phone(one.phone, "US", world.parameters.odd_spelling, stream)
        yield application.id, one.name, phone, one.email, one.company, one.relationship
