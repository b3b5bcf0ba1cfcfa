"""Persons as facilitators: found where facts name them, joined with a record only where facts allow, told with their facts."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from graph.analyse.core import analyse
from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.judging.behind import Behind
from graph.analyse.judging.chance import Chance
from graph.analyse.judging.facilitators import Facilitators
from graph.analyse.judging.finder import Finder
from graph.analyse.persons.resolve import resolve
from graph.analyse.relations.crossing import Crossing
from graph.model.decisions import Decision
from graph.model.links import Links
from tests.graph.analyse.asking import ranked
from tests.graph.analyse.world import World, crew, name, ring

HOME = "us|12|mill lane||reno|nv|89501"


def behind(world: World, members: list[str]) -> dict[str, Behind]:
    links = world.build()
    population = populate(links, resolve(links))
    people = People(population)
    number = {id_: int(population.persons.of[row]) for row, id_ in enumerate(people.ids)}
    found = Finder(population, people, Crossing(population, people)).of(sorted({number[id_] for id_ in members}))
    return {one.key: one for one in found}


def test_one_name_on_two_accounts_is_one_person_without_a_record() -> None:
    world = World()
    for n, id_ in enumerate(crew(world, 4)):
        world.holds(id_, "payroll_account", f"us:021000021:{n // 2}1", holder="Morgan Vale")
    found = behind(world, ["c0", "c1", "c2", "c3"])
    assert list(found) == ["name:morgan vale"]
    assert found["name:morgan vale"].person == -1
    assert len(found["name:morgan vale"].members) == 4
    assert found["name:morgan vale"].role == "payroll mule"


def test_an_account_in_ones_own_name_is_nobody_elses() -> None:
    world = World()
    for n, id_ in enumerate(crew(world, 3)):
        world.holds(id_, "payroll_account", f"us:021000021:{n}1", holder=name(n + 3))
    assert behind(world, ["c0", "c1", "c2"]) == {}


def test_the_resident_of_the_house_that_goods_are_sent_to() -> None:
    world = World()
    crew(world, 4)
    world.holds("c0", "address", HOME, context="home")
    for n in (1, 2, 3):
        world.holds(f"c{n}", "address", HOME, context="ship_to")
        world.holds(f"c{n}", "address", f"us|{n}|far road||austin|tx|78701", context="home")
    found = behind(world, ["c0", "c1", "c2", "c3"])
    assert list(found) == ["c0"]
    assert found["c0"].role == "laptop-farm host"
    assert len(found["c0"].members) == 3


def test_a_dormitory_where_all_live_has_no_resident_behind_it() -> None:
    world = World()
    for id_ in crew(world, 4):
        world.holds(id_, "address", HOME, context="home")
        world.holds(id_, "address", HOME, context="ship_to")
    assert behind(world, ["c0", "c1", "c2", "c3"]) == {}


def test_a_reference_is_the_applicant_whose_own_telephone_it_is() -> None:
    world = World()
    crew(world, 3)
    world.holds("c0", "phone", "+16465550001")
    for n in (1, 2):
        world.holds(f"c{n}", "reference_phone", "+16465550001", holder="Somebody Else")
    found = behind(world, ["c0", "c1", "c2"])
    assert {mean.how for mean in found["c0"].means} == {"contact"}
    assert found["c0"].role == "reference giver"
    assert found["name:else somebody"].person == -1


def test_a_name_alone_is_no_identity() -> None:
    """An applicant of the payee's name who has nothing to do with the account is not taken for the payee."""
    world = World()
    crew(world, 2)
    world.person("z9", "Morgan Vale", path="x")
    for n in range(2):
        world.holds(f"c{n}", "payroll_account", f"us:021000021:{n}1", holder="Morgan Vale")
    assert list(behind(world, ["c0", "c1", "z9"])) == ["name:morgan vale"]
    world.holds("z9", "payroll_account", "us:021000021:01", holder="Morgan Vale")
    assert list(behind(world, ["c0", "c1", "z9"])) == ["z9"]


