"""How people write their values into forms: the same phone, address or mailbox in many spellings, and a few slips."""

from __future__ import annotations

from ingest.sample.stream import Stream
from ingest.sample.words import names, places
from ingest.sample.world import Address

CODES = {"GB": "44", "DE": "49", "FR": "33", "IN": "91", "PH": "63"}
_SHORT = dict(places.US_SUFFIXES)


def spell_phone(phone: str, country: str, odd: float, stream: Stream) -> str:
    """An E.164 number as it may stand on a form of this country: a foreign number always has its country code."""
    if phone.startswith("+1"):
        area, exchange, line = phone[2:5], phone[5:8], phone[8:]
        if country not in ("US", "CA"):
            return stream.pick((phone, f"+1 {area} {exchange} {line}", f"+1 ({area}) {exchange}-{line}"))
        if not stream.chance(odd):
            return f"({area}) {exchange}-{line}"
        forms = (
            f"{area}-{exchange}-{line}",
            f"+1 {area} {exchange} {line}",
            f"1-{area}-{exchange}-{line}",
            f"{area}.{exchange}.{line}",
            f"{area}{exchange}{line}",
            f"+1{area}{exchange}{line}",
            f" +1 ({area}) {exchange}-{line} ",
            f"1 {area} {exchange} {line}",
        )
        return stream.pick(forms)
    code, rest = phone[1:3], phone[3:]
    if not stream.chance(odd):
        return f"+{code} {rest}"
    spaced = f"+{code} {rest[:3]} {rest[3:6]} {rest[6:]}"
    if CODES.get(country) != code:
        return stream.pick((phone, spaced))
    return stream.pick((f"00{code}{rest}", phone, spaced, f"+{code} (0){rest}", f"0{rest}"))


def spell_email(email: str, odd: float, stream: Stream) -> str:
    """The mailbox, sometimes in capitals, or with the dots and tags that its provider ignores."""
    if not stream.chance(odd * 0.4):
        return email
    local, _, domain = email.partition("@")
    choices = [email.upper(), f"{local.capitalize()}@{domain}", f" {email}"]
    if domain == "gmail.com":
        choices += [f"{local}+jobs@{domain}", f"{local.replace('.', '')}@{domain}"]
    return stream.pick(choices)


def spell_address(address: Address, odd: float, typo: float, stream: Stream) -> str:
    """The address as written: short words, other units, capitals, several lines; now and then a slip in the street."""
    street = address.street
    if stream.chance(typo) and len(street) > 4:
        street = _slip(street, stream)
    if not stream.chance(odd):
        return _lines(address, street, address.suffix, address.unit, ", ")
    suffix, unit = address.suffix, address.unit
    if suffix and stream.chance(0.7):
        suffix = _SHORT.get(suffix, suffix) + stream.pick(("", "", "."))
    if unit.startswith(("Apt", "Unit")) and stream.chance(0.5):
        figure = unit.split(" ", 1)[1]
        unit = stream.pick((f"#{figure}", f"apt. {figure}", f"Apartment {figure}", f"# {figure}"))
    written = _lines(address, street, suffix, unit, stream.pick((", ", "\n", ", ")))
    return stream.pick((written, written, written.upper(), written.lower()))


def _lines(address: Address, street: str, suffix: str, unit: str, joint: str) -> str:
    shown = Address(address.number, street, suffix, unit, address.city, address.state, address.code, address.country)
    head, place = shown.full().rsplit(", ", 2 if address.state else 1)[0], shown.full()
    tail = place[len(head) + 2 :]
    return f"{head}{joint}{tail}"


def _slip(word: str, stream: Stream) -> str:
    place = stream.between(1, len(word) - 2)
    kind = stream.below(3)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def spell_name(first: str, last: str, stream: Stream) -> tuple[str, str]:
    """The same person's name on another form."""
    kind = stream.below(6)
    if kind == 0 and first in names.NICKNAMES:
        return names.NICKNAMES[first], last
    if kind == 1:
        return f"{first} {stream.pick('ABCDEGJKLMRST')}.", last
    if kind == 2:
        return first.upper(), last.upper()
    if kind == 3 and "-" in last:
        return first, last.split("-")[0]
    if kind == 4:
        return first[0] + ".", last
    return first, last
