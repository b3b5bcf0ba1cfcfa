"""Looking at a page without a browser."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash


def said(app: AppTest) -> str:
    """All HTML of the page."""
    return "\n".join(str(one.proto.body) for one in app.get("html"))


def component(app: AppTest, key: str) -> dict[str, Any]:
    """What a component was given to show."""
    proto = app.get_by_key(key).proto
    found: dict[str, Any] = json.loads(proto.json or proto.mixed.json)
    return found


def at_page(app: AppTest, path: str, **query: str) -> AppTest:
    """The page of that address, as a visitor comes to it. (AppTest itself only switches to pages that are files.)"""
    app.run()
    app._page_hash = calc_hash(path)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app
