"""Which record carries which key, without the keys that are no ids.

A key is the id of one thing. It joins nothing when records of more than 50 different names carry it, or when its id is
a filler ("application:n/a"). A file name is weaker: a hundred people call their file resume.pdf. It counts only when
one document's content and the applications of one person carry it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.link.columns import Flags, Longs, filled, firsts, pairs, ranks, whole

MOST_NAMES = 50
FILLERS = ("", "0", "-", "n/a", "na", "nan", "none", "null", "nil", "unknown", "undefined", "tbd", "test", "x")


@dataclass(frozen=True)
class Keys:
    """Different pairs of record and key, sorted by record; the texts of the keys; which keys are file names."""

    record: Longs
    key: Longs
    texts: pa.Array
    is_file: Flags

    def only(self, keep: Flags) -> Keys:
        """The pairs that are kept."""
        return Keys(self.record[keep], self.key[keep], self.texts, self.is_file)


def keys_of(records: pa.Table, is_application: Flags, texts: pa.Table) -> Keys:
    """The keys that join. An application carries its own id also when its reader did not say so."""
    lists = whole(records["keys"])
    own = np.flatnonzero(is_application)
    said = pc.binary_join_element_wise("application", whole(records["id"]).take(pa.array(own)), ":")
    record = np.concatenate([np.asarray(pc.list_parent_indices(lists)).astype(np.int64), own])
    every = pa.concat_arrays([pc.fill_null(pc.list_flatten(lists), ""), said])
    code, words = ranks(every)
    record, code = pairs(record, code, len(words))
    keys = Keys(record, code, words, np.asarray(pc.starts_with(words, "file:")))
    worthless = _filler(words) | _common(keys, records) | _ambiguous(keys, records, is_application, texts)
    return keys.only(~worthless[code])


def _filler(words: pa.Array) -> Flags:
    ids = pc.utf8_lower(pc.utf8_trim_whitespace(pc.replace_substring_regex(words, "^.*:", "")))
    counted = pc.equal(words, "application:0")  # a table that counts from nought
    return np.asarray(pc.and_not(pc.is_in(ids, value_set=pa.array(FILLERS)), counted))


def _common(keys: Keys, records: pa.Table) -> Flags:
    """Keys that records of too many different names carry."""
    name, names = ranks(pc.utf8_lower(whole(records["name"])))
    return _carriers(keys, name, filled(names)[name]) > MOST_NAMES


def _carriers(keys: Keys, thing: Longs, counts: Flags) -> Longs:
    """For each key how many different things carry it. thing, counts: by record."""
    keep = counts[keys.record]
    key, _ = pairs(keys.key[keep], thing[keys.record[keep]], int(thing.max(initial=0)) + 1)
    return np.bincount(key, minlength=len(keys.texts))


def _ambiguous(keys: Keys, records: pa.Table, is_application: Flags, texts: pa.Table) -> Flags:
    """File names that two documents of different content, or two persons' applications, carry."""
    if not keys.is_file.any():
        return keys.is_file
    content, _ = ranks(_content(records, texts))
    known = pc.if_else(pc.equal(whole(records["candidate"]), ""), whole(records["record"]), whole(records["candidate"]))
    person, _ = ranks(known)
    several = (_carriers(keys, content, ~is_application) > 1) | (_carriers(keys, person, is_application) > 1)
    return keys.is_file & several


def _content(records: pa.Table, texts: pa.Table) -> pa.Array:
    """SHA-256 of the first file of each record, the record's name where there is none."""
    names = whole(records["record"])
    if not len(texts):
        return names
    holder, owners = ranks(texts["record"])
    order = np.lexsort((ranks(texts["file_sha256"])[0], holder))
    files = whole(texts["file_sha256"]).take(pa.array(order[firsts(holder[order])]))
    found = files.take(pc.index_in(names, value_set=owners))
    return pc.if_else(pc.equal(pc.fill_null(found, ""), ""), names, found)
