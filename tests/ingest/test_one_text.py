"""The fingerprints of one text are the same with and without compiled code."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from ingest import one_text
from ingest.text.fingerprints import fingerprints, text_mask

WORDS = [
    "the",
    "quick",
    "brown",
    "fox",
    "jumps",
    "over",
    "Ångström",
    "naïve",
    "ÉCOLE",
    "123",
    "4x4",
    "straße",
    "русский",
]
LONG = " ".join(WORDS[(at * at + 3 * at) % len(WORDS)] + str(at % 37) for at in range(900))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "five words are not enough",
        LONG,
        LONG[:900],
        "— • bullets “quoted” ’s, dashes–and\u00a0fixed spaces " * 20,
        "ÀÉÎÕÜ × ÷ ÿ ß ⟶ \ue000 \uf8ff \u3000 \u3001日本語 " * 30,
        "UPPER lower MiXeD\n\ttabs,commas;and.dots/slashes_underscores-hyphens " * 30,
    ],
)
@pytest.mark.parametrize("count", [1, 2, 100_000])
def test_one_text_has_the_fingerprints_of_the_compiled_code(text: str, count: int) -> None:
    column = pa.array([text], pa.large_string())
    prints, words = fingerprints([column], np.zeros(1, np.int32), max(count, 2))
    mask = text_mask(max(count, 2))
    mine, mine_words = one_text.fingerprints(text, int(mask))
    assert mine_words == int(words[0])
    assert mine.tolist() == sorted((prints & ~mask).tolist())


def test_the_mask_of_the_lower_bits_is_the_same() -> None:
    assert [one_text.text_mask(count) for count in (1, 2, 3, 1000, 100_000)] == [
        int(text_mask(count)) for count in (1, 2, 3, 1000, 100_000)
    ]
