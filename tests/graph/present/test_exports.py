"""Exports of one selection: they hold what the case holds, run no formula, and are the same bytes each time."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

from graph.analyse import analyse
from graph.model.errors import UsageError
from graph.present.explain import explain
from graph.present.export import csv_bytes, export_csv, export_graphml
from graph.present.selection import select
from tests.graph.analyse.world import World, ring
from tests.views.invented import ACCOUNT, PHONE, RETOLD, invented_document, invented_links

NASTY = '=HYPERLINK("http://x","y")'


@pytest.fixture(scope="module")
def case():  # type: ignore[no-untyped-def]
    world = World()
    world.strangers(100)
    ring(world)
    world.applicants["r0"]["name"] = NASTY
    links = world.build()
    return analyse(links), links


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_csv_holds_every_member_with_its_sources(case, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    document, links = case
    export_csv(document, links, tmp_path)
    nodes, edges = rows(tmp_path / "nodes.csv"), rows(tmp_path / "edges.csv")
    assert {node["key"] for node in nodes if node["type"] == "Applicant"} == set(document.findings[0].members)
    known = {node["id"] for node in nodes}
    assert {edge["source"] for edge in edges} | {edge["target"] for edge in edges} <= known
    held = [edge for edge in edges if edge["type"] == "HAS_PHONE"]
    assert held
    assert all(edge["source_file"] == "made.csv" and len(edge["source_sha256"]) == 64 for edge in held)
    parts = rows(tmp_path / "evidence.csv")
    finding = document.findings[0]
    by_sentence = {(part["side"], part["sentence"]): float(part["weight"].lstrip("'")) for part in parts}
    assert round(sum(by_sentence.values()), 2) == finding.score


@pytest.mark.parametrize(
    ("members", "cell"),
    [
        (("r0", "r1"), "r0 r1"),
        (("A 7", "r1"), '"A 7" r1'),
        (('say "x"', "r1", "a,b;c"), '"say ""x""" r1 a,b;c'),
        (("two\nlines", "r1"), '"two\nlines" r1'),
        ((), ""),
    ],
)
def test_several_ids_in_a_cell_can_be_told_apart(case, members, cell, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    document, links = case
    part = replace(document.findings[0].evidence[0], applicants=members)
    finding = replace(document.findings[0], members=members, evidence=(part,), counter_evidence=())
    export_csv(replace(document, findings=(finding,)), links, tmp_path)
    for name in ("findings.csv", "evidence.csv"):
        (held,) = {row["applicants"] for row in rows(tmp_path / name)}
        assert held == cell
        assert tuple(next(csv.reader([held], delimiter=" "), ())) == members


@pytest.mark.parametrize("text", ["=1+1", "+1 555", "-2", "@SUM(A1)", "\t=1", " =1+1", "＝1+1", NASTY])
def test_no_cell_is_a_formula(text: str) -> None:
    cell = next(csv.reader(io.StringIO(csv_bytes(("a",), [{"a": text}]).decode("utf-8-sig").split("\r\n", 1)[1])))[0]
    assert cell.startswith("'")


def test_graphml_is_read_back_with_all_edges(case, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    document, links = case
    (path,) = export_graphml(document, links, tmp_path)
    graph = nx.read_graphml(path, force_multigraph=True)
    selection = select(document, links)
    assert graph.number_of_nodes() == len(selection.nodes)
    assert graph.number_of_edges() == len(selection.edges)
    assert graph.nodes["applicant:r0"]["label"] == NASTY


def test_a_career_in_other_words_is_said_in_words(tmp_path: Path) -> None:
    document, links = invented_document(), invented_links()
    export_csv(document, links, tmp_path)
    alike = [edge for edge in rows(tmp_path / "edges.csv") if edge["type"] == "SIMILAR_CV"]
    assert [(edge["retold"], edge["facts"]) for edge in alike] == [("0.0", ""), ("61.5", RETOLD)]
    assert alike[0]["sentence"] == "83% of the text is the same"
    assert alike[1]["sentence"] == f"both tell one career in other words: {RETOLD}; 4% of the text is the same"
    (path,) = export_graphml(document, links, tmp_path)
    graph = nx.read_graphml(path, force_multigraph=True)
    said = [data for _, _, data in graph.edges(data=True) if data["type"] == "SIMILAR_CV" and data["retold"]]
    assert [(data["facts"], data["sentence"]) for data in said] == [(RETOLD, alike[1]["sentence"])]


def test_the_same_case_gives_the_same_bytes(case, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    document, links = case
    for folder in ("one", "two"):
        export_csv(document, links, tmp_path / folder)
        export_graphml(document, links, tmp_path / folder)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_one_finding_alone_with_all_values_of_its_members(case) -> None:  # type: ignore[no-untyped-def]
    document, links = case
    selection = select(document, links, document.findings[0].id)
    addresses = [node for node in selection.nodes if node["type"] == "Address"]
    assert len(addresses) == 8
    with pytest.raises(UsageError, match="no finding 'F-0'"):
        select(document, links, "F-0")


def test_a_case_without_findings_is_exported_too(case, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    document, links = case
    nothing = replace(document, findings=())
    assert len(export_csv(nothing, links, tmp_path)) == 4
    assert rows(tmp_path / "nodes.csv") == []
    assert export_graphml(nothing, links, tmp_path)


def test_a_person_facilitates_by_all_values_that_they_act_through() -> None:
    document, links = invented_document(), invented_links()
    network = document.findings[0]
    first = network.facilitator
    values = (f"payroll_account:{ACCOUNT}", f"phone:{PHONE}")
    person = replace(first, kind="person", value="name:morgan vale", values=values, rank=1)
    again = replace(first, rank=2)  # the account alone
    found = replace(document, findings=(replace(network, facilitators=(person, again)),))
    edges = [one for one in select(found, links).edges if one["type"] == "FACILITATES"]
    assert {one["source"]: one["weight"] for one in edges} == dict.fromkeys(values, 1)


def test_explain_says_for_against_and_doubt(case) -> None:  # type: ignore[no-untyped-def]
    document, _ = case
    finding, sections = explain(document, "1")
    titles = [section.title for section in sections]
    assert titles[:4] == ["For one facilitator", "Against", "Together", "Doubt"]
    weights = [line[0] for section in sections[:2] for line in section.lines]
    assert round(sum(weight for weight in weights if weight is not None), 2) == finding.score == sections[2].lines[0][0]
