"""What ties a newcomer to a group that stands, with weights by hand; and who joins a network because of it."""

from __future__ import annotations

from math import log2

import pytest

from graph.analyse import analyse
from graph.analyse.grouping import GROW_FROM
from graph.analyse.groups.evidence import PASSAGE, Population, populate
from graph.analyse.groups.people import People
from graph.analyse.groups.spans import LEFT
from graph.analyse.groups.ties import SCHEME_BITS, TEXT_BITS, Ties, ties
from graph.analyse.persons.resolve import resolve
from graph.analyse.report.joining import JOINED
from graph.model.findings import Document, Finding
from graph.model.kinds import KINDS
from tests.graph.analyse.world import World, name, ring

IP = KINDS["ip"].strength


def settled(world: World) -> tuple[Population, People, dict[str, int]]:
    links = world.build()
    population = populate(links, resolve(links))
    people = People(population)
    return population, people, {id_: int(population.persons.of[row]) for row, id_ in enumerate(people.ids)}


def tied(world: World, core: list[str], newcomer: str, share: float = 0.75) -> Ties:
    population, people, of = settled(world)
    return ties(population, people, [of[id_] for id_ in core], [of[newcomer]], share)


def core_and_newcomer(
    users: int, strangers: int = 0, kind: str = "ip", key: str = "23.94.1.9"
) -> tuple[World, list[str]]:
    """Seven people, of whom `users` hold one value, which the newcomer x holds too, and so many strangers."""
    world = World()
    core = [world.person(f"c{n}", name(n)) for n in range(7)]
    world.person("x", "Newton Comer")
    outside = [world.person(f"o{n}", name(n + 8)) for n in range(strangers)]
    for id_ in [*core[:users], "x", *outside]:
        world.holds(id_, kind, key)
    return world, core


def test_a_group_that_stands_is_one_holder() -> None:
    """An exit of seven members and the newcomer, 8 persons: 2 bits between strangers, the whole 4 to the group."""
    world, core = core_and_newcomer(7)
    found = tied(world, core, "x")
    assert found.bits == IP == pytest.approx(IP - log2(2 / 2))
    assert (found.count, sorted(found.families), len(found.members)) == (1, ["location"], 7)


def test_strangers_count_as_always() -> None:
    """Six members, the newcomer and one stranger: two independent holders beside the newcomer, so log2(3 / 2) is lost."""
    world, core = core_and_newcomer(6, strangers=1)
    assert tied(world, core, "x").bits == pytest.approx(IP - log2(3 / 2))


def test_a_value_that_strangers_hold_too_ties_nobody() -> None:
    world, core = core_and_newcomer(3, strangers=3)  # 4 of 7 holders are inside: below .75
    assert tied(world, core, "x") == Ties()


def test_what_lies_between_two_people_is_half_of_it() -> None:
    world, core = core_and_newcomer(1)
    assert tied(world, core, "x").bits == pytest.approx(IP / 2)


def test_of_a_coarse_value_every_holder_counts() -> None:
    """Account endings, buildings and networks agree by chance: 7 members and the newcomer cost log2(8 / 2) bits."""
    world, core = core_and_newcomer(7, kind="building", key="us|6|elm street|troy|ny|12180")
    assert tied(world, core, "x").bits == pytest.approx(KINDS["building"].strength - log2(8 / 2))


def test_text_ties_by_likeness_or_a_long_passage() -> None:
    world, core = core_and_newcomer(0)
    world.alike(core[0], "x", 0.05, 59)
    assert tied(world, core, "x").bits == 0
    world.alike(core[1], "x", 0.05, 60)
    world.alike(core[2], "x", 0.30)
    found = tied(world, core, "x")
    assert (found.bits, found.count, len(found.members), found.household) == (TEXT_BITS, 3, 3, False)


