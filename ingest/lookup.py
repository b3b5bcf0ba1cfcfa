"""Looking up a few values in the kept tables of an analysis, without reading them whole.

The tables are sorted (values by kind and key, holdings by value), and every row group says its least and greatest: only
the groups that can hold an answer are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingest.kept import damaged

Range = tuple[Any, Any]

OF_VALUES = ["kind", "key", "holders"]
OF_HOLDINGS = ["applicant", "value", "raw", "source", "row", "path"]
"""What is looked up: a column that is not named is not read."""


class Table:
    """One sorted Parquet file. Raises CaseError where it cannot be read."""

    def __init__(self, file: Path) -> None:
        self._path = file
        try:
            self._file = pq.ParquetFile(file, memory_map=True)
        except (OSError, pa.ArrowException) as error:
            raise damaged(file, error) from error
        meta = self._file.metadata
        self._groups = [meta.row_group(at) for at in range(meta.num_row_groups)]
        self._column = {
            self._file.schema_arrow.names[at]: at
            for at in range(meta.num_columns)
            if at < len(self._file.schema_arrow.names)
        }
        self.starts = np.concatenate([[0], np.cumsum([group.num_rows for group in self._groups])]).astype(np.int64)

    def ranges(self, column: str) -> list[Range | None]:
        """Least and greatest of a column in each row group; None where that is not known."""
        found: list[Range | None] = []
        for group in self._groups:
            stats = group.column(self._column[column]).statistics
            found.append((stats.min, stats.max) if stats is not None and stats.has_min_max else None)
        return found

    def read(self, groups: Sequence[int], columns: list[str] | None = None) -> pa.Table:
        """These row groups, with the number of each row in a column `at`."""
        if not groups:
            table = self._file.schema_arrow.empty_table()
            return (table.select(columns) if columns else table).append_column("at", pa.array([], pa.int64()))
        try:
            table = self._file.read_row_groups(list(groups), columns=columns)
        except (OSError, pa.ArrowException) as error:
            raise damaged(self._path, error) from error
        rows = np.concatenate([np.arange(self.starts[one], self.starts[one + 1]) for one in groups])
        return table.append_column("at", pa.array(rows))

    def rows(self, rows: Iterable[int], columns: list[str] | None = None) -> pa.Table:
        """Rows by their numbers, in order of number."""
        wanted = np.unique(np.fromiter(rows, dtype=np.int64))
        groups = np.unique(np.searchsorted(self.starts, wanted, side="right") - 1)
        table = self.read(groups.tolist(), columns)
        return table.filter(pc.is_in(table["at"], value_set=pa.array(wanted)))


def values(table: Table, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of VALUES (OF_VALUES) with these kinds and keys, with their numbers (`at`)."""
    asked = set(wanted)
    found = _read(table, lambda kind, low, high: any(k == kind and low <= key <= high for k, key in asked), asked)
    keys = pa.array(sorted({key for _, key in asked}), pa.string())
    rows = found.filter(pc.is_in(found["key"], value_set=keys)).to_pylist()
    return {(row["kind"], row["key"]): row for row in rows if (row["kind"], row["key"]) in asked}


def beginning(table: Table, kind: str, prefix: str) -> list[dict[str, Any]]:
    """The rows of VALUES (OF_VALUES) of one kind whose key begins with the prefix, with their numbers (`at`)."""
    last = prefix + "\U0010ffff"
    found = _read(table, lambda of, low, high: of == kind and low <= last and prefix <= high, {(kind, prefix)})
    wanted = pc.and_(pc.equal(found["kind"], kind), pc.starts_with(found["key"], prefix))
    rows: list[dict[str, Any]] = found.filter(wanted).to_pylist()
    return rows


def _read(table: Table, fits: Callable[[str, str, str], bool], asked: set[tuple[str, str]]) -> pa.Table:
    kinds, keys = table.ranges("kind"), table.ranges("key")
    groups = []
    for at, (kind, key) in enumerate(zip(kinds, keys, strict=True)):
        if kind is None or key is None:
            groups.append(at)
        elif kind[0] != kind[1]:  # several kinds in one group: their keys are in no common order
            if any(kind[0] <= one <= kind[1] for one, _ in asked):
                groups.append(at)
        elif fits(kind[0], key[0], key[1]):
            groups.append(at)
    return table.read(groups, OF_VALUES)


def holdings(table: Table, numbers: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """The rows of HOLDINGS (OF_HOLDINGS) of these values, in order of applicant."""
    wanted = np.unique(np.fromiter(numbers, dtype=np.int64))
    groups = [
        at
        for at, span in enumerate(table.ranges("value"))
        if span is None or np.searchsorted(wanted, span[0]) < np.searchsorted(wanted, span[1], side="right")
    ]
    found = table.read(groups, OF_HOLDINGS)
    rows = found.filter(pc.is_in(found["value"].cast(pa.int64()), value_set=pa.array(wanted))).to_pylist()
    held: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        held.setdefault(row["value"], []).append(row)
    return held
