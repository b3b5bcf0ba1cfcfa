"""IP addresses of four decimal numbers, or of eight hexadecimal ones of which nothing can be left out."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.many.base import Longs, Usual, among, flags, in_order, matches, these
from graph.model.kinds.network import PLACEHOLDERS, V4_ENDS, V4_STARTS

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_V4 = rf"{_OCTET}\.{_OCTET}\.{_OCTET}\.{_OCTET}"


_GROUP = "(?:0|[1-9a-f][0-9a-f]{0,3})"
_V6 = f"(?:2[0-9a-f]{{3}}|3[0-9a-e][0-9a-f]{{2}})(?::{_GROUP}){{7}}"


def usual_ip(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_ip."""
    return in_order([_of_four(raws), _of_eight(raws)], len(raws))


def _of_four(raws: pa.Array) -> tuple[Longs, pa.Array, pa.Array]:
    places = np.flatnonzero(matches(raws, _V4))
    texts = raws.take(pa.array(places))
    octets = np.asarray(pc.list_flatten(pc.split_pattern(texts, ".")).cast(pa.int64())).reshape(-1, 4)
    number = octets @ np.array([1 << 24, 1 << 16, 1 << 8, 1])
    at = np.searchsorted(V4_STARTS, number, side="right") - 1
    kept = ((at < 0) | (number > np.array(V4_ENDS)[at])) & ~among(texts, PLACEHOLDERS)
    key = these(texts, kept)
    return places[kept], key, key


def _of_eight(raws: pa.Array) -> tuple[Longs, pa.Array, pa.Array]:
    places = np.flatnonzero(flags(pc.match_substring(raws, ":")))
    texts = pc.ascii_lower(raws.take(pa.array(places)))
    kept = matches(texts, _V6)
    for odd in (
        "^200[12]:",
        ":0:0(?::|$)",
    ):  # ranges that are nobody's in part; groups that the shortest form leaves out
        kept &= ~flags(pc.match_substring_regex(texts, odd))
    key = these(texts, kept)
    return places[kept], key, key
