"""The run folders on disk: one lock, written beside, fsynced, renamed. A killed run leaves nothing that counts.

facts/lock                 held while a run is written; freed by the system when the process dies
facts/.tmp/<run>/          a run that is being written; removed at the next start when it was killed
facts/<run>/               a run: sources, records, observations, texts, rejected (.parquet), manifest.json
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph.model.errors import CaseError
from graph.model.facts import FORMAT_VERSION, TABLES
from graph.model.settings import Case

WAIT = 600.0
"""Seconds that an ingest waits for another one of the same case."""

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


def write(case: Case, run: str, tables: Mapping[str, pa.Table], manifest: dict[str, Any]) -> None:
    """Writes one run, whole or not at all. Only under the lock. Raises CaseError."""
    beside = case.facts / ".tmp" / run
    try:
        beside.mkdir(parents=True)
        hashes = {name: _write_file(beside / f"{name}.parquet", parquet_bytes(tables[name])) for name in TABLES}
        content = manifest | {"tables": {f"{name}.parquet": hashes[name] for name in TABLES}}
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
        _write_file(beside / "manifest.json", text.encode())
        _sync_folder(beside)
        beside.rename(case.facts / run)
        _sync_folder(case.facts)
        (case.facts / ".tmp").rmdir()
    except OSError as error:
        shutil.rmtree(case.facts / ".tmp", ignore_errors=True)
        raise case_error(error, case.facts) from error


def parquet_bytes(table: pa.Table) -> bytes:
    """The same table is the same bytes (with one version of pyarrow): no times, no names of machines."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", row_group_size=1 << 20)
    return bytes(memoryview(sink.getvalue()))


def _write_file(path: Path, data: bytes) -> str:
    with path.open("xb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    return hashlib.sha256(data).hexdigest()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # pragma: no cover - Windows cannot open folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def manifests(case: Case) -> list[dict[str, Any]]:
    """The manifests of all runs, oldest first. Raises CaseError naming the file that is damaged or too new."""
    found = []
    if case.facts.is_dir():
        for folder in sorted(case.facts.iterdir()):
            if folder.is_dir() and not folder.name.startswith("."):
                found.append(_manifest(folder))
    return sorted(found, key=lambda one: (one["sequence"], one["run"]))


def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / "manifest.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(found, dict) or found["run"] != folder.name:
            raise ValueError("it is another run's")
        if int(found["format"]) > FORMAT_VERSION:
            raise CaseError("this run was made by a newer Linchpin.", where=str(file), remedy="Install that version.")
        int(found["sequence"]), list(found["files"]), dict(found["tables"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(file, str(error)) from error
    return found


def read_tables(case: Case, manifest: Mapping[str, Any]) -> dict[str, pa.Table]:
    """The tables of a run, each checked against its hash. Raises CaseError naming the file that is damaged."""
    folder = case.facts / manifest["run"]
    with ThreadPoolExecutor(len(TABLES)) as threads:  # hashing and unpacking let other threads work
        found = threads.map(lambda name: _read_table(folder / f"{name}.parquet", TABLES[name], manifest), TABLES)
        return dict(zip(TABLES, found, strict=True))


def _read_table(file: Path, schema: pa.Schema, manifest: Mapping[str, Any]) -> pa.Table:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise damaged(file, error.strerror or "it cannot be read") from error
    if hashlib.sha256(data).hexdigest() != manifest["tables"].get(file.name):
        raise damaged(file, "its SHA-256 is not the one in the manifest")
    try:
        return pq.read_table(pa.BufferReader(data), schema=schema)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise damaged(file, str(error)) from error


def damaged(file: Path, why: str) -> CaseError:
    """A file of a run is not as it was written."""
    return CaseError(
        f"the facts are damaged ({why}).",
        where=str(file),
        remedy=f"Restore {file.parent.name} from a copy, or remove that folder and ingest its files again.",
    )
