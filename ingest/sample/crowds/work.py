"""Crowds of work and CVs: agencies, laid-off teams, one manager's people, invoicing firms, CV writers, sample CVs."""

from __future__ import annotations

from dataclasses import replace

from ingest.sample.crowds.base import Maker
from ingest.sample.cv import Job, bullet, draw_facts, draw_skeleton, trait_line
from ingest.sample.stream import Stream
from ingest.sample.values import firm_domain
from ingest.sample.words import firms, names, trade
from ingest.sample.world import DAY

_SERVICE = ("Staffing", "Talent", "Consulting", "Recruiting", "IT Partners", "People", "Workforce", "Resourcing")


def boilerplate(stream: Stream, sentences: int) -> str:
    """House text: sentences that nobody outside this house has."""
    return " ".join(trait_line(fact) for fact in draw_facts(stream, sentences))


def agency(maker: Maker, size: int) -> None:
    """A large agency: house template, one mailbox, phone and office on every form; the persons' own beside them."""
    stream, values = maker.stream, maker.values
    members = maker.take(size, "work")
    if not members:
        return
    house = f"{stream.pick(names.SURNAMES)} {stream.pick(_SERVICE)}"
    mailbox = f"submissions@{firm_domain(house)}"
    phone, office = values.phone(stream, "US"), values.address(stream, "US", unit=f"Suite {stream.between(1, 9)}00")
    exits = [values.ip(stream, fixed=True) for _ in range(2)]
    top = (f"Presented by {house}", f"{phone} | {mailbox}")
    opening, closing = boilerplate(stream, 3), boilerplate(stream, 5)
    for person in members:
        person.channel = house
        person.more_emails.append(mailbox)
        person.more_phones.append(phone)
        if not person.busy_home and stream.chance(0.5):
            person.address, person.country, person.busy_home = office, "US", True
        person.exits.append(stream.pick(exits))
        person.cv = replace(person.cv, opening=opening, closing=closing, top=top, template=-1)


def small_agency(maker: Maker, size: int) -> None:
    """Four to eighteen people, a house template, a second phone, an office address, one network; own bank accounts.

    In half of them the owner is everybody's reference; some people use only the office's phone.
    """
    stream, values = maker.stream, maker.values
    members = maker.take(size, "work")
    if not members:
        return
    house = f"{stream.pick(names.SURNAMES)} & {stream.pick(names.SURNAMES)} {stream.pick(_SERVICE)}"
    phone, office = values.phone(stream, "US"), values.address(stream, "US", unit=f"Suite {stream.between(1, 40)}")
    line = values.ip(stream, fixed=True)
    owner = replace(values.reference(stream, house), relationship="agency owner", company=house)
    vouches = stream.chance(0.5)
    opening, closing = boilerplate(stream, stream.between(2, 5)), boilerplate(stream, stream.between(2, 6))
    begin = min(person.applied_at for person in members)
    for person in members:
        person.channel = house
        if stream.chance(0.25):
            person.phone = phone
        else:
            person.more_phones.append(phone)
        if not person.busy_home and stream.chance(0.7):
            person.address, person.country, person.busy_home = office, "US", True
        if stream.chance(0.8):
            person.ip = line
        if vouches:
            person.references = (owner, *person.references[1:])
        if stream.chance(0.6):
            person.applied_at = begin + stream.below(200 * DAY)
        person.cv = replace(
            person.cv, opening=opening, closing=closing, template=-1, top=(house,) if stream.chance(0.5) else ()
        )


