"""Tables of bytes that the pass over texts asks: what begins something, what belongs to something."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.text.words import Bytes, Flags, Ints

DIGIT, AT, DOT, COLON, DASH, BEYOND = 1, 2, 3, 4, 5, 6
"""Classes of bytes that may begin or end something; all others are 0. BEYOND: of a character outside ASCII."""


def _classes() -> Bytes:
    table = np.zeros(256, np.uint8)
    table[48:58] = DIGIT
    table[ord("@")] = AT
    table[ord(".")] = DOT
    table[ord(":")] = COLON
    table[ord("-")] = DASH
    table[128:] = BEYOND
    return table


def flags(characters: str) -> Flags:
    """Byte -> whether it is one of these characters of ASCII."""
    table = np.zeros(256, np.bool_)
    table[np.frombuffer(characters.encode("ascii"), np.uint8)] = True
    return table


def words_table(words: Sequence[str]) -> tuple[Bytes, Ints]:
    """Words of ASCII as rows of bytes, with their lengths."""
    lengths = np.array([len(word) for word in words], np.int32)
    table = np.zeros((len(words), int(lengths.max())), np.uint8)
    for row, word in enumerate(words):
        table[row, : len(word)] = np.frombuffer(word.encode("ascii"), np.uint8)
    return table, lengths


SMALL = "abcdefghijklmnopqrstuvwxyz"
ALL = SMALL + SMALL.upper() + "0123456789"
CLASS = _classes()
MARKED = (CLASS > 0).astype(np.uint64)
LABEL = flags(ALL + "-")
SPACE = flags(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f")
