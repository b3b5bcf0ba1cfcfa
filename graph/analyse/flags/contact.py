"""Flags of telephone numbers: how one is written, and whether its range is one for services over the internet.

Only the form of the number is looked at, never its country: a foreign number is no flag.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.flags.base import Hit, Records
from graph.analyse.flags.columns import Bools, Columns
from graph.analyse.groups.columns import decoded

RARE = 0.2
"""Share of the numbers of one file that may be written so for it still to be somebody's own habit."""

ENOUGH = 20
"""Numbers that a file must have for its habits to be known."""


def plus_one(records: Records, person: int, habits: dict[int, tuple[int, int]]) -> Hit | None:
    """A number of the North American plan written "+1…" where the file's others are not. habits: see `habits_of`.

    The weakest of all (docs/method.md). Innocent: a form that writes every number so; then most of the file is, and this
    is silent; and people who live abroad or are used to write so.
    """
    for value in records.values(person, "phone"):
        if not records.population.key[value].startswith("+1"):
            continue
        for row in records.people.rows_of(person, value):
            written, numbers = habits.get(records.held(row, "source") or 0, (0, 0))
            raw = records.held(row, "raw") or ""
            if raw.lstrip().startswith("+1") and numbers >= ENOUGH and written <= RARE * numbers:
                return Hit(person, ((person, value),))
    return None


def may_write_plus_one(columns: Columns) -> Bools:
    """A number of the North American plan that is written "+1…"."""
    _, _, person, written = _written(columns)
    return columns.among(person[written])


def habits_of(columns: Columns) -> dict[int, tuple[int, int]]:
    """Source -> (numbers of the North American plan written "+1…", all of them)."""
    sources, number, _, written = _written(columns)
    every = np.bincount(number, minlength=len(sources))
    habit = np.bincount(number[written], minlength=len(sources))
    return {source: (int(habit[at]), int(every[at])) for at, source in enumerate(sources)}


def _written(columns: Columns) -> tuple[list[int], np.ndarray, np.ndarray, np.ndarray]:
    """Of the numbers of the North American plan: the sources there are, and by holding the place of its source, the person
    and whether it is written "+1…"."""
    slices = columns.slices
    plan = np.asarray(pc.starts_with(_keys(columns), "+1"))
    low, high = slices.rows("phone")
    rows = np.flatnonzero(plan[slices.value[low:high] - slices.values("phone")[0]])
    source, raw = (slices.column("phone", name).take(rows) for name in ("source", "raw"))
    sources, number = np.unique(np.asarray(pc.fill_null(source, 0)), return_inverse=True)
    return sources.tolist(), number, slices.persons("phone")[rows], _begins_plus_one(pc.fill_null(decoded(raw), ""))


def _keys(columns: Columns) -> pa.ChunkedArray:
    low, high = columns.slices.values("phone")
    return columns.population.links.values.column("key").slice(low, high - low)


def _begins_plus_one(raw: pa.Array) -> np.ndarray:
    """Whether each text, but for the space before it, begins with "+1"."""
    found = np.array(pc.starts_with(raw, "+1"), np.bool_)
    spaced = np.flatnonzero(np.asarray(pc.match_substring_regex(raw, r"^[^!-~]")))
    for row, text in zip(spaced.tolist(), raw.take(pa.array(spaced)).to_pylist(), strict=True):
        found[row] = text.lstrip().startswith("+1")
    return found


def internet_number(records: Records, person: int) -> Hit | None:
    """A number of a range that its country keeps for services over the internet, by the public numbering plan.

    The North American plan has no such ranges: there, nothing can be told from the number. Innocent: many private and
    business lines are of such services; a number of an ordinary range is silent.
    """
    for value in records.values(person, "phone"):
        key = records.population.key[value]
        if not key.startswith("+") or key.startswith("+1") or _ordinary(key):
            continue
        try:
            number = phonenumbers.parse(key)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.VOIP:
            return Hit(person, ((person, value),))
    return None


def may_be_internet(columns: Columns) -> Bools:
    """A number of another plan than the North American."""
    keys = _keys(columns)
    abroad = np.asarray(pc.and_(pc.starts_with(keys, "+"), pc.invert(pc.starts_with(keys, "+1"))))
    value, person = columns.slices.holders("phone")
    return columns.among(person[abroad[value - columns.slices.values("phone")[0]]])


def _ordinary(key: str) -> bool:
    """Surely of no range for services over the internet; most numbers are told so without being parsed.

    Not said of a number that begins like a prefix for dialling inside its country, which parsing would take off.
    """
    if not re.fullmatch(r"\+[0-9]{4,15}", key):
        return False
    for length in (1, 2, 3):
        ranges = _ranges(int(key[1 : 1 + length]))
        if ranges is not None:
            number = key[1 + length :]
            prefixes, services = ranges
            return not any(one.match(number) for one in prefixes) and not any(one.fullmatch(number) for one in services)
    return False


@cache
def _ranges(country: int) -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]] | None:
    """Prefixes for dialling inside a country, and its ranges for services over the internet; None of no country's code."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(country)
    if regions is None:
        return None
    plans = [phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(country, region) for region in regions]
    prefixes = {text for plan in plans if plan and (text := plan.national_prefix_for_parsing)}
    services = {text for plan in plans if plan and plan.voip and (text := plan.voip.national_number_pattern)}
    return [re.compile(text) for text in sorted(prefixes)], [re.compile(text) for text in sorted(services)]
