"""The innocent crowds of the world of another make (quality_other.py): each changes what its members share, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from quality_other_people import BEGIN, DAY, Person, World


def plant_crowds(world: World) -> None:
    """Innocent crowds, each with its share of applicants."""
    for kind, share, median, least, most, sigma, make in CROWDS:
        taken = number = 0
        while taken < world.applicants * share and len(world.free) > most:
            members = world.take(world.size(median, sigma, least, most))
            taken += len(members)
            number += 1
            make(world, members)
            for person in members:
                person.crowd = f"{kind}-{number}"


def family(world: World, members: list[Person]) -> None:
    address, ip, phone = world.address(), world.ip(), world.phone()
    for person in members:
        person.surname, person.address, person.ip = members[0].surname, [address], [ip]
        person.phone = [phone] if world.chance(0.4) else person.phone


def dormitory(world: World, members: list[Person]) -> None:
    address, exits = world.address(), [world.ip(), world.ip()]
    for person in members:
        person.address, person.ip = [address], [world.random.choice(exits)]


def agency(world: World, members: list[Person]) -> None:
    phone, office, ip, mail = world.phone(), world.address(), world.ip(), f"submit@{world.word(2, 4)}staffing.com"
    house = world.words(120)
    for person in members:
        person.phone, person.email, person.ip = [*person.phone, phone], [*person.email, mail], [*person.ip, ip]
        person.cv = house + person.cv
        person.address = [office] if world.chance(0.5) else person.address


def exit_line(world: World, members: list[Person]) -> None:
    ip = world.ip()
    for person in members:
        person.ip = [ip]


def small_agency(world: World, members: list[Person]) -> None:
    phone, office, ip = world.phone(), world.address(world.random.randint(1, 30)), world.ip()
    house = world.words(world.random.randint(50, 130))
    for person in members:
        person.phone = [phone] if world.chance(0.2) else [*person.phone, phone]
        person.address = [office] if world.chance(0.7) else person.address
        person.ip = [ip] if world.chance(0.8) else person.ip
        person.cv = house + person.cv


def laid_off_team(world: World, members: list[Person]) -> None:
    project, manager, begin = (
        world.words(world.random.randint(60, 110)),
        (world.name(), world.phone()),
        members[0].applied,
    )
    for person in members:
        person.applied = begin + dt.timedelta(seconds=world.random.randint(0, 35 * DAY))
        told = [world.random.choice(world.vocabulary) if world.chance(0.02) else word for word in project]
        person.cv = person.cv[:100] + told + person.cv[100:]
        person.reference = [manager] if world.chance(0.7) else person.reference


def flatmates(world: World, members: list[Person]) -> None:
    address, ip = world.address(world.random.randint(1, 40)), world.ip()
    for person in members:
        person.address, person.ip = [address], [ip]


def couple(world: World, members: list[Person]) -> None:
    address, ip, account = world.address(), world.ip(), world.account()
    joint = world.chance(0.7)
    for person in members:
        person.address, person.ip = [address], [ip]
        person.account = [account] if joint else person.account


def cv_writer(world: World, members: list[Person]) -> None:
    opening, closing = world.words(60), world.words(50)
    for person in members:
        person.cv = opening + person.cv + closing


def sample_cv(world: World, members: list[Person]) -> None:
    sample = world.cv()
    for person in members:
        person.cv = sample[: world.random.randint(150, 300)] + person.cv[: world.random.randint(100, 300)]


def recycled(world: World, members: list[Person]) -> None:
    phone = world.phone()
    members[0].applied = BEGIN + dt.timedelta(days=world.random.randint(0, 200))
    members[1].applied = BEGIN + dt.timedelta(days=world.random.randint(560, 729))
    for person in members:
        person.phone = [phone]


def help_desk(world: World, members: list[Person]) -> None:
    """Clients of an office that helps with applications: its telephone and line beside their own, its words, its word."""
    phone, ip, reference = world.phone(), world.ip(), (world.name(), world.phone())
    house = world.words(world.random.randint(30, 120))
    for person in members:
        person.phone = [*person.phone, phone] if world.chance(0.5) else person.phone
        person.ip = [*person.ip, ip] if world.chance(0.7) else person.ip
        person.reference = [reference] if world.chance(0.4) else person.reference
        person.cv = house + person.cv if world.chance(0.6) else person.cv


def course(world: World, members: list[Person]) -> None:
    """A class: one project, one teacher, one season, the school's line."""
    project, teacher, ip = world.words(world.random.randint(45, 110)), (world.name(), world.phone()), world.ip()
    begin = members[0].applied
    for person in members:
        person.applied = begin + dt.timedelta(seconds=world.random.randint(0, 90 * DAY))
        person.cv = person.cv[:150] + project + person.cv[150:] if world.chance(0.75) else person.cv
        person.reference = [teacher] if world.chance(0.5) else person.reference
        person.ip = [*person.ip, ip] if world.chance(0.3) else person.ip


def hostel(world: World, members: list[Person]) -> None:
    """A house for people without a home: one address and line, its telephone for some, a worker who vouches."""
    address, ip, phone, worker = world.address(), world.ip(), world.phone(), (world.name(), world.phone())
    for person in members:
        person.address, person.ip = [address], [ip]
        person.phone = [phone] if world.chance(0.4) else person.phone
        person.reference = [worker] if world.chance(0.4) else person.reference


def in_laws(world: World, members: list[Person]) -> None:
    """One home of several surnames: one line, one telephone for some, one account for some of the pay."""
    address, ip, phone, account = world.address(), world.ip(), world.phone(), world.account()
    for person in members:
        person.address, person.ip = [address], [ip]
        person.surname = members[0].surname if world.chance(0.4) else person.surname
        person.phone = [phone] if world.chance(0.4) else person.phone
        person.account = [account] if person.account and world.chance(0.6) else person.account


CROWDS: tuple[tuple[str, float, float, int, int, float, Callable[[World, list[Person]], None]], ...] = (
    ("family", 0.05, 2.6, 2, 5, 0.4, family),
    ("dormitory", 0.012, 35, 12, 60, 0.4, dormitory),
    ("agency", 0.02, 80, 30, 150, 0.4, agency),
    ("vpn_exit", 0.2, 60, 10, 500, 0.8, exit_line),
    ("small_agency", 0.03, 8, 4, 18, 0.5, small_agency),
    ("laid_off_team", 0.025, 9, 4, 25, 0.5, laid_off_team),
    ("flatmates", 0.03, 3, 2, 5, 0.4, flatmates),
    ("couple", 0.02, 2, 2, 2, 0.4, couple),
    ("cv_writer", 0.012, 10, 5, 25, 0.4, cv_writer),
    ("sample_cv", 0.01, 8, 4, 20, 0.4, sample_cv),
    ("help_desk", 0.007, 7, 3, 20, 0.5, help_desk),
    ("course", 0.008, 11, 5, 28, 0.4, course),
    ("hostel", 0.004, 5, 2, 14, 0.5, hostel),
    ("in_laws", 0.006, 4, 3, 8, 0.3, in_laws),
    ("recycled_number", 0.012, 2, 2, 2, 0.4, recycled),
)
"""Kind, share of applicants, median, least and most members, spread, and what it does to them."""
