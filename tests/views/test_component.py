"""The files that the browser loads are found, whichever way Linchpin was installed."""

from __future__ import annotations

import re

from graph.model.kinds import KINDS
from graph.present.pictures import picture
from graph.store.records import Edge, Node
from views.component import HERE, shown, vis_network

ASSETS = HERE / "assets"


def test_pyvis_brings_the_drawing_library() -> None:
    assert (vis_network() / "vis-network.min.js").stat().st_size > 100_000


def test_every_import_of_our_scripts_exists() -> None:
    for script in ASSETS.glob("*.js"):
        for target in re.findall(r"from '(.+?)'|import '(.+?)'", script.read_text(encoding="utf-8")):
            name = target[0] or target[1]
            found = vis_network() / name.rsplit("/", 1)[1] if "linchpin.vis" in name else ASSETS / name
            assert found.is_file(), name


def test_every_kind_has_its_own_icon() -> None:
    icons = (ASSETS / "marks.js").read_text(encoding="utf-8")

    assert [name for name in ("applicant", *KINDS) if not re.search(rf"^  {name}: '", icons, re.M)] == []


def test_nothing_that_is_drawn_turns_the_text_around_it() -> None:
    turning = "Ana\u202e gnihton"
    nodes = (
        Node("applicant:A\u202e1", "applicant", turning, turning, {"role": turning, "applied_at": "2026-03-01"}),
        Node("phone:+1", "phone", turning, turning, {"holders": 2}),
    )
    held = Edge("applicant:A\u202e1", "phone:+1", "HOLDS", {"source": f"{turning}.json", "pointer": "/a"})
    given = picture(nodes, (held,)).to_dict()
    drawn = shown(given)

    assert [node["label"] for node in drawn["nodes"]] == ["Ana gnihton"] * 2
    assert drawn["nodes"][0]["info"] == "A1\nAna gnihton\napplied 2026-03-01"
    assert drawn["edges"][0]["info"] == "Ana gnihton.json, /a"
    assert [node["id"] for node in drawn["nodes"]] == [node["id"] for node in given["nodes"]]


def test_no_script_writes_html_or_calls_out() -> None:
    for script in ASSETS.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|fetch\(|XMLHttpRequest|WebSocket", text
        ), script.name
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text), script.name
