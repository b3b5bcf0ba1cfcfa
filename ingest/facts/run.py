"""One ingest: find files, let readers recognise them, read, clean, write one run. The same input is the same run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from graph.model.errors import InputError
from graph.model.facts import FORMAT_VERSION, RECORDS, REJECTED, SOURCES
from graph.model.kinds import KINDS, secret_token
from graph.model.large import give_back
from graph.model.settings import Case
from ingest.facts import disk
from ingest.facts.cleaning import clean_observations
from ingest.facts.collector import OBSERVED, Gathered
from ingest.facts.columns import rows_table
from ingest.facts.paths import Named, find, is_truth
from ingest.facts.pool import Pool
from ingest.facts.reading import Order, read_files, stamp_of
from ingest.facts.regions import borrowed
from ingest.facts.report import Rejected, RunReport
from ingest.facts.texts import Texts
from ingest.facts.unclean import Unclean, unclean
from ingest.sources import readers
from ingest.sources._parquet import DAMAGED
from ingest.sources.base import Head, Reader, SourceFile
from ingest.sources.mapped import Mapping as TableMapping
from ingest.sources.mapped import read_mapping
from ingest.sources.opening import binary, look

Progress = Callable[[str, int, int], None]
BLOCK = 1 << 20


@dataclass(frozen=True)
class Candidate:
    """A file with its hash and the reader that will read it (None: nobody knows it)."""

    named: Named
    sha256: str
    bytes: int
    stamp: tuple[int, int]
    origin: str
    head: Head
    reader: Reader | None
    mapping: TableMapping | None = None

    def identity(self) -> dict[str, Any]:
        """What decides the facts of this file."""
        return {
            "origin": self.origin,
            "sha256": self.sha256,
            "reader": self.reader.name if self.reader else "",
            "reader_version": self.reader.version if self.reader else 0,
            "mapping": self.mapping.sha256 if self.mapping else "",
        }


@dataclass(frozen=True)
class Outcome:
    """How many records and observations one file gave, and what was rejected of it. failed: nothing of it could be used.

    passed_over: its columns that are not understood. unclean: its values that cannot be cleaned; said when all are.
    """

    records: int
    observations: int
    rejected: tuple[Rejected, ...]
    failed: bool
    passed_over: tuple[str, ...]
    unclean: tuple[Unclean, ...] = ()

    @classmethod
    def of(cls, gathered: Gathered) -> Outcome:
        counts = len(gathered.records), len(gathered.observations)
        return cls(*counts, gathered.rejected, gathered.failed, gathered.passed_over)


def write_run(
    case: Case, paths: Sequence[Path], *, mapping: Path | None = None, progress: Progress | None = None
) -> RunReport:
    """Reads what is new in `paths` into one run folder and says what happened.

    Nothing is written when all files are known already. Bad files and rows are in the report and in the run's `rejected`
    table; the rest goes on. Raises InputError when the mapping file is wrong, CaseError when the case cannot be written.
    """
    table_mapping = read_mapping(mapping) if mapping else None
    with disk.locked(case):
        disk.sweep(case)
        report = _Ingest(case, table_mapping, progress or (lambda step, done, total: None)).run(paths)
    give_back()
    return report


class _Ingest:
    """One ingest, under the lock."""

    def __init__(self, case: Case, mapping: TableMapping | None, progress: Progress) -> None:
        self.case = case
        self.mapping = mapping
        self.progress = progress
        self.manifests = disk.manifests(case)
        self.rules = {kind.name: kind.version for kind in KINDS.values()}
        self.newest: dict[str, dict[str, Any]] = {}  # origin -> identity and rules of its newest reading
        self.standing: dict[str, dict[str, Any]] = {}  # the same of its newest version that could be read
        for manifest in self.manifests:
            basis = {"rules": manifest["rules"], "region": manifest["region"], "run": manifest["run"]}
            self.newest |= {file["origin"]: file | basis for file in manifest["files"]}
            self.standing |= {file["origin"]: file | basis for file in manifest["files"] if not file["failed"]}
        self.rejected: list[Rejected] = []
        self.notes: list[str] = []

    def run(self, paths: Sequence[Path]) -> RunReport:
        walk = find(paths, self.case.folder)
        self.rejected.extend(walk.rejected)
        self.notes.extend(walk.notes)
        candidates = self._candidates(walk.files)
        self._mapping_was_used(candidates)
        before = [(one, self._known_as(one)) for one in candidates]
        new = [one for one, reading in before if reading is None]
        old = [(one, reading) for one, reading in before if reading is not None]
        known = tuple(one.named.name for one, _ in old)
        standing = self._rejected_before([reading for _, reading in old])
        passed_over = {one.named.name: tuple(reading.get("passed_over", ())) for one, reading in old}
        not_clean = [Unclean.from_dict(said) for _, reading in old for said in reading.get("unclean", ())]
        read = sum(not reading["failed"] for _, reading in old)
        if not new:
            report = RunReport(None, known=known, rejected=tuple(self.rejected), notes=tuple(self.notes))
            return replace(
                report, standing=standing, passed_over=_named(passed_over), unclean=_sorted(not_clean), read=read
            )
        run = self._run_id(new)
        with Pool() as pool, Texts(disk.beside(self.case, run)) as texts:
            orders = [self._order(one, at) for at, one in enumerate(new)]
            gathered = read_files(orders, pool, self.progress, texts)
            texts.finish()
            outcomes = [Outcome.of(one) for one in gathered]
            tables = self._tables(new, outcomes, gathered, pool)
            names = {at: one.named.name for at, one in enumerate(new)}
            bad = unclean(tables["observations"], tables["spellings"], names)
            outcomes = [replace(one, unclean=bad.get(at, ())) for at, one in enumerate(outcomes)]
            report = self._write(run, new, outcomes, tables, texts, known)
        passed_over |= {one.named.name: of.passed_over for one, of in zip(new, outcomes, strict=True)}
        not_clean += [said for one in outcomes for said in one.unclean]
        read += sum(not one.failed for one in outcomes)
        return replace(
            report, standing=standing, passed_over=_named(passed_over), unclean=_sorted(not_clean), read=read
        )

    def _rejected_before(self, files: Sequence[Mapping[str, Any]]) -> tuple[Rejected, ...]:
        """What was rejected in these files when they were read: it is still in them."""
        names: dict[str, set[str]] = {}
        for file in files:
            if file["rejected"]:
                names.setdefault(file["run"], set()).add(file["name"])
        found = []
        for manifest in self.manifests:
            if manifest["run"] in names:
                rows = disk.rejected_rows(self.case, manifest)
                found += [Rejected(**row) for row in rows if row["file"] in names[manifest["run"]]]
        return tuple(found)

    def _candidates(self, files: Sequence[Named]) -> list[Candidate]:
        found = []
        for at, named in enumerate(files):
            self.progress("look at files", at, len(files))
            try:
                head = look(named.path)
                if is_truth(head.start):
                    self.notes.append(f"{named.name}: the sample world's truth; it is never read")
                    continue
                before = stamp_of(named.path)
                sha256, size = hash_file(named.path)
            except PermissionError:
                message = "there is no permission to read it"
                self._reject(named.name, "no_permission", message, "Ask for the right to read it.")
                continue
            except OSError as error:
                self._reject(named.name, "unreadable", f"it cannot be read ({error.strerror})", "Copy it to this disk.")
                continue
            origin = secret_token(self.case.key, "origin", str(named.path.resolve()))
            reader, mapping = self._reader_of(head)
            found.append(Candidate(named, sha256, size, before, origin, head, reader, mapping))
        return sorted(found, key=lambda one: (one.named.name, one.sha256, one.origin))

    def _reader_of(self, head: Head) -> tuple[Reader | None, TableMapping | None]:
        """The surest reader; of equally sure ones the first by name. A mapping that fits comes before all."""
        if self.mapping and self.mapping.fits(head):
            return readers()["mapped"], self.mapping
        sure = [(reader.recognise(head), reader) for reader in readers().values()]
        best = max(sure, key=lambda pair: pair[0], default=(0.0, None))
        return (best[1], None) if best[0] > 0 else (None, None)

    def _mapping_was_used(self, candidates: Sequence[Candidate]) -> None:
        if self.mapping and candidates and not any(one.mapping for one in candidates):
            raise InputError(
                f"no file has the columns that it names ({', '.join(self.mapping.needed())}).",
                where=self.mapping.name,
                remedy="Propose a new one with: linchpin map FILE",
            )

    def _known_as(self, one: Candidate) -> dict[str, Any] | None:
        """The reading whose facts the file has already: its newest, or the one in force when what came later could not be
        read. None when it has to be read."""
        now = one.identity() | {"rules": self.rules, "region": self.case.region}
        newest = self.newest.get(one.origin)
        for before in (newest, self.standing.get(one.origin) if newest and newest["failed"] else None):
            if before is not None and all(before[name] == value for name, value in now.items()):
                return before
        return None

    def _order(self, one: Candidate, source: int) -> Order:
        file = SourceFile(
            path=one.named.path,
            name=one.named.name,
            sha256=one.sha256,
            bytes=one.bytes,
            region=self.case.region,
            mapping=one.mapping.content if one.mapping else None,
        )
        unknown = ("", "") if one.reader else _unknown(one.head)
        reader = one.reader.name if one.reader else ""
        return Order(file, reader, source, one.stamp, self.case.key, unknown)

    def _tables(
        self, new: Sequence[Candidate], outcomes: Sequence[Outcome], gathered: list[Gathered], pool: Pool
    ) -> dict[str, pa.Table]:
        """The tables of the run. gathered: emptied, so that what was gathered goes when it is cleaned."""
        records = pa.concat_tables([RECORDS.empty_table(), *(one.records for one in gathered)])
        seen_of = [borrowed(one.observations, records) for one in gathered]
        gathered.clear()
        observed = [pa.concat_tables([OBSERVED.empty_table(), *seen_of])]
        seen_of.clear()
        seen, spellings = clean_observations(observed, self.case.key, self.progress, pool, region=self.case.region)
        return {
            "sources": rows_table([self._source(one, at, outcomes[at]) for at, one in enumerate(new)], SOURCES),
            "records": records,
            "observations": seen,
            "spellings": spellings,
            "rejected": rows_table([_rejected_row(line) for line in self._all_rejected(outcomes)], REJECTED),
        }

    def _all_rejected(self, outcomes: Sequence[Outcome]) -> list[Rejected]:
        return sorted(
            [*self.rejected, *(line for one in outcomes for line in one.rejected)],
            key=lambda line: (line.file, line.row or 0, line.path, line.reason, line.message),
        )

    def _write(
        self,
        run: str,
        new: Sequence[Candidate],
        outcomes: Sequence[Outcome],
        tables: Mapping[str, pa.Table],
        texts: Texts,
        known: tuple[str, ...],
    ) -> RunReport:
        self.progress("write facts", 0, sum(len(table) for table in tables.values()))
        counts = disk.write(self.case, run, tables, texts, lambda counts: self._manifest(run, new, outcomes, counts))
        self.progress("write facts", sum(counts.values()), sum(counts.values()))
        superseded = tuple(
            (one.named.name, self._supersedes(one))
            for one, read in zip(new, outcomes, strict=True)
            if self._supersedes(one) and not read.failed
        )
        names = tuple(one.named.name for one in new)
        return RunReport(run, names, known, superseded, counts, tuple(self._all_rejected(outcomes)), tuple(self.notes))

    def _supersedes(self, one: Candidate) -> str:
        before = self.standing.get(one.origin)
        return before["sha256"] if before else ""

    def _source(self, one: Candidate, at: int, read: Outcome) -> tuple[Any, ...]:
        identity = one.identity()
        counts = (read.records, read.observations, len(read.rejected))
        described = (one.named.name, one.origin, one.sha256, one.bytes, identity["reader"], identity["reader_version"])
        return (at, *described, *counts, "" if read.failed else self._supersedes(one))

    def _run_id(self, new: Sequence[Candidate]) -> str:
        """A hash of all that decides the content; a content that comes back after another (A, B, A) counts up."""
        content = {
            "format": FORMAT_VERSION,
            "files": [one.identity() | {"name": one.named.name, "supersedes": self._supersedes(one)} for one in new],
            "problems": [str(line) for line in sorted(self.rejected, key=str)],
            "rules": self.rules,
            "region": self.case.region,
        }
        taken = {manifest["run"] for manifest in self.manifests}
        for repeat in range(len(taken) + 1):
            text = json.dumps(content | {"repeat": repeat}, sort_keys=True)
            run = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
            if run not in taken:
                break
        return run

    def _manifest(
        self, run: str, new: Sequence[Candidate], outcomes: Sequence[Outcome], counts: Mapping[str, int]
    ) -> dict[str, Any]:
        files = [
            one.identity()
            | {
                "name": one.named.name,
                "bytes": one.bytes,
                "snapshot": one.reader.snapshot if one.reader else True,
                "supersedes": self._supersedes(one),
                "failed": read.failed,
                "records": read.records,
                "observations": read.observations,
                "rejected": len(read.rejected),
                "passed_over": list(read.passed_over),
                "unclean": [said.to_dict() for said in read.unclean],
            }
            for one, read in zip(new, outcomes, strict=True)
        ]
        return {
            "format": FORMAT_VERSION,
            "run": run,
            "sequence": max((int(manifest["sequence"]) for manifest in self.manifests), default=0) + 1,
            "created_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "files": files,
            "rows": dict(counts),
            "rules": self.rules,
            "region": self.case.region,
        }

    def _reject(self, name: str, reason: str, message: str, remedy: str) -> None:
        self.rejected.append(Rejected(name, None, "", reason, message, remedy))


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 of a file's bytes and their number. Raises OSError."""
    whole = hashlib.sha256()
    size = 0
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            whole.update(block)
            size += len(block)
    return whole.hexdigest(), size


def _unknown(head: Head) -> tuple[str, str]:
    if head.start[:4] == b"PAR1" and not head.columns:
        return DAMAGED
    if known := binary(head.start):
        return f"it is {known[0]}", known[1]
    if head.columns:
        return "no reader knows this table", "Propose a mapping with: linchpin map FILE, then give it with --mapping."
    if head.suffix in (".csv", ".tsv"):
        return "the first row looks like data, not like column names", "Put a header row on top (see: linchpin map)."
    return (
        "no reader knows this format",
        "See docs/formats.md for what can be read; a table comes in by a mapping: linchpin map FILE.",
    )


def _named(passed_over: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, columns) for name, columns in sorted(passed_over.items()) if columns)


def _sorted(not_clean: Sequence[Unclean]) -> tuple[Unclean, ...]:
    return tuple(sorted(not_clean, key=lambda one: one.place))


def _rejected_row(line: Rejected) -> tuple[Any, ...]:
    return (line.file, line.row, line.path, line.reason, line.message, line.remedy, line.raw)
