"""What a column of usual values is, and small column work for reading them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Flags = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Usual:
    """certain: which values are settled. key, display: of those, in their order."""

    certain: Flags
    key: pa.Array
    display: pa.Array


def nothing(raws: pa.Array, regions: pa.Array) -> Usual:
    """No value is usual."""
    empty = pa.array([], pa.string())
    return Usual(np.zeros(len(raws), np.bool_), empty, empty)


def matches(texts: pa.Array, pattern: str) -> Flags:
    """Which texts are this pattern as a whole."""
    return flags(pc.match_substring_regex(texts, f"^(?:{pattern})$"))


def among(texts: pa.Array, words: Iterable[str]) -> Flags:
    """Which texts are one of these words."""
    return flags(pc.is_in(texts, value_set=pa.array(sorted(words), pa.string())))


def flags(column: pa.Array) -> Flags:
    """A column without nulls as an array."""
    return np.asarray(column)


def these(texts: pa.Array, which: Flags) -> pa.Array:
    """The texts of these places."""
    return texts if which.all() else texts.filter(pa.array(which))


def narrowed(certain: Flags, kept: Flags) -> Flags:
    """`certain`, of which only those stay that `kept` says, one flag for each of them."""
    found = certain.copy()
    found[certain] = kept
    return found


def halves(texts: pa.Array, mark: str) -> tuple[pa.Array, pa.Array]:
    """What stands before and behind the first mark, which stands in every text."""
    both = pc.list_flatten(pc.split_pattern(texts, mark, max_splits=1))
    at = np.arange(0, len(both), 2)
    return both.take(pa.array(at)), both.take(pa.array(at + 1))


def joined(*parts: pa.Array | str) -> pa.Array:
    """Texts one behind the other."""
    return pc.binary_join_element_wise(*parts, "")


def made_up(shortest: int, longest: int) -> set[str]:
    """Digits of these lengths of which made_up_digits says so."""
    runs = ("0123456789" * 2, "9876543210" * 2)
    found = {run[at:to] for run in runs for at in range(20) for to in range(at + shortest, min(20, at + longest) + 1)}
    return found | {digit * count for digit in "0123456789" for count in range(shortest, longest + 1)}


def in_order(parts: list[tuple[Longs, pa.Array, pa.Array]], count: int) -> Usual:
    """Usual values of `count` that were read in parts, each with its places, keys and displays."""
    certain = np.zeros(count, np.bool_)
    if not parts:
        return Usual(certain, pa.array([], pa.string()), pa.array([], pa.string()))
    places = np.concatenate([place for place, _, _ in parts])
    certain[places] = True
    order = pa.array(np.argsort(places))
    key, display = (pa.concat_arrays([part[column] for part in parts]).take(order) for column in (1, 2))
    return Usual(certain, key, display)
