"""Addresses with the postcode before the town: Germany and most of Europe (number last), France (number first)."""

from __future__ import annotations

import re

from graph.model.kinds.address.parts import AddressParts
from graph.model.kinds.address.split import GERMAN, city_of, without_umlauts
from graph.model.kinds.address.units import canonical, read_units, starts_unit
from graph.model.kinds.address.words import FRENCH_NUMBERS, FRENCH_TYPES, NUMBER_LAST

Segments = list[list[str]]

_POSTCODES = {
    "at": re.compile(r"\d{4}"),
    "ch": re.compile(r"\d{4}"),
    "be": re.compile(r"\d{4}"),
    "dk": re.compile(r"\d{4}"),
    "no": re.compile(r"\d{4}"),
    "nl": re.compile(r"\d{4}(?:[a-z]{2})?"),
    "pl": re.compile(r"\d{2}-\d{3}"),
    "pt": re.compile(r"\d{4}-\d{3}"),
    "ro": re.compile(r"\d{6}"),
}
_FIVE = re.compile(r"\d{5}")
_HOUSE = re.compile(r"\d+[a-z]?(?:[\-/]\d*[a-z]?)*")
_PREFIXED = re.compile(r"(?:d|de|a|at|ch|f|fr|b|be|nl|i|it|e|es|pl|cz)-(\d{4,5})")
_STREETS = {
    "str": "strasse",
    "pl": "platz",
    "c": "calle",
    "av": "avenida",
    "avda": "avenida",
    "v": "via",
    "vle": "viale",
    "pza": "plaza",
    "ul": "ulica",
    "vul": "vulytsia",
}
_FRENCH_UNITS = {
    "appt": "unit",
    "apt": "unit",
    "app": "unit",
    "appartement": "unit",
    "bat": "building",
    "batiment": "building",
}
_FRENCH_UNITS |= {"etage": "floor", "esc": "wing", "escalier": "wing", "porte": "unit", "bte": "box", "boite": "box"}


def parse_continental(found: Segments, country: str) -> AddressParts:
    """Street, number, unit, postcode and town."""
    found = [words for words in found if words[0] != "c/o"]
    postcode, city, found = _take_postcode(found, country)
    if not city and len(found) > 1 and not any(word[0].isdigit() for word in found[-1]):
        city = city_of(found.pop())
    if country in GERMAN:
        city = without_umlauts(city)
    french = country == "fr" or bool(
        found and found[0][1:] and found[0][0][0].isdigit() and any(w in ("rue", "avenue") for w in found[0])
    )
    number, street, rest = _french(found) if french else _number_last(found, country)
    units: dict[str, str] = {}
    for words in rest:
        _add_units(words, units)
    return AddressParts(country, number, street, canonical(units), city, "", postcode)


def _take_postcode(found: Segments, country: str) -> tuple[str, str, Segments]:
    """(postcode, town after it, the segments that are left)."""
    pattern = _POSTCODES.get(country, _FIVE)
    for index in range(len(found) - 1, -1, -1):
        words = found[index]
        for at, word in enumerate(words):
            prefixed = _PREFIXED.fullmatch(word)
            code = prefixed.group(1) if prefixed else word
            if not pattern.fullmatch(code) or (index == 0 and at == 0 and len(found) > 1):
                continue
            town = words[at + 1 :]
            if country == "nl" and town and len(code) == 4 and len(town[0]) == 2:
                code, town = code + town[0], town[1:]
            if (
                index == 0
                and not town
                and at + 1 == len(words)
                and country in NUMBER_LAST
                and len(found) == 1
                and at < 2
            ):
                continue
            town = _without_district(town or (words[:at] if index else []), country)
            left = found[:index] + ([words[:at]] if at and words[at + 1 :] else []) + found[index + 1 :]
            return code, city_of(town), [segment for segment in left if segment]
    return "", "", found


def _without_district(town: list[str], country: str) -> list[str]:
    if country == "fr" and "cedex" in town:
        town = town[: town.index("cedex")]
    while len(town) > 1 and (town[-1][0].isdigit() or town[-1] in ("arrondissement", "eme")):
        town = town[:-1]
    return town


def _french(found: Segments) -> tuple[str, str, Segments]:
    """12 bis, rue de la Paix."""
    words = [word for segment in found[:1] for word in segment]
    rest = found[1:]
    if words and starts_unit(words, 0) and rest:
        rest = [words, *rest[1:]] if len(rest) > 0 else rest
        words = found[1]
    number = ""
    if words and _HOUSE.fullmatch(words[0]):
        number = words[0].lstrip("0-/")
        words = words[1:]
        if words and words[0] in FRENCH_NUMBERS and (len(words[0]) > 1 or len(words) > 2):
            number += " " + FRENCH_NUMBERS[words[0]]
            words = words[1:]
    if not words and rest:
        words, rest = rest[0], rest[1:]
    if words:
        words = [FRENCH_TYPES.get(words[0], words[0]), *words[1:]]
    end = next((i for i in range(1, len(words)) if words[i] in _FRENCH_UNITS), len(words))
    rest = [words[end:], *rest] if end < len(words) else rest
    return number, " ".join("saint" if w == "st" else "sainte" if w == "ste" else w for w in words[:end]), rest


def _number_last(found: Segments, country: str) -> tuple[str, str, Segments]:
    """Musterstr. 5a; Calle Mayor, 5."""
    if not found:
        return "", "", []
    words, rest = found[0], found[1:]
    if not any(word[0].isdigit() for word in words) and rest and _HOUSE.fullmatch(rest[0][0]):
        words, rest = [*words, *rest[0]], rest[1:]
    at = next((i for i in range(1, len(words)) if _HOUSE.fullmatch(words[i])), 0)
    number = ""
    if at:
        name, number, after = words[:at], words[at].lstrip("0-/"), words[at + 1 :]
        if after and len(after[0]) == 1 and after[0].isalpha() and number.isdigit():
            number, after = number + after[0], after[1:]
        rest = [after, *rest] if after else rest
    elif _HOUSE.fullmatch(words[0]) and len(words) > 1:
        name, number = words[1:], words[0].lstrip("0-/")
    else:
        name = words
    return number, _street(name, country), rest


def _street(words: list[str], country: str) -> str:
    out: list[str] = []
    for word in words:
        if country in GERMAN and word.endswith(("strasse", "str")) and word not in ("strasse", "str"):
            out += [word.removesuffix("strasse") if word.endswith("strasse") else word.removesuffix("str"), "strasse"]
        elif country not in GERMAN and word in ("str", "pl"):
            out.append({"str": "strada", "pl": "plaza"}[word])
        else:
            out.append(_STREETS.get(word, word))
    street = " ".join(out)
    return without_umlauts(street) if country in GERMAN else street


def _add_units(words: list[str], units: dict[str, str]) -> None:
    at = 0
    while at < len(words):
        kind = _FRENCH_UNITS.get(words[at])
        if kind and at + 1 < len(words):
            units.setdefault(kind, words[at + 1].lstrip("0-/") or "0")
            at += 2
            continue
        unit, end = read_units(words, at, bare=len(words) == 1)
        if end == at:
            at += 1
            continue
        kind, _, identifier = unit.partition(" ")
        units.setdefault(kind, identifier)
        at = end
