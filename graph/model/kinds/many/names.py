"""Names of two words in plain letters, "Mara Lindqvist"."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.judge import FILLERS
from graph.model.kinds.many.base import Usual, among, halves, matches, narrowed, these
from graph.model.kinds.people import ROLES, TITLES

_WORDS = {*ROLES, *TITLES, *FILLERS}


def usual_name(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_reference_name."""
    certain = matches(raws, "[A-Z][a-z]{1,60} [A-Z][a-z]{1,60}")
    names = these(raws, certain)
    key = pc.ascii_lower(names)
    first, last = halves(key, " ")
    kept = ~(among(first, _WORDS) | among(last, _WORDS) | among(key, FILLERS))
    return Usual(narrowed(certain, kept), these(key, kept), these(names, kept))
