"""Crowds of homes and addresses: families, couples, flatmates, dormitories, coworking, mail drops, forwarders."""

from __future__ import annotations

from dataclasses import replace

from ingest.sample.crowds.base import Maker
from ingest.sample.world import Person


def _one_home(members: list[Person], line: bool = True) -> Person:
    """All live where the first one lives, and mostly use its line."""
    head = members[0]
    for person in members[1:]:
        person.address, person.country = head.address, head.country
        if line:
            person.ip = head.ip
    return head


def family(maker: Maker, size: int) -> None:
    """One surname, address and line; children on the parents' phone plan give the shared phone now and then."""
    members = maker.take(size, "home")
    if not members:
        return
    head = _one_home(members)
    for person in members[1:]:
        person.last = head.last
        if maker.stream.chance(0.45):
            person.phone = head.phone
        if maker.stream.chance(0.15):
            person.more_emails.append(head.email)
        if maker.stream.chance(0.25):
            person.account = head.account


def couple(maker: Maker, size: int) -> None:
    """Two surnames, one home, a joint account; one of them is often the payee of both."""
    members = maker.take(2, "home")
    if not members:
        return
    head = _one_home(members)
    other = members[1]
    other.account = head.account
    if maker.stream.chance(0.5):
        other.payee = head.name
    if maker.stream.chance(0.25):
        other.phone = head.phone
    for person in members:
        person.hired = person.hired or maker.stream.chance(0.3)


def blended_family(maker: Maker, size: int) -> None:
    """Parents of two surnames, in-laws and grown children in one home: one line, one plan, one account for some of the pay."""
    stream = maker.stream
    members = maker.take(size, "home")
    if not members:
        return
    head = _one_home(members)
    for person in members[1:]:
        if stream.chance(0.35):
            person.last = head.last
        if stream.chance(0.4):
            person.phone = head.phone
        if stream.chance(0.4):
            person.account = head.account
            person.payee = head.name if stream.chance(0.6) else ""
        if stream.chance(0.25):
            person.references = head.references
        if stream.chance(0.2):
            person.referred_by = head.name
    for person in members:
        person.hired = person.hired or stream.chance(0.3)


def siblings(maker: Maker, size: int) -> None:
    """One surname; the parents' address still stands on both forms, the phones are their own."""
    members = maker.take(size, "home")
    if not members:
        return
    head = _one_home(members, line=False)
    for person in members[1:]:
        person.last = head.last
        if maker.stream.chance(0.3):
            person.references = head.references


def flatmates(maker: Maker, size: int) -> None:
    """One flat and one line; everything else is their own, though some know a firm together."""
    members = maker.take(size, "home")
    if not members:
        return
    head = _one_home(members)
    for person in members[1:]:
        if maker.stream.chance(0.15):
            person.phone = head.phone  # the flat's landline
        if maker.stream.chance(0.2):
            person.referred_by = head.name
        if maker.stream.chance(0.1):
            person.interview_machine = head.machine  # the one good camera
            head.interviewed = person.interviewed = True


def _dormitory(maker: Maker, size: int, units: bool) -> None:
    members = maker.take(size, "home")
    if not members:
        return
    house = maker.values.address(maker.stream, "US", unit="")
    exits = [maker.values.ip(maker.stream, fixed=True) for _ in range(2)]
    desk = maker.values.phone(maker.stream, "US")
    for number, person in enumerate(members):
        room = f"Unit {maker.stream.between(1, 6)}{number % 60:02d}" if units else ""
        person.address, person.country = replace(house, unit=room), "US"
        person.ip = maker.stream.pick(exits)
        if maker.stream.chance(0.06):
            person.more_phones.append(desk)  # the porter's desk


def dormitory(maker: Maker, size: int) -> None:
    """Students of one house, each with a room of their own, behind the campus exits."""
    _dormitory(maker, size, units=True)


def dormitory_without_units(maker: Maker, size: int) -> None:
    """The same, but the forms hold no room numbers."""
    _dormitory(maker, size, units=False)


def coworking(maker: Maker, size: int) -> None:
    """Freelancers who give their shared office as address and apply from its line; a few take each other's calls."""
    members = maker.take(size, "home")
    if not members:
        return
    office = maker.values.address(maker.stream, "US", unit="")
    line = maker.values.ip(maker.stream, fixed=True)
    for person in members:
        person.ship_to = office
        if maker.stream.chance(0.6):
            person.address, person.country = office, "US"
        person.ip = line if maker.stream.chance(0.8) else person.ip


def mail_drop(maker: Maker, size: int) -> None:
    """A commercial mail agency: one street address, a private mail box each (some leave it out)."""
    members = maker.take(size, "home")
    if not members:
        return
    shop = maker.values.address(maker.stream, "US", unit="")
    for number, person in enumerate(members):
        box = f"PMB {maker.stream.between(1, 4)}{number:02d}" if maker.stream.chance(0.8) else ""
        person.address, person.country = replace(shop, unit=box), "US"


def freight_forwarder(maker: Maker, size: int) -> None:
    """People who have parcels sent to a forwarder's suite, also the laptop."""
    members = maker.take(size, "home")
    if not members:
        return
    depot = maker.values.address(maker.stream, "US", unit="Suite 100")
    for person in members:
        person.ship_to = depot
        person.hired = person.hired or maker.stream.chance(0.4)


HOMES = {
    "family": family,
    "couple": couple,
    "blended_family": blended_family,
    "siblings": siblings,
    "flatmates": flatmates,
    "dormitory": dormitory,
    "dormitory_without_units": dormitory_without_units,
    "coworking": coworking,
    "mail_drop": mail_drop,
    "freight_forwarder": freight_forwarder,
}
