"""Telephone numbers of digits and separators: American ones, and those of other countries that need no rewriting."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.many.base import Flags, Longs, Usual, among, flags, in_order, joined, made_up, matches
from graph.model.kinds.phone import (
    EXAMPLE_LINE,
    NANP_REGIONS,
    SEPARATORS,
    calling_code,
    code_of_region,
    country_of,
    dials_00,
    main_patterns,
    nanp_prefix_is_valid,
)

_SIGNS = SEPARATORS.decode("ascii")
_RUNS = np.array([int(run[at : at + 10]) for run in ("0123456789" * 2, "9876543210" * 2) for at in range(11)])
_MADE_UP = made_up(1, 20)
_UNASKED = 2
_VALID = np.full(1_000_000, _UNASKED, np.int8)
"""Of each American area code with an exchange whether it is in use, as far as that was asked."""

_Part = tuple[Longs, pa.Array, pa.Array]


def usual_phone(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_phone."""
    bare = raws
    for sign in _SIGNS:
        bare = pc.replace_substring(bare, sign, "")
    home = among(regions, NANP_REGIONS)
    american = matches(bare, r"\+1[2-9][0-9]{9}") | (home & matches(bare, r"1?[2-9][0-9]{9}"))
    rest = np.flatnonzero(~american)
    others = _of_others(bare.take(pa.array(rest)), regions.take(pa.array(rest)))
    return in_order([_american(bare, american), *((rest[at], *texts) for at, *texts in others)], len(raws))


def _american(bare: pa.Array, which: Flags) -> _Part:
    places = np.flatnonzero(which)
    national = pc.utf8_slice_codeunits(bare.take(pa.array(places)), -10, None)
    kept = american_in_use(np.asarray(national.cast(pa.int64())))
    national = national.filter(pa.array(kept))
    area, exchange, rest = (pc.utf8_slice_codeunits(national, at, to) for at, to in ((0, 3), (3, 6), (6, 10)))
    return places[kept], joined("+1", national), joined("+1 ", area, "-", exchange, "-", rest)


def american_in_use(numbers: Longs) -> Flags:
    """Which American numbers of ten digits, the first of them 2 to 9, somebody may have. Of the others `judge` says more."""
    prefixes = numbers // 10_000
    new = np.unique(prefixes[_VALID[prefixes] == _UNASKED])
    _VALID[new] = _prefixes_in_use(new)
    line = numbers % 10_000_000  # exchange and line
    kept: Flags = (
        (_VALID[prefixes] == 1) & (prefixes // 1000 != 555) & (line // 10_000 != 555) & (line % 1_111_111 != 0)
    )
    kept &= ~np.isin(numbers, _RUNS)
    return kept


def _prefixes_in_use(prefixes: Longs) -> Flags:
    """As nanp_prefix_is_valid: whether the United States have them is asked of all at once."""
    texts = pa.array(prefixes).cast(pa.string())
    found = matches(joined(texts, EXAMPLE_LINE), main_patterns("US").pattern).copy()
    others = np.flatnonzero(~found)
    found[others] = [nanp_prefix_is_valid(text) for text in texts.take(pa.array(others)).to_pylist()]
    return found


def _of_others(bare: pa.Array, regions: pa.Array) -> list[_Part]:
    """Numbers of other countries: behind "+", behind "00" where that is dialled, or behind the trunk prefix "0"."""
    region = regions.dictionary_encode()
    names, of = region.dictionary.to_pylist(), np.asarray(region.indices)
    abroad = np.array([dials_00(name) for name in names], np.bool_)[of] & matches(bare, "00[0-9]{1,18}")
    bare = pc.if_else(pa.array(abroad), pc.replace_substring_regex(bare, "^00", "+"), bare)
    parts = []
    places = np.flatnonzero(matches(bare, r"\+[0-9]{1,18}"))
    digits = pc.utf8_slice_codeunits(bare.take(pa.array(places)), 1, None)
    starts = pc.utf8_slice_codeunits(digits, 0, 3).dictionary_encode()
    codes = [calling_code(text) for text in starts.dictionary.to_pylist()]
    for code in sorted({code for code in codes if code}):
        here = np.flatnonzero(np.array([one == code for one in codes], np.bool_)[np.asarray(starts.indices)])
        national = pc.utf8_slice_codeunits(digits.take(pa.array(here)), len(code), None)
        parts += _in_use(code, places[here], national, international=True)
    for number, name in enumerate(names):
        if len(name) == 2:
            here = np.flatnonzero((of == number) & matches(bare, "0[1-9][0-9]{0,17}"))
            national = pc.utf8_slice_codeunits(bare.take(pa.array(here)), 1, None)
            parts += _in_use(code_of_region(name), here, national, international=False)
    return parts


def _in_use(code: str, places: Longs, national: pa.Array, *, international: bool) -> list[_Part]:
    """Those of one calling code that are in use."""
    country = country_of(code) if len(places) else None
    if country is None or not (international or country.zero):
        return []
    if international and country.zero:
        national = pc.replace_substring_regex(national, "^0([1-9]|$)", r"\1")  # "+44 (0)20 …"
    kept = matches(national, country.valid.pattern) & ~among(national, country.examples) & ~among(national, _MADE_UP)
    if international:
        kept &= ~flags(pc.starts_with(national, "0"))
        if country.prefix is not None:
            kept &= ~flags(pc.match_substring_regex(national, f"^(?:{country.prefix.pattern})"))
    national = national.filter(pa.array(kept))
    return [(places[kept], joined(f"+{code}", national), joined(f"+{code} ", national))]
