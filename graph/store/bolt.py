"""Bolt: the only file that imports the `neo4j` driver. Both engines are spoken to from here, with the same Cypher.

Every write is an explicit transaction with retry (`execute_write`): the embedded engine does not keep a bare statement
whole when it is killed. Whatever the driver raises leaves here as one StoreError line with its remedy.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import neo4j
from neo4j import exceptions as bolt_errors
from neo4j.graph import Node, Path, Relationship

from graph.model.errors import StoreError, UsageError
from graph.store.records import Table

OLDEST = (5, 26)
RETRY_SECONDS = 15.0
CONNECT_SECONDS = 10.0
QUERY_SECONDS = 60.0

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # a transaction that is tried again is nobody's business

Statement = tuple[str, Mapping[str, Any]]


class Bolt:
    """One driver and one database. Close it, or use it as a context manager."""

    def __init__(self, driver: neo4j.Driver, database: str, where: str, agent: str) -> None:
        self._driver = driver
        self._database = database or None
        self.where = where
        self.agent = agent

    @classmethod
    def connect(
        cls, uri: str, user: str, password: str, database: str = "", *, where: str = "", embedded: bool = False
    ) -> Bolt:
        """Connects and checks the version. Raises StoreError: nothing listens, log-in refused, too old, no database."""
        place = where or uri
        with translated(place, user):
            driver = neo4j.GraphDatabase.driver(
                uri,
                auth=(user, password),
                max_transaction_retry_time=RETRY_SECONDS,
                initial_retry_delay=0.05,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=CONNECT_SECONDS * 2,
                notifications_min_severity="OFF",
                user_agent="linchpin",
            )
        try:
            with translated(place, user):
                info = driver.get_server_info()
            if not embedded:
                check_version(info.agent, place)
            bolt = cls(driver, database, place, info.agent)
            bolt.read("RETURN 1 AS one")
        except BaseException:
            driver.close()
            raise
        return bolt

    @property
    def product(self) -> tuple[str, str]:
        """Name and version: ("Neo4j", "5.26.30"), ("ArcadeDB", "26.10.2")."""
        other = re.search(r"\((\S+) ([^)]+)\)", self.agent)
        if other:
            return other[1], other[2]
        name, _, version = self.agent.partition("/")
        return name, version

    def close(self) -> None:
        self._driver.close()

    def __enter__(self) -> Bolt:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """All rows of a reading query of ours, as plain values."""
        with translated(self.where), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(lambda tx: _rows(tx.run(_text(text), dict(parameters or {}))))

    def tuples(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """As `read`, for many rows of plain values: no names, no conversion."""
        with translated(self.where), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(
                lambda tx: [tuple(record.values()) for record in tx.run(_text(text), dict(parameters or {}))]
            )

    def look(self, text: str, parameters: Mapping[str, Any], limit: int) -> Table:
        """At most `limit` rows of a reading query that a person wrote.

        The transaction is read-only and is always rolled back, so that nothing is written even by an engine that
        takes a read-only transaction lightly. Raises UsageError when the query is wrong.
        """
        with translated(self.where, own=True), self._session(neo4j.READ_ACCESS) as session:
            transaction = session.begin_transaction(timeout=QUERY_SECONDS)
            try:
                result = transaction.run(_text(text), dict(parameters))
                rows = [_plain_row(record) for record in result.fetch(limit + 1)]
                return Table(tuple(result.keys()), tuple(rows[:limit]), len(rows) > limit)
            finally:
                transaction.rollback()

    def write(self, text: str, parameters: Mapping[str, Any] | None = None) -> None:
        """One statement, whole or not at all."""
        self.write_all([(text, parameters or {})])

    def write_all(self, statements: Sequence[Statement]) -> None:
        """Several statements in one transaction, whole or not at all; tried again on a conflict."""

        def work(tx: neo4j.ManagedTransaction) -> None:
            for text, parameters in statements:
                tx.run(_text(text), dict(parameters)).consume()

        with translated(self.where), self._session(neo4j.WRITE_ACCESS) as session:
            session.execute_write(work)

    def schema(self, statements: Iterable[str]) -> None:
        """Constraints and indexes: each alone, outside of a transaction, as both engines want it."""
        with translated(self.where), self._session(neo4j.WRITE_ACCESS) as session:
            for text in statements:
                session.run(_text(text)).consume()

    def _session(self, access: str) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=access)


def check_version(agent: str, where: str) -> None:
    """Raises StoreError when a Neo4j server is older than what Linchpin needs. `agent` is as "Neo4j/5.26.30"."""
    found = re.match(r"Neo4j/v?(\d+)\.(\d+)", agent)
    if found is None or (int(found[1]), int(found[2])) < OLDEST:
        wanted = ".".join(str(part) for part in OLDEST)
        raise StoreError(
            f"this server is {agent}; Linchpin needs Neo4j {wanted} or newer.",
            where=where,
            remedy="Upgrade the server, or unset LINCHPIN_NEO4J_URI to use the embedded engine.",
        )


@contextmanager
def translated(where: str, user: str = "", *, own: bool = False) -> Any:
    """Turns what the driver raises into one line with its remedy. own: the query is a person's own."""
    try:
        yield
    except bolt_errors.AuthError as error:
        raise StoreError(
            f"the log-in of {user or 'this user'} was refused.",
            where=where,
            remedy="Check LINCHPIN_NEO4J_USER and LINCHPIN_NEO4J_PASSWORD.",
        ) from error
    except bolt_errors.Neo4jError as error:
        raise _of_server(error, where, own) from error
    except (bolt_errors.ServiceUnavailable, bolt_errors.SessionExpired, bolt_errors.IncompleteCommit) as error:
        raise StoreError(
            f"the graph engine does not answer ({_first_line(error)}).",
            where=where,
            remedy="Check that it runs and that LINCHPIN_NEO4J_URI is right; then do the same again: "
            "what was written before is kept whole.",
        ) from error
    except (bolt_errors.ConfigurationError, ValueError) as error:
        raise StoreError(
            f"this address cannot be used ({_first_line(error)}).",
            where=where,
            remedy="Write it as neo4j://HOST:7687 in LINCHPIN_NEO4J_URI.",
        ) from error
    except (bolt_errors.DriverError, OSError) as error:
        raise StoreError(
            f"the connection failed ({_first_line(error)}).", where=where, remedy="Do the same again."
        ) from error


