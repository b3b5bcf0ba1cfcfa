"""A Parquet file to Arrow columns in little more room than they take: checked, then column by column, never as a whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from graph.model.errors import CaseError
from ingest.sources._coded import whole

MANY = frozenset({"record", "key"})
"""Columns that are kept packed although most texts in them stand only a few times: they are numbered anyway."""


@dataclass(frozen=True)
class Checked:
    """A table on disk that is what the run wrote, and its columns."""

    path: Path
    metadata: pq.FileMetaData
    schema: pa.Schema

    def column(self, field: pa.Field, packed: bool = False) -> pa.Array:
        """One column as one array. Raises CaseError when it cannot be read.

        packed: a text that stands often may be kept once: then the array is dictionary-encoded.
        """
        try:
            once = [field.name] if packed and field.type == pa.string() and self._worth_packing(field.name) else []
            with pq.ParquetFile(self.path, metadata=self.metadata, read_dictionary=once) as file:
                column = file.read(columns=[field.name], use_threads=False).column(0)
            if once:
                return whole(column.unify_dictionaries())
            return whole(column if column.type == field.type else column.cast(field.type))
        except (pa.ArrowException, OSError, ValueError) as error:
            raise damaged(self.path, str(error)) from error

    def size(self, name: str) -> int:
        """Bytes of a column before it was compressed."""
        return sum(chunk.total_uncompressed_size for chunk in self._chunks(name))

    def _chunks(self, name: str) -> list[pq.ColumnChunkMetaData]:
        place = self.metadata.schema.to_arrow_schema().names.index(name)
        return [self.metadata.row_group(number).column(place) for number in range(self.metadata.num_row_groups)]

    def _worth_packing(self, name: str) -> bool:
        if name in MANY:
            return True
        groups = self._chunks(name)
        return bool(groups) and all("RLE_DICTIONARY" in group.encodings for group in groups)


def checked(path: Path, schema: pa.Schema, sha256: str | None) -> Checked:
    """The table in a file. Raises CaseError when it is not of this hash or of this schema."""
    try:
        with path.open("rb") as handle:
            found = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise damaged(path, error.strerror or "it cannot be read") from error
    if found != sha256:
        raise damaged(path, "its SHA-256 is not the one in the manifest")
    try:
        metadata = pq.read_metadata(path)
        names = metadata.schema.to_arrow_schema().names
    except (pa.ArrowException, OSError, ValueError) as error:
        raise damaged(path, str(error)) from error
    if names != schema.names:
        raise damaged(path, f"its columns are {', '.join(names)}")
    return Checked(path, metadata, schema)


def damaged(file: Path, why: str) -> CaseError:
    """A file of a run is not as it was written."""
    return CaseError(
        f"the facts are damaged ({why}).",
        where=str(file),
        remedy=f"Restore {file.parent.name} from a copy, or remove that folder and ingest its files again.",
    )
