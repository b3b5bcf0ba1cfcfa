"""The whole content of a store, in an order of its own, so that two graphs can be compared."""

from __future__ import annotations

from graph.store import Store

NODES = "MATCH (n) WHERE NOT n:Load RETURN labels(n) AS labels, properties(n) AS properties"
EDGES = (
    "MATCH (a)-[e]->(b) RETURN coalesce(a.key, a.id) AS source, type(e) AS type, coalesce(b.key, b.id) AS target, "
    "properties(e) AS properties"
)


def content(store: Store) -> tuple[list[str], list[str]]:
    """Nodes and relations with all their properties; without the note about the last load, which has times."""
    bolt = store._bolt
    nodes = [repr((sorted(row["labels"]), sorted(row["properties"].items()))) for row in bolt.read(NODES)]
    edges = [repr((*list(row.values())[:3], sorted(row["properties"].items()))) for row in bolt.read(EDGES)]
    return sorted(nodes), sorted(edges)
