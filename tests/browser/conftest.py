"""Chromium once, and the app once on the invented case, its graph loaded into the embedded engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from graph.model.settings import GraphSettings
from ingest import pipeline
from tests.browser.harness import Visit, browser, chromium, clean, server, under_ci, visit
from tests.views.invented import make_case


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    if chromium() is None:
        if under_ci():
            pytest.fail("Chromium is missing; here nothing may be skipped")
        pytest.skip("Chromium is not installed")
    with browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the running app."""
    folder = tmp_path_factory.mktemp("app")
    case = make_case(folder / "case")
    pipeline.load(case, GraphSettings())
    with server(case.folder, folder / "server.log") as address:
        yield address


@pytest.fixture
def there(chrome: Browser, home: str) -> Iterator[Visit]:
    """A visitor; at the end, nothing may have gone wrong."""
    with visit(chrome, home) as opened:
        yield opened
        clean(opened)
