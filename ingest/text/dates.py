"""Dates in CVs: months in English, German, French and Spanish, and the many ways to write a period.

"Mar 2019 - Jul 2021", "03/2019–07/2021", "1. März 2019 bis 31. Juli 2021", "de mars 2019 à juillet 2021", "2019-03 to
present", "May - Aug 2019", "since 2020". A point in time is the number year * 16 + month; month 0 is not told.
"""

from __future__ import annotations

import numpy as np

from ingest.text.kernel import kernel
from ingest.text.words import Hashes, Ints

KIND, VALUE, LINE, START, STOP = 0, 1, 2, 3, 4  # columns of the table of tokens: see ingest.text.tokens
LOWER, CAPITAL, NUMBER, MARK = 1, 2, 3, 4  # kinds of token: a word, a capitalised word, figures, a mark
PRESENT = 4000 * 16  # the end of a period that still lasts

# classes of word: 1 to 12 are months
NOW, SINCE, UNTIL, LINK, LEGAL, CLASS_END = 20, 21, 22, 23, 24, 25

_WORDS: dict[int, str] = {
    1: "january jan januar jänner jän janvier janv enero ene",
    2: "february feb februar feber février fevrier févr fév fevr febrero",
    3: "march mar märz maerz mär mrz mars marzo",
    4: "april apr avril avr abril abr",
    5: "may mai mayo",
    6: "june jun juni juin junio",
    7: "july jul juli juillet juil julio",
    8: "august aug août aout agosto ago",
    9: "september sep sept septembre septiembre",
    10: "october oct oktober okt octobre octubre",
    11: "november nov novembre noviembre",
    12: "december dec dezember dez décembre decembre déc diciembre dic",
    NOW: "present now current currently today ongoing heute jetzt aktuell laufend présent aujourd actuel actuellement"
    " actualidad actual actualmente hoy presente",
    SINCE: "since seit depuis desde",
    UNTIL: "to until till through thru bis à au jusqu a al hasta",
    LINK: "of de du des del la le y für der",
    LEGAL: "inc llc ltd limited gmbh ag corp corporation sa sarl sas plc kg bv the",
}

_SLOTS = 1024
_BASIS, _PRIME, _ALL = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1


def word_hash(word: str) -> int:
    """The hash of a lower-case word, as `ingest.text.skeleton.tokens` makes it from the bytes."""
    code = _BASIS
    for byte in word.encode():
        code = ((code ^ byte) * _PRIME) & _ALL
    return code


def _classes() -> tuple[Hashes, Ints]:
    keys, values = np.zeros(_SLOTS, np.uint64), np.zeros(_SLOTS, np.int32)
    for number, words in _WORDS.items():
        for word in words.split():
            code = word_hash(word)
            slot = (code ^ (code >> 29)) & (_SLOTS - 1)
            while keys[slot] and keys[slot] != code:
                slot = (slot + 1) & (_SLOTS - 1)
            keys[slot], values[slot] = code, number
    return keys, values


_KEYS, _VALUES = _classes()
_MASK = np.uint64(_SLOTS - 1)
_S29 = np.uint64(29)


@kernel
def word_class(code: np.uint64) -> int:
    """The class of a word by its hash, 0 for the words of no class."""
    slot = np.int64((code ^ (code >> _S29)) & _MASK)
    while _KEYS[slot] != 0:
        if _KEYS[slot] == code:
            return int(_VALUES[slot])
        slot = (slot + 1) & (_SLOTS - 1)
    return 0


@kernel
def _is(token: Ints, i: int, n: int, wanted: int, character: int) -> bool:
    return i < n and token[i, KIND] == wanted and token[i, VALUE] == character


@kernel
def _word(token: Ints, i: int, n: int) -> bool:
    return i < n and (token[i, KIND] == LOWER or token[i, KIND] == CAPITAL)


@kernel
def _year(token: Ints, i: int, n: int) -> int:
    """The year of four figures at token i, else 0."""
    if i < n and token[i, KIND] == NUMBER and token[i, STOP] - token[i, START] == 4 and 1950 <= token[i, VALUE] <= 2040:
        return int(token[i, VALUE])
    return 0


@kernel
def _small(token: Ints, i: int, n: int, most: int) -> bool:
    return i < n and token[i, KIND] == NUMBER and token[i, STOP] - token[i, START] <= 2 and 1 <= token[i, VALUE] <= most


@kernel
def _divider(token: Ints, i: int, n: int) -> bool:
    """A stroke, point or dash right between two numbers."""
    return (
        i + 1 < n
        and token[i, KIND] == MARK
        and (token[i, VALUE] == 47 or token[i, VALUE] == 46 or token[i, VALUE] == 45)
        and token[i + 1, KIND] == NUMBER
        and token[i, START] == token[i - 1, STOP]
        and token[i + 1, START] == token[i, STOP]
    )


