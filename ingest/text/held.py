"""Texts taken into memory: the few that are looked at again, after all of them were read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from graph.model.large import offsets
from ingest.text.fingerprints import letters
from ingest.text.kernel import kernel
from ingest.text.reading import Chosen
from ingest.text.words import Bytes, Ints, Longs


@dataclass(frozen=True)
class Held:
    """Texts by their numbers: text t is data[begins[t]:ends[t]], and nothing when it was not taken."""

    data: Bytes
    begins: Longs
    ends: Longs


@kernel
def _copy(data: Bytes, places: Longs, numbers: Ints, begins: Longs, ends: Longs, out: Bytes) -> None:
    for row in range(len(numbers)):
        text = numbers[row]
        if text >= 0 and begins[text] < ends[text]:
            out[begins[text] : ends[text]] = data[places[row] : places[row + 1]]


def held(texts: Chosen, sizes: Longs, wanted: Ints, threads: int) -> Held:
    """Take the `wanted` texts (numbers, each once or more). sizes: of each text its bytes."""
    take = np.zeros(len(texts), np.bool_)
    take[wanted] = True
    ends = np.cumsum(np.where(take, sizes, 0))
    begins = np.where(take, ends - sizes, ends)
    data = np.empty(max(1, int(ends[-1]) if len(ends) else 0), np.uint8)
    some = take[texts.numbers] & (texts.numbers >= 0)

    def work(group: int) -> None:
        first, last = texts.source.groups[group]
        if not some[first:last].any():
            return
        for piece in texts.source.pieces(group):
            if some[first : first + len(piece)].any():
                _place(piece, texts.numbers[first : first + len(piece)])
            first += len(piece)

    def _place(piece: pa.LargeStringArray, numbers: Ints) -> None:
        _copy(letters(piece), offsets(piece), numbers, begins, ends, data)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(len(texts.source.groups))))
    return Held(data, begins, ends)