def test_shorter_passages_tie_by_two_of_the_group() -> None:
    world, core = core_and_newcomer(0)
    world.alike(core[0], "x", 0.05, PASSAGE - 1)
    world.alike(core[1], "x", 0.05, PASSAGE)
    assert tied(world, core, "x") == Ties()
    world.alike(core[2], "x", 0.05, PASSAGE)
    found = tied(world, core, "x")
    assert (found.bits, found.count, len(found.members)) == (TEXT_BITS, 2, 2)


@pytest.mark.parametrize(
    ("jaccard", "others", "ties"), [(0.35, 2, True), (0.35, 3, False), (0.49, 3, False), (0.5, 3, True)]
)
def test_a_cv_like_that_of_more_others_is_a_crowds(jaccard: float, others: int, ties: bool) -> None:
    """A third of those whose CVs are like the newcomer's must be of the group, or the two be nearly the same."""
    world, core = core_and_newcomer(0)
    world.alike(core[0], "x", jaccard)
    for number in range(others):
        world.alike(world.person(f"o{number}", name(number + 8)), "x", 0.6)
    for number in range(3):  # less than a passage: no CV like it
        world.alike(world.person(f"p{number}", name(number + 12)), "x", 0.05, PASSAGE - 1)
    assert (tied(world, core, "x").bits > 0) is ties


def mailboxes(words: list[str], outside: list[str]) -> tuple[World, list[str]]:
    """Seven people and the newcomer x with mailboxes that end in these words and two figures, and so many others."""
    world = World()
    core = [world.person(f"c{n}", name(n)) for n in range(7)]
    world.person("x", "Newton Comer")
    others = [world.person(f"o{n}", name(n + 8)) for n in range(len(outside))]
    for number, (id_, word) in enumerate(zip([*core, "x", *others], [*words, *outside], strict=True)):
        first, last = world.applicants[id_]["name"].lower().split()
        world.holds(id_, "email", f"{first}.{last}{word}{10 + number}@outlook.com")
    return world, core


def test_mailboxes_that_are_formed_alike_tie_as_a_building_does() -> None:
    """Three of the group and the newcomer: one cause and one more, so nothing is lost; they hold no value together."""
    world, core = mailboxes(["pro", "pro", "pro", "", "", "", "", "pro"], [])
    found = tied(world, core, "x")
    assert found.bits == SCHEME_BITS == KINDS["building"].strength
    assert (found.count, [fact.scheme for fact in found.facts], len(found.members)) == (0, ["*pro##"], 3)


def test_every_stranger_with_such_a_mailbox_counts() -> None:
    """One among five holders: log2(3 / 2) is lost; two among six are more than a quarter."""
    words = ["pro", "pro", "pro", "", "", "", "", "pro"]
    assert tied(*mailboxes(words, ["pro"]), "x").bits == pytest.approx(SCHEME_BITS - log2(3 / 2))
    assert tied(*mailboxes(words, ["pro", "pro"]), "x") == Ties()


@pytest.mark.parametrize("words", [["pro", "", "", "", "", "", "", "pro"], ["", "", "", "", "", "", "", "pro"]])
def test_a_scheme_shows_itself_in_two_members(words: list[str]) -> None:
    assert tied(*mailboxes(words, []), "x") == Ties()


def with_ring(*, users: int = 0, spouse: bool = False, strangers: int = 0) -> tuple[World, list[str]]:
    """A ring of eight; a newcomer behind an exit that `users` of it have and so many strangers, or one member's spouse."""
    world = World()
    world.strangers(200)
    members = ring(world)
    world.person("x", "Newton Comer", applied="2025-03-20T00:00:00Z", path="x")
    world.holds("x", "phone", "+13015550100")
    for number in range(strangers):
        world.holds(f"s{number:05}", "ip", "23.94.9.9")
    for id_ in members[:users]:
        world.holds(id_, "ip", "23.94.9.9")
    if users:
        world.holds("x", "ip", "23.94.9.9")
    world.holds(
        "x", "address", "us|900|r avenue||reno|nv|89501" if spouse else "us|5|other road||troy|ny|12180", context="home"
    )
    return world, members


