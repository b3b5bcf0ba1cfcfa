from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from graph.present.pictures import EDGE_LENGTH, picture, positions
from graph.store.records import Edge, Node
from tests.views.invented import ACCOUNT, PHONE, RETOLD, invented_document, invented_links
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
    alike = {line.source: line for line in made.lines if line.similar}
    assert alike["applicant:A-1001"].title == "Similar CV"
    assert alike["applicant:A-1001"].info == "83% of the text is the same"
    retold = alike["applicant:A-1002"]
    assert retold.title == "One career in other words"
    assert RETOLD in retold.info
    assert retold.strength == 0.6


def twins(*, outsider: bool = False) -> tuple[list[Node], list[Edge]]:
    """Two applicants at one IP address and so in one network; with an outsider who is in the network alone."""
    people = ["applicant:a", "applicant:b", *(["applicant:c"] if outsider else [])]
    nodes = [Node(name, "applicant", name, name) for name in people]
    nodes.append(Node("ip:198.51.7.9", "ip", "198.51.7.9", "", {"holders": 2}))
    nodes.append(Node("network:198.51.7.0/24", "network", "198.51.7.0/24", "", {"holders": 9}))
    edges = [Edge(name, "network:198.51.7.0/24", "IN_NETWORK") for name in people]
    edges += [Edge(name, "ip:198.51.7.9", "USED_IP") for name in people[:2]]
    edges.append(Edge("ip:198.51.7.9", "network:198.51.7.0/24", "PART_OF"))
    return nodes, edges


def test_a_coarser_value_with_the_same_holders_is_a_remark_of_its_finer_one() -> None:
    nodes, edges = twins()
    made = picture(nodes, edges)
    assert [mark.id for mark in made.marks] == ["applicant:a", "applicant:b", "ip:198.51.7.9"]
    assert made.marks[-1].info.splitlines()[-1] == "IP network 198.51.7.0/24, held by 9 applicants in all"
    assert {line.target for line in made.lines} == {"ip:198.51.7.9"}
    assert "network" not in made.titles


def test_a_coarser_value_that_ties_more_people_stays() -> None:
    nodes, edges = twins(outsider=True)
    assert "network:198.51.7.0/24" in {mark.id for mark in picture(nodes, edges).marks}


def test_the_node_that_was_asked_for_stays() -> None:
    nodes, edges = twins()
    made = picture(nodes, edges, keep="network:198.51.7.0/24")
    assert "network:198.51.7.0/24" in {mark.id for mark in made.marks}


def test_a_folded_facilitator_marks_its_finer_value() -> None:
    nodes, edges = twins()
    lead = replace(NETWORK.facilitator, kind="network", value="198.51.7.0/24", display="198.51.7.0/24")
    made = picture(nodes, edges, replace(NETWORK, facilitator=lead))
    assert made.marks[-1].key


def test_all_values_that_a_person_acts_through_are_marked() -> None:
    graph = subgraph(NETWORK, invented_links(), 150)
    values = (f"phone:{PHONE}", "address:14 harbour st 60601 us")
    person = replace(NETWORK.facilitator, kind="person", value="name:morgan vale", display="Morgan Vale", values=values)
    made = picture(graph.nodes, graph.edges, replace(NETWORK, facilitator=person))
    assert {mark.id for mark in made.marks if mark.key} == {*values}


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


@pytest.mark.parametrize("count", [5, 8, 25, 59])
def test_neighbours_of_one_node_have_angles_of_their_own(count: int) -> None:
    """Two on one ray would look like a chain."""
    names = [f"v{i:02}" for i in range(count)]
    places = positions(["middle", *names], [("middle", name) for name in names])
    x, y = places["middle"]
    angles = sorted(math.atan2(places[name][1] - y, places[name][0] - x) for name in names)
    gaps = [after - before for before, after in pairwise([*angles, angles[0] + 2 * math.pi])]

    assert min(gaps) > math.pi / count / 2


def test_parts_that_do_not_touch_stand_side_by_side() -> None:
    places = positions(["a", "b", "c", "d"], [("a", "b"), ("c", "d")])

    assert max(places["a"][0], places["b"][0]) + EDGE_LENGTH / 2 < min(places["c"][0], places["d"][0])


def test_nothing_gives_nothing_and_one_stands_alone() -> None:
    assert positions([], []) == {}
    assert positions(["only"], []) == {"only": (0.0, 0.0)}
