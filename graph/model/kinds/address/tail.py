"""The end of an address: country, postcode, state."""

from __future__ import annotations

import re

from graph.model.kinds.address.words import COUNTRIES, NUMBER_LAST, STATE_NAMES, STATES, STRONG_TYPES

_ZIP = re.compile(r"(\d{5})(?:-?\d{4})?")
_GB_OUT = re.compile(r"[a-z]{1,2}\d[a-z\d]?")
_GB_IN = re.compile(r"\d[a-z]{2}")
_GB = re.compile(r"([a-z]{1,2}\d[a-z\d]?)(\d[a-z]{2})")
_GB_LENGTHS = frozenset({3, 5, 6, 7})  # of the last part, or of the whole
_CA = re.compile(r"([a-z]\d[a-z])(\d[a-z]\d)")
_DIGITS = {"in": 6, "ph": 4, "au": 4, "nz": 4, "sg": 6, "cn": 6}
_LONGEST_COUNTRY = 4
_COUNTRY_ENDS = frozenset(name.split()[-1] for name in COUNTRIES)

Segments = list[list[str]]


def take_country(found: Segments) -> str:
    """Cut a country's name off the end; its code, or ""."""
    last = found[-1]
    if last[-1] not in _COUNTRY_ENDS:
        return ""
    for length in range(min(_LONGEST_COUNTRY, len(last)), 0, -1):
        code = COUNTRIES.get(" ".join(last[-length:]))
        if code is None:
            continue
        if length < len(last) and last[-length - 1] == "new":  # New Mexico
            continue
        if length == len(last) and len(found) == 1:
            return ""  # a country alone; leave it, it is vague
        del last[-length:]
        if not last:
            found.pop()
        return code
    return ""


def take_british(found: Segments) -> str:
    """Cut a British postcode out of the last two segments: "sw1a 1aa", or ""."""
    for segment in reversed(found[-2:]):
        for at in range(len(segment) - 1, -1, -1):
            if len(segment[at]) not in _GB_LENGTHS:
                continue
            if at and _GB_IN.fullmatch(segment[at]) and _GB_OUT.fullmatch(segment[at - 1]):
                code = f"{segment[at - 1]} {segment[at]}"
                del segment[at - 1 : at + 1]
                return code
            match = _GB.fullmatch(segment[at])
            if match and len(segment[at]) >= 5 and (at or segment is not found[0]):
                del segment[at]
                return f"{match.group(1)} {match.group(2)}"
    return ""


def take_canadian(found: Segments) -> str:
    """Cut a Canadian postcode off the end: "k1a 0b1", or ""."""
    last = found[-1]
    for length in (2, 1):
        written = "".join(last[-length:]) if len(last) >= length else ""
        match = _CA.fullmatch(written) if len(written) == 6 else None
        if match:
            del last[-length:]
            return f"{match.group(1)} {match.group(2)}"
    return ""


def take_zip(found: Segments) -> str:
    """Cut a ZIP code off the end (ZIP+4 becomes ZIP): its five digits, or ""."""
    last = found[-1]
    match = _ZIP.fullmatch(last[-1]) if last else None
    if match and (len(last) > 1 or len(found) > 1):
        last.pop()
        if last and last[-1] in ("zip", "zipcode"):
            last.pop()
        return match.group(1)
    if len(last) > 2 and len(last[-1]) == 4 and last[-1].isdigit() and _ZIP.fullmatch(last[-2]):
        code = last[-2]
        del last[-2:]
        return code
    return ""


def take_state(found: Segments, zip_code: str) -> str:
    """Cut an American state off the end: its two letters, or ""."""
    while found and not found[-1]:
        found.pop()
    if not found:
        return ""
    last = found[-1]
    alone = len(found) > 1 and len(last) == 1
    word = last[-1]
    if word in STATES and (len(last) > 1 or len(found) > 1):
        # "Ct" is a court, "La" an article, "Al" a name, unless something says that the street has ended before.
        ended = alone or zip_code or len(found) > 1 or any(w in STRONG_TYPES for w in last[1:-1])
        if ended and not (
            word == "ct" and not alone and len(found) == 1 and not any(w in STRONG_TYPES for w in last[1:-1])
        ):
            last.pop()
            return word
    for length in (3, 2, 1):
        if len(last) >= length and (len(last) > length or len(found) > 1):
            code = STATE_NAMES.get(" ".join(last[-length:]))
            if code and (len(last) > length or zip_code or len(found) > 2 or _town_before(found)):
                del last[-length:]
                return code
    return ""


def _town_before(found: Segments) -> bool:
    """Of "12 Main St, Buffalo, New York" the last is a state; of "12 Main St, New York" it is the town."""
    return len(found) > 2


def take_digits(found: Segments, country: str) -> str:
    """Cut a postcode of digits out of the last two segments, by the country's length: "560038", or ""."""
    length = _DIGITS.get(country, 0)
    for segment in reversed(found[-2:]):
        for at in range(len(segment) - 1, -1, -1):
            word = segment[at].replace("-", "")
            first = segment is found[0] and at == 0
            if len(word) == length and word.isdigit() and not first:
                del segment[at]
                return word
            if (
                length == 6
                and at
                and len(word) == 3
                and word.isdigit()
                and len(segment[at - 1]) == 3
                and segment[at - 1].isdigit()
            ):
                code = segment[at - 1] + word
                del segment[at - 1 : at + 1]
                return code
    return ""


def looks_continental(found: Segments) -> str:
    """The country of an address that names none but has a European form: town after its postcode, number after street."""
    last = found[-1]
    if len(found) < 2 or len(last) < 2 or len(last[0]) != 5 or not last[0].isdigit():
        return ""
    street = [word for segment in found[:-1] for word in segment]
    if any(word != "str" and word.endswith(("strasse", "str", "weg", "platz", "allee", "gasse")) for word in street):
        return "de"
    return "fr" if any(word in ("rue", "boulevard", "quai", "impasse", "chemin") for word in street[1:3]) else ""


def is_continental(country: str) -> bool:
    return country in NUMBER_LAST or country == "fr"
