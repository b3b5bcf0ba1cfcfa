"""Where an applicant says to live when no full address is given: "London" is no address, and yet it says something.

Such a text is refused as an address ("vague": nobody is at home there) and never becomes a value that applicants share.
It is kept beside the applicant, as weak evidence on whether two applications are one person's, and for nothing else.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.facts import Observations
from graph.model.kinds.address import parse_address
from ingest.link.columns import Longs, among, firsts, plain

ELSEWHERE = ("ship_to", "delivered")
"""Contexts in which an address is where something was sent, not where somebody lives."""
LONGEST = 40
"""Letters of a town's name; a longer one is a remark."""


def areas(observations: Observations, record_names: pa.Array, record: Longs, applicant: Longs, count: int) -> pa.Array:
    """For each of `count` applicants "town|state|postcode" of the addresses that are too vague to be one, "" when none.

    Of several the fullest, then the first in plain order. record, applicant: pairs sorted by record (a row of
    `record_names`). An address that is none at all ("remote", "n/a") is no area.
    """
    seen, spellings = observations.seen, observations.spellings
    said = among(spellings["note"], ["vague"]) & among(spellings["asked"], ["address"])
    wanted = said[observations.spelling] & ~among(seen["context"], ELSEWHERE)
    taken = seen.select(["record", "region"]).filter(pa.array(wanted))
    taken = taken.append_column("raw", spellings["raw"].take(pa.array(observations.spelling[wanted])))
    vague = {name: plain(taken[name]) for name in taken.column_names}
    place = np.asarray(pc.fill_null(pc.index_in(vague["record"], value_set=record_names), -1)).astype(np.int64)
    texts = pc.binary_join_element_wise(vague["region"], vague["raw"], "\x1f").dictionary_encode()
    read = [_area(*text.split("\x1f", 1)) for text in texts.dictionary.to_pylist()]
    ranking = sorted(set(read), key=lambda area: (-sum(map(bool, area.split("|"))), area))
    rank = {area: at for at, area in enumerate(ranking)}
    said = np.fromiter((rank[area] for area in read), np.int64, len(read))[np.asarray(texts.indices)]
    starts, stops = (np.searchsorted(record, place, side) for side in ("left", "right"))
    sizes = np.where(place < 0, 0, stops - starts)
    each = np.repeat(np.arange(len(place)), sizes)
    owner = applicant[starts[each] + np.arange(len(each)) - np.repeat(np.cumsum(sizes) - sizes, sizes)]
    order = np.lexsort((said[each], owner))
    owner, said = owner[order], said[each][order]
    best = firsts(owner)
    found = np.full(count, -1)
    found[owner[best]] = said[best]
    column = pa.array(ranking, pa.string()).take(pa.array(found, mask=found < 0))
    return pc.fill_null(column, "")


def _area(region: str, raw: str) -> str:
    """Town, state and postcode that a text says, "" when it says none.

    >>> _area("US", "Tucson, AZ")
    'tucson|az|'
    """
    parts = parse_address(raw, region)
    town = parts.city or ("" if any(map(str.isdigit, parts.street)) else parts.street)
    if parts.number or parts.unit or len(town) > LONGEST or not (town or parts.postcode):
        return ""
    return f"{town}|{parts.state}|{parts.postcode}"
