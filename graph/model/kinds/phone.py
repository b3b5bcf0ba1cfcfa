"""Telephone numbers: E.164 keys by `phonenumbers`, with a plain-Python road for the common spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber

from graph.model.kinds.base import Kind, Value
from graph.model.kinds.judge import Cleaning, filler, made_up_digits, tidy

LONGEST = 250  # as in phonenumbers
SEPARATORS = b" -.()/	"
_MASK = re.compile(r"[xX]{3}|[*•●#]{2}|(?:[xX]{2}\W*){2}")
NANP_REGIONS = frozenset({"US", "CA", "PR"})
_NANP_SLOW = frozenset({"0", "1"})
_TYPES = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "pager",
    "uan",
    "voicemail",
)
_AMERICAN = re.compile(r"(?:1[ .\-])?\(?([2-9]\d{2})\)?[ .\-]([2-9]\d{2})[ .\-](\d{4})")
_UNUSED_LINES = frozenset({"1212", "1234", "4321", "9876", "5555", "0000"})
"""Lines of the exchange 555 that are written by people who do not want to be called, beside 0100 to 0199."""

EXAMPLE_LINE = "2368"
"""Behind an area code and an exchange: a line that is in use where these are."""


def judge_phone(raw: str, region: str) -> Value | str:
    """E.164 of a valid number, "+16502530000"; with its extension, "+16502530000;ext=123".

    The extension stays in the key: behind an office's main number each extension is another person's line, and without
    it a whole company would become one phone. Numbers that no network can have are refused, never mended.
    """
    if raw.isascii():
        bare = raw.encode("ascii").translate(None, SEPARATORS).decode("ascii")
        if len(bare) == 10 and bare.isdigit() and region in NANP_REGIONS and bare[0] not in _NANP_SLOW:
            return _nanp(bare)
        if len(bare) == 12 and bare.startswith("+1") and bare[2:].isdigit():
            return _nanp(bare[2:])
        if len(bare) == 11 and bare[0] == "1" and bare.isdigit() and region in NANP_REGIONS:
            return _nanp(bare[1:])
        if bare[:2] == "00" and bare.isdigit() and dials_00(region):
            bare = "+" + bare[2:]
        if bare[:1] == "+" and bare[1:].isdigit():
            known = _international(bare[1:])
            if known is not None:
                return known
        elif bare[:1] == "0" and bare[1:2] != "0" and bare.isdigit():
            known = _national(bare, region)
            if known is not None:
                return known
    return _by_library(raw, region)


@cache
def main_patterns(region: str) -> re.Pattern[str]:
    """All numbers in use of a country whose metadata has no leading digits."""
    metadata = PhoneMetadata.metadata_for_region(region)
    kinds = [getattr(metadata, name) for name in _TYPES] if metadata is not None else []
    patterns = [kind.national_number_pattern for kind in kinds if kind is not None and kind.national_number_pattern]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


@cache
def nanp_prefix_is_valid(prefix: str) -> bool:
    """Is area code and exchange (six digits) in use? All of the library's +1 patterns end there."""
    if main_patterns("US").fullmatch(prefix + EXAMPLE_LINE):
        return True  # the first country that the library asks
    return phonenumbers.is_valid_number(PhoneNumber(country_code=1, national_number=int(prefix + EXAMPLE_LINE)))


def _nanp(national: str) -> Value | str:
    if national[:3] == "555":
        return "placeholder"
    if national[3:6] == "555":
        line = national[6:]
        if line[:2] == "01" or line in _UNUSED_LINES:
            return "placeholder"
    if national[3:] == national[3] * 7 or made_up_digits(national):
        return "placeholder"
    if not nanp_prefix_is_valid(national[:6]):
        return "invalid"
    return Value("phone", "+1" + national, f"+1 {national[:3]}-{national[3:6]}-{national[6:]}")


@dataclass(frozen=True, slots=True)
class _Country:
    """What the library knows of one calling code, ready for numbers that need no rewriting."""

    valid: re.Pattern[str]  # national numbers in use
    prefix: re.Pattern[str] | None  # trunk prefixes and carrier codes: numbers that begin so are left to the library
    zero: bool  # the only prefix is "0"
    examples: frozenset[str]


@cache
def country_of(code: str) -> _Country | None:
    """The country of a calling code, or None when only the library can tell its numbers (shared and world-wide codes)."""
    regions = phonenumbers.region_codes_for_country_code(int(code))
    if code in ("0", "1") or not regions or regions[0] == "001":
        return None
    patterns: list[str] = []
    examples: set[str] = set()
    for region in regions:
        metadata = PhoneMetadata.metadata_for_region(region)
        if metadata is None:
            return None
        if metadata.leading_digits:
            break  # the library asks the countries before this one first
        for name in _TYPES:
            kind = getattr(metadata, name)
            if kind is not None and kind.national_number_pattern and kind.national_number_pattern != "NA":
                patterns.append(f"(?:{kind.national_number_pattern})")
        examples |= _examples(region)
    if not patterns:
        return None
    main = PhoneMetadata.metadata_for_region(regions[0])
    prefix = main.national_prefix_for_parsing if main is not None else None
    return _Country(
        valid=re.compile("|".join(patterns)),
        prefix=re.compile(prefix) if prefix else None,
        zero=prefix == "0",
        examples=frozenset(examples),
    )


