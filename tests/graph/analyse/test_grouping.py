"""Which groups are judged: when a group comes apart, when two are one, and who joins; in small worlds, by what is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.analyse import analyse
from graph.analyse.grouping import HOMES, Group, Grouping
from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.groups.shapes import Shapes
from graph.analyse.groups.ties import Ties
from graph.analyse.judging.chance import Chance
from graph.analyse.persons.resolve import resolve
from graph.analyse.report.finding import Reporter
from graph.model.findings import Finding
from tests.graph.analyse.crowds import agency, course, laid_off, shelter
from tests.graph.analyse.world import World, name, ring


def found(world: World) -> list[Finding]:
    return [one for one in analyse(world.build()).findings if one.type != "hub"]


def network(world: World) -> Finding:
    return next(one for one in found(world) if one.type == "network")


def newcomer(world: World, id_: str = "x", who: str = "Newton Comer") -> str:
    """Somebody with a telephone and a home of their own."""
    world.person(id_, who, applied="2025-03-20T00:00:00Z", path="x")
    world.holds(id_, "phone", f"+1301555{ord(id_):04}")
    world.holds(id_, "address", f"us|{ord(id_)}|other road||troy|ny|12180", context="home")
    return id_


SHARED = {
    "account": ("payroll_account", "us:021000021:900", "Morgan Vale"),
    "line": ("ip", "23.94.1.7", ""),
    "phone": ("phone", "+16465550001", ""),
}


def meeting(crowd: Callable[[World], None], one: str, others: int, *kinds: str) -> World:
    """A crowd without CVs, and others of whom each shares these kinds of fact with the one, and nothing with the crowd."""
    world = World()
    world.strangers(200)
    crowd(world)
    world.texts.clear()
    ids = [one]
    for number in range(1, others + 1):
        applied = f"2025-0{1 + 2 * number}-11T00:00:00Z"
        ids.append(world.person(f"r{number}", name(number + 17), applied=applied, path="x"))
    for number, id_ in enumerate(ids):
        world.holds(id_, "address", f"us|{number}|oak street||reno|nv|89501", context="home")
        for kind in kinds:
            what, key, holder = SHARED[kind]
            world.holds(id_, what, key, holder=holder)
    return world


def test_a_team_does_not_stay_in_the_network_of_one_of_its_people() -> None:
    """All eight together look like a network, though the team of six is explained: that outweighs what speaks for the whole."""
    assert network(meeting(laid_off, "t0", 2, "account", "line")).members == ("r1", "r2", "t0")


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


@pytest.mark.parametrize(
    ("crowd", "one", "others"),
    [(agency, "g0", 8), (agency, "g8", 8), (course, "k0", 7), (shelter, "w0", 5)],
)
def test_no_crowd_follows_one_of_its_own_into_a_network(crowd: Callable[[World], None], one: str, others: int) -> None:
    """What a class has in common with the one of them who is in a ring is the class's: alike CVs, a teacher, a page."""
    world = in_both(crowd, one)
    own = {id_ for id_ in world.applicants if id_[0] == one[0] and id_ != one}
    assert len(own) == others
    findings = found(world)
    (ring_found,) = [finding for finding in findings if finding.type == "network"]
    assert own.isdisjoint(ring_found.members)
    assert len([id_ for id_ in ring_found.members if id_.startswith("r")]) >= 6
    assert any(own <= set(finding.members) for finding in findings if finding.type == "explained")


def test_a_crowd_is_taken_apart_only_where_two_causes_explain_it_better() -> None:
    """Of an agency's nine one shares an account and a line with a tenth: two causes explain it worse than the agency alone.
    The channel that they came through is everybody's here."""
    world = meeting(agency, "g0", 1, "account", "line")
    for one in world.applicants.values():
        one["channel"] = "Bright Staffing"
    (finding,) = found(world)
    assert finding.type == "explained"
    assert len(finding.members) == 10


def test_an_explained_whole_with_a_part_that_is_not_explained_stays_whole() -> None:
    (finding,) = found(meeting(laid_off, "t0", 2, "phone", "line"))
    assert finding.type == "explained"
    assert len(finding.members) == 8


def test_a_members_family_is_no_part_of_a_network() -> None:
    """Two of the family, by a home, a telephone and a line: three values, and all lead to the one member."""
    world = World()
    world.strangers(300)
    members = ring(world)
    for id_, who in (("f0", "Ann Miller"), ("f1", "Bob Miller")):
        world.person(id_, who, path="x")
    for id_ in (members[0], "f0", "f1"):
        world.holds(id_, "address", "us|900|r avenue||reno|nv|89501", context="home")
        world.holds(id_, "phone", "+15182720001")
        world.holds(id_, "ip", "24.5.6.7")
    assert network(world).members == tuple(members)


def grouping(world: World) -> tuple[Grouping, dict[str, int]]:
    links = world.build()
    population = populate(links, resolve(links))
    people = People(population)
    number = {id_: int(population.persons.of[row]) for row, id_ in enumerate(people.ids)}
    made = Grouping(population, people, Reporter(population, people, Chance(population)), Shapes(population, people))
    return made, number


@pytest.mark.parametrize("of_the_ring", [("r0",), ("r0", "x")])
def test_only_the_household_of_one_member_is_a_group_of_its_own(of_the_ring: tuple[str, ...]) -> None:
    """A home of three: where two of them have ties of their own to the others, it lies between these two."""
    world = World()
    world.strangers(100)
    members = ring(world)
    for id_ in ("r0", newcomer(world, "x"), newcomer(world, "y", "Vera Late")):
        world.holds(id_, "address", "us|7|elm street||troy|ny|12180", context="home")
        world.holds(id_, "ip", "24.5.6.7")
    made, number = grouping(world)
    home, core = ([number[id_] for id_ in ids] for ids in (("r0", "x", "y"), sorted({*members, *of_the_ring})))
    assert made.score(home) < 0
    assert made.reporter.explained_by(home) in HOMES
    whole = Group(sorted({*home, *core}), 9.0)
    groups = made._without_homes(whole, [Group(home, made.score(home)), Group(core, 9.0)])
    assert [one.members for one in groups] == ([core, home] if of_the_ring == ("r0",) else [whole.members])


