"""A real Neo4j for the tests: the one that LINCHPIN_TEST_NEO4J_URI names, or one of our own from Maven and Java.

The database of the tests is emptied by them: never point the variable at a server that holds anything.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j

from graph.model.settings import GraphSettings

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "scripts" / "neo4j"
JARS = ROOT / ".tools" / "neo4j" / "jars"
PASSWORD = "only-for-these-tests"
START_SECONDS = 120.0


class NoServer(Exception):
    """Why there is no server to test with."""


@contextmanager
def server() -> Iterator[GraphSettings]:
    """Raises NoServer with the reason when there is neither an address nor Maven and Java."""
    uri = os.environ.get("LINCHPIN_TEST_NEO4J_URI", "")
    if uri:
        yield GraphSettings(
            uri=uri,
            user=os.environ.get("LINCHPIN_TEST_NEO4J_USER", "neo4j"),
            password=os.environ.get("LINCHPIN_TEST_NEO4J_PASSWORD", ""),
        )
        return
    java = shutil.which("java")
    if java is None:
        raise NoServer("no LINCHPIN_TEST_NEO4J_URI and no java: install a Java 17 runtime")
    fetch_jars()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        log = Path(data) / "server.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [java, "-Xmx1g", "-cp", str(JARS / "*"), str(SOURCE / "Neo4jServer.java"), f"{data}/db", str(port)],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=data,
            )
        try:
            _wait(process, log)
            address = f"neo4j://127.0.0.1:{port}"
            _first_password(address)
            yield GraphSettings(uri=address, password=PASSWORD)
        finally:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def fetch_jars() -> None:
    """The server's jars into `.tools/neo4j/jars`, once. Raises NoServer when Maven is missing or cannot fetch them."""
    if any(JARS.glob("neo4j-kernel-*.jar")):
        return
    maven = shutil.which("mvn")
    if maven is None:
        raise NoServer("no LINCHPIN_TEST_NEO4J_URI and no mvn: install Maven to fetch a Neo4j for the tests")
    fresh = JARS.with_name("jars.new")
    command = [maven, "-q", "-B", "-f", str(SOURCE / "pom.xml"), "dependency:copy-dependencies"]
    done = subprocess.run([*command, f"-DoutputDirectory={fresh}"], capture_output=True, text=True, timeout=900)
    if done.returncode:
        raise NoServer(f"Maven could not fetch Neo4j: {(done.stdout + done.stderr).strip()[-300:]}")
    shutil.rmtree(JARS, ignore_errors=True)
    fresh.rename(JARS)


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while b"ready" not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > until:
            raise NoServer(f"Neo4j did not start: {log.read_text(errors='replace')[-300:]}")
        time.sleep(0.2)


def _first_password(address: str) -> None:
    with (
        neo4j.GraphDatabase.driver(address, auth=("neo4j", "neo4j")) as driver,
        driver.session(database="system") as session,
    ):
        session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=PASSWORD).consume()


if __name__ == "__main__":
    fetch_jars()
