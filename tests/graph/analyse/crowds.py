"""Innocent crowds for the tests of the analysis: each puts its people into a world, written out by hand."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from tests.graph.analyse.world import FAMILY, GIVEN, World, name, ring


def family(world: World) -> None:
    for number, one in enumerate(("Ann Miller", "Bob Miller", "Cleo Miller")):
        id_ = world.person(f"f{number}", one, path="x")
        world.holds(id_, "address", "us|5|elm street||troy|ny|12180", context="home")
        world.holds(id_, "phone", "+15182720001")
        world.holds(id_, "ip", "24.5.6.7")


def couple(world: World) -> None:
    for number, one in enumerate(("Ann Birch", "Karl Stone")):
        id_ = world.person(f"c{number}", one, path="x", applied=f"202{3 + 2 * number}-01-01T00:00:00Z")
        world.holds(id_, "address", "us|6|elm street||troy|ny|12180", context="home")
        world.holds(id_, "payroll_account", "us:021000021:222", holder="Ann Birch")


def agency(world: World) -> None:
    ids = []
    for number in range(9):
        id_ = world.person(f"g{number}", name(number + 1), path="x", channel="Bright Staffing")
        ids.append(id_)
        world.holds(id_, "phone", f"+1415000{number:04}")
        world.holds(id_, "phone", "+14159990000")
        world.holds(id_, "address", "us|1|office park||san francisco|ca|94105", context="home")
        world.holds(id_, "ip", "50.1.1.1")
    for left, right in itertools.pairwise(ids):
        world.alike(left, right, 0.2, 60)


def laid_off(world: World) -> None:
    ids = []
    for number in range(6):
        id_ = world.person(f"t{number}", name(number + 5), path="x", applied=f"2025-06-{number + 1:02}T00:00:00Z")
        ids.append(id_)
        world.holds(id_, "past_employer", "quuxsoft")
        world.holds(id_, "reference_phone", "+13125550000")
        world.holds(id_, "phone", f"+1312111{number:04}")
    for left, right in itertools.pairwise(ids):
        world.alike(left, right, 0.15, 70)


def one_manager(world: World) -> None:
    ids = []
    for number in range(5):
        id_ = world.person(
            f"u{number}", name(number + 3), path="x", applied=f"202{2 + number % 4}-0{number + 1}-01T00:00:00Z"
        )
        ids.append(id_)
        world.holds(id_, "past_employer", "quuxsoft")
        world.holds(id_, "reference_phone", "+13125550001")
        world.holds(id_, "phone", f"+1312222{number:04}")
    world.alike(ids[0], ids[1], 0.1, 50)


def invoicing(world: World) -> None:
    for number in range(6):
        id_ = world.person(
            f"v{number}", name(number + 2), path="x", applied=f"202{3 + number % 3}-0{number + 1}-01T00:00:00Z"
        )
        world.holds(id_, "payroll_account", "us:021000021:901", holder="Vale Services LLC")
        world.holds(id_, "phone", f"+1312333{number:04}")
        world.holds(id_, "address", f"us|{number}|oak street||reno|nv|89501", context="home")


def career_centre(world: World) -> None:
    """Seven clients of a counsellor: a line beside their own, the desk's telephone, one machine, a CV of the house's words."""
    ids = []
    for number in range(7):
        id_ = world.person(f"j{number}", name(number + 4), path="x", applied=f"2025-0{number + 1}-05T00:00:00Z")
        ids.append(id_)
        world.holds(id_, "phone", f"+1303444{number:04}")
        world.holds(id_, "address", f"us|{number}|birch street||boise|id|83702", context="home")
        world.holds(id_, "ip", f"71.8.{number}.9")
        world.holds(
            id_, "device", "5c:81:37:2c:2c:aa" if number < 3 else f"5c:81:37:2c:2c:0{number}", context="interview"
        )
        world.holds(id_, "reference_phone", "+12085550000" if number % 2 else f"+120866600{number:02}")
        if number != 3:
            world.holds(id_, "ip", "71.9.9.9")
        if number < 5:
            world.holds(id_, "phone", "+12085550011")
    for left, right in itertools.pairwise(ids[:4]):
        world.alike(left, right, 0.1, 45)


def shelter(world: World) -> None:
    """Six residents: one roof and line, the house's telephone for half, a case worker as reference, one machine,
    a CV in the house's words for some."""
    ids = []
    for number in range(6):
        id_ = world.person(
            f"w{number}", name(number + 6), path="x", applied=f"202{3 + number % 3}-0{number + 1}-05T00:00:00Z"
        )
        ids.append(id_)
        world.holds(id_, "address", "us|40|mission street||tulsa|ok|74103", context="home")
        world.holds(id_, "ip", "71.7.7.7")
        world.holds(id_, "phone", "+19185550000" if number < 3 else f"+191844400{number:02}")
        world.holds(id_, "reference_phone", "+19185550001" if number < 4 else f"+191866600{number:02}")
        world.holds(
            id_,
            "device",
            "5c:81:37:2c:2c:bb" if number in (1, 2, 4) else f"5c:81:37:2c:2c:1{number}",
            context="interview",
        )
    for left, right in itertools.pairwise(ids[:3]):
        world.alike(left, right, 0.1, 45)


