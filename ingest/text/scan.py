"""Texts by the ten thousand: their identifiers in one pass over the bytes, as compiled code.

Most CVs hold a mailbox, a number that stands alone and an address or two, all written plainly. Of such a text the pass says
at once what `find_identifiers` would find; a text with anything that is not certain here is left to it. So both roads
give the same, and nine of ten texts never become a Python string.
"""

from __future__ import annotations

import numpy as np

from ingest.text.kernel import kernel
from ingest.text.scan_addresses import ENDS, address, has_mark, labelled
from ingest.text.scan_bytes import ALL, AT, BEYOND, CLASS, DIGIT, DOT, LABEL, MARKED, SMALL, flags
from ingest.text.scan_numbers import alone, one_number, only_dates, signed
from ingest.text.words import Bytes, Flags, Ints, Longs

EMAIL, PHONE = 0, 1
KINDS = ("email", "phone", "website", "handle")
KIND, START, END, FROM, TO, TEXT = 0, 1, 2, 3, 4, 5
"""Columns of a found value: number of its kind, characters from and to, bytes of the column from and to, number of the text."""

MOST = 16  # values of one text; more are left to the other road
_LINE = 800  # bytes beside a mailbox that may be its line: 200 characters
_LONGEST = 5_000_000  # bytes of a text that is read here

_ALNUM = flags(ALL)
_ALPHA = flags(SMALL + SMALL.upper())
_LOCAL = flags(ALL + "._%+'-")
_DROPPED = flags(".'-%+")  # in front of a mailbox
_LOW = flags(SMALL + "0123456789-")
_SMALL = flags(SMALL)
_BETWEEN = flags("() .-")  # what is left out of a number


@kernel
def _mailbox(data: Bytes, at: int, last: int, end: int) -> tuple[int, int]:
    """Where the mailbox round the "@" at `at` begins and ends, (-1, -1) for none; nothing before `last` belongs to it."""
    start = at
    while start > last and at - start < 64 and _LOCAL[data[start - 1]]:
        start -= 1
    while start < at and _DROPPED[data[start]]:
        start += 1
    if start == at or data[at - 1] == 46:
        return -1, -1
    stop = -1
    p = at + 1
    for dots in range(7):
        q = p
        while q < end and q - p < 64 and LABEL[data[q]]:
            q += 1
        if dots > 0:
            r = p
            while r < q and _ALPHA[data[r]]:
                r += 1
            if r == q and 2 <= r - p <= 24:
                stop = r
        size = q - p
        if size == 0 or size > 63 or q >= end or data[q] != 46 or not _ALNUM[data[p]] or not _ALNUM[data[q - 1]]:
            break
        p = q + 1
    return (start, stop) if stop >= 0 else (-1, -1)


@kernel
def _beside(data: Bytes, begin: int, end: int, out: Longs, first: int, last: int) -> bool:
    """Whether a bare domain may stand in the line of a mailbox."""
    for row in range(first, last):
        if out[row, KIND] != EMAIL:
            continue
        start, stop = out[row, FROM], out[row, TO]
        p = start
        while p > begin and start - p < _LINE and data[p - 1] != 10:
            p -= 1
        while p < end and p - stop < _LINE and data[p] != 10:
            if data[p] == 46 and p > begin and p + 1 < end and _LOW[data[p - 1]] and _SMALL[data[p + 1]]:
                covered = False
                for other in range(first, last):
                    covered = covered or out[other, FROM] <= p < out[other, TO]
                if not covered:
                    return True
            p += 1
    return False


@kernel
def _disjoint(out: Longs, first: int, last: int) -> bool:
    """Puts the values of a text into their order; False when two overlap."""
    for row in range(first + 1, last):
        k = row
        while k > first and out[k, FROM] < out[k - 1, FROM]:
            for column in range(TEXT + 1):
                out[k, column], out[k - 1, column] = out[k - 1, column], out[k, column]
            k -= 1
    apart = True
    for row in range(first + 1, last):
        apart = apart and out[row, FROM] >= out[row - 1, TO]
    return apart


@kernel
def _put(out: Longs, row: int, kind: int, start: int, stop: int, shift: int, text: int) -> int:
    out[row, KIND] = kind
    out[row, START] = start - shift
    out[row, END] = stop - shift
    out[row, FROM] = start
    out[row, TO] = stop
    out[row, TEXT] = text
    return row + 1


@kernel
def _marks(data: Bytes, begin: int, end: int, marks: Longs) -> int:
    """Where bytes stand that may begin or end something, and `end` behind them; how many those are.

    Without a branch, for one byte of sixteen is such; counted without a sign, for a place that may be negative is asked
    for at every byte."""
    count, p, behind = np.uint64(0), np.uint64(begin), np.uint64(end)
    while p < behind:
        marks[count] = np.int64(p)
        count += MARKED[data[p]]
        p += np.uint64(1)
    marks[count] = end
    return int(count) + 1


