"""Identifiers that stand in texts, as columns."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from ingest.facts.columns import look_up
from ingest.facts.pool import LostError, Pool
from ingest.text.extract import find_identifiers

STEP = 2_000
POOLED = 6_000
"""Texts in one order, and texts from which on the helpers are worth their start."""

FOUND = pa.schema(
    [
        pa.field("at", pa.int64()),  # number of the text
        pa.field("asked", pa.string()),
        pa.field("raw", pa.string()),
        pa.field("path", pa.string()),  # "chars 120-140"
    ]
)


def find_all(texts: pa.Table, records: pa.Table, region: str, pool: Pool | None) -> pa.Table:
    """FOUND of all texts, in the order in which they stand. A text is read as of its record's region, else of `region`."""
    stated = look_up(
        texts["record"].combine_chunks(), records["record"].combine_chunks(), records["region"].combine_chunks(), ""
    )
    regions = pc.if_else(pc.equal(stated, ""), region, stated)
    parts = [pa.table({"text": texts["text"], "region": regions}).slice(at, STEP) for at in range(0, len(texts), STEP)]
    helped = pool is not None and pool.size > 1 and len(texts) >= POOLED
    answers = pool.map("find", parts) if pool and helped else map(find_in, parts)
    found = [FOUND.empty_table()]
    for number, (answer, part) in enumerate(zip(answers, parts, strict=True)):
        table = find_in(part) if isinstance(answer, LostError) else answer
        found.append(table.set_column(0, FOUND.field("at"), pc.add(table["at"], number * STEP)))
    return pa.concat_tables(found).combine_chunks()


def find_in(part: pa.Table) -> pa.Table:
    """FOUND of one part (`text`, `region`); `at` counts from 0."""
    places: list[int] = []
    kinds: list[str] = []
    raws: list[str] = []
    paths: list[str] = []
    for at, (text, region) in enumerate(zip(part["text"].to_pylist(), part["region"].to_pylist(), strict=True)):
        for found in find_identifiers(text, region):
            places.append(at)
            kinds.append(found.kind)
            raws.append(found.raw)
            paths.append(f"chars {found.start}-{found.end}")
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip((places, kinds, raws, paths), FOUND, strict=True)],
        schema=FOUND,
    )
