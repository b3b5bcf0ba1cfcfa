"""Words: what begins and ends one, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.text.kernel import SOURCES
from ingest.text.words import shingles


def spans(text: str) -> list[str]:
    data = np.frombuffer(text.encode() or b"\0", np.uint8)
    size = len(text.encode())
    hashes, starts, ends = np.empty(size, np.uint64), np.empty(size + 1, np.int32), np.empty(size + 1, np.int32)
    n = shingles(data, 0, size, hashes, starts, ends)
    return [text.encode()[starts[i] : ends[i]].decode() for i in range(n)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("one", ["one"]),
        ("C++, C# and .NET-8", ["C", "C", "and", "NET", "8"]),
        ("don’t “stop”—now…", ["don", "t", "stop", "now"]),
        ("•Led\u00a0teams\uf0b7Built", ["Led", "teams", "Built"]),
        ("Zürich\tŁódź\nМосква", ["Zürich", "Łódź", "Москва"]),
        ("履歴書、東京", ["履歴書", "東京"]),
        ("end\u2022", ["end"]),
        ("\u201c", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert spans(text) == words


def test_a_text_that_is_cut_in_a_character_ends_there() -> None:
    data = np.frombuffer("abc “".encode()[:-1], np.uint8)
    hashes, starts, ends = np.empty(8, np.uint64), np.empty(8, np.int32), np.empty(8, np.int32)
    assert shingles(data, 0, len(data), hashes, starts, ends) == 1
    assert (starts[0], ends[0]) == (0, 3)


def test_equal_words_are_equal_shingles_wherever_they_stand() -> None:
    def of(text: str) -> list[int]:
        data = np.frombuffer(text.encode(), np.uint8)
        hashes, starts, ends = np.empty(99, np.uint64), np.empty(99, np.int32), np.empty(99, np.int32)
        n = shingles(data, 0, len(data), hashes, starts, ends)
        return [int(one) for one in hashes[: max(0, n - 4)]]

    a, b = of("zero one two three four five six"), of("ONE, two; three-four (five)")
    assert len(a) == 3
    assert b == [a[1]]
    assert of("a b c d e") != of("e d c b a")
    assert of("ab c d e f") != of("a bc d e f")


def test_kept_machine_code_depends_on_every_file_of_the_folder() -> None:

    assert shingles._cache._cache_file._source_stamp == SOURCES  # type: ignore[attr-defined]
