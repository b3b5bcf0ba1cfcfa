"""The parts of a score add up to it wherever it is shown: JSON, terminal, CSV, GraphML, the graph's rows, the app's panel."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from pathlib import Path

import networkx as nx
import pytest

from graph.analyse import analyse
from graph.model.findings import Document
from graph.model.links import Links
from graph.present.explain import explain
from graph.present.export import export_csv, export_graphml
from graph.present.listing import show_explanation, show_findings
from graph.store.rows import finding_rows
from tests.graph.analyse.crowds import agency, couple, dormitory, family, laid_off
from tests.graph.analyse.world import World, ring
from views.evidence import Selection, panel


@pytest.fixture(scope="module")
def case() -> tuple[Document, Links]:
    world = World()
    world.strangers(120)
    for crowd in (ring, family, couple, agency, laid_off, dormitory):
        crowd(world)
    links = world.build()
    document = analyse(links)
    assert {finding.type for finding in document.findings} == {"network", "hub", "explained"}
    return document, links


def test_in_the_document_for_programs(case: tuple[Document, Links]) -> None:
    for finding in json.loads(json.dumps(case[0].to_dict()))["findings"]:
        parts = [*finding["evidence"], *finding["counter_evidence"]]
        assert round(sum(part["weight"] for part in parts), 2) == finding["score"]


def test_on_the_terminal(case: tuple[Document, Links], capsys: pytest.CaptureFixture[str]) -> None:
    document = case[0]
    show_findings(document, 100)
    listed = capsys.readouterr().out
    for finding in document.findings:
        show_explanation(document, finding.id, everything=True)
        text = capsys.readouterr().out
        body, together = text.split("\nTogether\n")
        shown = [float(weight) for weight in re.findall(r"^ +([+-]\d+\.\d\d)  ", body, re.MULTILINE)]
        total = re.match(r" +([+-]\d+\.\d\d) ", together)
        assert total is not None
        assert round(sum(shown), 2) == float(total.group(1)) == finding.score
        assert f"score {finding.score:.2f} bits" in body
        assert re.search(rf"{finding.id} .* {re.escape(f'{finding.score:.2f}')} ", listed)


def test_in_the_sections_of_an_explanation(case: tuple[Document, Links]) -> None:
    for finding in case[0].findings:
        sections = {section.title: section.lines for section in explain(case[0], finding.id)[1]}
        shown = [weight for title in ("For one facilitator", "Against") for weight, _, _ in sections[title]]
        assert round(sum(weight or 0 for weight in shown), 2) == finding.score == sections["Together"][0][0]


def test_in_the_tables(case: tuple[Document, Links], tmp_path: Path) -> None:
    document, links = case
    export_csv(document, links, tmp_path)
    parts: dict[str, dict[tuple[str, str, str, str], float]] = defaultdict(dict)
    for row in rows(tmp_path / "evidence.csv"):  # one row for each place of a part
        part = (row["side"], row["kind"], row["sentence"], row["applicants"])
        parts[row["finding"]][part] = float(row["weight"])
    scores = {row["id"]: float(row["score"]) for row in rows(tmp_path / "findings.csv")}
    assert scores == {finding.id: finding.score for finding in document.findings}
    assert {id_: round(sum(found.values()), 2) for id_, found in parts.items()} == scores


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_in_graphml_and_in_the_graph(case: tuple[Document, Links], tmp_path: Path) -> None:
    document, links = case
    (path,) = export_graphml(document, links, tmp_path)
    drawn = nx.read_graphml(path, force_multigraph=True).nodes(data=True)
    wanted = {finding.id: finding.score for finding in document.findings}
    assert {node["key"]: node["score"] for _, node in drawn if node["type"] == "Cluster"} == wanted
    clusters = next(one for one in finding_rows(links, document) if one.title == "Cluster")
    place = 1 + clusters.names.index("score")  # the id stands before the properties
    assert {row[0]: row[place] for row in clusters.rows()} == wanted


def test_in_the_app(case: tuple[Document, Links]) -> None:
    for finding in case[0].findings:
        shown = panel(finding, {}, Selection())
        totals = {name: float(text.replace("−", "-")) for name, text in shown["totals"].items()}
        assert totals["sum"] == totals["score"] == finding.score
        assert round(totals["for"] + totals["against"], 2) == finding.score
        cards = [float(card["weight"].replace("−", "-")) for card in (*shown["evidence"], *shown["counter"])]
        assert sum(cards) == pytest.approx(
            finding.score, abs=0.05 * len(cards) + 0.005
        )  # each is shown with one decimal


def test_a_pair_of_the_links_is_the_sum_of_its_families(case: tuple[Document, Links]) -> None:
    """Two agency workers: the office telephone, the office address, a copied passage; the line falls into the address' family."""
    weights = {(link.left, link.right): link for link in case[0].links}
    link = weights[("g0", "g1")]
    assert link.families == ("contact", "location", "text")
    assert link.weight == pytest.approx(9 - 2.17 + 8 - 2.17 + 2.5, abs=0.02)  # nine holders: log2(4.5) = 2.17 bits less
