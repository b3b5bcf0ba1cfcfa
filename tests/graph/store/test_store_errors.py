"""What goes wrong with a server ends in one line that says what to do."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from neo4j import exceptions as bolt_errors

from graph.model.errors import StoreError, UsageError
from graph.model.settings import Case, GraphSettings
from graph.store import open_store
from graph.store.bolt import translated


def refused(case: Case, settings: GraphSettings) -> str:
    with pytest.raises(StoreError) as caught, open_store(case, settings):
        pass
    line = str(caught.value)
    assert "\n" not in line
    return line


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case")


def test_wrong_password(case: Case, neo4j_server: GraphSettings) -> None:
    wrong = GraphSettings(uri=neo4j_server.uri, user=neo4j_server.user, password="not this one")
    line = refused(case, wrong)
    assert "log-in" in line
    assert "refused" in line
    assert "LINCHPIN_NEO4J_PASSWORD" in line
    assert "not this one" not in line


def test_no_such_database(case: Case, neo4j_server: GraphSettings) -> None:
    other = GraphSettings(neo4j_server.uri, neo4j_server.user, neo4j_server.password, database="nowhere")
    assert "LINCHPIN_NEO4J_DATABASE" in refused(case, other)


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_nothing_listens(case: Case, scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    line = refused(case, GraphSettings(uri=f"{scheme}://127.0.0.1:{port}", password="x"))
    assert "does not answer" in line
    assert "LINCHPIN_NEO4J_URI" in line


@pytest.mark.parametrize("uri", ["ftp://127.0.0.1:7474", "neo4j://", "neo4j://127.0.0.1:notaport"])
def test_an_address_that_is_none(case: Case, uri: str) -> None:
    line = refused(case, GraphSettings(uri=uri, password="x"))
    assert "LINCHPIN_NEO4J_URI" in line


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (
            bolt_errors.Neo4jError._hydrate_neo4j(
                code="Neo.TransientError.General.OutOfDiskSpace", message="No space left on device"
            ),
            StoreError,
            "disk of the graph engine is full",
        ),
        (
            bolt_errors.Neo4jError._hydrate_neo4j(
                code="Neo.DatabaseError.General.UnknownError", message="java.io.IOException: No space left on device"
            ),
            StoreError,
            "disk of the graph engine is full",
        ),
        (
            bolt_errors.Neo4jError._hydrate_neo4j(code="Neo.ClientError.Security.Forbidden", message="not allowed"),
            StoreError,
            "writing is not allowed",
        ),
        (
            bolt_errors.Neo4jError._hydrate_neo4j(
                code="Neo.ClientError.Statement.SyntaxError", message="Invalid input\nMATCH (n"
            ),
            UsageError,
            "the query cannot be run: Invalid input",
        ),
        (bolt_errors.SessionExpired("connection lost"), StoreError, "what was written before is kept whole"),
        (bolt_errors.IncompleteCommit("lost"), StoreError, "does not answer"),
    ],
)
def test_what_a_server_reports_is_said_in_one_line(error: Exception, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words) as caught, translated("neo4j://host", own=True):
        raise error
    assert "\n" not in str(caught.value)
    assert "neo4j://host" in str(caught.value)
