"""One label or relationship type as a table, and the Cypher that writes it. Generated here, nowhere else.

A row is a plain list (key columns, properties, hash): on the wire it costs half of what a map costs. The embedded
engine finds a node by its uniquely constrained label only, so nodes are matched by that one and created with all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

Row = list[Any]
End = tuple[str, str]
"""Label and key property of one end of a relationship."""

HASH = "row_hash"


@dataclass(frozen=True)
class RowSet:
    """title: the label or relationship type. names: properties after the key columns, without the hash.

    Nodes have `labels` (the uniquely constrained one first) and one key; relationships have `ends` and two keys.
    """

    title: str
    names: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    labels: tuple[str, ...] = ()
    key: str = ""
    ends: tuple[End, End] | None = None

    @property
    def is_edge(self) -> bool:
        return self.ends is not None

    @property
    def width(self) -> int:
        """Number of key columns."""
        return 2 if self.ends else 1

    def existing(self) -> str:
        """Returns the key columns, the hash, and whether the row is retired."""
        if self.ends:
            (left, left_key), (right, right_key) = self.ends
            return f"MATCH (a:{left})-[e:{self.title}]->(b:{right}) RETURN a.{left_key}, b.{right_key}, e.{HASH}, false"
        return f"MATCH (n:{self.labels[-1]}) RETURN n.{self.key}, n.{HASH}, n.retired"

    def create(self) -> str:
        """For rows that are surely not there."""
        if self.ends:
            return f"{self._unwound()} CREATE (a)-[:{self.title} {self.map()}]->(b)"
        return f"UNWIND $rows AS r CREATE (n:{':'.join(self.labels)} {self.map()})"

    def add(self) -> str:
        """For rows that were not there when we looked; relations have no constraint that would refuse a second one."""
        if self.ends:
            return f"{self._unwound()} MERGE (a)-[e:{self.title}]->(b) SET {self._assignments('e')}"
        return self.create()

    def update(self) -> str:
        if self.ends:
            return f"{self._unwound()} MATCH (a)-[e:{self.title}]->(b) SET {self._assignments('e')}"
        return f"{self._unwound()} SET {self._assignments('n')}, n.retired = null"

    def remove(self) -> str:
        if self.ends:
            return f"{self._unwound()} MATCH (a)-[e:{self.title}]->(b) DELETE e"
        return f"{self._unwound()} DETACH DELETE n"

    def retire(self) -> str:
        """A stale node that a decision is about: nothing says it any more, but the decision keeps its target."""
        return f"{self._unwound()} SET n.retired = true, n.{HASH} = null"

    def _unwound(self) -> str:
        if self.ends:
            (left, left_key), (right, right_key) = self.ends
            return f"UNWIND $rows AS r MATCH (a:{left} {{{left_key}: r[0]}}) MATCH (b:{right} {{{right_key}: r[1]}})"
        return f"UNWIND $rows AS r MATCH (n:{self.labels[0]} {{{self.key}: r[0]}})"

    def _columns(self) -> list[tuple[str, int]]:
        return [(name, at) for at, name in enumerate((*self.names, HASH), self.width)]

    def map(self, row: str = "r") -> str:
        """The properties of a new node or relation, from the list that Cypher calls `row`."""
        key = "" if self.ends else f"{self.key}: {row}[0], "
        return "{" + key + ", ".join(f"{name}: {row}[{at}]" for name, at in self._columns()) + "}"

    def _assignments(self, variable: str) -> str:
        return ", ".join(f"{variable}.{name} = r[{at}]" for name, at in self._columns())


@dataclass(frozen=True)
class Sheaf:
    """Nodes that are written together with the relations that end in them: no look-up of a node that was just made.

    For rows that are surely not there. `counts` has the number of relations of each node; both row sets are in the
    order of the nodes.
    """

    node: RowSet
    edge: RowSet
    counts: tuple[int, ...]

    def rows(self) -> Iterator[tuple[Row, list[Row]]]:
        """Each node with its relations, which end in it."""
        edges = self.edge.rows()
        for row, count in zip(self.node.rows(), self.counts, strict=True):
            yield row, list(islice(edges, count))

    def create(self) -> str:
        """$rows: rows of nodes, each with the list of its relations' rows as one column more."""
        assert self.edge.ends is not None
        (other, key), _ = self.edge.ends
        inside = len(self.node.names) + 2  # after the key, the properties and the hash
        return (
            f"UNWIND $rows AS r CREATE (n:{':'.join(self.node.labels)} {self.node.map('r')}) "
            f"WITH n, r[{inside}] AS held UNWIND held AS h MATCH (o:{other} {{{key}: h[0]}}) "
            f"CREATE (o)-[:{self.edge.title} {self.edge.map('h')}]->(n)"
        )
