"""ISO 3166-1 code of a country's English name, for national spellings of telephone numbers and addresses."""

from __future__ import annotations

import functools
import re

from phonenumbers import SUPPORTED_REGIONS

_ALSO = {
    "usa": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "united states of america": "US",
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "the netherlands": "NL",
    "south korea": "KR",
    "republic of korea": "KR",
    "czech republic": "CZ",
    "vietnam": "VN",
    "turkey": "TR",
    "deutschland": "DE",
    "österreich": "AT",
    "schweiz": "CH",
    "suisse": "CH",
    "españa": "ES",
    "italia": "IT",
    "brasil": "BR",
    "méxico": "MX",
}

_AMBIGUOUS = ("Georgia", "Jersey")  # also a state of the US, or half the name of one

_DIALLED = frozenset(SUPPORTED_REGIONS) - {"AC", "GE", "JE", "TA", "XK"}
"""Codes that are known without the names of the countries, which take long to import; a test holds them to those."""


@functools.cache
def _codes() -> dict[str, str]:
    from phonenumbers.geodata.locale import LOCALE_DATA  # takes a second to import: only when a country is asked

    found = {}
    for code, names in sorted(LOCALE_DATA.items()):
        name = names.get("en", "")
        name = names.get(name[1:], "") if name.startswith("*") else name  # "*aa": the same as in that language
        if len(code) == 2 and code.isalpha() and name and name not in _AMBIGUOUS:
            found[name.casefold()] = code
    return found | _ALSO


_POSTCODES = (
    ("GB", re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]?) ?\d[ABD-HJLNP-UW-Z]{2}\Z")),
    ("CA", re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\Z")),
)
"""Codes that no other country writes like this; five or six digits alone say nothing."""


def is_country(code: str) -> bool:
    """Whether two capitals are a country that telephone numbers are known of.

    >>> is_country("GE"), is_country("XX")
    (True, False)
    """
    return code in SUPPORTED_REGIONS


def country_code(text: str) -> str:
    """The country that a place ends with or is, also by its postcode where that is unmistakable; "" when unknown.

    >>> country_code("New York, New York, USA"), country_code("gb"), country_code("1 High St, Leeds LS5 0AB")
    ('US', 'GB', 'GB')
    >>> country_code("Paris")
    ''
    """
    last = re.split(r"[,\n]", text.strip().rstrip(".,"))[-1].strip()
    if last == text.strip() and len(last) == 2 and last.isascii() and last.isalpha():
        code = last.upper()
        return code if code in _DIALLED or code in set(_codes().values()) else ""
    if known := _codes().get(last.casefold(), ""):
        return known
    return next((code for code, pattern in _POSTCODES if pattern.search(last.upper())), "")
