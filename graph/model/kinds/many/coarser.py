"""The coarser values of many keys at once: the building of an address, the network of an IP address, the last four digits
of an account. The same answers as the kinds' own `coarsen`, and no answer for keys that are not of a usual form."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.address.words import POSTCODE_IS_ENOUGH
from graph.model.kinds.many.base import Usual, joined, matches, narrowed, these
from graph.model.kinds.money.accounts import last_four_of

_PARTS = 7  # of an address key
_PART = r"(?:[0-9a-z](?:[0-9a-z_ \-/]*[0-9a-z])?)"
_HOUSE = rf"[a-z]{{2}}\|{_PART}\|{_PART}(?:\|{_PART}?){{4}}"
_V4 = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_V6 = r"(?:[1-9a-f][0-9a-f]{0,3}:){4}[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}"
_ACCOUNT = r"us:[0-9]{9}:[0-9]{4,17}"


def buildings(keys: pa.Array) -> Usual:
    """As building_of, of addresses with a house number."""
    certain = matches(keys, _HOUSE)
    words = pc.list_flatten(pc.split_pattern(these(keys, certain), "|"))
    parts = [words.take(pa.array(np.arange(at, len(words), _PARTS))) for at in range(_PARTS)]
    country, _, street, _, city, state, postcode = parts
    short = pc.and_(pc.is_in(country, value_set=pa.array(sorted(POSTCODE_IS_ENOUGH))), pc.not_equal(postcode, ""))
    short = pc.and_(short, pc.or_(pc.not_equal(city, ""), pc.not_equal(state, "")))
    kept = ~np.asarray(pc.or_(short, pc.starts_with(street, "po ")))
    country, number, street, _, city, state, postcode = (these(part, kept) for part in parts)
    key = pc.binary_join_element_wise(country, number, street, "", city, state, postcode, "|")
    house = pc.binary_join_element_wise(number, _titled(street), " ")
    area = pc.ascii_upper(_listed(" ", state, postcode))
    abroad = pc.ascii_upper(pc.if_else(pc.equal(country, "us"), "", country))
    return Usual(narrowed(certain, kept), key, _listed(", ", house, _titled(city), area, abroad))


def networks(keys: pa.Array) -> Usual:
    """As network_of, of IPv4 addresses and of IPv6 addresses whose network has no part that is nought."""
    certain = matches(keys, f"{_V4}|{_V6}")
    some = these(keys, certain)
    four = pc.replace_substring_regex(some, r"^([0-9.]*\.)[0-9]*$", r"\10/24")
    key = pc.replace_substring_regex(four, r"^((?:[0-9a-f]+:){4})[0-9a-f:]*$", r"\1:/64")
    return Usual(certain, key, key)


def last_fours(keys: pa.Array) -> Usual:
    """As last_four_of, of American accounts."""
    certain = matches(keys, _ACCOUNT)
    some = these(keys, certain)
    bank = pc.utf8_slice_codeunits(some, 3, 12).dictionary_encode()
    sound = [last_four_of(f"us:{one}:0000") is not None for one in bank.dictionary.to_pylist()]
    kept = np.asarray(pa.array(sound, pa.bool_()).take(bank.indices))
    last = these(pc.utf8_slice_codeunits(some, -4), kept)
    number = these(bank.dictionary.take(bank.indices), kept)
    display = joined("an account ending in ", last, " at bank ", number)
    return Usual(narrowed(certain, kept), joined("us:", number, ":last4:", last), display)


MANY: dict[str, Callable[[pa.Array], Usual]] = {
    "address": buildings,
    "ip": networks,
    "payroll_account": last_fours,
}
"""By kind of the finer value."""


def _titled(texts: pa.Array) -> pa.Array:
    encoded = texts.dictionary_encode()
    return pa.array([text.title() for text in encoded.dictionary.to_pylist()], pa.string()).take(encoded.indices)


def _listed(separator: str, *columns: pa.Array) -> pa.Array:
    """The texts that are not empty, with a separator between them."""
    found = columns[0]
    for column in columns[1:]:
        both = pc.and_(pc.not_equal(found, ""), pc.not_equal(column, ""))
        found = joined(found, pc.if_else(both, separator, ""), column)
    return found
