"""Writing a case into the graph: only what differs, in an order that leaves a readable graph wherever it is cut off.

    1  new and changed applicants, identifiers and the relations between them: whole batches, nothing is taken away
    2  clusters, members and facilitators: one transaction, so that readers see the earlier findings or the newer ones
    3  what is stale goes; nodes that a decision is about stay, marked `retired`
    4  the fingerprint of what was loaded: the same input again is seen at once

A load that was cut off is repaired by the next one, which compares the rows of the graph with those of the case.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from graph.model.findings import Document
from graph.model.links import Links
from graph.store import rows as rows_of
from graph.store import schema
from graph.store.bolt import Bolt, Statement
from graph.store.records import LoadReport, Progress
from graph.store.rowset import Row, RowSet, Sheaf

BATCH = 1_000
AHEAD = 2  # batches that are prepared while the engine writes
META = "current"

Key = tuple[str, ...]
Batch = tuple[list[Statement], int]
"""What is written in one transaction, and how many rows that is."""
T = TypeVar("T")


@dataclass
class _Count:
    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    retired: int = 0


@dataclass
class _Work:
    """What one load knows while it runs."""

    bolt: Bolt
    total: int
    progress: Progress | None
    empty: bool
    done: int = 0
    count: _Count = field(default_factory=_Count)
    stale: dict[str, list[Key]] = field(default_factory=dict)

    def step(self, rows: int) -> None:
        self.done += rows
        if self.progress:
            self.progress("load", min(self.done, self.total), self.total)


def load(
    bolt: Bolt,
    links: Links,
    document: Document,
    progress: Progress | None = None,
    before_writing: Callable[[], None] = lambda: None,
    analysis: str = "",
) -> LoadReport:
    """Makes the graph equal to links and document. Raises StoreError; what was there before stays readable then.

    analysis: the name of what is loaded, which `loaded_from` gives back.
    before_writing: called once when there is something to write; it may raise to prevent it.
    """
    began = time.monotonic()
    mark = rows_of.fingerprint(links, document)
    bolt.schema(schema.statements())
    if _is_loaded(bolt, mark):
        if loaded_from(bolt) != analysis:  # another analysis that found the same
            bolt.write("MATCH (l:Load {id: $id}) SET l.analysis = $analysis", {"id": META, "analysis": analysis})
        nodes, edges = _totals(bolt)
        return LoadReport(0, 0, 0, nodes + edges, 0, nodes, edges, time.monotonic() - began)
    before_writing()
    graph, findings = rows_of.graph_rows(links, document), rows_of.finding_rows(links, document)
    work = _Work(bolt, _size(links, document), progress, empty=not _anything(bolt))
    _begin(bolt)
    if work.empty:
        _write_first(work, rows_of.first_rows(links, document))
    else:
        for row_set in graph:
            _send(work, _changed_batches(work, row_set))
    _swap_findings(work, findings)
    _remove_stale(work, [*graph, *findings])
    nodes, edges = _totals(bolt)
    _finish(bolt, mark, analysis, nodes, edges)
    count = work.count
    if progress:
        progress("load", work.total, work.total)
    return LoadReport(
        created=count.created,
        updated=count.updated,
        removed=count.removed,
        unchanged=count.unchanged,
        retired=count.retired,
        nodes=nodes,
        edges=edges,
        seconds=time.monotonic() - began,
    )


def _size(links: Links, document: Document) -> int:
    tables = (links.applicants, links.values, links.holdings, links.text_pairs)
    coarser = links.values.num_rows - links.values.column("coarser").null_count
    leads = sum(len(one.names) for finding in document.findings for one in finding.facilitators)
    inside = leads + sum(1 + len(finding.members) for finding in document.findings)
    return sum(int(table.num_rows) for table in tables) + int(coarser) + inside


def _changes(work: _Work, row_set: RowSet) -> Iterator[tuple[bool, Row]]:
    """Rows to write, each with whether the graph has an older form of it. What is left over is stale."""
    existing: dict[Key, tuple[str | None, bool]] = {}
    if not work.empty:
        for *key, mark, retired in work.bolt.tuples(row_set.existing()):
            existing[tuple(key)] = (mark, bool(retired))
    count = work.count
    for row in row_set.rows():
        known = existing.pop(tuple(row[: row_set.width]), None)
        if known is None:
            count.created += 1
            yield False, row
        elif known[0] != row[-1]:
            count.updated += 1
            yield True, row
        else:
            count.unchanged += 1
            if count.unchanged % BATCH == 0:
                work.step(BATCH)
    work.stale[row_set.title] = [key for key, (_, retired) in existing.items() if not retired]


def _changed_batches(work: _Work, row_set: RowSet) -> Iterator[Batch]:
    for batch in _batched(_changes(work, row_set), BATCH):
        yield _writes(work, row_set, batch), len(batch)


def _write_first(work: _Work, parts: list[RowSet | Sheaf]) -> None:
    for part in parts:
        _send(work, _sheaf_batches(work, part) if isinstance(part, Sheaf) else _changed_batches(work, part))


def _sheaf_batches(work: _Work, sheaf: Sheaf) -> Iterator[Batch]:
    """A node that is held by more than a batch comes without its relations, which follow in batches of their own."""
    rows: list[Row] = []
    size = 0
    for node, edges in sheaf.rows():
        work.count.created += 1 + len(edges)
        if size and size + 1 + len(edges) > BATCH:
            yield [(sheaf.create(), {"rows": rows})], size
            rows, size = [], 0
        many = len(edges) >= BATCH
        rows.append([*node, [] if many else edges])
        size += 1 if many else 1 + len(edges)
        if many:
            yield [(sheaf.create(), {"rows": rows})], size
            rows, size = [], 0
            for batch in _batched(edges, BATCH):
                yield [(sheaf.edge.create(), {"rows": batch})], len(batch)
    if rows:
        yield [(sheaf.create(), {"rows": rows})], size


def _send(work: _Work, batches: Iterator[Batch]) -> None:
    """Writes batches, each in a transaction: the next ones are prepared while the engine works.

    One writer only: in the embedded engine two of them conflict over the relations of one node, and two first batches of
    a label fail altogether (both make its type).
    """
    with ThreadPoolExecutor(1, thread_name_prefix="load") as pool:
        under_way: deque[tuple[Future[None], int]] = deque()
        for statements, size in batches:
            under_way.append((pool.submit(work.bolt.write_all, statements), size))
            while len(under_way) > AHEAD:
                _wait(work, under_way)
        while under_way:
            _wait(work, under_way)


def _wait(work: _Work, under_way: deque[tuple[Future[None], int]]) -> None:
    done, size = under_way.popleft()
    done.result()
    work.step(size)


def _writes(work: _Work, row_set: RowSet, batch: list[tuple[bool, Row]]) -> list[Statement]:
    fresh = [row for known, row in batch if not known]
    older = [row for known, row in batch if known]
    statements: list[Statement] = []
    if fresh:
        statements.append((row_set.create() if work.empty else row_set.add(), {"rows": fresh}))
    if older:
        statements.append((row_set.update(), {"rows": older}))
    return statements


def _swap_findings(work: _Work, findings: list[RowSet]) -> None:
    statements: list[Statement] = []
    for row_set in findings:
        for batch in _batched(_changes(work, row_set), BATCH):
            statements += _writes(work, row_set, batch)
    for row_set in reversed(findings):
        if row_set.is_edge:
            stale = work.stale.pop(row_set.title)
            work.count.removed += len(stale)
            statements += [(row_set.remove(), {"rows": [list(key) for key in part]}) for part in _batched(stale, BATCH)]
    work.bolt.write_all(statements)


def _remove_stale(work: _Work, row_sets: list[RowSet]) -> None:
    """Relations first, then nodes; a node that a decision is about keeps its place and its decision."""
    decided = _decided(work.bolt)
    for row_set in sorted(row_sets, key=lambda one: not one.is_edge):
        stale = work.stale.get(row_set.title, [])
        kept = [key for key in stale if not row_set.is_edge and (row_set.labels[-1], key[0]) in decided]
        gone = sorted(set(stale) - set(kept))
        for part in _batched(gone, BATCH):
            work.bolt.write(row_set.remove(), {"rows": [list(key) for key in part]})
        for part in _batched(kept, BATCH):
            work.bolt.write(row_set.retire(), {"rows": [list(key) for key in part]})
        work.count.removed += len(gone)
        work.count.retired += len(kept)


def _decided(bolt: Bolt) -> set[tuple[str, str]]:
    found = bolt.tuples(f"MATCH (:Decision)-[:{schema.ABOUT}]->(n) RETURN DISTINCT labels(n), n.id, n.key")
    return {(label, key or id) for labels, id, key in found for label in labels}


def loaded_from(bolt: Bolt) -> str:
    """The analysis that the last load wrote; "" when there was none, or while one is under way or was cut off."""
    found = bolt.read("MATCH (l:Load {id: $id}) RETURN l.state AS state, l.analysis AS analysis", {"id": META})
    return (found[0]["analysis"] or "") if found and found[0]["state"] == "complete" else ""


def _is_loaded(bolt: Bolt, mark: str) -> bool:
    found = bolt.read("MATCH (l:Load {id: $id}) RETURN l.state AS state, l.fingerprint AS mark", {"id": META})
    return bool(found) and found[0]["state"] == "complete" and found[0]["mark"] == mark and _totals_agree(bolt)


def _totals_agree(bolt: Bolt) -> bool:
    """Whether somebody has removed or added something by hand since."""
    stored = bolt.read("MATCH (l:Load {id: $id}) RETURN l.nodes AS nodes, l.edges AS edges", {"id": META})[0]
    return (stored["nodes"], stored["edges"]) == _totals(bolt)


def _totals(bolt: Bolt) -> tuple[int, int]:
    """Nodes and relations that a load makes; without decisions and what is retired."""
    nodes = 0
    for label in ("Applicant", "Identifier", "Cluster"):
        nodes += bolt.tuples(f"MATCH (n:{label}) WHERE n.retired IS NULL RETURN count(n)")[0][0]
    all_edges = bolt.tuples("MATCH ()-[e]->() RETURN count(e)")[0][0]  # an engine counts faster than it groups by type
    return nodes, all_edges - bolt.tuples(f"MATCH ()-[e:{schema.ABOUT}]->() RETURN count(e)")[0][0]


def _anything(bolt: Bolt) -> bool:
    labels = ("Applicant", "Identifier", "Cluster")
    return any(bolt.tuples(f"MATCH (n:{label}) RETURN n.row_hash LIMIT 1") for label in labels)


def _begin(bolt: Bolt) -> None:
    bolt.write(
        "MERGE (l:Load {id: $id}) SET l.state = 'writing', l.started_at = $at, l.form = $form",
        {"id": META, "at": _now(), "form": rows_of.FORM},
    )


def _finish(bolt: Bolt, mark: str, analysis: str, nodes: int, edges: int) -> None:
    bolt.write(
        "MATCH (l:Load {id: $id}) SET l.state = 'complete', l.fingerprint = $mark, l.finished_at = $at, "
        "l.nodes = $nodes, l.edges = $edges, l.analysis = $analysis",
        {"id": META, "mark": mark, "at": _now(), "nodes": nodes, "edges": edges, "analysis": analysis},
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
