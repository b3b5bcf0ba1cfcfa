"""Cleaning, over all observations of a run at once: each different (kind, raw, region) is cleaned a single time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.facts import OBSERVATIONS
from graph.model.kinds import KINDS, judge, secret_token
from ingest.facts.columns import codes_of, rows_table
from ingest.facts.pool import LostError, Pool

Progress = Callable[[str, int, int], None]
STEP = 10_000
POOLED = 50_000
"""Values in one order, and values from which on helpers are worth their start."""

_CLEANED = pa.schema([OBSERVATIONS.field(name) for name in ("kind", "key", "display", "note", "rule")])


def clean_observations(
    observed: pa.Table, case_key: bytes, progress: Progress | None = None, pool: Pool | None = None
) -> pa.Table:
    """Observations with `kind, key, display, note, rule`. The raw value of a secret kind is gone afterwards.

    The key of a secret kind is a keyed token of what it was cleaned to. With a pool, many values are cleaned by helpers,
    with the same outcome.
    """
    asked, raw, region = (observed[name].combine_chunks() for name in ("asked", "raw", "region"))
    inverse = codes_of(asked, region, raw)
    first = pa.array(np.unique(inverse, return_index=True)[1])
    values = pa.table({"asked": asked.take(first), "raw": raw.take(first), "region": region.take(first)})
    orders = [(values.slice(at, STEP), case_key) for at in range(0, len(values), STEP)]
    helped = pool is not None and pool.size > 1 and len(values) >= POOLED
    answers = pool.map("clean", orders) if pool and helped else map(clean_values, orders)
    cleaned = [_CLEANED.empty_table()]
    for order, answer in zip(orders, answers, strict=True):
        if progress:
            progress("clean values", (len(cleaned) - 1) * STEP, len(values))
        cleaned.append(clean_values(order) if isinstance(answer, LostError) else answer)
    if progress:
        progress("clean values", len(values), len(values))
    return _joined(observed, pa.concat_tables(cleaned).combine_chunks(), inverse)


def clean_values(order: tuple[pa.Table, bytes]) -> pa.Table:
    """`kind, key, display, note, rule` of each `asked, raw, region`; beside them the case's key."""
    values, case_key = order
    kinds, raws, regions = (values[name].to_pylist() for name in ("asked", "raw", "region"))
    cleaned = [_clean(kind, raw, region, case_key) for kind, raw, region in zip(kinds, raws, regions, strict=True)]
    return rows_table(cleaned, _CLEANED)


def _joined(observed: pa.Table, cleaned: pa.Table, inverse: np.ndarray[Any, Any]) -> pa.Table:
    arrays = {name: observed[name] for name in observed.column_names}
    places = pa.array(inverse)
    for name in cleaned.column_names:
        arrays[name] = cleaned[name].take(places)
    secret = pa.array([kind.name for kind in KINDS.values() if kind.secret], pa.string())
    hidden = pc.or_(pc.is_in(arrays["asked"], value_set=secret), pc.is_in(arrays["kind"], value_set=secret))
    arrays["raw"] = pc.if_else(hidden, "", arrays["raw"])
    return pa.table([arrays[field.name] for field in OBSERVATIONS], schema=OBSERVATIONS)


def _clean(kind: str, raw: str, region: str, case_key: bytes) -> tuple[str, str, str, str, int]:
    value = judge(kind, raw, region)
    if isinstance(value, str):
        return "", "", "", value, KINDS[kind].version
    key = value.key
    if KINDS[kind].secret or KINDS[value.kind].secret:
        key = secret_token(case_key, value.kind, value.key)
    return value.kind, key, value.display, "", KINDS[value.kind].version
