"""A population seen without some of its facts: the same questions, fewer answers. What fragility is judged on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graph.analyse.groups.channels import Covered, covered
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import LIVES_AT, SENT_TO, People
from graph.model.kinds import KINDS


class Files:
    """Which file each holding and each CV is from. Built once for a population."""

    def __init__(self, population: Population) -> None:
        self.population = population
        sources = population.links.sources
        self.names: list[str] = sources.column("name").to_pylist()
        self.readers: list[str] = sources.column("reader").to_pylist()

    @cached_property
    def of_row(self) -> list[int]:
        """Source number of each row of links.holdings, -1 when it has none."""
        column = self.population.links.holdings.column("source").fill_null(-1)
        found: list[int] = column.to_numpy().tolist()
        return found

    @cached_property
    def _texts(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Persons that have CVs, in order, and the source of each CV."""
        texts = self.population.links.texts
        persons = self.population.persons.of[texts.column("applicant").to_numpy()]
        order = np.argsort(persons, kind="stable")
        return persons[order], texts.column("source").fill_null(-1).to_numpy()[order]

    def of_texts(self, person: int) -> frozenset[int]:
        """Source numbers of a person's CVs."""
        persons, sources = self._texts
        low, high = np.searchsorted(persons, person), np.searchsorted(persons, person, side="right")
        return frozenset(sources[low:high].tolist())


class Reduced(People):
    """People without some values, without what some files say, or without a family.

    A holding belongs to the file of its first observation; that a second file says the same is not known here, so that
    without a file at least as much is missing as in truth.
    """

    def __init__(
        self, whole: People, files: Files, *, values: Iterable[int] = (), sources: Iterable[int] = (), family: str = ""
    ) -> None:
        self.__dict__.update(whole.__dict__)  # the indexes are shared; only the answers below differ
        self._whole, self._files = whole, files
        self._gone_values, self._gone_sources, self._gone_family = frozenset(values), frozenset(sources), family
        self._gone_kinds = frozenset(kind for kind, entry in KINDS.items() if entry.family == family)
        self._values_left: dict[int, list[int]] = {}
        self._mute: dict[int, bool] = {}

    def _keeps(self, value: int) -> bool:
        """Whether the value is left, as far as its files are."""
        return value not in self._gone_values and self.population.kind[value] not in self._gone_kinds

    def _told(self, rows: list[int]) -> list[int]:
        """The rows whose file is left."""
        gone, of_row = self._gone_sources, self._files.of_row
        return [row for row in rows if of_row[row] not in gone] if gone else rows

    def rows(self, person: int) -> list[int]:
        """The person's rows of links.holdings that are left, by value."""
        return [row for row in self._told(self._whole.rows(person)) if self._keeps(self.value_of(row))]

    def rows_of(self, person: int, value: int) -> list[int]:
        """Of these the ones by which the person holds the value."""
        return self._told(self._whole.rows_of(person, value)) if self._keeps(value) else []

    def values(self, person: int) -> list[int]:
        """Values the person still holds."""
        found = self._values_left.get(person)
        if found is None:
            if self._gone_sources:
                found = list(dict.fromkeys(self.value_of(row) for row in self.rows(person)))
            else:
                found = [value for value in self._whole.values(person) if self._keeps(value)]
            self._values_left[person] = found
        return found

    def covered(self, person: int) -> Covered:
        """What is left that the person has, owns and shares, by channel."""
        return covered(self.population, self.values(person))

    def homes(self, person: int) -> tuple[set[int], set[int]]:
        """Addresses to which the person has goods sent, and those where the person says to live, of what is left."""
        if not self._gone_sources:
            sent, lives = self._whole.homes(person)
            return {value for value in sent if self._keeps(value)}, {value for value in lives if self._keeps(value)}
        sent, lives = set(), set()
        for value in self.values(person):
            if self.population.kind[value] == "address":
                words = self.contexts(person, value)
                sent |= {value} if not SENT_TO.isdisjoint(words) else set()
                lives |= {value} if not LIVES_AT.isdisjoint(words) else set()
        return sent, lives

    def has_text(self, person: int) -> bool:
        """Whether a CV of the person is left."""
        return self._whole.has_text(person) and not self._silent(person)

    def texts_like(self, person: int) -> list[tuple[int, float, int]]:
        """Persons whose CV is like this one's, where both are left."""
        if self._silent(person):
            return []
        return [one for one in self._whole.texts_like(person) if not self._silent(one[0])]

    def _silent(self, person: int) -> bool:
        """Whether the person's CVs are gone."""
        if self._gone_family == "text":
            return True
        if not self._gone_sources:
            return False
        found = self._mute.get(person)
        if found is None:
            found = self._mute[person] = self._files.of_texts(person) <= self._gone_sources
        return found
