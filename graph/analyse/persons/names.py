"""Are two written names one person's name? Spelling, order, initials, nicknames; never origin.

A name is only ever compared with another name. Nothing is derived from a name alone.
"""

from __future__ import annotations

import functools
import unicodedata

from rapidfuzz import fuzz

SAME_RATIO = 90.0
"""Least token-sorted similarity (0 to 100) of two spellings of one name."""

_NICKNAMES = {
    short: full
    for full, shorts in {
        "alexander": "alex sasha sandy",
        "andrew": "andy drew",
        "anthony": "tony",
        "benjamin": "ben",
        "catherine": "kate cathy katie cat katherine kathryn",
        "charles": "charlie chuck",
        "christopher": "chris",
        "daniel": "dan danny",
        "david": "dave",
        "deborah": "deb debbie",
        "edward": "ed eddie ted",
        "elizabeth": "liz beth betty eliza",
        "gregory": "greg",
        "james": "jim jimmy jamie",
        "jennifer": "jen jenny",
        "jessica": "jess",
        "john": "johnny jon",
        "jonathan": "jonny",
        "joseph": "joe joey",
        "joshua": "josh",
        "kenneth": "ken kenny",
        "lawrence": "larry",
        "margaret": "maggie meg peggy",
        "matthew": "matt",
        "michael": "mike mick mickey",
        "nicholas": "nick",
        "patricia": "pat patty tricia",
        "peter": "pete",
        "rebecca": "becky",
        "richard": "rick dick ricky",
        "robert": "rob bob bobby",
        "ronald": "ron",
        "samuel": "sam",
        "stephen": "steve steven",
        "susan": "sue susie",
        "thomas": "tom tommy",
        "timothy": "tim",
        "victoria": "vicky",
        "william": "will bill billy liam",
    }.items()
    for short in shorts.split()
}


@functools.lru_cache(maxsize=1 << 18)
def tokens(name: str) -> tuple[str, ...]:
    """Words of a name, folded: no case, accents or punctuation; nicknames written out; in their order."""
    text = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    if "," in text:  # "Smith, John"
        last, _, first = text.partition(",")
        text = f"{first} {last}"
    words = "".join(c if c.isalnum() else " " for c in text.replace("'", "").replace("’", "")).split()
    return tuple(_NICKNAMES.get(word, word) for word in words)


@functools.lru_cache(maxsize=1 << 18)
def folded(name: str) -> str:
    """The words in alphabetical order: equal for one name written in two orders."""
    return " ".join(sorted(tokens(name)))


def surname(name: str) -> str:
    """The last word, "" without one. Only for asking whether people of one group share it."""
    words = tokens(name)
    return words[-1] if words else ""


def same_name(left: str, right: str, *, typos: bool = True) -> bool:
    """Whether two written names can be one person's: equal but for order, typos, initials, middle names, nicknames.

    Without `typos` the words must agree: brother and sister may differ in one letter (Mario, Maria).
    """
    a, b = tokens(left), tokens(right)
    if not a or not b:
        return False
    if folded(left) == folded(right) or (typos and fuzz.ratio(folded(left), folded(right)) >= SAME_RATIO):
        return True
    if len(a) < 2 or len(b) < 2:
        return False
    if len(a) != len(b) and (set(a) <= set(b) or set(b) <= set(a)):
        return True
    return _initials_agree(a, b) or _initials_agree(b, a)


def _initials_agree(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """ "J Smith" and "John Smith"; at least one word is written out in both."""
    if short[-1] != full[-1] or len(short[-1]) < 2:
        return False
    first, other = short[0], full[0]
    return len(first) == 1 and other.startswith(first)


def unrelated(left: str, right: str) -> bool:
    """Two names that are neither one person's nor share a surname. Unknown names are never unrelated."""
    a, b = tokens(left), tokens(right)
    return bool(a) and bool(b) and not same_name(left, right) and not (set(a[1:]) & set(b[1:]))
