"""The common ground of all cleaning: tidy text, words that stand for nothing, verdicts.

A kind is cleaned by a judge: `judge(raw, region)` gives the Value, or one of the REASONS why it is nothing. `Cleaning` turns
a judge into the `clean` of a Kind; `why_not` (graph.model.kinds) asks the same judge, so both always agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from graph.model.kinds.base import Value

Judge = Callable[[str, str], "Value | str"]

REASONS: dict[str, str] = {
    "empty": "nothing is written there",
    "placeholder": "a filler that many people write, or a value made for examples",
    "masked": "digits or letters are hidden, so it cannot be compared",
    "private": "a private, local or shared range: the same value exists in many places",
    "reserved": "a range that is reserved and held by nobody",
    "virtual": "made by software, the same on many machines or new each time",
    "vague": "too general to tell one holder from another",
    "no_place": "a street without a town or postcode: the same street exists in many towns",
    "shared_host": "the root of a site that millions use",
    "too_long": "longer than any such value",
    "checksum": "its check digits do not agree: a typing error",
    "invalid": "not a value of this kind",
}
"""Why a text is nothing: code -> meaning. The codes go into `note` of the observations."""

MISWRITTEN = frozenset({"no_place", "vague", "too_long", "checksum", "invalid"})
"""Reasons that mean a mistake in the source, which can be mended there; the others mean that there is no value to compare."""

LONGEST = 2000
"""Characters. Longer texts are never a single value; cutting them off bounds the work."""


def word_set(words: str, between: str | None = None) -> frozenset[str]:
    """The words of a text as a set: a table that can be read."""
    return frozenset(words.split(between))


def word_pairs(pairs: str, between: str) -> dict[str, str]:
    """A readable table "a=1 b=2" as a dictionary."""
    return {left: right for left, _, right in (pair.partition(between) for pair in pairs.split())}


FILLERS = word_set(
    "n/a na n.a. n.a n\\a none no nil null nan undefined unknown unspecified tbd tba tbc todo pending empty blank test testing"
    " xxx xxxx xxxxx xx x asdf asdfgh qwerty abc abcd abc123 foo bar foobar default sample example placeholder dummy refused"
    " withheld confidential private hidden redacted masked"
) | word_set(
    "see above|see resume|see cv|same as above|as above|not applicable|not available|not provided|not given|not known"
    "|not specified|not set|no data|no answer|none given|will provide|to be provided"
    "|available on request|available upon request|upon request"
    "|on request|decline to answer|prefer not to say",
    "|",
)
"""Fillers of any field."""

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[\W_]+")
_ONLY_MARKS = re.compile(r"[\W_]*")
_RUN_UP = "01234567890123456789"
_RUN_DOWN = _RUN_UP[::-1]


@dataclass(frozen=True, slots=True)
class Cleaning:
    """`clean` of a Kind, made of its judge."""

    judge: Judge

    def __call__(self, raw: str, region: str) -> Value | None:
        verdict = self.judge(raw, region)
        return None if type(verdict) is str else verdict  # type: ignore[return-value]


def tidy(raw: str) -> str:
    """One line of plain text: full-width forms narrowed, control and invisible characters gone, spaces single."""
    if raw.isascii() and raw.isprintable():
        return raw.strip() if "  " not in raw else _SPACES.sub(" ", raw.strip())
    text = unicodedata.normalize("NFKC", raw[: LONGEST + 1])
    kept = [
        " " if c.isspace() else c
        for c in text
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    ]
    return _SPACES.sub(" ", "".join(kept)).strip()


def fold(text: str) -> str:
    """Small letters without accents, words divided by single spaces: "José  Núñez-Díaz" -> "jose nunez diaz"."""
    if not text.isascii():
        text = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L")
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def filler(text: str) -> str | None:
    """ "empty" or "placeholder" when the text stands for nothing whatever the kind, else None."""
    if not text:
        return "empty"
    if len(text) > 30:
        return "placeholder" if _ONLY_MARKS.fullmatch(text) else None
    low = text.lower()
    if low in FILLERS or low.strip(" .-_/()[]<>") in FILLERS:
        return "placeholder"
    return "placeholder" if _ONLY_MARKS.fullmatch(low) else None


def made_up_digits(digits: str) -> bool:
    """True for 0000000, 1234567890, 9876543210 and their like: digits that a hand makes up."""
    return len(set(digits)) <= 1 or digits in _RUN_UP or digits in _RUN_DOWN
