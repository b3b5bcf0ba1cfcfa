"""The chain of decisions: what breaks it shows, what counts is clear."""

from __future__ import annotations

from dataclasses import replace

from graph.model.chain import FIRST, broken, decision, in_force, seal
from graph.model.decisions import Decision, Verdict


def made(verdict: Verdict, *about: str, at: str = "2026-01-01T00:00:00Z") -> Decision:
    return decision(verdict, about, by="ann", at=at, note="")


def sealed(*decisions: Decision) -> list[Decision]:
    found: list[Decision] = []
    for one in decisions:
        found.append(seal(one, found[-1].hash if found else FIRST))
    return found


def test_a_changed_a_removed_and_an_exchanged_decision_show() -> None:
    whole = sealed(*(made("note", f"applicant:{n}") for n in range(4)))
    assert broken(whole) is None
    assert broken([whole[0], replace(whole[1], note="other"), *whole[2:]]) == 1
    assert broken([whole[0], *whole[2:]]) == 1
    assert broken([whole[1], whole[0], *whole[2:]]) == 0


def test_one_decision_has_one_id_whatever_the_order_of_what_it_is_about() -> None:
    assert made("same_person", "applicant:1", "applicant:2").id == made("same_person", "applicant:2", "applicant:1").id
    assert made("same_person", "applicant:1", "applicant:2").id != made("not_linked", "applicant:1", "applicant:2").id


def test_notes_decide_nothing_and_the_later_word_about_two_people_counts() -> None:
    pair = ("applicant:1", "applicant:2")
    one = made("same_person", *pair, at="2026-01-01T00:00:00Z")
    two = made("not_linked", *pair, at="2026-01-02T00:00:00Z")
    note = made("note", "applicant:1", at="2026-01-03T00:00:00Z")
    assert in_force([two, note, one]) == (two,)


def test_a_withdrawn_decision_does_not_count() -> None:
    one, other = made("innocent_value", "phone:+1"), made("innocent_value", "phone:+2")
    back = made("withdrawn", f"decision:{one.id}", at="2026-01-02T00:00:00Z")
    assert in_force([one, other, back]) == (other,)
