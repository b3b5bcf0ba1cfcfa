"""From text to words: segments between commas, each a list of small words without accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from graph.model.kinds.address.words import CARDINALS, CITIES, DIRECTIONS, NAME_WORDS, ORDINALS, WEAK_TYPES
from graph.model.kinds.judge import tidy

_BREAKS: dict[int, str | None] = {ord(c): "," for c in "\n\r;|•·(){}[]<>\v\f\u2028\u2029"}
_BREAKS |= {ord(c): "-" for c in "‐‑‒–—―"}
_BREAKS |= {ord(c): None for c in "'’\"`"}
_ASCII_BREAKS = bytes.maketrans(b"\n\r;|(){}[]<>\v\f", b"," * 14)
_DROPPED = b"'\"`"
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_WORD = re.compile(r"[^\W_]+(?:[/\-][^\W_]+)*|#")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_UMLAUT = re.compile(r"(?<![aeiouq])([aou])e")

GERMAN = frozenset({"de", "at", "ch"})


def segments(raw: str) -> list[list[str]]:
    """What stands between commas, line ends and brackets: "12 N. Main St\\nTucson" -> [[12, n, main, st], [tucson]]."""
    if raw.isascii():
        text = tidy(raw.encode("ascii").translate(_ASCII_BREAKS, _DROPPED).decode("ascii")).lower()
    else:
        text = unaccented(tidy(raw.translate(_BREAKS)).lower())
    if "." in text:
        text = _INITIALS.sub(r"\1", text).replace(".", " ")
    found = []
    for part in text.split(","):
        words = _WORD.findall(part)
        if words:
            found.append(_without_hyphens(words) if "-" in part else words)
    return found


def _without_hyphens(words: list[str]) -> list[str]:
    """Words are divided (ninety-sixth, champs-elysees); a hyphen beside a digit belongs to a number (12-14)."""
    return [w for word in words for w in (word.split("-") if word.replace("-", "").isalpha() else (word,))]


def unaccented(text: str) -> str:
    text = text.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("æ", "ae").replace("œ", "oe")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def without_umlauts(text: str) -> str:
    """ "mueller" and "muller" (of "müller") become one spelling; after another vowel "ue" is left ("neue", "bauer")."""
    return _UMLAUT.sub(r"\1", text)


def ordinals(words: list[str]) -> list[str]:
    """Ordinal words and endings become digits: [ninety, sixth] -> [96]; [96th] -> [96]; others stay."""
    if not any(word in ORDINALS or word[0].isdigit() for word in words):
        return words
    found: list[str] = []
    for word in words:
        if word[0].isdigit():
            match = _ORDINAL.fullmatch(word)
            found.append(match.group(1) if match else word)
        elif word in ORDINALS:
            value = ORDINALS[word]
            tens = CARDINALS.get(found[-1], 0) if found and value < 10 else 0
            if tens >= 20:
                found.pop()
                value += tens
            found.append(str(value))
        else:
            found.append(word)
    return found


def is_ordinal(word: str) -> bool:
    return word in ORDINALS or _ORDINAL.fullmatch(word) is not None


def number_in_words(words: list[str]) -> tuple[str, int]:
    """A house number written out at the beginning, and how many words it took: [nineteen, oh, one, main] -> 1901, 3."""
    parts: list[str] = []
    taken = 0
    for word in words:
        value = CARDINALS.get(word)
        if value is None:
            break
        if parts and parts[-1].endswith("0") and len(parts[-1]) == 2 and 0 < value < 10:
            parts[-1] = str(int(parts[-1]) + value)
        else:
            parts.append(str(value))
        taken += 1
    return "".join(parts), taken


def city_of(words: list[str]) -> str:
    """A town's name: St -> saint at its beginning, N -> north, Hts -> heights at its end, one of several names."""
    return _city_of(tuple(words)) if words else ""


@lru_cache(maxsize=1 << 16)
def _city_of(name: tuple[str, ...]) -> str:
    words = [word for word in name if word != "#"]
    if not words:
        return ""
    if len(words) > 1:
        words[0] = NAME_WORDS.get(words[0]) or DIRECTIONS.get(words[0], words[0])
        if words[0] in ("north", "south", "east", "west"):
            words[1] = NAME_WORDS.get(words[1], words[1])
        if len(words[-1]) > 2:
            words[-1] = WEAK_TYPES.get(words[-1], words[-1])
    city = " ".join(words)
    return CITIES.get(city, city)
