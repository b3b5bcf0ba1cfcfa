"""What the sentences of a finding say is so: signs, names, sources and sums."""

from __future__ import annotations

import pytest

from graph.analyse import analyse
from graph.analyse.report.ids import identify
from graph.analyse.report.parts import MOST_VALUES
from graph.model.findings import Document, Finding, Part
from tests.graph.analyse.crowds import agency, couple, dormitory, family, invoicing, laid_off, one_manager
from tests.graph.analyse.world import World, name, on_one_account, ring


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    found = []
    for crowd in (ring, agency, family, couple, dormitory, invoicing, laid_off, one_manager):
        world = World()
        world.strangers(300)
        crowd(world)
        found.append(analyse(world.build()))
    return found


@pytest.fixture(scope="module")
def findings(documents: list[Document]) -> list[Finding]:
    return [finding for document in documents for finding in document.findings]


def parts(finding: Finding) -> tuple[Part, ...]:
    return (*finding.evidence, *finding.counter_evidence)


def test_what_is_commoner_before_any_evidence_follows_the_sign(findings: list[Finding]) -> None:
    priors = [part for finding in findings for part in parts(finding) if part.kind == "prior"]
    assert {part.weight > 0 for part in priors} == {True, False}
    for part in priors:
        word = "commoner" if part.weight >= 0 else "rarer"
        assert part.sentence.startswith(f"Before any evidence, one facilitator is a {word} cause than ")


def test_the_best_explanation_has_the_bits_of_the_score(findings: list[Finding]) -> None:
    for finding in findings:
        assert finding.explanations[0].score == -finding.score
        scores = [one.score for one in finding.explanations]
        assert scores == sorted(scores, reverse=True)


SEEN = {
    "money": {"payroll_account", "payroll_last4", "wallet", "payment_handle"},
    "contact": {"phone", "email", "handle", "website"},
    "home": {"address"},
    "away": {"address"},
    "net": {"ip", "network"},
    "device": {"device"},
    "employer": {"past_employer"},
    "people": {"reference_phone", "reference_email", "reference_name", "referrer"},
    "identity": {"tax_id"},
}


def test_a_part_about_a_feature_cites_values_of_that_feature_only(findings: list[Finding]) -> None:
    """People of one manager share an employer and the manager's mailbox as reference: what is said of the employer does not
    name the mailbox."""
    told = [part for finding in findings for part in parts(finding) if part.kind in SEEN]
    assert any(part.key for part in told)
    for part in told:
        assert not part.key or part.key.partition(":")[0] in SEEN[part.kind]


def test_only_of_a_network_it_is_said_what_somebody_looks_like(findings: list[Finding]) -> None:
    assert {finding.type for finding in findings} == {"network", "explained", "hub"}
    for finding in findings:
        roles = {one.role for one in finding.facilitators}
        assert finding.type == "network" or roles == {""}
    assert any(one.role for finding in findings for one in finding.facilitators)


def test_what_is_taken_away_is_named_whole() -> None:
    """A telephone and a mailbox of the same four: without both, not without the one that is named first."""
    world = World()
    world.strangers(300)
    for id_ in on_one_account(world, 4):
        world.holds(id_, "phone", "+16465550001")
    (finding,) = (one for one in analyse(world.build()).findings if one.type == "network")
    first = finding.facilitators[0]
    assert first.bundle
    for said in (first.display, *first.bundle):
        assert said in finding.fragility.sentence
        assert said in next(loss for loss in finding.fragility.losses if loss.what == "link").sentence


def test_pairs_that_meet_are_counted_among_those_who_are_named(findings: list[Finding]) -> None:
    for finding in findings:
        for one in finding.facilitators:
            assert one.met <= one.holders * (one.holders - 1) // 2
            if f"{one.met:,} pair" in one.reason:
                assert f"among the {one.holders:,} who" in one.reason


