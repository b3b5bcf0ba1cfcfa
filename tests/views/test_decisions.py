"""What analysts decided, and that findings are older than it, stands on the screens."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from graph.model.settings import Case
from ingest import decided
from tests.views.invented import PHONE
from tests.views.looking import at_page, component, said

STALE = "Facts, decisions or rules are newer than these findings: run linchpin analyse"
SCREENS = [("findings", {}), ("finding", {"id": "F-7f3a91"}), ("about", {})]


@pytest.mark.parametrize(("path", "query"), SCREENS)
def test_findings_of_today_say_nothing_of_their_age(app: AppTest, path: str, query: dict[str, str]) -> None:
    assert STALE not in said(at_page(app, path, **query))


@pytest.mark.parametrize(("path", "query"), SCREENS)
def test_a_decision_that_counts_makes_findings_old(
    app: AppTest, invented_case: Case, path: str, query: dict[str, str]
) -> None:
    decided.decide(invented_case, "innocent_value", [f"phone:{PHONE}"], by="Ada")

    assert STALE in said(at_page(app, path, **query))


def test_a_new_run_makes_findings_old(app: AppTest, invented_case: Case) -> None:
    (invented_case.facts / "run-2").mkdir()
    (invented_case.facts / "run-2" / "manifest.json").write_text("{}")

    assert STALE in said(at_page(app, "findings"))


def test_about_lists_decisions_and_which_count(app: AppTest, invented_case: Case) -> None:
    first = decided.decide(invented_case, "innocent_value", [f"phone:{PHONE}"], by="Ada", note="reception desk")
    decided.decide(invented_case, "withdrawn", [first.id], by="Bea")

    html = said(at_page(app, "about"))

    assert "reception desk" in html
    assert f"decision:{first.id}" in html
    assert html.count(">no</td>") == 2


def test_a_damaged_chain_is_said(app: AppTest, invented_case: Case) -> None:
    decided.file_of(invented_case).write_text("{}\n")

    assert "this line is no decision" in said(at_page(app, "about"))


@pytest.mark.parametrize(
    ("verdict", "about", "node", "told"),
    [
        ("innocent_value", (f"phone:{PHONE}",), f"phone:{PHONE}", "Declared innocent"),
        ("note", ("A-1001",), "applicant:A-1001", "Note"),
        ("not_linked", ("A-1001", "A-1002"), "applicant:A-1001", "Declared never to be linked"),
    ],
)
def test_the_panel_says_what_was_decided(
    app: AppTest, invented_case: Case, verdict: str, about: tuple[str, ...], node: str, told: str
) -> None:
    decided.decide(invented_case, verdict, about, by="Ada", note="asked them")
    rev = f"{(invented_case.findings / 'current').read_text().strip()}/F-7f3a91"
    app.session_state["graph/F-7f3a91"] = {"selection": {"nodes": [node], "edges": [], "rev": rev}}

    html = said(at_page(app, "finding", id="F-7f3a91"))

    assert f"<dt>{told}</dt>" in html
    assert "by Ada" in html
    assert "asked them" in html


def test_the_picture_says_that_a_value_is_declared_innocent(app: AppTest, invented_case: Case) -> None:
    one = decided.decide(invented_case, "innocent_value", [f"phone:{PHONE}"], by="Ada")
    at_page(app, "finding", id="F-7f3a91")
    told = {node["id"]: node["info"] for node in component(app, "graph/F-7f3a91")["nodes"]}
    assert [name for name, info in told.items() if "declared innocent" in info] == [f"phone:{PHONE}"]

    decided.decide(invented_case, "withdrawn", [one.id], by="Bea")
    at_page(app, "finding", id="F-7f3a91")
    assert not any("declared innocent" in node["info"] for node in component(app, "graph/F-7f3a91")["nodes"])


def test_what_to_run_names_the_case(app: AppTest, invented_case: Case) -> None:
    decided.decide(invented_case, "innocent_value", [f"phone:{PHONE}"], by="Ada")

    assert f"run linchpin analyse --case {invented_case.folder}" in said(at_page(app, "findings"))
