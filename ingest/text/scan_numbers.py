"""Telephone numbers in a text, for ingest.text.scan: runs of digits, and those that stand alone and are written plainly."""

from __future__ import annotations

from ingest.text.kernel import kernel
from ingest.text.scan_bytes import CLASS, DIGIT, SPACE, flags
from ingest.text.words import Bytes

_SIGN = flags(" \t.-()/[]+~?")  # between the digits of a number
_LEAD = flags("([+")


@kernel
def one_number(data: Bytes, p: int, q: int) -> bool:
    """Whether data[p:q], between two digits, leaves them one number: four signs at most."""
    if q - p > 16:
        return False
    count = 0
    for k in range(p, q):
        byte = data[k]
        if byte < 128 and not _SIGN[byte]:
            return False
        if byte & 0xC0 != 0x80:
            count += 1
    return count <= 4


@kernel
def signed(data: Bytes, begin: int, start: int, stop: int) -> bool:
    """Whether a "+" stands in a run of digits or in the four characters before it."""
    count = 0
    p = start
    while p > begin and count < 4:
        p -= 1
        if data[p] & 0xC0 != 0x80:
            count += 1
    plus = False
    for k in range(p, stop):
        plus = plus or data[k] == 43
    return plus


@kernel
def only_dates(data: Bytes, start: int, stop: int) -> bool:
    """Whether a run of digits is years, months and days only (_is_dates of ingest.text.extract)."""
    years = False
    p = start
    while p < stop:
        if CLASS[data[p]] != DIGIT:
            p += 1
            continue
        q = p
        number = 0
        while q < stop and CLASS[data[q]] == DIGIT:
            number = min(number * 10 + int(data[q] - 48), 100_000)
            q += 1
        if q - p == 4 and 1900 <= number < 2100:
            years = True
        elif q - p > 2 or number > 31:
            return False
        p = q
    return years


@kernel
def _digits(data: Bytes, p: int, end: int, count: int) -> bool:
    """Whether `count` digits stand at `p`."""
    if p + count > end:
        return False
    good = True
    for k in range(p, p + count):
        good = good and CLASS[data[k]] == DIGIT
    return good


@kernel
def _group(data: Bytes, p: int, end: int) -> bool:
    """Three digits, the first of them 2 to 9: an area or an exchange."""
    return _digits(data, p, end, 3) and data[p] >= 50


@kernel
def _international(data: Bytes, start: int, stop: int) -> bool:
    """A country code of one to three digits and, after a blank or none, six to twelve more; neither begins with 0."""
    if data[start] == 48:
        return False
    for code in range(1, 4):
        p = start + code
        if not _digits(data, start, stop, code) or p >= stop:
            return False
        if data[p] == 32:
            p += 1
        count = stop - p
        if 6 <= count <= 12 and data[p] != 48 and _digits(data, p, stop, count):
            return True
    return False


@kernel
def alone(data: Bytes, begin: int, start: int, stop: int, end: int, american: bool) -> int:
    """Where a number that stands alone begins whose digits are data[start:stop], -1 when that is not certain here.

    As number_alone of ingest.text.alone, of which only whether the number is in use is left open.
    """
    if start == begin:
        return -1
    lead = data[start - 1]
    first = start - 1 if lead == 40 or lead == 43 else start
    p = stop
    if p < end and data[p] == 32:
        p += 1
    if stop < end and data[stop] != 10 and (p >= end or data[p] != 124):
        return -1
    k = max(begin, start - 8)
    if first > k and not SPACE[data[first - 1]]:
        return -1
    for q in range(k, first):
        byte = data[q]
        if byte >= 128 or _LEAD[byte] or CLASS[byte] == DIGIT:
            return -1
    if lead == 43:
        return first if _international(data, start, stop) else -1
    if not american or not _group(data, start, stop):
        return -1
    p = start + 3
    if lead == 40:
        if p >= stop or data[p] != 41:
            return -1
        p += 2 if p + 1 < stop and data[p + 1] == 32 else 1
    else:
        if p >= stop or (data[p] != 45 and data[p] != 46):
            return -1
        p += 1
    if not _group(data, p, stop):
        return -1
    p += 3
    if p >= stop or (data[p] != 45 and data[p] != 46) or p + 5 != stop or not _digits(data, p + 1, stop, 4):
        return -1
    return first