def test_present_staff_is_said_to_be() -> None:
    world = World()
    crew(world, 3)
    world.applicants["c0"] |= {"status": "hired", "hired_at": "2025-04-01T00:00:00Z"}
    world.holds("c0", "email", "boss@mail.example")
    for n in (1, 2):
        world.holds(f"c{n}", "referrer", "boss@mail.example")
    links = world.build()
    population = populate(links, resolve(links))
    people = People(population)
    finder = Finder(population, people, Crossing(population, people))
    (one,) = finder.of([0, 1, 2])
    assert one.role == "cell manager"
    assert finder.told(one, 3) == (
        f"2 of 3 persons depend on {name(3)} (c0) (present staff: hired 2025-04-01): 2 referred"
    )


def test_the_oldest_of_a_star_of_cvs_is_their_base() -> None:
    world = World()
    crew(world, 5)
    for n in range(1, 5):
        world.alike("c0", f"c{n}", 0.8)
    assert behind(world, [f"c{n}" for n in range(5)])["c0"].role == "source of the CVs"
    world.applicants["c0"]["applied_at"] = "2025-09-01T00:00:00Z"
    assert behind(world, [f"c{n}" for n in range(5)]) == {}


def test_cvs_that_are_all_alike_have_no_base() -> None:
    world = World()
    crew(world, 5)
    for a in range(5):
        for b in range(a + 1, 5):
            world.alike(f"c{a}", f"c{b}", 0.8)
    assert behind(world, [f"c{n}" for n in range(5)]) == {}


@pytest.mark.parametrize(("paid", "role"), [(1, "cell manager"), (2, "payroll mule")])
def test_the_role_of_a_person_is_that_of_the_most_telling_way_that_half_of_them_go(paid: int, role: str) -> None:
    """Four were referred; an account in the name is more telling, unless few are paid to it."""
    world = World()
    for id_ in crew(world, 4):
        world.holds(id_, "referrer", "Morgan Vale")
    for n in range(paid):
        world.holds(f"c{n}", "payroll_account", f"us:021000021:{n}", holder="Morgan Vale")
    assert behind(world, ["c0", "c1", "c2", "c3"])["name:morgan vale"].role == role


def firm(holder: str, *, paid: int = 3, workers: int = 5) -> World:
    world = World()
    crew(world, 6)
    for n in range(paid):
        world.holds(f"c{n}", "payroll_account", f"us:021000021:{n // 2}", holder=holder)
    for n in range(workers):
        world.holds(f"c{n + 1}", "past_employer", "vale softworks")
    return world


def test_a_firm_that_takes_the_pay_and_stands_in_the_cvs_is_one_front_company() -> None:
    world = firm("Vale Softworks, L.L.C.")
    first, *others = ranked(world, [f"c{n}" for n in range(6)])
    assert (first.what, first.role, first.members) == ("person", "front company", (0, 1, 2, 3, 4, 5))
    assert first.behind is not None
    assert {how: len(who) for how, who in first.behind.ways.items()} == {"payee": 3, "employer": 5}
    assert {one.role for one in others} == {"payroll mule"}  # the account of two; the employer is told with the firm


@pytest.mark.parametrize(("workers", "role"), [(1, "payroll mule"), (2, "front company")])
@pytest.mark.parametrize("written", ["Vale Softworks", "Vale Softworks LLC"])
def test_a_payee_is_a_firm_when_several_name_it_as_their_employer(written: str, workers: int, role: str) -> None:
    (found,) = behind(firm(written, workers=workers), [f"c{n}" for n in range(6)]).values()
    assert found.role == role


def test_an_employer_that_is_written_otherwise_is_not_the_payee() -> None:
    (found,) = behind(firm("Vale Softwork LLC"), [f"c{n}" for n in range(6)]).values()
    assert found.role == "payroll mule"


