"""Address spellings that differ by a typing error, verified, and explained in words.

The rarer spelling is read as the commoner one; its holdings move there with the sentence that says what differed.
What must agree: country, house number and unit, exactly. The postcode must be equal, or missing on one side, or have
two neighbouring digits swapped; in the latter two cases the town must be equal. The street must be equal or be a typing
error: words with digits must be equal ("5th" is not "6th"), a word of four letters or more may have two letters swapped, one
of six or more may differ by one letter that is not its first. At one postcode of one town also a short word may lack or
double a letter inside ("scool", but not "mill" for "mills"), one of two letters any ("u" for "du"), and a space may be
missing. Two spellings that three applicants each have are two streets.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ingest.link.blocking import alike
from ingest.link.columns import Longs

LONG = 6  # letters of a word that may differ by one letter
RARE = 2  # holders of a spelling that is taken for an error


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way an address is written: its key's parts, and how many applicants hold it."""

    key: str
    country: str
    number: str
    street: str
    unit: str
    city: str
    state: str
    postcode: str
    holders: int

    @staticmethod
    def of(key: str, holders: int) -> Spelling:
        """That of a key with all its seven parts."""
        country, number, street, unit, city, state, postcode = key.split("|")
        return Spelling(key, country, number, street, unit, city, state, postcode, holders)


@dataclass(frozen=True, slots=True)
class Reading:
    """A spelling read as another one, and why. Both are rows."""

    row: int
    common: int
    why: str


def readings(keys: pa.Array, holders: Longs) -> list[Reading]:
    """Which spellings are read as which. keys: of addresses, each once. holders: of each key how many hold it."""
    pairs = alike(keys)
    rows = np.unique(pairs)
    texts, held = keys.take(pa.array(rows)).to_pylist(), holders[rows].tolist()
    spellings = {row: Spelling.of(*of) for row, *of in zip(rows.tolist(), texts, held, strict=True)}
    towards: dict[int, dict[int, str]] = defaultdict(dict)
    for one, other in pairs.tolist():
        if _rank(spellings[one]) < _rank(spellings[other]):
            one, other = other, one
        why = difference(spellings[one], spellings[other]) if spellings[one].holders <= RARE else ""
        if why:
            towards[other][one] = why
    found: dict[int, Reading] = {}
    for common in sorted(towards, key=lambda row: _rank(spellings[row])):  # what was moved is nobody's target
        if common not in found:
            for row, why in towards[common].items():
                found.setdefault(row, Reading(row, common, why))
    return list(found.values())


def difference(rare: Spelling, common: Spelling) -> str:
    """What differs between two spellings of one address, in words; "" when they are two addresses."""
    if (rare.country, rare.number, rare.unit) != (common.country, common.number, common.unit):
        return ""
    if not _same_place(rare, common):
        return ""
    said = []
    if rare.street != common.street:
        close = bool(rare.postcode) and (rare.postcode, rare.city) == (common.postcode, common.city)
        if not _typing_error(rare.street, common.street, close):
            return ""
        similarity = round(fuzz.ratio(rare.street, common.street))
        said.append(f"‘{rare.street}’ read as ‘{common.street}’, similarity {similarity}")
    if rare.postcode != common.postcode:
        if rare.postcode and common.postcode:
            said.append(f"postcode ‘{rare.postcode}’ read as ‘{common.postcode}’, two digits swapped")
        else:
            said.append(f"postcode {rare.postcode or common.postcode} written in one of them only")
    if rare.city != common.city:
        if rare.city and common.city:
            said.append(f"town ‘{rare.city}’ read as ‘{common.city}’, same postcode")
        else:
            said.append(f"town ‘{rare.city or common.city}’ written in one of them only")
    if rare.state != common.state:
        said.append(f"state ‘{rare.state or common.state}’ written in one of them only")
    return "; ".join(said)


def _rank(one: Spelling) -> tuple[int, bool, str]:
    """The commoner spelling first; of equals the one with a postcode."""
    return (-one.holders, not one.postcode, one.key)


def _same_place(one: Spelling, other: Spelling) -> bool:
    if one.state and other.state and one.state != other.state:
        return False
    if one.postcode and one.postcode == other.postcode:
        return True
    same_town = bool(one.city) and one.city == other.city
    if not one.postcode or not other.postcode:
        return same_town
    return same_town and _swapped(one.postcode, other.postcode)


def _swapped(one: str, other: str) -> bool:
    """Two neighbouring characters changed places, and nothing else."""
    if len(one) != len(other):
        return False
    at = [i for i in range(len(one)) if one[i] != other[i]]
    return len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]


def _typing_error(one: str, other: str, close: bool) -> bool:
    """Two street names that differ in one word, by one slip of the hand. close: both are at one postcode of one town."""
    words, others = one.split(), other.split()
    if len(words) != len(others):
        return close and one.replace(" ", "") == other.replace(" ", "") and not _digits(one)
    different = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    if len(different) != 1:
        return False
    a, b = different[0]
    if _digits(a + b):
        return False
    if _swapped(a, b):
        return min(len(a), len(b)) >= 4
    if close and _left_out(*sorted((a, b), key=len)):
        return True
    return min(len(a), len(b)) >= LONG and a[0] == b[0] and OSA.distance(a, b) == 1


def _digits(text: str) -> bool:
    return any(map(str.isdigit, text))


def _left_out(short: str, long: str) -> bool:
    """Whether the short word is the long one without a letter: an inner one, or any of two."""
    if len(long) - len(short) != 1:
        return False
    inside = range(1, len(short)) if len(long) > 2 else range(2)
    return any(long[:at] + long[at + 1 :] == short for at in inside)
