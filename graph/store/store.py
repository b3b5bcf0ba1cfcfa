"""The store: one object for both engines, opened for a case and closed again."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from graph.model.decisions import Decision
from graph.model.errors import StoreError
from graph.model.findings import Document
from graph.model.links import Links
from graph.model.settings import Case, GraphSettings
from graph.store import bolt, catalogue, engine, lock, read
from graph.store import decide as deciding
from graph.store import load as loading
from graph.store import search as searching
from graph.store.bolt import Bolt
from graph.store.reading import check_reads_only
from graph.store.records import LoadReport, Progress, Subgraph, Table

LOAD_LOCK_SECONDS = 120.0
BYTES_PER_ROW = 1_500
SPARE_BYTES = 64 << 20


class Store:
    """The graph of one case. Made by `open_store`."""

    def __init__(self, bolt: Bolt, case: Case, settings: GraphSettings) -> None:
        self._bolt = bolt
        self._case = case
        self._settings = settings

    def load(self, links: Links, document: Document, progress: Progress | None = None) -> LoadReport:
        """Makes the graph equal to links and document, and removes what is stale. The same again changes nothing.

        Decisions are never touched. Cut off at any point, the earlier or the newer findings are there to read, and the
        next load repairs the rest. Raises StoreError (another load runs, disk full, connection lost).
        """
        embedded, folder = self._settings.embedded, self._case.graph
        wanted = links.holdings.num_rows * BYTES_PER_ROW + SPARE_BYTES if embedded else 0
        writing = False

        def ready() -> None:
            nonlocal writing
            engine.check_room(folder, wanted)
            writing = True

        with self._only_load():
            try:
                return loading.load(self._bolt, links, document, progress, ready, self._newest())
            except StoreError as error:
                if writing and embedded and engine.is_full(folder):
                    raise bolt.disk_full(str(folder)) from error
                raise

    def loaded_from(self) -> str:
        """The name of the analysis that the graph was loaded from; "" when it holds none whole, or nobody knows which."""
        return loading.loaded_from(self._bolt)

    def run(self, name: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a query of `queries/`, in its columns and order. Raises UsageError: no such query or parameter,
        or a value of another type."""
        query = catalogue.get(name)
        return self._bolt.read(query.text, query.bind(parameters or {}))

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None, limit: int = 1000) -> Table:
        """A reading query that a person wrote; at most `limit` rows. Raises UsageError when it would write, or is wrong."""
        check_reads_only(text)
        return self._bolt.look(text, dict(parameters or {}), limit)

    def search(self, text: str, limit: int = 20) -> list[dict[str, Any]]:
        """Nodes by any value, name or id: see graph.store.search."""
        return searching.search(self._bolt, text, limit, region=self._case.region, key=self._case.key)

    def finding_graph(self, finding_id: str, limit: int = 150) -> Subgraph:
        """The picture of a finding: its members and what they share. Raises UsageError when there is no such finding."""
        return read.finding_graph(self._bolt, finding_id, limit)

    def neighbours(self, node_id: str, limit: int = 50, *, findings: bool = True) -> Subgraph:
        """A node and what it touches, with or without `findings`. Raises UsageError when there is no such node."""
        return read.neighbours(self._bolt, node_id, limit, findings=findings)

    def path(self, left: str, right: str) -> Subgraph:
        """The shortest way between two applicants (ids); empty when there is none."""
        return read.path(self._bolt, left, right)

    def decisions(self) -> list[Decision]:
        """All decisions, oldest first."""
        return deciding.read(self._bolt)

    def decide(self, decisions: Sequence[Decision]) -> int:
        """Keep these decisions beside the others; those that are there stay as they are. Says how many were new."""
        return deciding.write(self._bolt, decisions)

    def status(self) -> dict[str, Any]:
        """engine, version, where, counts of nodes by label and of relations by type, and the last load."""
        labels = ("Applicant", "Identifier", "Cluster", "Decision")
        nodes = {name: self._bolt.tuples(f"MATCH (n:{name}) RETURN count(n)")[0][0] for name in labels}
        edges = dict(sorted(self._bolt.tuples("MATCH ()-[e]->() RETURN type(e), count(e)")))
        last = self._bolt.read(
            "MATCH (l:Load {id: $id}) RETURN l.state AS state, l.started_at AS started_at, l.finished_at AS finished_at",
            {"id": loading.META},
        )
        name, version = self._bolt.product
        return {
            "engine": "embedded" if self._settings.embedded else "neo4j",
            "product": name,
            "version": version,
            "where": self._bolt.where,
            "nodes": nodes,
            "edges": edges,
            "load": last[0] if last else None,
        }

    def _newest(self) -> str:
        """The name of the newest analysis of the case, which is the one that is loaded; "" without any."""
        pointer = self._case.findings / "current"
        return pointer.read_text(encoding="ascii", errors="replace").strip() if pointer.exists() else ""

    @contextmanager
    def _only_load(self) -> Iterator[None]:
        """One load of a case at a time: a second one waits, then usually finds nothing left to do."""
        self._case.graph.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + LOAD_LOCK_SECONDS
        while (held := lock.acquire(self._case.graph / "load.lock")) is None:
            if time.monotonic() > until:
                raise StoreError(
                    "another load of this case is running.",
                    where=str(self._case.folder),
                    remedy="Wait until it is done.",
                )
            time.sleep(0.1)
        try:
            yield
        finally:
            lock.release(held)


@contextmanager
def open_store(case: Case, settings: GraphSettings) -> Iterator[Store]:
    """The graph of a case: the embedded engine without a URI in the settings, else that Neo4j server.

    Raises StoreError: no engine for this platform, it does not start, nothing listens, log-in refused, too old.
    """
    if settings.embedded:
        lease = engine.lease(case.graph)
        try:
            with Bolt.connect(
                lease.uri, lease.user, lease.password, lease.database, where=str(case.graph), embedded=True
            ) as bolt:
                yield Store(bolt, case, settings)
        finally:
            lease.close()
    else:
        with Bolt.connect(settings.uri, settings.user, settings.password, settings.database) as bolt:
            yield Store(bolt, case, settings)
