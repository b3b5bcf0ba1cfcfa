"""Parquet tables as columns of text. A long column of texts is read in parts, so that memory does not grow with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.model.errors import InputError
from ingest.sources._coded import whole
from ingest.sources.base import Emit, SourceFile
from ingest.sources.opening import look, refuse_columns

DAMAGED = ("the Parquet file is damaged or cut off", "Write it again.")
"""What is said of a file that begins as Parquet and is none, and what to do."""

PART = 8 << 20
"""Bytes of text in one part, about."""


def parquet_table(file: SourceFile, emit: Emit, without: str = "") -> pa.Table:
    """All columns that can be text, but for `without`. Raises InputError."""
    try:
        source = pq.ParquetFile(file.path)
        names = source.schema_arrow.names
        refused = refuse_columns(dict.fromkeys(names), emit)
        table = source.read(columns=[name for name in names if name not in refused and name != without])
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(file) from error
    columns: dict[str, pa.Array] = {}
    for name in table.column_names:
        column = as_text(table.column(name))
        if column is None:
            emit.reject(
                "unsupported_type",
                f"column {name!r} has the type {table.schema.field(name).type}, which is no text, number, date or list",
                "Write it as text or as a list of texts.",
                path=name,
            )
        else:
            columns.setdefault(name, column)
    return pa.table(columns)


@dataclass(frozen=True)
class TextColumn:
    """A column of a Parquet file that holds plain texts, one for each row."""

    file: SourceFile
    name: str

    def parts(self) -> Iterator[pa.Array]:
        """The texts in order; a part is read while the one before is at work. Raises InputError."""
        path = self.file.path
        try:
            with pq.ParquetFile(path) as source, ThreadPoolExecutor(1, thread_name_prefix="parquet") as thread:
                rows = _rows(source.metadata, self.name)
                batches = source.iter_batches(rows, columns=[self.name], use_threads=False)
                coming = thread.submit(next, batches, None)
                while (batch := coming.result()) is not None:
                    coming = thread.submit(next, batches, None)
                    yield _checked(batch.column(0))
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _damaged(self.file) from error


def text_column(file: SourceFile, named: Callable[[Sequence[str]], str]) -> TextColumn | None:
    """The column that `named` finds among those of a Parquet file ("": none), when it can be read in parts."""
    if look(file.path).start[:4] != b"PAR1":
        return None
    try:
        schema = pq.read_schema(file.path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(file) from error
    column = named(schema.names)
    if schema.names.count(column) != 1:
        return None
    kind = schema.field(column).type
    return TextColumn(file, column) if pa.types.is_string(kind) or pa.types.is_large_string(kind) else None


def _rows(metadata: pq.FileMetaData, column: str) -> int:
    """Rows of which the column has about PART bytes."""
    size, count = 0, int(metadata.num_rows)
    for group in range(metadata.num_row_groups):
        chunks = (metadata.row_group(group).column(at) for at in range(metadata.num_columns))
        size += sum(chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema == column)
    return max(1, min(count, PART * count // max(1, size)))


def _checked(texts: pa.Array) -> pa.Array:
    """Long texts without nulls. Raises ArrowInvalid when they are not UTF-8."""
    texts.validate(full=True)
    texts = texts.cast(pa.large_string())
    return pc.fill_null(texts, "") if texts.null_count else texts


def _damaged(file: SourceFile) -> InputError:
    message, remedy = DAMAGED
    return InputError(f"{message}.", where=file.name, remedy=remedy)


def as_text(column: pa.ChunkedArray | pa.Array) -> pa.Array | None:
    """Any simple type as text, lists as lists of text; None for what is neither."""
    column = whole(column)
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        inner = as_text(column.flatten())
        if inner is None or pa.types.is_list(inner.type):
            return None
        counts = pc.fill_null(pc.list_value_length(column), 0)
        offsets = np.concatenate([[0], np.cumsum(np.asarray(counts))])
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), inner)
    if pa.types.is_timestamp(kind):
        zone = "UTC" if kind.tz else None
        column = column.cast(pa.timestamp("s", zone), safe=False)
        return pc.fill_null(pc.strftime(column, "%Y-%m-%dT%H:%M:%SZ"), "")
    if pa.types.is_floating(kind):
        return pa.array([plain_text(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return None
    texts = column if pa.types.is_string(kind) else column.cast(pa.string())
    return pc.fill_null(texts, "") if texts.null_count else texts


def plain_text(value: object) -> str:
    """A JSON or Parquet scalar as text: 12.0 is 12, true is "true", null is ""."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