def network(document: Document) -> Finding:
    return next(finding for finding in document.findings if finding.type == "network")


def test_who_uses_only_the_rings_own_exit_joins_and_is_marked() -> None:
    world, members = with_ring(users=5)
    found = network(analyse(world.build()))
    assert set(found.members) == {*members, "x"}
    assert "x" in found.grown
    assert "joined a core that stands without them" in found.summary


def test_why_somebody_joined_is_told_with_its_sources() -> None:
    world, _ = with_ring(users=5)
    (told,) = [one for one in network(analyse(world.build())).relations if one.kind == JOINED]
    assert told.applicants == ("x",)
    assert told.sentence == (
        "Newton Comer (x) joined the core when it stood, tied to it by 4.0 bits: IP address 23.94.9.9 (shared with 5 members)."
    )
    assert [(one.applicant, one.raw) for one in told.sources] == [("x", "23.94.9.9")]


def schemers(*, house: bool) -> Finding:
    """A ring with mailboxes of one scheme; the newcomer has one too, and lives in the building of two members, or not."""
    world, members = with_ring()
    for number, id_ in enumerate([*members, "x"]):
        world.applicants[id_]["name"] = person = world.applicants[id_]["name"] or f"Forename{number} Surname{number}"
        first, last = person.lower().split()
        world.holds(id_, "email", f"{first}{last}pro{number:02}@outlook.com")
        if house and id_ in (*members[:2], "x"):
            world.holds(id_, "building", "us|40|ash street|troy|ny|12180")
    return network(analyse(world.build()))


def test_a_scheme_alone_brings_nobody_and_with_a_second_weak_fact_it_does() -> None:
    assert "x" not in schemers(house=False).members
    found = schemers(house=True)
    assert "x" in found.grown
    told = next(one.sentence for one in found.relations if one.kind == JOINED)
    assert 'a mailbox or handle formed as those of 8 members (name + "pro" + 2 figures)' in told


def with_homes(count: int) -> tuple[World, list[str]]:
    """So many people, and the newcomer x, each with a home of their own; they applied months apart."""
    world = World()
    world.strangers(200)
    ids = [world.person(f"c{n}", name(n), applied=f"2025-0{n % 6 + 1}-1{n}T00:00:00Z", path="x") for n in range(count)]
    world.person("x", "Newton Comer", applied="2025-04-20T00:00:00Z", path="x")
    for number, id_ in enumerate([*ids, "x"]):
        world.holds(id_, "address", f"us|{900 + number}|c avenue||reno|nv|89501", context="home")
    return world, ids


def few(kinds: tuple[str, str, str]) -> Finding:
    """Three people, each two of whom share a fact of their own, and a newcomer whose CV is like that of the third."""
    world, ids = with_homes(3)
    world.alike(ids[2], "x", 0.35, 65)
    for kind, pair in zip(kinds, ((0, 1), (1, 2), (0, 2)), strict=True):
        if kind == "cv":
            world.alike(ids[pair[0]], ids[pair[1]], 0.45, 50)
            continue
        key = {"ip": "23.94.1.4", "payroll_account": "us:021000021:777", "reference_phone": "+16465557777"}.get(kind)
        for person in pair:
            world.holds(ids[person], kind, key or f"+1646555000{pair[0]}")
    return network(analyse(world.build()))


def test_a_network_of_few_bits_takes_in_who_makes_it_surer() -> None:
    """1.8 bits are no core that may lose by a newcomer; with this one they are 6.7."""
    found = few(("phone", "phone", "payroll_account"))
    assert found.grown == ("x",)
    assert found.score > GROW_FROM


def test_a_network_of_few_bits_takes_in_nobody_who_adds_nothing() -> None:
    found = few(("cv", "ip", "reference_phone"))
    assert 0 < found.score < GROW_FROM
    assert "x" not in found.members


