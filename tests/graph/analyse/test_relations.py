"""Who brought whom and whose reference is whom: told from facts, named with sources, never scored twice."""

from __future__ import annotations

from dataclasses import replace

from graph.analyse.core import analyse
from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.persons.resolve import resolve
from graph.analyse.relations.relate import Relations
from graph.model.findings import Document, Relation
from tests.graph.analyse.world import World, name, ring


def told(world: World, members: list[str]) -> list[Relation]:
    links = world.build()
    population = populate(links, resolve(links))
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
