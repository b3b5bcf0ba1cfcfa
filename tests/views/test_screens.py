"""What the screens say, without a browser."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.analyse.report.elsewhere import ELSEWHERE
from graph.model.errors import LinchpinError
from graph.model.settings import Case
from tests.views.conftest import on_case
from tests.views.invented import ATTACK, FILE, PHONE, invented_document, invented_links
from tests.views.looking import at_page, component, said
from views import data, guard, offline, tables
from views.evidence import Selection, panel, place_of


def test_start_page_ranks_the_findings_with_the_population(app: AppTest) -> None:
    app.run()

    assert not app.exception
    rows = component(app, "findings")["rows"]
    assert [row["id"] for row in rows] == [one.id for one in invented_document().findings]
    assert [row["score"] for row in rows] == ["30.30", "5.20", "1.50"]
    assert rows[0]["share"] == 1.0
    assert "<b>6 of 3,400</b> applicants" in " ".join(said(app).split())


def test_type_filter_keeps_one_type(app: AppTest) -> None:
    app.query_params["type"] = "hub"
    app.run()

    assert [row["type"]["text"] for row in component(app, "findings")["rows"]] == ["hub"]


def test_parts_add_up_to_the_score_that_is_shown(app: AppTest) -> None:
    at_page(app, "finding", id="F-7f3a91")

    html = said(app)
    assert "+32.60 for, −2.30 against" in html
    assert "= 30.30 bits" in html
    assert [f'"weight">{one}<' in html for one in ("+14.20", "+8.10", "+6.40", "+3.90", "−2.30")] == [True] * 5
    assert "household" in html
    assert "Ask who owns the account." in html


def test_other_findings_of_some_of_its_persons_are_there_to_open(app: AppTest, invented_case: Case) -> None:
    """Those that its relations name, whoever else is in them."""
    file = invented_case.findings / (invented_case.findings / "current").read_text().strip() / "findings.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    network, hub, explained = document["findings"]
    told = {"kind": ELSEWHERE, "sentence": "One is also there.", "applicants": network["members"][:1], "sources": []}
    network["relations"] = [told | {"finding": explained["id"]}]
    file.write_text(json.dumps(document), encoding="utf-8")

    at_page(app, "finding", id=network["id"])
    assert not app.exception
    assert any("Some of them are in 1 other finding too" in one.value for one in app.caption)
    assert f"{explained['id']} (explained)" in [one.label for one in app.button]
    html = said(app)
    assert html.index("Who of them is in another finding too") < html.index("One is also there.")
    assert "Who referred" not in html

    at_page(app, "finding", id=hub["id"])
    assert not any("other finding" in one.value for one in app.caption)


def test_what_the_score_means_is_what_the_method_says(app: AppTest) -> None:
    html = " ".join(said(app.run()).split())

    assert "facilitator, against the best innocent explanation" in html
    assert "chance" not in html


def test_a_chosen_value_shows_its_own_evidence_only(app: AppTest, invented_case: Case) -> None:
    rev = f"{(invented_case.findings / 'current').read_text().strip()}/F-7f3a91"
    app.session_state["graph/F-7f3a91"] = {"selection": {"nodes": [f"phone:{PHONE}"], "edges": [], "rev": rev}}
    at_page(app, "finding", id="F-7f3a91")

    html = said(app)
    assert "Four applications give one phone number." in html
    assert "Two persons use the same laptop." not in html
    assert "Marta Lindqvist, Tomás Oliveira, Jonas Weiss, Jonas Weiß" in html
    assert "8.10 bits" in html


def test_a_selection_of_another_graph_does_not_count(app: AppTest) -> None:
    app.session_state["graph/F-7f3a91"] = {"selection": {"nodes": [f"phone:{PHONE}"], "edges": [], "rev": "elsewhere"}}
    at_page(app, "finding", id="F-7f3a91")

    assert "Two persons use the same laptop." in said(app)


def test_places_of_values_are_those_that_sources_name(invented_case: Case) -> None:
    evidence = invented_document().findings[0].evidence[1]

    places = offline.places(invented_links(), {f"phone:{PHONE}", "phone:nobody"})

    assert places == {f"phone:{PHONE}": frozenset(place_of(source) for source in evidence.sources)}


def test_without_a_graph_engine_the_picture_comes_from_the_files(app: AppTest) -> None:
    app.run()
    with pytest.raises(LinchpinError):
        data.engine().get()
    at_page(app, "finding", id="F-7f3a91")

    picture = component(app, "graph/F-7f3a91")
    assert {node["id"] for node in picture["nodes"]} >= {"applicant:A-1001", f"phone:{PHONE}"}
    assert f">{FILE}, /A-1001/phone</td>" in said(app)  # where it stands, as the graph engine tells it
    assert any("Drawn from the files of the case" in one.value for one in app.caption)


def test_names_are_escaped_in_html(app: AppTest) -> None:
    at_page(app, "finding", id="F-7f3a91")

    assert ATTACK not in said(app)
    assert "&lt;img src=x" in said(app)


def test_an_unknown_finding_says_so(app: AppTest) -> None:
    at_page(app, "finding", id="F-nothing")

    assert "No such finding" in said(app)


def test_an_address_without_a_finding_is_no_dead_link(app: AppTest) -> None:
    html = said(at_page(app, "finding"))

    assert "Which finding?" in html
    assert "3 findings" in html
    assert "No such finding" not in html


def test_a_case_without_findings_is_no_dead_link(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = replace(invented_document(), findings=(), population={"applicants": 1, "sources": 1})
    monkeypatch.setattr(data, "document", lambda: empty)

    html = said(app.run())
    about = " ".join(said(at_page(app, "about")).split())

    assert "No finding</h2>" in html
    assert "Among 1 applicant there" in html
    assert "<b>0 of 1</b> applicant in networks" in " ".join(html.split())
    assert "<b>1</b><span>source file</span>" in about
    assert "<b>0</b><span>findings</span>" in about


def test_a_long_table_says_how_much_of_it_is_shown() -> None:
    html = tables.table("Sources", ("File",), [(str(number),) for number in range(2009)])

    assert "500 of 2,009 shown." in html

    rest = tables.table("Sources", ("File",), [(str(number),) for number in range(2009)], "the rest stands elsewhere")
    assert "500 of 2,009 shown; the rest stands elsewhere." in rest


def test_nothing_for_it_is_said_in_words() -> None:
    """As of an explained group whose every part speaks against it."""
    one = invented_document().findings[2]
    html = guard.page("evidence.html", **panel(replace(one, evidence=()), {}, Selection()))

    assert "Nothing weighs for one facilitator here." in html
    assert "Nothing weighs" not in guard.page("evidence.html", **panel(one, {}, Selection()))


@pytest.mark.parametrize(
    ("what", "shown"), [("bolt://127.0.0.1:9: refused.", "<p>bolt://127"), ("no case was named.", "<p>No case")]
)
def test_what_is_wrong_begins_as_a_sentence_and_an_address_as_it_is(what: str, shown: str) -> None:
    assert shown in guard.page("trouble.html", what=what)


def test_heads_of_the_links_say_what_stands_below_them(app: AppTest) -> None:
    """With alike CVs among the links; without, only dates and places stand there."""
    assert ">First seen, or how alike</th>" in said(at_page(app, "finding", id="F-7f3a91"))
    assert ">First seen</th>" in said(at_page(app, "finding", id="F-0a5e55"))


def test_without_a_case_it_tells_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = on_case(tmp_path, monkeypatch).run()

    assert not app.exception
    assert "linchpin demo" in said(app)
    assert "this folder is not a case" in said(app)


def test_search_without_an_engine_says_what_is_wrong(app: AppTest) -> None:
    at_page(app, "search")
    app.text_input(key="search_words").set_value("+44 20 7946 0958").run()

    assert not app.exception
    assert "The graph cannot be used now" in said(app)


def test_about_names_sources_and_limits(app: AppTest) -> None:
    at_page(app, "about")

    assert not app.exception
    assert "greenhouse/candidates.json" in said(app)
    assert "Nationality" in said(app)
