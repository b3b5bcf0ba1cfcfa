"""The usual American address, "12 N. Main St., Apt 4, Tucson, AZ 85701": the answer of `parse_address`, sooner.

Streets and towns come back again and again with other house numbers. So each part between commas is read by the common
rules once and remembered. What is not certain here is left to those rules.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model.kinds.address.english import CARE, joined, whole_unit
from graph.model.kinds.address.parts import AddressParts
from graph.model.kinds.address.split import city_of, segments
from graph.model.kinds.address.street import read_street
from graph.model.kinds.address.units import starts_unit
from graph.model.kinds.address.words import STATES

USUAL = re.compile(
    r"([0-9]{1,6}) ([A-Za-z][A-Za-z0-9 .]*)(?:, |\n)([A-Za-z#][A-Za-z0-9 .#]*)(?:(?:, |\n)([A-Za-z][A-Za-z0-9 .]*))?"
    r"(?:, |\n)([A-Za-z]{2}) ([0-9]{5})(?:-[0-9]{4})?"
)
AMERICAN = frozenset({"US", "us"})
"""Regions whose addresses are read so."""
_BOXES = ("box", "pob")


def usual_address(raw: str) -> AddressParts | None:
    """The parts as `parse_address(raw, "US")` gives them, or None when only that can say."""
    match = USUAL.fullmatch(raw)
    if match is None:
        return None
    number, street_text, second, third, state, code = match.groups()
    state = state.lower()
    street = usual_street(street_text)
    unit = "" if third is None else usual_unit(second)
    city = usual_town(second if third is None else third)
    if state not in STATES or street is None or unit is None or not city:
        return None
    name, own_unit = street
    unit = joined(own_unit, unit) if own_unit and unit else own_unit or unit
    return AddressParts("us", number.lstrip("0") or "0", name, unit, city, state, code)


@lru_cache(maxsize=1 << 16)
def usual_street(text: str) -> tuple[str, str] | None:
    """Street and unit of the words after the house number."""
    words = segments(text)[0]
    if _boxed(words):
        return None
    street, unit, _ = read_street(words, town_follows=True, area_follows=True)
    return street, unit


@lru_cache(maxsize=1 << 14)
def usual_unit(text: str) -> str | None:
    """The unit that a part is; None when it is anything else."""
    found = segments(text)
    return (whole_unit(found[0]) or None) if found and not _boxed(found[0]) and found[0][0] not in CARE else None


@lru_cache(maxsize=1 << 16)
def usual_town(text: str) -> str | None:
    """The town that a part is; None when it is, or begins with, a unit."""
    found = segments(text)
    if not found or _boxed(found[0]) or found[0][0] in CARE or starts_unit(found[0], 0) or whole_unit(found[0]):
        return None
    return city_of(found[0])


def _boxed(words: list[str]) -> bool:
    return any(word in words for word in _BOXES)
