"""Decisions written into the graph, on both engines: once, tied to what they are about, never changed."""

from __future__ import annotations

from dataclasses import replace

from graph.model.chain import decision, seal
from graph.store import Store
from tests.conftest import bolt_of
from tests.golden import graph as golden

AT = "2026-01-01T00:00:00Z"


def test_a_decision_is_read_back_and_tied_to_what_it_is_about(store: Store) -> None:
    store.load(golden.links(), golden.document())
    one = seal(decision("innocent_value", ["phone:+16502530000"], by="ann", at=AT, note="a landlord"))
    two = seal(decision("note", ["applicant:A1", "cluster:C1"], by="bea", at=AT, note="asked"), one.hash)
    assert store.decide([one, two]) == 2
    assert store.decisions() == sorted([one, two], key=lambda d: d.id)
    tied = bolt_of(store).tuples("MATCH (d:Decision)-[:ABOUT]->(n) RETURN d.id, n.id, n.key")
    assert {(id, node or key) for id, node, key in tied} == {
        (one.id, "phone:+16502530000"), (two.id, "A1"), (two.id, "C1"),
    }  # fmt: skip


def test_the_same_again_and_a_forged_one_change_nothing(store: Store) -> None:
    one = seal(decision("note", ["applicant:A1"], by="ann", at=AT, note="first"))
    store.decide([one])
    assert store.decide([one, replace(one, note="forged")]) == 0
    assert store.decisions() == [one]


def test_a_thing_that_the_graph_does_not_hold_yet_is_tied_later(store: Store) -> None:
    one = seal(decision("innocent_value", ["phone:+16502530000"], by="ann", at=AT, note=""))
    store.decide([one])
    assert store.decisions()[0].about == ("phone:+16502530000",)
    store.load(golden.links(), golden.document())
    store.decide([one])
    store.decide([one])
    assert bolt_of(store).tuples("MATCH (:Decision)-[e:ABOUT]->(:Identifier) RETURN count(e)") == [(1,)]
    assert not store.load(golden.links(), golden.document()).changed


def test_a_withdrawn_decision_names_the_other_one(store: Store) -> None:
    one = seal(decision("innocent_value", ["phone:+16502530000"], by="ann", at=AT, note=""))
    back = seal(decision("withdrawn", [f"decision:{one.id}"], by="bea", at=AT, note=""), one.hash)
    store.decide([one, back])
    assert {d.id: d.about for d in store.decisions()}[back.id] == (f"decision:{one.id}",)
