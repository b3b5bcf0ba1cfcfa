"""Who brought whom and whose reference is whom: told from facts, named with sources, never scored twice."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from graph.analyse.core import analyse
from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.persons.resolve import resolve
from graph.analyse.relations.citing import Citing
from graph.analyse.relations.crossing import OWNERS
from graph.analyse.relations.relate import CROWD, Relations
from graph.model.decisions import Decision
from graph.model.findings import Document, Relation
from tests.graph.analyse.world import World, name, ring


def told(world: World, members: list[str], *decisions: Decision) -> list[Relation]:
    links = world.build()
    population = populate(links, resolve(links), decisions)
    people = People(population)
    number = {id_: int(population.persons.of[row]) for row, id_ in enumerate(people.ids)}
    return list(Relations(population, people).of(sorted(number[id_] for id_ in members)))


def crew(count: int) -> tuple[World, list[str]]:
    world = World()
    ids = [world.person(f"c{n}", name(n)) for n in range(count)]
    for n, id_ in enumerate(ids):
        world.holds(id_, "phone", f"+1646555000{n}")
        world.holds(id_, "email", f"c{n}@mail.example")
    return world, ids


def test_a_reference_who_is_an_applicant_of_the_group() -> None:
    world, ids = crew(3)
    world.holds("c1", "reference_phone", "+16465550000")
    world.holds("c2", "reference_email", "c0@mail.example")
    (one,) = told(world, ids)
    assert one.kind == "reference is an applicant"
    assert one.applicants == ("c0", "c1", "c2")
    assert one.sentence == (
        f"{name(1)} (c1) and {name(2)} (c2) give as a reference the e-mail address c0@mail.example and phone number "
        f"+16465550000, which is an own one of {name(0)} (c0), an applicant of this group."
    )
    assert [(source.applicant, source.raw) for source in one.sources] == [
        ("c1", "+16465550000"),
        ("c0", "+16465550000"),
        ("c2", "c0@mail.example"),
        ("c0", "c0@mail.example"),
    ]


def test_a_reference_outside_of_the_group_is_told_too() -> None:
    world, ids = crew(3)
    world.person("z1", "Other Body")
    world.holds("z1", "reference_phone", "+16465550000")
    (one,) = told(world, ids)
    assert one.kind == "reference is an applicant"
    assert one.applicants == ("c0",)
    assert one.sentence.startswith("Other Body (z1) gives as a reference")


def test_two_who_vouch_for_each_other() -> None:
    world, ids = crew(2)
    world.holds("c0", "reference_phone", "+16465550001")
    world.holds("c1", "reference_email", "c0@mail.example")
    kinds = [one.kind for one in told(world, ids)]
    assert kinds == ["reference is an applicant", "reference is an applicant", "vouch for each other"]


def test_a_reference_with_the_candidates_own_telephone() -> None:
    world, ids = crew(1)
    world.holds("c0", "reference_phone", "+16465550000", holder="Made Up")
    (one,) = told(world, ids)
    assert one.kind == "reference is the candidate"


def test_a_desk_that_many_give_is_nobodys_own() -> None:
    """The agency's number stands in ten applications; that one gives it as a reference says nothing of the ten."""
    world, ids = crew(10)
    for id_ in ids:
        world.holds(id_, "phone", "+16465559999")
    world.holds("c0", "reference_phone", "+16465559999")
    assert told(world, ids) == []


def test_referral_chains_of_several_steps() -> None:
    world, ids = crew(4)
    for n in (1, 2, 3):
        world.holds(f"c{n}", "referrer", f"c{n - 1}@mail.example")
    found = told(world, ids)
    assert [one.kind for one in found] == ["referral", "referral", "referral", "referral chain"]
    names = [f"{name(n)} (c{n})" for n in range(4)]
    assert found[-1].sentence == (f"{names[0]} referred {names[1]}, who referred {names[2]}, who referred {names[3]}.")
    assert len(found[-1].sources) == 3


def test_a_circle_of_referrals() -> None:
    world, ids = crew(3)
    for n in range(3):
        world.holds(f"c{n}", "referrer", f"c{(n + 1) % 3}@mail.example")
    circles = [one for one in told(world, ids) if one.kind == "referral circle"]
    assert len(circles) == 1
    assert circles[0].sentence.endswith(": the chain comes back to where it began.")
    assert circles[0].applicants == ("c0", "c1", "c2")


def test_a_referrer_known_by_name_only_when_one_person_has_it() -> None:
    world, ids = crew(3)
    world.person("z1", "Rosa Quist")
    for n in range(2):
        world.holds(f"c{n}", "referrer", "rosa quist")
    (one,) = told(world, ids)
    assert "who has the name of Rosa Quist (z1) from outside of this group, referred 2 of this group" in one.sentence
    world.person("z2", "Rosa Quist", birth="tok:1")
    world.applicants["z1"]["birth"] = "tok:2"
    (one,) = told(world, ids)
    assert "a name that 2 persons of this case have, referred 2 of this group" in one.sentence


def test_a_referrer_who_did_not_apply_is_not_said_to_be_known_by_nothing() -> None:
    """The same name may stand beside an account: nothing is claimed of what is not asked here."""
    world, ids = crew(3)
    for n in range(2):
        world.holds(f"c{n}", "referrer", "rosa quist")
        world.holds(f"c{n}", "payroll_account", "us:021000021:000123456789", holder="Rosa Quist")
    (one,) = told(world, ids)
    assert one.sentence.startswith("rosa quist, by name and mailbox nobody who applied here, referred 2 of this group")


