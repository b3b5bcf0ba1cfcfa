"""The table of explanations holds together, and a contest is its rows' log-likelihood ratios, families once."""

from __future__ import annotations

from math import log2

import pytest

from graph.analyse.groups.shape import Shape
from graph.analyse.judging.contest import compare, judge
from graph.analyse.judging.table import FACILITATOR, FEATURES, INNOCENT, REST, Row
from graph.analyse.report.wording import CHANNEL_SAYS, LEVEL_SAYS
from graph.model.kinds import FAMILIES

FORBIDDEN = ("nation", "ethnic", "gender", "religio", "visa", "birth", "accent", "fluen", "photo")


def shape(**levels: str) -> Shape:
    return Shape(members=(0, 1), channels={}, levels=levels)


def test_rows_are_named_once_and_explain_how_to_decide() -> None:
    names = [row.name for row in (FACILITATOR, *INNOCENT)]
    assert len(set(names)) == len(names)
    assert all(row.decide for row in INNOCENT)
    assert sum(row.prior for row in (FACILITATOR, *INNOCENT)) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("row", [FACILITATOR, *INNOCENT], ids=lambda row: row.name)
def test_levels_of_every_row_are_known_levels(row: Row) -> None:
    for feature, levels in row.expects.items():
        assert FEATURES[feature] in (*FAMILIES, "")
        for level in levels:
            assert level in CHANNEL_SAYS or (feature, level) in LEVEL_SAYS, f"{row.name}: {feature} {level}"


def test_no_feature_stands_for_who_people_are() -> None:
    for feature in FEATURES:
        assert not any(word in feature for word in FORBIDDEN)


def test_terms_by_hand() -> None:
    one = Row("one", "one", 0.2, {"money": {"none": 0.5}, "names": {"one": 0.25, "different": 0.75}}, "")
    other = Row("other", "other", 0.4, {"money": {"none": 0.25}, "names": {"one": 0.5, "different": 0.5}}, "ask")
    terms = compare(shape(money="none", names="one"), one, other)
    assert [(term.feature, term.bits) for term in terms] == [("prior", -1.0), ("names", -1.0), ("money", 1.0)]


def test_only_the_strongest_feature_of_a_family_counts() -> None:
    one = Row("one", "one", 0.5, {"home": {"one": 0.8}, "net": {"one": 0.4}}, "")
    other = Row("other", "other", 0.5, {"home": {"one": 0.1}, "net": {"one": 0.1}}, "ask")
    terms = compare(shape(home="one", net="one"), one, other)
    assert [(term.feature, term.bits) for term in terms] == [("prior", 0.0), ("home", 3.0)]


def test_what_is_unknown_says_nothing_and_what_is_not_written_is_rare() -> None:
    one = Row("one", "one", 0.5, {"text": {"none": 0.5}}, "")
    other = Row("other", "other", 0.5, {"text": {"whole": 0.5}}, "ask")
    assert compare(shape(text=""), one, other)[1:] == ()
    assert compare(shape(text="none"), one, other)[1].bits == pytest.approx(log2(0.5 / REST))


def test_the_score_is_against_the_best_innocent_explanation() -> None:
    contest = judge(shape(home="one", names="one", size="two", money="none"))
    assert contest.winner.name == "household"
    assert contest.score == pytest.approx(sum(term.bits for term in contest.terms))
    assert contest.others[0][1] == pytest.approx(-contest.score)
    assert [bits for _, bits in contest.others] == sorted((bits for _, bits in contest.others), reverse=True)


def test_a_bad_row_fails_when_it_is_written() -> None:
    with pytest.raises(ValueError, match="is not a feature"):
        Row("x", "x", 0.1, {"nationality": {"any": 1.0}}, "")
    with pytest.raises(ValueError, match="add up to 1"):
        Row("x", "x", 0.1, {"money": {"one": 0.9, "none": 0.9}}, "")
