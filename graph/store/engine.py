"""Finding the embedded engine of a case, or starting it, and holding it while it is used."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.model.errors import StoreError
from graph.store import embedded

START_SECONDS = 90.0
"""How long to wait for an engine to start, or for an ending one to leave."""

ROOM_TO_START = 32 << 20
"""Bytes that an engine wants to find: it writes its log, its journal and its schema when it starts."""

FULL = 4 << 20
"""Bytes free, or fewer, that no engine can go on with."""

OTHER = "Use a Neo4j server instead: set LINCHPIN_NEO4J_URI (see docs/engines.md)."


_UNREAPED: list[subprocess.Popen[bytes]] = []
"""Engines that this process started and left running for others: kept, so that their end is noticed."""


@dataclass
class Lease:
    """The right to use a running engine. While it is open the engine stays; closing the last one ends the engine."""

    uri: str
    user: str
    password: str
    database: str
    pid: int
    connection: socket.socket
    process: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        """Returns when the engine has ended, or at once when others use it."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(START_SECONDS)
            while self.connection.recv(64):
                pass
        self.connection.close()
        if self.process is not None:
            try:
                self.process.wait(timeout=0.5)
            except subprocess.TimeoutExpired:  # others use it
                _UNREAPED.append(self.process)


def lease(folder: Path) -> Lease:
    """The engine whose data is in `folder`: the running one, or a new one.

    Raises StoreError when there is no engine for this platform, it cannot start, or the folder cannot be written.
    """
    _prepare(folder)
    _UNREAPED[:] = [one for one in _UNREAPED if one.poll() is None]
    until = time.monotonic() + START_SECONDS
    process: subprocess.Popen[bytes] | None = None
    while time.monotonic() < until:
        found = _join(folder / "engine.json")
        if found is not None:
            if process is not None and process.pid == found.pid:
                found.process = process
            elif process is not None:
                _UNREAPED.append(process)  # another user was quicker: ours finds the folder held and ends
            return found
        if process is None:
            check_room(folder, ROOM_TO_START, "the embedded engine needs")
            process = _spawn(folder)
        code = process.poll()
        if code == embedded.BUSY:
            process = None  # another engine holds the folder: it starts, or it is about to end
        elif code is not None:
            raise _not_started(folder, code)
        time.sleep(0.05)
    if process is not None:
        process.kill()
        process.wait()
    raise StoreError(
        f"the engine did not answer within {START_SECONDS:.0f} seconds.",
        where=str(folder),
        remedy=f"End the process that uses this folder, or see {folder / 'engine.log'}.",
    )


def check_room(folder: Path, wanted: int, who: str = "this load may need") -> None:
    """Raises StoreError when the disk of `folder` has fewer than `wanted` bytes free: better before than half-way."""
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise StoreError(
            f"the disk has {free >> 20} MB free; {who} {wanted >> 20} MB.",
            where=str(folder),
            remedy="Make room, or keep the case on another disk. The graph is as it was.",
        )


def is_full(folder: Path) -> bool:
    """Whether the disk of `folder` has next to nothing left: what an engine reports then says many other things."""
    return shutil.disk_usage(folder).free < FULL


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        (folder / "log").mkdir(exist_ok=True)
        (folder / "engine.lock").touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"the graph cannot be kept here ({error.strerror}).",
            where=str(folder),
            remedy="Make the folder writable, or use another case.",
        ) from error


def _join(card: Path) -> Lease | None:
    """A lease from the engine that `card` names, or None: no card, half an engine, or another program on its port."""
    try:
        data: dict[str, Any] = json.loads(card.read_text(encoding="utf-8"))
        connection = socket.create_connection((embedded.LOOPBACK, int(data["lease"])), timeout=5)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    try:
        connection.sendall(str(data["password"]).encode() + b"\n")
        if connection.recv(64).strip() != b"ok":
            connection.close()
            return None
        return Lease(
            uri=f"bolt://{embedded.LOOPBACK}:{int(data['bolt'])}",
            user=str(data["user"]),
            password=str(data["password"]),
            database=str(data["database"]),
            pid=int(data["pid"]),
            connection=connection,
        )
    except (OSError, KeyError, ValueError):
        connection.close()
        return None


def _spawn(folder: Path) -> subprocess.Popen[bytes]:
    """The engine in a session of its own: Ctrl-C in the terminal is for its user, who then lets go of it."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    with (folder / "engine.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "graph.store.embedded", str(folder.resolve())],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=flags,
        )


def _not_started(folder: Path, code: int) -> StoreError:
    log = folder / "engine.log"
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        lines = []
    if code == embedded.NO_WHEEL:
        return StoreError("the embedded engine has no build for this platform.", where=sys.platform, remedy=OTHER)
    text = "\n".join(lines).lower()
    if "no space left" in text or "disk full" in text:
        return StoreError("the disk is full; the engine cannot start.", where=str(folder), remedy="Make room.")
    last = lines[-1][:300] if lines else f"exit code {code}"
    return StoreError(f"the embedded engine did not start: {last}.", where=str(folder), remedy=f"See {log}. {OTHER}")
