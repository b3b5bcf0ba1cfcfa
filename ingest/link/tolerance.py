"""Tolerated spellings put to work: observations of a rarer spelling become observations of the commoner value."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.link.addresses import readings
from ingest.link.columns import codes, pairs
from ingest.link.values import SEPARATOR, Observed


def tolerate(found: Observed, kind: str) -> tuple[Observed, dict[str, str]]:
    """Read the rarer spellings of one kind (address, building) as the commoner ones. Also says which became which."""
    of_kind = np.asarray(pc.starts_with(found.value, kind + SEPARATOR))
    if not of_kind.any():
        return found, {}
    rows = np.flatnonzero(of_kind)
    code, words = codes(found.value.take(pa.array(rows)))
    held, _ = pairs(code, found.applicant[rows], int(found.applicant.max()) + 1)
    holders = np.bincount(held, minlength=len(words))
    keys = [word.split(SEPARATOR, 1)[1] for word in words.to_pylist()]
    read = readings(dict(zip(keys, holders.tolist(), strict=True)))
    if not read:
        return found, {}
    number = {key: at for at, key in enumerate(keys)}
    target = np.array([number[read[key].key] if key in read else at for at, key in enumerate(keys)])
    why = pa.array([read[key].why if key in read else "" for key in keys], pa.string())
    first = np.full(len(words), len(rows))
    np.minimum.at(first, code, np.arange(len(rows)))
    shown = found.display.take(pa.array(rows[first]))
    moved = np.flatnonzero(target[code] != code)
    mask = np.zeros(len(found.value), np.bool_)
    mask[rows[moved]] = True
    to = pa.array(target[code[moved]])
    said = why.take(pa.array(code[moved]))
    before = found.via.take(pa.array(rows[moved]))
    said = pc.if_else(pc.equal(before, ""), said, pc.binary_join_element_wise(before, said, "; "))
    changed = {
        "value": pc.replace_with_mask(found.value, pa.array(mask), words.take(to)),
        "display": pc.replace_with_mask(found.display, pa.array(mask), shown.take(to)),
        "via": pc.replace_with_mask(found.via, pa.array(mask), said),
    }
    renamed = {f"{kind}{SEPARATOR}{old}": f"{kind}{SEPARATOR}{new.key}" for old, new in read.items()}
    return Observed(**{**vars(found), **changed}), renamed
