"""Crowds of people whom somebody helps or teaches, and of those who began something together: close to a ring in what they share.

What they keep to themselves tells them apart, if anything does: the account, mostly the home, the career in their CVs.
"""

from __future__ import annotations

from dataclasses import replace

from ingest.sample.crowds.base import Maker
from ingest.sample.crowds.work import boilerplate
from ingest.sample.cv import Job, bullet, draw_facts
from ingest.sample.values import firm_domain
from ingest.sample.words import names
from ingest.sample.world import DAY

_PROGRAMMES = ("Career Center", "Job Club", "Workforce Center", "Employment Services")
_SCHOOLS = ("Code Academy", "Bootcamp", "Coding School", "Tech Fellowship")
_HOUSES = ("House", "Place", "Residence", "Mission")
_LABS = ("Systems Lab", "Data Lab", "Robotics Group", "Networks Group")
_STARTS = ("Labs", "AI", "Works", "Apps", "Cloud")


def job_centre(maker: Maker, size: int) -> None:
    """Clients of one career counsellor: a computer room, a CV written together, a message phone, the counsellor as reference."""
    stream, values = maker.stream, maker.values
    members = maker.take(size, "work")
    if not members:
        return
    house = f"{stream.pick(names.SURNAMES)} {stream.pick(_PROGRAMMES)}"
    desk, line, machine = values.phone(stream, "US"), values.ip(stream, fixed=True), values.machine(stream)
    counsellor = replace(values.reference(stream, house), relationship="career counsellor")
    opening, closing = boilerplate(stream, stream.between(2, 4)), boilerplate(stream, stream.between(2, 5))
    sends = stream.chance(0.4)
    for person in members:
        if stream.chance(0.8):
            person.exits.append(line)
        if stream.chance(0.4):
            person.more_phones.append(desk)
        elif stream.chance(0.1):
            person.phone = desk  # not everybody has a telephone yet
        if stream.chance(0.3):
            person.interview_machine, person.interviewed = machine, True
        if stream.chance(0.5):
            person.references = (counsellor, *person.references[1:])
        if stream.chance(0.7):
            person.cv = replace(person.cv, opening=opening, closing=closing, template=-1)
        if sends:
            person.channel = house


