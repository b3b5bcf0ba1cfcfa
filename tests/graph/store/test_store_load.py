"""Loading a case into the graph, on both engines: whole, again, changed, with decisions, cut off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model.decisions import Decision
from graph.model.kinds import KINDS
from graph.model.links import Links
from graph.store import Store, load
from graph.store.bolt import Bolt
from tests.conftest import bolt_of
from tests.golden import graph as golden
from tests.graph_content import content


def test_every_value_that_a_candidate_acts_through_facilitates(store: Store) -> None:
    """Of one that two candidates act through the first counts; a name that is nothing in the graph is no edge."""
    document = golden.document(("C1",))
    account, phone = document.findings[0].facilitators
    both = ("payroll_account:us:1:77770001", "address:us|9|elm st")
    person = replace(account, kind="person", value="name:morgan vale", values=both)
    found = (person, replace(account, rank=2), replace(phone, rank=3))
    store.load(golden.links(), replace(document, findings=(replace(document.findings[0], facilitators=found),)))
    rows = bolt_of(store).read(
        "MATCH (n)-[f:FACILITATES]->(:Cluster {id: 'C1'}) RETURN n.key AS key, f.rank AS rank ORDER BY rank, key"
    )
    assert [(row["key"], row["rank"]) for row in rows] == [
        *sorted((name, 1) for name in both),
        ("phone:+16502530000", 3),
    ]


def decide(store: Store, match: str, id: str = "D1") -> None:
    bolt_of(store).write(
        f"MATCH {match} CREATE (:Decision {{id: $id, verdict: 'innocent_value', by: 'ann', at: '2025-06-01T00:00:00Z', "
        "note: 'a real landlord', hash: 'h1', previous_hash: ''})-[:ABOUT]->(n)",
        {"id": id},
    )


def test_loads_every_row_with_its_provenance(store: Store) -> None:
    report = store.load(golden.links(), golden.document())

    assert (report.created, report.updated, report.removed) == (report.nodes + report.edges, 0, 0)
    status = store.status()
    assert status["nodes"] == {"Applicant": 7, "Identifier": 17, "Cluster": 2, "Decision": 0}
    assert status["edges"]["HAS_PHONE"] == 4
    assert status["edges"]["FACILITATES"] == 3
    assert status["load"]["state"] == "complete"
    held = bolt_of(store).read(
        "MATCH (:Applicant {id: 'A1'})-[e:HAS_ADDRESS]->(i:Identifier:Address {key: 'address:us|9|elm st'}) RETURN e, i"
    )[0]
    assert held["i"]["properties"]["display"] == "9 Elm St, Mesa"
    assert held["i"]["properties"]["holders"] == 3
    known = held["e"]["properties"]
    assert known["raw"] == "9 Elm St."
    assert known["source"] == "shipments.csv"
    assert known["sha256"] == f"{3:064x}"
    assert known["pointer"] == "row 1, column ship_to"
    assert known["run"] == golden.RUN
    assert known["contexts"] == "ship_to"
    assert known["first_seen"] == "2025-02-05T09:00:00Z"
    assert known["holder_names"] == "Ada Novak"


def test_a_secret_kind_carries_its_token_and_nothing_raw(store: Store) -> None:
    store.load(golden.links(), golden.document())

    row = bolt_of(store).read("MATCH ()-[e:HAS_TAX_ID]->(i) RETURN e, i")[0]

    assert "raw" not in row["e"]["properties"]
    assert row["i"]["properties"]["value"].startswith("tok:")
    assert "never kept" not in repr(content(store))


def test_the_same_again_changes_nothing(store: Store) -> None:
    store.load(golden.links(), golden.document())
    before = content(store)

    report = store.load(golden.links(), golden.document())

    assert not report.changed
    assert report.unchanged == report.nodes + report.edges
    assert content(store) == before


def test_it_knows_the_analysis_it_was_loaded_from(store: Store) -> None:
    assert store.loaded_from() == ""
    newest = store._case.findings / "current"
    newest.parent.mkdir(exist_ok=True)
    for name in ("first", "another-that-found-the-same"):
        newest.write_text(f"{name}\n")
        store.load(golden.links(), golden.document())
        assert store.loaded_from() == name
    bolt_of(store).write("MATCH (l:Load) SET l.state = 'writing'", {})
    assert store.loaded_from() == ""


def test_the_same_rows_are_left_alone_even_without_the_mark(store: Store) -> None:
    store.load(golden.links(), golden.document())
    bolt_of(store).write("MATCH (l:Load) DELETE l")

    report = store.load(golden.links(), golden.document())

    assert not report.changed


def test_what_is_stale_goes_and_comes_back(store: Store) -> None:
    store.load(golden.links(), golden.document())
    whole = content(store)

    smaller = store.load(golden.links(frozenset({"A3"})), golden.document(("C2",)))

    assert smaller.removed > 0
    assert smaller.updated > 0  # values that fewer hold now
    status = store.status()
    assert status["nodes"]["Applicant"] == 6
    assert status["nodes"]["Cluster"] == 1
    assert status["edges"]["HAS_PHONE"] == 3
    assert "A3" not in repr(content(store))

    store.load(golden.links(), golden.document())
    assert content(store) == whole


@pytest.mark.parametrize(
    "target", ["(n:Applicant {id: 'A3'})", "(n:Cluster {id: 'C1'})", "(n:Identifier {key: 'email:eve@example.org'})"]
)
def test_a_decision_and_what_it_is_about_survive_every_load(store: Store, target: str) -> None:
    store.load(golden.links(), golden.document())
    decide(store, target)
    decided = store.decisions()
    whole = content(store)

    report = store.load(golden.links(frozenset({"A3", "A5", "A6"})), golden.document(()))

    assert report.retired == 1
    assert store.decisions() == decided
    retired = bolt_of(store).read(f"MATCH {target} RETURN n.retired AS retired, n.row_hash AS mark")
    assert retired == [{"retired": True, "mark": None}]
    assert store.run("clusters_overview") == []

    store.load(golden.links(), golden.document())
    assert content(store) == whole
    assert store.decisions() == decided


def test_decisions_name_what_they_are_about(store: Store) -> None:
    store.load(golden.links(), golden.document())
    decide(store, "(n) WHERE n.id IN ['A1', 'C1'] WITH n ORDER BY n.id LIMIT 1", "D2")
    decide(store, "(n:Identifier {key: 'phone:+16502530000'})", "D1")

    found = store.decisions()

    assert [(one.id, one.about) for one in found] == [("D1", ("phone:+16502530000",)), ("D2", ("applicant:A1",))]
    assert (found[0].verdict, found[0].by, found[0].note) == ("innocent_value", "ann", "a real landlord")


def test_what_was_taken_out_by_hand_comes_back(store: Store) -> None:
    store.load(golden.links(), golden.document())
    whole = content(store)
    bolt_of(store).write("MATCH (:Applicant {id: 'A1'})-[e:HAS_PHONE]->() DELETE e")

    report = store.load(golden.links(), golden.document())

    assert report.created == 1
    assert content(store) == whole


class Cut(Exception):
    pass


@pytest.mark.parametrize("writes", [1, 5, 12, 25, 32])
def test_cut_off_anywhere_it_shows_one_state_of_the_findings_and_is_repaired(
    store: Store, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    store.load(golden.links(frozenset({"A3"})), golden.document(("C2",)))
    left = writes

    def cut(self: Bolt, statements: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Cut
        whole_write(self, statements)

    whole_write = Bolt.write_all
    monkeypatch.setattr(Bolt, "write_all", cut)
    monkeypatch.setattr(load, "BATCH", 2)
    try:
        store.load(golden.links(), golden.document())
        finished = True
    except Cut:
        finished = False
    monkeypatch.undo()

    assert finished or store.status()["load"]["state"] == "writing"
    overview = store.run("clusters_overview")
    assert [row["cluster_id"] for row in overview] in (["C2"], ["C1", "C2"])
    for row in overview:
        members = store.run("members_of_cluster", {"cluster_id": row["cluster_id"]})
        assert len(members) == row["applicants"]  # a cluster is there with all its members, or not at all

    store.load(golden.links(), golden.document())
    repaired = content(store)
    bolt_of(store).write("MATCH (n) DETACH DELETE n")
    store.load(golden.links(), golden.document())
    assert content(store) == repaired


@pytest.mark.parametrize("batch", [1, 3])
def test_a_first_load_makes_the_same_graph_whatever_its_batches(
    store: Store, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    store.load(golden.links(), golden.document())
    whole = content(store)
    bolt_of(store).write("MATCH (n) DETACH DELETE n")
    monkeypatch.setattr(load, "BATCH", batch)  # some values are held by more applicants than go into one batch

    report = store.load(golden.links(), golden.document())

    assert content(store) == whole
    assert (report.created, report.unchanged) == (report.nodes + report.edges, 0)


@pytest.mark.parametrize("writes", [1, 4, 9, 17])
def test_a_first_load_that_was_cut_off_is_finished_by_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    store.load(golden.links(), golden.document())
    whole = content(store)
    bolt_of(store).write("MATCH (n) DETACH DELETE n")
    left = writes

    def cut(self: Bolt, statements: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Cut
        whole_write(self, statements)

    whole_write = Bolt.write_all
    monkeypatch.setattr(Bolt, "write_all", cut)
    monkeypatch.setattr(load, "BATCH", 3)
    with pytest.raises(Cut):
        store.load(golden.links(), golden.document())
    monkeypatch.undo()

    assert store.status()["load"]["state"] == "writing"
    report = store.load(golden.links(), golden.document())
    assert content(store) == whole
    assert report.created + report.unchanged == report.nodes + report.edges


LONG = "w" * 5_000
"""Longer than what engines index; what ends in A or B differs in its last letter only."""


def long_values() -> Links:
    """Two values of 5,000 characters that begin alike, and an applicant with such an id."""
    longer = {"phone": "+16502530000", "email": "eve@example.org"}
    links = golden.links()
    keys = [
        f"{LONG}{'A' if kind == 'phone' else 'B'}" if key == longer.get(kind) else key
        for kind, key in zip(links.values["kind"].to_pylist(), links.values["key"].to_pylist(), strict=True)
    ]
    ids = [f"{id}{LONG}" if id == "A1" else id for id in links.applicants["id"].to_pylist()]
    assert sum(len(key) > 5_000 for key in keys) == 2
    return replace(
        links,
        values=links.values.set_column(1, links.values.schema.field("key"), [keys]),
        applicants=links.applicants.set_column(0, links.applicants.schema.field("id"), [ids]),
    )


def test_a_value_of_5000_characters_keeps_its_holders(store: Store) -> None:
    """A first load and one of only what differs name the node alike."""
    document = golden.document(())
    store.load(long_values(), document)
    first = content(store)
    assert store.status()["edges"]["HAS_PHONE"] == 4
    assert store.status()["nodes"]["Identifier"] == 17

    bolt_of(store).write("MATCH (n) DETACH DELETE n")
    store.load(golden.links(), document)
    report = store.load(long_values(), document)

    assert report.created > 0
    assert content(store) == first
    found = [row["id"] for row in store.search(f"phone:{LONG}A")]
    assert len(found) == 1
    assert len(found[0]) < 1_100
    assert len(store.neighbours(found[0]).nodes) == 4  # itself and three holders


def test_a_decision_about_a_long_value_is_tied_once(store: Store) -> None:
    store.load(long_values(), golden.document(()))
    made = Decision("D1", "innocent_value", (f"phone:{LONG}A",), "ann", "2025-06-01T00:00:00Z", "", "h", "")
    store.decide([made])
    store.decide([made])
    assert store.status()["edges"]["ABOUT"] == 1
    assert store.decisions() == [made]


def test_progress_counts_up_to_the_total(store: Store) -> None:
    seen: list[tuple[str, int, int]] = []

    store.load(golden.links(), golden.document(), lambda *step: seen.append(step))

    assert {step for step, _, _ in seen} == {"load"}
    counts = [done for _, done, _ in seen]
    assert counts == sorted(counts)
    assert seen[-1][1] == seen[-1][2] > 0


def test_every_kind_has_its_label_relationship_and_constraint(store: Store) -> None:
    store.load(golden.links(), golden.document())

    kinds = {
        kind: bolt_of(store).tuples(f"MATCH (i:Identifier:{one.label}) RETURN count(i)") for kind, one in KINDS.items()
    }

    held = {kind for kind, _ in golden.VALUES}
    assert {kind for kind, count in kinds.items() if count[0][0]} == held
    with pytest.raises(Exception, match=r"(?i)constraint|unique|duplicat"):
        bolt_of(store).write("CREATE (:Identifier:Phone {key: 'phone:+16502530000'})")
