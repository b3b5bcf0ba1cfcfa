"""Named random streams: every crowd, every CV draws from its own, so a new crowd does not reshuffle the others."""

from __future__ import annotations

import hashlib
import math
from collections.abc import MutableSequence, Sequence
from functools import cache
from statistics import NormalDist
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")
_NORMAL = NormalDist()


@cache
def _number(name: str | int) -> int:
    if isinstance(name, int):
        return name
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")


class Stream:
    """A PCG64 generator with its own name. The same seed and name give the same draws on every machine."""

    def __init__(self, seed: int, *name: str | int, block: int = 512) -> None:
        entropy = [seed, *map(_number, name)]
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))
        self._block = block
        self._ready: list[float] = []

    def unit(self) -> float:
        """A number in [0, 1)."""
        if not self._ready:
            self._ready = self._generator.random(self._block).tolist()
        return self._ready.pop()

    def below(self, stop: int) -> int:
        if not self._ready:
            self._ready = self._generator.random(self._block).tolist()
        return int(self._ready.pop() * stop)

    def between(self, low: int, high: int) -> int:
        """An integer from low to high, both included."""
        return low + int(self.unit() * (high - low + 1))

    def uniform(self, low: float, high: float) -> float:
        return low + self.unit() * (high - low)

    def chance(self, share: float) -> bool:
        return self.unit() < share

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self.unit() * len(items))]

    def pick_first(self, items: Sequence[T], power: float = 2.0) -> T:
        """Like `pick`, but early items are more usual, as large employers and cities are."""
        return items[int(self.unit() ** power * len(items))]

    def below_first(self, stop: int, power: float = 2.0) -> int:
        return int(self.unit() ** power * stop)

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """`count` different items (fewer when there are fewer), in random order."""
        rest = list(items)
        count = min(count, len(rest))
        for place in range(count):
            other = place + self.below(len(rest) - place)
            rest[place], rest[other] = rest[other], rest[place]
        return rest[:count]

    def shuffle(self, items: MutableSequence[Any]) -> None:
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]

    def digits(self, count: int) -> str:
        return str(self.below(10**count)).zfill(count)

    def lognormal(self, median: float, sigma: float, low: int, high: int) -> int:
        """A whole number from a lognormal of this median, kept inside low and high."""
        draw = _NORMAL.inv_cdf(min(max(self.unit(), 1e-9), 1 - 1e-9))
        return max(low, min(high, round(median * math.exp(sigma * draw))))

    def table(self, rows: int, bounds: Sequence[int]) -> list[list[int]]:
        """`rows` lists of integers, the k-th below bounds[k]; one call for speed."""
        found: list[list[int]] = (
            (self._generator.random((rows, len(bounds))) * np.asarray(bounds)).astype(np.int64).tolist()
        )
        return found


class Unused:
    """Hands out values that nobody else has, kind by kind. What should be shared is given away on purpose."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()

    def take(self, kind: str, value: str) -> bool:
        """True when nobody has it yet; it is taken from now on."""
        mark = (kind, value)
        if mark in self._seen:
            return False
        self._seen.add(mark)
        return True
