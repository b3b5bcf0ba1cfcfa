"""The workforce: who is present staff, which findings reach them, who shares values with members."""

from __future__ import annotations

from dataclasses import replace

from graph.analyse import analyse
from graph.analyse.audit import audit, since, staff
from graph.model.decisions import Decision
from graph.model.kinds import KINDS
from tests.graph.analyse.world import World, ring


def world(*, neighbour: bool = True) -> World:
    made = World()
    made.strangers(40)
    ring(made, "r", 8)
    made.applicants["r0"] |= {"status": "hired"}
    made.applicants["r1"] |= {"status": "active"}
    made.applicants["r2"] |= {"hired_at": "2025-05-02T00:00:00Z", "status": "terminated"}
    made.person("e1", "Gail Thorn", type="employee", applied="")
    if neighbour:
        made.holds("e1", "payroll_account", "us:021000021:r077777")
    return made


def test_staff_are_the_hired_and_the_employees_not_applications_in_progress() -> None:
    links = world().build()
    assert staff(links) == {"r0": "status hired", "e1": "employee record"}


def test_a_joined_payroll_record_makes_staff() -> None:
    made = world()
    made.applicants["r5"] |= {"joined": ["gusto:employee:77 by application:r5"]}  # type: ignore[dict-item]
    assert staff(made.build())["r5"] == "employee record joined"


def test_findings_with_staff_and_staff_beside_them_are_listed() -> None:
    links = world(neighbour=False).build()
    document = analyse(links)
    found = audit(links, document)
    assert [m.applicant for m in found.findings[0].staff] == ["r0"]
    assert found.beside == ()
    links = world().build()
    network = next(one for one in document.findings if one.type == "network")
    beside = audit(links, document).beside
    assert [(one.applicant, one.kind, one.finding) for one in beside] == [("e1", "payroll_account", network.id)]
    assert "r0" in beside[0].shares_with


def test_a_value_that_an_analyst_called_innocent_is_not_told() -> None:
    links = world().build()
    document = analyse(world(neighbour=False).build())
    decision = Decision("D", "innocent_value", ("payroll_account:us:021000021:r077777",), "", "", "")
    assert audit(links, document).beside
    assert not audit(links, document, [decision]).beside


def test_what_is_new_is_marked() -> None:
    before = world(neighbour=False).build()
    document = analyse(before)
    now = since(audit(world().build(), document), audit(before, document), "earlier")
    assert now.since == "earlier"
    assert not any(one.new for one in now.findings)
    assert all(one.new for one in now.beside)


def test_of_other_findings_than_networks_nobody_stands_beside() -> None:
    links = world().build()
    document = analyse(world(neighbour=False).build())
    explained = replace(document, findings=tuple(replace(one, type="explained") for one in document.findings))
    assert audit(links, document).beside
    assert audit(links, explained).beside == ()
    assert audit(links, explained).findings


def test_a_public_value_tells_nothing_of_staff() -> None:
    made = world(neighbour=False)
    document = analyse(made.build())
    made.person("e1", "Gail Thorn", type="employee", applied="")
    for id_ in ("r0", "e1", *(f"s{number:05}" for number in range(KINDS["website"].crowd - 2))):
        made.holds(id_, "website", "jobs.example.org")
    assert [one.kind for one in audit(made.build(), document).beside] == ["website"]
    made.holds("s00030", "website", "jobs.example.org")
    assert audit(made.build(), document).beside == ()


def test_one_more_of_the_staff_is_new_in_a_finding_that_had_some() -> None:
    made = world(neighbour=False)
    before = made.build()
    document = analyse(before)
    made.applicants["r3"] |= {"status": "hired"}
    now = since(audit(made.build(), document), audit(before, document), "earlier")
    assert [one.new for one in now.findings if one.type == "network"] == [True]


def test_staff_beside_findings_stand_in_order_of_rank_and_then_of_what_says_most() -> None:
    made = world()
    made.strangers(1, start=50)
    made.applicants["s00050"] |= {"status": "hired"}
    ring(made, "q", 6, payee="Vera Stone")
    for number in range(6):
        made.applicants[f"q{number}"]["name"] = f"Forename{number} Surname{number}"
    made.held = [row for row in made.held if row[1] != "ip" or row[0].startswith("r")]
    document = analyse(made.build())
    ranks = {one.id: one.rank for one in document.findings}
    for ring_ in "rq":
        made.holds("s00050", "phone", f"+1646{ring_.encode().hex()}00000")
        made.holds("s00050", "ip", "23.94.1.7")
    found = [(ranks[one.finding], -KINDS[one.kind].strength) for one in audit(made.build(), document).beside]
    assert len({rank for rank, _ in found}) == 2
    assert found == sorted(found)


def test_a_work_account_makes_staff() -> None:
    made = World()
    made.person("k1", "Gail Thorn", type="account", applied="")
    made.person("k2", "Ann Lee", type="application")
    assert staff(made.build()) == {"k1": "account record"}
