from __future__ import annotations

from itertools import pairwise

import numpy as np

from graph.present.pictures import EDGE_LENGTH, picture, positions
from tests.views.invented import ACCOUNT, PHONE, invented_document, invented_links
from views.offline import edges_between, subgraph

NETWORK = invented_document().findings[0]


def test_the_picture_of_a_finding() -> None:
    graph = subgraph(NETWORK, invented_links(), 150)
    made = picture(graph.nodes, graph.edges, NETWORK)
    marks = {mark.id: mark for mark in made.marks}

    assert marks[f"payroll_account:{ACCOUNT}"].key
    assert not marks[f"phone:{PHONE}"].key
    assert marks["address:14 harbour st 60601 us"].more == 1  # one holder is no member
    assert not any(mark.outside for mark in made.marks)
    assert list(made.titles)[:2] == ["applicant", "payroll_account"]
    strengths = {line.id: line.strength for line in made.lines}
    assert strengths[f"applicant:A-1001|HOLDS|payroll_account:{ACCOUNT}"] == 1.0
    assert [line.source for line in made.lines if line.similar] == ["applicant:A-1001"]


def test_the_order_of_what_is_given_changes_nothing() -> None:
    graph = subgraph(NETWORK, invented_links(), 150)

    assert picture(graph.nodes[::-1], graph.edges[::-1], NETWORK) == picture(graph.nodes, graph.edges, NETWORK)


def test_a_limit_is_said_and_kept() -> None:
    graph = subgraph(NETWORK, invented_links(), 8)

    assert (len(graph.nodes), graph.total, graph.truncated) == (8, 12, True)
    assert {node.id for node in graph.nodes} >= {f"applicant:{member}" for member in NETWORK.members}


def test_links_between_any_nodes() -> None:
    names = ("applicant:A-9001", "applicant:A-1001", "address:14 harbour st 60601 us")

    found = {(edge.source, edge.target) for edge in edges_between(invented_links(), names)}

    assert found == {("applicant:A-9001", names[2]), ("applicant:A-1001", names[2])}


def test_marks_have_room() -> None:
    ids = ["hub", *(f"leaf{i}" for i in range(40))]
    places = positions(ids, [("hub", leaf) for leaf in ids[1:]])

    spots = np.array([places[name] for name in ids])
    apart = np.abs(spots[:, None] - spots[None, :])
    close = (apart[..., 0] < 44) & (apart[..., 1] < 44)  # marks are 40 pixels wide
    np.fill_diagonal(close, False)
    assert not close.any()


def test_a_wide_panel_gets_a_wide_picture() -> None:
    chain = [f"n{i}" for i in range(12)]
    places = np.array(list(positions(chain, list(pairwise(chain))).values()))

    wide, high = places.max(axis=0) - places.min(axis=0)
    assert wide > high


def test_parts_that_do_not_touch_stand_side_by_side() -> None:
    places = positions(["a", "b", "c", "d"], [("a", "b"), ("c", "d")])

    assert max(places["a"][0], places["b"][0]) + EDGE_LENGTH / 2 < min(places["c"][0], places["d"][0])


def test_nothing_gives_nothing_and_one_stands_alone() -> None:
    assert positions([], []) == {}
    assert positions(["only"], []) == {"only": (0.0, 0.0)}
