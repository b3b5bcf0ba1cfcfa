"""Rings and innocent crowds: which explanation wins, and that every number is the sum of its parts."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pyarrow as pa
import pytest

from graph.analyse import analyse
from graph.analyse.judging import contest
from graph.analyse.judging.table import INNOCENT
from graph.analyse.report.parts import UNCOUNTED
from graph.model.decisions import Decision
from graph.model.findings import Document, Finding
from graph.model.links import Links
from tests.graph.analyse.crowds import (
    agency,
    career_centre,
    couple,
    course,
    dormitory,
    family,
    in_laws,
    invoicing,
    laid_off,
    one_manager,
    shelter,
)
from tests.graph.analyse.world import World, name, ring


def judged(*crowds: object) -> Document:
    world = World()
    world.strangers(300)
    for crowd in crowds:
        crowd(world)  # type: ignore[operator]
    return analyse(world.build())


def only(document: Document) -> Finding:
    assert len(document.findings) == 1, [finding.title for finding in document.findings]
    return document.findings[0]


def test_strangers_alone_are_no_finding() -> None:
    assert judged().findings == ()


def test_the_population_counts_applications_apart_from_other_records() -> None:
    world = World()
    world.strangers(5)
    links = world.build()
    types = pa.array(["application"] * 3 + ["employee", "shipment"])
    staff = links.applicants.set_column(links.applicants.schema.get_field_index("type"), "type", types)
    population = analyse(replace(links, applicants=staff)).population
    assert (population["applicants"], population["applications"]) == (5, 3)


def test_a_ring_is_a_network_with_its_facilitators() -> None:
    finding = only(judged(ring))
    assert finding.type == "network"
    assert finding.score > 5
    assert finding.persons == 8
    assert finding.members == tuple(f"r{n}" for n in range(8))
    assert set(finding.families) == {"contact", "location", "money", "text"}
    assert finding.facilitator.q_value == 1.0  # nobody else is paid: in whose name an account stands is no draw
    assert min(one.q_value for one in finding.facilitators) < 1e-3
    assert finding.p_value < 1e-3
    accounts = [one for one in finding.facilitators if one.kind == "payroll_account"]
    assert accounts
    assert accounts[0].role == "payroll mule"
    assert any("Morgan Vale" in part.sentence for part in finding.evidence)
    assert finding.flags[0].startswith("Pay goes to an account in another name: r0, r1, r2, r3")


@pytest.mark.parametrize(
    ("crowd", "explanation"),
    [
        (family, "a family or a couple"),
        (couple, "a family or a couple"),
        (agency, "an agency that sends its people in"),
        (laid_off, "a team that was laid off together"),
        (one_manager, "a class, a research group or a young firm"),  # of an employer of five
        (invoicing, "a firm that takes the pay for its people"),
    ],
)
def test_innocent_crowds_are_explained_and_stay_listed(crowd: object, explanation: str) -> None:
    finding = only(judged(crowd))
    assert finding.type == "explained"
    assert finding.score < 0
    assert finding.explanations[0].name == explanation
    assert finding.explanations[0].decide in finding.summary


@pytest.mark.parametrize(
    ("crowd", "row"),
    [(career_centre, "helped"), (shelter, "supported_house"), (course, "taught_together"), (in_laws, "blended_family")],
)
def test_crowds_that_are_close_to_a_ring_are_explained_by_rows_of_their_own(
    crowd: object, row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = only(judged(crowd))
    title = next(one.title for one in INNOCENT if one.name == row)
    assert (finding.type, finding.explanations[0].name) == ("explained", title)
    monkeypatch.setattr(contest, "INNOCENT", tuple(one for one in INNOCENT if one.name != row))
    contest.forget()
    without = only(judged(crowd))
    monkeypatch.undo()
    contest.forget()
    assert without.score > finding.score + 1  # no other row explains them as well


def of_one_who_lives_with_a_ring(world: World) -> None:
    """Five who worked under one manager; one of them has the ring's home, line and telephone."""
    one_manager(world)
    for number, id_ in enumerate(("u0", *(f"r{n}" for n in range(8)))):
        if number:
            world.person(id_, name(number + 9), applied=f"2025-0{1 + number % 5}-1{number}T00:00:00Z", path="x")
            world.holds(id_, "payroll_account", f"us:021000021:{number % 2}77777", holder="Morgan Vale")
        world.holds(id_, "address", "us|900|r avenue||reno|nv|89501", context="home")
        world.holds(id_, "phone", f"+164655500{number // 2:02}")
        world.holds(id_, "ip", "23.94.1.7")