def test_a_firm_is_not_said_to_be_a_person_without_a_record() -> None:
    world = World()
    world.strangers(300)
    ring(world)
    for n in range(6):
        world.holds(f"r{n}", "payroll_account", f"us:021000021:8{n // 3}", holder="Vale Softworks LLC")
        world.holds(f"r{n}", "past_employer", "vale softworks")
    finding = next(one for one in analyse(world.build()).findings if one.type == "network")
    one = next(one for one in finding.facilitators if one.display == "Vale Softworks LLC")
    ways = "6 naming it as a former employer and 6 paid to an account in this name"
    assert one.reason.startswith(f"6 of 8 persons depend on the firm Vale Softworks LLC: {ways};")


def test_the_first_of_a_role_says_how_many_depend_on_the_role() -> None:
    world = World()
    world.strangers(300)
    ring(world)
    for n in range(8):
        world.holds(f"r{n}", "phone", f"+1646555016{n // 3}")
    finding = next(one for one in analyse(world.build()).findings if one.type == "network")
    phones = [(one.members, one.reason) for one in finding.facilitators if one.kind == "phone"]
    assert [members for members, _ in phones] == [3, 3, 2]
    said = "; 8 persons depend on it or on others of the same role."
    assert [reason.endswith(said) for _, reason in phones] == [True, False, False]


def test_the_name_of_a_referrer_is_not_said_to_stand_beside_itself() -> None:
    world = World()
    world.strangers(300)
    ring(world)
    for n in range(8):
        world.holds(f"r{n}", "referrer", "Vera Stone")
    finding = next(one for one in analyse(world.build()).findings if one.type == "network")
    referrer = next(one for one in finding.facilitators if one.kind == "referrer")
    assert "depend on referrer Vera Stone;" in referrer.reason


def test_a_finding_names_the_person_and_its_values() -> None:
    world = World()
    world.strangers(300)
    ring(world)
    finding = next(one for one in analyse(world.build()).findings if one.type == "network")
    person = next(one for one in finding.facilitators if one.what == "person")
    assert (person.kind, person.value, person.display) == ("person", "name:morgan vale", "Morgan Vale")
    assert person.bundle == ("us:021000021:r077777", "us:021000021:r177777")
    assert person.values == ("payroll_account:us:021000021:r077777", "payroll_account:us:021000021:r177777")
    assert person.reason.startswith(
        "4 of 8 persons depend on the name Morgan Vale (a name alone: nothing ties it to a record"
    )
    assert [one.rank for one in finding.facilitators] == list(range(1, len(finding.facilitators) + 1))


def falls_into(links: Links, finer: str, coarser: str) -> Links:
    """The same links, in which the values of one kind fall into the one value of another."""
    kinds = links.values.column("kind").to_pylist()
    place = links.values.schema.get_field_index("coarser")
    field = links.values.schema.field(place)
    column = pa.array([kinds.index(coarser) if kind == finer else None for kind in kinds], field.type)
    return replace(links, values=links.values.set_column(place, field, column))


def test_a_building_goes_with_its_address_and_is_no_candidate_beside_it() -> None:
    """Four at one address, of five in the building: without the address nothing ties them, for the building is the same fact."""
    world = World()
    for id_ in crew(world, 4):
        world.holds(id_, "address", HOME)
    for id_ in ("c0", "c1", "c2", "c3", world.person("z", "Other Body")):
        world.holds(id_, "building", HOME)
    links = falls_into(world.build(), "address", "building")
    population = populate(links, resolve(links))
    facilitators = Facilitators(population, People(population), Chance(population))
    (only,) = facilitators.rank([0, 1, 2, 3], facilitators.together([0, 1, 2, 3]))
    assert (population.kind[only.value], only.bundle, only.apart) == ("address", (), 4)