@kernel
def _text(
    data: Bytes,
    begin: int,
    end: int,
    marks: Longs,
    fewest: int,
    american: bool,
    names: Bytes,
    lengths: Ints,
    out: Longs,
    first: int,
    text: int,
) -> int:
    """The values of one text into out[first:]; the row behind the last, -1 when it is left to the other road."""
    row = first
    beyond = 0  # bytes so far that begin no character
    mailbox_end = begin
    word_end = inner_end = begin
    run_start = run_stop = -1
    run_digits = run_beyond = 0
    for mark in range(_marks(data, begin, end, marks)):
        p = marks[mark]
        sort = CLASS[data[p]] if p < end else np.uint8(0)
        if sort == DIGIT or p == end:
            if run_start >= 0 and p < end and (p == run_stop or one_number(data, run_stop, p)):
                run_stop = p + 1
                run_digits += 1
            else:
                if run_digits >= 7 and (
                    signed(data, begin, run_start, run_stop)
                    or (run_digits >= fewest and not only_dates(data, run_start, run_stop))
                ):
                    start = alone(data, begin, run_start, run_stop, end, american)
                    if start < 0:
                        return -1
                    row = _put(out, row, PHONE, start, run_stop, begin + run_beyond, text)
                run_start, run_stop, run_digits, run_beyond = p, p + 1, 1, beyond
        elif sort == AT:
            start, stop = _mailbox(data, p, mailbox_end, end)
            if stop >= 0:
                mailbox_end = stop
                if (start == begin or ENDS[data[start - 1]]) and (stop == end or ENDS[data[stop]]):
                    word_end = stop  # what looks like an address in it is inside it
                row = _put(out, row, EMAIL, start, stop, begin + beyond, text)
        elif sort == BEYOND:
            byte = data[p]
            if byte & 0xC0 == 0x80:
                beyond += 1
            elif byte == 0xE2 and p + 2 < end and data[p + 1] == 0x80 and data[p + 2] == 0x93:
                if labelled(data, begin, p, 3, end):
                    return -1
            elif byte == 0xEF and p + 2 < end and data[p + 1] == 0xBC and 0x90 <= data[p + 2] <= 0x99:
                return -1  # digits of full width
        elif p >= word_end and has_mark(data, begin, p, end):
            kind, start, stop, word_end = address(data, begin, p, end, names, lengths)
            if kind == -2:
                return -1
            if kind >= 0:
                inner_end = word_end - 1  # a label inside an address is part of it, but for one at its very end
                row = _put(out, row, kind, start, stop, begin + beyond, text)
        elif sort != DOT and p >= inner_end and labelled(data, begin, p, 1, end):
            return -1
        if row - first >= MOST:
            return -1
    if not _disjoint(out, first, row) or _beside(data, begin, end, out, first, row):
        return -1
    return row


@kernel
def scan(
    data: Bytes,
    offsets: Longs,
    fewest: Ints,
    american: Flags,
    names: Bytes,
    lengths: Ints,
    out: Longs,
    certain: Flags,
) -> int:
    """The values of all texts that are certain into `out`, text after text, and which texts those are. Returns how many.

    Text t is data[offsets[t]:offsets[t + 1]]. fewest: digits of the shortest number without country code that counts in
    its country; american: whether that country writes (415) 555-2671. names: the hosts of profiles (`words_table`).
    Numbers stand alone and are well formed; whether they are in use is not asked here. `out` has MOST rows for each text.
    """
    row = 0
    longest = 0
    for text in range(len(offsets) - 1):
        longest = max(longest, min(offsets[text + 1] - offsets[text], _LONGEST))
    marks = np.empty(longest + 1, np.int64)
    for text in range(len(offsets) - 1):
        begin, end = offsets[text], offsets[text + 1]
        after = -1
        if end - begin <= _LONGEST:
            after = _text(data, begin, end, marks, fewest[text], american[text], names, lengths, out, row, text)
        certain[text] = after >= 0
        row = max(row, after)
    return row


@kernel
def cut(data: Bytes, starts: Longs, ends: Longs, offsets: Ints, cuttings: Bytes) -> None:
    """The pieces data[starts[i]:ends[i]] one behind the other into `cuttings`, at `offsets`, which has one entry more."""
    at = 0
    for piece in range(len(starts)):
        offsets[piece] = at
        for p in range(starts[piece], ends[piece]):
            cuttings[at] = data[p]
            at += 1
    offsets[len(starts)] = at


@kernel
def american(data: Bytes, starts: Longs, ends: Longs, numbers: Longs) -> None:
    """Of each piece that is a number of ten digits, or of eleven behind "+1", the ten; of any other -1 into `numbers`."""
    for piece in range(len(starts)):
        first = starts[piece]
        signed = first < ends[piece] and data[first] == 43
        number = count = 0
        for p in range(first + 1 if signed else first, ends[piece]):
            if CLASS[data[p]] == DIGIT:
                number = number * 10 + int(data[p] - 48)
                count += 1
            elif not _BETWEEN[data[p]]:
                count = 16
            if count > 11:
                break
        if signed:
            number -= 10_000_000_000
            count -= 1
        numbers[piece] = number if count == 10 and 2_000_000_000 <= number < 10_000_000_000 else -1