@cache
def calling_code(digits: str) -> str:
    """The calling code among the first three digits after "+", "" when there is none. No code begins another."""
    for length in (1, 2, 3):
        if int(digits[:length] or "0") in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return digits[:length]
    return ""


def _international(digits: str) -> Value | str | None:
    """The digits after a "+"; None when only the library can say."""
    code = calling_code(digits[:3])
    country = country_of(code) if code else None
    if country is None:
        return None
    national = digits[len(code) :]
    if country.zero and national[:1] == "0" and national[1:2] != "0":
        national = national[1:]  # "+44 (0)20 …"
    if national[:1] == "0" or (country.prefix is not None and country.prefix.match(national)):
        return None
    return _in_use(code, country, national)


@cache
def dials_00(region: str) -> bool:
    """Whether a region writes "00" for "+", and nothing else."""
    metadata = PhoneMetadata.metadata_for_region(region.upper()) if len(region) == 2 else None
    return metadata is not None and metadata.international_prefix == "00"


@cache
def code_of_region(region: str) -> str:
    return str(phonenumbers.country_code_for_region(region.upper()))


def _national(digits: str, region: str) -> Value | str | None:
    """The digits of a number written with the trunk prefix "0"; None when only the library can say."""
    code = code_of_region(region) if len(region) == 2 else "0"
    country = country_of(code)
    if country is None or not country.zero or digits[1:2] == "0":
        return None
    return _in_use(code, country, digits[1:])


def _in_use(code: str, country: _Country, national: str) -> Value | str | None:
    if not country.valid.fullmatch(national):
        return None
    if national in country.examples or made_up_digits(national):
        return "placeholder"
    return Value("phone", f"+{code}{national}", f"+{code} {national}")


def _by_library(raw: str, region: str) -> Value | str:
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > LONGEST:
        return "too_long"
    if _MASK.search(text):
        return "masked"
    digits = "".join(c for c in text if c.isdigit())
    if digits and made_up_digits(digits):
        return "placeholder"
    try:
        number = phonenumbers.parse(text, region.upper() or None)
    except phonenumbers.NumberParseException:
        return "invalid"
    if not phonenumbers.is_valid_number(number):
        american = _AMERICAN.fullmatch(text)  # written as only Americans do, by somebody who lives elsewhere
        return _nanp("".join(american.groups())) if american else "invalid"
    national = phonenumbers.national_significant_number(number)
    found: Value | str = "invalid"
    if number.country_code == 1:
        found = _nanp(national)
    elif made_up_digits(national) or national in _examples(phonenumbers.region_code_for_number(number) or ""):
        found = "placeholder"
    else:
        found = Value(
            "phone",
            f"+{number.country_code}{national}",
            f"+{number.country_code} {national}",
        )
    if isinstance(found, Value) and number.extension:
        return Value("phone", f"{found.key};ext={number.extension}", f"{found.display} ext. {number.extension}")
    return found


@cache
def _examples(region: str) -> frozenset[str]:
    metadata = PhoneMetadata.metadata_for_region(region)
    kinds = [getattr(metadata, name) for name in _TYPES] if metadata is not None else []
    return frozenset(kind.example_number for kind in kinds if kind is not None and kind.example_number)


PHONE = Kind(
    name="phone",
    label="Phone",
    relationship="HAS_PHONE",
    title="Phone number",
    family="contact",
    columns=(
        "phone",
        "phone_number",
        "phone_numbers",
        "mobile",
        "mobile_phone",
        "mobile_number",
        "cell",
        "cell_phone",
        "telephone",
        "tel",
        "home_phone",
        "work_phone",
        "whatsapp",
        "contact_number",
    ),
    clean=Cleaning(judge_phone),
    regional=True,
    strength=9.0,
    crowd=20,
    reason="{n} persons of different names give the phone number {value}",
    innocent=(
        "A couple or family, an agency's or recruiter's own line, a reception or dormitory line, or a number that was"
        " given to a new owner."
    ),
    examples=(
        ("(650) 253-0000", "+16502530000"),
        ("+1 650 253 0000 ext. 123", "+16502530000;ext=123"),
        ("020 8765 4321", "+442087654321", "GB"),
        ("+49 (0)30 123-44567", "+493012344567"),
        ("0917 234 5678", "+639172345678", "PH"),
        ("555-555-5555", None),
        ("(212) 555-0143", None),
        ("+1 XXX-XXX-6065", None),
        ("0000000000", None),
        ("1234567890", None),
        ("n/a", None),
    ),
)
