from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.model.errors import LinchpinError, StoreError
from graph.model.settings import GraphSettings
from graph.store import Store, open_store
from tests.views.invented import make_case
from views import engine
from views.engine import Engine


@contextmanager
def broken() -> Iterator[Store]:
    raise RuntimeError("no room")
    yield


def test_a_graph_that_cannot_be_opened_raises_each_time_but_is_not_tried_each_time(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case")
    tried = []

    def opener() -> object:
        tried.append(1)
        return open_store(case, GraphSettings(uri="bolt://127.0.0.1:1"))

    made = Engine(opener)  # type: ignore[arg-type]
    for _ in range(3):
        with pytest.raises(StoreError):
            made.get()

    assert len(tried) == 1


def test_after_a_while_it_is_tried_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def opener() -> object:
        tried.append(1)
        return broken()

    made = Engine(opener)  # type: ignore[arg-type]
    with pytest.raises(LinchpinError, match="no room"):
        made.get()
    monkeypatch.setattr(engine, "RETRY_SECONDS", -1.0)
    with pytest.raises(LinchpinError, match="no room"):
        made.get()

    assert len(tried) == 2
