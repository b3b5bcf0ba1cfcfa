"""Dates of any usual spelling to ISO 8601 UTC text. Strict: what can mean two days is asked of the column, never guessed.

    2025-03-04, 2025/03/04, 20250304                     year first
    2025-03-04T10:11:12.5+01:00, 2025-03-04 10:11:12 UTC   with time; without zone it is taken as UTC
    04.03.2025                                           dots: day first
    03/04/2025, 03-04-2025                               day or month first: see below
    4 Mar 2025, 04-Mar-2025, March 4, 2025, Tue, 04 Mar 2025 10:11:12 GMT   English month names
    1741083072, 1741083072000                            seconds or milliseconds since 1970

A day/month order that the value leaves open (03/04/2025) is taken from the other values of its column (one 25/03/2025
settles it; two that contradict each other settle nothing), else from the record's region, else it stays unknown.
Two-digit years are refused. A date without time stays a date; fractions of a second are cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.]?)(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)" + _TIME)
_DOTS = re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})" + _TIME)
_OPEN = re.compile(r"(?P<first>\d{1,2})(?P<mark>[/-])(?P<second_number>\d{1,2})(?P=mark)(?P<year>\d{4})" + _TIME)
_DAY_NAME = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +)?"
_NAMED = re.compile(
    _DAY_NAME + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<name>[A-Za-z]{3,9})\.?,?[ -](?P<year>\d{4})" + _TIME, re.I
)
_NAME_FIRST = re.compile(
    _DAY_NAME + r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})" + _TIME, re.I
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_FULL_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

MONTH_FIRST = frozenset({"US", "PH", "FM", "PW", "MH", "GU", "PR"})
"""Regions that write the month first. All others that write slashes write the day first; "" (unknown) is neither."""

_MONTHS = {name[:3]: at + 1 for at, name in enumerate(_FULL_MONTHS)}

_FAST = (
    r"^(19|20)\d\d-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
    r"(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z)?$"
)


@dataclass(frozen=True)
class Parsed:
    """`day` as it was written, `text` in UTC. `other` is the text with day and month the other way round, "" when
    there is only one way; then `text` is the day-first reading."""

    text: str
    day: str
    other: str = ""
    other_day: str = ""


def parse(raw: str) -> Parsed | None:
    """One date; None when it is none of the known spellings.

    >>> parse("2025-03-04T10:11:12.5+01:00").text
    '2025-03-04T09:11:12Z'
    """
    text = raw.strip()
    if _EPOCH.fullmatch(text):
        return _epoch(text)
    for pattern in (_YEAR_FIRST, _DOTS, _NAMED, _NAME_FIRST, _OPEN):
        if match := pattern.fullmatch(text):
            try:
                return _read(match)
            except (ValueError, OverflowError):
                return None
    return None


def _epoch(text: str) -> Parsed | None:
    whole = text.split(".")[0]
    seconds = int(whole) // 1000 if len(whole) == 13 else int(whole)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    if not 1990 <= moment.year <= 2100:
        return None
    return Parsed(_iso(moment), moment.date().isoformat())


def _read(match: re.Match[str]) -> Parsed | None:
    """Raises ValueError when there is no such day or time."""
    parts = match.groupdict()
    year = int(parts["year"])
    if not 1900 <= year <= 2100:
        return None
    if "first" in parts:
        return _open(match, year, int(parts["first"]), int(parts["second_number"]))
    if name := parts.get("name"):
        month = _MONTHS.get(name[:3].lower(), 0)
        if name[:3].lower() not in _MONTHS or (len(name) > 4 and name.lower() not in _FULL_MONTHS):
            return None
    else:
        month = int(parts["month"])
    if parts.get("mark") == "" and len(match["month"] + match["day"]) != 4:
        return None
    day = date(year, month, int(parts["day"]))
    return Parsed(_moment(day, match), day.isoformat())


def _open(match: re.Match[str], year: int, first: int, second: int) -> Parsed | None:
    ways = [date(year, month, day) for day, month in ((first, second), (second, first)) if month <= 12]
    texts = [_moment(day, match) for day in ways]
    if not ways:
        return None
    if len(ways) == 1 or ways[0] == ways[1]:
        return Parsed(texts[0], ways[0].isoformat())
    return Parsed(texts[0], ways[0].isoformat(), texts[1], ways[1].isoformat())


def _moment(day: date, match: re.Match[str]) -> str:
    parts = match.groupdict()
    if parts["hour"] is None:
        return day.isoformat()
    hour = int(parts["hour"])
    if half := parts["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    zone = parts["zone"] or "Z"
    offset = UTC
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[-2:] if len(zone) > 3 else 0)
        offset = timezone(timedelta(minutes=minutes if zone[0] == "+" else -minutes))
    moment = datetime(
        day.year, day.month, day.day, hour, int(parts["minute"]), int(parts["second"] or 0), tzinfo=offset
    )
    return _iso(moment.astimezone(UTC))


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Dates:
    """A column of dates, normalised. `bad` are the positions that are no date, `ambiguous` those with two readings."""

    texts: pa.Array
    bad: tuple[int, ...] = ()
    ambiguous: tuple[int, ...] = ()


def normalise(raw: pa.Array, regions: pa.Array | pa.ChunkedArray, *, days: bool = False) -> Dates:
    """All values of one column, as texts or as numbers into a dictionary of them (then what comes back may be such, too);
    `regions` beside it. With `days` the calendar day as written, without time or zone."""
    is_coded = pa.types.is_dictionary(raw.type)
    encoded = raw if is_coded else raw.dictionary_encode()
    known = encoded.dictionary
    if not pc.any(pc.not_equal(known, "")).as_py():
        return Dates(raw)
    fast = pc.match_substring_regex(known, _FAST)
    if pc.all(pc.or_(pc.equal(known, ""), fast)).as_py():
        once = _cut(known, fast, days)
        if once.equals(known):
            return Dates(raw)
        return Dates(pa.DictionaryArray.from_arrays(encoded.indices, once) if is_coded else once.take(encoded.indices))
    raw = raw.cast(pa.string())
    empty = pc.equal(pc.utf8_trim_whitespace(raw), "")
    fast = pc.match_substring_regex(raw, _FAST)
    texts = _cut(raw, fast, days)
    slow = np.flatnonzero(~np.asarray(pc.or_(fast, empty)))
    if not len(slow):
        return Dates(texts)
    return _slowly(raw, regions, texts, slow, days)


def _cut(texts: pa.Array, fast: pa.Array, days: bool) -> pa.Array:
    """Those that are `fast` as they are written here; the others are ""."""
    cut = pc.utf8_slice_codeunits(texts, 0, 10 if days else 19)
    timed = pc.and_(fast, pc.greater(pc.binary_length(texts), 10))
    done = cut if days else pc.if_else(timed, pc.binary_join_element_wise(cut, "Z", ""), cut)
    return pc.if_else(fast, done, "")


def _slowly(raw: pa.Array, regions: pa.Array | pa.ChunkedArray, texts: pa.Array, slow: np.ndarray, days: bool) -> Dates:
    encoded = raw.take(pa.array(slow)).dictionary_encode()
    parsed = [parse(value) for value in encoded.dictionary.to_pylist()]
    codes = np.asarray(encoded.indices)
    order = _order([one for one in parsed if one is not None], encoded.dictionary.to_pylist())
    result: list[str | None] = []
    bad: list[int] = []
    ambiguous: list[int] = []
    places = regions.take(pa.array(slow)).to_pylist()
    for at, code, region in zip(slow.tolist(), codes.tolist(), places, strict=True):
        one = parsed[code]
        if one is None:
            bad.append(at)
            result.append("")
            continue
        way = order or _by_region(region or "")
        if one.other and not way:
            ambiguous.append(at)
            result.append("")
        elif one.other and way == "month":
            result.append(one.other_day if days else one.other)
        else:
            result.append(one.day if days else one.text)
    mask = np.zeros(len(texts), dtype=bool)
    mask[slow] = True
    return Dates(
        pc.replace_with_mask(texts, pa.array(mask), pa.array(result, pa.string())), tuple(bad), tuple(ambiguous)
    )


def _by_region(region: str) -> str:
    if not region:
        return ""
    return "month" if region in MONTH_FIRST else "day"


def _order(parsed: Sequence[Parsed], raws: Sequence[str]) -> str:
    """What the unambiguous slash dates of the column say: "day", "month", or "" when nothing or both."""
    seen = set()
    for raw in raws:
        match = _OPEN.fullmatch(raw.strip())
        if match and (int(match["first"]) > 12) != (int(match["second_number"]) > 12):
            seen.add("day" if int(match["first"]) > 12 else "month")
    return seen.pop() if len(seen) == 1 else ""
