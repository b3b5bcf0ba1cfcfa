"""Names word by word: the fast way reads as the plain one does, and agreement weighs by rarity."""

from __future__ import annotations

from math import log2

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analyse.persons import weights
from graph.analyse.persons.compiled import MOST_LETTERS, can_be_near
from graph.analyse.persons.names import tokens
from graph.analyse.persons.words import NameEvidence, _slips, compare, words_of

NAMES = [
    *("John Smith", "SMITH, JOHN", "Bill O'Neil", "José  Núñez", "Anne-Marie d’Arc", "", "J. R. Ewing", "Иван Петров"),
    *("van_der Berg", "Łukasz Øster", "a b c d e f", "John John", "'", "Mary Jane Watson Parker Stone"),
]


def _compared(left: str, right: str, others: int = 0) -> NameEvidence:
    words = words_of(pa.array([left, right, *(f"Given{n} Family{n}" for n in range(others))]))
    return compare(words, np.array([0]), np.array([1]))


@pytest.mark.parametrize("name", NAMES)
def test_the_words_are_those_of_names(name: str) -> None:
    words = words_of(pa.array([name, "Karl Stone"]))
    said = list(dict.fromkeys(tokens(name)))
    expected = said if len(said) <= 4 else [*said[:3], said[-1]]
    assert [words.text[at] for at in words.of[0] if at >= 0] == expected


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_text_is_read_as_by_tokens(names: list[str]) -> None:
    words = words_of(pa.array([*names, "Karl Stone"], pa.string()))
    for row, name in enumerate(names):
        said = list(dict.fromkeys(tokens(name)))
        if len(said) <= 4:
            assert [words.text[at] for at in words.of[row] if at >= 0] == said


def test_bits_of_a_word_come_from_how_many_applicants_have_it() -> None:
    words = words_of(pa.array(["Ann Lee"] * 9 + ["Ann Ruiz"] * 91 + ["Zoe Hart"] * 900))
    ann, lee = (words.text.index(word) for word in ("ann", "lee"))
    bits = words.agreement
    assert bits[ann] == pytest.approx(log2(0.85 * 2000 / 101))
    assert bits[lee] == pytest.approx(log2(0.85 * 2000 / 10))
    found = compare(words, np.array([0]), np.array([1]))
    assert found.bits[0] == pytest.approx(bits[ann] + bits[lee])
    assert found.household[0] == pytest.approx(bits[ann])  # the surname says nothing in a household


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("John Smith", "Smith John"),
        ("Bob Smith", "Robert Smith"),
        ("John Michael Smith", "John Smith"),
        ("J. Smith", "John Smith"),
        ("Nadia Petersson", "Nadia Peterson"),
        ("Jönas Мартин", "Jonas Martin"),
        ("Oscar Moore", "Osacr Moore"),
    ],
)
def test_one_name(left: str, right: str) -> None:
    found = _compared(left, right)
    assert found.agreed[0] >= 2
    assert not found.clash[0]
    assert found.bits[0] > 8


@pytest.mark.parametrize(
    ("left", "right"), [("John Smith", "Mary Smith"), ("Ann Lee", "Karl Stone"), ("A1 B1", "A2 B2")]
)
def test_two_names(left: str, right: str) -> None:
    assert _compared(left, right).clash[0]


def test_a_slip_is_worth_less_than_the_word_and_nothing_where_both_words_are_names() -> None:
    same, slip = _compared("Katherina Holm", "Katherina Holm"), _compared("Katherina Holm", "Katherlna Holm")
    assert 0 < slip.bits[0] < same.bits[0]
    assert slip.household[0] == weights.WORD_SLIP_ALONE
    many = words_of(pa.array(["Mario Garcia", "Maria Garcia"] + ["Mario Rossi", "Maria Costa"] * 10))
    found = compare(many, np.array([0]), np.array([1]))
    assert found.household[0] == weights.WORD_BOTH_KNOWN
    assert found.clash[0]


def test_two_single_words_contradict_less_and_a_missing_name_says_nothing() -> None:
    single, missing = _compared("Oscar", "Moore"), _compared("", "Moore")
    assert (single.bits[0], missing.bits[0]) == (weights.WORD_ONLY, 0.0)
    assert single.silent[0]
    assert missing.silent[0]
    assert not single.clash[0]


LETTERS = st.text(st.sampled_from("abcdeilnorst"), min_size=3, max_size=10)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=20))
def test_the_filter_before_slips_loses_nothing(pairs: list[tuple[str, str]]) -> None:
    """Whatever is near is let through: the filter only spares work."""
    words = words_of(pa.array([f"{one} {other}x" for one, other in pairs]))
    every = np.arange(len(words.text))
    low, high = (side.ravel() for side in np.meshgrid(every, every, indexing="ij"))
    low, high = low[low < high], high[low < high]
    length, letters = words.shapes.length, words.shapes.letters
    passed = np.array(
        [can_be_near(length[a], length[b], letters[a], letters[b]) for a, b in zip(low, high, strict=True)], bool
    )
    ask = words.shapes.spelt[low] & words.shapes.spelt[high] & (np.abs(length[low] - length[high]) <= MOST_LETTERS)
    near = np.zeros(len(low), bool)
    if ask.any():
        near[ask] = _slips(words, low[ask], high[ask])[0] > -np.inf
    assert not (near & ~passed).any()


@pytest.mark.parametrize(("left", "right"), [("Ollie Rewo", "Ollie Rowe"), ("Violet alCr", "Violet Clark")])
def test_letters_in_another_order_are_near(left: str, right: str) -> None:
    found = _compared(left, right)
    assert not found.clash[0]
    assert found.agreed[0] == 2
    assert found.same[0] == 1


def test_names_of_many_words_and_of_few_are_compared_alike() -> None:
    names = ["Mary Jane Watson Parker", "Watson Mary", "Karl Stone", "Stone Karl", "Jane Watson Mary Parker"]
    words = words_of(pa.array(names))
    left, right = np.array([0, 2, 0, 1]), np.array([4, 3, 1, 2])
    together = compare(words, left, right)
    for at in range(4):
        alone = compare(words, left[at : at + 1], right[at : at + 1])
        for name, column in vars(alone).items():
            assert getattr(together, name)[at] == column[0], name
