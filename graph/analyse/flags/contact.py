"""Flags of telephone numbers: how one is written, and whether its range is one for services over the internet.

Only the form of the number is looked at, never its country: a foreign number is no flag.
"""

from __future__ import annotations

from collections import Counter

import phonenumbers

from graph.analyse.flags.base import Hit, Records

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


def habits_of(records: Records) -> dict[int, tuple[int, int]]:
    """Source -> (numbers of the North American plan written "+1…", all of them)."""
    population = records.population
    numbers: Counter[int] = Counter()
    written: Counter[int] = Counter()
    holdings = population.links.holdings
    span = [value for value, kind in enumerate(population.kind) if kind == "phone"]
    if not span:
        return {}
    column = holdings.column("value").to_numpy()
    low, high = column.searchsorted(span[0]), column.searchsorted(span[-1], side="right")
    rows = holdings.slice(low, high - low)
    values, sources, raws = (rows.column(name).to_pylist() for name in ("value", "source", "raw"))
    for value, source, raw in zip(values, sources, raws, strict=True):
        if population.key[value].startswith("+1"):
            numbers[source or 0] += 1
            written[source or 0] += (raw or "").lstrip().startswith("+1")
    return {source: (written[source], count) for source, count in numbers.items()}


def internet_number(records: Records, person: int) -> Hit | None:
    """A number of a range that its country keeps for services over the internet, by the public numbering plan.

    The North American plan has no such ranges: there, nothing can be told from the number. Innocent: many private and
    business lines are of such services; a number of an ordinary range is silent.
    """
    for value in records.values(person, "phone"):
        key = records.population.key[value]
        if not key.startswith("+") or key.startswith("+1"):
            continue
        try:
            number = phonenumbers.parse(key)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.VOIP:
            return Hit(person, ((person, value),))
    return None