def test_a_group_does_not_follow_one_of_its_own_into_a_network() -> None:
    """What ties a group to a network through one person alone is what that person does."""
    found = next(one for one in judged(of_one_who_lives_with_a_ring).findings if one.type == "network")
    assert set(found.members) >= {f"r{n}" for n in range(8)}
    assert not {f"u{n}" for n in range(1, 5)} & set(found.members)


def of_one_member_of_an_agency(world: World) -> None:
    """An agency of nine, and the family of one of them."""
    agency(world)
    for id_, one in (("x1", "Odd Lee"), ("x2", "Ann Lee"), ("g0", "")):
        if one:
            world.person(id_, one, path="x")
        world.holds(id_, "address", "us|5|elm street||troy|ny|12180", context="home")
        world.holds(id_, "phone", "+15182720001")
        world.holds(id_, "ip", "24.5.6.7")


def test_two_innocent_crowds_that_meet_in_one_person_are_explained_each_for_itself() -> None:
    document = judged(of_one_member_of_an_agency)
    found = {finding.members: finding for finding in document.findings}
    office, home = found[tuple(f"g{n}" for n in range(9))], found["g0", "x1", "x2"]
    assert (office.type, office.explanations[0].name) == ("explained", "an agency that sends its people in")
    assert home.type == "explained"
    assert home.explanations[0].name in ("a family or a couple", "people who share a flat")
    assert max(office.score, home.score) < -2  # together they would look like little of either


def test_one_value_of_many_is_a_hub_not_a_network() -> None:
    finding = only(judged(dormitory))
    assert finding.type == "hub"
    assert finding.facilitator.kind == "address"
    assert finding.persons == 25
    assert finding.p_value == 1.0
    assert finding.title.startswith("Many at one postal address")


def test_one_account_of_three_unrelated_names_is_decisive_alone() -> None:
    world = World()
    world.strangers(300)
    for number in range(4):
        id_ = world.person(f"m{number}", name(number))
        world.holds(id_, "payroll_account", "us:021000021:900", holder="Morgan Vale")
    finding = only(analyse(world.build()))
    assert finding.families == ("money",)
    assert finding.type == "network"


def test_a_front_company_does_not_hide_behind_the_firm_that_it_pretends_to_be() -> None:
    """The account stands in a firm's name, as an invoicing firm's would; telephones and CVs are shared beside it."""
    world = World()
    world.strangers(300)
    ring(world, payee="Vale Softworks LLC")
    finding = only(analyse(world.build()))
    assert finding.type == "network"
    assert any("Vale Softworks LLC" in part.sentence for part in (*finding.evidence, *finding.counter_evidence))


def test_three_unrelated_names_on_one_account_of_an_unknown_payee_are_a_network() -> None:
    world = World()
    for number, one in enumerate(("Jonas Weiss", "Karla Blum", "Piotr Nowak")):
        id_ = world.person(f"A-{number}", one)
        world.holds(id_, "payroll_account", "iban:DE89370400440532013000")
        world.holds(id_, "phone", "+4915158412937")
    finding = only(analyse(world.build()))
    assert finding.type == "network"
    assert finding.families == ("contact", "money")


def test_the_same_account_in_the_workers_own_names_is_not_decisive() -> None:
    world = World()
    world.strangers(300)
    for number in range(4):
        id_ = world.person(f"m{number}", name(number))
        world.holds(id_, "payroll_account", "us:021000021:900", holder=name(number))
    assert [finding.type for finding in analyse(world.build()).findings] == ["hub"]


def all_of_it() -> Document:
    return judged(ring, family, couple, agency, laid_off, dormitory)


def test_every_score_is_the_sum_of_its_parts() -> None:
    for finding in all_of_it().findings:
        total = sum(part.weight for part in (*finding.evidence, *finding.counter_evidence))
        assert finding.score == round(total, 2), finding.title
        assert all(part.weight >= 0 for part in finding.evidence)
        assert all(part.weight < 0 or part.sentence.endswith(UNCOUNTED) for part in finding.counter_evidence)


