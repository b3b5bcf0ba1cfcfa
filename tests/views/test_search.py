"""Searching, with a graph that answers what the test says."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from graph.store.records import Node, Subgraph
from tests.views.invented import ANALYSIS, PHONE, invented_document
from tests.views.looking import at_page, component, said
from tests.views.test_stale_graph import OpenGraph
from views import address, data, search

FINDINGS = [one.id for one in invented_document().findings]
NAME = f"phone:{PHONE}"
HIT = {"id": NAME, "kind": "phone", "display": PHONE, "detail": "Phone", "holders": 4, "clusters": FINDINGS}


class Answering(OpenGraph):
    """One value, which stands in all findings."""

    def search(self, text: str, limit: int) -> list[dict[str, object]]:
        return [HIT]

    def neighbours(self, name: str, limit: int, *, findings: bool) -> Subgraph:
        return Subgraph((Node(NAME, "phone", PHONE, PHONE, {"holders": 4}),), (), 1, False)


@pytest.fixture
def answering(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    graph = Answering(ANALYSIS)
    monkeypatch.setattr(data, "engine", lambda: graph)
    monkeypatch.setattr(search, "FINDINGS", 2)
    return app


def test_findings_that_are_left_out_are_counted_and_shown_when_asked(answering: AppTest) -> None:
    at_page(answering, "search")
    answering.text_input(key=search.WORDS).set_value(PHONE).run()

    assert [row["id"] for row in component(answering, "touched")["rows"]] == FINDINGS[:2]
    assert "2 of 3 findings shown" in [one.value for one in answering.text]

    answering.button(key="touched_all").click().run()

    assert not answering.exception
    assert [row["id"] for row in component(answering, "touched")["rows"]] == FINDINGS
    assert answering.text == []


def test_the_address_keeps_a_mark_of_the_words_and_never_the_words(answering: AppTest) -> None:
    at_page(answering, "search")
    answering.text_input(key=search.WORDS).set_value(PHONE).run()
    mark = str(answering.query_params["q"])

    assert PHONE.strip("+") not in mark
    assert address.words_of(mark) == PHONE

    answering.text_input(key=search.WORDS).set_value("").run()
    assert "q" not in answering.query_params
    assert "Any value finds its holders" in said(answering)


def test_the_address_keeps_which_hit_was_opened(answering: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    other = {**HIT, "id": "applicant:A-1001", "kind": "applicant", "display": "Marta Lindqvist"}
    monkeypatch.setattr(Answering, "search", lambda self, text, limit: [HIT, other])
    words, hit = address.mark_of("lindqvist"), address.mark_of("applicant:A-1001")
    at_page(answering, "search", q=words, hit=hit)

    assert component(answering, "hits")["chosen"] == "applicant:A-1001"
    assert "A-1001" not in hit

    monkeypatch.setattr(Answering, "search", lambda self, text, limit: [HIT])
    answering.text_input(key=search.WORDS).set_value(PHONE).run()
    assert component(answering, "hits")["chosen"] == NAME
    assert "hit" not in answering.query_params


def test_the_menu_of_the_picture_offers_only_what_is_answered_here(answering: AppTest) -> None:
    at_page(answering, "search", q=address.mark_of(PHONE))

    assert component(answering, "search_graph")["why"] is False


def test_an_unknown_mark_is_an_empty_search(answering: AppTest) -> None:
    at_page(answering, "search", q="000000000000")

    assert not answering.exception
    assert "Any value finds its holders" in said(answering)
