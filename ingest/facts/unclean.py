"""Values that stand in a file and cannot be cleaned: one line for each file, column and kind, with a remedy.

They are no rejected rows: the row is read, its other values count, and the value stays in the facts as it stood. What is
nothing by its meaning (a filler, a masked number, a private range) is not said, nor is what was found in a text by search.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds import KINDS, MISWRITTEN, REASONS
from ingest.facts.coded import changed, codes, distinct

_FOUND_IN_TEXT = "cv"
"""Context of what was found in a text by search."""

_OFTEN_VAGUE = [kind.name for kind in KINDS.values() if kind.family == "people"]
"""Kinds of which what is vague is an honest answer: "freelance" as a former employer, "LinkedIn" as who referred."""

_REMEDIES = {
    "vague": "Write it in full.",
    "no_place": "Add the town or the postcode.",
    "too_long": "Write one value per cell.",
    "checksum": "Correct it where it comes from.",
}
_INVALID = {
    "phone": (
        "Write one number per cell, with its country code (+49 …); numbers without one need their country: a column"
        " `region`, or --region CC for a new case."
    )
}


@dataclass(frozen=True)
class Unclean:
    """The values of one kind in one column that cannot be cleaned.

    column: its name, or the JSON pointer with * for numbers. values: how many there are in all. row: the first bad one's.
    reasons: code of REASONS -> how many, most first.
    """

    file: str
    column: str
    kind: str
    values: int
    row: int | None
    reasons: tuple[tuple[str, int], ...]

    @property
    def place(self) -> tuple[str, str, str]:
        """What they are sorted by."""
        return self.file, self.column, self.kind

    @property
    def unclean(self) -> int:
        return sum(number for _, number in self.reasons)

    @property
    def remedy(self) -> str:
        reason = self.reasons[0][0]
        otherwise = f"Check that the column holds this kind ({self.kind}), and write one value per cell."
        return _REMEDIES.get(reason) or _INVALID.get(self.kind) or otherwise

    def __str__(self) -> str:
        """One line for people: how many of how many, where the first one is, why, and what to do."""
        row = "" if self.row is None else f", row {self.row}"
        of = f"{self.unclean:,} of {self.values:,} {'value' if self.values == 1 else 'values'}"
        verb = "was" if self.unclean == 1 else "were"
        first = " (this row is the first)" if row and self.unclean > 1 else ""
        several = len(self.reasons) > 1
        why = "; ".join(REASONS[code] + (f" ({number:,})" if several else "") for code, number in self.reasons)
        place = f"at {self.column}" if self.column.startswith("/") else f"in column {self.column!r}"
        return f"{self.file}{row}: {of} {place} {verb} not used as {self.kind}{first}: {why}. {self.remedy}"

    def to_dict(self) -> dict[str, Any]:
        """For --json, and for the manifest of the run."""
        return {
            "file": self.file,
            "column": self.column,
            "kind": self.kind,
            "unclean": self.unclean,
            "values": self.values,
            "row": self.row,
            "reasons": dict(self.reasons),
            "remedy": self.remedy,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Unclean:
        """As to_dict gave it."""
        reasons = _most_first(kept["reasons"])
        return cls(kept["file"], kept["column"], kept["kind"], kept["values"], kept["row"], reasons)


def unclean(seen: pa.Table, spellings: pa.Table, names: Mapping[int, str]) -> dict[int, tuple[Unclean, ...]]:
    """By source, what of its observations (SEEN, SPELLINGS, as clean_observations gives them) cannot be cleaned.

    names: of each source the name of its file.
    """
    if not len(seen):
        return {}
    note, asked = (spellings[name].chunk(0) for name in ("note", "asked"))
    context, path = (seen[name].chunk(0) for name in ("context", "path"))
    wrong = _in(note, sorted(MISWRITTEN)) & ~(_in(note, ["vague"]) & _in(asked, _OFTEN_VAGUE))
    if not wrong.any():
        return {}
    spelling = np.asarray(seen["spelling"])
    written = ~_in(context, [_FOUND_IN_TEXT])
    bad = wrong[spelling] & written
    kinds = asked.dictionary.to_pylist()
    group = np.asarray(seen["source"], np.int64) * len(kinds) + codes(asked)[spelling]
    rows = np.flatnonzero(np.isin(group, np.unique(group[bad])) & written)
    columns = distinct(changed(path.take(pa.array(rows)), _without_numbers))
    texts = columns.dictionary.to_pylist()
    places, place = np.unique(group[rows] * len(texts) + codes(columns), return_inverse=True)
    total, bad = np.bincount(place), bad[rows]
    at_place, at_note = place[bad], codes(note)[spelling[rows[bad]]]
    with_bad, first = np.unique(at_place, return_index=True)
    reasons: dict[int, dict[str, int]] = {}
    pairs, numbers = np.unique(at_place * len(note.dictionary) + at_note, return_counts=True)
    for pair, number in zip(pairs.tolist(), numbers.tolist(), strict=True):
        at, code = divmod(pair, len(note.dictionary))
        reasons.setdefault(at, {})[note.dictionary[code].as_py()] = number
    row = seen["row"].take(pa.array(rows[bad][first])).to_pylist()
    found: dict[int, list[Unclean]] = {}
    for number, (at, where) in enumerate(zip(with_bad.tolist(), places[with_bad].tolist(), strict=True)):
        of, column = divmod(where, len(texts))
        source, kind = divmod(of, len(kinds))
        values = int(total[at])
        one = Unclean(names[source], texts[column], kinds[kind], values, row[number], _most_first(reasons[at]))
        found.setdefault(source, []).append(one)
    return {source: tuple(sorted(ones, key=lambda one: one.place)) for source, ones in found.items()}


def _in(column: pa.DictionaryArray, texts: list[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Of each row, whether its text is one of these."""
    has: np.ndarray[Any, np.dtype[np.bool_]] = np.asarray(pc.is_in(column.dictionary, value_set=pa.array(texts)))
    return has[codes(column)]


def _without_numbers(paths: pa.Array) -> pa.Array:
    """JSON pointers with * for the numbers in lists; names of columns as they are."""
    general = pc.replace_substring_regex(paths, r"/\d+(/|$)", r"/*\1")
    general = pc.replace_substring_regex(general, r"/\d+(/|$)", r"/*\1")  # the second of two that share a bar
    return pc.if_else(pc.starts_with(paths, "/"), general, paths)


def _most_first(reasons: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0])))
