"""What a question about one new application is looked up in, kept beside the findings of an analysis.

findings.parquet       one row per finding: what it is, its members, and the facts that it rests on
fingerprints.npy       sampled fingerprints of all CV texts (ingest.text.fingerprints), sorted
texts.parquet          number of the text -> applicant, words, fingerprints that are kept of it
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.model.facts import Facts
from graph.model.findings import Document
from graph.model.links import Links
from ingest.text.fingerprints import EIGHTH, fingerprints, text_mask

PART = pa.struct([pa.field("key", pa.string()), pa.field("weight", pa.float64()), pa.field("sentence", pa.string())])

FINDINGS = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("rank", pa.int32()),
        pa.field("type", pa.string()),
        pa.field("title", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("q_value", pa.float64()),
        pa.field("persons", pa.int32()),
        pa.field("members", pa.list_(pa.string())),
        pa.field("facilitators", pa.list_(pa.string())),  # "<kind>:<key>", ranked
        pa.field("parts", pa.list_(PART)),  # evidence with a shared value, heaviest first
    ]
)

TEXTS = pa.schema([pa.field(name, pa.int32()) for name in ("applicant", "words", "prints", "eighth")])


def write_index(folder: Path, facts: Facts, links: Links, document: Document) -> None:
    """Write the index of one analysis. Raises OSError."""
    folder.mkdir()
    pq.write_table(_findings(document), folder / "findings.parquet", compression="zstd", row_group_size=500)
    prints, texts = _texts(facts, links)
    np.save(folder / "fingerprints.npy", prints, allow_pickle=False)
    pq.write_table(texts, folder / "texts.parquet", compression="zstd")


def _findings(document: Document) -> pa.Table:
    rows = [
        {
            **{name: getattr(one, name) for name in FINDINGS.names[:7]},
            "members": list(one.members),
            "facilitators": [f"{lead.kind}:{lead.value}" for lead in one.facilitators],
            "parts": [
                {"key": part.key, "weight": part.weight, "sentence": part.sentence}
                for part in sorted(one.evidence, key=lambda part: (-part.weight, part.key))
                if part.key
            ],
        }
        for one in document.findings
    ]
    return pa.Table.from_pylist(rows, schema=FINDINGS)


def _texts(facts: Facts, links: Links) -> tuple[np.ndarray, pa.Table]:
    """The fingerprints of the text that stands for each applicant, numbered as the rows of links.texts."""
    count = links.texts.num_rows
    if not count:
        return np.empty(0, np.uint64), TEXTS.empty_table()
    rows = pc.index_in(places(links.texts), value_set=places(facts.texts)).to_numpy(zero_copy_only=False)
    column = facts.texts["text"]
    numbers = np.full(len(column), -1, np.int32)
    known = ~np.isnan(rows.astype(np.float64))
    numbers[rows[known].astype(np.int64)] = np.flatnonzero(known).astype(np.int32)
    if column.type != pa.large_string():
        column = column.cast(pa.large_string())
    prints, words = fingerprints(column, numbers, count, 2, lambda done: None)
    mask = text_mask(count)
    sampled = prints[: np.searchsorted(prints, EIGHTH)]
    each, eighth = (np.bincount((of & mask).astype(np.int64), minlength=count) for of in (prints, sampled))
    columns = [links.texts["applicant"].combine_chunks(), *(pa.array(one, pa.int32()) for one in (words, each, eighth))]
    return prints, pa.table(columns, schema=TEXTS)


def places(table: pa.Table) -> pa.Array:
    """One text per row that says where it stood."""
    columns = [
        pc.fill_null(table[name].combine_chunks().cast(pa.string()), "")
        for name in ("source", "row", "path", "file_sha256")
    ]
    return pc.binary_join_element_wise(*columns, "\x1f")
