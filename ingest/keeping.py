"""Keeping an analysis: its folder written, file by file, each with its SHA-256. How it is read back: ingest.kept."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.kept import as_json, write_document

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.model.findings import Document, Link
    from graph.model.large import Texts
    from graph.model.links import Links

LINKS_HEADER = ("left", "right", "weight", "families", "decisive")

ROWS = 10_000
"""Rows of a row group of the kept links: a few values are found without reading everything."""

UNLIKE = frozenset(("id", "record", "name", "key", "display", "raw", "first_seen", "last_seen"))
"""Columns in which few texts stand twice in a row group: a dictionary of them would only be thrown away."""

STEPS = frozenset(("applicant", "value", "row", "coarser", "left", "right"))
"""Columns of numbers that are mostly a little more than the one before: kept as their steps."""

THREADS = 2
"""Tables are packed beside each other, and beside what Python does."""


def write_analysis(
    folder: Path, texts: Texts, links: Links, document: Document, lineage: dict[str, Any], made_from: dict[str, Any]
) -> None:
    """Write all files of an analysis into an empty folder; the manifest last. Raises OSError."""
    from graph.analyse.lineage import events_to_list
    from graph.model.links import TABLES
    from ingest.index import write_index

    (folder / "links").mkdir()
    tables = {name: getattr(links, name) for name in TABLES}
    with ThreadPoolExecutor(THREADS) as pool:
        longest_first = sorted(tables, key=lambda name: -tables[name].nbytes)
        packed = [
            pool.submit(write_table, folder / "links" / f"{name}.parquet", tables[name]) for name in longest_first
        ]
        head = write_document(folder, document)
        (folder / "links.csv").write_bytes(links_csv(document.links))
        (folder / "lineage.json").write_bytes(as_json(lineage | {"events": events_to_list(lineage["events"])}))
        write_index(folder / "index", texts, links)
        for one in packed:
            one.result()
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        hashes = dict(zip(files, pool.map(_sha256, files), strict=True))
    manifest = made_from | {
        "previous": lineage["before"],
        "links_runs": list(links.runs),
        "findings": len(document.findings),
        "document": head,
        "files": {path.relative_to(folder).as_posix(): hashes[path] for path in files},
    }
    (folder / "manifest.json").write_bytes(as_json(manifest))


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_table(file: Path, table: pa.Table) -> None:
    """One table of the links as Parquet. Raises OSError."""
    import pyarrow.parquet as pq

    from graph.model.packed import plain

    names = table.schema.names
    pq.write_table(
        plain(table),
        file,
        compression="zstd",
        row_group_size=ROWS,
        use_dictionary=[name for name in names if name not in UNLIKE | STEPS],
        column_encoding={name: "DELTA_BINARY_PACKED" for name in names if name in STEPS},
    )


def links_csv(links: Sequence[Link]) -> bytes:
    """`left,right,weight,families,decisive`: families joined by "+", decisive true or false."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(LINKS_HEADER)
    joined: dict[tuple[str, ...], str] = {}
    for one in links:
        families = joined.get(one.families)
        if families is None:
            families = joined[one.families] = "+".join(one.families)
        decisive = "true" if one.decisive else "false"
        writer.writerow((one.left, one.right, f"{one.weight:.2f}", families, decisive))
    return text.getvalue().encode()
