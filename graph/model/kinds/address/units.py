"""Units: apartment, suite, floor, building, mail box. One canonical text per unit."""

from __future__ import annotations

import re

from graph.model.kinds.address.split import is_ordinal, ordinals
from graph.model.kinds.address.words import DIRECTIONS, UNIT_POSITIONS, UNITS, UNITS_WITHOUT_NUMBER
from graph.model.kinds.judge import word_set

_ORDER = (
    "building",
    "wing",
    "hangar",
    "pier",
    "lot",
    "space",
    "trailer",
    "floor",
    "penthouse",
    "basement",
    "unit",
    "pmb",
    "box",
    "slip",
    "stop",
)
_DOUBTFUL = word_set("no num un app og etage stock fl stop box space lot wing pier slip tower")
"""Words that mean a unit only before a number."""
_LEVELS = frozenset({word for word, kind in UNITS.items() if kind == "floor"} | {"level"})
_FILLERS = frozenset({"#", "no", "num", "number", "nr"})
_SPLIT_ID = re.compile(r"(?<=\d)[\-/](?=[a-z]$)|(?<=^[a-z])[\-/](?=\d)")
_GLUED = re.compile(r"(apt|apartment|unit|ste|suite|rm|room|fl|ph|bldg|flat|pmb|lot|app)(\d+[a-z]?)")


def unit_id(word: str) -> str:
    """ "04-B" -> "4b", "#007" -> "7"; "53-201" stays."""
    return _SPLIT_ID.sub("", word).lstrip("0") or "0"


def is_unit_id(word: str) -> bool:
    return (
        any(c.isdigit() for c in word)
        or len(word) == 1
        or (len(word) == 2 and word not in UNITS and word not in DIRECTIONS)
    )


def starts_unit(words: list[str], at: int) -> bool:
    """Does a unit begin here: a designator with its number, or "2nd floor"?"""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word not in UNITS and following not in _LEVELS:
        return word[-1].isdigit() and word[0].isalpha() and _GLUED.fullmatch(word) is not None
    if word in UNITS:
        if word in _DOUBTFUL:
            return bool(following) and (
                following[0].isdigit() or following in _FILLERS or (word == "fl" and is_unit_id(following))
            )
        return bool(following) or UNITS[word] in UNITS_WITHOUT_NUMBER or word == "#"
    return is_ordinal(word) or word.isdigit() or word in UNIT_POSITIONS


def read_units(words: list[str], at: int, bare: bool = True) -> tuple[str, int]:
    """The units that begin at `at`, in canonical order, and where they end.

    bare: a number that stands alone is a unit too ("12 Main St 4B").
    """
    found: dict[str, str] = {}
    count = len(words)
    while at < count:
        kind, identifier, following = _one_unit(words, at, bare and "unit" not in found)
        if not kind:
            break
        if identifier and following < len(words) and _belongs(identifier, words, following):
            identifier += words[following]
            following += 1
        found.setdefault(kind, identifier)
        at = following
    return canonical(found), at


def canonical(found: dict[str, str]) -> str:
    if len(found) < 2:
        return next((f"{kind} {identifier}".rstrip() for kind, identifier in found.items()), "")
    ordered = sorted(found, key=lambda kind: _ORDER.index(kind) if kind in _ORDER else len(_ORDER))
    return " ".join(f"{kind} {found[kind]}".strip() for kind in ordered)


def _belongs(identifier: str, words: list[str], at: int) -> bool:
    """Is the single letter at the end part of the number: "4 B" -> "4b"?"""
    return at == len(words) - 1 and len(words[at]) == 1 and words[at].isalpha() and identifier.isdigit()


def _one_unit(words: list[str], at: int, bare: bool) -> tuple[str, str, int]:
    """(kind, id, end); kind "" when no unit begins here."""
    word = words[at]
    if starts_unit(words, at):
        glued = _GLUED.fullmatch(word)
        if glued:
            return UNITS[glued.group(1)], unit_id(glued.group(2)), at + 1
        if word not in UNITS:  # "2nd floor", "lower level"
            return "floor", unit_id(UNIT_POSITIONS.get(word) or ordinals([word])[0]), at + 2
        kind = UNITS[word]
        following = at + 1
        while following < len(words) and (
            words[following] in _FILLERS or (kind == "unit" and words[following] in UNITS and word == "#")
        ):
            if words[following] in UNITS and words[following] not in _FILLERS:
                kind = UNITS[words[following]]
            following += 1
        if following < len(words) and is_unit_id(words[following]):
            return kind, unit_id(ordinals([words[following]])[0]), following + 1
        if kind in UNITS_WITHOUT_NUMBER:
            return kind, "", following
        if following < len(words) and words[following] in UNIT_POSITIONS:
            return kind, UNIT_POSITIONS[words[following]], following + 1
        return "", "", at
    if word in UNIT_POSITIONS and at == len(words) - 1:
        return "unit", UNIT_POSITIONS[word], at + 1
    if bare and any(c.isdigit() for c in word) and not is_ordinal(word):
        return "unit", unit_id(word), at + 1
    if bare and at == len(words) - 1 and len(word) == 1 and word.isalpha() and word not in DIRECTIONS:
        return "unit", word, at + 1
    return "", "", at
