"""The parts of an address, and the texts made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.model.kinds.address.words import POSTCODE_IS_ENOUGH

_KEY = re.compile(r"[a-z]{2}(?:\|(?:[^\W_A-Z](?:[\w \-/]*[^\W_])?)?){6}")


@dataclass(frozen=True, slots=True)
class AddressParts:
    """What an address says, in canonical small letters; "" where it says nothing.

    number: of the house, "12", "12a", "12-14", "12 1/2", "12 bis", "block 4 lot 5".
    street: with its type and directions written out, ordinals as digits: "west 96 street", "po box 12".
    unit: "unit 4" for apartment, suite, room and "#" alike; "floor 2", "pmb 7", "building 3 unit 4".
    """

    country: str = ""
    number: str = ""
    street: str = ""
    unit: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""

    @property
    def key(self) -> str:
        """`country|number|street|unit|city|state|postcode`; where a postcode says enough, town and state are left out."""
        city, state = self.city, self.state
        if self.postcode and self.country in POSTCODE_IS_ENOUGH:
            city = state = ""
        return f"{self.country}|{self.number}|{self.street}|{self.unit}|{city}|{state}|{self.postcode}"

    def without_unit(self) -> AddressParts:
        """The building."""
        return replace(self, unit="") if self.unit else self

    @property
    def display(self) -> str:
        """As a person would write it, made of the canonical parts."""
        street = self.street.title() if not self.street.startswith("po ") else "PO" + self.street[2:].title()
        house = f"{self.number} {street}" if self.number else street
        area = f"{self.state} {self.postcode}".strip().upper()
        country = "" if self.country == "us" else self.country.upper()
        parts = (house, self.unit.title(), self.city.title(), area, country)
        return ", ".join([part for part in parts if part])


def parts_of_key(text: str) -> AddressParts | None:
    """The parts of a key made above, or None when the text is no such key."""
    return AddressParts(*text.split("|")) if _KEY.fullmatch(text) and text == text.lower() else None