def laid_off_team(maker: Maker, size: int) -> None:
    """One employer until the same month, one project told nearly alike, a real manager as reference, one month."""
    stream, values = maker.stream, maker.values
    members = maker.take(size, "work")
    if not members:
        return
    company = firms.employer_name(stream.below_first(firms.EMPLOYERS))
    facts = draw_facts(stream, stream.between(2, 4))
    paragraph = " ".join(map(bullet, facts))
    manager = replace(values.reference(stream, company), relationship="former manager")
    begin = members[0].applied_at
    year = 2024 + (begin // DAY - 19_723) // 366
    for person in members:
        person.applied_at = begin + stream.below(30 * DAY)
        if stream.chance(0.7):
            person.references = (manager, *person.references[1:])
        words = paragraph.split(" ")
        for _ in range(stream.below(5)):  # a few words of one's own
            words[stream.below(len(words))] = stream.pick(trade.DOMAINS)
        own = draw_facts(stream, stream.between(3, 5))
        start = (year - stream.between(1, 5), stream.between(1, 12))
        told = Job(company, person.role, start, (year, 1 + begin // DAY // 31 % 12), tuple(own), " ".join(words))
        person.cv = replace(person.cv, job=told)


def shared_manager(maker: Maker, size: int) -> None:
    """People who worked under one manager at one employer, in different years, and name that manager; over the whole time.

    Some tell the same project in nearly the same words; nothing else is shared.
    """
    stream, values = maker.stream, maker.values
    members = maker.take(size, "work")
    if not members:
        return
    company = firms.employer_name(stream.below_first(firms.EMPLOYERS))
    manager = replace(values.reference(stream, company), relationship="former manager")
    paragraph = " ".join(map(bullet, draw_facts(stream, 2)))
    for person in members:
        if stream.chance(0.85):
            person.references, person.gives_references = (manager, *person.references[1:]), True
        year = 2016 + stream.below(7)
        start, end = (year, stream.between(1, 12)), (year + stream.between(1, 3), stream.between(1, 12))
        own = draw_facts(stream, stream.between(3, 5))
        told = paragraph if stream.chance(0.3) else ""
        person.cv = replace(person.cv, job=Job(company, person.role, start, end, tuple(own), told))


def invoicing_firm(maker: Maker, size: int) -> None:
    """A small firm that invoices for its people: one account in the firm's name, all else each worker's own.

    In some it is also how they came in, and its owner vouches for them.
    """
    stream, values = maker.stream, maker.values
    members = maker.take(size, "work")
    if not members:
        return
    house = f"{stream.pick(names.SURNAMES)} {stream.pick(_SERVICE)}"
    firm = f"{house} {stream.pick(('LLC', 'LLC', 'Inc.'))}"
    account = values.account(stream, "US")
    owner = replace(values.reference(stream, house), relationship="contract manager", company=house)
    sends, vouches = stream.chance(0.35), stream.chance(0.3)
    for person in members:
        person.hired, person.account, person.payee = True, account, firm
        if sends:
            person.channel = house
        if vouches and stream.chance(0.7):
            person.references = (owner, *person.references[1:])


def cv_writer(maker: Maker, size: int) -> None:
    """Clients of one CV writer, over the whole time: the writer's opening and closing, some stock bullets."""
    stream = maker.stream
    members = maker.take(size, "work")
    if not members:
        return
    opening, closing = boilerplate(stream, stream.between(3, 5)), boilerplate(stream, stream.between(1, 3))
    stock = tuple(draw_facts(stream, stream.between(2, 4)))
    for person in members:
        paragraph = " ".join(map(bullet, stock)) if stream.chance(0.6) else ""
        person.cv = replace(person.cv, opening=opening, closing=f"{closing} {paragraph}".strip(), template=-1)


def sample_cv(maker: Maker, size: int) -> None:
    """A public sample, copied in part: the opening and one job's bullets, or most of it."""
    stream = maker.stream
    members = maker.take(size, "work")
    if not members:
        return
    sample = draw_skeleton(stream, stream.pick(firms.ROLES), 2024)
    opening = boilerplate(stream, 3)
    for person in members:
        if stream.chance(0.25):
            person.cv = replace(person.cv, skeleton=sample, reworded=stream.uniform(0.2, 0.5), opening=opening)
        else:
            person.cv = replace(person.cv, copied=sample.jobs[0], opening=opening if stream.chance(0.5) else "")


WORK = {
    "agency": agency,
    "small_agency": small_agency,
    "laid_off_team": laid_off_team,
    "shared_manager": shared_manager,
    "invoicing_firm": invoicing_firm,
    "cv_writer": cv_writer,
    "sample_cv": sample_cv,
}
