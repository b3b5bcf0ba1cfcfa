"""What a flag looks at: the records of one person. And what it is: a rule with its threshold and its innocent cause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.analyse.flags.columns import Bools, Columns
from graph.analyse.groups.columns import Texts, whole
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.relations.citing import texts
from graph.model.links import HIRED, LEFT


@dataclass(frozen=True)
class Hit:
    """A person that a rule speaks of: (person, value) pairs to cite, or a column of the record, and a note in words."""

    person: int
    held: tuple[tuple[int, int], ...] = ()
    column: str = ""
    note: str = ""


@dataclass(frozen=True)
class Rule:
    """name, the words before the applicants, the usual innocent cause, the function that looks, and the test by column that
    says of whom it can speak (flags/columns.py)."""

    name: str
    says: str
    innocent: str
    find: Callable[[Records, int], Hit | None]
    may: Callable[[Columns], Bools]


@dataclass(frozen=True)
class Job:
    """One application that led to work here, or one employee's record. employer is in small letters."""

    row: int  # of links.applicants
    employer: str
    since: dt.datetime | None


class Records:
    """Reads records person by person."""

    def __init__(self, population: Population, people: People) -> None:
        self.population, self.people = population, people
        self.kind = population.kind
        self._days: dict[int, str] = {}
        self._said: dict[str, Texts] = {}
        self._held: dict[str, Any] = {}
        self._last: tuple[int, dict[str, list[int]]] = (-1, {})
        self._placed: tuple[int, list[tuple[int, frozenset[str]]]] = (-1, [])

    def rows(self, person: int) -> list[int]:
        """The person's rows of links.applicants."""
        found: list[int] = self.people.members[person]
        return found

    def said(self, row: int, column: str) -> str:
        """What the record of an applicant says, "" when nothing."""
        if column not in self._said:
            self._said[column] = texts(self.population.links.applicants, column)
        return self._said[column][row]

    def time(self, row: int, column: str) -> dt.datetime | None:
        """A time of the record, None when it has none."""
        return moment(self.said(row, column))

    def earliest(self, person: int, column: str) -> dt.datetime | None:
        """The earliest of these times over the person's records."""
        return min((when for row in self.rows(person) if (when := self.time(row, column)) is not None), default=None)

    def applied_on(self, person: int) -> str:
        """The day of the person's earliest application, "" when unknown; remembered."""
        found = self._days.get(person)
        if found is None:
            when = self.earliest(person, "applied_at")
            found = self._days[person] = when.date().isoformat() if when is not None else ""
        return found

    def held(self, holding: int, column: str) -> Any:
        """A field of a row of links.holdings."""
        if column not in self._held:
            self._held[column] = whole(self.population.links.holdings.column(column))
        return self._held[column][holding].as_py()

    def first_seen(self, person: int, value: int) -> dt.datetime | None:
        """When the person was first seen with the value, None when no date is known."""
        times = [moment(self.held(row, "first_seen") or "") for row in self.people.rows_of(person, value)]
        return min((when for when in times if when is not None), default=None)

    def values(self, person: int, *kinds: str) -> list[int]:
        """The person's values of these kinds, without those an analyst called innocent."""
        if person != self._last[0]:  # all rules ask of one person after the other
            by_kind: dict[str, list[int]] = {}
            for value in self.people.values(person):
                if value not in self.population.innocent:
                    by_kind.setdefault(self.kind[value], []).append(value)
            self._last = person, by_kind
        return [value for kind in kinds for value in self._last[1].get(kind, ())]

    def places(self, person: int) -> list[tuple[int, frozenset[str]]]:
        """The person's addresses, and where each was seen."""
        if person != self._placed[0]:
            found = [
                (value, frozenset(self.people.contexts(person, value))) for value in self.values(person, "address")
            ]
            self._placed = person, found
        return self._placed[1]

    def jobs(self, person: int) -> list[Job]:
        """The person's employments that no record says have ended, in order of the records."""
        found = []
        for row in self.rows(person):
            status = self.said(row, "status").casefold()
            if status in LEFT:
                continue
            if self.said(row, "hired_at") or status in HIRED or self.said(row, "type") == "employee":
                employer = " ".join(self.said(row, "employer").casefold().split())
                found.append(Job(row, employer, self.time(row, "hired_at")))
        return found


def moment(text: str) -> dt.datetime | None:
    """ISO 8601 text as a time with a zone, None when it is none."""
    try:
        found = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def days(later: dt.datetime, earlier: dt.datetime) -> int:
    """Whole days between two times."""
    return (later - earlier) // dt.timedelta(days=1)
