"""American telephone numbers of ten digits, with or without the country code."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.many.base import Usual, joined, matches, narrowed, these
from graph.model.kinds.phone import NANP_REGIONS, SEPARATORS, nanp_prefix_is_valid

_SIGNS = SEPARATORS.decode("ascii")
_RUNS = np.array([int(run[at : at + 10]) for run in ("0123456789" * 2, "9876543210" * 2) for at in range(11)])


def usual_phone(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_phone."""
    bare = raws
    for sign in _SIGNS:
        bare = pc.replace_substring(bare, sign, "")
    home = np.asarray(pc.is_in(regions, value_set=pa.array(sorted(NANP_REGIONS), pa.string())))
    certain = matches(bare, r"\+1[2-9][0-9]{9}") | (home & matches(bare, r"1?[2-9][0-9]{9}"))
    national = pc.utf8_slice_codeunits(these(bare, certain), -10, None)
    number = np.asarray(national.cast(pa.int64()))
    prefixes, places = np.unique(number // 10_000, return_inverse=True)
    valid = np.array([nanp_prefix_is_valid(f"{prefix:06}") for prefix in prefixes.tolist()], np.bool_)[places]
    line = number % 10_000_000  # exchange and line
    kept = valid & (number // 10_000_000 != 555) & (line // 10_000 != 555) & (line % 1_111_111 != 0)
    kept &= ~np.isin(number, _RUNS)
    national = these(national, kept)
    area, exchange, rest = (pc.utf8_slice_codeunits(national, at, to) for at, to in ((0, 3), (3, 6), (6, 10)))
    display = joined("+1 ", area, "-", exchange, "-", rest)
    return Usual(narrowed(certain, kept), joined("+1", national), display)
