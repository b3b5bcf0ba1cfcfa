"""English-speaking streets: where a street's name ends, and its canonical words."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model.kinds.address.split import ordinals
from graph.model.kinds.address.units import read_units, starts_unit
from graph.model.kinds.address.words import DIRECTIONS, NAME_WORDS, ROUTES, STRONG_TYPES, TYPES, WEAK_TYPES
from graph.model.kinds.judge import word_set

_ROUTE_OWNERS = word_set("us state county country co st cr sr forest farm ranch township twp i business old")
_ROUTE_ALONE = word_set("highway hwy route rte rt fm interstate business us pr cr sr hiway hway")
_KING = re.compile(
    r"(?:(?:reverend|rev) )?(?:doctor |drive )?(?:martin luther king|m ?l king|mlk)(?: (?:jr|junior))?\b"
)
_DIRECTED_TOWNS = frozenset(
    {
        "palm",
        "hollywood",
        "miami",
        "vegas",
        "las",
        "orange",
        "chicago",
        "little",
        "bend",
        "covina",
        "charleston",
        "haven",
        "hartford",
        "plainfield",
        "bergen",
        "brunswick",
        "lansing",
        "kingstown",
        "richland",
        "highlands",
        "san",
        "sacramento",
        "jordan",
        "valley",
        "lauderdale",
        "kansas",
        "fargo",
        "moline",
    }
)
"""First words of towns that are called North, South, East or West of something (as the ZIP code writes them)."""


def read_street(words: list[str], town_follows: bool, area_follows: bool) -> tuple[str, str, list[str]]:
    """(street, unit, what is left) of the words after a house number.

    town_follows: a later segment names the town, so nothing of it stands here. area_follows: a state or ZIP code was
    cut off, so without commas the town must stand at the end of these words.
    """
    if not words:
        return "", "", []
    end, posted = _street_end(words, town_follows, area_follows)
    street = canonical_street(words[:end], posted)
    unit, after = read_units(words, end) if end < len(words) else ("", end)
    return street, unit, words[after:]


def _street_end(words: list[str], town_follows: bool, area_follows: bool) -> tuple[int, int]:
    """Index after the street's last word, and index of its directions after the type (equal when there are none)."""
    count = len(words)
    start = 1 if count > 1 and words[0] in DIRECTIONS and not (words[1] in STRONG_TYPES and _closes(words, 2)) else 0
    end = _route_end(words, start) or _type_end(words, start, town_follows)
    if not end:
        end = _untyped_end(words, start, town_follows, area_follows)
    posted = end
    while posted < count and words[posted] in DIRECTIONS and _is_post_direction(words, posted, town_follows):
        posted += 1
        break
    return posted, end


def _closes(words: list[str], at: int) -> bool:
    """Nothing of a name can follow here: the end, a direction, a unit."""
    return at >= len(words) or words[at] in DIRECTIONS or starts_unit(words, at)


def _route_end(words: list[str], start: int) -> int:
    """Numbered roads: US Hwy 50, State Route 9, County Road AA, FM 544, Highway 71 Business, Avenue H."""
    at = start
    count = len(words)
    while at < count and words[at] in _ROUTE_OWNERS and at - start < 2:
        at += 1
    named = at < count and words[at] in ROUTES and (at > start or words[at] not in ("road", "rd"))
    if named:
        at += 1
    elif not (at > start and words[at - 1] in _ROUTE_ALONE) and not (at < count and words[at] in _ROUTE_ALONE):
        first = words[start] if start < count else ""
        letter = start + 1 < count and len(words[start + 1]) == 1 and words[start + 1].isalpha()
        return start + 2 if first in ("avenue", "ave", "av") and letter and _closes(words, start + 2) else 0
    elif at == start:
        at += 1
    if at < count and words[at] in ("#", "no"):
        at += 1
    if at >= count:
        return 0
    number = words[at][0].isdigit() or (
        named and len(words[at]) <= 3 and words[at] not in TYPES and words[at] not in DIRECTIONS
    )
    if not number or (at + 1 < count and words[at + 1] in STRONG_TYPES):
        return 0
    at += 1
    return at + 1 if at < count and words[at] in ("business", "bypass", "alternate", "truck") else at


