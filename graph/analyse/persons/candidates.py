"""The pairs of applicants that may be one person: everybody who meets somebody in a narrow block (blocks.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.persons.blocks import NARROW, THREADS, WIDE, Entries, Ints, crossed, distinct, pairs_within, union
from graph.analyse.persons.register import Register
from graph.model.distinct import distinct_of

PERSONAL = ("tax_id", "candidate", "email", "handle", "cv_file")
SHARED = ("phone", "payroll_account", "wallet", "payment_handle", "device", "website", "address")
WEAK = ("building", "ip", "reference_phone", "reference_email")

Blocks: TypeAlias = "tuple[Callable[[], Iterable[Entries]], int]"
"""What gives entries, one after the other, and how wide a block may be."""


def candidates(known: Register) -> tuple[Ints, Ints]:
    """left, right: pairs of rows, left < right, in order, once each."""
    rows = known.rows
    words, starts, halves = _words(known)
    names = _full_names(known)

    def pairs(blocks: Blocks) -> list[Ints]:
        entries, widest = blocks
        return [pairs_within(one, widest, rows) for one in entries()]

    every: tuple[Blocks, ...] = (
        (lambda: _emails(known), NARROW),  # the longest first
        (lambda: _homes(known, words, halves), NARROW),
        (lambda: _values(known, names), WIDE),
        (lambda: [crossed(known.held.entries(*PERSONAL, *SHARED, *WEAK), words, rows)], NARROW),
        (lambda: _births(known, words, starts), NARROW),
        (lambda: _namesakes(known, names), NARROW),
    )
    with ThreadPoolExecutor(THREADS) as threads:
        found = [one for some in threads.map(pairs, every) for one in some]
    found.append(_alone(known, crossed(_beginnings(known), words, rows)))
    found.append(known.text_code[known.text_alike >= 0.5])
    return union(found, rows)


def _values(known: Register, names: Entries) -> Iterator[Entries]:
    yield known.held.entries(*PERSONAL)
    yield known.held.entries(*SHARED)
    yield crossed(known.held.entries(*PERSONAL, *SHARED), names, known.rows)


def _births(known: Register, words: Entries, starts: Entries) -> Iterator[Entries]:
    birth = _codes(known.birth.whole)
    yield crossed(birth, starts, known.rows)
    for place in (_codes(known.home.town), _codes(known.home.postcode), _beginnings(known)):
        yield crossed(birth, place, known.rows)
    for two in (*_two_parts(known), _turned(known)):
        yield crossed(two, words, known.rows)


def _namesakes(known: Register, names: Entries) -> Iterator[Entries]:
    for code in (known.home.town, known.home.postcode, *known.birth.parts):
        yield crossed(names, _codes(code), known.rows)


def _codes(codes: Ints) -> Entries:
    return Entries(np.arange(len(codes)), codes, int(codes.max(initial=-1)) + 1).known()


def _two_parts(known: Register) -> list[Entries]:
    """Year and month, year and day, month and day."""
    year, month, day = (_codes(part) for part in known.birth.parts)
    return [crossed(one, other, known.rows) for one, other in ((year, month), (year, day), (month, day))]


def _turned(known: Register) -> Entries:
    """Birth dates under themselves and with day and month exchanged."""
    whole, turned = _codes(known.birth.whole), _codes(known.birth.turned)
    return Entries(
        np.concatenate([whole.row, turned.row]), np.concatenate([whole.code, turned.code]), max(whole.size, turned.size)
    )


def _words(known: Register) -> tuple[Entries, Entries, Entries]:
    """Words of the names; the first letters of the words; each word with the first letter of another word beside it."""
    of = known.words.of
    texts = known.words.text
    row, column = np.nonzero(of >= 0)
    word = of[row, column].astype(np.int64)
    letters = sorted({text[:1] for text in texts})
    number = {letter: at for at, letter in enumerate(letters)}
    start = np.fromiter((number[text[:1]] for text in texts), np.int64, len(texts))
    size = max(1, len(letters))
    first = np.where(of >= 0, start[of] if len(start) else -1, -1)
    halves = [np.zeros((2, 0), np.int64)]
    for one in range(of.shape[1]):
        for other in range(of.shape[1]):
            if one == other:
                continue
            some = np.flatnonzero((of[:, one] >= 0) & (of[:, other] >= 0))
            halves.append(np.stack([some, of[some, one] * size + first[some, other]]).astype(np.int64))
    half = np.concatenate(halves, axis=1)
    return (
        Entries(row, word, max(1, len(texts))),
        Entries(row, start[word], size),
        Entries(half[0], half[1], max(1, len(texts)) * size),
    )


def _alone(known: Register, entries: Entries) -> Ints:
    """Names of one word, with whoever has the word and the rest of `entries`."""
    short = (known.words.of >= 0).sum(axis=1) == 1
    keep = np.isin(entries.code, distinct_of(entries.code[short[entries.row]]))
    found = pairs_within(Entries(entries.row[keep], entries.code[keep], entries.size), NARROW, known.rows)
    either = short[found // max(1, known.rows)] | short[found % max(1, known.rows)]
    return np.asarray(found[either])


def _beginnings(known: Register) -> Entries:
    """The first two letters of the town: a slip seldom stands there."""
    texts = [text[:2] for text in known.home.towns]
    number = {text: at for at, text in enumerate(sorted(set(texts)))}
    code = np.fromiter((number[text] for text in texts), np.int64, len(texts))
    of = known.home.town
    return _codes(np.where(of >= 0, code[of] if len(code) else -1, -1))


def _full_names(known: Register) -> Entries:
    """Names as sets of words: equal codes for equal names in any order."""
    ordered = np.sort(known.words.of, axis=1).astype(np.int64)
    code = np.zeros(len(ordered), np.int64)
    for column in range(ordered.shape[1]):
        code = distinct(code * (len(known.words.text) + 1) + ordered[:, column] + 1)[1]
    return _codes(np.where(ordered[:, -1] >= 0, code, -1))


def _homes(known: Register, words: Entries, halves: Entries) -> list[Entries]:
    home, rows = known.home, known.rows
    number, street = _codes(home.number), _codes(home.street)
    postcode = _codes(home.postcode)
    return [
        crossed(number, street, rows),
        crossed(postcode, words, rows),
        crossed(_beginnings(known), halves, rows),
        crossed(postcode, number, rows),
        crossed(street, words, rows),
    ]


def _emails(known: Register) -> list[Entries]:
    """E-mail addresses without domain, also without digits and marks, and e-mail domains: a slip leaves one as it was."""
    parts = pc.split_pattern(known.emails, "@", max_splits=1)
    some = np.flatnonzero(np.asarray(pc.equal(pc.list_value_length(parts), 2)))
    if not len(some):
        return []
    parts = parts.take(pa.array(some))
    local = pc.list_element(parts, 0)
    letters = pc.replace_substring_regex(local, r"[^\pL]+|\+.*$", "")
    found = []
    for texts in (local, letters, pc.list_element(parts, 1)):
        encoded = texts.dictionary_encode()
        code = np.asarray(encoded.indices, dtype=np.int64)
        short = np.asarray(pc.less(pc.utf8_length(encoded.dictionary), 4))
        found.append(Entries(some, np.where(short[code], -1, code), len(encoded.dictionary)).known())
    return found
