"""Where readers put what they read: rows of one file, gathered into the tables of graph.model.facts.

What a reader says is kept as it stands, with four exceptions that are settled here, once for all readers: dates become
ISO 8601 UTC, birth dates become keyed tokens, a second record of one name is a duplicate, and text is searched for
identifiers. Values are cleaned later, over all files at once (ingest.facts.cleaning).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.model.facts import OBSERVATIONS, RECORD_TYPES, RECORDS, TEXTS
from graph.model.kinds import KINDS
from ingest.facts import sightings
from ingest.facts.coded import CODED, constant, in_one_piece, picked
from ingest.facts.columns import plain, rows_table, shaped
from ingest.facts.gather import birth_tokens, date_columns, drop_rows, fill_regions, regions_of, without_duplicates
from ingest.facts.report import Rejected
from ingest.facts.sightings import Finder, find_all
from ingest.facts.texts import Texts
from ingest.sources._coded import whole
from ingest.sources.base import Reader, SourceFile
from ingest.sources.opening.forbidden import forbidden_group, words

LONGEST_VALUE = 10_000
"""Characters of one value. Whatever is longer is a text, not an identifier."""

DUPLICATE = "\0duplicate"
"""Ends the record name that a rejected second record gets: what is observed of it is dropped."""

_CLEANED = ("kind", "key", "display", "note", "rule")
OBSERVED = pa.schema(
    [
        field.with_type(CODED) if field.type == pa.string() and field.name != "raw" else field
        for field in OBSERVATIONS
        if field.name not in _CLEANED
    ]
)
"""What is observed before it is cleaned. Its texts repeat themselves, but for `raw`: they are numbers into dictionaries."""

_RECORD_DATES = ("applied_at", "offered_at", "hired_at")


class ReaderMistakeError(Exception):
    """A reader names a kind or record type that does not exist: a mistake in its code, not in a file."""


@dataclass(frozen=True)
class Gathered:
    """What one file gave. `observations` are not cleaned yet (OBSERVED). failed: nothing of it could be used.

    passed_over: columns that are not understood.
    """

    records: pa.Table
    observations: pa.Table
    texts: pa.Table
    rejected: tuple[Rejected, ...]
    failed: bool = False
    passed_over: tuple[str, ...] = ()


class Collector:
    """The Emit of one file."""

    def __init__(
        self, file: SourceFile, reader: Reader, source: int, case_key: bytes, kept: Texts | None = None
    ) -> None:
        """kept: where the texts of columns go as they come; without it they are part of what was gathered."""
        self._file = file
        self._reader = reader
        self._source = source
        self._case_key = case_key
        self._kept_apart = kept
        self._records: dict[str, tuple[Any, ...]] = {}
        self._observed: list[tuple[Any, ...]] = []
        self._texts: list[tuple[Any, ...]] = []
        self._tables: dict[str, list[pa.Table]] = {"records": [], "observations": [], "texts": []}
        self._finder = Finder()
        if file.bytes >= sightings.MOST_BYTES:
            self._finder.prepare()
        self._unsearched: list[tuple[pa.Table, pa.Array]] = []  # texts that came as columns, and their regions
        self._searched = 0
        self._rejected: list[Rejected] = []
        self._bad_dates: set[tuple[int | None, object]] = set()
        self._passed_over: dict[str, None] = {}
        self._dates_in: dict[str, Sequence[str]] = {}

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
        """See ingest.sources.base.Emit."""
        if type not in RECORD_TYPES:
            raise ReaderMistakeError(
                f"reader {self._reader.name}: {type!r} is no record type ({', '.join(RECORD_TYPES)})"
            )
        system = self._reader.system
        full = f"{system}:{type}:{id}"
        said: tuple[Any, ...] = (full, system, type, str(id), list(keys), candidate, name, birth)
        said += (applied_at, offered_at, hired_at, employer, role, status, channel, referred_by, region)
        first = self._records.get(full)
        if first is None:
            self._records[full] = (*said, self._source, row, path)
            return full
        if first[: len(said)] == said:
            return full
        self._duplicate(full, row, path, first[-2])
        return full + DUPLICATE

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
        """See ingest.sources.base.Emit."""
        if kind not in KINDS:
            raise ReaderMistakeError(f"reader {self._reader.name}: {kind!r} is no kind ({', '.join(KINDS)})")
        if raw is None:
            return
        text = raw if isinstance(raw, str) else str(raw)
        if not text or text.isspace() or record.endswith(DUPLICATE):
            return
        if len(text) > LONGEST_VALUE:
            self._too_long(row, path, kind, len(text))
            return
        self._observed.append((record, kind, text, context, holder, observed_at, region, self._source, row, path))

    def text(
        self, record: str, text: str, *, row: int | None = None, path: str = "", file: str = "", file_sha256: str = ""
    ) -> None:
        """See ingest.sources.base.Emit."""
        if text and not text.isspace() and not record.endswith(DUPLICATE):
            self._texts.append((record, text, file, file_sha256, self._source, row, path))

    def reject(
        self, reason: str, message: str, remedy: str, *, row: int | None = None, path: str = "", raw: object = ""
    ) -> None:
        """See ingest.sources.base.Emit. `raw` is dropped where the column holds what must not be kept."""
        kept = "" if raw is None or must_not_be_kept(path) else str(raw)[:200]
        self._rejected.append(Rejected(self._file.name, row, path, reason, message.rstrip("."), remedy, kept))

    def pass_over(self, columns: Iterable[str]) -> None:
        """See ingest.sources.base.Emit."""
        self._passed_over |= dict.fromkeys(columns)

    def dates_in(self, columns: Mapping[str, Sequence[str]]) -> None:
        """See ingest.sources.base.Emit."""
        self._dates_in |= columns

    def columns(self, records: pa.Table, observations: list[pa.Table], texts: pa.Table | None = None) -> None:
        """See ingest.sources.base.Emit."""
        if len(records):
            system = pa.scalar(self._reader.system)
            full = pc.binary_join_element_wise(system, records["type"], records["id"].cast(pa.string()), ":")
            table = records.append_column("record", full) if "record" not in records.column_names else records
            table = table.append_column("system", pa.repeat(system, len(table)))
            self._tables["records"].append(shaped(table, RECORDS))
        for table in observations:
            asked = pc.unique(table["asked"]).to_pylist() if len(table) else []
            if unknown := [kind for kind in asked if kind not in KINDS]:
                raise ReaderMistakeError(f"reader {self._reader.name}: {unknown[0]!r} is no kind ({', '.join(KINDS)})")
            self._tables["observations"].append(self._kept(shaped(table, OBSERVED)))
        if texts is not None and len(texts):
            self._text_columns(texts)

    @property
    def holds_texts(self) -> bool:
        """Whether texts are among what was gathered."""
        return bool(self._texts or self._tables["texts"])

    def finish(self) -> Gathered:
        """The file's tables. Called once, when the reader is done."""
        records = pa.concat_tables([rows_table(list(self._records.values()), RECORDS), *self._tables["records"]])
        records, repeated = without_duplicates(records)
        for full, row, path, first in repeated:
            self._duplicate(full, row, path, first)
        texts = pa.concat_tables([rows_table(self._texts, TEXTS), *self._tables["texts"]])
        texts = drop_rows(texts, repeated)
        if repeated and self._kept_apart is not None:
            self._kept_apart.leave_out(self._source, repeated)
        if self._unsearched:
            self._search()
        found = self._finder.found()
        if self._texts:
            of_text = pa.concat_tables([rows_table(self._texts, TEXTS)])
            found.insert(0, self._find_in(of_text, regions_of(of_text, records)))
        observed = pa.concat_tables([rows_table(self._observed, OBSERVED), *found, *self._tables["observations"]])
        observed = fill_regions(in_one_piece(drop_rows(observed, repeated)), records)
        records = date_columns(records, _RECORD_DATES, self._dates_in, self._reject_date)
        records = birth_tokens(records, self._case_key, self._dates_in, self._reject_date)
        observed = date_columns(observed, ("observed_at",), self._dates_in, self._reject_date)
        records = self._default_region(records)
        observed = fill_regions(observed, records)  # what is still without one is of records in other files
        return Gathered(
            self._at_source(records),
            self._at_source(observed),
            self._at_source(texts),
            tuple(self._rejected),
            passed_over=tuple(self._passed_over),
        )

    def rejections(self) -> tuple[Rejected, ...]:
        """What was rejected so far."""
        return tuple(self._rejected)

    def _kept(self, table: pa.Table) -> pa.Table:
        """Without blank and overlong values."""
        raw = table["raw"]
        size = pc.binary_length(raw)
        unfit = pc.or_(pc.equal(size, 0), pc.utf8_is_space(raw))
        if pc.any(pc.greater(size, LONGEST_VALUE)).as_py():
            long = pc.greater(pc.utf8_length(raw), LONGEST_VALUE)
            for one in table.filter(long).to_pylist():
                self._too_long(one["row"], one["path"], one["asked"], len(one["raw"]))
            unfit = pc.or_(unfit, long)
        return table.filter(pc.invert(unfit)) if pc.any(unfit).as_py() else table

    def _reject_date(
        self, reason: str, message: str, remedy: str, *, row: int | None = None, path: str = "", raw: object = ""
    ) -> None:
        """One line for a date, however many observations carry it."""
        if (row, raw) not in self._bad_dates or not raw:
            self._bad_dates.add((row, raw))
            self.reject(reason, message, remedy, row=row, path=path, raw=raw)

    def _text_columns(self, texts: pa.Table) -> None:
        """Texts as columns: what stands in them is found at once, so that they need not stay."""
        region = plain(texts["region"]) if "region" in texts.column_names else pa.repeat("", len(texts))
        table = self._at_source(shaped(texts, TEXTS))
        self._unsearched.append((table, region))
        waiting = [texts for texts, _ in self._unsearched]
        if sum(map(len, waiting)) >= sightings.MANY or sum(one.nbytes for one in waiting) >= sightings.MOST_BYTES:
            self._search()
        if self._kept_apart is None:
            self._tables["texts"].append(table)
        else:
            self._kept_apart.add(self._source, table)

    def _search(self) -> None:
        """What stands in the texts that wait for it: many at a time, for one pass over few costs as much as over some."""
        texts = pa.concat_tables([texts for texts, _ in self._unsearched])
        regions = pa.chunked_array([regions for _, regions in self._unsearched], pa.string())
        before = self._searched
        self._unsearched, self._searched = [], before + len(texts)
        self._finder.add(lambda: self._find_in(texts, regions, before))

    def _find_in(self, texts: pa.Table, regions: pa.ChunkedArray | pa.Array, before: int = 0) -> pa.Table:
        """What stands in the texts, as observations of context "cv"; the case's region where none is said."""
        found = find_all(texts["text"], self._or_default(regions), before)
        at = whole(found["at"])
        columns = {
            "record": picked(whole(texts["record"]), at),
            "row": whole(texts["row"]).take(at),
            "context": constant("cv", len(found)),
        }
        columns |= {name: found[name] for name in ("asked", "raw", "path")}
        return self._kept(shaped(pa.table(columns), OBSERVED))

    def _default_region(self, table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index("region")
        return table.set_column(at, table.schema.field(at), self._or_default(table["region"]))

    def _or_default(self, regions: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
        return pc.if_else(pc.equal(regions, ""), self._file.region, regions)

    def _at_source(self, table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index("source")
        return table.set_column(at, table.schema.field(at), pa.repeat(pa.scalar(self._source, pa.int32()), len(table)))

    def _duplicate(self, full: str, row: int | None, path: str, first: int | None) -> None:
        before = f" (row {first})" if first is not None else ""
        self.reject(
            "duplicate_id",
            f"{full.partition(':')[2]!r} stands a second time with other content; the first{before} was kept",
            "Give each its own id, or remove one.",
            row=row,
            path=path,
        )

    def _too_long(self, row: int | None, path: str, kind: str, length: int) -> None:
        self.reject(
            "too_large",
            f"the {kind} has {length:,} characters, more than {LONGEST_VALUE:,}",
            "Leave it out, or correct the export.",
            row=row,
            path=path,
        )


def must_not_be_kept(path: str) -> bool:
    """Whether a place (column name or JSON pointer) holds what is never stored, not even when it is rejected."""
    names: Sequence[str] = [part for part in path.split("/") if part and not part.isdigit()][-2:]
    return any(forbidden_group(name) or _is_secret(name) for name in names)


def _is_secret(name: str) -> bool:
    parts = words(name)
    if {"birth", "birthday", "birthdate", "dob", "geburtsdatum", "geburtstag", "ssn"} & set(parts):
        return True
    return any(kind.secret and parts in [words(column) for column in kind.columns] for kind in KINDS.values())
