"""Opening files: what every reader needs, once. Encodings, JSON, JSON lines, CSV, refused columns, the head of a file.

read_json(file, emit) -> object                                   one JSON document
iter_json_lines(file, emit) -> Iterator[(line, object)]           bad lines are rejected, the rest goes on
iter_csv(file, emit) -> Iterator[(row, {column: text})]           ragged rows are rejected, the rest goes on
read_text(file, emit) -> str                                      a plain text
look(path) -> Head                                                what readers recognise a file by
binary(start) -> (what, remedy)                                   what is no text and no Parquet; None for what may be
forbidden_group(column) -> str                                    "gender", …; "" when the column may be read
"""

from __future__ import annotations

from ingest.sources.opening.binary import binary
from ingest.sources.opening.csv_files import iter_csv
from ingest.sources.opening.encoding import read_text
from ingest.sources.opening.forbidden import forbidden_group, refuse_columns
from ingest.sources.opening.head import look
from ingest.sources.opening.json_files import iter_json_lines, read_json

__all__ = [
    "binary",
    "forbidden_group",
    "iter_csv",
    "iter_json_lines",
    "look",
    "read_json",
    "read_text",
    "refuse_columns",
]
