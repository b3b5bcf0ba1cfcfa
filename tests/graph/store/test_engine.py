"""The embedded engine's process: found, shared, ended with its last user, killed and recovered."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from graph.model.errors import StoreError
from graph.model.settings import Case, GraphSettings
from graph.store import embedded, engine, open_store
from graph.store.bolt import Bolt
from tests.conftest import empty
from tests.golden import graph as golden
from tests.graph_content import content

ROOT = Path(__file__).parents[3]
EMBEDDED = GraphSettings()


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case")


def card(case: Case) -> dict[str, object]:
    found: dict[str, object] = json.loads((case.graph / "engine.json").read_text(encoding="utf-8"))
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    status = Path(f"/proc/{pid}/stat")  # a process that only waits to be noticed is not alive
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def gone(pid: int, seconds: float = 20.0) -> bool:
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(pid)


def run(code: str, case: Case) -> subprocess.Popen[str]:
    """Another process that uses the case."""
    head = "import sys, time, pathlib\nfrom graph.model.settings import Case, GraphSettings\nfrom graph.store import open_store\n"
    text = head + f"case = Case.open(pathlib.Path({str(case.folder)!r}))\n" + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", text],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_two_users_share_one_engine_and_the_last_one_ends_it(case: Case) -> None:
    with open_store(case, EMBEDDED) as first:
        pid = int(str(card(case)["pid"]))
        with open_store(case, EMBEDDED) as second:
            first.load(golden.links(), golden.document())
            assert int(str(card(case)["pid"])) == pid
            assert second.status()["nodes"]["Applicant"] == 7
        assert alive(pid)
        assert first.status()["nodes"]["Applicant"] == 7
    assert gone(pid)
    assert not (case.graph / "engine.json").exists()
    with open_store(case, EMBEDDED) as later:
        assert later.status()["nodes"]["Applicant"] == 7


def test_users_who_come_at_the_same_moment_get_one_engine(case: Case) -> None:
    pids: list[object] = []
    hold = threading.Barrier(4, timeout=120)

    def use() -> None:
        with open_store(case, EMBEDDED) as store:
            store.status()
            pids.append(card(case)["pid"])
            hold.wait()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(pids) == 4
    assert len(set(pids)) == 1
    assert gone(int(str(pids[0])))


@pytest.mark.skipif(sys.platform == "win32", reason="files are kept private by another means on Windows")
def test_port_and_secret_are_for_the_owner_only(case: Case) -> None:
    with open_store(case, EMBEDDED):
        assert stat.S_IMODE((case.graph / "engine.json").stat().st_mode) == 0o600
        assert stat.S_IMODE(case.graph.stat().st_mode) == 0o700


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads the listeners of a process from /proc")
def test_listens_on_loopback_only_and_neither_http_nor_mcp(case: Case) -> None:
    with open_store(case, EMBEDDED):
        known = card(case)
        links = {os.readlink(link) for link in Path(f"/proc/{known['pid']}/fd").iterdir() if link.is_symlink()}
        sockets = {link[8:-1] for link in links if link.startswith("socket:[")}
        listening: set[tuple[str, int]] = set()
        for name in ("tcp", "tcp6"):
            for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and fields[9] in sockets:
                    address, port = fields[1].split(":")
                    listening.add((address, int(port, 16)))
    assert {port for _, port in listening} == {known["bolt"], known["lease"]}
    loopback = ("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")
    assert all(address in loopback for address, _ in listening)


def test_the_engine_ends_when_its_user_is_killed(case: Case) -> None:
    with run("with open_store(case, GraphSettings()): print('open', flush=True); time.sleep(300)", case) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == "open\n"
        pid = int(str(card(case)["pid"]))
        user.kill()
    assert gone(pid)


def test_a_killed_engine_leaves_nothing_in_the_way(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.store.bolt.RETRY_SECONDS", 0.5)
    with open_store(case, EMBEDDED) as store:
        store.load(golden.links(), golden.document())
        os.kill(int(str(card(case)["pid"])), signal.SIGKILL)
        with pytest.raises(StoreError, match="does not answer"):
            store.status()
    assert (case.graph / "engine.json").exists()  # stale: its ports and its secret are worth nothing

    with open_store(case, EMBEDDED) as store:
        assert store.status()["nodes"]["Applicant"] == 7


@pytest.mark.parametrize("after", [2, 6, 10])
def test_killed_in_the_middle_of_a_load_the_next_one_makes_the_same_graph(
    case: Case, embedded_case: Case, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    writes = 0
    whole_write = Bolt.write_all

    def kill_then_write(self: Bolt, statements: object) -> None:
        nonlocal writes
        writes += 1
        if writes == after:
            os.kill(int(str(card(case)["pid"])), signal.SIGKILL)
        whole_write(self, statements)  # type: ignore[arg-type]

    with open_store(case, EMBEDDED) as store:
        store.load(golden.links(frozenset({"A3"})), golden.document(("C2",)))
    monkeypatch.setattr(Bolt, "write_all", kill_then_write)
    monkeypatch.setattr("graph.store.load.BATCH", 3)
    monkeypatch.setattr("graph.store.bolt.RETRY_SECONDS", 0.5)
    with pytest.raises(StoreError), open_store(case, EMBEDDED) as store:
        store.load(golden.links(), golden.document())
    monkeypatch.undo()

    with open_store(case, EMBEDDED) as store:
        assert [row["cluster_id"] for row in store.run("clusters_overview")] in (["C2"], ["C1", "C2"])
        store.load(golden.links(), golden.document())
        repaired = content(store)
        assert not store.load(golden.links(), golden.document()).changed
    with open_store(embedded_case, EMBEDDED) as fresh:
        empty(fresh)
        fresh.load(golden.links(), golden.document())
        assert content(fresh) == repaired


def test_another_program_on_the_old_port_is_not_taken_for_the_engine(case: Case) -> None:
    engine._prepare(case.graph)
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer() -> None:
            with other.accept()[0] as connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        port = other.getsockname()[1]
        stale = {"form": 1, "pid": 1, "bolt": port, "lease": port, "user": "root", "password": "x", "database": "y"}
        (case.graph / "engine.json").write_text(json.dumps(stale), encoding="utf-8")
        with open_store(case, EMBEDDED) as store:
            assert store.status()["engine"] == "embedded"
        thread.join()


def test_half_a_card_is_no_card(case: Case) -> None:
    engine._prepare(case.graph)
    (case.graph / "engine.json").write_text('{"form": 1, "pid":', encoding="utf-8")
    with open_store(case, EMBEDDED) as store:
        assert store.status()["nodes"]["Applicant"] == 0


def test_a_platform_without_an_engine_is_named_with_the_way_out(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    empty_place = case.folder / "no wheel"
    (empty_place / "arcadedb_embedded").mkdir(parents=True)
    (empty_place / "arcadedb_embedded" / "__init__.py").write_text("raise ImportError('no wheel for this platform')")
    monkeypatch.setenv("PYTHONPATH", str(empty_place))
    with pytest.raises(StoreError, match=r"no build for this platform.*LINCHPIN_NEO4J_URI"), open_store(case, EMBEDDED):
        pass


def test_an_engine_that_does_not_start_says_where_to_look(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCADEDB_JVM_ARGS", "-XX:NoSuchOption")
    with pytest.raises(StoreError, match=r"did not start.*engine\.log"), open_store(case, EMBEDDED):
        pass


def test_a_folder_that_is_a_file_is_named(case: Case) -> None:
    case.graph.write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be kept here"), open_store(case, EMBEDDED):
        pass


def test_a_full_disk_is_seen_before_the_load(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    engine._prepare(case.graph)
    with pytest.raises(StoreError, match=r"MB free; this load may need .* The graph is as it was"):
        engine.check_room(case.graph, 1 << 60)
    engine.check_room(case.graph, 1)


class Disk:
    """A disk of the outer world: so many bytes are free on it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.free = 1 << 40
        usage = type(shutil.disk_usage("."))
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1 << 40, (1 << 40) - self.free, self.free))


