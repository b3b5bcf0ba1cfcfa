"""What the store gives back: plain frozen records, ready for a screen, a table or a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Progress = Callable[[str, int, int], None]
"""progress(step, done, total); total is 0 when it is not known yet."""


@dataclass(frozen=True)
class Node:
    """A node of the picture.

    id: "applicant:<id>", "cluster:<id>" or an identifier's key "<kind>:<value>"; `Store.neighbours` takes it.
    kind: "applicant", "cluster", or the name of the identifier's kind.
    label: what to write beside it. display: the longer form.
    """

    id: str
    kind: str
    label: str
    display: str
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Edge:
    """A relation between two nodes of the same picture; `kind` is its type in the graph (HAS_PHONE, SIMILAR_CV, …)."""

    source: str
    target: str
    kind: str
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Subgraph:
    """Part of the graph. `total` is how many nodes there would be without the limit; nothing is left out silently."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    total: int
    truncated: bool


@dataclass(frozen=True)
class LoadReport:
    """What a load did, in rows (nodes and edges). All zero but `unchanged` when the graph was already this; decisions are
    counted apart."""

    created: int
    updated: int
    removed: int
    unchanged: int
    retired: int  # stale nodes that stay because a decision is about them
    nodes: int
    edges: int
    seconds: float
    decisions: int = 0  # of the case that the graph lacked; written beside the rest
    decisions_taken: int = 0  # of the graph that the case lacked

    @property
    def changed(self) -> bool:
        return bool(self.created or self.updated or self.removed or self.retired)


@dataclass(frozen=True)
class Table:
    """Rows of a query. `truncated` says that there were more than the limit."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    truncated: bool
