"""Address spellings that differ by a typing error, found in blocks, verified, and explained in words.

The rarer spelling is read as the commoner one; its holdings move there with the sentence that says what differed.
What must agree: country, house number and unit, exactly. The postcode must be equal, or missing on one side, or have
two neighbouring digits swapped; in the latter two cases the town must be equal. The street must be equal or be a typing
error: words with digits must be equal ("5th" is not "6th"), a short word may only have two letters swapped, a word of
six letters or more may differ by one letter that is not its first. Two spellings that three applicants each have are
two streets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ingest.link.columns import codes, filled

PARTS = ("country", "number", "street", "unit", "city", "state", "postcode")  # of an address key, between "|"
CUTOFF = 75.0  # similarity (0 to 100) of two street names below which they are not looked at closely
LONG = 6  # letters of a word that may differ by one letter
RARE = 2  # holders of a spelling that is taken for an error
FEW = 8  # spellings in a block that are compared one by one
BLOCK = 2000  # spellings in a block; a larger one is no block of one house


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A spelling read as another one, and why."""

    key: str
    why: str


def readings(keys: Mapping[str, int]) -> dict[str, Reading]:
    """Which spellings are read as which. keys: address key -> number of holders."""
    alike: dict[str, dict[str, str]] = defaultdict(dict)
    spellings: dict[str, Spelling] = {}
    for block in _blocks(sorted(keys)):
        for key in block:
            if key not in spellings:
                spellings[key] = _spelling(key, keys[key])
        for one, other in _candidates([spellings[key] for key in block]):
            rare, common = (one, other) if _rank(other) < _rank(one) else (other, one)
            if rare.holders <= RARE and rare.key not in alike[common.key]:
                why = difference(rare, common)
                if why:
                    alike[common.key][rare.key] = why
    found: dict[str, Reading] = {}
    for common in sorted((spellings[key] for key in alike), key=_rank):  # what was moved is nobody's target
        if common.key not in found:
            for rare_key, why in sorted(alike[common.key].items()):
                found.setdefault(rare_key, Reading(common.key, why))
    return found


def difference(rare: Spelling, common: Spelling) -> str:
    """What differs between two spellings of one address, in words; "" when they are two addresses."""
    if (rare.country, rare.number, rare.unit) != (common.country, common.number, common.unit):
        return ""
    if not _same_place(rare, common):
        return ""
    said = []
    if rare.street != common.street:
        if not _typing_error(rare.street, common.street):
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


def _spelling(key: str, holders: int) -> Spelling:
    country, number, street, unit, city, state, postcode = key.split("|")
    return Spelling(key, country, number, street, unit, city, state, postcode, holders)


def _rank(one: Spelling) -> tuple[int, bool, str]:
    """The commoner spelling first; of equals the one with a postcode."""
    return (-one.holders, not one.postcode, one.key)


def _blocks(keys: list[str]) -> Iterator[list[str]]:
    """Keys of one house number and unit, by postcode and by town: two spellings of one address are in one block."""
    sound = pa.array([key for key in keys if key.count("|") == 6], pa.string())
    words = pc.list_flatten(pc.split_pattern(sound, "|"))
    part = {name: words.take(pa.array(np.arange(at, len(words), 7))) for at, name in enumerate(PARTS)}
    house = part["country"], part["number"], part["unit"]
    whole = filled(part["number"]) & filled(part["street"])
    for place in ("postcode", "city"):
        rows = np.flatnonzero(whole & filled(part[place]))
        block, _ = codes(pc.binary_join_element_wise(*house, part[place], "|").take(pa.array(rows)))
        order = np.argsort(block, kind="stable")
        sizes = np.bincount(block)
        wanted = (sizes >= 2) & (sizes <= BLOCK)
        rows = rows[order][wanted[block[order]]]
        texts = sound.take(pa.array(rows)).to_pylist()
        at = 0
        for size in sizes[wanted].tolist():
            yield texts[at : at + size]
            at += size


def _candidates(block: list[Spelling]) -> Iterator[tuple[Spelling, Spelling]]:
    """Pairs whose streets are alike."""
    streets = [one.street for one in block]
    if len(block) <= FEW:
        for at, street in enumerate(streets):
            for further in range(at + 1, len(block)):
                if fuzz.ratio(street, streets[further], score_cutoff=CUTOFF):
                    yield block[at], block[further]
        return
    scores = process.cdist(streets, streets, scorer=fuzz.ratio, score_cutoff=CUTOFF, dtype=np.uint8)
    for left, right in np.argwhere(np.triu(scores, 1)).tolist():
        yield block[left], block[right]


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


def _typing_error(one: str, other: str) -> bool:
    """Two street names that differ in one word, by one slip of the hand."""
    words, others = one.split(), other.split()
    if len(words) != len(others):
        return False
    different = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    if len(different) != 1:
        return False
    a, b = different[0]
    if any(letter.isdigit() for letter in a + b):
        return False
    if _swapped(a, b):
        return min(len(a), len(b)) >= 4
    return min(len(a), len(b)) >= LONG and a[0] == b[0] and OSA.distance(a, b) == 1
