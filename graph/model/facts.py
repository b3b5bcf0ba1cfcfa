"""Facts: what a run keeps of its source files. Six Arrow tables, written once, never changed.

A run is one immutable folder `facts/<run>/` with these tables as Parquet and a `manifest.json`. The place of every
value is (`source`, `row`, `path`): the file, the 1-based data row or line (null where the file has none), and the
column name or RFC 6901 JSON pointer inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.model.large import Rows, Texts
from graph.model.packed import plain_column

FORMAT_VERSION = 2

_place = [
    pa.field("source", pa.int32()),  # index into SOURCES of the same run
    pa.field("row", pa.int64()),  # 1-based data row (CSV, Parquet) or line (JSON lines); null for one document
    pa.field("path", pa.string()),  # column name, or JSON pointer, or "chars 120-140" in a text
]

SOURCES = pa.schema(
    [
        pa.field("source", pa.int32()),
        pa.field("name", pa.string()),  # path below the folder that was given, or the file's own name
        pa.field("origin", pa.string()),  # token of the absolute path: the same file again, or its corrected version
        pa.field("sha256", pa.string()),
        pa.field("bytes", pa.int64()),
        pa.field("reader", pa.string()),
        pa.field("reader_version", pa.int32()),
        pa.field("records", pa.int64()),
        pa.field("observations", pa.int64()),
        pa.field("rejected", pa.int64()),
        pa.field("supersedes", pa.string()),  # sha256 of the older version of this file, "" when none
    ]
)

RECORDS = pa.schema(
    [
        pa.field("record", pa.string()),  # "<system>:<type>:<id>", unique among the newest versions
        pa.field("system", pa.string()),  # greenhouse, gusto, okta, table, …
        pa.field("type", pa.string()),  # one of RECORD_TYPES
        pa.field("id", pa.string()),  # the id in its own system
        pa.field("keys", pa.list_(pa.string())),  # ids it carries: "application:123", "employee:…", "login:…"
        pa.field("candidate", pa.string()),  # the source's own person id ("greenhouse:candidate:9"), "" when none
        pa.field("name", pa.string()),
        # Birth date as keyed tokens (HMAC-SHA-256 with the case's key), "" when none; never the date. Separated by spaces:
        # "tok:" the whole date, "y:", "m:", "d:" its parts, "dm:" the date with day and month exchanged.
        pa.field("birth", pa.string()),
        pa.field("applied_at", pa.string()),  # ISO 8601 UTC text, "" when unknown; also below
        pa.field("offered_at", pa.string()),
        pa.field("hired_at", pa.string()),
        pa.field("employer", pa.string()),  # who was applied to, or who pays
        pa.field("role", pa.string()),
        pa.field("status", pa.string()),
        pa.field("channel", pa.string()),  # where the application came from ("LinkedIn", "Referral", agency name)
        pa.field("referred_by", pa.string()),
        pa.field("region", pa.string()),  # ISO 3166-1 alpha-2 of the record, for national spellings
        *_place,
    ]
)

OBSERVATIONS = pa.schema(
    [
        pa.field("record", pa.string()),
        pa.field("asked", pa.string()),  # the kind the reader said it is
        pa.field("raw", pa.string()),  # as it stood; "" for secret kinds
        pa.field("context", pa.string()),  # home, ship_to, id_address, sign_in, cv, reference, delivered, …
        pa.field("holder", pa.string()),  # the name beside it: payee of an account, name of a reference, recipient
        pa.field("observed_at", pa.string()),  # ISO 8601 UTC text, "" when unknown
        pa.field("region", pa.string()),
        *_place,
        pa.field("kind", pa.string()),  # what it was cleaned to; "" when it is nothing
        pa.field("key", pa.string()),
        pa.field("display", pa.string()),
        pa.field("note", pa.string()),  # why it is nothing: placeholder, private, invalid, …
        pa.field("rule", pa.int32()),  # version of the cleaning rule
    ]
)

_said = ("asked", "raw", "kind", "key", "display", "note", "rule")

SPELLINGS = pa.schema([OBSERVATIONS.field(name) for name in _said])
"""What OBSERVATIONS says of each different value as it stood, once: what it was cleaned to."""

SEEN = pa.schema(
    [
        *(field for field in OBSERVATIONS if field.name not in _said),
        pa.field("spelling", pa.int32()),  # row of SPELLINGS of the same run
    ]
)
"""What OBSERVATIONS says of each time that it was seen."""

TEXTS = pa.schema(
    [
        pa.field("record", pa.string()),
        pa.field("text", pa.large_string()),  # in reading order
        pa.field("file", pa.string()),  # file name, "" when the text stood in a column
        pa.field("file_sha256", pa.string()),
        *_place,
    ]
)

REJECTED = pa.schema(
    [
        pa.field("file", pa.string()),
        pa.field("row", pa.int64()),
        pa.field("path", pa.string()),
        pa.field("reason", pa.string()),  # a code: encoding, truncated, too_large, duplicate_id, forbidden_column, …
        pa.field("message", pa.string()),  # what is wrong, in words
        pa.field("remedy", pa.string()),  # what to do
        pa.field("raw", pa.string()),  # up to 200 characters of what was rejected; "" for a forbidden column
    ]
)

TABLES = {
    "sources": SOURCES,
    "records": RECORDS,
    "observations": SEEN,
    "spellings": SPELLINGS,
    "texts": TEXTS,
    "rejected": REJECTED,
}

RECORD_TYPES = ("application", "employee", "account", "shipment", "interview", "document")
"""An application is an applicant. The others join it by the keys they carry; what joins to none stands for itself."""

FORBIDDEN_COLUMNS: dict[str, tuple[str, ...]] = {
    "nationality": ("nationality", "national_origin", "citizenship", "citizen", "country_of_citizenship"),
    "ethnicity": ("ethnicity", "ethnic", "race", "hispanic", "hispanic_ethnicity", "color"),
    "gender": ("gender", "sex", "pronouns", "gender_identity", "sexual_orientation", "transgender"),
    "religion": ("religion", "faith"),
    "face photo": ("photo", "photo_url", "face", "face_photo", "headshot", "avatar_photo", "selfie"),
    "visa": ("visa", "visa_status", "visa_type", "work_permit", "immigration_status", "work_authorization"),
    "birth place": ("birth_place", "birthplace", "place_of_birth", "country_of_birth", "city_of_birth"),
    "protected status": ("veteran", "veteran_status", "protected_veteran", "disability", "disability_status"),
}
"""Refused by name at import, never stored: they are, or stand in for, attributes that must not weigh."""


class Observations(Rows):
    """Observations: what was seen of whom, and what it says; of a million applicants 16 million say 8 million different things.

    seen: the columns of SEEN without `spelling`, those of text packed or not. spellings: SPELLINGS, the same; some may be
    nobody's. spelling: of each observation its row of these.
    """

    def __init__(self, seen: pa.Table, spellings: pa.Table, spelling: npt.NDArray[np.int32]) -> None:
        self.seen, self.spellings, self.spelling = seen, spellings, spelling

    @classmethod
    def of(cls, table: pa.Table) -> Observations:
        """Those of a plain table (OBSERVATIONS), each with a spelling of its own."""
        each = np.arange(len(table), dtype=np.int32)
        return cls(table.drop_columns(SPELLINGS.names), table.select(SPELLINGS.names), each)

    def __len__(self) -> int:
        return len(self.spelling)

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        if name in SPELLINGS.names:
            return plain_column(self.spellings[name]).take(pa.array(self.spelling))
        return plain_column(self.seen[name])

    def table(self) -> pa.Table:
        return pa.table({name: self[name] for name in OBSERVATIONS.names})


@dataclass(frozen=True)
class Facts:
    """The facts of a case that count now: the newest version of every file and record, over all runs.

    `records`, `observations` and `texts` have the columns above, with `source` re-numbered to the rows of `sources`,
    which has the columns of graph.model.links.SOURCES. `runs` are oldest first. Plain tables may be given for all.
    """

    records: pa.Table
    observations: Observations
    texts: Texts
    sources: pa.Table
    runs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.observations, pa.Table):
            object.__setattr__(self, "observations", Observations.of(self.observations))
        if isinstance(self.texts, pa.Table):
            object.__setattr__(self, "texts", Texts(self.texts))
