"""What is asked of columns first, or of a few persons only, leaves nothing out that asking everybody would find."""

from __future__ import annotations

import random
from collections.abc import Callable

import phonenumbers
import pytest

from graph.analyse.flags import contact
from graph.analyse.groups.beside import other_names
from graph.analyse.groups.channels import CHANNELS, covered
from graph.analyse.groups.clusters import connected
from graph.analyse.groups.evidence import Population, populate
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import measure
from graph.analyse.groups.slices import Slices
from graph.analyse.judging.flags import Flags
from graph.analyse.judging.reduced import Files, Reduced, gone_channels, without_family
from graph.analyse.judging.together import pieces
from graph.analyse.persons.resolve import resolve
from graph.model.decisions import Decision
from graph.model.kinds import FAMILIES
from tests.graph.analyse.test_flags import CASES, one
from tests.graph.analyse.world import World, name

CONTEXTS = ("", "home", "ship_to", "delivered", "id_address", "ship_to_before", "payroll_before")
DATES = ("", "2025-01-05T00:00:00Z", "2025-03-01T10:00:00+02:00", "2025-05-01", "20250601", "soon")


def population_of(world: World, decisions: tuple[Decision, ...] = ()) -> tuple[Population, People]:
    links = world.build()
    population = populate(links, resolve(links), decisions)
    return population, People(population)


def messy(seed: int) -> World:
    """Sixty applications that share at random; some are one person's."""
    rng = random.Random(seed)
    world = World()
    for number in range(60):
        who = name(number % 45)
        dates = {column: rng.choice(DATES) for column in ("offered_at", "hired_at")}
        id_ = world.person(
            f"m{number:02}",
            "" if number % 17 == 0 else who,
            applied=rng.choice(DATES[:4]),
            employer=rng.choice(("", "Acme", "Globex")),
            role=rng.choice(("cook", "clerk", "coder")),
            status=rng.choice(("", "hired", "rejected")),
            **dates,
        )
        world.holds(id_, "tax_id", f"tok:{number % 45}")
        for _ in range(rng.randrange(4)):
            place = f"us|{rng.randrange(25)}|mill lane||reno|nv|{89501 + rng.randrange(4)}"
            world.holds(id_, "address", place, context=rng.choice(CONTEXTS), holder=rng.choice(("", who, "Kim Roe")))
        for _ in range(rng.randrange(3)):
            account = f"us:021000021:{rng.randrange(30):08}"
            beside = rng.choice(("", who, "Kim Roe", "Roe, Kim", f"{who}; Kim Roe", "??"))
            seen = rng.choice(DATES[1:3])
            world.holds(id_, "payroll_account", account, context=rng.choice(CONTEXTS), holder=beside, seen=seen)
        for key in rng.sample(("+12125550100", "+12125550101", "+4930901820", "+445600123456", "+819012345678"), 2):
            world.holds(id_, "phone", key)
        world.holds(id_, "reference_phone", f"+1646555{rng.randrange(40):04}", holder=rng.choice(("", "Kim Roe")))
    return world


def assert_nothing_is_left_out(flags: Flags) -> None:
    for place, rule in enumerate(flags._rules):
        for person in range(flags.columns.persons):
            if rule.find(flags.records, person) is not None:
                assert flags._asked[person] >> place & 1, f"{rule.name} of person {person}"


@pytest.mark.parametrize(("rule", "guilty", "innocent"), CASES, ids=lambda item: getattr(item, "__name__", str(item)))
def test_whoever_a_rule_speaks_of_is_asked(
    rule: str, guilty: Callable[[World], None], innocent: Callable[[World], None]
) -> None:
    for change in (guilty, innocent):
        world = one()
        change(world)
        assert_nothing_is_left_out(Flags(*population_of(world)))


@pytest.mark.parametrize("seed", range(4))
def test_nobody_is_left_out_of_a_messy_case(seed: int) -> None:
    assert_nothing_is_left_out(Flags(*population_of(messy(seed))))


def test_nor_when_an_address_is_called_innocent() -> None:
    world = messy(1)
    places = sorted({key for _, kind, key, *_ in world.held if kind == "address"})[:5]
    innocent = tuple(f"address:{place}" for place in places)
    decided = Decision("d1", "innocent_value", innocent, "ann", "2025-06-01T00:00:00Z", "")
    population, people = population_of(world, (decided,))
    assert len(population.innocent) == 5
    assert_nothing_is_left_out(Flags(population, people))


