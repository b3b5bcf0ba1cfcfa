"""What comes apart: communities of two causes, and what hangs on one member of a network; in small worlds, by what is found."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from graph.analyse.apart import HOMES, Group
from graph.analyse.groups.ties import Ties
from tests.graph.analyse.asking import found, grouping, network
from tests.graph.analyse.crowds import agency, career_centre, course, in_both, laid_off, one_manager, shelter
from tests.graph.analyse.world import World, name, newcomer, ring

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


@pytest.mark.parametrize(
    ("crowd", "one", "others"),
    [
        (agency, "g0", 8),
        (agency, "g8", 8),
        (course, "k0", 7),
        (shelter, "w0", 5),
        (laid_off, "t0", 5),
    ],
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
    assert made.apart.reporter.explained_by(home) in HOMES
    whole = Group(sorted({*home, *core}), 9.0)
    groups = made.apart._without_crowds(whole, [Group(home, made.score(home)), Group(core, 9.0)])
    assert [one.members for one in groups] == ([core, home] if of_the_ring == ("r0",) else [whole.members])


@pytest.mark.parametrize(("crowd", "one"), [(one_manager, "u0"), (career_centre, "j0")])
def test_no_crowd_stays_in_the_network_of_one_of_its_own(crowd: Callable[[World], None], one: str) -> None:
    """Of five under one manager there is no finding: they share one family of facts."""
    assert network(in_both(crowd, one)).members == (*sorted([one, *(f"r{n}" for n in range(1, 8))]),)


def hanging(*kinds: str, jaccard: float = 0.0, others: int = 2, copies: int = 0) -> tuple[World, list[str]]:
    """A ring, and others who share these facts with its first member and each other, and no more; so many of them have nearly
    that member's whole CV."""
    world = World()
    world.strangers(300)
    ring(world)
    block = ["r0", *(newcomer(world, "xyzvw"[n], name(n + 20)) for n in range(others))]
    shared = {"employer": ("past_employer", "quuxsoft"), "manager": ("reference_phone", "+13125550000")}
    for id_ in block:
        for kind in kinds:
            world.holds(id_, *shared[kind])
    for one, other in combinations(block, 2):
        if jaccard:
            world.alike(one, other, 0.5 if one == "r0" and other in block[1 : copies + 1] else jaccard, 65)
    return world, block


@pytest.mark.parametrize(
    ("kinds", "jaccard", "others", "score", "leaves"),
    [
        (("employer",), 0.35, 2, -3.0, True),
        (("employer",), 0.35, 2, -2.9, False),
        (("employer", "manager"), 0.0, 2, -0.1, True),  # one manager's people, by that family alone
        (("employer", "manager"), 0.0, 2, 0.0, False),
        (("employer", "manager"), 0.0, 1, -9.0, False),  # two have no shape
        ((), 0.35, 3, -9.0, False),  # each is like the member and two others: the member is a third
        ((), 0.35, 4, -0.1, True),  # like three others each: a CV writer's clients
        ((), 0.5, 4, -9.0, False),  # whole CVs nearly the same are a base CV's
    ],
)
def test_what_hangs_on_one_member_leaves_with_a_cause_of_its_own(
    kinds: tuple[str, ...], jaccard: float, others: int, score: float, leaves: bool
) -> None:
    world, block = hanging(*kinds, jaccard=jaccard, others=others)
    made, number = grouping(world)
    part, core = sorted(number[id_] for id_ in block), sorted(number[f"r{n}"] for n in range(8))
    assert made.apart.reporter.explained_by(part) not in HOMES
    whole = Group(sorted({*core, *part}), 9.0)
    groups = made.apart._without_crowds(whole, [Group(part, score), Group(core, 9.0)])
    assert [one.members for one in groups] == ([core, part] if leaves else [whole.members])


@pytest.mark.parametrize(("copies", "leaves"), [(2, True), (3, False)])
def test_people_with_cvs_like_a_members_leave_when_most_would_not_be_taken_in(copies: int, leaves: bool) -> None:
    """Of five who all have like CVs."""
    world, block = hanging(jaccard=0.35, others=5, copies=copies)
    made, number = grouping(world)
    part, core = sorted(number[id_] for id_ in block), sorted(number[f"r{n}"] for n in range(8))
    whole = Group(sorted({*core, *part}), 9.0)
    groups = made.apart._without_crowds(whole, [Group(part, -1.0), Group(core, 9.0)])
    assert len(groups) == (2 if leaves else 1)


def test_a_network_that_is_nothing_but_what_hangs_on_one_member_stays() -> None:
    world, block = hanging("employer", "manager", others=4)
    made, number = grouping(world)
    member, *others = (number[id_] for id_ in block)
    parts = [Group(sorted([member, *others[:2]]), -1.0), Group(sorted([member, *others[2:]]), -1.0)]
    whole = Group(sorted([member, *others]), 9.0)
    assert made.apart._without_crowds(whole, parts) == [whole]


@pytest.mark.parametrize(("known", "added"), [("", True), ("xyz", False), ("xy", True)])
def test_a_network_is_taken_apart_again_when_it_took_others_in(known: str, added: bool) -> None:
    """Who leaves it is marked as grown no longer, and is a group unless one that is there holds all of them already."""
    world, block = hanging("employer", "manager", others=3)
    made, number = grouping(world)
    core, part = sorted(number[f"r{n}"] for n in range(8)), sorted(number[id_] for id_ in block)
    whole = sorted({*core, *part})
    grown = {number["x"]: Ties(), number["r3"]: Ties()}
    others = [Group([number[id_] for id_ in known], -4.0)] if known else []
    first, *rest = made.apart.again([Group(whole, made.score(whole), grown), *others])
    assert (first.members, set(first.grown)) == (core, {number["r3"]})
    assert first.score == made.score(core)
    assert [one.members for one in rest] == [*(one.members for one in others), *([part] if added else [])]


def test_explained_groups_are_not_taken_apart_again() -> None:
    world, block = hanging("employer", "manager", others=3)
    made, number = grouping(world)
    whole = Group(sorted({*(number[f"r{n}"] for n in range(8)), *(number[id_] for id_ in block)}), -0.1)
    assert made.apart.again([whole]) == [whole]


@pytest.mark.parametrize(("left", "whole"), [(0.6, True), (0.4, False)])
def test_what_is_left_is_weighed_against_coming_apart_without_what_left(
    monkeypatch: pytest.MonkeyPatch, left: float, whole: bool
) -> None:
    """A home speaks for innocence by 10 bits, which are its own: the two halves of the ring by 2 and .5, less 2 for their tie."""
    world = World()
    world.strangers(100)
    ring(world)
    for id_ in ("r0", newcomer(world, "x"), newcomer(world, "y", "Vera Late")):
        world.holds(id_, "address", "us|7|elm street||troy|ny|12180", context="home")
        world.holds(id_, "ip", "24.5.6.7")
    made, number = grouping(world)
    home, one, other, core = (
        sorted(number[id_] for id_ in ids)
        for ids in (
            ("r0", "x", "y"),
            ("r0", "r1", "r2", "r3"),
            ("r3", "r4", "r5", "r6", "r7"),
            [f"r{n}" for n in range(8)],
        )
    )
    scores = {tuple(home): -10.0, tuple(one): -2.0, tuple(other): -0.5, tuple(core): left}
    monkeypatch.setattr(made.apart.reporter, "score", lambda members: scores[tuple(members)])
    groups = made.apart._apart(Group(sorted({*home, *core}), 9.0), [home, one, other])
    assert [one.members for one in groups] == ([core, home] if whole else [home, one, other])