@kernel
def _named_month(token: Ints, i: int, n: int) -> tuple[int, int]:
    """A point that begins with the name of a month at token i: (point, next token). Without a year: the month alone."""
    month = int(token[i, VALUE])
    j = i + 1
    if _is(token, j, n, MARK, 46) or _is(token, j, n, MARK, 44):
        j += 1
    if _word(token, j, n) and token[j, VALUE] == LINK:
        j += 1
    year = _year(token, j, n)
    if year > 0:
        return year * 16 + month, j + 1
    if (
        _is(token, j, n, MARK, 39)
        and j + 1 < n
        and token[j + 1, KIND] == NUMBER
        and token[j + 1, STOP] - token[j + 1, START] == 2
    ):
        short = int(token[j + 1, VALUE])
        return (2000 + short if short <= 40 else 1900 + short) * 16 + month, j + 2
    if _small(token, j, n, 31):  # "March 5, 2019"
        k = j + 1
        if _is(token, k, n, MARK, 44):
            k += 1
        year = _year(token, k, n)
        if year > 0:
            return year * 16 + month, k + 1
    return month, i + 1 if not _is(token, i + 1, n, MARK, 46) else i + 2


@kernel
def _numbers(token: Ints, i: int, n: int) -> tuple[int, int]:
    """A point that begins with figures at token i: (point, next token), (0, i) when it is none."""
    year = _year(token, i, n)
    if year > 0:
        if (
            _divider(token, i + 1, n)
            and token[i + 2, STOP] - token[i + 2, START] == 2
            and 1 <= token[i + 2, VALUE] <= 12
        ):
            month = int(token[i + 2, VALUE])
            j = i + 3
            if _divider(token, j, n) and _small(token, j + 1, n, 31):
                j += 2  # the day of "2019-03-15"
            return year * 16 + month, j
        return year * 16, i + 1
    if not _small(token, i, n, 31):
        return 0, i
    if _divider(token, i + 1, n):
        first, second = int(token[i, VALUE]), int(token[i + 2, VALUE])
        year = _year(token, i + 2, n)
        if year > 0:
            return (year * 16 + first, i + 3) if first <= 12 else (0, i)
        if _divider(token, i + 3, n):
            year = _year(token, i + 4, n)
            month = first if (token[i + 1, VALUE] == 47 and first <= 12) or second > 12 else second
            return (year * 16 + month, i + 5) if year > 0 and month <= 12 else (0, i)
        if token[i + 1, VALUE] == 47 and first <= 12 and token[i + 2, STOP] - token[i + 2, START] == 2:  # "03/19"
            return (2000 + second if second <= 40 else 1900 + second) * 16 + first, i + 3
        return 0, i
    j = i + 1
    if _is(token, j, n, MARK, 46):
        j += 1
    if _word(token, j, n) and token[j, VALUE] == LINK:
        j += 1
    if _word(token, j, n) and 1 <= token[j, VALUE] <= 12:  # a day before the month's name
        return _named_month(token, j, n)
    return 0, i


@kernel
def point(token: Ints, i: int, n: int) -> tuple[int, int]:
    """A point in time at token i: (point, next token). (0, i) when there is none; a month without a year is 1 to 12."""
    if i >= n:
        return 0, i
    if token[i, KIND] == NUMBER:
        return _numbers(token, i, n)
    if _word(token, i, n):
        if 1 <= token[i, VALUE] <= 12:
            return _named_month(token, i, n)
        if token[i, VALUE] == NOW:
            return PRESENT, i + 1
    return 0, i


@kernel
def period(token: Ints, i: int, n: int) -> tuple[int, int, int]:
    """A period, or one point in time, at token i: (first, last, next token); next is i when there is none.

    Of one point, first is 0.
    """
    if _word(token, i, n) and token[i, VALUE] == SINCE:
        begin, after = point(token, i + 1, n)
        return (begin, PRESENT, after) if 16 * 1950 <= begin < PRESENT else (0, 0, i)
    begin, after = point(token, i, n)
    if begin == 0 or begin == PRESENT:
        return 0, 0, i
    j = after
    dash = False
    while j < n and (
        (token[j, KIND] == MARK and token[j, VALUE] == 45) or (_word(token, j, n) and token[j, VALUE] == UNTIL)
    ):
        dash = True
        j += 1
    if dash:
        while _word(token, j, n) and token[j, VALUE] == LINK:  # "hasta la actualidad"
            j += 1
        last, end = point(token, j, n)
        if begin <= 12 and 16 * 1950 <= last < PRESENT:  # "May - Aug 2019"
            begin += last // 16 * 16
        if begin > 12 and last >= begin // 16 * 16:
            return begin, last, end
    if begin <= 12 or (
        token[after - 1, STOP] - token[after - 1, START] == 2 and after == i + 3
    ):  # no year; "03/19" alone is a ratio
        return 0, 0, i
    return 0, begin, after