@pytest.mark.parametrize("seed", range(4))
def test_no_foreign_name_is_left_out(seed: int) -> None:
    population, people = population_of(messy(seed))
    slices = Slices(population)
    for kind in ("payroll_account", "address", "reference_phone"):
        value, person = other_names(slices, kind)
        told = set(zip(value.tolist(), person.tolist(), strict=True))
        low, high = slices.values(kind)
        for one_value in range(low, high):
            for holder in population.holders(one_value):
                if people.foreign_payee(holder, one_value):
                    assert (one_value, holder) in told


def test_a_name_of_ones_own_is_left_out() -> None:
    world = World()
    world.person("a1", "Ada Abbott")
    world.holds("a1", "payroll_account", "us:021000021:1", holder="Ada Abbott")
    population, _ = population_of(world)
    value, _ = other_names(Slices(population), "payroll_account")
    assert not len(value)


def test_a_number_taken_for_ordinary_is_of_no_internet_range() -> None:
    """Example numbers of every type and region of the public plans."""
    kinds = phonenumbers.PhoneNumberType
    ordinary = 0
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in kinds.values():
            number = phonenumbers.example_number_for_type(region, kind)
            if number is None:
                continue
            key = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            if contact._ordinary(key):
                ordinary += 1
                assert phonenumbers.number_type(phonenumbers.parse(key)) != kinds.VOIP, key
    assert ordinary > 500


@pytest.mark.parametrize("key", ["", "+", "+49", "+999123456", "+49 30 901820", "+４９30901820", "4930901820"])
def test_what_is_no_plain_number_is_not_taken_for_ordinary(key: str) -> None:
    assert not contact._ordinary(key)


@pytest.mark.parametrize("seed", range(20))
def test_pieces_are_the_components_with_one_of_the_persons(seed: int) -> None:
    rng = random.Random(seed)
    everybody = list(range(12))
    persons = sorted(rng.sample(everybody, 6))
    ties = [tuple(sorted(rng.sample(everybody, rng.choice((2, 2, 3))))) for _ in range(rng.randrange(6))]
    pairs = [(tie[0], other) for tie in ties for other in tie[1:]]
    named = sorted({person for tie in ties for person in tie} | set(persons))
    assert pieces(persons, ties) == sum(1 for group in connected(named, pairs) if set(persons).intersection(group))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_left_is_covered_as_if_it_were_counted_anew(seed: int) -> None:
    """Without some values, a file or a family: the same answers by the shortcuts as value by value."""
    population, people = population_of(messy(seed))
    files, shared = Files(population, people), Slices(population).shared
    gone = [value for value in range(len(population.kind)) if population.count[value] >= 2][::3]
    reduced = [Reduced(people, files, values=gone), Reduced(people, files, sources=[0]), Reduced(people, files)]
    reduced += [Reduced(people, files, family=family) for family in FAMILIES]
    for without in reduced:
        for person in range(population.persons.count):
            known, own, left = covered(population, without.values(person))
            found = without.covered(person)
            assert (found[0], found[1], list(found[2])) == (known, own, list(left))
            assert without.left(person, shared.of(person)) == [
                value for value in without.values(person) if value in shared.of(person)
            ]
            assert [value for _, value in without.held(person)] == [
                value for value in without.values(person) for _ in without.rows_of(person, value)
            ]


def test_every_channel_goes_with_one_family() -> None:
    gone = [gone_channels(family) for family in FAMILIES]
    assert None not in gone
    assert sum(bits for bits in gone if bits is not None) == (1 << len(CHANNELS)) - 1


@pytest.mark.parametrize("seed", range(3))
def test_a_shape_without_a_family_is_what_is_measured_without_its_facts(seed: int) -> None:
    population, people = population_of(messy(seed))
    files = Files(population, people)
    rng = random.Random(seed)
    for size in (2, 3, 5, 9, 30):
        members = sorted(rng.sample(range(population.persons.count), min(size, population.persons.count)))
        whole = measure(population, people, members)
        for family in FAMILIES:
            without = measure(population, Reduced(people, files, family=family), members)
            assert without_family(whole, family).levels == without.levels
