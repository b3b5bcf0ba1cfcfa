"""Values, bundles and persons on one scale: what holds more together alone ranks higher."""

from __future__ import annotations

import pytest

from graph.analyse.groups.evidence import populate, value_weight
from graph.analyse.judging.facilitators import LINE, NAMED, SURE
from graph.analyse.persons.resolve import resolve
from graph.model.kinds import KINDS
from tests.graph.analyse.asking import ranked
from tests.graph.analyse.world import World, crew

HOME = "us|12|mill lane||reno|nv|89501"


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
