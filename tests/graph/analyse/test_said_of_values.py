"""What is said of a shared value is true of all who hold it; what is weighed is told, and what is not counted is told so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analyse import analyse
from graph.analyse.report.parts import UNCOUNTED
from graph.analyse.report.wording import DOUBTFUL, NO_WITNESS, doubtful
from graph.model.decisions import Decision
from graph.model.findings import Document, Facilitator, Finding, Part
from graph.present.explain import explain
from tests.graph.analyse.crowds import agency, career_centre, in_laws, shelter
from tests.graph.analyse.world import World, name, ring

ACCOUNT = "us:021000021:900"


def parts(finding: Finding) -> tuple[Part, ...]:
    return (*finding.evidence, *finding.counter_evidence)


def four(payees: tuple[str, ...], *, named: bool = True) -> Finding:
    """Four who share a telephone and an account, beside which these names stand."""
    world = World()
    world.strangers(300)
    for number in range(4):
        id_ = world.person(f"m{number}", name(number) if named else "", applied=f"2025-0{number + 1}-01T00:00:00Z")
        world.holds(id_, "phone", "+16465550199")
        world.holds(id_, "payroll_account", ACCOUNT, holder=payees[number] if number < len(payees) else "")
    (finding,) = analyse(world.build()).findings
    return finding


def of_account(finding: Finding) -> str:
    return next(part.sentence for part in parts(finding) if part.key == f"payroll_account:{ACCOUNT}")


@pytest.mark.parametrize(
    ("payees", "says"),
    [
        ((), "In whose name it stands is not known."),
        (("Morgan Vale",) * 4, "It stands in the name Morgan Vale."),
        (("Morgan Vale", name(1)), "Of these 1 is paid in the name Morgan Vale, 1 in their own."),
        (("Morgan Vale", "Ugo Brandt"), "Of these 2 are paid in the names Morgan Vale and Ugo Brandt, none in their own."),
        ((name(0),), "Of 1 of them it is known that they are paid there in their own name."),
    ],
)  # fmt: skip
def test_in_whose_name_an_account_stands_is_said_of_all_of_whom_it_is_known(payees: tuple[str, ...], says: str) -> None:
    assert says in of_account(four(payees))


def test_an_account_of_an_unknown_payee_is_not_called_anothers() -> None:
    finding = four(())
    assert not any("not theirs" in part.sentence for part in parts(finding))
    assert any("in the own name of one at most" in part.sentence for part in parts(finding))


def test_who_has_no_name_is_paid_in_no_other() -> None:
    """The name beside the account may be the worker's own: it makes nobody a mule, and nobody's names differ."""
    finding = four(tuple(name(number) for number in range(4)), named=False)
    assert "In whose name it stands is not known." in of_account(finding)
    assert not any("of different names" in part.sentence for part in parts(finding))
    assert {one.role for one in finding.facilitators} <= {"shared account", "identity broker", ""}
    assert not any(one.what == "person" for one in finding.facilitators)


def test_namesakes_are_not_of_different_names() -> None:
    world = World()
    world.strangers(300)
    ring(world)
    differing = next(one for one in analyse(world.build()).findings if one.type == "network")
    assert any("persons of different names" in part.sentence for part in parts(differing))
    world.applicants["r7"]["name"] = world.applicants["r0"]["name"]
    two = Decision("d1", "not_linked", ("applicant:r0", "applicant:r7"), "ann", "2025-06-01T00:00:00Z", "")
    alike = next(one for one in analyse(world.build(), (two,)).findings if one.type == "network")
    assert alike.persons == differing.persons
    assert not any("of different names" in part.sentence for part in parts(alike))


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    found = []
    for crowd in (ring, agency, career_centre, in_laws, shelter):
        world = World()
        world.strangers(300)
        crowd(world)
        found.append(analyse(world.build()))
    return found


def test_what_is_not_counted_has_no_bits_and_stands_behind_all_that_counts(documents: list[Document]) -> None:
    seen = 0
    for finding in (one for document in documents for one in document.findings):
        for side in (finding.evidence, finding.counter_evidence):
            counted = [not part.sentence.endswith(UNCOUNTED) for part in side]
            assert counted == sorted(counted, reverse=True)
            seen += counted.count(False)
            assert all(part.weight == 0 for part in side if part.sentence.endswith(UNCOUNTED))
    assert seen


def test_a_fact_that_points_the_other_way_than_its_family_is_told(documents: list[Document]) -> None:
    """The side says which way: against the family's part, never with it."""
    told = 0
    for finding in (one for document in documents for one in document.findings):
        for side, sign in ((finding.evidence, "+"), (finding.counter_evidence, "−")):
            for part in side:
                if "Alone it would weigh" in part.sentence:
                    told += 1
                    assert f"Alone it would weigh {sign}" in part.sentence
                    of_family = sum(one.weight for one in parts(finding) if one.family == part.family)
                    assert of_family < 0 if sign == "+" else of_family > 0
    assert told


