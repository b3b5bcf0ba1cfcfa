"""Cleaning, over all observations of a run at once: each different value of a kind is judged a single time.

The usual spellings of a kind are judged as columns (graph.model.kinds.many), all others one by one; when those are many, by
helpers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.cycles import without_search_for_cycles
from graph.model.facts import OBSERVATIONS
from graph.model.kinds import KINDS, judge, secret_token
from graph.model.kinds.many import Usual, usual
from ingest.facts.coded import CODED, codes, constant, each_once, of_codes, picked, used
from ingest.facts.columns import rows_table
from ingest.facts.pool import LostError, Pool
from ingest.sources._coded import whole

Progress = Callable[[str, int, int], None]
STEP = 10_000
POOLED = 150_000
"""Values in one order, and values of a kind from which on helpers are worth their start: judging one takes about 5
microseconds, the start of a helper half a second."""

THREADS = 2
"""Kinds whose usual values are judged at a time; most of that is work on columns, which does not hold the interpreter."""

_CLEANED = pa.schema(
    [
        *(pa.field(name, CODED) for name in ("kind", "key", "display", "note")),
        OBSERVATIONS.field("rule"),
    ]
)
_VALUES = pa.schema([OBSERVATIONS.field(name) for name in ("asked", "raw", "region")])
_SECRET = [kind.name for kind in KINDS.values() if kind.secret]
_Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Cleaned:
    """Observations (OBSERVED, `each_once`), the different values of their kinds with what they were cleaned to, and which
    of those each observation has. They are joined part by part, so that nothing long stands once for each row."""

    observed: pa.Table
    values: pa.Table
    places: _Numbers

    def __len__(self) -> int:
        return len(self.observed)

    def largest(self) -> int:
        """Bytes of the largest column: of a coded one of its words, but of the raw values as they stand in the rows."""
        raw = self.observed["raw"]
        found: list[int] = [
            column.nbytes if column.type != CODED else _words(column).nbytes for column in self.observed.columns
        ]
        found += [_words(column).nbytes for column in self.values.columns if column.type == CODED]
        if raw.type == CODED and len(raw):
            found.append(int(np.asarray(pc.binary_length(_words(raw)))[codes(raw.chunk(0))].sum(dtype=np.int64)))
        return max(found)

    def parts(self, rows: int) -> Iterator[pa.Table]:
        """All observations in order, so many at a time: the columns of OBSERVATIONS, most of them coded. The raw value of a
        secret kind is not among them."""
        secret = self._secret()
        for at in range(0, max(1, len(self)), rows):
            part, places = self.observed.slice(at, rows), self.places[at : at + rows]
            columns = {name: _part(part[name]) for name in part.column_names}
            columns |= {name: _part(self.values[name], places) for name in self.values.column_names}
            if secret is not None:
                columns["raw"] = pc.if_else(pa.array(secret[places]), "", columns["raw"])
            yield pa.table({name: columns[name] for name in OBSERVATIONS.names})

    def _secret(self) -> _Numbers | None:
        """Which values are secret, by what was asked or what they are; None when none is."""
        kind, asked = self.values["kind"].chunk(0), self.observed["asked"].chunk(0) if len(self) else None
        secret = _is_secret(kind)
        if asked is not None:
            secret[self.places[_is_secret(asked)]] = True
        return secret if secret.any() else None


def _is_secret(kinds: pa.DictionaryArray) -> _Numbers:
    found: _Numbers = np.array(pc.is_in(kinds.dictionary, value_set=pa.array(_SECRET, pa.string())))[codes(kinds)]
    return found


def _words(column: pa.ChunkedArray) -> pa.Array:
    """The words of a coded column, which stands in one piece."""
    return column.chunk(0).dictionary if column.num_chunks else pa.array([], pa.string())


def _part(column: pa.ChunkedArray, places: _Numbers | None = None) -> pa.Array | pa.ChunkedArray:
    """A part of a column, or the values of these places of it."""
    if column.type != CODED:
        return column if places is None else whole(column).take(pa.array(places))
    one = column.chunk(0)
    return used(one if places is None else of_codes(codes(one)[places], one.dictionary))


def clean_observations(
    given: list[pa.Table], case_key: bytes, progress: Progress | None = None, pool: Pool | None = None
) -> Cleaned:
    """Observations (OBSERVED; the one table of `given`, which is taken out) with `kind, key, display, note, rule`.

    The key of a secret kind is a keyed token of what it was cleaned to. With a pool, many values are cleaned by helpers,
    with the same outcome.
    """
    observed = each_once(given)
    places = np.zeros(len(observed), np.int32)
    usual_ones: list[pa.Table] = [_CLEANED.empty_table()]
    others: list[pa.Table] = []
    done = waiting = 0
    with ThreadPoolExecutor(THREADS, thread_name_prefix="clean") as threads:
        for group, known in threads.map(_judged, _pieces(observed)):
            unsure = np.flatnonzero(~known.certain)
            at = np.zeros(len(group.raw), np.int32)
            at[known.certain] = done + np.arange(len(known.key))
            at[unsure] = -1 - waiting - np.arange(len(unsure))
            places[group.rows] = at[group.value]
            usual_ones.append(_usual_table(group.kind, known.key, known.display))
            others += _one_by_one(group.values(unsure), case_key, pool)  # while the next kinds are judged
            done += len(known.key)
            waiting += len(unsure)
            if progress:
                progress("clean values", done + waiting, 0)
            del group, known  # of the last kind they would hold columns until the end
    rest = places < 0
    places[rest] = done - 1 - places[rest]
    if progress:
        progress("clean values", done + waiting, done + waiting)
    cleaned = [pa.concat_tables([*usual_ones, *others])]
    usual_ones.clear()  # they hold its columns
    others.clear()
    return Cleaned(observed, each_once(cleaned), places)


@dataclass(frozen=True)
class _Piece:
    """The observations of one kind: in which rows they stand, and their values there, beside them the regions."""

    kind: str
    rows: list[_Numbers]
    raws: list[pa.Array]
    regions: pa.DictionaryArray


@dataclass(frozen=True)
class _Group:
    """The observations of one kind: in which rows they stand, which value each has, and the values, each once."""

    kind: str
    rows: _Numbers
    value: _Numbers
    raw: pa.Array
    region: pa.Array

    def values(self, these: _Numbers) -> pa.Table:
        """Some of the values (_VALUES)."""
        taken = pa.array(these)
        columns = [pa.repeat(self.kind, len(these)), self.raw.take(taken), self.region.take(taken)]
        return pa.Table.from_arrays(columns, schema=_VALUES)


def _pieces(observed: pa.Table) -> list[_Piece]:
    """By kind, in the order of the kinds' names."""
    if not len(observed):
        return []
    asked, regions = observed["asked"].chunk(0), observed["region"].chunk(0)
    names = asked.dictionary.to_pylist()
    found = {name: _Piece(name, [], [], regions) for name in sorted(names)}
    at = 0
    for chunk in observed["raw"].chunks:  # as they were read: mostly of one kind
        here = codes(asked)[at : at + len(chunk)]
        for number in np.flatnonzero(np.bincount(here)).tolist():
            rows = np.flatnonzero(here == number)
            piece = found[names[number]]
            piece.rows.append(rows + at)
            piece.raws.append(chunk if len(rows) == len(chunk) else chunk.take(pa.array(rows)))
        at += len(chunk)
    return [piece for piece in found.values() if piece.rows]


