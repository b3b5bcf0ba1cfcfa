"""American addresses, "12 N. Main St., Apt 4, Tucson, AZ 85701": streets, units and towns are read once each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.address.english import joined as units_joined
from graph.model.kinds.address.usual import AMERICAN, USUAL, usual_street, usual_town, usual_unit
from graph.model.kinds.address.words import PLACEHOLDER_CITIES, PLACEHOLDER_POSTCODES, PLACEHOLDER_STREETS, STATES
from graph.model.kinds.many.base import Usual, joined, narrowed, these

_GROUPS = ("number", "street", "second", "third", "state", "code")
_LONGEST = 400


def usual_address(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_address."""
    certain = np.asarray(pc.is_in(regions, value_set=pa.array(sorted(AMERICAN))))
    certain &= np.asarray(pc.less_equal(pc.binary_length(raws), _LONGEST))
    found = pc.extract_regex(these(raws, certain), _NAMED)
    shaped = np.asarray(found.is_valid())
    certain = narrowed(certain, shaped)
    found = found.filter(pa.array(shaped))
    parts = dict(zip(_GROUPS, found.flatten(), strict=True))
    two = np.asarray(pc.equal(parts["third"], ""))
    state, code = pc.ascii_lower(parts["state"]), parts["code"]
    number = pc.utf8_ltrim(parts["number"], "0")
    street, own_unit = _read(parts["street"], _street)
    unit = _read(pc.if_else(pa.array(two), "", parts["second"]), _unit)[0]
    city = _read(pc.if_else(pa.array(two), parts["second"], parts["third"]), _town)[0]
    units = _units(own_unit, unit)
    kept = np.asarray(pc.is_in(state, value_set=pa.array(sorted(STATES))))
    kept &= ~np.asarray(pc.is_in(code, value_set=pa.array(sorted(PLACEHOLDER_POSTCODES))))
    for column in (number, street, city):
        kept &= ~np.asarray(pc.equal(column, ""))
    kept &= ~np.asarray(pc.equal(unit, _UNKNOWN))
    number, street, units, city, state, code = (
        these(column, kept) for column in (number, street, units, city, state, code)
    )
    key = pc.binary_join_element_wise("us", number, street, units, city, state, code, "|")
    return Usual(narrowed(certain, kept), key, _display(number, street, units, city, state, code))


def _named(pattern: str) -> str:
    """The pattern with names for its groups, which all begin with a set of characters."""
    for group in _GROUPS:
        pattern = pattern.replace("([", f"(?P<{group}>[", 1)
    return f"^{pattern}$"


_NAMED = _named(USUAL.pattern)
_UNKNOWN = "\0"
"""Of a unit: only the common rules can say."""


def _street(text: str) -> tuple[str, str]:
    """Street and unit; "" when only the common rules can say."""
    name, unit = usual_street(text) or ("", "")
    odd = name in PLACEHOLDER_STREETS or name.startswith("po ") or "box" in name or "#" in name + unit or "box" in unit
    return (name, unit) if any(map(str.isalpha, name)) and not odd else ("", "")


def _unit(text: str) -> tuple[str, str]:
    unit = usual_unit(text) if text else ""
    return (_UNKNOWN if unit is None or "#" in unit or "box" in unit else unit), ""


def _town(text: str) -> tuple[str, str]:
    city = usual_town(text) or ""
    odd = city in PLACEHOLDER_CITIES or "box" in city or "#" in city
    return (city if any(map(str.isalpha, city)) and not odd else ""), ""


def _read(texts: pa.Array, read: Callable[[str], tuple[str, str]]) -> tuple[pa.Array, pa.Array]:
    """What each text is read as; each different one is read once."""
    encoded = texts.dictionary_encode()
    found = [read(text) for text in encoded.dictionary.to_pylist()]
    columns: list[Any] = list(zip(*found, strict=True)) if found else [(), ()]
    return tuple(pa.array(column, pa.string()).take(encoded.indices) for column in columns)


def _units(own: pa.Array, unit: pa.Array) -> pa.Array:
    """The unit behind the street and the one in a part of its own."""
    both = np.flatnonzero(np.asarray(pc.and_(pc.not_equal(own, ""), pc.not_equal(unit, ""))))
    found = joined(own, unit)
    if not len(both):
        return found
    texts = [
        units_joined(first, second)
        for first, second in zip(own.take(both).to_pylist(), unit.take(both).to_pylist(), strict=True)
    ]
    mask = np.zeros(len(own), np.bool_)
    mask[both] = True
    return pc.replace_with_mask(found, pa.array(mask), pa.array(texts, pa.string()))


def _display(
    number: pa.Array, street: pa.Array, unit: pa.Array, city: pa.Array, state: pa.Array, code: pa.Array
) -> pa.Array:
    """AddressParts.display of these parts."""
    house = pc.binary_join_element_wise(number, _titled(street), " ")
    area = pc.binary_join_element_wise(pc.ascii_upper(state), code, " ")
    shown = _titled(unit)
    between = pc.if_else(pc.equal(shown, ""), ", ", joined(", ", shown, ", "))
    return joined(house, between, _titled(city), ", ", area)


def _titled(texts: pa.Array) -> pa.Array:
    return _read(texts, lambda text: (text.title(), ""))[0]
