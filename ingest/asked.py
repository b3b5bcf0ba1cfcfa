"""What a file that is asked about says of each of its applicants: texts, values, and what could not be compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.answer import Missed, missed
from graph.model.facts import Facts
from graph.model.links import Links
from graph.model.packed import plain_column
from graph.model.pointer import pointer

NOTHING_WRITTEN = ("", "empty", "placeholder")
"""Notes of what is a value, and of what says nothing."""


def _rows_of(new: Links) -> dict[str, list[int]]:
    """Record -> the applicants that it is about."""
    of: dict[str, list[int]] = {}
    for row, one in enumerate(new.applicants.select(["record", "joined"]).to_pylist()):
        for record in (one["record"], *(name.partition(" by ")[0] for name in one["joined"] or ())):
            of.setdefault(record, []).append(row)
    return of


def unread(facts: Facts, new: Links) -> dict[int, list[Missed]]:
    """Applicant -> what was written there and could not be cleaned, in the order of the file."""
    seen, of = facts.observations, _rows_of(new)
    notes = pc.invert(pc.is_in(plain_column(seen.spellings["note"]), value_set=pa.array(NOTHING_WRITTEN)))
    bad = np.flatnonzero(np.asarray(notes)[seen.spelling])
    columns = [
        seen[name].take(pa.array(bad)).to_pylist() for name in ("source", "row", "path", "record", "asked", "note")
    ]
    found: dict[int, dict[Missed, None]] = {}
    for _, at, path, record, kind, note in sorted(zip(*columns, strict=True), key=_place):
        for row in of.get(record, ()):
            found.setdefault(row, {})[missed(kind, pointer(at, path), note)] = None
    return {row: list(those) for row, those in found.items()}


def _place(one: tuple[Any, ...]) -> tuple[Any, ...]:
    source, row, *rest = one
    return (source or 0, row or 0, *rest)


def texts_of(facts: Facts, new: Links) -> list[tuple[int, str]]:
    """Applicant and CV text, of all texts of the file."""
    of = _rows_of(new)
    texts = zip(facts.texts["record"].to_pylist(), facts.texts["text"].to_pylist(), strict=True)
    return [(row, text) for record, text in texts for row in of.get(record, ())]


def grouped(new: Links) -> tuple[dict[int, list[dict[str, Any]]], dict[int, list[dict[str, Any]]]]:
    """The holdings of each applicant of the file, and of each value."""
    by_row: dict[int, list[dict[str, Any]]] = {}
    by_value: dict[int, list[dict[str, Any]]] = {}
    for one in new.holdings.to_pylist():
        by_row.setdefault(one["applicant"], []).append(one)
        by_value.setdefault(one["value"], []).append(one)
    return by_row, by_value
