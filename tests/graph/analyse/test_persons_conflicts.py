"""Two people stay two: other birth dates, other given names, employed twice; and no chain leads over a contradiction."""

from __future__ import annotations

import itertools

import pytest

from graph.analyse.persons.resolve import Persons, resolve
from graph.model.decisions import Decision
from tests.graph.analyse.world import World

BORN = "tok:aaaaaaaaaaaaaaaa1111 y:1 m:2 d:3 dm:bbbbbbbbbbbbbbbb"
OTHER = "tok:9999999999999999555 y:7 m:8 d:9 dm:8888888888888888"
SLIP = "tok:cccccccccccccccc3333 y:1 m:2 d:9 dm:dddddddddddddddd"


def _decided(verdict: str, *ids: str) -> Decision:
    about = tuple(f"applicant:{id_}" for id_ in ids)
    return Decision("d-" + verdict, verdict, about, "me", "2025-01-01T00:00:00Z", "known")  # type: ignore[arg-type]


def _pair(names: tuple[str, str], *shared: tuple[str, str], births: tuple[str, str] = ("", "")) -> Persons:
    world = World()
    for id_, name, birth in zip("ab", names, births, strict=True):
        world.person(id_, name, birth=birth)
        for kind, key in shared:
            world.holds(id_, kind, key)
    world.strangers(30)
    return resolve(world.build())


def _one(persons: Persons, *rows: int) -> bool:
    return len({int(persons.of[row]) for row in rows}) == 1


PHONE, ADDRESS, EMAIL, TAX, ACCOUNT = (
    ("phone", "+12125550009"),
    ("address", "us|1|oak street||reno|nv|89501"),
    ("email", "ann@lee.org"),
    ("tax_id", "tok:7"),
    ("payroll_account", "us:021000021:77"),
)


def test_one_name_and_one_phone_is_one_person() -> None:
    assert _one(_pair(("Ann Lee", "Lee, Ann"), PHONE), 0, 1)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bill Gaines", "William Gaines"),  # a short form
        ("Gaines Bill", "William Gaines"),  # and another order
        ("J. Gaines", "John Gaines"),  # an initial
        ("John Michael Gaines", "John Gaines"),  # a middle name
        ("Пётр Иванов", "Petr Ivanov"),  # another alphabet
        ("Łukasz Øster", "Lukasz Oster"),  # accents
        ("Katherine Oberlander", "Katherine Oberlnader"),  # a slip
    ],
)
def test_one_person_who_wrote_the_name_in_two_ways(left: str, right: str) -> None:
    persons = _pair((left, right), EMAIL, PHONE)
    assert _one(persons, 0, 1)
    assert persons.reasons[(0, 1)].startswith("one person by ")
    assert not _one(_pair((left, right), births=(BORN, OTHER)), 0, 1)


def test_a_slip_in_the_birth_date_and_in_the_mail_address() -> None:
    world = World()
    for id_, birth, mail in (("a", BORN, "zofia.maj@majfamily.org"), ("b", SLIP, "zofia.maij@majfamily.org")):
        world.person(id_, "Zofia Maj", birth=birth)
        world.holds(id_, "email", mail)
    world.strangers(30)
    reasons = resolve(world.build()).reasons
    assert "birth dates that differ in one part" in reasons[(0, 1)]
    assert "nearly the same e-mail" in reasons[(0, 1)]


def test_a_town_is_evidence_between_applications_and_no_proof() -> None:
    """A rare name, a birth date with a slip and a small town are one person; the name and the town alone are two."""

    def made(births: tuple[str, str], area: str) -> World:
        world = World()
        for id_, birth in zip("ab", births, strict=True):
            world.person(id_, "Zofia Majewska", birth=birth, area=area)
        world.strangers(200)
        return world

    assert _one(resolve(made((BORN, SLIP), "swindon||").build()), 0, 1)
    assert not _one(resolve(made((BORN, OTHER), "swindon||").build()), 0, 1)
    with_town = resolve(made((BORN, SLIP), "swindon||").build()).reasons[(0, 1)]
    assert "same town (" in with_town


def test_one_name_alone_is_not_enough_however_rare() -> None:
    assert not _one(_pair(("Zbigniew Brzęczyszczykiewicz", "Zbigniew Brzeczyszczykiewicz")), 0, 1)


@pytest.mark.parametrize("given", ["Bob", "Anna-Eva", "Annika Beth"])
def test_a_family_is_never_one_person(given: str) -> None:
    persons = _pair(("Karl Lee", f"{given} Lee"), PHONE, ADDRESS, EMAIL, ACCOUNT, births=(BORN, BORN))
    assert not _one(persons, 0, 1)


def test_namesakes_with_other_birth_dates_stay_two_at_one_address() -> None:
    assert not _one(_pair(("John Smith", "John Smith"), PHONE, ADDRESS, ACCOUNT, births=(BORN, OTHER)), 0, 1)
    assert _one(_pair(("John Smith", "John Smith"), PHONE, ADDRESS, ACCOUNT, births=(BORN, SLIP)), 0, 1)


def test_one_tax_number_in_unrelated_names_is_not_one_person() -> None:
    assert not _one(_pair(("Ann Lee", "Karl Stone"), TAX, PHONE, ADDRESS, births=(BORN, BORN)), 0, 1)


def test_a_changed_surname_needs_a_personal_number() -> None:
    names = ("Ann Lee", "Ann Stone")
    assert not _one(_pair(names, PHONE, ADDRESS, EMAIL, births=(BORN, BORN)), 0, 1)
    assert _one(_pair(names, TAX, PHONE, ADDRESS, births=(BORN, BORN)), 0, 1)