def two_rings(*kinds: tuple[str, str], each: int = 4, strangers: int = 0) -> World:
    """Two rings that share nothing but these values, by so many of each; so many strangers hold them too."""
    world = World()
    world.strangers(300)
    ring(world, "a")
    ring(world, "b", payee="Vera Stone")
    for number in range(8):
        world.applicants[f"b{number}"]["name"] = f"Forename{number} Surname{number}"
    world.held = [(*one[:2], one[2].replace("23.94.1.", f"23.94.{ord(one[0][0])}."), *one[3:]) for one in world.held]
    holders = [f"{side}{number}" for side in "ab" for number in range(0, 2 * each, 2)]
    for kind, key in kinds:
        for id_ in [*holders, *(f"s{number:05}" for number in range(strangers))]:
            world.holds(id_, kind, key)
    return world


EXIT, REFERENCE = ("ip", "23.94.9.9"), ("reference_name", "pat quill")


@pytest.mark.parametrize(
    ("kinds", "each", "strangers", "sizes"),
    [
        ((EXIT, REFERENCE), 4, 0, [16]),
        ((EXIT,), 4, 0, [8, 8]),  # tied by less than 4 bits
        ((EXIT, REFERENCE), 3, 1, [8, 8]),  # 6 of the 7 who hold it are less than nine in ten
    ],
)
def test_two_rings_are_one_by_what_they_own_together(
    kinds: tuple[tuple[str, str], ...], each: int, strangers: int, sizes: list[int]
) -> None:
    networks = [one for one in found(two_rings(*kinds, each=each, strangers=strangers)) if one.type == "network"]
    assert [len(one.members) for one in networks] == sizes


def test_who_joined_one_of_two_is_marked_when_they_are_one() -> None:
    world = two_rings(EXIT, REFERENCE)
    made, number = grouping(world)
    one, other = (sorted(number[f"{side}{n}"] for n in range(8)) for side in "ab")
    joined = made._union(
        Group(one, made.score(one), {one[3]: Ties()}), Group(other, made.score(other), {other[5]: Ties()})
    )
    assert joined is not None
    assert set(joined.grown) == {one[3], other[5]}


@pytest.mark.parametrize(("strangers", "joins"), [(2, True), (3, False)])
def test_three_quarters_of_the_holders_must_be_inside(strangers: int, joins: bool) -> None:
    """The exit of five members, the newcomer and two others: 6 of 8. It and a reference's name are enough; neither is alone."""
    world = World()
    world.strangers(300)
    members = ring(world)
    for id_ in [*members[:5], newcomer(world), *(f"s{number:05}" for number in range(strangers))]:
        world.holds(id_, *EXIT)
    for id_ in [*members[:5], "x"]:
        world.holds(id_, *REFERENCE)
    assert ("x" in network(world).grown) is joins


def test_the_surest_network_takes_first() -> None:
    """The newcomer uses an exit of each; of the two, one is less sure."""
    world = two_rings()
    world.alike("a3", "a4", 0.72, 55)
    newcomer(world)
    for side in "ab":
        for id_ in [*(f"{side}{number}" for number in range(5)), "x"]:
            world.holds(id_, "ip", f"23.94.9.{ord(side)}")
    first, second = (one for one in found(world) if one.type == "network")
    assert first.score > second.score
    assert (first.members[0], first.grown, second.grown) == ("b0", ("x",), ())


def test_who_was_refused_is_asked_again_when_the_network_has_grown() -> None:
    """x is more tied than y, but not enough; then y joins, and two of the three who use their exit are inside."""
    world = World()
    world.strangers(300)
    members = ring(world)
    newcomer(world, "x")
    newcomer(world, "y", "Vera Late")
    for id_ in (*members[:2], "y"):
        world.holds(id_, "ip", "23.94.9.1")
    for id_ in (members[5], "x", "y"):
        world.holds(id_, "ip", "23.94.9.2")
    for id_ in (*members[:5], "x"):
        world.holds(id_, *REFERENCE)
    assert network(world).grown == ("x", "y")


def test_networks_are_joined_by_who_came_to_them() -> None:
    """The newcomer joins the surer ring by its exit, and has a CV like one of the other's."""
    world = two_rings()
    world.alike("a3", "a4", 0.72, 55)
    for number in range(5):
        world.holds(f"a{number}", "ip", "23.94.9.98")
        world.holds(f"b{number}", *EXIT)
    world.holds(newcomer(world), *EXIT)
    world.alike("a0", "x", 0.35)
    assert [len(one.members) for one in found(world) if one.type == "network"] == [17]


def test_a_group_that_lost_all_but_one_is_none() -> None:
    """Of two who share a mailbox and a machine one uses the ring's exit; what is left of them is one person."""
    world = World()
    world.strangers(300)
    members = ring(world)
    for id_ in (newcomer(world, "x"), newcomer(world, "y", "Vera Late")):
        world.holds(id_, "email", "both@mail.example")
        world.holds(id_, "device", "serial:c02abc")
    for id_ in [*members[:5], "x"]:
        world.holds(id_, *EXIT)
    findings = found(world)
    assert findings[0].grown[:1] == ("x",)
    assert len(findings) == 1
