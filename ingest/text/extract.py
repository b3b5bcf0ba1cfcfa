"""Identifiers in running text: e-mail addresses, telephone numbers, links. Where each stands, as it stands.

Made for CVs by the ten thousand: most of a text is passed over by searches for single bytes, and only what may be a
telephone number is given to `phonenumbers`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import phonenumbers
from phonenumbers import Leniency, PhoneMetadata, PhoneNumberMatcher

from ingest.text.alone import AMERICA, BEFORE, number_alone

LONGEST = 5_000_000
"""Characters of a text that are looked at."""

MOST = 200
"""Values of each sort (addresses, links, numbers) that are taken from one text: a CV has a handful, a list of contacts
is no CV."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value in a text: text[start:end] == raw. kind: email, phone, website or handle."""

    kind: str
    raw: str
    start: int
    end: int


def find_identifiers(text: str, region: str) -> list[Found]:
    """All e-mail addresses, telephone numbers and links of a text, in the order in which they stand; none overlap.

    region: ISO 3166-1 alpha-2, for telephone numbers without a country code; "" finds only those with one.
    Dates, amounts of money and ids are no telephone numbers. Never raises on any text.
    """
    text = text[:LONGEST]
    plain = text.encode("ascii", "replace")  # one byte a character: positions are the same, searches are quick
    found = list(islice(_emails(text), MOST))
    found += _not_inside(found, islice(_links(text, plain.lower(), found), MOST))
    found += _not_inside(found, islice(_phones(text, plain, region), MOST))
    return sorted(found, key=lambda one: (one.start, one.end))


def _not_inside(taken: list[Found], more: Iterator[Found]) -> list[Found]:
    spans = [(one.start, one.end) for one in taken]
    return [one for one in more if all(one.end <= start or one.start >= end for start, end in spans)]


# e-mail

_LOCAL = re.compile(r"[A-Za-z0-9._%+'\-]{1,64}\Z")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9-])")


def _emails(text: str) -> Iterator[Found]:
    last = 0
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text, max(last, at - 64), at)
        domain = _DOMAIN.match(text, at + 1)
        if local and domain:
            start = local.start() + len(local[0]) - len(local[0].lstrip(".'-%+"))
            if start < at and text[at - 1] != ".":
                yield Found("email", text[start : domain.end()], start, domain.end())
                last = domain.end()
        at = text.find("@", max(at + 1, last))


# links

PROFILES = (
    "linkedin.com/",
    "github.com/",
    "github.io",
    "gitlab.com/",
    "bitbucket.org/",
    "twitter.com/",
    "x.com/",
    "t.me/",
    "telegram.me/",
    "facebook.com/",
    "instagram.com/",
    "stackoverflow.com/users/",
    "medium.com/@",
    "dev.to/",
    "behance.net/",
    "dribbble.com/",
    "kaggle.com/",
    "leetcode.com/",
    "hackerrank.com/",
    "upwork.com/freelancers/",
    "freelancer.com/u/",
    "fiverr.com/",
    "wa.me/",
)
_PROFILE_MARKS = (b".com/", b".io", b".me/", b".org/", b".net/", b"dev.to/")  # one of them stands in each of these
_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]{1,40}\.){0,3}(?:"
    + "|".join(re.escape(name) for name in PROFILES)
    + r")[^\s<>\"'“”‘’|,;(){}\[\]]*",
    re.I,
)
_URL_MARKS = (b"://", b"www.")
_WORD = re.compile(r"(?:[^\s<>\"'“”‘’|,;:(){}\[\]•·]|:(?=//|\d))+")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”|{}\[\]]{3,}", re.I)
_LABELS = (b"site", b"web", b"portfolio", b"page", b"blog", b"url")
_LABELLED = re.compile(r"\s*[:–-]\s*((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}(?:/[^\s|,;]*)?)", re.I)
_BARE = re.compile(
    r"(?<![\w@./:-])(?:[a-z0-9-]{2,63}\.){1,3}(?:com|net|org|io|dev|me|app|tech|info|page|site|online|xyz|pro|co|de|fr|in|"
    r"ph|uk|ca|us|eu)(?:/[^\s|,;]*)?(?![\w@.-])"
)
_TRAILING = ".,;:!?)'’”…"


def _links(text: str, low: bytes, emails: list[Found]) -> Iterator[Found]:
    """Addresses with a scheme or www, profile addresses without, and bare domains in a line of contact details."""
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return all(end <= before or start >= after for before, after in taken)

    for kind, pattern, marks in (("handle", _PROFILE, _PROFILE_MARKS), ("website", _URL, _URL_MARKS)):
        for start in _word_starts(text, low, marks):
            match = pattern.match(text, start)
            if not match:
                continue
            raw = match[0].rstrip(_TRAILING)
            end = start + len(raw)
            if len(raw) > 5 and free(start, end) and (kind == "website" or _names_someone(raw)):
                taken.append((start, end))
                yield Found(kind, raw, start, end)
    for start, end in _bare_domains(text, low, emails):
        if free(start, end):
            taken.append((start, end))
            yield Found("website", text[start:end], start, end)


