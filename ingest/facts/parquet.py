"""One Parquet file of a run: the same tables are the same bytes, and their SHA-256 is known when they are written."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

_UNLIKE = frozenset({"record", "raw", "key", "display", "text", "id", "name", "candidate", "birth", "origin", "sha256"})
"""Columns in which few values stand twice in a row group: a dictionary of them would only be thrown away."""

_RISING = frozenset({"row", "spelling"})
"""Numbers that mostly count up, or go by short steps."""

_CODEC = "lz4"
"""Half as much again on disk as zstd of the lowest level, for three quarters of its time here and half of it at reading."""

GROUP = 1 << 18
"""Rows of a row group."""

LONG = 1 << 24
"""Rows of a row group of a long table: as many as can be, for each has dictionaries of its own, which reading has to unite."""

PAGE = 1 << 30
"""Bytes of a column of a long table from which on it stands in short row groups: Arrow and Parquet hold twice as much at
once, and no more."""


class TableFile:
    """A file that is being written. With one version of pyarrow no bytes depend on time or machine."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        """schema: of the tables that will be written. A column that is coded in memory is read back as plain text."""
        self._hashed = _Hashed(path)
        is_coded = {field.name: pa.types.is_dictionary(field.type) for field in schema}
        self._writer = pq.ParquetWriter(
            self._hashed,
            schema,
            compression=_CODEC,
            use_dictionary=[name for name, coded in is_coded.items() if coded or name not in _UNLIKE | _RISING],
            dictionary_pagesize_limit=1 << 30,  # what comes coded stays so
            column_encoding={name: "DELTA_BINARY_PACKED" for name in is_coded if name in _RISING},
            write_statistics=False,
            store_schema=not any(is_coded.values()),
        )

    def write(self, table: pa.Table, rows: int = GROUP) -> None:
        """Row groups of a table, of so many rows. Raises OSError."""
        self._writer.write_table(table, row_group_size=rows)

    def close(self) -> str:
        """The SHA-256 of the file, which is on disk when this returns. Raises OSError."""
        self._writer.close()
        return self._hashed.done()

    def abandon(self) -> None:
        """Closes a file that is of no use any more, whatever state it is in."""
        self._hashed.drop()
        self._writer.close()


class _Hashed(io.RawIOBase):
    """A new file that hashes what is written to it."""

    def __init__(self, path: Path) -> None:
        self.handle = path.open("xb")
        self._hash = hashlib.sha256()
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        if self.handle.closed:
            return len(view)  # of no use any more
        self.handle.write(view)
        self._hash.update(view)
        self._size += len(view)
        return len(view)

    def tell(self) -> int:
        return self._size

    def drop(self) -> None:
        """Closes the file; what comes after goes nowhere."""
        with contextlib.suppress(OSError):
            self.handle.close()

    def done(self) -> str:
        self.handle.flush()
        os.fsync(self.handle.fileno())
        self.handle.close()
        return self._hash.hexdigest()
