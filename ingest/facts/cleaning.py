"""Cleaning, over all observations of a run at once: each different spelling of a kind is judged a single time.

The usual spellings of a kind are judged as columns (graph.model.kinds.many), all others one by one; when those are many, by
helpers.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.cycles import without_search_for_cycles
from graph.model.facts import OBSERVATIONS, SEEN, SPELLINGS
from graph.model.kinds import KINDS, judge, secret_token
from graph.model.kinds.many import Usual, usual
from ingest.facts.coded import CODED, changed, coded, codes, constant, each_once
from ingest.facts.columns import plain, rows_table
from ingest.facts.pool import LostError, Pool

Progress = Callable[[str, int, int], None]
STEP = 10_000
POOLED = 150_000
"""Values in one order, and values of a kind from which on helpers are worth their start: judging one takes about 5
microseconds, the start of a helper half a second."""

THREADS = 2
"""Kinds whose usual values are judged at a time; most of that is work on columns, which does not hold the interpreter."""

_CODED = ("asked", "kind", "note")
_SPELLINGS = pa.schema([field.with_type(CODED) if field.name in _CODED else field for field in SPELLINGS])
_CLEANED = pa.schema([field for field in _SPELLINGS if field.name not in ("asked", "raw")])
_VALUES = pa.schema([OBSERVATIONS.field(name) for name in ("asked", "raw", "region")])
_SECRET = [kind.name for kind in KINDS.values() if kind.secret]
_Numbers = np.ndarray[Any, Any]


def clean_observations(
    given: list[pa.Table],
    case_key: bytes,
    progress: Progress | None = None,
    pool: Pool | None = None,
    *,
    region: str = "",
) -> tuple[pa.Table, pa.Table]:
    """Observations (OBSERVED; the one table of `given`, which is taken out) as SEEN and SPELLINGS. What often stands twice is
    coded, in one piece. What has no region is cleaned as of `region`, and keeps none.

    The key of a secret kind is a keyed token of what it was cleaned to, and its raw value is not kept. With a pool, many
    spellings are cleaned by helpers, with the same outcome.
    """
    observed = each_once(given)
    places = np.zeros(len(observed), np.int32)
    usual_ones: list[pa.Table] = []
    others: list[pa.Table] = []
    done = waiting = 0
    with ThreadPoolExecutor(THREADS, thread_name_prefix="clean") as threads:
        for group, known in threads.map(_judged, _pieces(observed, region)):
            unsure = np.flatnonzero(~known.certain)
            at = np.zeros(len(group.raw), np.int32)
            at[known.certain] = done + np.arange(len(known.key))
            at[unsure] = -1 - waiting - np.arange(len(unsure))
            places[group.rows] = at[group.value]
            usual_ones.append(_usual_table(group, known))
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
    seen = observed.append_column(SEEN.field("spelling"), pa.array(places))
    spellings = pa.concat_tables([_SPELLINGS.empty_table(), *usual_ones, *others])
    return seen.select(SEEN.names), each_once([spellings])


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


def _pieces(observed: pa.Table, region: str) -> list[_Piece]:
    """By kind, in the order of the kinds' names."""
    if not len(observed):
        return []
    asked = observed["asked"].chunk(0)
    regions = changed(observed["region"].chunk(0), lambda texts: pc.if_else(pc.equal(texts, ""), region, texts))
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


def _usual_table(group: _Group, known: Usual) -> pa.Table:
    count = len(known.key)
    raw = group.raw if known.certain.all() else group.raw.filter(pa.array(known.certain))
    columns = {
        "asked": constant(group.kind, count),
        "raw": pa.repeat("", count) if KINDS[group.kind].secret else raw,
        "kind": constant(group.kind, count),
        "key": known.key,
        "display": known.display,
        "note": constant("", count),
        "rule": pa.repeat(pa.scalar(KINDS[group.kind].version, pa.int32()), count),
    }
    return pa.table(columns, schema=_SPELLINGS)


def _one_by_one(values: pa.Table, case_key: bytes, pool: Pool | None) -> list[pa.Table]:
    """_SPELLINGS of each value, part by part."""
    orders = [(values.slice(at, STEP), case_key) for at in range(0, len(values), STEP)]
    helped = pool is not None and pool.size > 1 and len(values) >= POOLED
    answers = pool.map("clean", orders) if pool and helped else map(clean_values, orders)
    return [
        _with_raw(order[0], clean_values(order) if isinstance(answer, LostError) else answer)
        for order, answer in zip(orders, answers, strict=True)
    ]


def _with_raw(values: pa.Table, cleaned: pa.Table) -> pa.Table:
    """_SPELLINGS of values (_VALUES) and what they were cleaned to (_CLEANED): a secret is not kept as it stood."""
    asked, kind = (
        pc.is_in(plain(column), value_set=pa.array(_SECRET)) for column in (values["asked"], cleaned["kind"])
    )
    raw = pc.if_else(pc.or_(asked, kind), "", plain(values["raw"]))
    columns = {
        "asked": coded(values["asked"]),
        "raw": raw,
        **dict(zip(cleaned.column_names, cleaned.columns, strict=True)),
    }
    return pa.table(columns, schema=_SPELLINGS)


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
