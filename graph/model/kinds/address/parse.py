"""From the text of an address to its parts: split it, cut off country, postcode and state, then read street and unit.

No model and no gazetteer: a dictionary of words and their order. It never guesses a part from a name's sound.
"""

from __future__ import annotations

from dataclasses import replace

from graph.model.kinds.address.continental import parse_continental
from graph.model.kinds.address.english import parse_boxes, parse_english
from graph.model.kinds.address.parts import AddressParts
from graph.model.kinds.address.split import segments
from graph.model.kinds.address.tail import (
    is_continental,
    looks_continental,
    take_british,
    take_canadian,
    take_country,
    take_digits,
    take_state,
    take_zip,
)
from graph.model.kinds.address.usual import AMERICAN, usual_address
from graph.model.kinds.address.words import STATES

_NOTHING = AddressParts()


def parse_address(raw: str, region: str) -> AddressParts:
    """The parts of an address as written in `region` (ISO 3166-1 alpha-2) unless it names another country.

    Never raises; parts that are not there are "". `parse_address(a).key == parse_address(b).key` when two spellings say
    the same.
    """
    if region in AMERICAN:
        usual = usual_address(raw)
        if usual is not None:
            return usual
    found = segments(raw[:1000])
    if not found:
        return _NOTHING
    country = take_country(found)
    if not found:
        return _NOTHING
    region = region.lower()
    expected = country or region or "us"
    if not country and expected in ("us", ""):
        country = looks_continental(found)
        expected = country or expected
    if is_continental(expected):
        parts = _american(found, True) if not country else None
        return parts or parse_continental(found, expected)
    if expected in ("gb", "ie") or (not country and expected != "us"):
        code = take_british(found) if expected == "gb" or not country else ""
        if code:
            return _english(found, AddressParts(country="gb", postcode=code))
    if expected == "us":
        return _american(found, False) or _NOTHING
    return _elsewhere(found, expected, bool(country))


def _american(found: list[list[str]], only_when_sure: bool) -> AddressParts | None:
    """An American address; None when it must be sure (another region) and no state with a ZIP code says so."""
    before = [list(words) for words in found] if only_when_sure else []
    zip_code = take_zip(found)
    if not zip_code:
        code = take_british(found) if len(found) > 1 else ""
        if code:
            return _english(found, AddressParts(country="gb", postcode=code))
        code = take_canadian(found) if found[-1] else ""
        if code:
            province = take_province(found)
            return _english(found, AddressParts(country="ca", state=province, postcode=code))
    state = take_state(found, zip_code)
    if only_when_sure and not (zip_code and state):
        found[:] = before
        return None
    parts = _english(found, AddressParts(country="us", state=state, postcode=zip_code))
    if not parts.city and not zip_code and state in ("ny", "wa") and parts.street:
        return replace(parts, city=STATES[state].replace("_", " "), state="")  # the town of that name
    return parts


def take_province(found: list[list[str]]) -> str:
    """Cut a Canadian province's two letters off the end, or ""."""
    while found and not found[-1]:
        found.pop()
    if found and found[-1][-1] in ("on", "qc", "bc", "ab", "mb", "sk", "ns", "nb", "nl", "pe", "yt", "nt", "nu"):
        province = found[-1].pop()
        return province
    return ""


def _elsewhere(found: list[list[str]], country: str, named: bool) -> AddressParts:
    """An English-written address of another country; a state with a ZIP code still makes it American."""
    if not named:
        american = _american(found, True)
        if american is not None:
            return american
    code = take_canadian(found) if country == "ca" else take_digits(found, country)
    state = take_province(found) if country == "ca" else ""
    return _english(found, AddressParts(country=country, state=state, postcode=code))


def _english(found: list[list[str]], parts: AddressParts) -> AddressParts:
    found = [words for words in found if words]
    if not found:
        return parts
    if any("box" in words or "pob" in words for words in found):
        boxed = parse_boxes(found, parts)
        if boxed is not None:
            return boxed
    return parse_english(found, parts)