def test_a_full_disk_is_said_at_once_in_the_middle_and_before_a_start(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    with open_store(case, EMBEDDED) as store:
        store.load(golden.links(frozenset({"A3"})), golden.document(("C2",)))
        before = content(store)
        disk.free = 1 << 20
        assert not store.load(golden.links(frozenset({"A3"})), golden.document(("C2",))).changed  # nothing to write
        with pytest.raises(StoreError, match=r"1 MB free; this load may need .* The graph is as it was"):
            store.load(golden.links(), golden.document())
        assert content(store) == before

        def broken(self: Bolt, statements: object) -> None:
            disk.free = 0
            raise StoreError("the graph engine reports Transaction error on commit.")

        disk.free = 1 << 40
        with monkeypatch.context() as patch:
            patch.setattr(Bolt, "write_all", broken)
            with pytest.raises(StoreError, match="disk of the graph engine is full"):
                store.load(golden.links(), golden.document())
    with pytest.raises(StoreError, match="0 MB free; the embedded engine needs"), open_store(case, EMBEDDED):
        pass
    disk.free = 1 << 40
    with open_store(case, EMBEDDED) as store:
        assert [row["cluster_id"] for row in store.run("clusters_overview")] == ["C2"]
        store.load(golden.links(), golden.document())


def test_heap_is_bounded() -> None:
    assert 512 <= int(embedded.heap().removesuffix("m")) <= 2048