def _judged(piece: _Piece) -> tuple[_Group, Usual]:
    group = _group(piece)
    return group, usual(group.kind, group.raw, group.region)


def _group(piece: _Piece) -> _Group:
    encoded = pa.chunked_array(piece.raws).dictionary_encode()
    texts = encoded.chunk(0).dictionary  # of all chunks
    rows, value = np.concatenate(piece.rows), np.concatenate([codes(chunk) for chunk in encoded.chunks])
    if not KINDS[piece.kind].regional:
        return _Group(piece.kind, rows, value, texts, pa.repeat("", len(texts)))
    known = piece.regions.dictionary
    pairs = pa.array(value.astype(np.int64) * len(known) + codes(piece.regions)[rows]).dictionary_encode()
    pair = np.asarray(pairs.dictionary)
    raws, where = texts.take(pa.array(pair // len(known))), known.take(pa.array(pair % len(known)))
    return _Group(piece.kind, rows, np.asarray(pairs.indices), raws, where)


def _usual_table(kind: str, key: pa.Array, display: pa.Array) -> pa.Table:
    count = len(key)
    rule = pa.repeat(pa.scalar(KINDS[kind].version, pa.int32()), count)
    each = pa.array(np.arange(count, dtype=np.int32))
    columns = [constant(kind, count), picked(key, each), picked(display, each), constant("", count), rule]
    return pa.Table.from_arrays(columns, schema=_CLEANED)


def _one_by_one(values: pa.Table, case_key: bytes, pool: Pool | None) -> list[pa.Table]:
    """_CLEANED of each value, part by part."""
    orders = [(values.slice(at, STEP), case_key) for at in range(0, len(values), STEP)]
    helped = pool is not None and pool.size > 1 and len(values) >= POOLED
    answers = pool.map("clean", orders) if pool and helped else map(clean_values, orders)
    return [
        clean_values(order) if isinstance(answer, LostError) else answer
        for order, answer in zip(orders, answers, strict=True)
    ]


def clean_values(order: tuple[pa.Table, bytes]) -> pa.Table:
    """`kind, key, display, note, rule` of each `asked, raw, region`; beside them the case's key."""
    values, case_key = order
    kinds, raws, regions = (values[name].to_pylist() for name in ("asked", "raw", "region"))
    with without_search_for_cycles():
        cleaned = [_clean(kind, raw, region, case_key) for kind, raw, region in zip(kinds, raws, regions, strict=True)]
        return rows_table(cleaned, _CLEANED)


def _clean(kind: str, raw: str, region: str, case_key: bytes) -> tuple[str, str, str, str, int]:
    value = judge(kind, raw, region)
    if isinstance(value, str):
        return "", "", "", value, KINDS[kind].version
    key = value.key
    if KINDS[kind].secret or KINDS[value.kind].secret:
        key = secret_token(case_key, value.kind, value.key)
    return value.kind, key, value.display, "", KINDS[value.kind].version
