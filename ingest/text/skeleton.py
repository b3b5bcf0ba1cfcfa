"""What a CV says, apart from its words: dated events with the names beside them, and single facts.

An event is a period ("Mar 2019 - Jul 2021") or a point in time ("2014"); its names are the capitalised sequences of
words on its line and on the two lines around it: employer, school, title, town. Which is which need not be known: what
many CVs say is worth little. A fact is a longer capitalised name anywhere (a project, a product) or a figure with its
unit ("4.5 million", "385 branches").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingest.text.dates import CAPITAL, KIND, LEGAL, LINE, LINK, LOWER, MARK, NUMBER, SINCE, START, STOP, VALUE, period
from ingest.text.kernel import kernel
from ingest.text.tallies import Counts
from ingest.text.words import Hashes, Ints, Longs

NAMES = 8  # names kept of one event
EVENTS = 24  # events kept of one text: the first
FACTS = 160  # facts kept of one text: the first
RARE = 40  # a name or figure in the text that more CVs hold says nothing
CONTACT = 40  # tokens: a longer line is a text without line ends
NEAR = 16  # tokens before and behind a date that are looked at for names
NAME_WORDS = 6  # longer sequences are headings and lists

_ZERO = np.uint64(0)
_JOIN = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_S32 = np.uint64(32)
_FIGURE = np.uint64(0xA5A5A5A5A5A5A5A5)


@dataclass(frozen=True)
class Skeletons:
    """The skeletons of all texts. Events of text t are events[begin[t]:begin[t + 1]], facts likewise; of the facts only
    those that at most RARE texts hold.

    events: first, last (points in time as in ingest.text.dates; first is 0 when only one is told), and where the dates
        stand in the text (bytes from, to).
    names: hashes of each event's names, 0 behind the last.
    facts: hashes, each once in a text. told: how many facts each text has, with those that more texts hold.
    held: how many texts hold each fact; see ingest.text.tallies.
    """

    begin: Longs
    events: Ints
    names: Hashes
    facts_begin: Longs
    facts: Hashes
    told: Ints
    held: Counts


@kernel
def join(left: np.uint64, right: np.uint64) -> np.uint64:
    """One hash of two, in this order."""
    mixed = (left * _JOIN + right) * _MIX
    return mixed ^ (mixed >> _S32)


@kernel
def _name(token: Ints, code: Hashes, i: int, n: int) -> tuple[np.uint64, int, int, int]:
    """The capitalised sequence at token i: (hash, words, last token, next token). Legal forms do not count."""
    h = _ZERO
    words = 0
    last = i
    j = i
    while j < n and token[j, LINE] == token[i, LINE]:
        if token[j, KIND] == CAPITAL and not (
            1 <= token[j, VALUE] <= 22 and token[j, VALUE] != 5
        ):  # "May" is also a name
            if token[j, VALUE] != LEGAL:
                h = join(h, code[j])
                words += 1
            last = j
        elif words > 0 and token[j, KIND] == LOWER and (token[j, VALUE] == LINK or token[j, VALUE] == LEGAL):
            pass  # "University of Zurich"; counts only when a capital follows
        elif words > 0 and token[j, KIND] == MARK and (token[j, VALUE] == 38 or token[j, VALUE] == 39):
            pass  # & '
        elif (
            words > 0
            and token[j, KIND] == MARK
            and (token[j, VALUE] == 45 or token[j, VALUE] == 46)
            and token[j, START] == token[j - 1, STOP]
        ):
            if j + 1 >= n or token[j + 1, START] != token[j, STOP]:  # a dash or point inside a name touches both words
                break
        else:
            break
        j += 1
    return h, words, last, max(last + 1, i + 1)


@kernel
def _figure(token: Ints, code: Hashes, i: int, n: int) -> tuple[np.uint64, int]:
    """The figure at token i with its unit: (hash, last token). Hash 0: a lone or dialled number, a year."""
    if (
        i > 0
        and token[i - 1, KIND] == MARK
        and token[i - 1, STOP] == token[i, START]
        and token[i - 1, VALUE] in (40, 43, 45, 46, 47, 58, 64, 95)
    ):
        return _ZERO, i
    number = np.int64(token[i, VALUE])
    figures = token[i, STOP] - token[i, START]
    j = i + 1
    whole = True
    if (
        j + 1 < n
        and token[j, KIND] == MARK
        and (token[j, VALUE] == 44 or token[j, VALUE] == 46)
        and token[j + 1, KIND] == NUMBER
        and token[j, START] == token[i, STOP]
        and token[j + 1, START] == token[j, STOP]
    ):
        digits = token[j + 1, STOP] - token[j + 1, START]
        whole = digits == 3
        number = number * 1000 + np.int64(token[j + 1, VALUE])
        figures += digits
        j += 2
    if figures > 9 or (whole and number < 10) or (whole and j == i + 1 and 1950 <= number <= 2040):
        return _ZERO, i
    if j < n and token[j, KIND] == MARK and token[j, VALUE] == 43:
        j += 1
    if j >= n or token[j, LINE] != token[i, LINE]:
        return _ZERO, i
    h = join(_FIGURE, np.uint64(number * 2 + (1 if whole else 0)))
    if token[j, KIND] == MARK and token[j, VALUE] == 37:
        return join(h, np.uint64(37)), j
    if (token[j, KIND] == LOWER and token[j, VALUE] == 0) or (
        token[j, KIND] == CAPITAL and token[j, START] == token[j - 1, STOP] and token[j, STOP] - token[j, START] <= 2
    ):
        return join(h, code[j]), j
    return _ZERO, i


@kernel
def _put_names(
    token: Ints,
    code: Hashes,
    first: int,
    last: int,
    row: int,
    names: Hashes,
    spans: Ints,
    count: int,
) -> int:
    """The names of the tokens first:last that stand in line `row`, into names[count:]. The new count.

    Of a sequence of three words and more its first two and last two count too: a title may stand right before a name.
    """
    i = first
    while i < last and count < NAMES:
        if token[i, LINE] != row or token[i, KIND] != CAPITAL:
            i += 1
            continue
        h, words, end, after = _name(token, code, i, last)
        if 1 <= words <= NAME_WORDS and token[end, STOP] - token[i, START] >= 3:
            names[count] = h
            spans[2 * count], spans[2 * count + 1] = token[i, START], token[end, STOP]
            count += 1
            if words >= 3 and count + 1 < NAMES and token[i + 1, KIND] == CAPITAL and token[end - 1, KIND] == CAPITAL:
                names[count] = join(join(_ZERO, code[i]), code[i + 1])
                spans[2 * count], spans[2 * count + 1] = token[i, START], token[i + 1, STOP]
                names[count + 1] = join(join(_ZERO, code[end - 1]), code[end])
                spans[2 * count + 2], spans[2 * count + 3] = token[end - 1, START], token[end, STOP]
                count += 2
        i = after
    return count


@kernel
def _beside(
    token: Ints, code: Hashes, i: int, j: int, n: int,
    names: Hashes, spans: Ints,
) -> None:  # fmt: skip
    """The names beside the dates at tokens i:j: of their line, then of the line before, then of the line behind."""
    a, b = i, j
    while a > max(0, i - NEAR) and token[a - 1, LINE] == token[i, LINE]:
        a -= 1
    while b < min(n, j + NEAR) and token[b, LINE] == token[j - 1, LINE]:
        b += 1
    count = _put_names(token, code, a, i, token[i, LINE], names, spans, 0)
    count = _put_names(token, code, j, b, token[j - 1, LINE], names, spans, count)
    if a > 0 and token[a - 1, LINE] != token[i, LINE]:
        first = a
        while first > max(0, a - NEAR) and token[first - 1, LINE] == token[a - 1, LINE]:
            first -= 1
        count = _put_names(token, code, first, a, token[a - 1, LINE], names, spans, count)
    if b < n and token[b, LINE] != token[j - 1, LINE]:
        last = b
        while last < min(n, b + NEAR) and token[last, LINE] == token[b, LINE]:
            last += 1
        _put_names(token, code, b, last, token[b, LINE], names, spans, count)


@kernel
def _contact_line(token: Ints, i: int, n: int) -> bool:
    """Whether the line that begins at token i holds an e-mail address, or is the first of the text: a person's name."""
    row, first = token[i, LINE], i
    address = row == 0
    while i < n and token[i, LINE] == row:
        if token[i, KIND] == MARK and token[i, VALUE] == 64:
            address = True
        i += 1
    return address and i - first <= CONTACT


