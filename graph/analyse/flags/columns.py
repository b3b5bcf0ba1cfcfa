"""The columns that rules are tested on before they are asked: which persons can a rule speak of at all?

Most persons have one record, one account and goods that go home. A rule's test by column (`may` in flags/*.py) leaves them
out for the whole case at once. It may let through persons of whom the rule then says nothing, never the other way.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import LIVES_AT, SENT_TO
from graph.analyse.groups.slices import Ints, Slices

Bools = npt.NDArray[np.bool_]

SENT, LIVES, BEFORE = 1, 2, 4
"""What is said of an address: goods go there, somebody lives there, goods went there before."""


class Columns:
    """Questions about all persons at once. Built once for a population; each answer is one truth value per person."""

    def __init__(self, population: Population, slices: Slices) -> None:
        self.population, self.slices = population, slices
        self.persons = population.persons.count
        self._of = population.persons.of

    def among(self, persons: npt.NDArray[np.integer]) -> Bools:
        """True of these persons."""
        found = np.zeros(self.persons, np.bool_)
        found[persons] = True
        return found

    def hold(self, least: int, *kinds: str) -> Bools:
        """Who holds at least so many values of these kinds."""
        held = np.zeros(self.persons, np.int64)
        for kind in kinds:
            held += np.bincount(self.slices.holders(kind)[1], minlength=self.persons)
        found: Bools = held >= least
        return found

    def records(self, least: int) -> Bools:
        """Who has at least so many records."""
        found: Bools = np.bincount(self._of, minlength=self.persons) >= least
        return found

    def record_where(self, rows: Bools) -> Bools:
        """Who has one of these records."""
        return self.among(self._of[rows])

    def said(self, column: str) -> pa.ChunkedArray:
        """A column of the records, "" where there is nothing."""
        return pc.fill_null(self.population.links.applicants.column(column), "")

    @cached_property
    def addresses(self) -> tuple[Ints, Ints]:
        """The person of each address that somebody holds, once, and what is said of it (SENT, LIVES, BEFORE) as bits."""
        low, high = self.slices.rows("address")
        value = self.slices.value[low:high].astype(np.int64)
        number, contexts = self.slices.coded("address", "contexts")
        bits = np.array([_bits(text) for text in contexts], np.int32)[number]
        code = value * max(self.persons, 1) + self.slices.persons("address")
        if self.population.innocent:
            told = ~np.isin(value, sorted(self.population.innocent))
            code, bits = code[told], bits[told]
        pairs, where = np.unique(code, return_inverse=True)
        said = np.zeros(len(pairs), np.int32)
        np.bitwise_or.at(said, where, bits)
        return (pairs % max(self.persons, 1)).astype(np.int32), said


def _bits(contexts: str) -> int:
    words = frozenset(contexts.split(","))
    said = SENT * bool(words & SENT_TO) + LIVES * bool(words & LIVES_AT)
    return said + BEFORE * ("ship_to_before" in words)
