"""Words about a picture are about what is drawn: folded values are not counted and not listed."""

from __future__ import annotations

from dataclasses import replace

from graph.present.pictures import picture
from graph.store.records import Edge, Node, Subgraph
from views import tables
from views.finding import Expanded

ADDRESS, BUILDING = "address:us|9|quay rd|4|seattle|wa|98101", "building:us|9|quay rd||seattle|wa|98101"
PEOPLE = ("applicant:A-1", "applicant:A-2")
NODES = (
    *(Node(name, "applicant", name[-3:], name[-3:], {}) for name in PEOPLE),
    Node(ADDRESS, "address", "9 Quay Rd, Unit 4", "9 Quay Rd, Unit 4", {"holders": 2}),
    Node(BUILDING, "building", "9 Quay Rd", "9 Quay Rd", {"holders": 2}),
)
HELD = tuple(Edge(name, value, "HOLDS", {}) for name in PEOPLE for value in (ADDRESS, BUILDING))
GRAPH = Subgraph(NODES, (*HELD, Edge(ADDRESS, BUILDING, "PART_OF", {})), 4, False)


def test_the_table_has_a_row_for_each_line_that_is_drawn() -> None:
    html = tables.links(picture(GRAPH.nodes, GRAPH.edges), GRAPH)

    assert html.count("<tr>") == 1 + len(PEOPLE)
    assert "Building" not in html
    assert "part of" not in html


def test_a_value_in_another_is_no_applicant() -> None:
    """With a holder of its own the building is drawn, and what is in it."""
    third = Node("applicant:A-3", "applicant", "A-3", "A-3", {})
    graph = replace(GRAPH, nodes=(*NODES, third), edges=(*GRAPH.edges, Edge(third.id, BUILDING, "HOLDS", {})))
    html = tables.links(picture(graph.nodes, graph.edges), graph)

    assert html.count("<tr>") == 1 + len(graph.edges)
    assert ">part of</td>" in html
    assert ">From</th>" in html
    assert ">Applicant</th>" not in html


def test_neighbours_are_counted_as_they_are_drawn() -> None:
    came = frozenset({ADDRESS, BUILDING})
    drawn = picture(GRAPH.nodes, GRAPH.edges)

    assert Expanded("A-1", came, came, 2).told(drawn) == (
        "A-1: 1 neighbour shown, 1 of them new; 1 more beside a finer value."
    )
    assert "of about 1,200 shown" in Expanded("A-1", came, came, 1200, truncated=True).told(drawn)
