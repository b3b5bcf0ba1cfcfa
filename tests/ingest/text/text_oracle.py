"""The text step the slow way: words by a regular expression, sets of strings, every pair. Shares no code with it."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np

WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def shingle_set(text: str) -> set[str]:
    w = words(text)
    return {" ".join(w[i : i + 5]) for i in range(len(w) - 4)}


def jaccard(one: str, other: str) -> float:
    a, b = shingle_set(one), shingle_set(other)
    return len(a & b) / len(a | b) if a | b else 0.0


def alike_pairs(texts: list[str], least: float) -> dict[tuple[int, int], float]:
    """Exact Jaccard similarity of all pairs that have at least `least`, by counting every common shingle."""
    sizes = np.zeros(len(texts))
    holders: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        found = shingle_set(text)
        sizes[at] = len(found)
        for shingle in found:
            holders[shingle].append(at)
    common = np.zeros((len(texts), len(texts)), np.uint16)
    for who in holders.values():
        if len(who) > 1:
            common[np.ix_(who, who)] += 1
    found_pairs = {}
    for left in range(len(texts)):
        row = common[left, left + 1 :].astype(float)
        either = sizes[left] + sizes[left + 1 :] - row
        with np.errstate(invalid="ignore"):
            score = np.where(either > 0, row / either, 0)
        for step in np.flatnonzero(score >= least):
            found_pairs[left, left + 1 + int(step)] = float(score[step])
    return found_pairs


def common_runs(one: str, other: str, least: int) -> list[tuple[int, str]]:
    """Maximal runs of `least` words or more that stand in both, longest first, as (words, text)."""
    a, b = words(one), words(other)
    found = []
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j] and (i == 0 or j == 0 or a[i - 1] != b[j - 1]):
                k = 0
                while i + k < len(a) and j + k < len(b) and a[i + k] == b[j + k]:
                    k += 1
                if k >= least:
                    found.append((k, " ".join(a[i : i + k])))
    return sorted(found, reverse=True)
