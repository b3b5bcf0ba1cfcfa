"""The workforce: who is present staff, which findings reach them, who shares values with members."""

from __future__ import annotations

from graph.analyse import analyse
from graph.analyse.audit import audit, since, staff
from graph.model.decisions import Decision
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
