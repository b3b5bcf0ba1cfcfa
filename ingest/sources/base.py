"""What a reader is, and where it puts what it reads. One file per source system, all of this shape.

A reader walks its file once and says what stands there: records (an application, an employee, a sign-in account,
…), observations (a value of some kind, at its place), texts (a CV) and what it had to reject. It cleans nothing,
joins nothing and decides nothing. Adding a system is adding a file that defines READER.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa


@dataclass(frozen=True)
class Head:
    """The beginning of a file, looked at once, so that readers can say whether it is theirs."""

    name: str  # file name with suffix
    suffix: str  # lower-case, with the dot
    start: bytes  # up to 64 KiB
    columns: tuple[str, ...] = ()  # header of a CSV, schema of a Parquet file, keys of the first JSON line
    first: Any = None  # the first JSON value (of an array: its first element), None when it is not JSON


@dataclass(frozen=True)
class SourceFile:
    """A file to be read: `path` is where its bytes are, `name` is what it is called in evidence."""

    path: Path
    name: str
    sha256: str
    bytes: int
    region: str = "US"
    mapping: Mapping[str, Any] | None = None  # of mapping.toml, for the mapped-table reader
    options: Mapping[str, Any] = field(default_factory=dict)


class Emit(Protocol):
    """Where a reader puts what it reads. All text is kept as it stands; `row` and `path` say where it stood."""

    def record(
        self,
        type: str,
        id: str,
        *,
        row: int | None = None,
        path: str = "",
        keys: tuple[str, ...] = (),
        candidate: str = "",
        name: str = "",
        birth: str = "",
        applied_at: str = "",
        offered_at: str = "",
        hired_at: str = "",
        employer: str = "",
        role: str = "",
        status: str = "",
        channel: str = "",
        referred_by: str = "",
        region: str = "",
    ) -> str:
        """A record of this system. Returns its record name "<system>:<type>:<id>".

        Dates may be in any form that is unambiguous; `birth` is turned into a keyed token at once. A second record
        with the same name in one file and other content is rejected as a duplicate id (the first stays).
        """

    def observe(
        self,
        record: str,
        kind: str,
        raw: object,
        *,
        row: int | None = None,
        path: str = "",
        context: str = "",
        holder: str = "",
        observed_at: str = "",
        region: str = "",
    ) -> None:
        """A value of `kind` on this record. None and blank text are nothing and are not kept."""

    def text(
        self, record: str, text: str, *, row: int | None = None, path: str = "", file: str = "", file_sha256: str = ""
    ) -> None:
        """A CV. Its e-mail addresses, phone numbers and links become observations with their place in it."""

    def reject(
        self, reason: str, message: str, remedy: str, *, row: int | None = None, path: str = "", raw: object = ""
    ) -> None:
        """Something that cannot be used. The rest goes on; the line is shown and kept."""

    def pass_over(self, columns: Iterable[str]) -> None:
        """Columns that are not understood: nothing of them is read, and the report names them."""

    def dates_in(self, columns: Mapping[str, Sequence[str]]) -> None:
        """The columns that the file's dates stand in, by the fields that they are given as (`applied_at`, `birth`,
        `observed_at`): a rejected date is named after its column. Several when it may be any of these."""

    def columns(self, records: pa.Table, observations: list[pa.Table], texts: pa.Table | None = None) -> None:
        """The bulk road for tables.

        records: the columns of facts.RECORDS that the file has (at least `id`, `type`, `row`).
        observations: `record`, `asked`, `raw`, `row`, `path` and any other known column of facts.OBSERVATIONS.
        texts: `record`, `text`, `row`, `path`, and beside them `region`, that of the record.
        """


@dataclass(frozen=True)
class Reader:
    """One source system.

    recognise: how sure this reader is that the file is its own, 0 to 1, from the head alone; the surest reader gets it.
    read: walks the file. It may raise InputError (the whole file is rejected, the rest goes on).
        observations: `record`, `asked`, `raw`, `row`, `path` and other columns of facts.OBSERVATIONS that are known.
    """

    name: str
    system: str
    title: str
    describes: str
    suffixes: tuple[str, ...]
    recognise: Callable[[Head], float]
    read: Callable[[SourceFile, Emit], None]
    version: int = 1
    snapshot: bool = True
    example: str = ""  # a file of the sample world, for docs and tests
