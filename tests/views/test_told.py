"""Relations, flags and losses of a finding: the same words in the terminal, in the panel and in the table."""

from __future__ import annotations

from dataclasses import replace

from graph.model.findings import Document, Facilitator, Finding, Flag, Fragility, Loss, Relation, Source
from graph.present.explain import explain
from tests.views.invented import ATTACK, FILE, SHA, invented_document
from views import evidence, guard, tables
from views.evidence import Selection

PLACE = Source(FILE, SHA, "/A-1001/referrer", "Ola Zając", "A-1001")
RELATION = Relation("referral", f"Ola referred two: {ATTACK}.", ("A-1001", "A-1002"), (PLACE,))
FLAG = Flag("ship_to_changed", "The delivery address was changed: A-1003.", "Somebody moved.", ("A-1003",), (PLACE,))
LOSSES = (
    Loss(
        "link",
        "Account ••6789",
        4,
        12.5,
        True,
        "Without Account ••6789, 4 of 5 persons hang together: still a network.",
    ),
    Loss("source", "payroll.csv", 3, -1.25, False, "Without payroll.csv, 3 of 5 persons hang together: no network."),
)


def finding() -> Finding:
    one = invented_document().findings[0]
    fragility = replace(one.fragility, losses=LOSSES)
    person = Facilitator(
        "person", "name:ola zajac", "Ola Zając", 3, 3, 0.004, 2e-4, 3e-4,
        role="payroll mule", reason="Three depend on the name.", bundle=("Account ••6789",), rank=2, what="person",
        met=3, method="bound",
    )  # fmt: skip
    return replace(
        one,
        fragility=fragility,
        relations=(RELATION,),
        flagged=(FLAG,),
        flags=(FLAG.sentence,),
        facilitators=(one.facilitator, person),
    )


def panel(selection: Selection) -> str:
    return guard.page("evidence.html", **evidence.panel(finding(), {}, selection))


def test_the_panel_tells_relations_flags_and_what_it_stands_on() -> None:
    html = panel(Selection())
    assert "Ola referred two: &lt;img" in html
    assert ATTACK not in html
    assert "Usual innocent cause: Somebody moved." in html
    assert "no network." in html
    assert "still a network." not in html  # only what would end it is said here; the table has the rest
    assert "Ola Zając" in html
    assert SHA[:12] in html


def test_a_chosen_applicant_shows_what_concerns_them() -> None:
    html = panel(Selection(applicants=("A-1003",)))
    assert "The delivery address was changed" in html
    assert "Ola referred two" not in html
    html = panel(Selection(values=("phone:1",)))
    assert "The delivery address was changed" not in html


def test_the_tables_name_persons_and_losses() -> None:
    html = tables.facilitators(finding())
    assert "Ola Zając, by Account ••6789" in html
    assert "≤ 2 × 10⁻⁴" in html
    assert ">Person<" in html
    html = tables.losses(finding())
    assert "−1.2" in html or "−1.3" in html
    assert "no network" in html
    assert "4 of 5" in html


def test_the_terminal_says_the_same() -> None:
    document = replace(invented_document(), findings=(finding(),))
    _, sections = explain(document, "1")
    lines = {section.title: section.lines for section in sections}
    assert [line[1] for line in lines["Without one thing"]] == [loss.sentence for loss in LOSSES]
    (told,) = lines["Who referred, who vouches (told, not scored again)"]
    assert told[1] == RELATION.sentence
    assert told[2] == (f"A-1001: {FILE} (sha256 {SHA[:12]}), /A-1001/referrer: Ola Zając",)
    (flag,) = lines["To look at (never scored)"]
    assert flag[1].endswith("Usual innocent cause: Somebody moved.")
    assert "p = 0.0002 (at most, by factorial moments)" in lines["Who or what holds it together"][1][1]


def test_a_finding_that_was_kept_before_is_read_and_shown() -> None:
    """A document of an earlier version knows no relations, losses, flagged records or kinds of facilitator."""
    data = invented_document().to_dict()
    for one in data["findings"]:
        del one["relations"], one["flagged"], one["fragility"]["losses"]
        for lead in (one["facilitator"], *one["facilitators"]):
            for name in ("what", "met", "method", "apart"):
                del lead[name]
    document = Document.from_dict(data)
    first = document.findings[0]
    assert first.relations == () == first.fragility.losses
    assert first.facilitator.what == "value"
    html = guard.page("evidence.html", **evidence.panel(first, {}, Selection()))
    assert "The ship-to address of A-1003 was changed after the offer." in html
    _, sections = explain(document, "1")
    assert "Without one thing" not in [section.title for section in sections]
    assert isinstance(first.fragility, Fragility)
