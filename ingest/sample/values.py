"""Draws of single values: phones, addresses, exits, accounts, machines, mailboxes. Valid in form, made up in content."""

from __future__ import annotations

import re
import unicodedata

from ingest.sample.stream import Stream, Unused
from ingest.sample.words import firms, names, places
from ingest.sample.world import Account, Address, Machine, Reference

_MOBILE = {  # country code and first figures of its mobile numbers, then how many figures follow
    "GB": ("44", ("7400", "7401", "7500", "7800", "7900"), 6),
    "DE": ("49", ("160", "170", "171", "175"), 7),
    "FR": ("33", ("612", "623", "645", "667", "678"), 6),
    "IN": ("91", ("98", "97", "96", "90", "88"), 8),
    "PH": ("63", ("917", "918", "920", "927", "939"), 7),
}
CANADIAN_AREAS = ("416", "647", "604", "403")
ABROAD = ("GB", "DE", "FR", "IN", "PH", "CA")


def ascii_word(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", plain.lower())


def check_figure(eight: str) -> str:
    """The ninth figure of a US routing number (weights 3, 7, 1)."""
    total = sum(int(figure) * weight for figure, weight in zip(eight, (3, 7, 1, 3, 7, 1, 3, 7), strict=True))
    return str(-total % 10)


MAILBOX_WORDS = ("dev", "work", "jobs", "mail", "hq")
"""Words that many put into their mailboxes beside the name."""

ENOUGH = 1000  # draws in a row that somebody has already: then the streets of that country grow longer

ROUTINGS = tuple((name, eight + check_figure(eight)) for name, eight in firms.BANKS)


class Values:
    """Draws values that nobody else has. Each draw takes the stream of who asks."""

    def __init__(self) -> None:
        self.unused = Unused()
        self._longest: dict[str, int] = {"US": 9800}  # house number of a street; 240 elsewhere

    def phone(self, stream: Stream, country: str, areas: tuple[str, ...] = ()) -> str:
        """An E.164 number of the country; never a 555 or an N11 exchange."""
        while True:
            if country in _MOBILE:
                code, heads, more = _MOBILE[country]
                number = f"+{code}{stream.pick(heads)}{stream.digits(more)}"
            else:
                area = stream.pick(areas or (CANADIAN_AREAS if country == "CA" else stream.pick(places.US_CITIES)[3]))
                exchange = stream.between(200, 999)
                if exchange == 555 or exchange % 100 == 11 or exchange >= 950:
                    continue
                number = f"+1{area}{exchange}{stream.digits(4)}"
            if self.unused.take("phone", number):
                return number

    def address(self, stream: Stream, country: str = "US", *, unit: str | None = None) -> Address:
        """A home. `unit` fixes the unit ("" for none); otherwise about every third home has one."""
        draws = 0
        while True:
            longest = self._longest.setdefault(country, 240)
            draws += 1
            if draws % ENOUGH == 0:
                self._longest[country] = 2 * longest
            number = str(stream.between(1, longest))
            flat = unit
            if flat is None:
                flat = (
                    stream.pick(("Apt", "Apt", "Unit", "Flat" if country in ("GB", "IN") else "Apt"))
                    if stream.chance(0.35)
                    else ""
                )
                flat = f"{flat} {stream.between(1, 60)}" if flat else ""
            if country == "US":
                city, state, head, _ = stream.pick_first(places.US_CITIES, 1.5)
                code = head + stream.digits(2)
                street, suffix = stream.pick(places.US_STREETS), stream.pick(places.US_SUFFIXES)[0]
            else:
                cities, streets = places.ABROAD[country]
                city, state, pattern = stream.pick(cities)
                code = "".join(str(stream.below(10)) if sign == "9" else sign for sign in pattern)
                street, suffix = stream.pick(streets), ""
                if country in ("DE", "FR"):
                    flat = unit or ""
            if self.unused.take("address", f"{number} {street} {suffix} {city}"):
                return Address(number, street, suffix, flat, city, state, code, country)

    def ip(self, stream: Stream, country: str = "US", *, fixed: bool = False) -> str:
        """A public address of an access provider; one in eight homes is IPv6. `fixed` always gives IPv4."""
        while True:
            if not fixed and country == "US" and stream.chance(0.12):
                parts = [f"{stream.between(0x2601, 0x2607):x}", *(f"{stream.between(1, 0xFFFF):x}" for _ in range(7))]
                value = ":".join(parts)
            else:
                first = stream.pick(places.IPV4_US if country in ("US", "CA") else places.IPV4_ABROAD)
                value = f"{first}.{stream.below(256)}.{stream.below(256)}.{stream.between(1, 254)}"
            if self.unused.take("ip", value):
                return value

    def account(self, stream: Stream, country: str = "US", neobank: float = 0.0, routing: str = "") -> Account:
        if country in ("GB", "DE", "FR") and stream.chance(0.8):
            return self._iban(stream, country)
        if routing:
            bank = next(name for name, one in ROUTINGS if one == routing)
        else:
            bank, routing = ROUTINGS[stream.below(2)] if stream.chance(neobank) else stream.pick(ROUTINGS[2:])
        while True:
            number = str(stream.between(1, 9)) + stream.digits(stream.between(8, 11))
            if self.unused.take("account", f"{routing}{number}"):
                return Account(bank, routing, number)

    def _iban(self, stream: Stream, country: str) -> Account:
        while True:
            if country == "GB":
                body = stream.pick(("LKDB", "NRTH", "WSTB", "HRBR")) + stream.digits(14)
            elif country == "DE":
                body = stream.digits(18)
            else:
                body = _french(stream)
            figures = "".join(str(int(sign, 36)) for sign in f"{body}{country}00")
            iban = f"{country}{98 - int(figures) % 97:02d}{body}"
            if self.unused.take("account", iban):
                return Account("", "", "", iban)

    def email(self, stream: Stream, first: str, last: str) -> str:
        """A private mailbox: a long made-up local part at a public provider."""
        given, family = ascii_word(first) or "me", ascii_word(last) or "mail"
        while True:
            tail = stream.digits(stream.between(2, 5))
            word = stream.pick(("", "", *MAILBOX_WORDS))
            forms = (
                f"{given}.{family}{word}{tail}",
                f"{given}{family}.{word}{tail}",
                f"{given[0]}{family}{word}{tail}",
                f"{family}.{given}{tail}{word}",
                f"{given}_{family}{tail}{word}",
            )
            local = stream.pick(forms)
            value = f"{local}@{stream.pick(firms.MAIL_PROVIDERS)}"
            if local[-1] not in "._" and self.unused.take("email", value.replace(".", "")):
                return value

    def email_after(self, stream: Stream, first: str, last: str, word: str) -> str:
        """A mailbox after a scheme: the name, the word and two figures."""
        given, family = ascii_word(first) or "me", ascii_word(last) or "mail"
        while True:
            local = f"{stream.pick((f'{given}.{family}', f'{given}{family}', f'{given[0]}{family}'))}{word}{stream.digits(2)}"
            value = f"{local}@{stream.pick(firms.MAIL_PROVIDERS)}"
            if self.unused.take("email", value.replace(".", "")):
                return value

    def machine(self, stream: Stream) -> Machine:
        letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
        while True:
            bits = stream.below(1 << 40)
            mac = ":".join(f"{bits >> shift & 255:02x}" for shift in (32, 24, 16, 8, 0))
            mac = f"{stream.pick(('3c', '48', '5c', '8c', 'a4', 'f0'))}:{mac}"
            device = f"guo{stream.below(10)}{''.join(stream.pick(letters) for _ in range(15))}{stream.below(10)}"
            disk = f"{stream.pick(('WD', 'ST', 'S5', 'NV'))}-{stream.below(1 << 44):011X}"
            name = f"{stream.pick(('DESKTOP', 'LAPTOP'))}-{stream.below(16**6):06X}{stream.below(10)}"
            serial = f"{stream.pick(('5CG', 'C02', 'PF3', 'MXL'))}{stream.below(1 << 34):09X}"
            if self.unused.take("machine", mac) and self.unused.take("machine", serial):
                return Machine(device, mac, disk, name, serial)

    def handle(self, stream: Stream, first: str, last: str) -> str:
        while True:
            word = stream.pick(("codes", "builds", "dev", "makes", "labs", "io", "writes", "x"))
            value = f"{ascii_word(first)}{ascii_word(last)[:4]}{word}{stream.digits(3)}"
            if self.unused.take("handle", value):
                return value

    def reference(self, stream: Stream, company: str) -> Reference:
        first, last = stream.pick(names.GIVEN), stream.pick(names.SURNAMES)
        relationship = stream.pick(("former manager", "team lead", "colleague", "client", "mentor"))
        mailbox = self.email(stream, first, last)
        return Reference(f"{first} {last}", self.phone(stream, "US"), mailbox, company, relationship)


def _french(stream: Stream) -> str:
    """Bank, branch and account with the national check figures."""
    bank, branch, account = stream.digits(5), stream.digits(5), stream.digits(11)
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    return f"{bank}{branch}{account}{key:02d}"


def firm_domain(name: str) -> str:
    """The made-up domain of a made-up company."""
    return "".join(ascii_word(word) for word in name.split()) + "-hq.com"