def _word_starts(text: str, low: bytes, marks: tuple[bytes, ...]) -> list[int]:
    """Where the words begin that hold one of these marks, looking back 90 characters at most."""
    found = set()
    for mark in marks:
        at = low.find(mark)
        while at >= 0:
            begins = [match.start() for match in _WORD.finditer(text, max(0, at - 90), at + 3)]
            found.update(begins[-1:])
            at = low.find(mark, at + 1)
    return sorted(found)


def _names_someone(raw: str) -> bool:
    """Whether a profile address has a name after the host: "linkedin.com/" alone is nobody's."""
    host, _, path = raw.split("://")[-1].partition("/")
    return bool(path.strip("/@")) or (host.lower().endswith("github.io") and host.count(".") > 1)


def _bare_domains(text: str, low: bytes, emails: list[Found]) -> Iterator[tuple[int, int]]:
    """Domains without scheme: after a label ("Portfolio: …"), and beside an e-mail address in its line.

    Elsewhere they are names of products and employers ("Node.js", "Booking.com").
    """
    for label in _LABELS:
        at = low.find(label)
        while at >= 0:
            match = _LABELLED.match(text, at + len(label))
            if match:
                raw = match[1].rstrip(_TRAILING)
                yield match.start(1), match.start(1) + len(raw)
            at = low.find(label, at + 1)
    for email in emails[:20]:
        start = text.rfind("\n", max(0, email.start - 200), email.start) + 1
        end = text.find("\n", email.end, email.end + 200)
        for match in _BARE.finditer(text, start or max(0, email.start - 200), end if end >= 0 else email.end + 200):
            raw = match[0].rstrip(_TRAILING)
            yield match.start(), match.start() + len(raw)


# telephone

_SIGNS = b" \t.-()/[]+~?"  # "?" is what a sign outside ASCII (dashes, wide blanks) becomes
_SHAPE = bytes(48 if 48 <= code <= 57 else 32 if code in _SIGNS else 120 for code in range(256))
"""Digits to "0", signs that stand inside numbers to a blank, all else to "x"."""

_RUN = re.compile(rb"0(?: {0,4}0){6,}")
_WIDE = str.maketrans("０１２３４５６７８９＋", "0123456789+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AFTER = 26
"""Characters behind a number that decide what it is (" ext. 1234"); in front of it, BEFORE ("$", "(", "+")."""


def _phones(text: str, plain: bytes, region: str) -> Iterator[Found]:
    country = _country(region)
    if not text.isascii() and any(digit in text for digit in "０１２３４５６７８９"):
        plain = text.translate(_WIDE).encode("ascii", "replace")
    for run in _RUN.finditer(plain.translate(_SHAPE)):
        start, end = run.span()
        if end - start > 1000:
            continue  # a table of figures
        digits = plain[start:end]
        signed = b"+" in plain[max(0, start - 4) : end]
        if not signed and (_is_dates(digits.decode()) or run[0].count(b"0") < _fewest_digits(country)):
            continue
        alone = number_alone(text, start, end, country)
        if alone:
            yield Found("phone", text[slice(*alone)], *alone)
        else:
            yield from _in_window(text, start, end, country)


def _country(region: str) -> str:
    return region.upper() if region.upper() in phonenumbers.SUPPORTED_REGIONS else "ZZ"


def shortest_number(region: str) -> int:
    """Digits of the shortest number without a country code that counts in a region."""
    return _fewest_digits(_country(region))


def writes_american(region: str) -> bool:
    """Whether numbers without a country code are read as (415) 555-2671."""
    return _country(region) in AMERICA


@functools.cache
def _fewest_digits(country: str) -> int:
    """Digits of the shortest number of a country that can be dialled from outside a town; 7 at least."""
    known = PhoneMetadata.metadata_for_region(country, None)
    lengths = known.general_desc.possible_length if known and known.general_desc else ()
    return max(7, min(lengths, default=7))


def _is_dates(run: str) -> bool:
    """Whether digits are years, months and days only ("2012 - 2016", "03/2019-11/2021"): no telephone number."""
    groups = re.findall(r"\d+", run)
    years = [group for group in groups if len(group) == 4 and _YEAR.fullmatch(group)]
    others = [group for group in groups if group not in years]
    return bool(years) and all(len(group) <= 2 and int(group) <= 31 for group in others)


def _in_window(text: str, start: int, end: int, country: str) -> Iterator[Found]:
    begin = max(0, start - BEFORE)
    window = text[begin : end + _AFTER]
    for match in PhoneNumberMatcher(window, country, leniency=Leniency.VALID):
        first, last = begin + match.start, begin + match.end
        inside = start - 4 <= first < end
        if inside and ("+" in match.raw_string or not _is_dates(match.raw_string)):
            yield Found("phone", match.raw_string, first, last)
