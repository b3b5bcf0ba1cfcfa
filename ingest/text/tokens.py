"""Tokens of a text, as compiled code on its bytes: words with their case and class, figures, marks, and their lines."""

from __future__ import annotations

import numpy as np

from ingest.text.dates import CAPITAL, KIND, LINE, LOWER, MARK, NUMBER, START, STOP, VALUE, word_class
from ingest.text.kernel import kernel
from ingest.text.words import LETTERS, SHINGLE, Bytes, Hashes, Ints, roll, shingle

_BASIS = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_DASH, _BAR, _APOSTROPHE, _SPACE = 45, 124, 39, 32
_ZERO, _ONE, _FIVE = np.uint64(0), np.uint64(1), np.uint64(SHINGLE)
MOST_VALUE = 1_000_000_000
_OTHER, _LETTER, _DIGIT, _BLANK = 0, 1, 2, 3


def _sorts() -> Bytes:
    table = np.zeros(256, np.uint8)
    for code in range(128):
        character = chr(code)
        table[code] = _LETTER if character.isalpha() else _DIGIT if character.isdigit() else _OTHER
    table[[32, 9]] = _BLANK
    return table


_SORTS = _sorts()  # byte -> what begins there, as far as one byte says it


@kernel
def _mark(data: Bytes, p: int | np.int64, end: int) -> tuple[int, int]:
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
def _word_hash(data: Bytes, first: np.uint64, last: np.uint64) -> np.uint64:
    """The hash of the letters and digits first:last."""
    h = _BASIS
    for p in range(first, last):
        letter = LETTERS[data[p]]
        if letter >= 0x80 and p > first and data[p - _ONE] == 0xC3 and letter <= 0x9E and letter != 0x97:
            letter = np.uint8(letter + 0x20)
        h = (h ^ np.uint64(letter)) * _PRIME
    return h


@kernel
def tokens(data: Bytes, begin: int, end: int, token: Ints, code: Hashes, hashes: Hashes) -> tuple[int, int]:
    """The tokens and the shingles of data[begin:end] in one pass: the number of tokens, and the number of words.

    token, code: with room for end - begin + 1 rows. token: per row the KIND, the VALUE (of a word its class, of figures
    the number, of a mark its character), the LINE, and where it stands: bytes START to STOP after `begin`. code: of a
    word, the hash of its lower-case letters.
    hashes: the shingles, as `ingest.text.words.shingles` makes them of words that are runs of letters and digits, with
    room for (end - begin) // 2 + 1.
    """
    # Places are unsigned: a signed one would be looked at for counting from the end, at every byte
    n, words, row = _ZERO, _ZERO, 0
    rolled, w0, w1, w2, w3, w4 = _ZERO, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO
    start, stop, p = np.uint64(begin), np.uint64(end), np.uint64(begin)
    number_first = stop  # of figures that a word follows without a gap: where they begin
    while p < stop:
        sort = _SORTS[data[p]]
        if sort == _BLANK:
            p += _ONE
            continue
        first = p
        code[n], token[n, START] = _ZERO, np.int32(p - start)
        h = _BASIS
        if sort == _DIGIT:
            number = 0
            while p < stop and _SORTS[data[p]] == _DIGIT:
                number = min(MOST_VALUE, number * 10 + int(data[p]) - 48)
                h = (h ^ np.uint64(data[p])) * _PRIME
                p += _ONE
            token[n, KIND], token[n, VALUE], token[n, LINE], token[n, STOP] = NUMBER, number, row, np.int32(p - start)
            n += _ONE
            if p < stop and LETTERS[data[p]] != 0 and (data[p] < 0x80 or _mark(data, np.int64(p), end)[1] == 0):
                number_first = first
                continue
        else:
            if sort != _LETTER:
                character, size = _mark(data, np.int64(p), end)
                if size > 0:
                    p += np.uint64(size)
                    if character == 10 or character == 12:
                        row += 1
                    elif character != _SPACE and character != 9 and character != 13:
                        token[n, KIND], token[n, VALUE], token[n, LINE] = MARK, character, row
                        token[n, STOP] = np.int32(p - start)
                        n += _ONE
                    continue
            while p < stop:
                byte = data[p]
                letter = LETTERS[byte]
                if letter == 0:
                    break
                if byte >= 0x80:
                    if byte >= 0xC2 and _mark(data, np.int64(p), end)[1] > 0:
                        break
                    if p > first and data[p - _ONE] == 0xC3 and byte <= 0x9E and byte != 0x97:
                        letter = np.uint8(letter + 0x20)
                h = (h ^ np.uint64(letter)) * _PRIME
                p += _ONE
            second = int(data[first + _ONE]) if first + _ONE < stop else 0
            token[n, KIND] = CAPITAL if _capital(int(data[first]), second) else LOWER
            code[n], token[n, VALUE], token[n, LINE], token[n, STOP] = h, word_class(h), row, np.int32(p - start)
            n += _ONE
            if number_first < first:
                h = _word_hash(data, number_first, p)
                number_first = stop
        word, rolled = roll(h, rolled, w0)
        w0, w1, w2, w3, w4 = w1, w2, w3, w4, word
        words += _ONE
        if words >= _FIVE:
            hashes[words - _FIVE] = shingle(rolled)
    return int(np.int64(n)), int(np.int64(words))
