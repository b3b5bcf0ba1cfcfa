"""Fewer marks in a picture: a building, a network or last four digits beside the address, IP or account they belong to.

When the same applicants of the picture hold both, the coarser value says nothing new: it becomes a remark of the finer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from graph.model.kinds import KINDS


class NodeLike(Protocol):
    """What the store gives: graph.store.records.Node."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def display(self) -> str: ...
    @property
    def properties(self) -> Mapping[str, Any]: ...


class EdgeLike(Protocol):
    """graph.store.records.Edge."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def properties(self) -> Mapping[str, Any]: ...


def fold(nodes: Sequence[NodeLike], edges: Sequence[EdgeLike]) -> dict[str, str]:
    """Coarser node -> the finer node that it becomes a remark of. `nodes` are in order of id."""
    known = {node.id: node for node in nodes}
    holders: dict[str, set[str]] = {}
    for edge in edges:
        if known[edge.source].kind == "applicant" and known[edge.target].kind != "applicant":
            holders.setdefault(edge.target, set()).add(edge.source)
    found: dict[str, str] = {}
    for node in nodes:
        coarse = coarser(node) if node.id in holders else ""
        if coarse and coarse not in found and holders.get(coarse) == holders.get(node.id):
            found[coarse] = node.id
    return found


def coarser(node: NodeLike) -> str:
    """The name of the node that a value falls into, "" when it falls into none."""
    kind = KINDS.get(node.kind)
    value = kind.coarsen(node.id.removeprefix(f"{node.kind}:")) if kind and kind.coarsen else None
    return f"{value.kind}:{value.key}" if value else ""