def _type_end(words: list[str], start: int, town_follows: bool) -> int:
    """Index after the type that ends the name, 0 when there is none."""
    count = len(words)
    limit = count
    for at in range(start + 1, count):
        if words[at] not in TYPES and starts_unit(words, at):
            limit = at
            break
    for at in range(start + 1, limit):
        if words[at] not in STRONG_TYPES or (
            words[at] == "st" and words[at - 1] in ("n", "s", "e", "w") and at - 1 > start
        ):
            continue
        return _last_type(words, at, limit)
    weak = [at for at in range(start + 1, limit) if words[at] in WEAK_TYPES]
    if not weak:
        return 0
    if town_follows or limit < count:
        return weak[-1] + 1
    return weak[0] + 1


def _last_type(words: list[str], at: int, limit: int) -> int:
    """Of several types in a row the last counts: Park Place Drive, Priority Way South Dr; but not "Pl St Louis"."""
    while True:
        following = at + 1
        while following < limit and words[following] in DIRECTIONS and following == at + 1:
            following += 1
        if following < limit and words[following] in STRONG_TYPES and _closes(words, following + 1):
            at = following
        else:
            return at + 1


def _untyped_end(words: list[str], start: int, town_follows: bool, area_follows: bool) -> int:
    """A street without a type: Broadway, or all up to a unit, or (when the town must follow) one word."""
    for at in range(start, len(words)):
        if words[at] == "broadway":
            return at + 1
        if at > start and (starts_unit(words, at) or (words[at][0].isdigit() and at == len(words) - 1)):
            return at
    if town_follows or not area_follows or len(words) - start < 2:
        return len(words)
    return start + 1


def _is_post_direction(words: list[str], at: int, town_follows: bool) -> bool:
    """Does the direction end the street (5th St NW), or begin the town (N Las Vegas, East Moline)?"""
    if at + 1 >= len(words) or starts_unit(words, at + 1) or words[at + 1][0].isdigit():
        return True
    if words[at + 1] in _DIRECTED_TOWNS:
        return False
    return len(words[at]) <= 2 or town_follows


def canonical_street(words: list[str], type_end: int) -> str:
    """The words written out: [n, 5, st] -> "north 5 street", [st, charles, ave] -> "saint charles avenue".

    type_end: index after the type; what follows are directions.
    """
    return _canonical_street(tuple(words), type_end)


@lru_cache(maxsize=1 << 16)
def _canonical_street(words: tuple[str, ...], type_end: int) -> str:
    type_end -= words[:type_end].count("#")
    words = tuple(word for word in words if word != "#")
    found = ordinals(list(words[:type_end]))
    last = len(found) - 1
    first_name = 1 if last > 0 and found[0] in DIRECTIONS and not (found[1] in STRONG_TYPES and last == 1) else 0
    out: list[str] = []
    for at, word in enumerate(found):
        if at < first_name:
            out.append(DIRECTIONS[word])
        elif at == first_name and at < last and word in NAME_WORDS:
            out.append(NAME_WORDS[word])
        elif at == first_name and at < last and word == "dr":
            out.append("doctor")
        elif at > first_name and (at == last or len(word) > 1) and word in TYPES:
            out.append(TYPES[word])
        elif word in DIRECTIONS and at > first_name and (at == last or found[at + 1] in STRONG_TYPES):
            out.append(DIRECTIONS[word])
        elif at == first_name and len(word) > 2:
            out.append(TYPES.get(word) or ("highway" if word == "hwy" else "route" if word == "rte" else word))
        else:
            out.append({"hwy": "highway", "rte": "route", "rt": "route"}.get(word, word))
    out += [DIRECTIONS.get(word, word) for word in words[type_end:]]
    street = " ".join(out)
    return _KING.sub("martin luther king", street) if "king" in street or "mlk" in street else street
