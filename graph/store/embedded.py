"""The embedded engine's own process, and the only file that imports `arcadedb_embedded`.

    python -P -m graph.store.embedded FOLDER

Runs ArcadeDB with its Bolt plugin on a free loopback port, its data in FOLDER. HTTP and MCP are stopped as soon as the
engine is up. Ports and a password that is new at every start stand in `engine.json`, which only the owner can read.

Who uses the engine holds a connection to its lease port. The operating system closes that connection however the
user ends, so the engine ends when the last one is gone, even after a SIGKILL, and no process is left behind.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import selectors
import socket
import sys
import time
from pathlib import Path
from typing import Any

from graph.store.lock import acquire

BUSY, NO_WHEEL, FAILED = 75, 76, 77
"""Exit codes: another engine holds the folder; this platform has no wheel; it did not start (see engine.log)."""

FIRST_LEASE_SECONDS = 20.0
HELLO_SECONDS = 5.0
LOOPBACK = "127.0.0.1"
DATABASE = "linchpin"
FORM = 1
JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:NewRatio=1")
"""An engine lives for minutes, on few cores: compiling for hours of use cost half of the processor in a first load.
What a batch leaves behind is garbage at once: with half of the heap for what is young, less of it is copied."""


def main(folder: Path) -> int:
    if acquire(folder / "engine.lock") is None:
        return BUSY
    with contextlib.suppress(OSError):
        os.ftruncate(sys.stdout.fileno(), 0)  # engine.log is of this start
    card = folder / "engine.json"
    for stale in (card, folder / "config" / "server-users.jsonl"):
        stale.unlink(missing_ok=True)  # of an engine that was killed: its ports and its password are worth nothing now
    try:
        import arcadedb_embedded  # noqa: F401
    except ImportError as error:
        _say(f"no embedded engine on this platform: {error}")
        return NO_WHEEL
    with socket.create_server((LOOPBACK, 0)) as leases:
        password = secrets.token_urlsafe(32)
        try:
            server, port = _start(folder, password)
        except Exception as error:
            _say(f"the engine did not start: {error}")
            return FAILED
        _publish(
            card,
            {
                "form": FORM,
                "pid": os.getpid(),
                "bolt": port,
                "lease": leases.getsockname()[1],
                "user": "root",
                "password": password,
                "database": DATABASE,
            },
        )
        try:
            last = _serve(leases, password)
        finally:
            card.unlink(missing_ok=True)
            server.stop()
    for connection in last:
        connection.close()
    return 0


def _start(folder: Path, password: str) -> tuple[Any, int]:
    """The running server and its Bolt port. Another process may take the free port first: then with another one."""
    from arcadedb_embedded.server import ArcadeDBServer

    for attempt in (1, 2, 3):
        with socket.create_server((LOOPBACK, 0)) as probe:
            port = int(probe.getsockname()[1])
        server = ArcadeDBServer(
            root_path=str(folder),
            root_password=password,
            config={
                "mode": "development",  # "production" hides the text of errors; only this machine can reach it
                "host": LOOPBACK,
                "http_port": "0",
                "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
                "bolt_host": LOOPBACK,
                "bolt_port": port,
                "bolt_defaultDatabase": DATABASE,
                "server_logsDirectory": str(folder / "log"),
                "opencypher_loadCsv_allowFileUrls": False,
                "opencypher_loadCsv_allowRemoteUrls": False,
            },
            jvm_kwargs={"heap_size": heap(), "jvm_args": [*JAVA, f"-XX:ErrorFile={folder / 'log' / 'jvm.log'}"]},
        )
        try:
            server.start()
        except Exception:
            if attempt == 3:
                raise
            continue
        server._java_server.getHttpServer().stopService()  # with it goes MCP, which is served over it
        server.create_database(DATABASE)
        return server, port
    raise AssertionError("not reached")


def heap() -> str:
    """A quarter of the machine's memory, at least 512 MB and at most 2 GB."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        total = 4 << 30
    return f"{min(max(total // 4, 512 << 20), 2 << 30) >> 20}m"


def _publish(card: Path, content: dict[str, Any]) -> None:
    """Written beside and renamed: who finds it finds it whole."""
    temporary = card.with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump(content, handle)
    temporary.replace(card)


def _serve(leases: socket.socket, secret: str) -> list[socket.socket]:
    """Holds leases until the last one ends, or until nobody came. Returns the connections to close at the very end."""
    selector = selectors.DefaultSelector()
    leases.setblocking(False)
    selector.register(leases, selectors.EVENT_READ)
    held: set[socket.socket] = set()
    waiting: dict[socket.socket, float] = {}  # said nothing yet: until when they may
    until = time.monotonic() + FIRST_LEASE_SECONDS
    while held or waiting or time.monotonic() < until:
        for key, _ in selector.select(timeout=0.5):
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            if connection is leases:
                with contextlib.suppress(OSError):
                    fresh, _address = leases.accept()
                    fresh.setblocking(False)
                    selector.register(fresh, selectors.EVENT_READ)
                    waiting[fresh] = time.monotonic() + HELLO_SECONDS
                continue
            try:
                said = connection.recv(4096)
            except OSError:
                said = b""
            if connection in waiting and secrets.compare_digest(said.strip(), secret.encode()):
                del waiting[connection]
                with contextlib.suppress(OSError):
                    connection.sendall(b"ok\n")
                held.add(connection)
            elif not said or connection in waiting:
                selector.unregister(connection)
                if held == {connection} and not waiting:
                    return [connection]  # its owner sees the end when this process ends
                held.discard(connection)
                waiting.pop(connection, None)
                connection.close()
                until = 0.0 if not held else until
        for connection in [one for one, limit in waiting.items() if limit < time.monotonic()]:
            selector.unregister(connection)
            del waiting[connection]
            connection.close()
    return []


def _say(text: str) -> None:
    sys.stderr.write(text.rstrip() + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    try:
        code = main(Path(sys.argv[1]))
    except BaseException as error:
        with contextlib.suppress(OSError):
            _say(f"the engine ended: {error}")
        code = FAILED
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    os._exit(code)  # threads of the Java runtime would keep the process
