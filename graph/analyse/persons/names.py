"""Are two written names one person's name? Spelling, order, initials, nicknames; never origin.

A name is only ever compared with another name. Nothing is derived from a name alone.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from rapidfuzz import fuzz

from graph.analyse.persons.spelling import FULL_FORMS, folded_word, full_form, initials_of

SAME_RATIO = 90.0
"""Least token-sorted similarity (0 to 100) of two spellings of one name."""

_FIRM = frozenset(
    {
        "inc",
        "incorporated",
        "llc",
        "llp",
        "ltd",
        "limited",
        "corp",
        "corporation",
        "company",
        "holding",
        "holdings",
        "coop",
    }
    | {"cooperative", "gmbh", "kgaa", "mbh", "ug", "sarl", "eurl", "srl", "plc", "pty", "pte", "pvt"}
    | {"collective", "association", "foundation", "ministries", "nonprofit"}
)
"""Last words of firms' names that are nobody's surname (unlike Co, Sa, Ag: they are)."""

_BREAKS = re.compile(r"[^\w'’‘ʼ`´]+|_+")
"""Between the words of a name: what is neither letter, digit, accent nor apostrophe."""


@functools.lru_cache(maxsize=1 << 18)
def tokens(name: str) -> tuple[str, ...]:
    """Words of a name, folded: no case, accents or punctuation; nicknames written out; in their order."""
    if name.isascii():
        plain = name.lower().split()
        if all(map(str.isalnum, plain)):  # as below, for letters and figures alone
            return tuple(map(full_form, plain))
    words = (full_form(folded_word(word)) for word in _BREAKS.split(in_order(name)))
    return tuple(word for word in words if word)


def in_order(name: str) -> str:
    """Given name first: "Smith, John" is "John Smith". Accents written as marks of their own join their letter."""
    name = unicodedata.normalize("NFKC", name)
    last, comma, first = name.partition(",")
    return f"{first} {last}" if comma else name


@functools.lru_cache(maxsize=1 << 18)
def folded(name: str) -> str:
    """The words in alphabetical order: equal for one name written in two orders."""
    return " ".join(sorted(tokens(name)))


def surname(name: str) -> str:
    """The last word, "" without one. Only for asking whether people of one group share it."""
    last = name.rpartition(" ")[2]
    if last.isalnum() and name.isascii() and "," not in name:
        return full_form(last.lower())
    words = tokens(name)
    return words[-1] if words else ""


def is_firm(name: str) -> bool:
    """Is it written as a firm's name: a legal form at its end, after another word?"""
    words = _BREAKS.sub(" ", name.casefold()).split()
    return len(words) > 1 and words[-1] in _FIRM


def same_name(left: str, right: str, *, typos: bool = True) -> bool:
    """Whether two written names can be one person's: equal but for order, typos, initials, middle names, nicknames.

    Without `typos` the words must agree: brother and sister may differ in one letter (Mario, Maria).
    """
    a, b = tokens(left), tokens(right)
    if not a or not b:
        return False
    a, b = _written_out(a, b), _written_out(b, a)
    one, other = " ".join(sorted(a)), " ".join(sorted(b))
    if one == other or (typos and fuzz.ratio(one, other) >= SAME_RATIO):
        return True
    if len(a) < 2 or len(b) < 2:
        return False
    if len(a) != len(b) and (set(a) <= set(b) or set(b) <= set(a)):
        return True
    return _initials_agree(a, b) or _initials_agree(b, a)


def _written_out(words: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The words, those that are short for one of the others as that one: Sam as Samantha beside a Samantha."""
    if FULL_FORMS.keys().isdisjoint(words):
        return words
    return tuple(
        min(FULL_FORMS[word].intersection(others), default=word) if word in FULL_FORMS else word for word in words
    )


def _initials_agree(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """ "J Smith" and "John Smith", "L Smith" and "Liam Smith", who is read as William; one word is written out in both."""
    if short[-1] != full[-1] or len(short[-1]) < 2:
        return False
    first, other = short[0], full[0]
    return len(first) == 1 and first in initials_of(other)


def unrelated(left: str, right: str) -> bool:
    """Two names that are neither one person's nor share a surname. Unknown names are never unrelated."""
    a, b = tokens(left), tokens(right)
    return bool(a) and bool(b) and not same_name(left, right) and not (set(a[1:]) & set(b[1:]))
