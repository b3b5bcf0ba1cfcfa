"""The fingerprints of one text, without compiled code: starting that takes longer than a thousand texts.

The same numbers as ingest.text.fingerprints gives; tests/ingest/test_one_text.py holds the two together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

SHINGLE = 5
SHORT_WORDS = 256
MIN_SHINGLES = 20
MAX_BYTES = 1_000_000
EIGHTH = 1 << 61
ALL = (1 << 64) - 1

_BASIS, _PRIME = 0xCBF29CE484222325, 0x100000001B3
_ROLL = 0x9E3779B97F4A7C15
_ROLL5 = pow(_ROLL, SHINGLE, 1 << 64)
_MIX1, _MIX2 = 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53


def text_mask(count: int) -> int:
    """The lower bits that hold the number of a text, for `count` texts."""
    return (1 << max(1, (count - 1).bit_length())) - 1


def fingerprints(text: str, mask: int) -> tuple[Hashes, int]:
    """The sampled shingles of a text, the lower bits of `mask` zero, sorted, and its number of words."""
    words = [_hash(word) for word in _words(text.encode("utf-8", "surrogatepass")[:MAX_BYTES])]
    if len(words) < MIN_SHINGLES + SHINGLE - 1:
        return np.empty(0, np.uint64), len(words)
    limit = ALL if len(words) < SHORT_WORDS else EIGHTH - 1
    kept = sorted(shingle & ~mask & ALL for shingle in _shingles(words) if shingle <= limit)
    return np.array(kept, np.uint64), len(words)


def _shingles(words: list[int]) -> list[int]:
    """A number for every five words in a row."""
    rolled, found = 0, []
    for at, word in enumerate(words):
        gone = words[at - SHINGLE] if at >= SHINGLE else 0
        rolled = (rolled * _ROLL + word - gone * _ROLL5) & ALL
        if at >= SHINGLE - 1:
            mixed = (rolled ^ rolled >> 33) * _MIX2 & ALL
            found.append(mixed ^ mixed >> 29)
    return found


def _hash(word: bytes) -> int:
    number = _BASIS
    for letter in word:
        number = (number ^ letter) * _PRIME & ALL
    return (number ^ number >> 33) * _MIX1 & ALL


def _words(data: bytes) -> list[bytes]:
    """Runs of letters and digits, lower-cased; bytes beyond ASCII are letters but for the marks that end a word."""
    found, word = [], bytearray()
    at = 0
    while at < len(data):
        byte, length = data[at], 1
        if byte >= 0x80 and (marked := _mark(data, at)):
            letter, length = 0, marked
        elif byte >= 0x80:
            capital = at > 0 and data[at - 1] == 0xC3 and byte <= 0x9E and byte != 0x97  # of Latin-1
            letter = byte + 0x20 if capital else byte
        else:
            letter = ord(chr(byte).lower()) if chr(byte).isalnum() else 0
        if letter:
            word.append(letter)
        elif word:
            found.append(bytes(word))
            word.clear()
        at += length
    return [*found, bytes(word)] if word else found


def _mark(data: bytes, at: int) -> int:
    """Bytes of a mark beyond ASCII (a bullet, a typographic quote, a fixed space), 0 for a letter."""
    first, second = data[at], data[at + 1] if at + 1 < len(data) else 0
    if first == 0xC2:
        return 2
    mark = (
        (first == 0xE2 and second <= 0xAF)
        or (first == 0xE3 and second == 0x80)
        or first == 0xEE
        or (first == 0xEF and second <= 0xA3)
    )
    return 3 if mark else 0
