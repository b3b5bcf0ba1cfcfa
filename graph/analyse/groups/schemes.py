"""How people form their mailboxes and handles: a scheme is what stands around the name, figures by their number alone.

`anna.kowalski.pro77@…` and `jl.meyer_pro12@…` are both of the scheme `*pro##`. A scheme is a habit, or the hand of one who makes
mailboxes for many; it is weak evidence, and no value that anybody holds: it never founds a group (ties.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.groups.columns import decoded
from graph.analyse.persons.names import in_order
from graph.analyse.persons.spelling import folded_word

if TYPE_CHECKING:
    from graph.analyse.groups.people import People

KINDS_OF_SCHEME = ("email", "handle")

LEAST_WORD = 3
"""Letters that a word of a name must have to be looked for."""

LEAST_LETTERS = 2
"""Letters that a scheme must have beside the name: figures alone are anybody's."""

_WORDS = re.compile(r"[\W_]+")
_OUTSIDE = r"@.*$|^[a-z0-9]+:|[^a-z0-9@:]"
"""Of a key, what is no part of the name that was chosen: the domain or the site, and what stands between letters."""


def scheme(chosen: str, name: str) -> str:
    """The scheme of a chosen name (`annakowalskipro77`) of a person of this name; "" when it has none that says anything.

    >>> scheme("annakowalskipro77", "Anna Kowalski")
    '*pro##'
    >>> scheme("jsmith1980", "John Smith")
    ''
    """
    words = [word for part in _WORDS.split(in_order(name)) if (word := folded_word(part))]
    text = re.sub(r"[0-9]", "#", chosen)
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

    def __init__(self, people: People) -> None:
        self.people = people
        self._known: dict[int, frozenset[str]] = {}

    def of(self, person: int) -> frozenset[str]:
        """The schemes of what the person uses."""
        found = self._known.get(person)
        if found is None:
            population, name = self.people.population, self.people.name(person)
            chosen = [
                re.sub(_OUTSIDE, "", population.key[value])
                for value in self.people.values(person)
                if population.kind[value] in KINDS_OF_SCHEME and value not in population.innocent
            ]
            found = self._known[person] = frozenset({one for text in chosen if (one := scheme(text, name))})
        return found

    def holders(self, one: str) -> int:
        """At most so many persons are of this scheme: whoever uses something that begins and ends like it."""
        head, _, tail = one.partition("*")
        ends = ((head, self._begins), (tail[::-1], self._ends))
        return min(_between(*column, text) for text, column in ends if text)

    @cached_property
    def _chosen(self) -> tuple[pa.Array, np.ndarray]:
        """All that anybody chose, figures as "#", and how many persons use each."""
        population = self.people.population
        wanted = np.isin(
            population.number, [population.kinds.index(k) for k in KINDS_OF_SCHEME if k in population.kinds]
        )
        keys = decoded(self.people.links.values.column("key")).filter(pa.array(wanted))
        plain = pc.replace_substring_regex(pc.replace_substring_regex(keys, _OUTSIDE, ""), "[0-9]", "#")
        return plain, population.count[wanted]

    @cached_property
    def _begins(self) -> tuple[list[str], list[int]]:
        return _sorted(*self._chosen)

    @cached_property
    def _ends(self) -> tuple[list[str], list[int]]:
        chosen, count = self._chosen
        return _sorted(pc.utf8_reverse(chosen), count)


def said(one: str) -> str:
    """The scheme in words: `name + "pro" + 2 figures`."""
    parts: Iterable[str] = re.findall(r"\*|#+|[^*#]+", one)
    figures = {1: "a figure"}
    return " + ".join(
        "name" if part == "*" else figures.get(len(part), f"{len(part)} figures") if part[0] == "#" else f'"{part}"'
        for part in parts
    )


def _sorted(texts: pa.Array, count: np.ndarray) -> tuple[list[str], list[int]]:
    """The texts in order, and how many persons use those before each place."""
    order = pc.sort_indices(texts)
    return texts.take(order).to_pylist(), np.concatenate(([0], np.cumsum(count[np.asarray(order)]))).tolist()


def _between(texts: list[str], before: list[int], start: str) -> int:
    """How many persons use one that begins so."""
    low = bisect_left(texts, start)
    return before[bisect_left(texts, start + chr(0x10FFFF), low)] - before[low]
