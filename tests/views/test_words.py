from __future__ import annotations

import pytest

from graph.analyse.judging.row import FEATURES
from graph.model.kinds import KINDS
from views.words import bits, chance, many, part_title


@pytest.mark.parametrize(
    ("p", "text"),
    [(1.0, "1"), (0.05, "0.05"), (0.0012, "0.001"), (2e-7, "2 × 10⁻⁷"), (0.0, "< 10⁻³⁰⁰"), (4e-12, "4 × 10⁻¹²")],
)
def test_chance(p: float, text: str) -> None:
    assert chance(p) == text


@pytest.mark.parametrize(
    ("score", "sign", "text"),
    [(12.34, True, "+12.34"), (-2.3, True, "−2.30"), (5.0, False, "5.00"), (-0.001, True, "0.00")],
)
def test_bits(score: float, sign: bool, text: str) -> None:
    assert bits(score, sign=sign) == text


def test_many() -> None:
    assert [many(1, "person"), many(1200, "person"), many(2, "family", "families")] == [
        "1 person",
        "1,200 persons",
        "2 families",
    ]


def test_every_part_is_called_by_words_for_people() -> None:
    """Not by the name that the rules give it, but where that is such a word."""
    features = {*FEATURES, "prior", "cv_text"} - set(KINDS)

    assert {name for name in features if part_title(name) == name.replace("_", " ").capitalize()} <= {"career"}
    assert part_title("prior") == "Before any evidence"
    assert [part_title("past_employer"), part_title("")] == ["Former employer", ""]
