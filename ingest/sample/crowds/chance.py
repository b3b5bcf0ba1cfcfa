"""Crowds of chance, time and spelling: tenants, recycled numbers, last-four collisions, placeholders, namesakes."""

from __future__ import annotations

from dataclasses import replace

from ingest.sample.crowds.base import Maker
from ingest.sample.world import DAY, Person

_YEAR = 365 * DAY


def _apart(maker: Maker, members: list[Person], days: int) -> None:
    """The members apply one after the other, `days` and more apart, inside the world's time."""
    start, span = maker.world.start, maker.world.parameters.months * 30 * DAY
    gap = max(1, min(days * DAY, span // max(1, len(members))))
    for turn, person in enumerate(members):
        person.applied_at = start + turn * gap + maker.stream.below(max(1, span - (len(members) - 1) * gap) // 2)


def mover(maker: Maker, size: int) -> None:
    """Successive tenants: the same flat, one after the other moved out."""
    members = maker.take(size, "home", lenders=False)
    if not members:
        return
    _apart(maker, members, 330)
    flat = members[0].address
    for person in members[1:]:
        person.address, person.country = flat, members[0].country
    for person in members[:-1]:
        person.moved_to = maker.values.address(maker.stream, person.country)


def recycled_number(maker: Maker, size: int) -> None:
    """A phone number that the carrier gave to somebody else a year later."""
    members = maker.take(2, "home", lenders=False)
    if not members:
        return
    _apart(maker, members, 360)
    members[1].phone = members[0].phone


def last_four(maker: Maker, size: int) -> None:
    """Two accounts at one bank that end in the same four figures: a masked number is not an account."""
    members = maker.take(2, "home", lenders=False)
    if not members:
        return
    first = maker.values.account(maker.stream, "US", neobank=0.7)
    while True:
        second = maker.values.account(maker.stream, "US", routing=first.routing)
        second = replace(second, number=second.number[:-4] + first.number[-4:])
        if maker.values.unused.take("account", f"{second.routing}{second.number}"):
            break
    for person, account in zip(members, (first, second), strict=True):
        person.account, person.hired = account, True


def placeholder(maker: Maker, size: int) -> None:
    """Forms filled with nothing: all of one crowd wrote the same nothing."""
    text = maker.stream.pick(
        ("555-555-5555", "n/a", "0000000000", "test@example.com", "none", "123 Main Street", "noemail@example.com")
    )
    for person in maker.take(size, "any"):
        if "@" in text:
            person.raw_email = text
        elif "Street" in text:
            person.raw_address = text
        else:
            person.raw_phone = text


def namesake(maker: Maker, size: int) -> None:
    """Unrelated persons of one full name, born on different days."""
    members = maker.take(size, "home", lenders=False)
    for person in members[1:]:
        person.first, person.last = members[0].first, members[0].last


def referral(maker: Maker, size: int) -> None:
    """Somebody on the staff brings people whom they have worked with."""
    members = maker.take(size, "any")
    members = [person for person in members if not person.network] or members
    if not members:
        return
    head = members[0]
    head.hired = True
    for person in members[1:]:
        if not person.referred_by:
            person.referred_by, person.channel = head.name, "Referral"


def re_applicant(maker: Maker, size: int) -> None:
    """One person who applies two to four times, months apart, with small changes."""
    for person in maker.take(1, "any"):
        maker.world.again[person.number] = maker.world.again.get(person.number, 0) + size - 1


CHANCE = {
    "mover": mover,
    "recycled_number": recycled_number,
    "last_four": last_four,
    "placeholder": placeholder,
    "namesake": namesake,
    "referral": referral,
    "re_applicant": re_applicant,
}
