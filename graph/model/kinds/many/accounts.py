"""American accounts with their bank, "021000021:483920157", also as the key that is made of them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.many.base import Usual, among, halves, joined, made_up, matches, narrowed, these
from graph.model.kinds.money.accounts import routing_is_valid

_LONGEST = 17


def usual_account(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_account."""
    certain = matches(raws, rf"(?:us:)?[0-9]{{9}}:[0-9]{{5,{_LONGEST}}}")
    bank, account = halves(pc.replace_substring_regex(these(raws, certain), "^us:", ""), ":")
    encoded = bank.dictionary_encode()
    valid = np.array([routing_is_valid(text) for text in encoded.dictionary.to_pylist()], np.bool_)
    number = pc.ascii_ltrim(account, "0")
    kept = valid[np.asarray(encoded.indices)] & np.asarray(pc.greater(pc.binary_length(number), 4))
    kept &= ~among(number, made_up(5, _LONGEST))
    bank, number = these(bank, kept), these(number, kept)
    last = pc.utf8_slice_codeunits(number, -4, None)
    display = joined("account ending in ", last, " at bank ", bank)
    return Usual(narrowed(certain, kept), joined("us:", bank, ":", number), display)
