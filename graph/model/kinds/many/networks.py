"""IP addresses of four decimal numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.many.base import Usual, among, matches, narrowed, these
from graph.model.kinds.network import PLACEHOLDERS, V4_ENDS, V4_STARTS

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_V4 = rf"{_OCTET}\.{_OCTET}\.{_OCTET}\.{_OCTET}"


def usual_ip(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_ip."""
    certain = matches(raws, _V4)
    texts = these(raws, certain)
    octets = np.asarray(pc.list_flatten(pc.split_pattern(texts, ".")).cast(pa.int64())).reshape(-1, 4)
    number = octets @ np.array([1 << 24, 1 << 16, 1 << 8, 1])
    at = np.searchsorted(V4_STARTS, number, side="right") - 1
    kept = ((at < 0) | (number > np.array(V4_ENDS)[at])) & ~among(texts, PLACEHOLDERS)
    key = these(texts, kept)
    return Usual(narrowed(certain, kept), key, key)
