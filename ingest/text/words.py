"""Words and shingles of a text, as compiled code on the bytes of an Arrow column.

A word is a run of letters and digits, lower-cased; punctuation, bullets, typographic quotes and dashes end it. Letters
outside ASCII are kept as their bytes (Latin-1 capitals are lower-cased). A shingle is five words in a row, known by a
64-bit hash: two texts have a shingle in common when they have the same five words in a row.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ingest.text.kernel import kernel

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]

SHINGLE = 5  # words in a shingle
MAX_BYTES = 1_000_000  # only so much of one text is compared: about 150,000 words


def _letters() -> Bytes:
    table = np.zeros(256, np.uint8)
    for code in range(256):
        if chr(code).isascii() and chr(code).isalnum():
            table[code] = ord(chr(code).lower())
        elif code >= 0x80:
            table[code] = code
    return table


LETTERS = _letters()  # byte -> its lower-case letter or digit, 0 for what ends a word

_ZERO, _ONE, _FIVE = np.uint64(0), np.uint64(1), np.uint64(SHINGLE)
_BASIS = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_ROLL = np.uint64(0x9E3779B97F4A7C15)
_ROLL5 = np.uint64(pow(0x9E3779B97F4A7C15, SHINGLE, 1 << 64))
_MIX1 = np.uint64(0xFF51AFD7ED558CCD)
_MIX2 = np.uint64(0xC4CEB9FE1A85EC53)
_S33 = np.uint64(33)
_S29 = np.uint64(29)


@kernel
def mark(data: Bytes, p: int | np.int64, end: int) -> int:
    """How many bytes at `p` are a mark beyond ASCII (a bullet, a typographic quote, a fixed space), 0 for a letter."""
    first = data[p]
    second = data[p + 1] if p + 1 < end else np.uint8(0)
    if first == 0xC2:  # U+0080 to U+00BF
        return 2
    if first == 0xE2 and second <= 0xAF:  # U+2000 to U+2BFF: punctuation, arrows, boxes, symbols
        return 3
    if first == 0xE3 and second == 0x80:  # U+3000 to U+303F
        return 3
    if first == 0xEE or (first == 0xEF and second <= 0xA3):  # private use: the bullets of word processors
        return 3
    return 0


@kernel
def roll(word: np.uint64, rolled: np.uint64, gone: np.uint64) -> tuple[np.uint64, np.uint64]:
    """A word's hash mixed, and the hash of the words in a row to which it comes and from which `gone` goes."""
    word = (word ^ (word >> _S33)) * _MIX1
    return word, rolled * _ROLL + word - gone * _ROLL5


@kernel
def shingle(rolled: np.uint64) -> np.uint64:
    """The hash of a shingle."""
    mixed = (rolled ^ (rolled >> _S33)) * _MIX2
    return mixed ^ (mixed >> _S29)


@kernel
def shingles(data: Bytes, begin: int, end: int, hashes: Hashes, starts: Ints, ends: Ints) -> int:
    """Number of words of data[begin:end]. Word i is at bytes starts[i]:ends[i] after `begin`, shingle i is hashes[i].

    The three arrays must have room for (end - begin) // 2 + 1 entries; there are words - 4 shingles.
    """
    # Places are unsigned: a signed one would be looked at for counting from the end, at every byte
    words, rolled, w0, w1, w2, w3, w4 = _ZERO, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO
    start, stop, p = np.uint64(begin), np.uint64(end), np.uint64(begin)
    while p < stop:
        letter = LETTERS[data[p]]
        length = mark(data, np.int64(p), end) if letter >= 0x80 else 0
        if letter == 0 or length > 0:
            p += np.uint64(max(1, length))
            continue
        first = p
        word = _BASIS
        while letter != 0:
            if letter >= 0x80 and p > start and data[p - _ONE] == 0xC3 and letter <= 0x9E and letter != 0x97:
                letter = np.uint8(letter + 0x20)
            word = (word ^ np.uint64(letter)) * _PRIME
            p += _ONE
            if p >= stop:
                break
            letter = LETTERS[data[p]]
            if letter >= 0x80 and mark(data, np.int64(p), end) > 0:
                break
        starts[words], ends[words] = np.int32(first - start), np.int32(p - start)
        word, rolled = roll(word, rolled, w0)
        w0, w1, w2, w3, w4 = w1, w2, w3, w4, word
        words += _ONE
        if words >= _FIVE:
            hashes[words - _FIVE] = shingle(rolled)
    return int(np.int64(words))