def a_chain(*, twice: bool = False, three: bool = False) -> list[Finding]:
    """Five people, each tied to the next by one value of another kind; or the first two by two kinds; or three by one value."""
    world = World()
    world.strangers(300)
    for n in range(5):
        world.person(f"c{n}", name(n), applied=f"2025-0{n + 1}-01T00:00:00Z", path="x")
    ties = (("phone", "+16465550001"), ("device", "serial:c02abc"), ("email", "x@mail.example"), ("ip", "23.94.1.7"))
    for n, (kind, key) in enumerate(ties):
        for id_ in (f"c{n}", f"c{n + 1}"):
            world.holds(id_, kind, key)
    if twice:
        for id_ in ("c0", "c1"):
            world.holds(id_, "address", "us|7|low road||town|ny|10001", context="home")
    if three:
        world.holds("c2", "phone", "+16465550001")
    return [one for one in analyse(world.build()).findings if one.type != "hub"]


def test_a_chain_of_single_links_founds_nothing() -> None:
    assert a_chain() == []
    assert a_chain(twice=True)
    assert a_chain(three=True)


def test_a_network_that_may_well_be_none_says_so_and_its_q_value_is_that_of_the_innocent_causes() -> None:
    """A ring of four among thirty couples: one of its telephones is sure not to be chance, and the group itself is a lead."""
    world = World()
    world.strangers(300)
    ring(world, size=4)
    for number in range(30):
        for side in "ab":
            id_ = world.person(f"f{number:02}{side}", f"Given{number}{side} Pair{number}", path="x")
            world.holds(id_, "address", f"us|{number}|elm street||troy|ny|12180", context="home")
            world.holds(id_, "phone", f"+1518272{number:04}")
    finding = next(one for one in analyse(world.build()).findings if one.type == "network")
    assert min(one.q_value for one in finding.facilitators) < 1e-4
    assert 0.05 < finding.q_value < 0.5
    assert finding.summary.endswith(
        f" Of the groups in this case that score as high or higher, {finding.q_value:.0%} are expected to have an innocent "
        "cause: a lead, not more."
    )


def test_parts_stand_in_order_of_their_weight(findings: list[Finding]) -> None:
    for finding in findings:
        for some in (finding.evidence, finding.counter_evidence):
            weights = [abs(part.weight) for part in some]
            assert weights == sorted(weights, reverse=True)


def test_the_values_that_are_not_told_one_by_one_are_one_part_together() -> None:
    """Three telephones and ten mailboxes are shared: eight are told, and what the five others add is told with their places."""
    world = World()
    world.strangers(300)
    ring(world)
    for number in range(10):
        for id_ in (f"r{number % 8}", f"r{(number + 1) % 8}"):
            world.holds(id_, "email", f"both{number}@mail.example")
    finding = next(one for one in analyse(world.build()).findings if one.type == "network")
    shares = [part for part in parts(finding) if part.family == "contact"]
    assert sum(bool(part.key) for part in shares) == MOST_VALUES == 8
    (rest,) = (part for part in shares if not part.key)
    assert rest.sentence.startswith("5 more values of ")
    assert len(rest.sources) == 10
    assert finding.score == round(sum(part.weight for part in parts(finding)), 2)


def test_a_passage_of_many_is_said_to_look_like_a_template() -> None:
    world = World()
    world.strangers(300)
    for number in range(8):
        world.holds(world.person(f"h{number}", name(number)), "template", "tok:0f0e0d0c")
    (hub,) = analyse(world.build()).findings
    assert hub.type == "hub"
    assert (
        "The text looks like a popular template or a copied sample CV. As a group they look most like " in hub.summary
    )


def test_ids_are_short_and_longer_where_two_would_be_one() -> None:
    """The hashes of these two anchors begin with the same eight figures."""
    one, other, third = identify(["A-28214", "A-40290", "A-1"], "F")
    assert len(one) == len(third) == len("F-") + 8
    assert other == f"{one}{other[-1]}"
    assert identify(["A-1"], "F") == [third]