PAIRS = {"phone": ((3, 6), (5, 6)), "reference_phone": ((0, 2), (1, 6), (3, 5), (4, 7))}
ALIKE = ((1, 3), (2, 6), (2, 7), (3, 7))


def test_a_network_may_lose_by_a_newcomer_as_many_bits_as_tie_them() -> None:
    """With the ninth fewer of them share, which fits one facilitator 2.2 bits less; the CV ties them by 4."""
    scores = []
    for tied_by_text in (False, True):
        world, ids = with_homes(8)
        for number, id_ in enumerate([*ids, "x"]):
            world.holds(id_, "phone", f"+1212999000{number}")
        for kind, pairs in PAIRS.items():
            for number, pair in enumerate(pairs):
                for person in pair:
                    world.holds(ids[person], kind, f"+1646{len(kind):03}{number:04}")
        for one, other in ALIKE:
            world.alike(ids[one], ids[other], 0.6, 50)
        if tied_by_text:
            world.alike(ids[0], "x", 0.35, 65)
        found = network(analyse(world.build()))
        assert found.grown == (("x",) if tied_by_text else ())
        scores.append(found.score)
    assert TEXT_BITS / 2 < scores[0] - scores[1] <= TEXT_BITS


def test_an_exit_of_strangers_brings_nobody() -> None:
    world, members = with_ring(users=5, strangers=5)
    found = network(analyse(world.build()))
    assert set(found.members) == set(members)
    assert "x" not in found.grown


def test_a_members_spouse_is_no_member() -> None:
    """One home with one member, and nothing with the others: that is that member's own life."""
    world, members = with_ring(spouse=True)
    population, people, of = settled(world)
    found = ties(population, people, [of[id_] for id_ in members], [of["x"]], 0.75)
    assert found.bits == pytest.approx(KINDS["address"].strength / 2)
    assert found.household
    assert "x" not in network(analyse(world.build())).members


def test_a_tie_keeps_less_of_a_value_that_was_held_years_apart() -> None:
    world = World()
    core = [world.person(f"c{n}", name(n), path="x") for n in range(3)]
    world.person("x", "Newton Comer", path="x")
    for id_ in core:
        world.holds(id_, "phone", "+12125550001", seen="2018-01-01T00:00:00Z")
    world.holds("x", "phone", "+12125550001", seen="2025-01-01T00:00:00Z")
    assert tied(world, core, "x").bits == pytest.approx(KINDS["phone"].strength * LEFT)


def test_members_of_a_group_make_no_crowd() -> None:
    """A reference's name is public from the thirteenth on; twelve of the group and the newcomer are one holder and one more."""
    world = World()
    core = [world.person(f"c{n:02}", name(n)) for n in range(KINDS["reference_name"].crowd)]
    for id_ in [*core, world.person("x", "Newton Comer")]:
        world.holds(id_, "reference_name", "pat quill")
    assert tied(world, core, "x").bits == KINDS["reference_name"].strength


@pytest.mark.parametrize(
    ("kind", "key", "household"),
    [
        ("address", "us|1|elm street||troy|ny|12180", True),
        ("phone", "+12125550001", True),
        ("payroll_account", "us:021000021:1", True),
        ("device", "serial:c02abc", True),
        ("reference_phone", "+16465550001", False),
    ],
)
def test_what_people_share_who_live_together_ties_to_a_household(kind: str, key: str, household: bool) -> None:
    for users in (1, 2):
        world, core = core_and_newcomer(users, kind=kind, key=key)
        assert tied(world, core, "x").household is (household and users == 1)


def test_cvs_that_tie_a_newcomer_are_told_together() -> None:
    """By two of the ring, and by no value: one fact, though two texts."""
    world, members = with_ring()
    for member in members[:2]:
        world.alike(member, "x", 0.3)
    (told,) = [one for one in network(analyse(world.build())).relations if one.kind == JOINED]
    assert told.sentence.endswith(f"tied to it by 4.0 bits: a CV like {name(0)} (r0) and {name(1)} (r1).")
