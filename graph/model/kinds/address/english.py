"""Addresses that begin with the house number: America, Britain, India, the Philippines, Australia and others."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model.kinds.address.parts import AddressParts
from graph.model.kinds.address.split import city_of, is_ordinal, number_in_words, ordinals
from graph.model.kinds.address.street import canonical_street, read_street
from graph.model.kinds.address.units import canonical, read_units, starts_unit, unit_id
from graph.model.kinds.address.words import DIRECTIONS, INDIAN_STATES, PROVINCES, STRONG_TYPES, TYPES, UNITS
from graph.model.kinds.judge import word_set

Segments = list[list[str]]

_NUMBER = re.compile(
    r"\d+[a-z]{0,2}|\d+-\d+[a-z]?|\d+-[a-z]|\d+[a-z]?/\d+[a-z]?|[nsew]\d+(?:[nsew]\d+)?|\d+[nsew]\d+|\d+(?:-\d+)+(?:/[a-z0-9]+)*[a-z]?|\d+(?:/[a-z0-9]+)+"
)
_GRID = re.compile(r"[nsew]\d+")
_FRACTION = re.compile(r"[1-7]/[2-8]")
_BOX = re.compile(
    r"\b(?:p ?o ?|post office |postal |lock |caller )?(?:box|pob)(?: (?:no|number|#))* (?:# )?([a-z]?\d[\w\-]*)"
)
_RURAL = re.compile(
    r"\b(rr|rural route|rural rte|hcr|hc|highway contract|hwy contract|star)(?: (?:r|rte|route))?(?: (?:no|#))* (\w+)"
    r"(?: (?:box|lot))(?: (?:no|#))* (\w+)"
)
_ROUTES = {"rural": "rural route", "rr": "rural route", "star": "rural route star"}
CARE = frozenset({"c/o", "attn", "attention", "care", "recipient"})
_INDIAN_NUMBERS = frozenset(
    {"house", "h", "hno", "plot", "door", "d", "no", "#", "old", "new", "site", "villa", "shop", "survey"}
)
_INDIAN_STREETS = word_set("road rd street st marg lane main cross layout salai path avenue sarani bazar gali")


def parse_boxes(found: Segments, parts: AddressParts) -> AddressParts | None:
    """Post-office boxes and rural routes, None when there is none. A house beside the box keeps the box as its unit."""
    text = " , ".join(" ".join(segment) for segment in found)
    rural = _RURAL.search(text)
    if rural:
        route = _ROUTES.get(rural.group(1).split()[0], "rural route highway")
        street = f"{route} {rural.group(2).lstrip('0')} box {rural.group(3)}"
        return _with_town(parts, found, text[rural.end() :], street)
    box = _BOX.search(text)
    if not box:
        return None
    before = text[: box.start()].split(" , ")[0].split()
    if before and _NUMBER.fullmatch(before[0]) and len(before) > 1:
        return None  # a house: the box is read as a unit
    return _with_town(parts, found, text[box.end() :], f"po box {box.group(1)}")


def _with_town(parts: AddressParts, found: Segments, after: str, street: str) -> AddressParts:
    left = [segment.split() for segment in after.split(" , ") if segment.strip()]
    left = [words[2:] if words[0] in ("department", "dept", "file", "bin") else words for words in left]
    left = [words for words in left if words and not starts_unit(words, 0)]
    city = city_of([w for w in left[-1] if w != ","]) if left else ""
    return AddressParts(parts.country, "", street, "", city, parts.state, parts.postcode)


def parse_english(found: Segments, parts: AddressParts) -> AddressParts:
    """Number, street, unit and town of the segments that are left when country, postcode and state are cut off."""
    found = [words for words in found if words and words[0] not in CARE]
    if parts.country == "in":
        return _indian(found, parts)
    if parts.country == "ph":
        return _philippine(found, parts)
    number, street_words, later, units = _find_number(found, parts.country)
    if not street_words and later and not number:
        return AddressParts(parts.country, "", "", units, city_of(later[-1]), parts.state, parts.postcode)
    if not street_words and later:
        street_words, later = later[0], later[1:]  # "12, High Street"
    towns = []
    lone_units = []
    for words in later:
        unit = whole_unit(words)
        if unit:
            lone_units.append(unit)
        else:
            towns.append(words)
    street, unit, rest = read_street(street_words, bool(towns), bool(parts.state or parts.postcode))
    units = joined(units, unit, *lone_units) if units or lone_units else unit
    city = ""
    if towns:
        town = towns[-1]
        if starts_unit(town, 0):
            end_unit, end = read_units(town, 0, bare=False)
            units = joined(units, end_unit)
            town = town[end:]
        city = city_of(town)
    elif rest:
        city = city_of(rest)
    return AddressParts(parts.country, number, street, units, city, parts.state, parts.postcode)


def joined(*units: str) -> str:
    return " ".join(dict.fromkeys(unit for unit in units if unit))


def whole_unit(words: list[str]) -> str:
    """The unit that a segment is ("Apt 4", "4B"), "" when it is more or something else."""
    if not starts_unit(words, 0) and (len(words) > 1 or words[0].isalpha()):
        return ""
    return _unit_alone(tuple(words))


@lru_cache(maxsize=1 << 14)
def _unit_alone(segment: tuple[str, ...]) -> str:
    words = list(segment)
    unit, end = read_units(words, 0, bare=True)
    return unit if end == len(words) else ""


def _find_number(found: Segments, country: str) -> tuple[str, list[str], Segments, str]:
    """(house number, words of its segment after it, later segments, units that stood before it)."""
    units = ""
    for index, words in enumerate(found):
        at = 0
        if starts_unit(words, 0) and not (_NUMBER.fullmatch(words[0]) and not is_ordinal(words[0])):
            unit, at = read_units(words, 0, bare=False)
            units = joined(units, unit)
            if at >= len(words):
                continue
        number, taken = _number_at(words, at, country)
        if number and (taken < len(words) or index + 1 < len(found)):
            if "/" in number and country in ("au", "nz") and "/" in words[at]:
                unit, _, number = number.partition("/")
                units = joined(units, f"unit {unit_id(unit)}")
            return number, words[taken:], found[index + 1 :], units
        if at and at < len(words):
            return "", words[at:], found[index + 1 :], units
        inner = _number_inside(words)
        if inner:
            number, taken = _number_at(words, inner, country)
            unit = next((read_units(words, i, bare=False)[0] for i in range(inner) if starts_unit(words, i)), "")
            return number, words[taken:], found[index + 1 :], joined(units, unit)
    return _unnumbered(found, country, units)


def _unnumbered(found: Segments, country: str, units: str) -> tuple[str, list[str], Segments, str]:
    """No number: a named house (Britain), or a street alone."""
    rest = [words for words in found if not whole_unit(words)]
    for index, words in enumerate(rest):
        if any(word in STRONG_TYPES for word in words[1:]) or "broadway" in words:
            named = country in ("gb", "ie") and index == 1
            return (" ".join(rest[0]) if named else ""), words, rest[index + 1 :], units
    return "", [], rest, units


def _number_at(words: list[str], at: int, country: str) -> tuple[str, int]:
    """The house number at this place and where it ends; ("", at) when there is none."""
    word = words[at]
    if word == "#" and at + 1 < len(words):
        at += 1
        word = words[at]
    if _NUMBER.fullmatch(word) and not (is_ordinal(word) and at + 1 < len(words) and words[at + 1] in TYPES):
        number = word.lstrip("0-/") or "0"
        end = at + 1
        if _GRID.fullmatch(word) and end < len(words) and _GRID.fullmatch(words[end]):
            return number + words[end], end + 1
        if end < len(words) and _FRACTION.fullmatch(words[end]):
            return f"{number} {words[end]}", end + 1
        letter = end + 1 < len(words) and len(words[end]) == 1 and words[end].isalpha() and words[end] not in DIRECTIONS
        if (
            letter
            and word.isdigit()
            and words[end + 1] not in STRONG_TYPES
            and len(words) - end > 2
            and country != "us"
        ):
            return number + words[end], end + 1
        return number, end
    if at == 0 and word.isalpha():
        number, taken = number_in_words(words)
        if number and taken < len(words) and not (taken == 1 and len(words) > 1 and words[1] in STRONG_TYPES):
            return number, taken
    return "", at


def _number_inside(words: list[str]) -> int:
    """Where a house number stands after a name: "Robie House 5757 South Woodlawn Avenue" -> 2; 0 when nowhere."""
    for at in range(1, len(words) - 1):
        if (
            _NUMBER.fullmatch(words[at])
            and words[at][0].isdigit()
            and not is_ordinal(words[at])
            and words[at - 1] not in UNITS
        ):
            after = words[at + 1 :]
            typed = any(word in STRONG_TYPES for word in words[:at])
            if not typed and (after[0] in DIRECTIONS or any(word in TYPES for word in after[1:])):
                return at
    return 0


def _indian(found: Segments, parts: AddressParts) -> AddressParts:
    """Flat, house or plot number, building, road, locality, town. The building stands for a missing number."""
    found = [words for words in found if " ".join(words) not in INDIAN_STATES]
    number = ""
    units: dict[str, str] = {}
    rest: Segments = []
    for words in found:
        at = 0
        while at < len(words):
            if words[at] in _INDIAN_NUMBERS and at + 1 < len(words) and not number and _numbered(words, at):
                number, at = _numbered(words, at) or ("", at)
            elif starts_unit(words, at) or (len(words) - at > 1 and words[at + 1] in ("floor", "wing", "block")):
                unit, end = read_units(words, at, bare=False)
                if words[at + 1 : at + 2] and words[at + 1] in ("wing", "block"):
                    unit, end = f"wing {words[at]}", at + 2
                if end == at:
                    break
                kind, _, identifier = unit.partition(" ")
                units.setdefault(kind, identifier)
                at = end
            elif at == 0 and not number and _NUMBER.fullmatch(words[0]) and not is_ordinal(words[0]):
                number, at = words[0], 1
            else:
                break
        if at < len(words):
            rest.append(words[at:])
    city = city_of(rest.pop()) if len(rest) > 1 else ""
    roads = [words for words in rest if any(word in _INDIAN_STREETS for word in words)]
    street_words = roads[0] if roads else rest[0] if rest else []
    if not number and len(rest) > 1:
        house = next((words for words in rest if words is not street_words), [])
        number = " ".join(house)
    state = ""
    street = canonical_street(street_words, len(street_words))
    return AddressParts("in", number, street, canonical(units), city, state, parts.postcode)


def _numbered(words: list[str], at: int) -> tuple[str, int] | None:
    """The number after "H.No.", "Plot No", "Door #", and where it ends."""
    end = at
    while end < len(words) and words[end] in _INDIAN_NUMBERS:
        end += 1
    return (words[end], end + 1) if end < len(words) and words[end][0].isdigit() else None


def _philippine(found: Segments, parts: AddressParts) -> AddressParts:
    """Unit, number or block and lot, street, barangay, town. The barangay belongs to the town: one has many Rizal Streets."""
    found = [words for words in found if " ".join(words) not in PROVINCES]
    barangay: list[str] = []
    plain: Segments = []
    number = ""
    for words in found:
        if words[0] in ("brgy", "bgy", "barangay", "brg"):
            barangay = words[1:]
            continue
        if words[0] in ("blk", "block", "bl") and len(words) > 1:
            lot = words.index("lot") if "lot" in words else words.index("lt") if "lt" in words else 0
            number = f"block {unit_id(words[1])}" + (
                f" lot {unit_id(words[lot + 1])}" if lot and lot + 1 < len(words) else ""
            )
            words = words[lot + 2 if lot else 2 :]
        elif number.startswith("block") and words[0] in ("lot", "lt") and len(words) > 1:
            number += f" lot {unit_id(words[1])}"
            words = words[2:]
        if words:
            plain.append(words)
    towns = [words for words in plain[1:] if words[-1] == "city"] or plain[1:][-1:]
    town = ordinals(towns[-1]) if towns else []
    if len(town) > 1 and town[-1] == "city":
        town = town[:-1]
    plain = [words for words in plain if not towns or words is not towns[-1]]
    units = ""
    if number and plain:
        street, units, _ = read_street(plain[0], True, False)
    else:
        number, words, later, units = _find_number(plain, "ph")
        words = words or (later[0] if later else [])
        street, unit, _ = read_street(words, True, False)
        units = joined(units, unit)
    return AddressParts("ph", number, street, units, " ".join([*barangay, city_of(town)]).strip(), "", parts.postcode)
