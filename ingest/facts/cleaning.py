"""Cleaning, over all observations of a run at once: each different value of a kind is judged a single time.

The usual spellings of a kind are judged as columns (graph.model.kinds.many), all others one by one; when those are many, by
helpers.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.facts import OBSERVATIONS
from graph.model.kinds import KINDS, judge, secret_token
from graph.model.kinds.many import usual
from ingest.facts.columns import rows_table
from ingest.facts.pool import LostError, Pool

Progress = Callable[[str, int, int], None]
STEP = 10_000
POOLED = 150_000
"""Values in one order, and values from which on helpers are worth their start: judging one takes about 5 microseconds, the
start of a helper half a second."""

_CLEANED = pa.schema([OBSERVATIONS.field(name) for name in ("kind", "key", "display", "note", "rule")])
_VALUES = pa.schema([OBSERVATIONS.field(name) for name in ("asked", "raw", "region")])


def clean_observations(
    observed: pa.Table, case_key: bytes, progress: Progress | None = None, pool: Pool | None = None
) -> pa.Table:
    """Observations with `kind, key, display, note, rule`. The raw value of a secret kind is gone afterwards.

    The key of a secret kind is a keyed token of what it was cleaned to. With a pool, many values are cleaned by helpers,
    with the same outcome.
    """
    places = np.zeros(len(observed), np.int64)
    parts: list[pa.Table] = [_CLEANED.empty_table()]
    left: list[tuple[_Numbers, pa.Table]] = []
    done = 0
    for group in _groups(observed):
        known = usual(group.kind, group.raw, group.region)
        at = np.zeros(len(group.raw), np.int64)
        at[known.certain] = done + np.arange(len(known.key))
        parts.append(_usual_table(group.kind, known.key, known.display))
        done += len(known.key)
        unsure = np.flatnonzero(~known.certain)
        at[unsure] = -1 - sum(len(table) for _, table in left) - np.arange(len(unsure))
        left.append((unsure, group.values(unsure)))
        places[group.rows] = at[group.value]
        if progress:
            progress("clean values", done, 0)
    parts += _one_by_one(pa.concat_tables([_VALUES.empty_table(), *(table for _, table in left)]), case_key, pool)
    places[places < 0] = done - 1 - places[places < 0]
    if progress:
        progress("clean values", sum(map(len, parts)), sum(map(len, parts)))
    return _joined(observed, pa.concat_tables(parts).combine_chunks(), places)


_Numbers = np.ndarray[Any, Any]


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


def _groups(observed: pa.Table) -> list[_Group]:
    """By kind, in the order of the kinds' names."""
    asked = observed["asked"].combine_chunks().dictionary_encode()
    raw, region = observed["raw"].combine_chunks(), observed["region"].combine_chunks().dictionary_encode()
    codes, regions = np.asarray(asked.indices), np.asarray(region.indices, dtype=np.int64)
    names = asked.dictionary.to_pylist()
    return [
        _group(name, np.flatnonzero(codes == names.index(name)), raw, regions, region.dictionary)
        for name in sorted(names)
    ]


def _group(kind: str, rows: _Numbers, raw: pa.Array, regions: _Numbers, known: pa.Array) -> _Group:
    encoded = raw.take(pa.array(rows)).dictionary_encode()
    value = np.asarray(encoded.indices, dtype=np.int64)
    if not KINDS[kind].regional:
        return _Group(kind, rows, value, encoded.dictionary, pa.repeat("", len(encoded.dictionary)))
    pairs = pa.array(value * len(known) + regions[rows]).dictionary_encode()
    pair = np.asarray(pairs.dictionary)
    raws, where = encoded.dictionary.take(pa.array(pair // len(known))), known.take(pa.array(pair % len(known)))
    return _Group(kind, rows, np.asarray(pairs.indices), raws, where)


def _usual_table(kind: str, key: pa.Array, display: pa.Array) -> pa.Table:
    count = len(key)
    rule = pa.repeat(pa.scalar(KINDS[kind].version, pa.int32()), count)
    return pa.Table.from_arrays([pa.repeat(kind, count), key, display, pa.repeat("", count), rule], schema=_CLEANED)


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
    with _without_search_for_cycles():
        cleaned = [_clean(kind, raw, region, case_key) for kind, raw, region in zip(kinds, raws, regions, strict=True)]
        return rows_table(cleaned, _CLEANED)


@contextlib.contextmanager
def _without_search_for_cycles() -> Iterator[None]:
    """Ten thousand tuples are no garbage, and looking through them for cycles takes as long as judging them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _joined(observed: pa.Table, cleaned: pa.Table, places: _Numbers) -> pa.Table:
    arrays = {name: observed[name] for name in observed.column_names}
    taken = pa.array(places)
    for name in cleaned.column_names:
        arrays[name] = cleaned[name].take(taken)
    secret = pa.array([kind.name for kind in KINDS.values() if kind.secret], pa.string())
    hidden = [pc.is_in(arrays[name], value_set=secret) for name in ("asked", "kind")]
    if any(pc.any(one).as_py() for one in hidden):
        arrays["raw"] = pc.if_else(pc.or_(*hidden), "", arrays["raw"])
    return pa.table([arrays[field.name] for field in OBSERVATIONS], schema=OBSERVATIONS)


def _clean(kind: str, raw: str, region: str, case_key: bytes) -> tuple[str, str, str, str, int]:
    value = judge(kind, raw, region)
    if isinstance(value, str):
        return "", "", "", value, KINDS[kind].version
    key = value.key
    if KINDS[kind].secret or KINDS[value.kind].secret:
        key = secret_token(case_key, value.kind, value.key)
    return value.kind, key, value.display, "", KINDS[value.kind].version