def course(world: World) -> None:
    """A class of eight: the school and its project in their CVs, a teacher as reference, the school's line and page for some."""
    ids = []
    for number in range(8):
        id_ = world.person(
            f"k{number}", name(number + 8), path="x", applied=f"2025-0{4 + number % 3}-1{number}T00:00:00Z"
        )
        ids.append(id_)
        world.holds(id_, "past_employer", "quux academy")
        world.holds(id_, "phone", f"+1206777{number:04}")
        world.holds(id_, "ip", f"71.5.{number}.9")
        world.holds(id_, "reference_phone", "+12065550000" if number < 5 else f"+120666600{number:02}")
        world.holds(id_, "website", "quux-academy.com" if number < 3 else f"own-page-{number}.dev")
        if number % 2:
            world.holds(id_, "ip", "71.6.6.6")
    for left, right in itertools.pairwise(ids):
        world.alike(left, right, 0.1, 60)


def in_laws(world: World) -> None:
    """Six of three surnames in one home: one line, one telephone plan, and the old one's account for the pay of three."""
    for number, one in enumerate(("Ann Birch", "Karl Stone", "Lea Stone", "Max Gray", "Ida Gray", "Tom Birch")):
        id_ = world.person(f"b{number}", one, path="x", applied=f"202{3 + number % 3}-0{number + 1}-05T00:00:00Z")
        world.holds(id_, "address", "us|9|elm street||troy|ny|12180", context="home")
        world.holds(id_, "ip", "24.5.6.8")
        world.holds(id_, "phone", "+15182720009" if number < 3 else f"+1518272100{number}")
        shared = number in (0, 2, 4)
        world.holds(
            id_,
            "payroll_account",
            "us:021000021:9" if shared else f"us:021000021:9{number}",
            holder="Ann Birch" if shared else one,
        )


def dormitory(world: World) -> None:
    for number in range(25):
        id_ = world.person(f"d{number:02}", f"{GIVEN[number % 20]} {FAMILY[number % 20]}son{number}")
        world.holds(id_, "address", "us|77|college road||troy|ny|12180", context="home")
        world.holds(id_, "ip", "60.1.1.1")
        world.holds(id_, "phone", f"+1518111{number:04}")


def in_both(crowd: Callable[[World], None], one: str) -> World:
    """A crowd, and a ring of eight of whom one is this person of the crowd."""
    world = World()
    world.strangers(300)
    crowd(world)
    ring(world)
    del world.applicants["r0"]
    world.held = [(one if who == "r0" else who, *what) for who, *what in world.held]
    world.texts = [(one if left == "r0" else left, *what) for left, *what in world.texts]
    return world
