"""Observations to shared values: which applicant is seen with which value, where, and how it is written.

A value that falls into a coarser one (a unit into its building, an IP address into its network) is held twice: as
itself, and through it as the coarser value; the second holding says so in `via`.

No text is copied for an observation: it has the numbers of its value, of its display, of its sentence and of the place
where it stands. A case of 100,000 applicants has two million observations, and nearly every text in them stands once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.facts import Observations
from graph.model.kinds import KINDS
from graph.model.kinds.many.base import nothing
from graph.model.kinds.many.coarser import MANY
from graph.model.links import PART_OF
from ingest.link.columns import Coded, Flags, Ints, Longs, coded, concatenated, encoded, plain

_TEXTS = ("observed_at", "context", "holder", "path")
"""Columns of places of which each text stands once."""


@dataclass(frozen=True)
class Words:
    """Different values: the kind, as the row of `names`, and the key."""

    names: tuple[str, ...]  # sorted; all kinds there are, and those of facts that an older version wrote
    kind: Ints
    key: pa.Array


@dataclass(frozen=True)
class Places:
    """Where things were observed, and what was said there."""

    observed_at: Coded
    context: Coded
    holder: Coded
    path: Coded
    source: pa.Array
    row: pa.Array
    spelling: Ints  # row of the two below
    raw: pa.Array
    rule: pa.Array

    def take(self, rows: Ints) -> Places:
        """Some of them, in that order."""
        index, spelling = pa.array(rows), self.spelling[rows]
        texts = {name: getattr(self, name).take(rows) for name in _TEXTS}
        columns = {name: getattr(self, name).take(index) for name in ("source", "row")}
        said = {name: getattr(self, name).take(pa.array(spelling)) for name in ("raw", "rule")}
        return Places(**texts, **columns, spelling=np.arange(len(rows), dtype=np.int32), **said)

    def and_those(self, other: Places) -> Places:
        """The rows of both."""
        texts = {name: getattr(self, name).and_those(getattr(other, name)) for name in _TEXTS}
        names = ("source", "row", "raw", "rule")
        columns = {name: concatenated(getattr(self, name), getattr(other, name)) for name in names}
        behind = other.spelling + np.int32(len(self.raw))
        return Places(**texts, **columns, spelling=np.concatenate([self.spelling, behind]))

    @staticmethod
    def of(observations: Observations) -> Places:
        """Those of observations."""
        seen, said = observations.seen, observations.spellings
        texts = {name: coded(seen[name]) for name in _TEXTS}
        columns = {
            name: plain(table[name]) for table, name in ((seen, "source"), (seen, "row"), (said, "raw"), (said, "rule"))
        }
        return Places(**texts, **columns, spelling=observations.spelling)


@dataclass(frozen=True)
class Plain:
    """Observations of one kind, each with texts of its own: for a few."""

    applicant: Ints
    key: pa.Array
    display: pa.Array
    places: Places

    def and_those(self, other: Plain) -> Plain:
        """The rows of both."""
        return Plain(
            np.concatenate([self.applicant, other.applicant]),
            concatenated(self.key, other.key),
            concatenated(self.display, other.display),
            self.places.and_those(other.places),
        )

    def observed(self, kind: str) -> Observed:
        """These observations as ones of `kind`, exact."""
        value, keys = encoded(self.key)
        each = np.arange(len(value), dtype=np.int32)
        words = Words((kind,), np.zeros(len(keys), np.int32), keys)
        nothing = pa.array([""], pa.string())
        return Observed(
            self.applicant, value, each, np.zeros_like(each), each, words, self.display, nothing, self.places
        )


@dataclass(frozen=True)
class Observed:
    """One entry for each observation that is a value and the applicant it is about; all but the applicant is the row of
    a table beside it."""

    applicant: Ints
    value: Ints
    display: Ints
    via: Ints
    at: Ints
    words: Words  # of `value`; some have no observation
    displays: pa.Array  # of `display`
    sentences: pa.Array  # of `via`: what differs; the first is "", for what is exact
    places: Places  # of `at`

    def of_kind(self, kind: str) -> Flags:
        """Which observations are of a kind."""
        return np.asarray(self.words.kind == self.words.names.index(kind))[self.value]

    def only(self, keep: Flags) -> Observed:
        """Some of the observations."""
        if keep.all():
            return self
        numbers = {name: getattr(self, name)[keep] for name in ("applicant", "value", "display", "via", "at")}
        return replace(self, **numbers)

    def plain(self) -> Plain:
        """Observations of one kind that are exact, with their texts."""
        key = self.words.key.take(pa.array(self.value))
        return Plain(self.applicant, key, self.displays.take(pa.array(self.display)), self.places.take(self.at))


def observed(observations: Observations, place: Longs, record: Longs, applicant: Longs) -> Observed:
    """The observations that are values, once for each applicant that their record is about.

    place: for each observation the row of its record, -1 when it has none: then it is left out.
    record, applicant: pairs sorted by record.
    """
    said, spelling = observations.spellings, observations.spelling
    names, kind = _kinds(said["kind"])
    keys, different = encoded(said["key"])
    word = np.full(len(kind), -1, np.int32)
    some = np.flatnonzero(kind >= 0)
    word[some], words = _words(names, kind[some], keys[some], different)
    rows = np.flatnonzero((word[spelling] >= 0) & (place >= 0))
    count = int(place.max(initial=-1)) + 1
    starts = np.searchsorted(record, np.arange(count + 1))
    sizes = np.diff(starts)[place[rows]]
    each = np.repeat(rows, sizes).astype(np.int32)
    within = np.arange(len(each)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    display = spelling[each]
    return Observed(
        applicant=applicant[starts[place[each]] + within].astype(np.int32),
        value=word[display],
        display=display,
        via=np.zeros(len(each), np.int32),
        at=each,
        words=words,
        displays=plain(said["display"]),
        sentences=pa.array([""], pa.string()),
        places=Places.of(observations),
    )


def _kinds(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Ints]:
    """The names of kinds, sorted, and for each spelling its kind; -1 for what is nothing."""
    kinds, given = encoded(column)
    known: list[str] = given.to_pylist()
    names = tuple(sorted({*KINDS, *filter(None, known)}))
    number = np.array([names.index(name) if name else -1 for name in known], np.int32)
    return names, number[kinds] if known else np.zeros(0, np.int32)


def _words(names: tuple[str, ...], kind: Ints, key: Ints, different: pa.Array) -> tuple[Ints, Words]:
    """Number the different pairs of kind and key. A key is nearly always of one kind: then it is the key's number."""
    own = np.full(len(different), -1, np.int32)
    own[key[::-1]] = kind[::-1]
    other = np.flatnonzero(kind != own[key])
    value = key.copy()
    if not len(other):
        return value, Words(names, own, different)
    pairs, again = np.unique(key[other] * np.int64(len(names)) + kind[other], return_inverse=True)
    value[other] = len(different) + again
    kinds = np.concatenate([own, (pairs % len(names)).astype(np.int32)])
    return value, Words(names, kinds, concatenated(different, different.take(pa.array(pairs // len(names)))))


def with_coarser(given: list[Observed]) -> tuple[Observed, Longs]:
    """The observations and, behind them, what they say of coarser values; and for each value (a row of `words`) the one
    that it falls into, -1 when none.

    given: the observations, which are taken out: the room of each of their columns goes back as soon as it is used up.
    """
    found = given.pop()
    held = np.bincount(found.value, minlength=len(found.words.kind)) > 0
    falls = np.array([name in KINDS and KINDS[name].coarsen is not None for name in found.words.names])
    fine = np.flatnonzero(held & falls[found.words.kind])
    target, words, place, shown = _coarsened(found.words, fine)
    into = np.full(len(words.kind), -1, np.int64)
    into[fine] = target
    rows = np.flatnonzero(into[found.value] >= 0)
    if not len(rows):
        return replace(found, words=words), into
    display = np.zeros(len(held), np.int32)
    display[fine] = place
    value = found.value[rows]
    via, sentences = _parts(found, rows)
    behind = {
        "applicant": found.applicant[rows],
        "value": into[value].astype(np.int32),
        "display": display[value] + np.int32(len(found.displays)),
        "via": via + np.int32(len(found.sentences)),
        "at": found.at[rows],
    }
    numbers = {name: getattr(found, name) for name in behind}
    displays, said, places = found.displays, found.sentences, found.places
    del found, rows, value, via, display
    for name in numbers:
        numbers[name] = np.concatenate([numbers[name], behind.pop(name)])
    displays = concatenated(displays, shown)
    said = concatenated(said, sentences)
    return Observed(**numbers, words=words, displays=displays, sentences=said, places=places), into


def _parts(found: Observed, rows: Longs) -> tuple[Ints, pa.Array]:
    """What is said of these observations when they stand for the coarser value: for each the number of its sentence."""
    shown, tolerated = found.display[rows], np.flatnonzero(found.via[rows])
    used = np.flatnonzero(np.bincount(shown, minlength=len(found.displays)))
    number = np.empty(len(found.displays), np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    via = number[shown]
    sentences = pc.binary_join_element_wise(PART_OF[0], found.displays.take(pa.array(used)), PART_OF[1], "")
    if not len(tolerated):
        return via, sentences
    before = found.sentences.take(pa.array(found.via[rows[tolerated]]))
    more = pc.binary_join_element_wise(sentences.take(pa.array(via[tolerated])), before, "; ")
    via[tolerated] = np.arange(len(tolerated), dtype=np.int32) + np.int32(len(used))
    return via, concatenated(sentences, more)


def _coarsened(words: Words, fine: Longs) -> tuple[Longs, Words, Longs, pa.Array]:
    """For each of the `fine` words the number of its coarser one (-1: none), the words with those; and for each of the
    fine ones which of the displays behind is its coarser one's."""
    target, place = np.full(len(fine), -1), np.zeros(len(fine), np.int64)
    kinds, keys, displays = [words.kind], [words.key], [pa.array([""], pa.string())]
    count, many = len(words.kind), 1
    for name in sorted({kind.coarser for kind in KINDS.values() if kind.coarser is not None}):
        rows, key, display = _falling_into(name, words, fine)
        place[rows] = many + np.arange(len(rows))
        displays.append(display)
        many += len(rows)
        code, different = encoded(key)
        kind = words.names.index(name)
        known = np.flatnonzero(words.kind == kind)
        among = pc.index_in(different, value_set=words.key.take(pa.array(known)))
        new = np.asarray(among.is_null())
        number = np.empty(len(different), np.int64)
        number[~new] = known[np.asarray(among.drop_null())]
        number[new] = count + np.arange(int(new.sum()))
        target[rows] = number[code]
        kinds.append(np.full(int(new.sum()), kind, np.int32))
        keys.append(different.filter(pa.array(new)))
        count += len(keys[-1])
    more = Words(words.names, np.concatenate(kinds), pa.concat_arrays(keys))
    return target, more, place, pa.concat_arrays(displays)


def _falling_into(name: str, words: Words, fine: Longs) -> tuple[Longs, pa.Array, pa.Array]:
    """Which of the `fine` words fall into a value of the kind `name`, and its key and display for each of them."""
    found = [(np.zeros(0, np.int64), pa.array([], pa.string()), pa.array([], pa.string()))]
    for number, finer in enumerate(words.names):
        kind = KINDS.get(finer)
        if kind is None or kind.coarser != name or kind.coarsen is None:
            continue
        rows = np.flatnonzero(words.kind[fine] == number)
        keys = words.key.take(pa.array(fine[rows]))
        usual = MANY[finer](keys) if finer in MANY else nothing(keys, keys)
        found.append((rows[usual.certain], usual.key, usual.display))
        rest = np.flatnonzero(~usual.certain)
        values = [kind.coarsen(key) for key in keys.take(pa.array(rest)).to_pylist()]
        some = [value for value in values if value is not None]
        texts = [[value.key for value in some], [value.display for value in some]]
        held = rows[rest[[value is not None for value in values]]]
        found.append((held, *(pa.array(column, pa.string()) for column in texts)))
    every, keys, displays = zip(*found, strict=True)
    return np.concatenate(every), pa.concat_arrays(keys), pa.concat_arrays(displays)
