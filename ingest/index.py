"""What a question about one new application is looked up in, kept beside the findings of an analysis.

fingerprints.npy       sampled fingerprints of all CV texts (ingest.text.fingerprints), sorted
texts.parquet          number of the text -> applicant, words, fingerprints that are kept of it
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.model.large import Texts
from graph.model.links import Links
from ingest.text.fingerprints import EIGHTH, fingerprints, text_mask

TEXTS = pa.schema([pa.field(name, pa.int32()) for name in ("applicant", "words", "prints", "eighth")])


def write_index(folder: Path, texts: Texts, links: Links) -> None:
    """Write the index of one analysis. Raises OSError."""
    folder.mkdir()
    prints, table = _texts(texts, links)
    np.save(folder / "fingerprints.npy", prints, allow_pickle=False)
    pq.write_table(table, folder / "texts.parquet", compression="zstd")


def _texts(texts: Texts, links: Links) -> tuple[np.ndarray, pa.Table]:
    """The fingerprints of the text that stands for each applicant, numbered as the rows of links.texts."""
    count = links.texts.num_rows
    if not count:
        return np.empty(0, np.uint64), TEXTS.empty_table()
    rows = pc.index_in(places(links.texts), value_set=places(texts.places)).to_numpy(zero_copy_only=False)
    numbers = np.full(len(texts), -1, np.int32)
    known = ~np.isnan(rows.astype(np.float64))
    numbers[rows[known].astype(np.int64)] = np.flatnonzero(known).astype(np.int32)
    pieces = (piece for group in range(len(texts.groups)) for piece in texts.pieces(group))
    prints, words = fingerprints(pieces, numbers, count)
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