def test_beside_an_account_its_ending_tells_nothing_more() -> None:
    world = World()
    for id_ in crew(world, 3):
        world.holds(id_, "payroll_account", "us:021000021:771111", holder="Morgan Vale")
        world.holds(id_, "payroll_last4", "us:021000021:1111", holder="Morgan Vale")
    world.holds(world.person("z", "Other Body"), "payroll_last4", "us:021000021:1111")
    links = falls_into(world.build(), "payroll_account", "payroll_last4")
    population = populate(links, resolve(links))
    people = People(population)
    (only,) = Finder(population, people, Crossing(population, people)).of([0, 1, 2])
    assert [population.kind[value] for value in only.values] == ["payroll_account"]


def test_the_name_that_one_record_writes_is_that_of_the_account_unless_another_stands_there() -> None:
    """One is paid in the name of Morgan Vale, of a second no name is written, the third is paid in their own."""
    world = World()
    for id_, holder in zip(crew(world, 3), ("Morgan Vale", "", name(5)), strict=True):
        world.holds(id_, "payroll_account", "us:021000021:1", holder=holder)
    found = behind(world, ["c0", "c1", "c2"])
    assert [one.members for one in found.values()] == [[0, 1]]


@pytest.mark.parametrize(("residents", "found"), [(1, ["c0"]), (2, [])])
def test_of_a_home_of_several_nobody_is_the_host(residents: int, found: list[str]) -> None:
    world = World()
    ids = crew(world, 5)
    for number, id_ in enumerate(ids):
        world.holds(id_, "address", HOME, context="home" if number < residents else "ship_to")
    assert list(behind(world, ids)) == found


def test_who_receives_goods_where_they_live_does_not_depend_on_the_resident() -> None:
    world = World()
    ids = crew(world, 3)
    world.holds("c0", "address", HOME, context="home")
    for id_ in ids[1:]:
        world.holds(id_, "address", HOME, context="ship_to")
        world.holds(id_, "address", HOME, context="id_address")
    assert behind(world, ids) == {}


def test_a_name_that_two_have_is_neither() -> None:
    """Two of the payee's name hold the account; which of them it is cannot be told."""
    world = World()
    ids = crew(world, 2)
    for number, birth in enumerate(("tok:1 y:1 m:1 d:1", "tok:2 y:2 m:2 d:2")):
        ids.append(world.person(f"z{number}", "Morgan Vale", path="x", birth=birth))
    for id_ in ids:
        world.holds(id_, "payroll_account", "us:021000021:1", holder="Morgan Vale")
    assert list(behind(world, ids)) == ["name:morgan vale"]


def test_two_copies_are_no_star() -> None:
    world = World()
    crew(world, 3)
    for n in (1, 2):
        world.alike("c0", f"c{n}", 0.8)
    assert behind(world, ["c0", "c1", "c2"]) == {}


def test_an_employer_that_an_analyst_called_innocent_makes_no_front_company() -> None:
    links = firm("Vale Softworks LLC").build()
    decision = Decision("d", "innocent_value", ("past_employer:vale softworks",), "me", "2025-01-01T00:00:00Z", "")
    population = populate(links, resolve(links), (decision,))
    people = People(population)
    (one,) = Finder(population, people, Crossing(population, people)).of(list(range(6)))
    assert one.role == "payroll mule"


def test_who_names_a_namesake_as_referrer_is_not_the_referrer() -> None:
    world = World()
    ids = [*crew(world, 3), world.person("z9", "Morgan Vale", path="x")]
    for id_ in ids:
        world.holds(id_, "referrer", "Morgan Vale")
    assert list(behind(world, ids)) == ["name:morgan vale"]


@pytest.mark.parametrize(("holders", "found"), [(50, ["c000"]), (51, [])])
def test_of_a_crowds_address_nobody_is_the_host(holders: int, found: list[str]) -> None:
    world = World()
    ids = [world.person(f"c{n:03}", f"Given{n} Family{n}") for n in range(holders)]
    for number, id_ in enumerate(ids):
        world.holds(id_, "address", HOME, context="ship_to" if number else "home")
    assert list(behind(world, ids)) == found