def _chain(births: tuple[str, str, str]) -> World:
    """b has something in common with a and with c; a and c have only the name."""
    world = World()
    for id_, birth in zip("abc", births, strict=True):
        world.person(id_, "Ann Lee", birth=birth)
    for id_, phone in (("a", "1"), ("b", "1"), ("b", "2"), ("c", "2")):
        world.holds(id_, "phone", f"+1212555000{phone}")
    world.strangers(30)
    return world


def test_no_chain_leads_over_a_contradiction() -> None:
    assert _one(resolve(_chain(("", "", "")).build()), 0, 1, 2)
    apart = resolve(_chain((BORN, "", OTHER)).build())
    assert not _one(apart, 0, 2)
    assert _one(apart, 0, 1) != _one(apart, 1, 2)


def test_a_person_known_to_have_written_two_dates_is_not_parted_by_them() -> None:
    world = World()
    for id_, birth in (("a", BORN), ("b", OTHER), ("c", OTHER)):
        world.person(id_, "Ann Lee", birth=birth)
    for id_ in "ab":
        world.holds(id_, "tax_id", "tok:7")
        world.holds(id_, "email", "ann@lee.org")
    for id_ in "bc":
        world.holds(id_, "phone", "+12125550002")
    world.strangers(30)
    assert _one(resolve(world.build()), 0, 1, 2)


def test_two_employee_numbers_of_one_employer_are_two_persons() -> None:
    world = World()
    for id_, number in (("a", "17"), ("b", "18")):
        world.person(id_, "Ann Lee", employer="Acme")
        world.applicants[id_]["joined"] = [f"payroll:employee:{number} by employee:{number}"]  # type: ignore[assignment]
        world.holds(id_, "phone", "+12125550002")
    world.strangers(30)
    assert not _one(resolve(world.build()), 0, 1)
    world.applicants["a"]["status"] = "Terminated"
    assert _one(resolve(world.build()), 0, 1)  # taken on again: the two jobs need not overlap
    world.applicants["a"]["status"] = "active"
    assert not _one(resolve(world.build()), 0, 1)
    world.applicants["b"]["joined"] = world.applicants["a"]["joined"]
    assert _one(resolve(world.build()), 0, 1)
    world.applicants["b"]["joined"] = ["payroll:employee:18 by employee:18"]  # type: ignore[assignment]
    world.applicants["b"]["employer"] = "Other Ltd"
    assert _one(resolve(world.build()), 0, 1)  # two employers: no contradiction


def test_analysts_win_also_over_chains() -> None:
    links = _chain(("", "", "")).build()
    parted = resolve(links, (_decided("not_linked", "a", "c"),))
    assert not _one(parted, 0, 2)
    assert not _one(resolve(links, (_decided("not_linked", "a", "c"), _decided("same_person", "a", "c"))), 0, 2)
    contradicted = _chain((BORN, "", OTHER)).build()
    joined = resolve(contradicted, (_decided("same_person", "a", "c"),))
    assert _one(joined, 0, 2)
    assert joined.reasons[(0, 2)] == "an analyst decided that they are one person"
    assert resolve(contradicted).of.tolist() == resolve(contradicted, ()).of.tolist()  # nothing stays of a decision


def test_the_order_of_applicants_changes_nothing() -> None:
    groups = set()
    for order in itertools.permutations("abcd"):
        world = World()
        said = (("Ann Lee", BORN), ("Ann Lee", ""), ("Anne Lee", SLIP), ("Ann Lee", OTHER))
        for id_, (name, birth) in zip(order, said, strict=True):
            world.person(id_, name, birth=birth)
            world.holds(id_, "phone", "+12125550002")
        world.holds(order[0], "email", "ann@lee.org")
        world.holds(order[2], "email", "ann@lee.org")
        world.strangers(30)
        of = resolve(world.build()).of.tolist()
        place = {id_: of[number] for number, id_ in enumerate("abcd")}
        groups.add(tuple(tuple(place[x] == place[y] for y in order) for x in order))
    assert len(groups) == 1


def test_an_irrelevant_thousand_changes_no_person() -> None:
    world = _chain(("", "", ""))
    before = resolve(world.build())
    world.strangers(1000, start=30)
    after = resolve(world.build())
    assert before.of.tolist() == after.of.tolist()[: len(before.of)]
    assert after.count == before.count + 1000


def test_forbidden_or_unrelated_columns_never_reach_a_person() -> None:
    world = _chain((BORN, "", ""))
    before = resolve(world.build())
    for id_ in world.applicants:
        world.applicants[id_] |= {"region": "ZZ", "role": "x", "status": "y", "channel": "z", "referred_by": "w"}
    after = resolve(world.build())
    assert before.of.tolist() == after.of.tolist()
    assert before.reasons == after.reasons


def test_a_personal_number_outweighs_two_employee_numbers() -> None:
    """A system may give somebody who is taken on twice two numbers; the tax number and the birth date say that it is one."""
    world = World()
    for id_, number in (("a", "17"), ("b", "18")):
        world.person(id_, "Ann Lee", employer="Acme", birth=BORN)
        world.applicants[id_]["joined"] = [f"payroll:employee:{number} by employee:{number}"]  # type: ignore[assignment]
        for kind, key in (TAX, EMAIL, PHONE):
            world.holds(id_, kind, key)
    world.strangers(30)
    assert _one(resolve(world.build()), 0, 1)


@pytest.mark.parametrize(
    ("births", "one"), [((BORN, BORN), True), (("", ""), False), ((BORN, ""), False), ((BORN, OTHER), False)]
)
def test_without_a_name_a_value_of_ones_own_and_the_birth_date_must_agree(births: tuple[str, str], one: bool) -> None:
    assert _one(_pair(("Ann Lee", ""), TAX, EMAIL, PHONE, births=births), 0, 1) is one
