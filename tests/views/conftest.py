"""The invented case, and the app on it without a graph engine: logic needs none."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from graph.model.settings import Case
from tests.views.invented import make_case

MAIN = Path(__file__).resolve().parents[2] / "views" / "main.py"


@pytest.fixture
def invented_case(tmp_path: Path) -> Case:
    return make_case(tmp_path / "case")


@pytest.fixture
def app(invented_case: Case, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app on the invented case. Nothing listens on port 1, so that there is no graph."""
    return on_case(invented_case.folder, monkeypatch)


def on_case(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app on any folder."""
    monkeypatch.setenv("LINCHPIN_CASE", str(folder))
    monkeypatch.setenv("LINCHPIN_NEO4J_URI", "bolt://127.0.0.1:1")
    st.cache_resource.clear()
    return AppTest.from_file(str(MAIN), default_timeout=120)