def test_a_referrer_by_a_mailbox_that_two_have() -> None:
    world, ids = crew(3)
    for n in range(2):
        world.holds(f"c{n}", "referrer", "desk@mail.example")
        world.holds(f"c{n}", "email", "desk@mail.example")
    (one,) = told(world, ids)
    assert one.sentence.startswith("desk@mail.example, a mailbox that is no one person's own here, referred 2 of this")


def test_an_ordinary_referral_from_outside_is_not_told() -> None:
    world, ids = crew(3)
    world.person("z1", "Other Body")
    world.holds("z1", "email", "z1@mail.example")
    world.holds("c0", "referrer", "z1@mail.example")
    world.holds("c1", "referrer", "some body")
    assert told(world, ids) == []
    assert [one.kind for one in told(world, [*ids, "z1"])] == ["referral"]


def test_relations_add_no_bits() -> None:
    """A chain of referrals inside a ring, by people who share nothing: told, and the score is what it was."""
    world = World()
    world.strangers(300)
    ring(world)
    before = next(one for one in analyse(world.build()).findings if one.type == "network")
    for n in range(8):
        world.holds(f"r{n}", "email", f"r{n}@mail.example")
    for n in range(1, 8):
        world.holds(f"r{n}", "referrer", f"r{n - 1}@mail.example")
    after = next(one for one in analyse(world.build()).findings if one.type == "network")
    assert any(one.kind == "referral chain" for one in after.relations)
    parts = {
        part.sentence: part.weight for part in (*after.evidence, *after.counter_evidence) if part.family != "contact"
    }
    assert not any("referred" in sentence and weight > 0 for sentence, weight in parts.items())
    assert not before.relations


def test_relations_are_in_the_document_and_come_back() -> None:
    world, _ = crew(1)
    document = analyse(world.build())
    one = Relation("referral", "A referred B.", ("a",), ())
    made = replace(document, findings=())
    assert Document.from_dict(made.to_dict()) == replace(made, links=())
    ring_world = World()
    ring_world.strangers(200)
    ring(ring_world)
    whole = analyse(ring_world.build())
    first = replace(whole.findings[0], relations=(one,))
    again = replace(whole, findings=(first, *whole.findings[1:]), links=())
    assert Document.from_dict(again.to_dict()) == again


@pytest.mark.parametrize(("holders", "told_of"), [(OWNERS, True), (OWNERS + 1, False)])
def test_a_contact_is_ones_own_when_few_hold_it(holders: int, told_of: bool) -> None:
    world, ids = crew(6)
    for id_ in ids[:holders]:
        world.holds(id_, "phone", "+16465559999")
    world.holds(ids[5], "reference_phone", "+16465559999")
    assert bool(told(world, ids)) is told_of


@pytest.mark.parametrize("innocent", ["phone:+16465550000", "reference_phone:+16465550000"])
def test_a_contact_that_an_analyst_called_innocent_leads_to_nobody(innocent: str) -> None:
    world, ids = crew(2)
    world.holds("c1", "reference_phone", "+16465550000")
    decision = Decision("d", "innocent_value", (innocent,), "me", "2025-01-01T00:00:00Z", "")
    assert told(world, ids)
    assert told(world, ids, decision) == []


def test_a_circle_is_told_of_its_own_members_only() -> None:
    """c2 was brought by one of a circle of two, and is no part of it."""
    world, ids = crew(3)
    for person, referrer in (("c0", "c1"), ("c1", "c0"), ("c2", "c0")):
        world.holds(person, "referrer", f"{referrer}@mail.example")
    found = [one for one in told(world, ids) if one.kind in ("referral chain", "referral circle")]
    assert [(one.kind, one.applicants) for one in found] == [("referral circle", ("c0", "c1"))]


def test_how_many_others_a_referrer_brought_is_told() -> None:
    world, ids = crew(4)
    for id_ in ids:
        world.holds(id_, "referrer", "vera stone")
    (one,) = told(world, ids[:2])
    whom = f"{name(0)} (c0) and {name(1)} (c1)"
    assert one.sentence == (
        f"vera stone, by name and mailbox nobody who applied here, referred 2 of this group and 2 outside of it: {whom}."
    )


@pytest.mark.parametrize(("count", "is_told"), [(CROWD, True), (CROWD + 1, False)])
def test_of_a_crowd_no_relation_is_told(count: int, is_told: bool) -> None:
    world = World()
    ids = [world.person(f"h{n:03}", f"Given{n} Family{n}") for n in range(count)]
    for id_ in ids[:2]:
        world.holds(id_, "referrer", "vera stone")
    assert bool(told(world, ids)) is is_told


@pytest.mark.parametrize(
    ("via", "raw"),
    [
        ("", "12 mill lane"),
        ("part of it: ‘12 mill lane’", "12 mill lane"),  # that is all of it
        ("part of it: ‘12 mill’", "12 mill lane (part of it: ‘12 mill’)"),
        ("‘mil lane’ read as ‘mill lane’", "12 mill lane (‘mil lane’ read as ‘mill lane’)"),
    ],
)
def test_a_place_says_how_the_value_was_read(via: str, raw: str) -> None:
    world, _ = crew(1)
    world.holds("c0", "building", "12 mill lane")
    links = world.build()
    place = links.holdings.schema.get_field_index("via")
    column = pa.array([via] * links.holdings.num_rows, links.holdings.schema.field(place).type)
    links = replace(links, holdings=links.holdings.set_column(place, links.holdings.schema.field(place), column))
    population = populate(links, resolve(links))
    building = [*population.kind].index("building")
    (source,) = Citing(population, People(population)).held([(0, building)])
    assert source.raw == raw
