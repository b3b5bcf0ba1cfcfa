"""A graph that was loaded from another analysis: nothing is claimed from it."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from graph.store.records import Subgraph
from tests.views.invented import ANALYSIS, PHONE
from tests.views.looking import at_page, component, said
from views import data


class OpenGraph:
    """An engine that is open, with a graph in which nothing is found."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def begin(self) -> None: ...

    def ready(self) -> bool:
        return True

    def get(self) -> OpenGraph:
        return self

    def loaded_from(self) -> str:
        return self.mark

    def search(self, text: str, limit: int) -> list[dict[str, Any]]:
        return []

    def finding_graph(self, finding: str, limit: int) -> Subgraph:
        return Subgraph((), (), 0, False)


@pytest.fixture(params=["", "of an older analysis"])
def stale(app: AppTest, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(data, "engine", lambda: OpenGraph(request.param))
    return app


def search(app: AppTest, words: str) -> str:
    at_page(app, "search")
    app.text_input(key="search_words").set_value(words).run()
    assert not app.exception
    return said(app)


def test_a_search_in_a_graph_of_another_analysis_claims_nothing(stale: AppTest) -> None:
    html = search(stale, PHONE)

    assert "The graph does not hold the newest analysis. Run: linchpin load --case " in html
    assert "Not found" not in html


def test_a_search_in_the_newest_graph_does(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "engine", lambda: OpenGraph(ANALYSIS))

    html = search(app, "Example Ltd")

    assert "Not found" in html
    assert "Not searched: present employers" in html


def test_of_one_letter_it_is_not_said_that_it_was_not_found(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "engine", lambda: OpenGraph(ANALYSIS))
    html = search(app, "K")

    assert "write two or more" in html
    assert "Not found" not in html


def test_a_finding_is_drawn_from_the_files_and_says_so(stale: AppTest) -> None:
    at_page(stale, "finding", id="F-7f3a91")

    assert f"phone:{PHONE}" in {node["id"] for node in component(stale, "graph/F-7f3a91")["nodes"]}
    assert any("the graph does not hold the newest analysis" in one.value for one in stale.caption)
