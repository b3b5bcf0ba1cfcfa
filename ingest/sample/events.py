"""What happened: applications as they were written, and for those who were hired the records of the years after."""

from __future__ import annotations

import hashlib
import uuid

from ingest.sample.spelling import spell_address, spell_email, spell_name, spell_phone
from ingest.sample.stream import Stream
from ingest.sample.values import Values, ascii_word
from ingest.sample.words import firms
from ingest.sample.world import DAY, Account, Application, Employee, Person, World


def make_applications(world: World, count: int) -> None:
    """Exactly `count` applications, in order of time; ids are those of the applicant tracking system."""
    extra = _further(world, count - len(world.persons))
    drafts: list[tuple[int, int, int]] = []  # when, person, which of their applications
    end = world.start + world.parameters.months * 30 * DAY
    for person in world.persons:
        at = person.applied_at
        for again in range(1 + extra.get(person.number, 0)):
            drafts.append((at, person.number, again))
            at = min(end - 1, at + (25 + (person.number * 7919 + again * 104_729) % 150) * DAY)
    drafts.sort()
    ids = Stream(world.seed, "ids", block=8192)
    application_id, candidate_id = 60_000_000 + ids.below(1_000_000), 40_000_000 + ids.below(1_000_000)
    candidates: dict[tuple[int, str], str] = {}
    for at, number, again in drafts:
        person = world.persons[number]
        application_id += ids.between(1, 40)
        spelled = _spelled(world, person, again)
        mailbox = (number, spelled[2][0].strip().lower() if spelled[2] else "")
        if mailbox not in candidates:  # the tracking system merges the applications of one mailbox
            candidate_id += ids.between(1, 60)
            candidates[mailbox] = str(candidate_id)
        first, last = (person.first, person.last) if not again else spelled[4]
        ips = tuple(dict.fromkeys([person.ip, *person.exits]))
        status = "hired" if person.hired and not again else ("active" if at > end - 60 * DAY else "rejected")
        world.applications.append(
            Application(
                str(application_id),
                candidates[mailbox],
                person,
                first,
                last,
                at + (number * 613) % DAY,
                spelled[1],
                spelled[2],
                spelled[3],
                ips,
                status,
                person.role,
                (person.employer + again) % len(firms.HIRING),
                again,
            )
        )


def _further(world: World, wanted: int) -> dict[int, int]:
    """The further applications of re-applicants, made to sum up to what is wanted."""
    left, found = wanted, {}
    for number in sorted(world.again):
        found[number] = min(world.again[number], left)
        left -= found[number]
    again = list(found) or [person.number for person in world.persons[:wanted]]
    for turn in range(left):
        number = again[turn % len(again)]
        found[number] = found.get(number, 0) + 1
    for name in [name for name, group in world.crowds.items() if group.kind == "re_applicant"]:
        members = [person for person in world.crowds[name].members if found.get(person.number)]
        if not members:
            for person in world.crowds.pop(name).members:
                person.crowds.remove(name)
    return {number: more for number, more in found.items() if more}


def _spelled(
    world: World, person: Person, again: int
) -> tuple[int, tuple[str, ...], tuple[str, ...], str, tuple[str, str]]:
    stream = Stream(world.seed, "form", person.number, again, block=32)
    odd, typo = world.parameters.odd_spelling, world.parameters.typo
    home = person.moved_to if again and person.moved_to else person.address
    phones = [person.raw_phone or spell_phone(person.phone, person.country, odd, stream)]
    phones += [spell_phone(phone, "US", odd, stream) for phone in person.more_phones]
    emails = [person.raw_email or spell_email(person.email, odd, stream)]
    emails += [spell_email(email, odd, stream) for email in person.more_emails]
    address = person.raw_address or spell_address(home, odd, typo, stream)
    return again, tuple(phones), tuple(emails), address, spell_name(person.first, person.last, stream)


def make_employees(world: World, values: Values) -> None:
    """A hire for every application that was accepted: offer, shipment, accounts, sign-ins (timeline of the domain notes)."""
    number, logins = 1000, set[str]()
    for application in world.applications:
        if application.status != "hired":
            continue
        stream = Stream(world.seed, "hire", application.person.number, block=128)
        number += stream.between(1, 4)
        world.employees.append(_hire(world, application, str(number), logins, stream, values))


def _hire(
    world: World, application: Application, number: str, logins: set[str], stream: Stream, values: Values
) -> Employee:
    person = application.person
    offered = application.applied_at + stream.between(9, 35) * DAY
    hired = offered + stream.between(7, 28) * DAY
    login = f"{ascii_word(person.first)}.{ascii_word(person.last)}@{firms.HIRING_DOMAINS[application.employer]}"
    if login in logins:
        login = login.replace("@", f"{number}@")
    logins.add(login)
    ship_to, changed = person.address, None
    if person.ship_to is not None:
        ship_to = person.ship_to
        changed = offered + stream.below(7 * DAY) if person.network or stream.chance(0.3) else None
    elif stream.chance(world.parameters.ship_elsewhere):
        ship_to, changed = values.address(stream, person.country), offered + stream.below(7 * DAY)
    laptop = values.machine(stream)
    shared = person.interview_machine if person.network and stream.chance(0.5) else None
    since = hired + stream.below(20 * DAY)
    accounts: list[tuple[int, Account]] = [(since, person.account)]
    if stream.chance(world.parameters.bank_switch):
        old = values.account(stream, person.country, world.parameters.neobank)
        accounts = [(hired, old), (since + 40 * DAY, person.account)]
    lines = list(dict.fromkeys([person.ip, *person.exits]))
    sign_ins = sorted(
        (hired + stream.below(120 * DAY), lines[stream.below(len(lines))] if place else lines[-1])
        for place in range(stream.between(3, 6))
    )
    digest = hashlib.sha256(f"{world.seed}:{number}:{person.number}".encode()).digest()[:16]
    return Employee(
        number,
        str(uuid.UUID(bytes=digest, version=4)),
        login,
        application,
        offered,
        hired,
        person.payee or person.name,
        tuple(accounts),
        person.address,
        ship_to,
        changed,
        laptop,
        shared or person.machine,
        tuple(sign_ins),
    )
