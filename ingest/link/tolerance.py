"""Tolerated spellings put to work: observations of a rarer spelling become observations of the commoner value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.link.addresses import readings
from ingest.link.columns import Longs, concatenated, pairs
from ingest.link.values import Observed


def tolerate(found: Observed, kind: str) -> tuple[Observed, Longs]:
    """Read the rarer spellings of one kind (address, building) as the commoner ones. Also says for each value (a row of
    `words`) which one it became: itself, mostly."""
    became = np.arange(len(found.words.kind))
    rows = np.flatnonzero(found.of_kind(kind))
    if not len(rows):
        return found, became
    held, _ = pairs(found.value[rows].astype(np.int64), found.applicant[rows], int(found.applicant.max()) + 1)
    holders = np.bincount(held, minlength=len(became))
    numbers = np.flatnonzero(holders)
    read = readings(found.words.key.take(pa.array(numbers)), holders[numbers])
    if not read:
        return found, became
    rare = numbers[[reading.row for reading in read]]
    became[rare] = numbers[[reading.common for reading in read]]
    why = np.zeros(len(became), np.int64)
    why[rare] = np.arange(len(read))
    first = np.full(len(became), len(found.value))
    np.minimum.at(first, found.value[rows], rows)
    moved = rows[became[found.value[rows]] != found.value[rows]]
    before = found.value[moved]
    value, display, via = found.value.copy(), found.display.copy(), found.via.copy()
    value[moved] = became[before]
    display[moved] = found.display[first[value[moved]]]
    said = pa.array([reading.why for reading in read], pa.string()).take(pa.array(why[before]))
    said_before = found.sentences.take(pa.array(found.via[moved]))
    said = pc.if_else(pc.equal(said_before, ""), said, pc.binary_join_element_wise(said_before, said, "; "))
    via[moved] = np.arange(len(moved)) + len(found.sentences)
    return replace(found, value=value, display=display, via=via, sentences=concatenated(found.sentences, said)), became
