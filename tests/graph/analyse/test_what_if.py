"""What if a value were innocent: the same sums on a part of the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pytest

from graph.analyse import analyse
from graph.analyse.core import chosen
from graph.analyse.report.finding import Outline
from graph.analyse.what_if import around, what_if
from graph.model.decisions import Decision
from graph.model.findings import Document
from graph.model.kinds import KINDS
from graph.model.links import Links
from tests.graph.analyse.world import World, name, ring


def case() -> tuple[Links, Document]:
    world = World()
    world.strangers(60)
    ring(world, "r", 8)
    ring(world, "q", 6)
    for id_ in ("r0", "r1", *(f"s{n:05}" for n in range(50))):
        world.holds(id_, "website", "jobs.example.org")  # public: a job board
    links = world.build()
    return links, analyse(links)


def test_without_an_assumption_the_finding_is_what_it_is() -> None:
    links, document = case()
    for one in document.findings:
        again = what_if(links, document, one.id, ())
        assert again is not None
        assert (again.id, again.rank, again.type, again.members) == (one.id, one.rank, one.type, one.members)
        assert again.score == pytest.approx(one.score)


def test_an_innocent_value_changes_the_finding_as_a_decision_would() -> None:
    links, document = case()
    one = document.findings[0]
    keys = [f"{lead.kind}:{lead.value}" for lead in one.facilitators]
    whole = analyse(links, [Decision("D", "innocent_value", tuple(keys), "", "", "")])
    again = what_if(links, document, one.id, keys)
    if again is None:
        assert not any(set(one.members) & set(other.members) for other in whole.findings)
    else:
        assert again.score < one.score
        assert replace(again, id="", rank=0).members in {other.members for other in whole.findings}


def test_only_the_neighbourhood_is_kept_and_its_counts_are_those_of_the_case() -> None:
    links, document = case()
    ring_ = next(one for one in document.findings if "q0" in one.members)
    part = around(links, ring_.members)
    kept = set(part.applicants["id"].to_pylist())
    assert set(ring_.members) <= kept
    assert not kept & {f"s{n:05}" for n in range(50, 60)}
    whole = {(v["kind"], v["key"]): v["holders"] for v in links.values.to_pylist()}
    held = {
        row["value"]
        for row in part.holdings.to_pylist()
        if part.applicants["id"][row["applicant"]].as_py() in ring_.members
    }
    for number in held:
        value = part.values.slice(number, 1).to_pylist()[0]
        assert value["holders"] == whole[value["kind"], value["key"]]


def test_there_is_no_such_finding() -> None:
    links, document = case()
    with pytest.raises(KeyError):
        what_if(links, document, "F-none", ())


def test_what_is_chosen_is_written_as_if_all_were() -> None:
    world = World()
    world.strangers(300)
    ring(world, "r", 8)
    for number in range(8):
        world.holds(world.person(f"h{number}", name(8 + number)), "ip", "23.94.9.1")
    links = world.build()
    findings = analyse(links).findings
    assert [one.type for one in findings] == ["network", "hub"]

    def the_last(ranked: Sequence[Outline]) -> list[int]:
        assert [(one.id, one.rank, one.type, one.members) for one in ranked] == [
            (one.id, one.rank, one.type, one.members) for one in findings
        ]
        assert ranked[-1].lead == findings[-1].lead == "ip:23.94.9.1"
        return [len(ranked) - 1]

    assert chosen(links, (), the_last) == findings[-1:]


def test_the_decisions_that_stand_are_obeyed_beside_the_assumption() -> None:
    links, _ = case()
    accounts = tuple(f"payroll_account:us:021000021:r{number}77777" for number in range(2))
    decided = [Decision("D", "innocent_value", accounts, "", "", "")]
    document = analyse(links, decided)
    one = next(one for one in document.findings if "r0" in one.members)
    again = what_if(links, document, one.id, (), decided)
    assert again is not None
    assert again.score == pytest.approx(one.score)
    assert not {*accounts} & {part.key for part in again.evidence}


def test_whose_cv_is_like_a_members_is_kept_and_all_of_a_value_that_is_not_public() -> None:
    world = World()
    world.strangers(60)
    members = ring(world, "q", 6)
    assert set(around(world.build(), members).applicants["id"].to_pylist()) == {*members}
    world.alike("q0", "s00055", 0.2)
    world.alike("s00056", "q1", 0.2)
    crowd = KINDS["ip"].crowd
    for id_ in ("q2", *(f"s{number:05}" for number in range(crowd - 1))):
        world.holds(id_, "ip", "23.94.9.9")
    kept = set(around(world.build(), members).applicants["id"].to_pylist())
    assert kept == {*members, "s00055", "s00056", *(f"s{number:05}" for number in range(crowd - 1))}


def test_values_still_fall_into_the_same_ones() -> None:
    world = World()
    world.strangers(60)
    members = ring(world)
    for id_ in members:
        world.holds(id_, "network", "23.94.1.0/24")
    links = world.build()
    named = list(zip(links.values["kind"].to_pylist(), links.values["key"].to_pylist(), strict=True))
    block = named.index(("network", "23.94.1.0/24"))
    place = links.values.schema.get_field_index("coarser")
    column = [block if kind == "ip" else None for kind, _ in named]
    field = links.values.schema.field(place)
    part = around(replace(links, values=links.values.set_column(place, field, pa.array(column, field.type))), members)
    rows = part.values.to_pylist()
    assert len(rows) < len(named)
    assert {rows[one["coarser"]]["key"] for one in rows if one["kind"] == "ip"} == {"23.94.1.0/24"}
