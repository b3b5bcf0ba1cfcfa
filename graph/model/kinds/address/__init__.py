"""Postal addresses, and the buildings they are in."""

from __future__ import annotations

from graph.model.kinds.address.parse import parse_address
from graph.model.kinds.address.parts import AddressParts, parts_of_key
from graph.model.kinds.address.words import NOWHERE, PLACEHOLDER_CITIES, PLACEHOLDER_POSTCODES, PLACEHOLDER_STREETS
from graph.model.kinds.base import Kind, Value
from graph.model.kinds.judge import Cleaning, filler, fold, tidy

__all__ = ["ADDRESS", "BUILDING", "AddressParts", "building_of", "parse_address"]

LONGEST = 400


def judge_address(raw: str, region: str) -> Value | str:
    """The key of AddressParts. A house number (or box, or unit) and a street, and a town or postcode, are needed."""
    if len(raw) > LONGEST:
        return "too_long" if len(raw.strip()) > LONGEST else judge_address(raw.strip(), region)
    parts = (parts_of_key(raw) if raw.count("|") == 6 else None) or parse_address(raw, region)
    why = _why_not(parts, raw)
    if why:
        return why
    key = parts.key
    # Words of letters and digits always make a good key; only boxes and other scripts can leave something odd.
    if ("#" in key or "box" in key or not key.isascii()) and parts_of_key(key) is None:
        return "invalid"
    return Value("address", key, parts.display)


def _why_not(parts: AddressParts, raw: str) -> str:
    boxed = parts.street.startswith(("po box", "rural route"))
    if not parts.street or not (parts.number or parts.unit or boxed) or not _lettered(parts.street):
        text = tidy(raw)
        nothing = filler(text)
        if nothing:
            return nothing
        return "placeholder" if fold(text) in NOWHERE else "vague" if _lettered(text) else "invalid"
    if parts.street in PLACEHOLDER_STREETS or parts.city in PLACEHOLDER_CITIES:
        return "placeholder"
    if parts.postcode in PLACEHOLDER_POSTCODES:
        return "placeholder"
    return "" if parts.postcode or _lettered(parts.city) else "no_place"


def _lettered(text: str) -> bool:
    return any(map(str.isalpha, text))


def judge_building(raw: str, region: str) -> Value | str:
    """The address without its unit."""
    found = judge_address(raw, region)
    if isinstance(found, str):
        return found
    return building_of(found.key) or "vague"


def building_of(key: str) -> Value | None:
    """The building that an address key is in; None for a box, or where only the unit was known."""
    parts = parts_of_key(key)
    if parts is None or not (parts.number or parts.street.startswith("po box")):
        return None
    parts = parts.without_unit()
    return Value("building", parts.key, parts.display)


ADDRESS = Kind(
    name="address",
    label="Address",
    relationship="HAS_ADDRESS",
    title="Postal address",
    family="location",
    columns=(
        "address",
        "ship_to",
        "id_address",
        "home_address",
        "mailing_address",
        "shipping_address",
        "street_address",
        "delivery_address",
        "delivered_to",
        "addresses",
        "postal_address",
        "residence",
        "current_address",
    ),
    clean=Cleaning(judge_address),
    regional=True,
    strength=8.0,
    crowd=20,
    reason="{n} persons of different names gave the address {value} or had goods sent there",
    innocent=(
        "A family or flatmates, tenants who followed one another, a parents' house, relocation housing, a mail drop, a coworking"
        " or staffing office, or an apartment block or dormitory whose units were not written."
    ),
    coarser="building",
    coarsen=building_of,
    examples=(
        ("12 N. Main St., Apt. #4, Tucson, AZ 85701-1234", "us|12|north main street|unit 4|tucson|az|85701"),
        ("12 North Main Street #4\nTucson, Arizona 85701", "us|12|north main street|unit 4|tucson|az|85701"),
        ("120 E Ninety-sixth St, New York, NY 10128", "us|120|east 96 street||new york|ny|10128"),
        ("PO Box 1234, Rancho Santa Fe, CA 92067", "us||po box 1234||rancho santa fe|ca|92067"),
        ("Flat 4, 12 High St, London SW1A 1AA", "gb|12|high street|unit 4|||sw1a 1aa", "GB"),
        ("Musterstr. 5, 10115 Berlin", "de|5|muster strasse||berlin||10115", "DE"),
        ("12 bis, rue de la Paix, 75002 Paris", "fr|12 bis|rue de la paix||paris||75002", "FR"),
        ("Remote", None),
        ("Tucson, AZ", None),
        ("USA", None),
        ("12 Main St", None),
        ("123 Fake Street, Anytown, CA 90210", None),
        ("n/a", None),
    ),
)

BUILDING = Kind(
    name="building",
    label="Building",
    relationship="IN_BUILDING",
    title="Building",
    family="location",
    columns=("building", "building_address"),
    clean=Cleaning(judge_building),
    regional=True,
    strength=3.0,
    crowd=40,
    reason="{n} persons of different names give an address in the building {value}",
    innocent="An apartment block, a dormitory, coliving, a coworking space, a mail drop or a staffing office.",
    examples=(
        ("12 N. Main St., Apt. #4, Tucson, AZ 85701", "us|12|north main street||tucson|az|85701"),
        ("12 N. Main St., Tucson, AZ 85701", "us|12|north main street||tucson|az|85701"),
        ("Remote", None),
        ("n/a", None),
    ),
)
