"""Searching, pictures, paths and free queries, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from graph.model.errors import StoreError, UsageError
from graph.model.pointer import pointer
from graph.model.settings import Case, GraphSettings
from graph.store import Store, open_store
from graph.store.bolt import check_version
from graph.store.reading import check_reads_only
from tests.conftest import bolt_of
from tests.golden import graph as golden
from tests.graph_content import content


@pytest.fixture
def loaded(engine: tuple[Case, GraphSettings]) -> Iterator[Store]:
    with open_store(*engine) as store:
        store.load(golden.links(), golden.document())
        yield store


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("(650) 253-0000", "phone:+16502530000"),
        ("+1 650 253 0000", "phone:+16502530000"),
        ("EVE@Example.org ", "email:eve@example.org"),
        ("203.0.113.7", "ip:203.0.113.7"),
        ("email:eve@example.org", "email:eve@example.org"),
        ("A3", "applicant:A3"),
        ("applicant:A3", "applicant:A3"),
        ("C2", "cluster:C2"),
        ("novak", "applicant:A1"),
        ("elm st, me", "address:us|9|elm st"),
        ("one mailbox", "cluster:C2"),
    ],
)
def test_finds_by_any_value_name_or_id_in_any_spelling(loaded: Store, text: str, first: str) -> None:
    found = loaded.search(text, 5)

    assert found[0]["id"] == first
    assert set(found[0]) == {"id", "kind", "display", "detail", "holders", "exact", "clusters"}


def test_search_says_in_which_findings_and_keeps_the_limit(loaded: Store) -> None:
    phone = loaded.search("650 253 0000", 5)[0]
    assert (phone["clusters"], phone["exact"], phone["holders"]) == (["C1"], True, 3)
    assert loaded.search("eve", 5)[0]["clusters"] == ["C2"]
    assert len(loaded.search("e", 2)) <= 2
    assert len(loaded.search("an", 2)) <= 2
    assert loaded.search("   ", 5) == []
    assert loaded.search("nobody of this name", 5) == []
    assert loaded.search("') DETACH DELETE n //", 5) == []


def test_an_account_and_a_parcel_are_found_by_the_name_beside_them(loaded: Store) -> None:
    found = [(row["id"], row["detail"], row["clusters"]) for row in loaded.search("otto HOST", 5)]

    assert found == [
        ("address:us|9|elm st", "Postal address, for Otto Host", ["C1"]),
        ("payroll_account:us:1:77770001", "Payroll account, in the name Otto Host", ["C1"]),
    ]


@pytest.mark.parametrize("typed", ["Zoë Marr", "Zo\u200bë Marr", "\u202ezoë marr"])
def test_a_name_is_found_as_it_is_seen(engine: tuple[Case, GraphSettings], typed: str) -> None:
    links = golden.links()
    names = ["Zo\u200bë\u202e Marr" if name == "Finn Saar" else name for name in links.applicants["name"].to_pylist()]
    at = links.applicants.schema.get_field_index("name")
    with open_store(*engine) as store:
        store.load(
            replace(links, applicants=links.applicants.set_column(at, "name", pa.array(names))), golden.document()
        )
        assert [row["id"] for row in store.search(typed, 5)] == ["applicant:A6"]


def test_a_finding_is_drawn_with_its_members_and_what_they_share(loaded: Store) -> None:
    picture = loaded.finding_graph("C1")

    names = [node.id for node in picture.nodes]
    assert names[:4] == ["applicant:A1", "applicant:A2", "applicant:A3", "payroll_account:us:1:77770001"]
    assert "email:eve@example.org" not in names
    assert "address:us|1|oak st" not in names  # only one member holds it
    assert picture.total == len(names)
    assert not picture.truncated
    assert {edge.source for edge in picture.edges} | {edge.target for edge in picture.edges} <= set(names)
    lead = picture.nodes[3]
    assert (lead.kind, lead.label, lead.properties["facilitator"], lead.properties["members"]) == (
        "payroll_account",
        "us 1 …0001",
        1,
        3,
    )
    paid = [edge for edge in picture.edges if edge.kind == "PAID_TO"]
    assert [edge.source for edge in paid] == ["applicant:A1", "applicant:A2", "applicant:A3"]
    assert paid[0].properties["holder_names"] == "Otto Host"
    assert "row_hash" not in paid[0].properties


def test_a_picture_over_its_limit_says_so_and_keeps_the_facilitator(loaded: Store) -> None:
    whole = loaded.finding_graph("C1")
    small = loaded.finding_graph("C1", limit=4)

    assert small.truncated
    assert small.total == whole.total
    assert len(small.nodes) == 4
    assert "payroll_account:us:1:77770001" in [node.id for node in small.nodes]
    assert loaded.finding_graph("C1", limit=4) == small


def test_neighbours_are_counted_even_when_not_shown(loaded: Store) -> None:
    near = loaded.neighbours("applicant:A1", limit=3)
    every = loaded.neighbours("applicant:A1", limit=100)

    assert near.nodes[0].id == "applicant:A1"
    assert len(near.nodes) == 4
    assert near.truncated
    assert near.total == every.total == len(every.nodes)
    kinds = {node.kind for node in every.nodes}
    assert {"applicant", "cluster", "phone", "tax_id"} <= kinds
    assert {edge.kind for edge in loaded.neighbours("cluster:C2").edges} == {"MEMBER_OF", "FACILITATES"}
    people = loaded.neighbours("applicant:A1", limit=100, findings=False)
    assert {node.kind for node in people.nodes} == kinds - {"cluster"}
    assert people.total == len(people.nodes) < every.total
    building = loaded.neighbours("building:us|9|elm")
    assert ("address:us|9|elm st", "building:us|9|elm") in {(edge.source, edge.target) for edge in building.edges}


def test_the_way_between_two_is_the_shortest_and_not_over_public_values(loaded: Store) -> None:
    def way(left: str, right: str) -> list[str]:
        return [node.id for node in loaded.path(left, right).nodes]

    assert way("A2", "S1") == ["applicant:A2", "network:203.0.113.0/24", "applicant:S1"]
    assert way("A1", "A2")[0::2] == ["applicant:A1"] or way("A1", "A2") == ["applicant:A1", "applicant:A2"]
    assert way("applicant:A6", "S1") == [
        "applicant:A6",
        "applicant:A5",
        "reference_name:hugo vance",
        "applicant:A1",
        "ip:203.0.113.7",
        "applicant:S1",
    ]
    assert len(loaded.path("A6", "S1").edges) == 5


def test_there_may_be_no_way(store: Store) -> None:
    store.load(golden.links(), golden.document())
    bolt_of(store).write("MATCH (:Applicant {id: 'A6'})-[e:HAS_EMAIL|SIMILAR_CV]-() DELETE e")
    assert store.path("A6", "A1").nodes == ()  # the one value left to A6 is held by everybody


@pytest.mark.parametrize(
    "call", [lambda s: s.finding_graph("C9"), lambda s: s.neighbours("phone:0"), lambda s: s.path("A1", "A99")]
)
def test_what_is_not_there_is_said(loaded: Store, call: Any) -> None:
    with pytest.raises(UsageError, match="the graph has no"):
        call(loaded)


def test_a_persons_own_query_is_answered_up_to_the_limit(loaded: Store) -> None:
    table = loaded.cypher(
        "MATCH (a:Applicant) WHERE a.role = $role RETURN a.id AS id ORDER BY id", {"role": "Designer"}, 2
    )

    assert table.columns == ("id",)
    assert table.rows == ({"id": "A4"}, {"id": "A5"})
    assert table.truncated
    assert not loaded.cypher("RETURN 1 AS one").truncated
    path = loaded.cypher("MATCH p = (:Applicant {id: 'A6'})-[:HAS_EMAIL]->() RETURN p").rows[0]["p"]
    assert path["relationships"][0]["type"] == "HAS_EMAIL"


@pytest.mark.parametrize("text", ["MATCH (n RETURN n", "RETURN nothing_declared", "MATCH (n) RETURN $missing"])
def test_a_wrong_query_is_the_persons_matter(loaded: Store, text: str) -> None:
    with pytest.raises((UsageError, StoreError)) as caught:
        loaded.cypher(text)
    assert "\n" not in str(caught.value)


WRITING = [
    "CREATE (n:Applicant {id: 'new'})",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Applicant) SET n.name = 'x' RETURN n",
    "match (n) remove n.name return n",
    "MERGE (n:X) RETURN n",
    "MATCH (n) CALL (n) { SET n.x = 1 } RETURN n",
    "CALL db.labels()",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "FOREACH (x IN [1] | CREATE (:X))",
    "MATCH (n) /* c */ DELETE /* d */ n",
]


@pytest.mark.parametrize("text", WRITING)
def test_writing_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not allowed"):
        check_reads_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n {name: 'CREATE'}) RETURN n // DELETE nothing",
        "MATCH (n:`Set`) WHERE n.create = 1 RETURN n.delete AS `remove`",
        'RETURN "DETACH DELETE" AS text, $set AS other',
        "MATCH (n) CALL (n) { RETURN 1 AS one } RETURN one",
        "MATCH (n) WHERE n.offset > 1 RETURN collect(n.reset) AS created",
    ],
)
def test_a_word_in_a_text_a_comment_or_a_name_does_not_count(text: str) -> None:
    check_reads_only(text)


@pytest.mark.parametrize("text", WRITING[:5])
def test_nothing_is_written_even_past_the_first_look(loaded: Store, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    before = content(loaded)
    monkeypatch.setattr("graph.store.store.check_reads_only", lambda text: None)
    with suppress(StoreError, UsageError):
        loaded.cypher(text)
    assert content(loaded) == before


@pytest.mark.parametrize(
    ("agent", "message"),
    [("Neo4j/4.4.40", "needs Neo4j 5.26 or newer"), ("Neo4j/5.25.1", "needs Neo4j 5.26"), ("Other/1.0", "Other/1.0")],
)
def test_an_engine_too_old_is_named_with_what_is_needed(agent: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        check_version(agent, "neo4j://old")


@pytest.mark.parametrize("agent", ["Neo4j/5.26.0", "Neo4j/5.26.30", "Neo4j/5.27-aura", "Neo4j/2026.08.1"])
def test_newer_engines_are_taken(agent: str) -> None:
    check_version(agent, "neo4j://new")


@pytest.mark.parametrize(
    ("row", "path", "words"),
    [
        (None, "/0/phones/1/value", "/0/phones/1/value"),
        (12, "phone", "row 12, column phone"),
        (3, "/client/ipAddress", "line 3, /client/ipAddress"),
        (4, "chars 120-140", "row 4, chars 120-140"),
        (5, "", "row 5"),
        (None, None, ""),
    ],
)
def test_a_place_is_said_in_words(row: int | None, path: str | None, words: str) -> None:
    assert pointer(row, path) == words
