"""Our two components: the identity graph and the list that opens what is clicked.

The graph is drawn by the vis-network file that the installed pyvis brings; this is the one file that knows pyvis. Its
HTML is never used: it calls other hosts, runs scripts that stand in titles and drops parallel links.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from graph.model.errors import LinchpinError
from views import guard

HERE = Path(__file__).resolve().parent
GRAPH, ROWS = "linchpin.graph", "linchpin.rows"

Callback = Callable[[], None]


def _nothing() -> None:
    """A component tells its state only to those who listen."""


def vis_network() -> Path:
    """The folder inside the installed pyvis that holds `vis-network.min.js`. Raises LinchpinError without it."""
    package = importlib.util.find_spec("pyvis")  # found, not imported: importing it would load IPython when present
    for place in (package.submodule_search_locations or []) if package else []:
        folders = sorted(Path(place).resolve().glob("lib/vis-9.*/vis-network.min.js"))
        if folders:
            return folders[-1].parent
    raise LinchpinError(
        "pyvis brings no vis-network file.", where="pyvis", remedy="Run: pip install --force-reinstall pyvis"
    )


def _register() -> None:
    """Declare where the components' files are, once per server.

    Streamlit finds such declarations by itself only in a distribution whose package has the distribution's own name;
    ours has several packages, and an editable install lists no files. So it is said here, the same for both.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(GRAPH) is not None:
        return
    own = [ComponentConfig(name=name, asset_dir="assets") for name in ("graph", "rows")]
    manager.register_from_manifest(ComponentManifest(name="linchpin", version="1", components=own), HERE)
    vis = vis_network()
    theirs = [ComponentConfig(name="vis", asset_dir=vis.name)]
    manager.register_from_manifest(ComponentManifest(name="linchpin", version="1", components=theirs), vis.parent)


def shown(picture: dict[str, Any]) -> dict[str, Any]:
    """The picture with every text that is drawn made safe to show; ids stay as they are, they are never drawn."""
    safe = {part: [_safe(one) for one in picture[part]] for part in ("nodes", "edges")}
    return {**picture, **safe, "titles": {kind: guard.plain(title) for kind, title in picture["titles"].items()}}


def _safe(one: dict[str, Any]) -> dict[str, Any]:
    """A node or an edge; what is said of it keeps its lines."""
    heads: dict[str, Any] = {name: guard.plain(one[name]) for name in ("label", "title") if name in one}
    return {**one, **heads, "info": "\n".join(map(guard.plain, one["info"].split("\n")))}


def identity_graph(
    picture: dict[str, Any],
    *,
    key: str,
    rev: str,
    status: str,
    name: str,
    height: int,
    why: bool = True,
    on_selection: Callback = _nothing,
    on_action: Callback = _nothing,
) -> Any:
    """Draw `picture` (graph.present.pictures.Picture.to_dict), its texts made safe to show.

    Another `rev` is another graph: positions and selection begin anew; with the same one, what is drawn stays where it
    is. why: the page tells of what is chosen, and the menu offers that. The result has `.selection` ({nodes, edges, rev})
    and `.action` ({type: "expand", id, rev}) for one run.
    """
    _register()
    mount = st.components.v2.component(GRAPH, js="graph.js", css="graph.css")
    data = {**shown(picture), "rev": rev, "status": status, "name": name, "height": height, "why": why}
    return mount(key=key, data=data, on_selection_change=on_selection, on_action_change=on_action)


COLUMNS = {"findings": ["Rank", "Score, bits", "Finding", "Evidence of", "Persons"], "hits": []}


def rows(items: list[dict[str, Any]], *, key: str, kind: str, chosen: str = "", on_open: Callback = _nothing) -> Any:
    """A list of buttons. One with an address goes there; of another the result's `.open` is the id, for one run.

    item: id, href (an address of the app, or ""), rank or mark {kind, family}, score (text or None), share (0 to 1), title,
    type {text, tone} or None, line, chips [{text, tone}], side, spoken (for a screen reader). kind "findings" or "hits"
    chooses the columns.
    """
    _register()
    mount = st.components.v2.component(ROWS, js="rows.js", css="rows.css")
    return mount(
        key=key, data={"rows": items, "kind": kind, "columns": COLUMNS[kind], "chosen": chosen}, on_open_change=on_open
    )
