"""The run folders on disk: one lock, written beside, fsynced, renamed. A killed run leaves nothing that counts.

facts/lock                 held while a run is written; freed by the system when the process dies
facts/.tmp/<run>/          a run that is being written; removed at the next start when it was killed
facts/<run>/               a run: sources, records, observations, spellings, texts, rejected (.parquet), manifest.json
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from graph.model.errors import CaseError
from graph.model.facts import FORMAT_VERSION, TABLES
from graph.model.packed import shaped
from graph.model.settings import Case
from ingest.facts.coded import CODED, largest, parts
from ingest.facts.parquet import GROUP, LONG, PAGE, TableFile
from ingest.facts.stored import TextFile
from ingest.facts.texts import Texts
from ingest.facts.unpack import Checked, checked, damaged

WAIT = 600.0
"""Seconds that an ingest waits for another one of the same case."""

PACKED = frozenset({"observations", "spellings"})
"""Tables of which a text that stands often is kept once when they are read."""

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}


def case_error(error: OSError, where: Path) -> CaseError:
    """What an OSError while writing the case means."""
    if error.errno in _FULL:
        return CaseError(
            "the disk is full; nothing was written.", where=str(where), remedy="Make room and ingest again."
        )
    if isinstance(error, PermissionError):
        return CaseError("there is no permission to write here.", where=str(where), remedy="Use a case of your own.")
    return CaseError(
        f"the facts cannot be written ({error.strerror}); nothing was written.",
        where=str(where),
        remedy="Mend the folder and ingest again.",
    )


@contextlib.contextmanager
def locked(case: Case, wait: float = WAIT) -> Iterator[None]:
    """Only one ingest of a case at a time. Raises CaseError after `wait` seconds, or when it cannot be written."""
    lock = case.facts / "lock"
    try:
        case.facts.mkdir(parents=True, exist_ok=True)
        handle = lock.open("a+b")
    except OSError as error:
        raise case_error(error, case.facts) from error
    with handle:
        until = time.monotonic() + wait
        while not _try_lock(handle):
            if time.monotonic() > until:
                raise CaseError(
                    "another ingest is still writing into this case.",
                    where=str(lock),
                    remedy="Wait until it is done, or end it, and try again.",
                )
            time.sleep(0.05)
        try:
            yield
        finally:
            _unlock(handle)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _try_lock(handle: IO[bytes]) -> bool:
        try:
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: IO[bytes]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


def sweep(case: Case) -> None:
    """Removes what a killed run left. Only under the lock."""
    try:
        if (case.facts / ".tmp").exists():
            shutil.rmtree(case.facts / ".tmp")
    except OSError as error:
        raise case_error(error, case.facts / ".tmp") from error


def beside(case: Case, run: str) -> Path:
    """Where a run is written before it counts."""
    return case.facts / ".tmp" / run


def write(
    case: Case,
    run: str,
    tables: Mapping[str, pa.Table],
    texts: Texts,
    manifest: Callable[[dict[str, int]], dict[str, Any]],
) -> dict[str, int]:
    """Writes one run, whole or not at all; returns the rows of each table. Only under the lock. Raises CaseError.

    manifest: what the manifest says beside the hashes, given the rows of each table.
    """
    folder = beside(case, run)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(len(tables), thread_name_prefix="write") as threads:  # two of them are long
            paths = (folder / f"{name}.parquet" for name in tables)
            hashes = dict(zip(tables, threads.map(_write_table, paths, tables.values()), strict=True))
        hashes["texts"], written = texts.close()
        counts = {name: len(tables[name]) if name in tables else written for name in TABLES}
        content = manifest(counts) | {"tables": {f"{name}.parquet": hashes[name] for name in TABLES}}
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
        _write_file(folder / "manifest.json", text.encode())
        _sync_folder(folder)
        folder.rename(case.facts / run)
        _sync_folder(case.facts)
        (case.facts / ".tmp").rmdir()
    except OSError as error:
        shutil.rmtree(case.facts / ".tmp", ignore_errors=True)
        raise case_error(error, case.facts) from error
    return counts


def _write_table(path: Path, table: pa.Table) -> str:
    coded = CODED in table.schema.types
    rows = LONG if coded and largest(table) < PAGE else GROUP
    some = parts(table, rows) if coded else iter((table,))
    with ThreadPoolExecutor(1, thread_name_prefix="part") as thread:  # one is made while the one before is written
        part = next(some)
        file = TableFile(path, part.schema)
        try:
            while part is not None:
                coming = thread.submit(next, some, None)
                file.write(part, rows)
                part = coming.result()
            return file.close()
        except OSError:
            file.abandon()
            raise


def _write_file(path: Path, data: bytes) -> None:
    with path.open("xb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # pragma: no cover - Windows cannot open folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def manifests(case: Case) -> list[dict[str, Any]]:
    """The manifests of all runs, oldest first. Raises CaseError naming the file that is damaged, too new or too old."""
    found = []
    if case.facts.is_dir():
        for folder in sorted(case.facts.iterdir()):
            if folder.is_dir() and not folder.name.startswith("."):
                found.append(_manifest(folder))
    return sorted(found, key=lambda one: (one["sequence"], one["run"]))


def holds_nothing(case: Case) -> bool:
    """Whether no run of the case has anything but what was rejected. Raises CaseError as `manifests` does."""
    return not any(
        manifest["rows"][name] for manifest in manifests(case) for name in ("records", "observations", "texts")
    )


def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / "manifest.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(found, dict) or found["run"] != folder.name:
            raise ValueError("it is another run's")
        if int(found["format"]) > FORMAT_VERSION:
            raise CaseError("this run was made by a newer Linchpin.", where=str(file), remedy="Install that version.")
        if int(found["format"]) < FORMAT_VERSION:
            raise CaseError(
                "this run was made by an older Linchpin, which kept facts otherwise.",
                where=str(file),
                remedy=f"Remove the folder {folder.name} and ingest its files again; what was decided stays.",
            )
        int(found["sequence"]), list(found["files"]), dict(found["tables"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(file, str(error)) from error
    return found


@dataclass(frozen=True)
class Read:
    """The tables of a run but for its texts: these have no column `text` here, and stand in `texts`."""

    tables: dict[str, pa.Table]
    texts: TextFile


def read_tables(case: Case, manifest: Mapping[str, Any]) -> Read:
    """The tables of a run, each checked against its hash. Raises CaseError naming the file that is damaged."""
    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as threads:  # hashing and unpacking let other threads work
        others = [name for name in TABLES if name != "texts"]
        checks = {name: threads.submit(_checked, case, name, manifest) for name in (*others, "texts")}
        columns = _unpacked(threads, {name: checks[name].result() for name in others})
        texts = checks["texts"].result()  # the largest file: others are unpacked while it is still being hashed
        columns |= _unpacked(threads, {"texts": texts})
        found: dict[str, dict[str, pa.Array]] = {
            name: {field.name: columns[name, field.name].result() for field in schema if field.name != "text"}
            for name, schema in TABLES.items()
        }
    tables = {name: shaped(columns, TABLES[name]) for name, columns in found.items()}
    return Read(tables, TextFile(texts.path, texts.metadata))


def _unpacked(threads: Executor, files: Mapping[str, Checked]) -> dict[tuple[str, str], Future[pa.Array]]:
    """The columns of some tables but for the texts themselves, those that take longest first: what they need is needed again
    by the others."""
    fields = [(name, field) for name in files for field in TABLES[name] if field.name != "text"]
    fields.sort(key=lambda one: -files[one[0]].size(one[1].name))
    return {(name, field.name): threads.submit(files[name].column, field, name in PACKED) for name, field in fields}


def _checked(case: Case, name: str, manifest: Mapping[str, Any]) -> Checked:
    path = case.facts / manifest["run"] / f"{name}.parquet"
    return checked(path, TABLES[name], manifest["tables"].get(path.name))


def rejected_rows(case: Case, manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a run rejected. Raises CaseError as `read_tables` does."""
    file = _checked(case, "rejected", manifest)
    found: list[dict[str, Any]] = pa.table({field.name: file.column(field) for field in file.schema}).to_pylist()
    return found
