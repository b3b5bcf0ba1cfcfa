"""Columns of a table that mean something only together: first and last name, street and town.

How an address is put together is decided by its values: the order whose results clean as addresses most often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.mapping.guess import HALF, share
from ingest.mapping.headers import words_of

STREET, HOUSE, UNIT, CITY, STATE, POSTCODE = "street", "house number", "unit", "city", "state", "postcode"
PARTS = (HOUSE, STREET, UNIT, POSTCODE, CITY, STATE)
PLACE = (CITY, POSTCODE)
TOWN_FIRST = ((STREET, HOUSE, UNIT, CITY, STATE, POSTCODE), (HOUSE, STREET, UNIT, CITY, STATE, POSTCODE))
CODE_FIRST = ((STREET, HOUSE, UNIT, POSTCODE, CITY, STATE), (HOUSE, STREET, UNIT, POSTCODE, CITY, STATE))
WITH_TOWN_FIRST = frozenset({"US", "CA", "GB", "IE", "AU", "NZ", "IN", "PH", "SG", "BR"})
"""Where the town is written before the postcode: the first that is tried; elsewhere it is the second."""

FIRST, LAST, NAME = "first name", "last name", "name"


@dataclass(frozen=True)
class Together:
    """Columns in the order in which they are joined. words: what the whole would be called ("home address").

    share: how many of the joined values are addresses.
    """

    columns: tuple[str, ...]
    words: str
    share: float


def full_name(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns of first and last name, () when there are none. Beside a first name, "Nom" is the last one."""
    by_words = {words_of(column): column for column in reversed(columns)}
    if "full name" in by_words or not {FIRST, LAST} & by_words.keys():
        return ()
    first = by_words.get(FIRST) or by_words.get(NAME)
    last = by_words.get(LAST) or by_words.get(NAME)
    return (first, last) if first and last else ()


def addresses(rows: Mapping[str, Sequence[str]], region: str) -> list[Together]:
    """Each address that stands in several columns. `rows`: column -> its values, row by row."""
    groups: dict[str, dict[str, str]] = {}
    whole: dict[str, str] = {}
    for column in rows:
        words = words_of(column).split()
        part = next((part for part in PARTS if set(part.split()) <= set(words)), "")
        rest = " ".join(word for word in words if word not in (*part.split(), "address", *PARTS))
        if part:
            groups.setdefault(rest, {}).setdefault(part, column)
        elif "address" in words:
            whole.setdefault(rest, column)
    found = []
    for rest, parts in groups.items():
        if rest in whole and STREET not in parts and (share(rows[whole[rest]], "address", region) or 0.0) < HALF:
            parts[STREET] = whole[rest]
        if STREET in parts and any(part in parts for part in PLACE):
            found.append(_best(parts, rows, f"{rest} address".strip(), region))
    return found


def _best(parts: Mapping[str, str], rows: Mapping[str, Sequence[str]], words: str, region: str) -> Together:
    tried = []
    usual = TOWN_FIRST + CODE_FIRST if region in WITH_TOWN_FIRST else CODE_FIRST + TOWN_FIRST
    for order in usual:
        columns = tuple(parts[part] for part in order if part in parts)
        joined = [", ".join(filter(None, cells)) for cells in zip(*(rows[column] for column in columns), strict=True)]
        tried.append(Together(columns, words, share(joined, "address", region) or 0.0))
    return max(tried, key=lambda one: one.share)
