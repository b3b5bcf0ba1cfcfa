"""The identity graph over Bolt: one driver, two engines."""

from graph.store.records import Edge, LoadReport, Node, Progress, Subgraph, Table
from graph.store.store import Store, open_store

__all__ = ["Edge", "LoadReport", "Node", "Progress", "Store", "Subgraph", "Table", "open_store"]
