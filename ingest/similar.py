"""Which kept CVs is a new one like? Estimated from the sampled fingerprints of an analysis, without reading the texts.

The estimate is the Jaccard similarity of the two sampled sets: with an eighth of a CV of 500 words it is off by about 0.1.
Copied passages inside otherwise different CVs are not looked for here; an analysis finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ingest import one_text
from ingest.kept import columns_in, damaged
from ingest.one_text import EIGHTH, MIN_SHINGLES, SHORT_WORDS, Hashes, text_mask

CROWDED = 200
"""A fingerprint that more texts hold names no candidate; it counts once there is one."""

ALIKE = 0.3
"""Least estimated similarity that is told (ingest.text.verify tells pairs of an analysis from the same)."""

FEW = 50
"""Up to so many texts are read without compiled code."""

CANDIDATES = 50
MOST = 10


COLUMNS = ("applicant", "words", "prints", "eighth")


class Texts:
    """The text index of one analysis."""

    def __init__(self, folder: Path) -> None:
        """Raises CaseError when the index cannot be read."""
        prints = folder / "fingerprints.npy"
        try:
            self.prints: Hashes = np.load(prints, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise damaged(prints, error) from error
        table = columns_in(folder / "texts.parquet", COLUMNS)
        self.applicant, self.words, self.each, self.eighth = (table[name].to_numpy() for name in COLUMNS)
        self.count = len(self.applicant)

    def alike(self, texts: Sequence[tuple[int, str]]) -> dict[int, list[tuple[int, float]]]:
        """New applicant -> (applicant of the analysis, estimated similarity), the most alike first.

        texts: of new applicants; one that has several is as alike as the most alike of them.
        """
        found: dict[int, dict[int, float]] = {}
        if self.count:
            for (applicant, _), (prints, words) in zip(texts, self._prints([text for _, text in texts]), strict=True):
                best = found.setdefault(applicant, {})
                for other, share in self._near(prints, words):
                    best[other] = max(share, best.get(other, 0.0))
        return {
            applicant: sorted(best.items(), key=lambda one: (-one[1], one[0]))[:MOST]
            for applicant, best in found.items()
            if best
        }

    def _prints(self, texts: list[str]) -> list[tuple[Hashes, int]]:
        """Fingerprints of each text, lower bits zero, and its words."""
        mask = text_mask(self.count)
        if len(texts) <= FEW:
            return [one_text.fingerprints(text, mask) for text in texts]
        from ingest.text.fingerprints import fingerprints

        found = []
        for text in texts:
            column = pa.array([text], pa.large_string())
            prints, words = fingerprints([column], np.zeros(1, np.int32), max(self.count, 2))
            found.append((prints & ~np.uint64(mask), int(words[0])))
        return found

    def _near(self, prints: Hashes, words: int) -> list[tuple[int, float]]:
        """Texts alike to the one with these fingerprints (their lower bits zero)."""
        mask = np.uint64(text_mask(self.count))
        prints = np.unique(prints)
        low, high = _span(self.prints, prints, prints | mask)
        rare = np.flatnonzero((high > low) & (high - low <= CROWDED))
        if not len(rare):
            return []
        texts = np.concatenate([self.prints[low[at] : high[at]] & mask for at in rare]).astype(np.int64)
        numbers, hits = np.unique(texts, return_counts=True)
        best = numbers[np.lexsort((numbers, -hits))][:CANDIDATES]
        shares = [(int(number), self._share(prints, words, int(number))) for number in best.tolist()]
        alike = sorted((one for one in shares if one[1] >= ALIKE), key=lambda one: (-one[1], one[0]))[:MOST]
        return [(int(self.applicant[number]), share) for number, share in alike]

    def _share(self, prints: Hashes, words: int, number: int) -> float:
        """Of two short texts all fingerprints are compared, of any other two the sampled eighth."""
        short = words < SHORT_WORDS and int(self.words[number]) < SHORT_WORDS
        mine = prints if short else prints[prints < np.uint64(EIGHTH)]
        theirs = int(self.each[number] if short else self.eighth[number])
        wanted = mine | np.uint64(number)
        at = np.minimum(np.searchsorted(self.prints, wanted), len(self.prints) - 1)
        both = int((self.prints[at] == wanted).sum())
        either = len(mine) + theirs - both
        return both / either if either and min(len(mine), theirs) >= min(MIN_SHINGLES, 5) else 0.0


def _span(where: Any, first: Any, last: Any) -> tuple[np.ndarray, np.ndarray]:
    """Where the numbers from first to last begin and end."""
    return np.searchsorted(where, first, side="left"), np.searchsorted(where, last, side="right")
