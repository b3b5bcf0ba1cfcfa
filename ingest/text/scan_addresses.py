"""Addresses of the web in a text, for ingest.text.scan: with a scheme, with www, of a profile; and labels before a domain."""

from __future__ import annotations

import numpy as np

from ingest.text.kernel import kernel
from ingest.text.scan_bytes import ALL, LABEL, SPACE, flags, words_table
from ingest.text.words import Bytes, Ints

WEBSITE, HANDLE = 2, 3

_LONGEST_WORD = 80  # characters of an address
_ADDRESS = flags(ALL + "._/-")
ENDS = flags(" \t\n\r|")  # behind a plainly written address
_MARKS, _MARK_LENGTHS = words_table(("com/", "io", "me/", "org/", "net/"))
_LABELS, _LABEL_LENGTHS = words_table(("site", "web", "portfolio", "page", "blog", "url"))
_MARK_STARTS = flags("cimontCIMONT")  # of these, and of "to/"
_LABEL_ENDS = flags("eboglEBOGL")
_SCHEMES, _SCHEME_LENGTHS = words_table(("https://", "http://"))


@kernel
def _stands(data: Bytes, p: int, end: int, table: Bytes, length: int, row: int) -> bool:
    """Whether a word of a table (small letters) stands at `p`, in letters of any size."""
    if p < 0 or p + length > end:
        return False
    for k in range(length):
        byte = data[p + k]
        if 65 <= byte <= 90:
            byte += np.uint8(32)
        if byte != table[row, k]:
            return False
    return True


@kernel
def _any_stands(data: Bytes, p: int, end: int, table: Bytes, lengths: Ints) -> int:
    """Length of the first word of a table that stands at `p`, 0 for none."""
    for row in range(len(lengths)):
        if _stands(data, p, end, table, lengths[row], row):
            return int(lengths[row])
    return 0


@kernel
def _www(data: Bytes, p: int) -> bool:
    return bool(data[p] | 32 == 119 and data[p + 1] | 32 == 119 and data[p + 2] | 32 == 119)


@kernel
def _profile_mark(data: Bytes, p: int, end: int) -> bool:
    """Whether the dot at `p` may belong to a profile address (_PROFILE_MARKS of ingest.text.extract)."""
    if p + 1 >= end or not _MARK_STARTS[data[p + 1]]:
        return False
    if _any_stands(data, p + 1, end, _MARKS, _MARK_LENGTHS) > 0:
        return True
    return p + 3 < end and data[p + 1] | 32 == 116 and data[p + 2] | 32 == 111 and data[p + 3] == 47  # ".to/"


@kernel
def has_mark(data: Bytes, begin: int, p: int, end: int) -> bool:
    """Whether the dot or colon at `p` may belong to an address with a scheme, with www, or of a profile."""
    if data[p] == 46:
        return _profile_mark(data, p, end) or (p - 3 >= begin and _www(data, p - 3))
    return data[p] == 58 and p + 2 < end and data[p + 1] == 47 and data[p + 2] == 47


@kernel
def _profile(data: Bytes, host: int, stop: int, web: bool, names: Bytes, lengths: Ints) -> int:
    """Where the name of its owner begins in a profile address; 0 when it is none; -1 when that is not certain here."""
    p = host
    for before in range(4):
        length = _any_stands(data, p, stop, names, lengths)
        if length > 0:
            plain = before == 0 or (before == 1 and web)
            return p + length if plain and data[p + length - 1] == 47 else -1
        q = p
        while q < stop and q - p < 41 and LABEL[data[q]]:
            q += 1
        if q == p or q - p > 40 or q >= stop or data[q] != 46:
            break
        p = q + 1
    return 0


@kernel
def address(data: Bytes, begin: int, at: int, end: int, names: Bytes, lengths: Ints) -> tuple[int, int, int, int]:
    """The address round the mark at `at`: (kind, from, to, end of its word).

    Kind -1: nothing (a word that only looks like one); -2: not certain here.
    """
    start = at
    while start > begin and not ENDS[data[start - 1]]:
        byte = data[start - 1]
        if not _ADDRESS[byte] and not (byte == 58 and start + 1 < end and data[start] == 47 and data[start + 1] == 47):
            return -2, 0, 0, 0
        start -= 1
        if at - start > _LONGEST_WORD:
            return -2, 0, 0, 0
    scheme = _any_stands(data, start, end, _SCHEMES, _SCHEME_LENGTHS)
    host = start + scheme
    stop = host
    marked = False
    while stop < end and _ADDRESS[data[stop]]:
        marked = marked or (data[stop] == 46 and _profile_mark(data, stop, end))
        stop += 1
    if (stop < end and not ENDS[data[stop]]) or stop <= at or stop - start > _LONGEST_WORD:
        return -2, 0, 0, 0
    to = stop
    while to > host and data[to - 1] == 46:
        to -= 1
    web = host + 4 <= end and _ADDRESS[data[host]] and data[host + 3] == 46 and _www(data, host)
    if marked:
        found = _profile(data, host, stop, web, names, lengths)
        if found > 0:
            p = found
            while p < to and data[p] == 47:
                p += 1
            return (HANDLE, start, to, stop) if p < to else (-2, 0, 0, 0)
        if found < 0:
            return -2, 0, 0, 0
    if scheme == 0 and not web:
        return -1, 0, 0, stop
    body = host if scheme > 0 else host + 4
    return (WEBSITE, start, to, stop) if stop - body >= 3 and to - body >= 3 else (-2, 0, 0, 0)


@kernel
def labelled(data: Bytes, begin: int, p: int, size: int, end: int) -> bool:
    """Whether a bare domain may follow the mark at `p` (`size` bytes) behind "Portfolio" and its like."""
    q = p
    while q > begin and (SPACE[data[q - 1]] or data[q - 1] >= 128):
        q -= 1
        if p - q > 64:
            return True
    if q == begin or not _LABEL_ENDS[data[q - 1]]:
        return False
    for row in range(len(_LABEL_LENGTHS)):
        length = _LABEL_LENGTHS[row]
        if q - length >= begin and _stands(data, q - length, end, _LABELS, length, row):
            r = p + size
            while r < end and SPACE[data[r]]:
                r += 1
            first = r
            while r < end and LABEL[data[r]]:
                r += 1
            return r < end and (data[r] >= 128 or (data[r] == 46 and r > first))
    return False
