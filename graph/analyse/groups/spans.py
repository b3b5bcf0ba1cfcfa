"""When a person was seen with a value, and what a tie keeps of its bits when two were seen with it at different times.

A number is given back and given out again, a flat is let to the next: such values pass from one holder to another who has
nothing to do with the first. So a tie by them keeps all its bits when both were seen with the value within NEAR days of each
other, and fewer the further apart: LEFT of them from FAR days on. Accounts, wallets, mailboxes, devices and CVs do not pass on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.groups.columns import whole
from graph.analyse.persons.resolve import Persons
from graph.model.links import Links

NEAR, FAR = 90, 1826
"""Days: three months, five years."""

LEFT = 0.25

PASSED_ON = frozenset(("phone", "reference_phone", "address", "building", "ip", "network"))
"""Kinds of value that have one holder after another."""

ALWAYS = 1 << 29
UNKNOWN = -ALWAYS
"""Days. Who is seen at an unknown time is seen always: what is not known costs nothing."""

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Spans:
    """From which day to which each holder was seen with a value, as Population.holder has them."""

    first: Ints
    last: Ints

    @classmethod
    def of(cls, links: Links, persons: Persons, start: Longs, holder: Ints, passed_on: npt.NDArray[np.bool_]) -> Spans:
        """start, holder: for each value its persons, sorted. passed_on: which values pass from one to another."""
        first, last = np.full(len(holder), ALWAYS, np.int32), np.full(len(holder), -ALWAYS, np.int32)
        value = links.holdings.column("value").to_numpy()
        rows = np.flatnonzero(passed_on[value])
        applicant = links.holdings.column("applicant").to_numpy()[rows]
        width = max(persons.count, 1)
        asked = value[rows].astype(np.int64) * width + persons.of[applicant]
        held = np.repeat(np.flatnonzero(passed_on), np.diff(start)[passed_on])
        places = np.flatnonzero(np.repeat(passed_on, np.diff(start)))
        at = places[np.searchsorted(held * width + holder[places], asked)]
        applied = _days(links.applicants.column("applied_at"))[applicant]
        for column, into, best in (("first_seen", first, np.minimum), ("last_seen", last, np.maximum)):
            seen = _days(links.holdings.column(column))[rows]
            best.at(into, at, np.where(seen == UNKNOWN, applied, seen))
        unknown = (first == UNKNOWN) | (first == ALWAYS)
        first[unknown], last[unknown] = -ALWAYS, ALWAYS
        return cls(first, last)

    def apart(self, one: npt.NDArray[np.intp], other: npt.NDArray[np.intp]) -> Ints:
        """Days between the spans at these places; 0 or less where they meet."""
        found: Ints = np.maximum(self.first[one], self.first[other]) - np.minimum(self.last[one], self.last[other])
        return found


def kept(days: Ints) -> Floats:
    """The share of its bits that a tie keeps whose holders were seen so many days apart."""
    late = np.clip((days - NEAR) / (FAR - NEAR), 0.0, 1.0)
    share: Floats = 1.0 - (1.0 - LEFT) * late
    return share


def _days(column: pa.ChunkedArray) -> Ints:
    """Days since 1970 of dates and times as ISO 8601 has them; UNKNOWN where none is said, or none that there is."""
    array = whole(column)
    encoded = array if pa.types.is_dictionary(array.type) else pc.fill_null(array, "").dictionary_encode()
    texts = encoded.dictionary.cast(pa.string())
    dates = pc.strptime(pc.utf8_slice_codeunits(texts, 0, 10), "%Y-%m-%d", "s", error_is_null=True)
    known = np.asarray(pc.fill_null(dates.cast(pa.date32()).cast(pa.int32()), UNKNOWN))
    if not len(known):
        return np.full(len(array), UNKNOWN, np.int32)
    found: Ints = known[encoded.indices.to_numpy(zero_copy_only=False)].astype(np.int32)
    return found
