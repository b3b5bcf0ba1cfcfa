"""Mailboxes of plain letters, digits and signs, with a tag where their provider takes it for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.email import FILLER_NAMES, Provider, provider_of
from graph.model.kinds.many.base import Usual, among, flags, halves, joined, matches, narrowed, these

_NAME = r"[a-z0-9_](?:[a-z0-9_.\-]{0,61}[a-z0-9_\-])?"
_TAGGED = r"[a-z0-9_](?:[a-z0-9_.\-]{0,28}[a-z0-9_\-])?\+[a-z0-9_.\-]{0,30}"
_SHAPE = rf"(?:{_NAME}|{_TAGGED})@[a-z0-9][a-z0-9.\-]{{1,250}}"


def usual_email(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_email."""
    low = pc.ascii_lower(pc.ascii_trim(raws, " "))
    certain = matches(low, _SHAPE) & ~np.asarray(pc.match_substring(low, ".."))
    name, domain = halves(these(low, certain), "@")
    encoded = domain.dictionary_encode()
    providers = [provider_of(text) for text in encoded.dictionary.to_pylist()]
    codes = np.asarray(encoded.indices)
    known = np.array([one is not None and not one.example for one in providers], np.bool_)[codes]
    tagged = flags(pc.match_substring(name, "+"))
    if tagged.any():
        known &= ~tagged | np.array([one is not None and one.tags for one in providers], np.bool_)[codes]
        name = pc.replace_substring_regex(name, r"\+.*", "")
    bare = _without_ignored(name, providers, codes)
    kept = known & ~among(name, FILLER_NAMES) & ~among(bare, {*FILLER_NAMES, ""})
    at = pa.array([one.domain if one else "" for one in providers], pa.string()).take(encoded.indices)
    key = these(joined(bare, "@", at), kept)
    return Usual(narrowed(certain, kept), key, key)


def _without_ignored(name: pa.Array, providers: Sequence[Provider | None], codes: np.ndarray[Any, Any]) -> pa.Array:
    """Names without the characters that their provider ignores."""
    found = name
    for ignored in sorted({one.ignored for one in providers if one and one.ignored}):
        replaced = name
        for character, instead in ignored:
            replaced = pc.replace_substring(replaced, character, instead)
        here = np.array([one is not None and one.ignored == ignored for one in providers], np.bool_)[codes]
        found = pc.if_else(pa.array(here), replaced, found)
    return found
