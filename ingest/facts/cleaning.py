"""Cleaning, over all observations of a run at once: each different (kind, raw, region) is cleaned a single time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.facts import OBSERVATIONS
from graph.model.kinds import KINDS, judge, secret_token
from ingest.facts.columns import codes_of

Progress = Callable[[str, int, int], None]
STEP = 20_000


def clean_observations(observed: pa.Table, case_key: bytes, progress: Progress | None = None) -> pa.Table:
    """Observations with `kind, key, display, note, rule`. The raw value of a secret kind is gone afterwards.

    The key of a secret kind is a keyed token of what it was cleaned to.
    """
    asked, raw, region = (observed[name].combine_chunks() for name in ("asked", "raw", "region"))
    _, first, inverse = np.unique(codes_of(asked, region, raw), return_index=True, return_inverse=True)
    rows = list(
        zip(asked.take(first).to_pylist(), raw.take(first).to_pylist(), region.take(first).to_pylist(), strict=True)
    )
    cleaned = []
    for at, (kind, text, where) in enumerate(rows):
        if progress and at % STEP == 0:
            progress("clean values", at, len(rows))
        cleaned.append(_clean(kind, text, where, case_key))
    if progress:
        progress("clean values", len(rows), len(rows))
    return _joined(observed, cleaned, inverse)


def _joined(
    observed: pa.Table, cleaned: list[tuple[str, str, str, str, int]], inverse: np.ndarray[Any, Any]
) -> pa.Table:
    names = ("kind", "key", "display", "note", "rule")
    columns = list(zip(*cleaned, strict=True)) if cleaned else [()] * len(names)
    arrays = {name: observed[name] for name in observed.column_names}
    for name, values in zip(names, columns, strict=True):
        arrays[name] = pa.array(values, OBSERVATIONS.field(name).type).take(pa.array(inverse))
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
