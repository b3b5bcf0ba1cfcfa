"""Small words that several screens use."""

from __future__ import annotations

from graph.present.pictures import title_of

TYPES = {"network": ("network", "networks"), "hub": ("hub", "hubs"), "explained": ("explained", "explained")}
"""Type of a finding: what one is called, what many are called."""

PARTS = {
    "prior": "Before any evidence",
    "money": "Payout account",
    "money_own": "Account of their own",
    "payee": "Name on the account",
    "contact": "Phone, e-mail or profile",
    "contact_own": "Contact of their own",
    "home": "Address",
    "home_own": "Address of their own",
    "net": "Network address",
    "net_own": "Network address of their own",
    "net_outside": "Who else comes from there",
    "away": "Where goods go",
    "device_own": "Device of their own",
    "text": "CV text",
    "text_outside": "Whose CVs are like theirs",
    "cv_text": "CV text",
    "career": "Career",
    "people": "Reference or referrer",
    "people_own": "Reference of their own",
    "people_outside": "Who else names them",
    "employer": "Former employer",
    "identity": "Tax or identity number",
    "names": "Surnames",
    "time": "When they applied",
    "outside": "Who else holds it",
    "size": "Size of the group",
    "submitted": "Recruiting channel",
}
"""What a part of a score is about, where that is no kind of value."""


def part_title(kind: str) -> str:
    """What a person calls the kind of a part: what it looks at, or its kind of value."""
    return PARTS.get(kind) or (title_of(kind) if kind else "")


def noun(count: int, one: str, more: str = "") -> str:
    """The word for so many: `person`, `persons`."""
    return one if count == 1 else more or f"{one}s"


def many(count: int, one: str, more: str = "") -> str:
    """`1 person`, `2 persons`, `1,200 persons`."""
    return f"{count:,} {noun(count, one, more)}"


def bits(score: float, *, sign: bool = False) -> str:
    """A weight with two decimals, so that parts add up to their sum; a true minus, and a plus when asked for."""
    text = f"{abs(score):,.2f}"
    if text == "0.00":
        return text
    return ("−" if score < 0 else "+" if sign else "") + text


SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def chance(p: float) -> str:
    """A probability as people read it: `0.03`, `2 × 10⁻⁷`; one that is too small for a number is `< 10⁻³⁰⁰`."""
    if p >= 1e-3:
        return f"{p:.3f}".rstrip("0").rstrip(".")
    if p <= 0:
        return "< 10⁻³⁰⁰"
    digits, exponent = f"{p:.0e}".split("e")
    return f"{digits} × 10{str(int(exponent)).translate(SUPERSCRIPT)}"
