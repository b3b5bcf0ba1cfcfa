"""How people form their mailboxes and handles: a scheme is what stands around the name, figures by their number alone.

`anna.kowalski.pro77@…` and `jl.meyer_pro12@…` are both of the scheme `*pro##`. A scheme is a habit, or the hand of one who makes
mailboxes for many; it is weak evidence, and no value that anybody holds: it never founds a group (ties.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.analyse.groups.columns import decoded
from graph.analyse.groups.compiled import Bytes, Ints, Longs
from graph.analyse.groups.evidence import Population
from graph.analyse.persons.names import in_order
from graph.analyse.persons.spelling import folded_word
from graph.model.kernel import kernel

KINDS_OF_SCHEME = ("email", "handle")

LEAST_WORD = 3
"""Letters that a word of a name must have to be looked for."""

LEAST_LETTERS = 2
"""Letters that a scheme must have beside the name: figures alone are anybody's."""

_WORDS = re.compile(r"[\W_]+")
_FIGURE = re.compile(r"[0-9]")
_OUTSIDE = re.compile(r"@.*$|^[a-z0-9]+:|[^a-z0-9@:]")
"""Of a key, what is no part of the name that was chosen: the domain or the site, and what stands between letters."""


def scheme(chosen: str, name: str) -> str:
    """The scheme of a chosen name (`annakowalskipro77`) of a person of this name; "" when it has none that says anything.

    >>> scheme("annakowalskipro77", "Anna Kowalski")
    '*pro##'
    >>> scheme("jsmith1980", "John Smith")
    ''
    """
    words = [word for part in _WORDS.split(in_order(name)) if (word := folded_word(part))]
    text = _FIGURE.sub("#", chosen)
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        if len(word) >= LEAST_WORD:
            text = text.replace(word, "*", 1)
    head, star, rest = text.partition("*")
    between, _, tail = rest.rpartition("*")
    initials = {word[0] for word in words}
    if not star or between.strip("*") not in {"", *initials}:
        return ""
    head = "" if head in initials else head
    letters = sum(sign.isalpha() for sign in head + tail)
    return f"{head}*{tail}" if letters >= LEAST_LETTERS else ""


class Schemes:
    """The schemes of the persons of one population, and how many others there may be of each."""

    def __init__(
        self, population: Population, name: Callable[[int], str], values: Callable[[int], Iterable[int]]
    ) -> None:
        """name, values: a person's name, and the values that a person holds."""
        self.population = population
        self._name, self._values = name, values
        self._known: dict[int, frozenset[str]] = {}
        self._held: dict[str, int] = {}

    def of(self, person: int) -> frozenset[str]:
        """The schemes of what the person uses."""
        found = self._known.get(person)
        if found is None:
            name = self._name(person)
            keys = [self.population.key[value] for value in self._values(person) if self._tells[value]]
            found = self._known[person] = frozenset(
                [one for key in keys if (one := scheme(_OUTSIDE.sub("", key), name))]
            )
        return found

    def holders(self, one: str) -> int:
        """At most so many persons are of this scheme: whoever uses something that begins and ends like it."""
        found = self._held.get(one)
        if found is None:
            head, _, tail = one.encode().partition(b"*")
            found = self._held[one] = formed(
                *self._chosen, np.frombuffer(head, np.uint8), np.frombuffer(tail, np.uint8)
            )
        return found

    @cached_property
    def _tells(self) -> bytes:
        """By value 1 when it is a mailbox or profile that nobody called innocent."""
        told = self._of_kind.astype(np.uint8)
        told[list(self.population.innocent)] = 0
        return bytes(told)

    @cached_property
    def _of_kind(self) -> npt.NDArray[np.bool_]:
        population = self.population
        kinds = [population.kinds.index(kind) for kind in KINDS_OF_SCHEME if kind in population.kinds]
        return np.isin(population.number, kinds)

    @cached_property
    def _chosen(self) -> tuple[Bytes, Longs, Longs, Ints]:
        """The texts of all that anybody chose, where each begins and ends in them, and how many persons use it."""
        wanted = self._of_kind
        keys = decoded(self.population.links.values.column("key").filter(pa.array(wanted))).cast(pa.large_string())
        _, starts, texts = keys.buffers()
        data = np.frombuffer(texts, np.uint8) if texts else np.zeros(0, np.uint8)
        start = np.frombuffer(starts, np.int64)[keys.offset : keys.offset + len(keys) + 1]
        return data, *chosen(data, start), self.population.count[wanted]


def said(one: str) -> str:
    """The scheme in words: `name + "pro" + 2 figures`."""
    parts: Iterable[str] = re.findall(r"\*|#+|[^*#]+", one)
    figures = {1: "a figure"}
    return " + ".join(
        "name" if part == "*" else figures.get(len(part), f"{len(part)} figures") if part[0] == "#" else f'"{part}"'
        for part in parts
    )


@kernel
def chosen(text: Bytes, start: Longs) -> tuple[Longs, Longs]:
    """Where what somebody chose begins and ends in each key of a mailbox (`name@domain`) or profile (`site:name`)."""
    begin, end = start[:-1].copy(), start[1:].copy()
    for row in range(len(begin)):
        for place in range(start[row], start[row + 1]):
            if text[place] == 64:  # @
                end[row] = place
                break
            if text[place] == 58 and begin[row] == start[row]:  # :
                begin[row] = place + 1
    return begin, end


@kernel
def formed(text: Bytes, begin: Longs, end: Longs, count: Ints, head: Bytes, tail: Bytes) -> int:
    """The sum of `count` over what begins with one text and ends with another, figures as "#", but for letters and figures
    all left out."""
    found = 0
    for row in range(len(begin)):
        low, high = begin[row], end[row] - 1
        at = 0
        while at < len(head) and low <= high:
            sign = _sign(text[low])
            low += 1
            if sign:
                if sign != head[at]:
                    break
                at += 1
        left = len(tail)
        while at == len(head) and left and low <= high:
            sign = _sign(text[high])
            high -= 1
            if sign:
                if sign != tail[left - 1]:
                    break
                left -= 1
        if at == len(head) and not left:
            found += count[row]
    return found


@kernel
def _sign(byte: int) -> int:
    """A small letter, "#" for a figure, 0 for all else."""
    if 97 <= byte <= 122:
        return byte
    return 35 if 48 <= byte <= 57 else 0