@kernel
def outline(
    token: Ints,
    code: Hashes,
    n: int,
    events: Ints,
    names: Hashes,
    spans: Ints,
    facts: Hashes,
    places: Ints,
) -> tuple[int, int]:
    """The events and facts of a text's tokens 0:n: how many of each.

    events, names, spans: EVENTS rows; facts, places: FACTS rows (places: bytes from, to).
    """
    found = told = 0
    skipped = False
    i = 0
    while i < n:
        if i == 0 or token[i, LINE] != token[i - 1, LINE]:
            skipped = _contact_line(token, i, n)
        first, last, after = 0, 0, i
        what, much = token[i, KIND], token[i, VALUE]
        may = what != NUMBER and what != MARK and (1 <= much <= 12 or much == SINCE)
        if may or (what == NUMBER and (much <= 31 or 1950 <= much <= 2040)):  # calling costs more than looking
            first, last, after = period(token, i, n)
        if after > i and not skipped:
            if found < EVENTS:
                events[found, 0], events[found, 1] = first, last
                events[found, 2], events[found, 3] = token[i, START], token[after - 1, STOP]
                names[found, :] = _ZERO
                _beside(token, code, i, after, n, names[found], spans[found])
                found += 1
            i = after
            continue
        if token[i, KIND] == CAPITAL:
            h, words, final, after = _name(token, code, i, n)
            if 2 <= words <= NAME_WORDS and not skipped and told < FACTS:
                facts[told] = h
                places[told, 0], places[told, 1] = token[i, START], token[final, STOP]
                told += 1
            i = after
            continue
        if token[i, KIND] == NUMBER and not skipped and told < FACTS:
            h, final = _figure(token, code, i, n)
            if h != _ZERO:
                facts[told] = h
                places[told, 0], places[told, 1] = token[i, START], token[final, STOP]
                told += 1
                i = final
        i += 1
    return found, told


@kernel
def seen(h: np.uint64, text: int, known: Hashes, owner: Ints) -> bool:
    """Whether h was met before in this text. A full row of the small table forgets: then a fact may count twice."""
    slot = np.int64(h & np.uint64(1023))
    for turn in range(8):
        at = (slot + turn) & 1023
        if owner[at] != text:
            known[at], owner[at] = h, text
            return False
        if known[at] == h:
            return True
    return False
