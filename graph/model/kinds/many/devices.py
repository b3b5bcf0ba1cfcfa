"""Network cards with colons, and serial numbers or device ids in which a letter stands beside a digit."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.device import EXAMPLE_MACS, MAKERS_FILLERS, SOFTWARE_MACS
from graph.model.kinds.many.base import Flags, Usual, among, joined, made_up, matches, narrowed, these

_MAC = "[0-9a-f][048c](?::[0-9a-f]{2}){5}"  # of a maker, of one card
_MOST = 31
_ID = rf"[a-z0-9]{{8,{_MOST}}}"
_MIXED = "[a-z][0-9]|[0-9][a-z]"  # no word of any name that is given to computers
_MADE_UP = made_up(8, _MOST)


def usual_device(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_device."""
    low = pc.ascii_lower(raws)
    card = matches(low, _MAC)
    plain = pc.replace_substring(low, "-", "", max_replacements=1)
    serial = matches(plain, _ID) & np.asarray(pc.match_substring_regex(low, _MIXED))
    serial &= ~np.asarray(pc.match_substring(low, "filled-by"))
    certain = card | serial
    low, plain, is_card = these(low, certain), these(plain, certain), card[certain]
    kept = np.zeros(len(low), np.bool_)
    kept[is_card] = _cards(these(low, is_card))
    kept[~is_card] = _serials(these(plain, ~is_card))
    cards = pa.array(is_card)
    key = pc.if_else(cards, joined("mac:", low), joined("id:", plain))
    display = pc.if_else(cards, low, pc.ascii_upper(plain))
    return Usual(narrowed(certain, kept), these(key, kept), these(display, kept))


def _cards(low: pa.Array) -> Flags:
    plain = pc.replace_substring(low, ":", "")
    several = np.asarray(pc.match_substring_regex(plain, "^(?:" + "|".join(f"{c}{{12}}" for c in "048c") + ")$"))
    return ~several & ~among(plain, {*EXAMPLE_MACS, *SOFTWARE_MACS})


def _serials(plain: pa.Array) -> Flags:
    digits = pc.replace_substring_regex(plain, "[a-z]+", "")
    return _varied(plain) & ~among(plain, MAKERS_FILLERS) & ~among(digits, _MADE_UP)


def _varied(texts: pa.Array) -> Flags:
    """Which texts have three different characters or more; of ASCII, two characters at least, _MOST at most."""
    padded = np.frombuffer(pc.utf8_rpad(texts, _MOST, " ").cast(pa.binary(_MOST)).buffers()[1], np.uint8)
    table = padded.reshape(-1, _MOST)
    other = table != table[:, :1]
    second = table[np.arange(len(table)), other.argmax(axis=1)][:, None]
    return np.asarray((other & (table != second) & (table != 32)).any(axis=1))
