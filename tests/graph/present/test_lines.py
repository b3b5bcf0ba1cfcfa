"""Lines of a terminal: one is one and two are two, and every place has its words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commands.showing import show_load
from graph.analyse.answer import Answer, Beside, Holder, Touch, missed
from graph.analyse.lineage import Changes
from graph.model.decisions import Decision
from graph.model.findings import Listing
from graph.present.changes import show_answers, show_changes
from graph.present.listing import show_explanation, show_findings
from graph.store import LoadReport
from ingest.facts.report import RunReport
from tests.views.invented import invented_document

HOLDER = Holder("1001", "Maria Lopez", "cvs/1001.pdf", "", "", False)
FILE = Touch("cv_file", "ab", "file ab…", "", "", 1, (HOLDER,), False, False, (), "", "It is held by 1 other.")
ANSWER = Answer("2001", "New Person", False, (FILE,), (), (), 1, "1 value is held by others.")


def test_a_value_that_is_a_file_itself_has_a_place_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    phone = replace(FILE, kind="phone", pointer="row 1, column phone", known=(replace(HOLDER, pointer="chars 1-9"),))
    show_answers([replace(ANSWER, values=(FILE, phone))], 1)
    shown = capsys.readouterr().out
    assert "here: the whole file\n      there: 1001: cvs/1001.pdf, the whole file\n" in shown
    assert "here: row 1, column phone\n      there: 1001: cvs/1001.pdf, chars 1-9\n" in shown
    assert "1 of its values is held by nobody in the case." in shown
    assert "compared with 1 other by samples" in shown


def test_what_was_not_compared_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    cells = tuple(missed("phone", f"row {row}, column phone", "invalid") for row in range(1, 15))
    show_answers([replace(ANSWER, missed=cells)], 0)
    shown = capsys.readouterr().out
    assert "   Not understood, and so not compared: phone (row 12, column phone): not a value of this kind.\n" in shown
    assert shown.endswith("   and 2 more that were not compared (--json)\n")


def test_decisions_are_told_as_made_or_ended_and_one_analysis_is_not_compared(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = Decision("D-1", "innocent_value", ("phone:+1",), "ann", "2026-01-01T00:00:00Z", "")
    found = Changes("a", "b", (), (made,), False, (), (replace(made, id="D-2"),))
    show_changes(found, 5)
    shown = capsys.readouterr().out
    assert "  decision D-1 made since: innocent_value phone:+1 (ann)\n" in shown
    assert "  decision D-2 no longer counts: innocent_value phone:+1 (ann)\n" in shown
    show_changes(replace(found, before="b"), 5)
    assert "there is nothing to compare" in capsys.readouterr().out


def test_others_of_the_file_and_who_is_left_out_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    given = Beside("phone", "+1", "+1", "row 1, column phone", "+1", (HOLDER,), False, "It is also given by Maria.")
    show_answers([replace(ANSWER, beside=(given,), parted=("1002",))], 0)
    shown = capsys.readouterr().out
    assert "   It is also given by Maria.\n      here: row 1, column phone\n      there: 1001: cvs/1001.pdf" in shown
    assert "   Not compared with 1002: it was decided that they are not linked.\n" in shown


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (1, "1 finding among 1 person (1 application)\n"),
        (0, "0 findings among 0 persons (0 applications)\n"),
        (2000, "2,000 findings among 2,000 persons (2,000 applications)\n"),
    ],
)
def test_findings_are_counted_in_words(number: int, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    show_findings(Listing({"persons": number, "applicants": number, "applications": number}, number, ()), 5)
    assert capsys.readouterr().out == line


def test_staff_and_shipments_are_not_counted_as_applications(capsys: pytest.CaptureFixture[str]) -> None:
    show_findings(Listing({"persons": 3, "applicants": 4, "applications": 3}, 0, ()), 5)
    show_findings(Listing({"persons": 3, "applicants": 4}, 0, ()), 5)
    assert capsys.readouterr().out == (
        "0 findings among 3 persons (3 applications, 1 other record)\n0 findings among 3 persons (4 records)\n"
    )


def test_what_is_left_out_is_counted_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = invented_document()
    finding = document.findings[0]
    source = finding.evidence[0].sources[0]
    five = replace(finding.evidence[0], sources=tuple(replace(source, pointer=f"row {row}") for row in range(1, 6)))
    document = replace(document, findings=(replace(finding, evidence=(five, *finding.evidence[1:])),))
    show_explanation(document, finding.id)
    assert "and 1 more place (--all)" in capsys.readouterr().out
    monkeypatch.setattr("graph.present.listing.PLACES_SHOWN", 3)
    show_explanation(document, finding.id)
    assert "and 2 more places (--all)" in capsys.readouterr().out


def test_what_was_loaded_and_read_is_counted_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    show_load(LoadReport(0, 0, 0, unchanged=2, retired=0, nodes=1, edges=1, seconds=0.0))
    assert capsys.readouterr().err == "graph: already up to date, 1 node and 1 edge\n"
    show_load(LoadReport(0, 0, 0, unchanged=2, retired=0, nodes=1, edges=1, seconds=0.0, decisions=2))
    assert capsys.readouterr().err == "graph: 2 decisions written, else up to date, 1 node and 1 edge\n"
    show_load(LoadReport(1, 0, 0, unchanged=1, retired=0, nodes=1, edges=1, seconds=0.0, decisions=1))
    assert "(1 new, 0 changed, 0 removed, 1 decision written)" in capsys.readouterr().err
    show_load(LoadReport(0, 0, 0, unchanged=2, retired=0, nodes=1, edges=1, seconds=0.0, decisions_taken=2))
    assert capsys.readouterr().err.startswith("graph: 2 decisions of it taken into the case\n")
    lines = RunReport("ab", ("a.csv",), counts={"sources": 1, "records": 2, "rejected": 1}).lines()
    assert lines == ["run ab: 1 file read, 0 already known; 1 source, 2 records, 1 rejected"]