def test_bits_stand_with_the_values_that_earned_them() -> None:
    """All give one reference and share nothing else but a machine: what they have of location has no bits of its own."""
    world = World()
    world.strangers(300)
    for number in range(8):
        id_ = world.person(f"m{number}", name(number), applied=f"2025-0{number % 4 + 1}-01T00:00:00Z", path="x")
        world.holds(id_, "past_employer", f"firm of {number // 4}")
        world.holds(id_, "reference_phone", f"+1646555020{number // 7}")
        world.holds(id_, "device", f"serial:XK{number // 2}")
    finding = next(one for one in analyse(world.build()).findings if one.persons >= 8)
    of_people = [part for part in parts(finding) if part.family == "people" and part.weight]
    kinds = {part.key.partition(":")[0] for part in of_people if part.key}
    assert len(kinds) == 1  # the feature that counts is seen in one channel
    others = {"past_employer", "reference_phone"} - kinds
    beside = [part for part in parts(finding) if part.family == "people" and part.sentence.endswith(UNCOUNTED)]
    assert any(part.key.partition(":")[0] in others and part.sources and part.kind in others for part in beside)


def test_what_is_told_of_texts_is_what_was_weighed(documents: list[Document]) -> None:
    """The level's own sentence stands first, whatever pairs are named behind it."""
    for finding in (one for document in documents for one in document.findings):
        for part in parts(finding):
            if part.kind == "cv_text":
                assert part.sentence.startswith(
                    ("Most of", "Their CVs", "Only a few", "A third", "A few", "No", "CVs from")
                )


def test_one_channel_of_a_small_case_is_an_agencys_when_the_group_is_half_of_it() -> None:
    """60 applicants, six of one channel: no channel of a small case is rare, but this one is theirs."""

    def finding(others: int) -> Finding:
        world = World()
        world.strangers(54)
        for number in range(others):
            world.applicants[f"s{number:05}"]["channel"] = "Brightway Staffing"
        for number in range(6):
            id_ = world.person(f"m{number}", name(number), channel="Brightway Staffing")
            world.holds(id_, "phone", "+16465550199")
            world.holds(id_, "ip", "23.94.1.7")
        return next(one for one in analyse(world.build()).findings if one.persons == 6)

    alone, many = finding(0), finding(20)
    said = {one.reason for one in alone.explanations} | {part.sentence for part in parts(alone)}
    assert any("one recruiting channel that few others use" in sentence for sentence in said)
    assert alone.score < many.score
    assert any("or through one that many use" in part.sentence for part in parts(many))


def test_where_nothing_independent_is_left_chance_is_not_asked() -> None:
    """An account and a telephone of the same four: each is of the bundle, and no witness for it."""
    finding = four(())
    assert finding.q_value == 1
    assert NO_WITNESS in finding.facilitator.reason
    assert NO_WITNESS in finding.summary
    document = Document(population={}, runs=(), findings=(finding,), links=())
    doubt = next(section for section in explain(document, "1")[1] if section.title == "Doubt")
    assert doubt.lines[-1][1] == f"Chance could not be asked (p = 1): {NO_WITNESS}."


def test_a_network_above_the_limit_is_a_lead_whichever_of_the_two_is_above_it() -> None:
    assert not doubtful(DOUBTFUL, DOUBTFUL, witness=True)
    assert "20% are expected to have an innocent cause" in doubtful(0.2, 0.9, witness=True)
    assert "chance alone could make it as well (q = 0.57)" in doubtful(0.01, 0.57, witness=True)
    assert NO_WITNESS in doubtful(0.01, 1.0, witness=False)
    assert all("a lead, not more." in doubtful(*both, witness=True) for both in ((0.2, 0.0), (0.0, 0.2)))


def test_whose_q_is_larger_is_said() -> None:
    one = Facilitator("phone", "+1", "+1", 4, 4, 0.1, 0.001, 0.01, met=2)
    world = World()
    world.strangers(300)
    ring(world)
    made = next(found for found in analyse(world.build()).findings if found.type == "network")
    finding = replace(made, facilitator=one, facilitators=(one,), q_value=0.2)
    document = Document(population={}, runs=(), findings=(finding,), links=())
    doubt = next(section for section in explain(document, "1")[1] if section.title == "Doubt")
    assert doubt.lines[-1][1].endswith("The finding's own q = 0.2 is that of an innocent cause, the larger of the two.")