def test_every_shared_value_names_its_sources() -> None:
    for finding in all_of_it().findings:
        for part in (*finding.evidence, *finding.counter_evidence):
            if part.key:
                assert {source.applicant for source in part.sources} <= set(part.applicants)
                assert all(source.file == "made.csv" and source.pointer for source in part.sources)


def test_networks_come_first_and_ranks_have_no_gap() -> None:
    findings = all_of_it().findings
    assert [finding.rank for finding in findings] == list(range(1, len(findings) + 1))
    assert [finding.type for finding in findings] == sorted(
        (finding.type for finding in findings), key=("network", "hub", "explained").index
    )
    assert len({finding.id for finding in findings}) == len(findings)


def test_the_document_survives_json() -> None:
    document = all_of_it()
    again = Document.from_dict(json.loads(json.dumps(document.to_dict())))
    assert again.to_dict() == document.to_dict()


def shuffled(links: Links, seed: int) -> Links:
    """The same world with its applicants in another order of rows."""
    count = links.applicants.num_rows
    order = list(range(count))
    random.Random(seed).shuffle(order)
    where = {old: new for new, old in enumerate(order)}
    holdings = links.holdings.to_pylist()
    for row in holdings:
        row["applicant"] = where[row["applicant"]]
    holdings.sort(key=lambda row: (row["value"], row["applicant"]))
    pairs = links.text_pairs.to_pylist()
    for row in pairs:
        row["left"], row["right"] = sorted((where[row["left"]], where[row["right"]]))
    texts = links.texts.to_pylist()
    for row in texts:
        row["applicant"] = where[row["applicant"]]
    return Links(
        links.applicants.take(order),
        links.values,
        pa.Table.from_pylist(holdings, schema=links.holdings.schema),
        pa.Table.from_pylist(sorted(pairs, key=lambda r: (r["left"], r["right"])), schema=links.text_pairs.schema),
        pa.Table.from_pylist(sorted(texts, key=lambda r: r["applicant"]), schema=links.texts.schema),
        links.sources,
        links.runs,
    )


def test_the_order_of_rows_changes_no_score_and_no_member() -> None:
    world = World()
    world.strangers(100)
    for crowd in (ring, family, agency, laid_off, dormitory):
        crowd(world)  # type: ignore[operator]
    links = world.build()
    wanted = {(f.id, f.type, f.score, f.members) for f in analyse(links).findings}
    for seed in (1, 2):
        assert {(f.id, f.type, f.score, f.members) for f in analyse(shuffled(links, seed)).findings} == wanted


def test_a_thousand_strangers_change_no_score() -> None:
    small, large = World(), World()
    small.strangers(300)
    large.strangers(1300)
    for world in (small, large):
        ring(world)
        family(world)
    few, many = analyse(small.build()).findings, analyse(large.build()).findings
    assert [(f.id, f.members) for f in few] == [(f.id, f.members) for f in many]
    assert [f.score for f in few] == [f.score for f in many]


def test_a_later_member_does_not_change_the_id() -> None:
    world = World()
    world.strangers(100)
    ring(world)
    before = analyse(world.build()).findings[0]
    world.person("zz", "Late Comer", applied="2025-12-30T00:00:00Z")
    world.holds("zz", "payroll_account", "us:021000021:r077777", holder="Morgan Vale")
    world.holds("zz", "phone", next(key for _, kind, key, *_ in world.held if kind == "phone" and "1646" in key))
    after = analyse(world.build()).findings[0]
    assert after.id == before.id
    assert after.persons == before.persons + 1


def test_what_if_a_hub_is_innocent() -> None:
    world = World()
    world.strangers(100)
    agency(world)
    decision = Decision(
        "d", "innocent_value", ("phone:+14159990000",), "me", "2025-01-01T00:00:00Z", "their front desk"
    )
    with_it = analyse(world.build()).findings[0]
    without = analyse(world.build(), [decision]).findings[0]
    assert any(part.key == "phone:+14159990000" for part in (*with_it.evidence, *with_it.counter_evidence))
    assert not any(part.key == "phone:+14159990000" for part in (*without.evidence, *without.counter_evidence))


def test_links_are_weighed_pairs_of_applicants() -> None:
    document = judged(ring)
    assert document.links
    strongest = document.links[0]
    assert strongest.left < strongest.right
    assert len(strongest.families) >= 2
    weights = [link.weight for link in document.links]
    assert weights == sorted(weights, reverse=True)
