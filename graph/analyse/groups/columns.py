"""Columns of the links as the analysis reads them: as numbers, and as texts of which few are ever looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast, overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int32]


class Texts(Sequence[str]):
    """A column of texts without nulls. Of a million values some thousands are shown: only these become Python texts."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        array = whole(column)
        self._number: memoryview[int] | range = range(len(array))
        nulls = array.null_count
        if not nulls and pa.types.is_dictionary(array.type):
            self._number = numbers(array.indices.to_numpy(zero_copy_only=False))
            array = array.dictionary
            nulls = array.null_count
        if nulls:
            raise ValueError("a column of texts must not have nulls")
        _, starts, data = array.buffers()
        width = np.int64 if pa.types.is_large_string(array.type) else np.int32
        self._start = numbers(np.frombuffer(starts, width)[array.offset :] if starts else np.zeros(1, width))
        self._data = memoryview(data if data else b"")

    def __len__(self) -> int:
        return len(self._number)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if at < 0:
            raise IndexError(at)
        word = self._number[at]
        return str(self._data[self._start[word] : self._start[word + 1]], "utf-8")


class Named(Sequence[str]):
    """A column of texts of which there are few different ones: a byte for each row."""

    def __init__(self, names: Sequence[str], number: Ints) -> None:
        """number: for each row its text's place in `names`, of which there are 256 at most."""
        if len(names) > 1 << 8:
            raise ValueError("there are more than 256 different texts")
        self._names, self._number = tuple(names), number.astype(np.uint8).tobytes()

    def __len__(self) -> int:
        return len(self._number)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self._names[number] for number in self._number[at]]
        return self._names[self._number[at]]


def numbers(array: npt.NDArray[Any]) -> memoryview[int]:
    """The numbers of an array for being read one by one, as Python numbers; that is several times as fast as by the array."""
    return memoryview(cast("Any", np.ascontiguousarray(array)))


def whole(column: pa.ChunkedArray) -> pa.Array:
    """The column in one piece."""
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.array([], column.type)])


def decoded(column: pa.ChunkedArray) -> pa.Array:
    """The column in one piece, each row with a text of its own."""
    array = whole(column)
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def codes(column: pa.ChunkedArray) -> tuple[Ints, list[str]]:
    """The number of each row's text, and the texts by number, in the order in which they first stand. Nulls are ""."""
    array = whole(column)
    if not pa.types.is_dictionary(array.type):
        encoded = (pc.fill_null(array, "") if array.null_count else array).dictionary_encode()
        return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32), encoded.dictionary.to_pylist()
    words = array.dictionary.dictionary_encode()  # of one that stands twice the first
    number = words.indices.to_numpy(zero_copy_only=False)[array.indices.to_numpy(zero_copy_only=False)]
    used = pc.unique(pa.array(number))
    place = np.zeros(len(words.dictionary), np.int32)
    place[np.asarray(used)] = np.arange(len(used), dtype=np.int32)
    return place[number], words.dictionary.take(used).to_pylist()
