"""Column steps over what one file gave: duplicates, regions, dates, births. Arrow tables in, Arrow tables out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds import secret_token
from ingest.facts.coded import CODED, coded, or_else, picked
from ingest.facts.columns import codes_of, first_rows, look_up
from ingest.facts.dates import normalise
from ingest.sources._coded import whole

Repeated = tuple[str, "int | None", str, "int | None"]
"""Record name, row and path of a rejected second record, row of the first."""


class Reject(Protocol):
    """Emit.reject."""

    def __call__(
        self, reason: str, message: str, remedy: str, *, row: int | None = None, path: str = "", raw: object = ""
    ) -> None: ...


def without_duplicates(records: pa.Table) -> tuple[pa.Table, list[Repeated]]:
    """The first record of each name. Those with other content are returned; equal ones are nothing new."""
    names = whole(records["record"])
    if len(pc.unique(names)) == len(names):
        return records, []
    first = first_rows(codes_of(names))
    later = np.flatnonzero(first != np.arange(len(first)))
    second, original = records.take(later), records.take(first[later])
    differs = np.zeros(len(later), dtype=bool)
    for field in records.schema:
        if field.name not in ("source", "row", "path", "keys"):
            differs |= np.asarray(pc.not_equal(second[field.name], original[field.name]))
    repeated = [
        (one["record"], one["row"], one["path"], row)
        for one, row in zip(
            second.filter(pa.array(differs)).select(["record", "row", "path"]).to_pylist(),
            original["row"].filter(pa.array(differs)).to_pylist(),
            strict=True,
        )
    ]
    return records.take(np.flatnonzero(first == np.arange(len(first)))), repeated


def drop_rows(table: pa.Table, repeated: Sequence[Repeated]) -> pa.Table:
    """Without what was observed of rejected second records: it may be another person's."""
    places = {f"{full}\0{row}" for full, row, _, _ in repeated if row is not None}
    if not places or not len(table):
        return table
    record, row = table["record"].cast(pa.string()), pc.fill_null(table["row"].cast(pa.string()), "")
    here = pc.binary_join_element_wise(record, row, "\0")
    return table.filter(pc.invert(pc.is_in(here, value_set=pa.array(sorted(places)))))


def regions_of(table: pa.Table, records: pa.Table) -> pa.Array:
    """The region of each row's record, "" where there is none."""
    names, regions = whole(records["record"]), whole(records["region"])
    return look_up(whole(table["record"]), names, regions, "")


def fill_regions(observed: pa.Table, records: pa.Table) -> pa.Table:
    """An observation (OBSERVED, in one piece) without a region has its record's."""
    own = observed["region"].chunk(0) if len(observed) else None
    if own is None or not pc.any(pc.equal(own.dictionary, "")).as_py():
        return observed
    record = observed["record"].chunk(0)
    names, regions = whole(records["record"]), whole(records["region"])
    known = look_up(record.dictionary, names, regions, "").dictionary_encode()
    of_record = picked(known.dictionary, known.indices.take(record.indices))
    at = observed.schema.get_field_index("region")
    return observed.set_column(at, observed.schema.field(at), or_else(own, of_record))


def date_columns(
    table: pa.Table, names: Sequence[str], dates_in: Mapping[str, Sequence[str]], reject: Reject
) -> pa.Table:
    """Dates to ISO 8601 UTC. What is no date, or has two readings, becomes "" and a rejected line.

    dates_in: by name, in which columns of the file these dates stand (Emit.dates_in).
    """
    for name in names:
        column = whole(table[name])
        dates = normalise(column, table["region"])
        said_in = dates_in.get(name, (name,))
        _say(table, said_in, column, dates.bad, dates.ambiguous, reject, secret=False)
        at = table.schema.get_field_index(name)
        texts = coded(dates.texts) if column.type == CODED else dates.texts
        table = table.set_column(at, table.schema.field(at), texts)
    return table


def birth_tokens(records: pa.Table, case_key: bytes, dates_in: Mapping[str, Sequence[str]], reject: Reject) -> pa.Table:
    """Birth dates to keyed tokens (birth_token). The date itself goes nowhere, not into a rejected line either."""
    column = whole(records["birth"])
    dates = normalise(column, records["region"], days=True)
    said_in = dates_in.get("birth", ("birth",))
    _say(records, said_in, column, dates.bad, dates.ambiguous, reject, secret=True)
    days = dates.texts.dictionary_encode()
    tokens = [birth_token(case_key, day) if day else "" for day in days.dictionary.to_pylist()]
    at = records.schema.get_field_index("birth")
    return records.set_column(at, records.schema.field(at), pa.array(tokens, pa.string()).take(days.indices))


def birth_token(case_key: bytes, day: str) -> str:
    """Keyed tokens of a day YYYY-MM-DD: the whole, "y:", "m:" and "d:" of its parts, and "dm:" of the day that it is with
    day and month exchanged (the first 16 digits of that day's whole token). So a slip of the pen shows without the date.
    """
    year, month, number = day.split("-")
    whole = secret_token(case_key, "birth", day)
    parts = [
        f"{name}:{secret_token(case_key, f'birth {name}', text)[4:20]}"
        for name, text in (("y", year), ("m", month), ("d", number))
    ]
    turned = secret_token(case_key, "birth", f"{year}-{number}-{month}")[4:20]
    return " ".join((whole, *parts, f"dm:{turned}"))


def _say(
    table: pa.Table,
    said_in: Sequence[str],
    column: pa.Array,
    bad: Sequence[int],
    ambiguous: Sequence[int],
    reject: Reject,
    *,
    secret: bool,
) -> None:
    name = " or ".join(said_in)
    for at in bad:
        reject(
            "invalid_date",
            f"{name} is not a date that is understood",
            "Write it as 2025-03-04 or 2025-03-04T10:11:12Z.",
            row=table["row"][at].as_py(),
            path=_path(table, at, said_in),
            raw="" if secret else column[at].as_py(),
        )
    for at in ambiguous:
        reject(
            "ambiguous_date",
            f"{name} can be two days (day first or month first?), and nothing in its column settles it",
            "Write it as 2025-03-04.",
            row=table["row"][at].as_py(),
            path=_path(table, at, said_in),
            raw="" if secret else column[at].as_py(),
        )


def _path(table: pa.Table, at: int, said_in: Sequence[str]) -> str:
    """The column for a table's row, "" when it may be one of several; the record's own pointer in a document."""
    path: str = table["path"][at].as_py()
    return path if path.startswith("/") else said_in[0] if len(said_in) == 1 else ""
