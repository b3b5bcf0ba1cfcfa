"""Names beside values: where may somebody else's stand? Most are the holder's own, written the same, and tell nothing."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.groups.columns import decoded
from graph.analyse.groups.slices import Ints, Slices


def other_names(slices: Slices, kind: str) -> tuple[Ints, Ints]:
    """(value, person) of the holdings of a kind beside which a name stands that is not, letter by letter, the person's own.

    In order of value, a pair perhaps several times, and with values that an analyst called innocent.
    """
    names = decoded(slices.column(kind, "holders"))
    rows = np.flatnonzero(np.asarray(pc.binary_length(names)))
    person = slices.persons(kind)[rows]
    beside = names.take(pa.array(rows))
    same = np.flatnonzero(np.asarray(pc.fill_null(pc.equal(beside, slices.names(person)), False)))
    one_name = "^[^;]*[A-Za-z][^;]*$"  # with letters to compare
    one = pc.match_substring_regex(beside.take(pa.array(same)), one_name)
    other = np.delete(np.arange(len(rows)), same[np.asarray(one)])
    low, _ = slices.rows(kind)
    return slices.value[low + rows[other]], person[other]