def disk_full(where: str) -> StoreError:
    """The engine could not write because of that."""
    return StoreError(
        "the disk of the graph engine is full; what was being written was not kept.",
        where=where,
        remedy="Make room and run: linchpin load",
    )


def _of_server(error: bolt_errors.Neo4jError, where: str, own: bool) -> StoreError | UsageError:
    code, message = error.code or "", _first_line(error.message or error)
    lower = message.lower()
    if "no space left" in lower or "disk full" in lower or "not enough space" in lower or "outofdisk" in code.lower():
        return disk_full(where)
    if code.endswith("DatabaseNotFound") or "DatabaseUnavailable" in code:
        return StoreError(
            f"the database cannot be used ({message}).", where=where, remedy="Check LINCHPIN_NEO4J_DATABASE."
        )
    if code.endswith(("Forbidden", "AccessMode", "WriteOnReadOnlyAccessDatabase")) or "read access mode" in lower:
        return StoreError(f"writing is not allowed here ({message}).", where=where, remedy="Use a user who may write.")
    if own and ".Statement." in code:
        return UsageError(f"the query cannot be run: {message}", where=where, remedy="Mend the query.")
    return StoreError(f"the graph engine reports {code}: {message}", where=where, remedy="Do the same again.")


def _first_line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:300].rstrip(".")


def _text(text: str) -> LiteralString:
    return text


def _rows(result: neo4j.Result) -> list[dict[str, Any]]:
    return [_plain_row(record) for record in result]


def _plain_row(record: neo4j.Record) -> dict[str, Any]:
    return {key: _plain(value) for key, value in zip(record.keys(), record.values(), strict=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, Node):
        return {"labels": sorted(value.labels), "properties": {key: _plain(value[key]) for key in sorted(value)}}
    if isinstance(value, Relationship):
        return {"type": value.type, "properties": {key: _plain(value[key]) for key in sorted(value)}}
    if isinstance(value, Path):
        return {"nodes": [_plain(n) for n in value.nodes], "relationships": [_plain(r) for r in value.relationships]}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value)