def bootcamp(maker: Maker, size: int) -> None:
    """One class of a coding school: the school and its project in every CV, a teacher as reference, all apply after it."""
    stream, values = maker.stream, maker.values
    members = maker.take(size, "work")
    if not members:
        return
    school = f"{stream.pick(names.SURNAMES)} {stream.pick(_SCHOOLS)}"
    teacher = replace(values.reference(stream, school), relationship="instructor")
    line = values.ip(stream, fixed=True)
    project = " ".join(map(bullet, draw_facts(stream, stream.between(2, 3))))
    closing = boilerplate(stream, 2)
    begin = members[0].applied_at
    year, month = 2024 + (begin // DAY - 19_723) // 366, 1 + begin // DAY // 31 % 12
    start = (year, month - 3) if month > 3 else (year - 1, month + 9)
    for person in members:
        person.applied_at = begin + stream.below(75 * DAY)
        if stream.chance(0.6):
            person.references = (teacher, *person.references[1:])
        if stream.chance(0.3):
            person.exits.append(line)
        told = project if stream.chance(0.7) else ""
        taught = Job(school, "Fellow", start, (year, month), tuple(draw_facts(stream, 3)), told)
        person.cv = replace(person.cv, job=taught, closing=closing if stream.chance(0.5) else "")
    for person in members[1:]:
        if stream.chance(0.15):
            person.referred_by, person.channel = members[0].name, "Referral"


def shelter(maker: Maker, size: int) -> None:
    """Residents of a house for people without a home: its address, line and telephone, a case worker who vouches.

    In some the house keeps the wages of who has no account yet.
    """
    stream, values = maker.stream, maker.values
    members = maker.take(size, "home")
    if not members:
        return
    house = f"{stream.pick(names.SURNAMES)} {stream.pick(_HOUSES)}"
    home, desk = values.address(stream, "US", unit=""), values.phone(stream, "US")
    line, machine = values.ip(stream, fixed=True), values.machine(stream)
    worker = replace(values.reference(stream, house), relationship="case manager")
    keeps, account = stream.chance(0.4), values.account(stream, "US")
    closing = boilerplate(stream, stream.between(2, 5))
    for person in members:
        person.address, person.country = home, "US"
        person.ip = line if stream.chance(0.8) else person.ip
        if stream.chance(0.4):
            person.phone = desk
        elif stream.chance(0.3):
            person.more_phones.append(desk)
        if stream.chance(0.6):
            person.references = (worker, *person.references[1:])
        if stream.chance(0.3):
            person.interview_machine, person.interviewed = machine, True
        if stream.chance(0.4) and not person.busy_work:
            person.cv = replace(person.cv, closing=closing)
        if keeps and person.hired and stream.chance(0.6):
            person.account, person.payee = account, f"{house} Inc."


def university_lab(maker: Maker, size: int) -> None:
    """Graduates of one group: the professor as reference, one project, campus exits, the group's page as one's own."""
    stream, values = maker.stream, maker.values
    members = maker.take(size, "work")
    if not members:
        return
    lab = f"{stream.pick(names.SURNAMES)} {stream.pick(_LABS)}"
    professor = replace(values.reference(stream, lab), relationship="professor")
    exits = [values.ip(stream, fixed=True) for _ in range(2)]
    project = " ".join(map(bullet, draw_facts(stream, 2)))
    page, has_page = f"https://{firm_domain(lab)}", stream.chance(0.4)
    for person in members:
        if stream.chance(0.8):
            person.references, person.gives_references = (professor, *person.references[1:]), True
        if stream.chance(0.6):
            person.exits.append(stream.pick(exits))
        if has_page and stream.chance(0.5):
            person.website = page
        begin = 2016 + stream.below(8)
        end = (begin + stream.between(1, 3), stream.between(1, 12))
        told = project if stream.chance(0.4) else ""
        facts = tuple(draw_facts(stream, stream.between(3, 5)))
        person.cv = replace(
            person.cv, job=Job(lab, "Research assistant", (begin, stream.between(1, 12)), end, facts, told)
        )


def failed_startup(maker: Maker, size: int) -> None:
    """Founders and first people of a firm that closed: they vouch for and bring each other, tell one product."""
    stream, values = maker.stream, maker.values
    members = maker.take(size, "work")
    if not members:
        return
    firm = f"{stream.pick(names.SURNAMES)} {stream.pick(_STARTS)}"
    office = values.ip(stream, fixed=True)
    product = " ".join(map(bullet, draw_facts(stream, stream.between(2, 4))))
    page, has_page = f"https://{firm_domain(firm)}", stream.chance(0.5)
    begin = members[0].applied_at
    year = 2024 + (begin // DAY - 19_723) // 366
    start, end = (year - stream.between(1, 3), stream.between(1, 12)), (year, 1 + begin // DAY // 31 % 12)
    for person in members:
        person.applied_at = begin + stream.below(60 * DAY)
        other = stream.pick([one for one in members if one is not person])
        if stream.chance(0.5):
            person.references = (other.vouching(firm, "colleague"), *person.references[1:])
            person.gives_references = True
        if stream.chance(0.4):
            person.exits.append(office)
        if has_page and stream.chance(0.6):
            person.website = page
        if person is not members[0] and stream.chance(0.4):
            person.referred_by, person.channel = members[0].name, "Referral"
        facts = tuple(draw_facts(stream, stream.between(3, 5)))
        person.cv = replace(person.cv, job=Job(firm, person.role, start, end, facts, product))


def helper(maker: Maker, size: int) -> None:
    """Somebody helps relatives and neighbours with the forms: from one line and machine, with the helper's telephone or mailbox
    beside their own, and in the helper's words."""
    stream = maker.stream
    members = maker.take(size, "work")
    if not members:
        return
    head = members[0]
    closing = boilerplate(stream, stream.between(2, 5))
    for person in members[1:]:
        if stream.chance(0.7):
            person.exits.append(head.ip)
        if stream.chance(0.4):
            person.more_phones.append(head.phone)
        if stream.chance(0.3):
            person.more_emails.append(head.email)
        if stream.chance(0.3):
            person.references = (head.vouching("a friend of the family", "colleague"), *person.references[1:])
        if stream.chance(0.3):
            person.referred_by, person.channel = head.name, "Referral"
        if stream.chance(0.4):
            person.cv = replace(person.cv, closing=closing)
        if stream.chance(0.2):
            person.interview_machine, person.interviewed = head.machine, True


HELPED = {
    "job_centre": job_centre,
    "bootcamp": bootcamp,
    "shelter": shelter,
    "university_lab": university_lab,
    "failed_startup": failed_startup,
    "helper": helper,
}
