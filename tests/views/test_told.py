"""Relations, flags and losses of a finding: the same words in the terminal, in the panel and in the table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.findings import Document, Facilitator, Finding, Flag, Fragility, Loss, Part, Relation, Source
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


PAIR = ("A-1001", "A-1002")
OTHER = Source(FILE, SHA, "/A-1002/employments/0", "Granford", "A-1002")


@pytest.fixture
def referrer() -> Selection:
    """The value "Ola Zając", which stands at PLACE."""
    name = "referrer:ola zajac"
    return Selection(values=(name,), places={name: frozenset({evidence.place_of(PLACE)})})


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
    assert "−1.25" in html
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
    (flag,) = lines["To look at (adds nothing to the score)"]
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


def test_a_value_is_found_in_the_sources_of_a_part_that_tells_several(referrer: Selection) -> None:
    """Such a part has no key of its own; its sources name the values."""
    several = Part("4 more values of this kind tie 2 persons.", "people", "past_employer", 0.6, PAIR, (OTHER, PLACE))
    one = replace(finding(), evidence=(*finding().evidence, several))

    html = guard.page("evidence.html", **evidence.panel(one, {}, referrer))

    assert several.sentence in html
    assert "1 source of 2" in html
    assert "Ola referred two" in html
    assert "Two persons use the same laptop." not in html
    assert "No part of the score" not in html


def test_a_part_that_is_named_after_another_value_is_not_about_one_at_the_same_place(referrer: Selection) -> None:
    """A building stands where its address does."""
    place = evidence.place_of(PLACE)
    keyed = Part("Two name one address.", "location", "address", 1.0, PAIR, (PLACE,), "9 Quay Rd", "address:9 quay")
    same = replace(referrer, places={**referrer.places, "address:9 quay": frozenset({place})})

    assert not same.concerns(keyed)
    assert replace(same, values=("address:9 quay",)).concerns(keyed)


def test_of_two_chosen_only_what_is_about_both_is_shown() -> None:
    html = panel(Selection(applicants=("A-1001", "A-1003")))

    assert "Ola referred two" not in html  # of A-1001 and A-1002
    assert "The delivery address was changed" not in html  # of A-1003 alone
    assert "Four persons of different names are paid into one account." in html
    assert "No part of the score names all of these." in panel(Selection(applicants=("A-1001", "A-2001")))


def test_a_long_sentence_is_shown_whole() -> None:
    sentence = f"{'Very long. ' * 200}The end."
    one = replace(finding(), evidence=(replace(finding().evidence[0], sentence=sentence),))

    assert sentence in guard.page("evidence.html", **evidence.panel(one, {}, Selection()))
