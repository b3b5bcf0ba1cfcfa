"""What a kind of identifier is. One entry says all that is true of it; everything else reads the entry.

The schema of the graph, the column names that readers know, the cleaning, the weighing, the wording, the
legend and the documentation are derived from these entries: adding a kind edits one file of this folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FAMILIES = ("contact", "location", "money", "device", "text", "people")
"""Facts of one family about one pair of persons count once (the strongest)."""


@dataclass(frozen=True, slots=True)
class Value:
    """A cleaned value: `key` is equal exactly when two raw spellings mean the same thing.

    `kind` may be a weaker sibling of the kind that was asked (a masked account is a `payroll_last4`).
    `display` is what a person reads; it never contains what must not be kept.
    """

    kind: str
    key: str
    display: str


Cleaner = Callable[[str, str], "Value | None"]
"""clean(raw, region) -> Value, or None when it is a placeholder, private, or not such a value at all.

`region` is an ISO 3166-1 alpha-2 country code from the record ("" when unknown). Never raises on any text;
`clean(clean(x).key, region).key == clean(x).key`.
"""


@dataclass(frozen=True)
class Kind:
    """One kind of identifier.

    strength: weight of evidence in bits (log2 likelihood ratio) when two persons of different names, and nobody
        else, share a value of this kind. Rarity lowers it (graph.analyse).
    crowd: with more persons than this a value is public: shown, and no tie.
    coarser: the kind that this one falls into (unit -> building, IP -> network); both are one fact.
    secret: the raw value is never stored; its key is a keyed token.
    regional: its cleaning asks for the region, so one text can mean two things in two countries.
    decisive: sharing it by three unrelated names founds a network alone.
    reason: sentence with {n} (persons) and {value} (display).
    columns: column names that mean this kind in a table; the first is the plain table's own.
    examples: (raw, key or None) pairs, region "US" unless a third item names another.
    """

    name: str
    label: str
    relationship: str
    title: str
    family: str
    columns: tuple[str, ...]
    clean: Cleaner
    strength: float
    crowd: int
    reason: str
    innocent: str
    examples: tuple[tuple[str, ...] | tuple[str, None] | tuple[str, str | None, str], ...] = ()
    coarser: str | None = None
    coarsen: Callable[[str], Value | None] | None = None
    secret: bool = False
    decisive: bool = False
    regional: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise ValueError(f"kind {self.name}: family {self.family!r} is not one of {', '.join(FAMILIES)}")
        if not self.name.isidentifier() or self.name != self.name.lower():
            raise ValueError(f"kind {self.name}: the name must be a lower-case word (snake_case)")
        if not self.label.isidentifier() or not self.relationship.isupper():
            raise ValueError(f"kind {self.name}: label must be a word and relationship UPPER_CASE")
        if "{n}" not in self.reason or "{value}" not in self.reason:
            raise ValueError(f"kind {self.name}: the reason must mention {{n}} and {{value}}")
        if self.crowd < 2:
            raise ValueError(f"kind {self.name}: crowd must be at least 2")
        if (self.coarser is None) != (self.coarsen is None):
            raise ValueError(f"kind {self.name}: coarser and coarsen go together")
