"""Places where a person's value stands, looked up for the few rows that a sentence speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.model.findings import Source
from graph.model.pointer import pointer

HOLDING = ("applicant", "source", "row", "path", "raw", "via")

MOST = 40
"""So many places are listed with one sentence."""


class Citing:
    """Finds sources in the links."""

    def __init__(self, population: Population, people: People) -> None:
        self.people = people
        links = population.links
        self._holdings = {name: links.holdings.column(name).combine_chunks() for name in HOLDING}
        self._applicants = links.applicants
        sources = population.links.sources
        self._file: list[str] = sources.column("name").to_pylist()
        self._sha: list[str] = sources.column("sha256").to_pylist()

    def held(self, pairs: Iterable[tuple[int, int]]) -> tuple[Source, ...]:
        """Where it stands that each person holds each value; MOST places, in order."""
        found: list[Source] = []
        for person, value in dict.fromkeys(pairs):
            for row in self.people.rows_of(person, value):
                if len(found) == MOST:
                    return tuple(found)
                found.append(self._holding(row))
        return tuple(found)

    def record(self, applicants: Iterable[int], column: str) -> tuple[Source, ...]:
        """The records of these applicants (rows), for what stands in a column of links.applicants."""
        found = []
        for row in list(applicants)[:MOST]:
            item = self._applicants.slice(row, 1).to_pylist()[0]
            found.append(
                self._source(item["source"], item["row"], item["path"] or column, item[column] or "", item["id"])
            )
        return tuple(found)

    def _holding(self, row: int) -> Source:
        item = {name: column[row].as_py() for name, column in self._holdings.items()}
        raw = f"{item['raw']} ({item['via']})" if item["via"] else item["raw"]
        return self._source(item["source"], item["row"], item["path"], raw, self.people.ids[item["applicant"]])

    def _source(self, number: int | None, row: int | None, path: str, raw: str, applicant: str) -> Source:
        return Source(
            file=self._file[number] if number is not None else "",
            sha256=self._sha[number] if number is not None else "",
            pointer=pointer(row, path),
            raw=raw,
            applicant=applicant,
        )
