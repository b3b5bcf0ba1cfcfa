"""What tests of several rooms need: both graph engines, started once, and the rule about skipping."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from graph.model.settings import Case, GraphSettings
from graph.store import Store, open_store
from graph.store.bolt import Bolt
from tests.neo4j_server import NoServer, server

ENGINES = ("embedded", "neo4j")

settings.register_profile("untimed", deadline=None)  # the first example may wait for compiling; times are for bench/
settings.load_profile("untimed")


def need(condition: object, reason: str) -> None:
    """Skips the test when something of the outer world is missing; under CI=true that is a failure instead."""
    if condition:
        return
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(f"needed under CI: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def _neo4j() -> Iterator[GraphSettings | str]:
    """The settings of a real server, or the reason why there is none."""
    with ExitStack() as stack:
        found: GraphSettings | str
        try:
            found = stack.enter_context(server())
        except NoServer as error:
            found = str(error)
        yield found


@pytest.fixture
def neo4j_server(_neo4j: GraphSettings | str) -> GraphSettings:
    """Settings of a real Neo4j server. Its database is for the tests alone."""
    need(not isinstance(_neo4j, str), f"{_neo4j}")
    assert isinstance(_neo4j, GraphSettings)
    return _neo4j


@pytest.fixture(scope="session")
def embedded_case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case whose embedded engine runs as long as the tests do."""
    case = Case.create(tmp_path_factory.mktemp("session") / "case")
    with open_store(case, GraphSettings()):
        yield case


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, embedded_case: Case, tmp_path: Path) -> tuple[Case, GraphSettings]:
    """A case and settings for each of the two engines: one test body for both."""
    if request.param == "embedded":
        return embedded_case, GraphSettings()
    return Case.create(tmp_path / "case"), request.getfixturevalue("neo4j_server")


@pytest.fixture
def store(engine: tuple[Case, GraphSettings]) -> Iterator[Store]:
    """An open store whose graph is empty."""
    with open_store(*engine) as opened:
        empty(opened)
        yield opened


def empty(store: Store) -> None:
    """Takes everything out of the graph."""
    bolt_of(store).write("MATCH (n) DETACH DELETE n")


def bolt_of(store: Store) -> Bolt:
    """The connection under a store, to write what only other programs write (decisions, a change by hand)."""
    return store._bolt
