"""Each flag fires on what it is for, is silent on its innocent cause, cites its sources, and never reaches a score."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from graph.analyse.core import analyse
from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.judging.flags import CROWD, RULES, Flags
from graph.analyse.persons.resolve import resolve
from graph.model.findings import Flag
from graph.model.links import Links
from tests.graph.analyse.world import World, name, ring

HOME = "us|12|mill lane||reno|nv|89501"
PAPER = "us|7|oak street||austin|tx|78701"
AWAY = "us|400|dock road||tampa|fl|33601"


def found(world: World, members: list[str], links: Links | None = None) -> dict[str, Flag]:
    links = links or world.build()
    population = populate(links, resolve(links))
    people = People(population)
    number = {id_: int(population.persons.of[row]) for row, id_ in enumerate(people.ids)}
    flags = Flags(population, people).of(sorted({number[id_] for id_ in members}))
    return {flag.name: flag for flag in flags}


def one(**more: str) -> World:
    world = World()
    world.person("a1", "Ada Abbott", applied="2025-03-01T00:00:00Z", **more)
    return world


def ships_elsewhere(world: World) -> None:
    world.holds("a1", "address", HOME, context="home")
    world.holds("a1", "address", AWAY, context="ship_to")


def ships_home(world: World) -> None:
    world.holds("a1", "address", HOME, context="home")
    world.holds("a1", "address", HOME, context="ship_to")


def changed_after_the_offer(world: World) -> None:
    world.applicants["a1"]["offered_at"] = "2025-04-01T00:00:00Z"
    world.holds("a1", "address", HOME, context="home", seen="2025-03-01T00:00:00Z")
    world.holds("a1", "address", AWAY, context="ship_to", seen="2025-04-05T00:00:00Z")


def moved(world: World) -> None:
    changed_after_the_offer(world)
    world.holds("a1", "address", AWAY, context="home", seen="2025-04-20T00:00:00Z")


def changed_much_later(world: World) -> None:
    world.applicants["a1"]["offered_at"] = "2025-01-01T00:00:00Z"
    world.holds("a1", "address", HOME, context="home", seen="2025-03-01T00:00:00Z")
    world.holds("a1", "address", AWAY, context="ship_to", seen="2025-04-05T00:00:00Z")


def changed_by_the_record(world: World) -> None:
    world.holds("a1", "address", HOME, context="ship_to_before")
    world.holds("a1", "address", AWAY, context="ship_to")


def three_regions(world: World) -> None:
    world.holds("a1", "address", HOME, context="home")
    world.holds("a1", "address", PAPER, context="id_address")
    world.holds("a1", "address", AWAY, context="ship_to")


def an_old_paper(world: World) -> None:
    world.holds("a1", "address", HOME, context="home")
    world.holds("a1", "address", PAPER, context="id_address")
    world.holds("a1", "address", HOME, context="ship_to")


def another_name(world: World) -> None:
    world.holds("a1", "payroll_account", "us:021000021:1", holder="Morgan Vale")


def a_couple(world: World) -> None:
    world.holds("a1", "payroll_account", "us:021000021:1", holder="Boris Abbott")


def early_change(world: World) -> None:
    world.applicants["a1"]["hired_at"] = "2025-04-01T00:00:00Z"
    world.holds("a1", "payroll_account", "us:021000021:1", context="payroll_before")
    world.holds("a1", "payroll_account", "us:021000021:2", context="payroll", seen="2025-04-20T00:00:00Z")


def first_account(world: World) -> None:
    world.applicants["a1"]["hired_at"] = "2025-04-01T00:00:00Z"
    world.holds("a1", "payroll_account", "us:021000021:2", context="payroll", seen="2025-04-20T00:00:00Z")


def one_late_change(world: World) -> None:
    early_change(world)
    world.applicants["a1"]["hired_at"] = "2024-12-01T00:00:00Z"


def many_changes(world: World) -> None:
    for n, day in enumerate(("2025-06-01", "2025-07-01", "2025-08-10")):
        world.holds("a1", "payroll_account", f"us:021000021:{n}", seen=f"{day}T00:00:00Z")


def two_jobs(world: World) -> None:
    world.applicants["a1"] |= {"employer": "Hollis Ltd", "hired_at": "2025-04-01T00:00:00Z", "birth": "tok:1"}
    world.person("a2", "Ada Abbott", employer="Vane Inc", hired_at="2025-05-01T00:00:00Z", birth="tok:1")
    for id_ in ("a1", "a2"):
        world.holds(id_, "email", "ada@mail.example")
        world.holds(id_, "payroll_account", "us:021000021:1")


def a_change_of_jobs(world: World) -> None:
    two_jobs(world)
    world.applicants["a1"]["status"] = "terminated"


def a_rehire(world: World) -> None:
    two_jobs(world)
    world.applicants["a2"]["employer"] = "HOLLIS  Ltd"


def hired_before_applying(world: World) -> None:
    world.applicants["a1"]["hired_at"] = "2024-12-01T00:00:00Z"


def entered_late(world: World) -> None:
    world.applicants["a1"]["hired_at"] = "2025-02-10T00:00:00Z"


def applies(world: World, roles: list[str]) -> None:
    world.applicants["a1"] |= {"birth": "tok:1", "role": roles[0]}
    world.holds("a1", "email", "ada@mail.example")
    for n, role in enumerate(roles[1:], start=2):
        world.person(f"a{n}", "Ada Abbott", applied="2025-03-01T08:00:00Z", role=role, birth="tok:1")
        world.holds(f"a{n}", "email", "ada@mail.example")


def many_roles(world: World) -> None:
    applies(world, ["Designer", "Tester", "Data engineer", "Clerk", "Tester"])


def one_role_in_many_towns(world: World) -> None:
    applies(world, ["Tester"] * 5)


def internet_number(world: World) -> None:
    world.holds("a1", "phone", "+445600123456")  # 056: kept for services over the internet


def foreign_mobile(world: World) -> None:
    world.holds("a1", "phone", "+447400123456")


CASES: list[tuple[str, Callable[[World], None], Callable[[World], None]]] = [
    ("ships_elsewhere", ships_elsewhere, ships_home),
    ("ship_to_changed", changed_after_the_offer, moved),
    ("ship_to_changed", changed_after_the_offer, changed_much_later),
    ("ship_to_changed", changed_by_the_record, ships_elsewhere),
    ("places_contradict", three_regions, an_old_paper),
    ("paid_to_another", another_name, a_couple),
    ("deposit_changed_early", early_change, first_account),
    ("deposit_changed_early", early_change, one_late_change),
    ("deposit_changed_early", many_changes, one_late_change),
    ("two_jobs_one_account", two_jobs, a_change_of_jobs),
    ("two_jobs_one_account", two_jobs, a_rehire),
    ("works_twice", two_jobs, a_change_of_jobs),
    ("works_twice", two_jobs, a_rehire),
    ("dates_contradict", hired_before_applying, entered_late),
    ("applies_often", many_roles, one_role_in_many_towns),
    ("internet_number", internet_number, foreign_mobile),
]


@pytest.mark.parametrize(("rule", "guilty", "innocent"), CASES, ids=lambda item: getattr(item, "__name__", str(item)))
def test_fires_and_is_silent_on_the_innocent_cause(
    rule: str, guilty: Callable[[World], None], innocent: Callable[[World], None]
) -> None:
    world = one()
    guilty(world)
    flag = found(world, sorted(world.applicants))[rule]
    assert "a1" in flag.applicants
    assert flag.sources
    assert all(source.file == "made.csv" for source in flag.sources)
    assert flag.innocent
    world = one()
    innocent(world)
    assert rule not in found(world, sorted(world.applicants))


def test_every_rule_has_a_case() -> None:
    assert {rule.name for rule in RULES} == {rule for rule, _, _ in CASES}


def test_every_rule_is_in_the_docs() -> None:
    text = (Path(__file__).parents[3] / "docs" / "flags.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in text for name in [*(rule.name for rule in RULES), "plus_one", "busy_day"])


def written(world: World, style: str, others: str) -> dict[str, Flag]:
    """One number in a style, fifty in another."""
    world.holds("a1", "phone", "+16465550001")
    world.strangers(50)
    links = world.build()
    raws = [
        (style if applicant == 0 else others).format(raw[2:]) if raw.startswith("+1") else raw
        for applicant, raw in zip(
            *(links.holdings.column(name).to_pylist() for name in ("applicant", "raw")), strict=True
        )
    ]
    place = links.holdings.schema.get_field_index("raw")
    holdings = links.holdings.set_column(place, "raw", pa.array(raws, pa.string()))
    tables = {**vars(links), "holdings": holdings}
    return found(world, ["a1"], Links(**tables))


def test_plus_one_is_a_habit_only_where_the_file_has_another() -> None:
    assert "plus_one" in written(one(), "+1{}", "({})")
    assert "plus_one" not in written(one(), "+1{}", "+1{}")  # the form writes all so
    assert "plus_one" not in written(one(), "({})", "({})")


def test_a_busy_day_is_compared_with_the_whole_case() -> None:
    world = World()
    world.strangers(300)
    ids = [world.person(f"c{n}", name(n), applied="2025-07-29T00:00:00Z") for n in range(4)]
    flag = found(world, ids)["busy_day"]
    assert flag.sentence == "4 persons of the group applied on 2025-07-29; in the whole case 4 did."
    for n in range(150):  # a fair
        world.person(f"f{n}", f"Guest{n} Visitor{n}", applied="2025-07-29T00:00:00Z")
    assert "busy_day" not in found(world, ids)


def test_flags_change_no_score_and_only_order_equals() -> None:
    world = World()
    world.strangers(300)
    ring(world, "r")
    for n, id_ in enumerate(ring(world, "q")):  # the same ring of other people, from another exit
        world.applicants[id_]["name"] = name(n + 50)
    world.held = [
        (id_, kind, key.replace("23.94.", "45.11."), context, holder.replace("Morgan Vale", "Lee Roth"), seen)
        if id_.startswith("q")
        else (id_, kind, key, context, holder, seen)
        for id_, kind, key, context, holder, seen in world.held
    ]
    before = analyse(world.build())
    networks = [one for one in before.findings if one.type == "network"]
    assert networks[0].score == networks[1].score
    second = networks[1].members
    for id_ in second:
        world.applicants[id_]["hired_at"] = "2024-01-01T00:00:00Z"
    after = analyse(world.build())
    assert {one.members: one.score for one in after.findings} == {one.members: one.score for one in before.findings}
    first = after.findings[0]
    assert first.members == second
    assert [flag.name for flag in first.flagged if flag.name == "dates_contradict"] == ["dates_contradict"]
    assert first.flags == tuple(flag.sentence for flag in first.flagged)


@pytest.mark.parametrize(("count", "told"), [(CROWD, True), (CROWD + 1, False)])
def test_a_crowd_is_not_looked_through(count: int, told: bool) -> None:
    world = World()
    members = [world.person(f"h{n:02}", f"Given{n} Family{n}") for n in range(count)]
    world.holds("h00", "address", HOME, context="home")
    world.holds("h00", "address", AWAY, context="ship_to")
    assert bool(found(world, members)) is told
