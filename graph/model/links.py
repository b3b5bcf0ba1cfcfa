"""Links: who shares what. A pure function of the facts; Arrow tables with integer references.

Shared values are nodes, not edges between people: a crowd of n holders costs n rows here, never n squared.

A column of text may be packed (graph.model.packed): a million applicants have 14 million holdings, and their texts stand
once, where the facts had them.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

APPLICANTS = pa.schema(
    [
        pa.field("id", pa.string()),  # the application's id in its source system; row number = `applicant` below
        pa.field("record", pa.string()),
        pa.field("system", pa.string()),
        pa.field("type", pa.string()),  # application, or employee and others that no application was found for
        pa.field("candidate", pa.string()),
        pa.field("name", pa.string()),
        pa.field("birth", pa.string()),
        pa.field("applied_at", pa.string()),
        pa.field("offered_at", pa.string()),
        pa.field("hired_at", pa.string()),
        pa.field("employer", pa.string()),
        pa.field("role", pa.string()),
        pa.field("status", pa.string()),
        pa.field("channel", pa.string()),
        pa.field("referred_by", pa.string()),
        pa.field("region", pa.string()),
        pa.field("area", pa.string()),  # "town|state|postcode" where no full address is given; weak, never a link
        pa.field("source", pa.int32()),
        pa.field("row", pa.int64()),
        pa.field("path", pa.string()),
        pa.field("joined", pa.list_(pa.string())),  # records joined to it, by which key
    ]
)

HIRED = frozenset(("hired", "employed"))
ENDED = frozenset(("terminated", "deprovisioned", "offboarded", "former"))
LEFT = ENDED | {"rejected", "withdrawn"}
"""Words of the column `status`, in small letters: of who works here, of who does no more, and of these and who never did."""

VALUES = pa.schema(
    [
        pa.field("kind", pa.string()),  # row number = `value` below; sorted by (kind, key)
        pa.field("key", pa.string()),
        pa.field("display", pa.string()),
        pa.field("holders", pa.int32()),  # distinct applicants
        pa.field("coarser", pa.int32()),  # the value this one falls into (building, network), null when none
    ]
)

PART_OF = ("part of it: ‘", "’")
"""What stands in `via` around the display of the finer value through which a coarser one is held."""

HOLDINGS = pa.schema(
    [
        pa.field("applicant", pa.int32()),  # sorted by (value, applicant), unique
        pa.field("value", pa.int32()),
        pa.field("observations", pa.int32()),
        pa.field("first_seen", pa.string()),
        pa.field("last_seen", pa.string()),
        pa.field("contexts", pa.string()),  # sorted, comma-separated
        pa.field("holders", pa.string()),  # names beside it (payee, recipient), sorted, "; "-separated
        pa.field("via", pa.string()),  # "" when exact; else the sentence that explains the tolerated difference
        pa.field("raw", pa.string()),  # of the first observation; so the four below
        pa.field("rule", pa.int32()),
        pa.field("source", pa.int32()),
        pa.field("row", pa.int64()),
        pa.field("path", pa.string()),
    ]
)

PASSAGE = pa.struct(
    [
        pa.field("left_start", pa.int32()),  # character offsets in both texts
        pa.field("left_end", pa.int32()),
        pa.field("right_start", pa.int32()),
        pa.field("right_end", pa.int32()),
        pa.field("words", pa.int32()),
    ]
)

TEXT_PAIRS = pa.schema(
    [
        pa.field("left", pa.int32()),  # applicant rows, left < right, unique, sorted
        pa.field("right", pa.int32()),
        pa.field("jaccard", pa.float64()),  # exact, of the sets of all word 5-shingles
        pa.field("shared", pa.int32()),  # number of shared 5-shingles
        pa.field("passages", pa.list_(PASSAGE)),  # copied runs of 40 words or more, longest first
        pa.field("retold", pa.float64()),  # bits that both tell one career in whatever words, 0 when they do not
        pa.field("facts", pa.string()),  # the agreeing facts in words, "; "-separated, "" when none
    ]
)

TEXTS = pa.schema(
    [
        pa.field("applicant", pa.int32()),  # which text was compared, and where it stood
        pa.field("words", pa.int32()),
        pa.field("file", pa.string()),
        pa.field("file_sha256", pa.string()),
        pa.field("source", pa.int32()),
        pa.field("row", pa.int64()),
        pa.field("path", pa.string()),
    ]
)

SOURCES = pa.schema(
    [
        pa.field("run", pa.string()),
        pa.field("name", pa.string()),
        pa.field("sha256", pa.string()),
        pa.field("reader", pa.string()),
        pa.field("supersedes", pa.string()),
    ]
)

TABLES = {
    "applicants": APPLICANTS,
    "values": VALUES,
    "holdings": HOLDINGS,
    "text_pairs": TEXT_PAIRS,
    "texts": TEXTS,
    "sources": SOURCES,
}


@dataclass(frozen=True)
class Links:
    """The six tables of one case at one time, and the runs they were made from (oldest first)."""

    applicants: pa.Table
    values: pa.Table
    holdings: pa.Table
    text_pairs: pa.Table
    texts: pa.Table
    sources: pa.Table
    runs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, schema in TABLES.items():
            table: pa.Table = getattr(self, name)
            if table.schema.names != schema.names:
                raise ValueError(f"links.{name}: columns {table.schema.names}, wanted {schema.names}")
