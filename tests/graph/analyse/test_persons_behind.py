"""Persons as facilitators: found where facts name them, joined with a record only where facts allow, ranked with values."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from graph.analyse.core import analyse
from graph.analyse.groups.evidence import populate, value_weight
from graph.analyse.groups.people import People
from graph.analyse.judging.behind import Behind
from graph.analyse.judging.candidate import Candidate
from graph.analyse.judging.chance import Chance
from graph.analyse.judging.facilitators import LINE, NAMED, SURE, Facilitators
from graph.analyse.judging.finder import Finder
from graph.analyse.persons.resolve import resolve
from graph.analyse.relations.crossing import Crossing
from graph.model.decisions import Decision
from graph.model.kinds import KINDS
from graph.model.links import Links
from tests.graph.analyse.world import World, name, ring

HOME = "us|12|mill lane||reno|nv|89501"


def crew(world: World, count: int, **more: str) -> list[str]:
    return [
        world.person(f"c{n}", name(n + 3), applied=f"2025-05-{10 + n}T00:00:00Z", path="x", **more)
        for n in range(count)
    ]


def behind(world: World, members: list[str]) -> dict[str, Behind]:
    links = world.build()
    population = populate(links, resolve(links))
    people = People(population)
    number = {id_: int(population.persons.of[row]) for row, id_ in enumerate(people.ids)}
    found = Finder(population, people, Crossing(population, people)).of(sorted({number[id_] for id_ in members}))
    return {one.key: one for one in found}


def ranked(world: World, members: list[str]) -> list[Candidate]:
    links = world.build()
    population = populate(links, resolve(links))
    people = People(population)
    number = {id_: int(population.persons.of[row]) for row, id_ in enumerate(people.ids)}
    facilitators = Facilitators(population, people, Chance(population))
    group = sorted({number[id_] for id_ in members})
    return facilitators.rank(group, facilitators.together(group))


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


def test_a_person_over_two_accounts_ranks_before_each_of_them() -> None:
    world = World()
    for n, id_ in enumerate(crew(world, 6)):
        world.holds(id_, "payroll_account", f"us:021000021:{n // 3}1", holder="Morgan Vale")
    first, second, third = ranked(world, [f"c{n}" for n in range(6)])
    assert (first.what, len(first.members)) == ("person", 6)
    assert {second.what, third.what} == {"value"}
    assert first.gain > second.gain


def test_a_name_on_one_account_is_told_with_the_account() -> None:
    world = World()
    for id_ in crew(world, 4):
        world.holds(id_, "payroll_account", "us:021000021:1", holder="Morgan Vale")
    (only,) = ranked(world, ["c0", "c1", "c2", "c3"])
    assert (only.what, only.name) == ("value", "Morgan Vale")


def test_a_referrer_in_whose_name_an_account_stands_is_told_once_with_both() -> None:
    world = World()
    for id_ in crew(world, 4):
        world.holds(id_, "referrer", "Morgan Vale")
    for n in range(2):
        world.holds(f"c{n}", "payroll_account", "us:021000021:1", holder="Morgan Vale")
    person, account = ranked(world, ["c0", "c1", "c2", "c3"])
    assert (person.what, person.members, len(person.values)) == ("person", (0, 1, 2, 3), 2)
    assert (account.what, account.members) == ("value", (0, 1))


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


def test_a_firm_is_told_in_place_of_the_bundle_of_its_values_and_not_in_place_of_more() -> None:
    world = World()
    for n, id_ in enumerate(crew(world, 8)):
        world.holds(id_, "payroll_account", f"us:021000021:{n // 4}", holder="Vale Softworks LLC")
        world.holds(id_, "past_employer", f"vale {'softworks' if n < 4 else 'systems'}")
        if n >= 4:
            world.holds(id_, "payroll_account", "us:021000021:1", holder="Vale Systems LLC")
            world.holds(id_, "phone", "+16465550123")
    (only,) = ranked(world, [f"c{n}" for n in range(4)])
    assert (only.what, only.role, len(only.values)) == ("person", "front company", 2)
    (bundle, *_) = ranked(world, [f"c{n}" for n in range(4, 8)])
    assert (bundle.what, len(bundle.values)) == ("bundle", 3)


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


def test_what_holds_more_together_alone_ranks_higher() -> None:
    """Two addresses of four each: without the first its four fall apart, those of the other share mailboxes too."""
    world = World()
    crew(world, 8)
    for n in range(8):
        world.holds(f"c{n}", "address", f"us|{n // 4}|mill lane||reno|nv|89501", context="home")
    for n in range(4, 7):
        world.holds(f"c{n}", "email", f"both{n}@mail.example")
        world.holds(f"c{n + 1}", "email", f"both{n}@mail.example")
    found = [one for one in ranked(world, [f"c{n}" for n in range(8)]) if len(one.members) == 4]
    assert [one.apart for one in found] == [4, 1]
    # half of the other's bits hang on it alone; a family more ties them; the first stands for all eight at an address
    assert found[0].gain == found[1].gain / 1.25 * 2 * 2


def test_the_first_of_a_role_stands_for_all_who_depend_on_that_role() -> None:
    """Two machines of three interviews each are more than one address of four: one person lent both."""
    world = World()
    crew(world, 6)
    for n in range(6):
        world.holds(f"c{n}", "device", f"serial:{n // 3}", context="interview")
    for n in range(4):
        world.holds(f"c{n + 1}", "address", HOME)
    first, second, third = ranked(world, [f"c{n}" for n in range(6)])
    assert [(one.role, len(one.members), one.pool) for one in (first, second, third)] == [
        ("proxy interviewer", 3, 6),
        ("shared address", 4, 4),
        ("proxy interviewer", 3, 0),
    ]
    assert first.gain == 2 * third.gain


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


def test_two_former_employers_are_no_pool() -> None:
    world = World()
    for n, id_ in enumerate(crew(world, 6)):
        world.holds(id_, "past_employer", f"firm {n // 3}")
    assert [(one.role, one.pool) for one in ranked(world, [f"c{n}" for n in range(6)])] == [("front company", 0)] * 2


@pytest.mark.parametrize(("kind", "key"), [("past_employer", "vale softworks"), ("referrer", "morgan vale")])
@pytest.mark.parametrize(("outside", "first"), [(1, True), (3, False)])
def test_a_firm_or_a_name_that_a_group_has_to_itself_is_a_sure_tie(
    kind: str, key: str, outside: int, first: bool
) -> None:
    """Five of eight name it, three hold one telephone; where others name it too, it says less."""
    world = World()
    crew(world, 8 + outside)
    for n in [*range(5), *range(8, 8 + outside)]:
        world.holds(f"c{n}", kind, key)
    for n in range(5, 8):
        world.holds(f"c{n}", "phone", "+16465550123")
    found = ranked(world, [f"c{n}" for n in range(8)])
    (one,) = (one for one in found if len(one.members) == 5)
    (phone,) = (one for one in found if len(one.members) == 3)
    assert (one.gain == SURE * 4) is first
    assert (one.gain > phone.gain) is first


def test_whoever_more_depend_on_ranks_higher_than_what_is_rarer() -> None:
    """Seven of eight name one referrer; three hold one account. A tie that is sure is no surer for being rarer."""
    world = World()
    for number, id_ in enumerate(crew(world, 8)):
        if number < 7:
            world.holds(id_, "referrer", "pat quill")
        if number < 3:
            world.holds(id_, "payroll_account", "us:021000021:900")
    found = ranked(world, [f"c{n}" for n in range(8)])
    assert found[0].role == "cell manager"


def test_an_exit_weighs_half_of_what_names_somebody() -> None:
    world = World()
    for id_ in crew(world, 4):
        world.holds(id_, "ip", "23.94.1.7")
    (line,) = ranked(world, [f"c{n}" for n in range(4)])
    assert line.gain == LINE * value_weight("ip", 2) * 3


def test_bundles_gain_by_families_once() -> None:
    world = World()
    for id_ in crew(world, 3):
        world.holds(id_, "phone", "+16465550001")
        world.holds(id_, "email", "one@mail.example")
        world.holds(id_, "device", "aa:bb:cc:dd:ee:01")
    (one,) = ranked(world, ["c0", "c1", "c2"])
    links = world.build()
    population = populate(links, resolve(links))
    weights = {population.kind[v]: min(SURE, float(population.weight[v])) for v in one.values}
    assert one.what == "bundle"
    bits = (max(weights["phone"], weights["email"]) + weights["device"]) * 2
    assert one.gain == bits * 1  # all three fall apart without it, and no other family ties them


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


def test_a_group_of_two_has_no_employer_to_itself() -> None:
    world = World()
    for id_ in crew(world, 2):
        world.holds(id_, "past_employer", "vale softworks")
    (only,) = ranked(world, ["c0", "c1"])
    assert only.gain == KINDS["past_employer"].strength


def test_an_account_of_ones_own_in_the_name_of_another_is_a_tie_to_that_one() -> None:
    """Two with an account each in one name share no value: each is tied by NAMED bits, the first of them counts for nothing."""
    world = World()
    for number, id_ in enumerate(crew(world, 2)):
        world.holds(id_, "payroll_account", f"us:021000021:{number}", holder="Morgan Vale")
    (only,) = ranked(world, ["c0", "c1"])
    assert (only.what, only.apart, only.gain) == ("person", 2, NAMED)


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
