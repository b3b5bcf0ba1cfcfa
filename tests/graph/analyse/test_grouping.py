"""Which groups are judged: when two are one, and who joins; in small worlds, by what is found."""

from __future__ import annotations

from itertools import combinations

import pytest

from graph.analyse.apart import Group
from graph.analyse.grouping import _is_crowd
from graph.analyse.groups.ties import Tie, Ties
from tests.graph.analyse.asking import found, grouping, network
from tests.graph.analyse.crowds import in_both, one_manager
from tests.graph.analyse.world import World, name, newcomer, ring


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


@pytest.mark.parametrize(
    ("members", "crowd", "own"),
    [
        (("u0",), "u0 u1 u2 u3 u4", True),
        (("u0",), "u1 u2 u3 u4", True),  # of another group, but the manager is theirs
        (("r7",), "u1 u2 u3 u4", False),  # shares nothing with them
        (("u0", "r7"), "u1 u2 u3 u4", False),
        (("u0",), "u1 r1 r2 r7", False),  # the three are tied to u0 by the ring: no innocent cause
    ],
)
def test_what_a_member_has_in_common_with_a_crowd_is_the_crowds(
    members: tuple[str, ...], crowd: str, own: bool
) -> None:
    made, number = grouping(in_both(one_manager, "u0"))
    tied = Ties((Tie("people", 7.0, frozenset(number[id_] for id_ in members), frozenset((number["u1"],)), 0),))
    assert made._of_ones_own(tied, frozenset(number[id_] for id_ in crowd.split())) is own


def clients(jaccard: float) -> World:
    """A ring, and six whose CVs are like that of one of its members, and like each other's."""
    world = World()
    world.strangers(300)
    ring(world)
    alike = ["r7", *(newcomer(world, "uvwxyz"[n], name(n + 20)) for n in range(6))]
    for one, other in combinations(alike, 2):
        world.alike(one, other, jaccard)
    return world


@pytest.mark.parametrize(("jaccard", "size"), [(0.35, 8), (0.49, 8), (0.5, 14)])
def test_the_clients_of_one_cv_writer_do_not_follow_one_of_them(jaccard: float, size: int) -> None:
    """Of the seven with such a CV one is of the ring: their openings are alike. Whole CVs nearly the same are a base CV's."""
    assert len(network(clients(jaccard)).members) == size


@pytest.mark.parametrize(("members", "score", "crowd"), [(4, -3.0, True), (4, -2.9, False), (3, -9.0, False)])
def test_a_crowd_is_four_persons_with_a_cause_of_their_own(members: int, score: float, crowd: bool) -> None:
    assert _is_crowd(Group(list(range(members)), score)) is crowd


def test_two_networks_are_one_by_a_person_of_both() -> None:
    """What ties them leads to that one alone; neither is a crowd."""
    world = two_rings()
    del world.applicants["b0"]
    world.held = [("a0" if who == "b0" else who, *what) for who, *what in world.held]
    world.texts = [("a0" if one == "b0" else one, *what) for one, *what in world.texts]
    made, number = grouping(world)
    one, other = (sorted({number["a0"], *(number[f"{side}{n}"] for n in range(1, 8))}) for side in "ab")
    groups = Group(one, made.score(one)), Group(other, made.score(other))
    assert min(group.score for group in groups) > 0
    joined = made._union(*groups)
    assert joined is not None
    assert len(joined.members) == 15
