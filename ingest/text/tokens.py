"""Tokens of a text, as compiled code on its bytes: words with their case and class, figures, marks, and their lines."""

from __future__ import annotations

import numpy as np

from ingest.text.dates import CAPITAL, KIND, LINE, LOWER, MARK, NUMBER, START, STOP, VALUE, word_class
from ingest.text.words import LETTERS, Bytes, Hashes, Ints, kernel

_BASIS = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_DASH, _BAR, _APOSTROPHE, _SPACE = 45, 124, 39, 32
MOST_VALUE = 1_000_000_000


@kernel
def _mark(data: Bytes, p: int, end: int) -> tuple[int, int]:
    """What stands at p that is no letter or digit: (its ASCII likeness, its bytes). (0, 0) for a letter beyond ASCII."""
    first = data[p]
    if first < 0x80:
        return int(first), 1
    second = data[p + 1] if p + 1 < end else np.uint8(0)
    third = data[p + 2] if p + 2 < end else np.uint8(0)
    if first == 0xC2:
        return (_SPACE, 2) if second == 0xA0 else (_BAR, 2)
    if first == 0xE2 and second == 0x80:
        if third <= 0x8A or third == 0xAF:
            return _SPACE, 3
        if third <= 0x8D:  # zero width
            return _SPACE, 3
        if 0x90 <= third <= 0x95:
            return _DASH, 3
        if third == 0x98 or third == 0x99:
            return _APOSTROPHE, 3
        return _BAR, 3
    if first == 0xE2 and second == 0x88 and third == 0x92:
        return _DASH, 3
    if first == 0xE2 and second == 0x82 and third == 0xAC:  # the euro's sign stands for a currency
        return 36, 3
    if first == 0xE2 and second <= 0xAF:
        return _BAR, 3
    if (first == 0xE3 and second == 0x80) or first == 0xEE or (first == 0xEF and second <= 0xA3):
        return _BAR, 3
    return 0, 0


@kernel
def _capital(first: int, second: int) -> bool:
    """Whether a word's first letter is a capital: ASCII, Latin-1, Latin Extended-A (nearly always even), Cyrillic."""
    if first < 0x80:
        return 65 <= first <= 90
    if first == 0xC3:
        return second <= 0x9E
    if first == 0xC4 or first == 0xC5:
        return second % 2 == 0
    return first == 0xD0 and 0x90 <= second <= 0xAF


@kernel
def tokens(data: Bytes, begin: int, end: int, token: Ints, code: Hashes) -> int:
    """Number of tokens of data[begin:end], into `token` and `code`, which must have room for end - begin rows.

    token: per row the KIND, the VALUE (of a word its class, of figures the number, of a mark its character), the LINE,
    and where it stands: bytes START to STOP after `begin`. code: of a word, the hash of its lower-case letters.
    """
    n = 0
    row = 0
    p = begin
    while p < end:
        byte = data[p]
        if 48 <= byte <= 57:
            number = 0
            first = p
            while p < end and 48 <= data[p] <= 57:
                number = number * 10 + int(data[p]) - 48
                if number > MOST_VALUE:
                    number = MOST_VALUE
                p += 1
            token[n, KIND], code[n], token[n, VALUE], token[n, LINE] = NUMBER, np.uint64(0), number, row
            token[n, START], token[n, STOP] = first - begin, p - begin
            n += 1
            continue
        character, size = _mark(data, p, end) if LETTERS[byte] == 0 or byte >= 0x80 else (0, 0)
        if size > 0:
            if character == 10 or character == 13 or character == 12:
                row += 1 if character != 13 else 0
            elif character != _SPACE and character != 9:
                token[n, KIND], code[n], token[n, VALUE], token[n, LINE] = MARK, np.uint64(0), character, row
                token[n, START], token[n, STOP] = p - begin, p + size - begin
                n += 1
            p += size
            continue
        first = p
        h = _BASIS
        while p < end:
            byte = data[p]
            letter = LETTERS[byte]
            if letter == 0 or (byte >= 0xC2 and _mark(data, p, end)[1] > 0):
                break
            if byte >= 0x80 and p > first and data[p - 1] == 0xC3 and byte <= 0x9E and byte != 0x97:
                letter = np.uint8(letter + 0x20)
            h = (h ^ np.uint64(letter)) * _PRIME
            p += 1
        second = int(data[first + 1]) if first + 1 < end else 0
        token[n, KIND] = CAPITAL if _capital(int(data[first]), second) else LOWER
        code[n], token[n, VALUE], token[n, LINE] = h, word_class(h), row
        token[n, START], token[n, STOP] = first - begin, p - begin
        n += 1
    return n
