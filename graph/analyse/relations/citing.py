"""Places where a person's value stands, looked up for the few rows that a sentence speaks of."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.groups.columns import Texts, codes, numbers
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.model.findings import Source
from graph.model.links import PART_OF
from graph.model.pointer import pointer

MOST = 40
"""So many places are listed with one sentence."""


class Citing:
    """Finds sources in the links. Built once for a population."""

    def __init__(self, population: Population, people: People) -> None:
        self.people = people
        links = population.links
        self._applicants = links.applicants
        self._raw, self._via = Texts(links.holdings.column("raw")), Texts(links.holdings.column("via"))
        path, self._paths = codes(links.holdings.column("path"))
        self._path = numbers(path)
        self._around: dict[int, tuple[str, str]] = {}  # by path: what stands before and after the number of the row
        self._known: dict[int, Source] = {}
        self._row, self._number = whole_numbers(links.holdings, "row"), whole_numbers(links.holdings, "source")
        self._applicant = whole_numbers(links.holdings, "applicant")
        sources = links.sources
        self.file: list[str] = [*sources.column("name").to_pylist(), ""]  # the last is of what has no source: -1
        self.sha256: list[str] = [*sources.column("sha256").to_pylist(), ""]
        self._records: dict[str, Texts] = {}

    def held(self, pairs: Iterable[tuple[int, int]]) -> tuple[Source, ...]:
        """Where it stands that each person holds each value; MOST places, in order."""
        rows: list[int] = []
        for person, value in dict.fromkeys(pairs):
            rows += self.people.rows_of(person, value)
            if len(rows) >= MOST:
                break
        return self.places(rows[:MOST])

    def places(self, rows: Iterable[int]) -> tuple[Source, ...]:
        """Where these rows of links.holdings stand, each place once: an address and its building may stand in one."""
        known = self._known
        return tuple(dict.fromkeys([known.get(row) or self._place(row) for row in rows]))

    def _place(self, row: int) -> Source:
        number, raw, via = self._number[row], self._raw[row], self._via[row]
        if via and via != raw.join(PART_OF):  # it may be all of it
            raw = f"{raw} ({via})"
        applicant = self.people.ids[self._applicant[row]]
        found = self._known[row] = Source(self.file[number], self.sha256[number], self._where(row), raw, applicant)
        return found

    def _where(self, row: int) -> str:
        place, path = self._row[row], self._path[row]
        if place < 0:
            return self._paths[path]
        around = self._around.get(path)
        if around is None:
            before, _, after = pointer(0, self._paths[path]).partition("0")
            around = self._around[path] = before, after
        return f"{around[0]}{place}{around[1]}"

    def record(self, applicants: Iterable[int], column: str) -> tuple[Source, ...]:
        """The records of these applicants (rows), for what stands in a column of links.applicants."""
        found = []
        for row in list(applicants)[:MOST]:
            number, place = (self._applicants.column(name)[row].as_py() for name in ("source", "row"))
            where = pointer(place, self._said(row, "path") or column)
            at = -1 if number is None else number
            found.append(Source(self.file[at], self.sha256[at], where, self._said(row, column), self.people.ids[row]))
        return tuple(found)

    def _said(self, row: int, column: str) -> str:
        if column not in self._records:
            self._records[column] = texts(self._applicants, column)
        return self._records[column][row]


def texts(table: pa.Table, name: str) -> Texts:
    """A column of texts, "" where there is none."""
    column = table.column(name)
    return Texts(pc.fill_null(column, "") if column.null_count else column)


def whole_numbers(table: pa.Table, name: str) -> memoryview[int]:
    """A column of numbers from 0 on; -1 where there is none."""
    column = table.column(name)
    return numbers(np.asarray((pc.fill_null(column, -1) if column.null_count else column).to_numpy()))
