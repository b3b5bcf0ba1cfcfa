"""Decisions of a case: kept in a chained file, obeyed by the next analysis, exchanged with the graph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from graph.model.chain import decision, in_force, seal
from graph.model.errors import CaseError, UsageError
from graph.model.settings import Case, GraphSettings
from graph.store import Store
from ingest import decided, pipeline
from tests.small_case import PEOPLE

PHONE, ACCOUNT = "phone:+1 415 212 7788", "payroll_account:US:021000021:778812"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    case = Case.create(tmp_path / "case", name="test", key=bytes(range(32)))
    pipeline.ingest(case, [tmp_path / "people.csv"])
    pipeline.analyse(case)
    return case


def test_a_decision_is_kept_by_its_cleaned_name_and_makes_another_analysis(case: Case) -> None:
    before, first = pipeline.current(case), pipeline.current_folder(case)
    made = pipeline.decide(case, "innocent_value", [PHONE], by="ann", note="reception desk")
    assert made.about == ("phone:+14152127788",)
    assert pipeline.is_stale(case)
    after = pipeline.analyse(case)
    assert pipeline.current_folder(case) != first
    assert not pipeline.is_stale(case)
    held = [part.key for one in after.findings for part in one.evidence if part.weight > 0]
    assert "phone:+14152127788" not in held
    assert after != before


def test_a_note_and_a_withdrawn_decision_change_no_analysis(case: Case) -> None:
    first = pipeline.current_folder(case)
    pipeline.decide(case, "note", ["1001"], by="ann", note="asked payroll")
    made = pipeline.decide(case, "innocent_value", [PHONE], by="ann")
    pipeline.decide(case, "withdrawn", [made.id], by="bea", note="it is a call centre of theirs")
    assert not pipeline.is_stale(case)
    pipeline.analyse(case)
    assert pipeline.current_folder(case) == first
    assert len(decided.read(case)) == 3
    assert in_force(decided.read(case)) == ()


def test_two_applicants_can_be_one_person_and_two_again(case: Case) -> None:
    assert pipeline.current(case).population["persons"] == 4
    pipeline.decide(case, "same_person", ["1001", "1002"], by="ann")
    assert pipeline.analyse(case).population["persons"] == 3


@pytest.mark.parametrize(
    ("verdict", "about", "says"),
    [
        ("guilty", ["1001"], "is no verdict"),
        ("innocent_value", ["1001"], "only a value can be innocent, and '1001' is none"),
        ("innocent_value", ["applicant:1001"], "only a value can be innocent"),
        ("innocent_value", ["foo:bar"], r"'foo' is no kind of value.*The kinds: payroll_account, "),
        ("note", ["foo:bar"], "there is no kind 'foo', and no applicant 'foo:bar'"),
        ("innocent_value", ["phone:hello"], "is no phone number"),
        ("same_person", ["1001"], "is about two applicants"),
        ("same_person", ["1001", "9999"], "there is no applicant '9999'"),
        ("note", ["F-00000000"], "there is no finding 'F-00000000'"),
        ("withdrawn", ["D-0"], "there is no decision 'D-0'"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(case: Case, verdict: str, about: list[str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        pipeline.decide(case, verdict, about, by="ann")
    assert decided.read(case) == ()


def test_where_the_ids_are_is_said_of_applicants_of_no_finding_too(case: Case) -> None:
    with pytest.raises(UsageError) as raised:
        pipeline.decide(case, "note", ["9999"], by="ann")
    remedy = str(raised.value.remedy)
    file = pipeline.current_folder(case) / "links" / "applicants.parquet"
    assert remedy.endswith(f"all are the column id of {file}")
    assert "1004" in pq.read_table(file, columns=["id"])["id"].to_pylist()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("abc", "only a value can be innocent, and 'abc' is none"),
        ("foo:bar", "'foo' is no kind of value"),
        ("phone:+1 415 212 0000", r"nobody in the case holds phone:\+14152120000"),
    ],
)
def test_what_nobody_holds_is_no_question(case: Case, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        pipeline.suppose(case, "1", [text])
    assert pipeline.suppose(case, "1", [PHONE])[2] == ["phone:+14152127788"]


def test_a_decision_may_come_before_its_value(case: Case) -> None:
    made = pipeline.decide(case, "innocent_value", [PHONE, "phone:+1 415 212 0000"], by="ann")
    assert pipeline.unheld(case, made.about) == ["phone:+14152120000"]
    assert pipeline.unheld(case, ["applicant:1001"]) == []


def test_somebody_must_have_decided(case: Case) -> None:
    with pytest.raises(UsageError, match="--by"):
        pipeline.decide(case, "innocent_value", [PHONE], by=" ")


@pytest.mark.parametrize("damage", ["changed", "removed", "no json"])
def test_a_broken_chain_names_the_line(case: Case, damage: str) -> None:
    for key in (PHONE, ACCOUNT, "email:maria.lopez.dev@gmail.com"):
        pipeline.decide(case, "innocent_value", [key], by="ann", note="why")
    file = decided.file_of(case)
    lines = file.read_text(encoding="utf-8").splitlines()
    if damage == "changed":
        lines[1] = lines[1].replace('"why"', '"because"')
    elif damage == "removed":
        del lines[1]
    else:
        lines[1] = lines[1][:20]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"decisions\.jsonl, line 2"):
        decided.read(case)
    with pytest.raises(CaseError, match="line 2"):
        pipeline.analyse(case)


def test_the_lines_are_json_with_their_hashes(case: Case) -> None:
    first = pipeline.decide(case, "innocent_value", [PHONE], by="ann")
    second = pipeline.decide(case, "innocent_value", [ACCOUNT], by="bea")
    lines = [json.loads(line) for line in decided.file_of(case).read_text(encoding="utf-8").splitlines()]
    assert [line["hash"] for line in lines] == [first.hash, second.hash]
    assert lines[1]["previous_hash"] == first.hash
    assert second.previous_hash == first.hash


def test_case_and_graph_get_each_others_decisions(case: Case, store: Store) -> None:
    mine = pipeline.decide(case, "innocent_value", [PHONE], by="ann")
    theirs = seal(
        decision("not_linked", ["applicant:1001", "applicant:1002"], by="bea", at="2026-01-01T00:00:00Z", note="")
    )
    store.decide([theirs])
    done = decided.exchange(case, store)
    assert [one.id for one in done.taken] == [theirs.id]
    assert [one.id for one in done.given] == [mine.id]
    assert {one.id for one in decided.read(case)} == {mine.id, theirs.id} == {one.id for one in store.decisions()}
    assert pipeline.is_stale(case)
    again = decided.exchange(case, store)
    assert again == decided.Exchanged((), ())


@pytest.mark.parametrize("verdict", ["same_person", "not_linked"])
def test_two_applicants_are_two_applicants(case: Case, verdict: str) -> None:
    for about in (["1001", PHONE], ["1001", "1002", "1003"], [PHONE, ACCOUNT]):
        with pytest.raises(UsageError, match=f"{verdict} is about two applicants"):
            decided.decide(case, verdict, about, by="ann")


def test_a_note_is_about_something(case: Case) -> None:
    with pytest.raises(UsageError, match="a note is about something"):
        decided.decide(case, "note", [], by="ann")


def test_one_decision_is_kept_once(case: Case) -> None:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    first = decided.decide(case, "innocent_value", [PHONE], by="ann", at=when)
    assert decided.decide(case, "innocent_value", [PHONE], by="ann", at=when) == first
    assert decided.read(case) == (first,)


@pytest.mark.parametrize(
    ("text", "verdict", "node"),
    [
        ("1001", "note", "applicant:1001"),
        ("F-0a1b2c3d", "note", "cluster:F-0a1b2c3d"),
        ("D-1", "withdrawn", "decision:D-1"),
        ("decision:D-1", "note", "decision:D-1"),
        ("phone:(415) 212-7788", "note", "phone:+14152127788"),
        ("tax_id:tok:0f0e", "innocent_value", "tax_id:tok:0f0e"),
    ],
)
def test_names_as_people_write_them(case: Case, text: str, verdict: str, node: str) -> None:
    assert decided.node_name(case, text, verdict) == node


def test_a_secret_value_is_named_by_its_token_only(case: Case) -> None:
    name = decided.node_name(case, "tax_id:123-45-6780", "innocent_value")
    assert name.startswith("tax_id:tok:")
    assert "6780" not in name
    assert name == decided.node_name(case, "tax_id:123 45 6780", "innocent_value")


def test_a_line_of_an_unknown_verdict_is_no_decision(case: Case) -> None:
    pipeline.decide(case, "innocent_value", [PHONE], by="ann")
    file = decided.file_of(case)
    file.write_text(file.read_text(encoding="utf-8").replace("innocent_value", "guilty"), encoding="utf-8")
    with pytest.raises(CaseError, match="this line is no decision"):
        decided.read(case)


def test_a_load_counts_the_decisions_that_it_wrote(case: Case, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def opened(*_: object) -> Iterator[Store]:
        yield store

    monkeypatch.setattr("graph.store.open_store", opened)
    pipeline.load(case, GraphSettings())
    pipeline.decide(case, "note", ["1001"], by="ann")
    written, again = (pipeline.load(case, GraphSettings()) for _ in range(2))
    assert (written.changed, written.decisions, again.decisions) == (False, 1, 0)


def test_a_broken_file_that_is_moved_away_comes_back_from_the_graph(case: Case, store: Store) -> None:
    made = [pipeline.decide(case, "innocent_value", [key], by="ann") for key in (PHONE, ACCOUNT)]
    decided.exchange(case, store)
    file = decided.file_of(case)
    file.write_text("broken\n", encoding="utf-8")
    with pytest.raises(CaseError) as raised:
        decided.exchange(case, store)
    assert "move it away, then run linchpin load" in str(raised.value.remedy)
    file.rename(file.with_name("broken.jsonl"))
    decided.exchange(case, store)
    assert {one.id for one in decided.read(case)} == {one.id for one in made}
