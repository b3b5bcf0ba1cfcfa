"""Where a group could come apart: its biconnected blocks, which meet in single persons.

One person can belong to a family and to an agency; that person ties two innocent crowds into one group. A facilitator's
group hangs together in more than one way. The blocks are what the "separately innocent" hypothesis is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import networkx as nx

from graph.analyse.groups.clusters import FOUNDING

Pair = tuple[int, int, float, int]
"""left, right, bits over all families, families as a bit mask"""


def blocks(pairs: list[Pair]) -> list[list[int]]:
    """Biconnected blocks over founding pairs (Hopcroft and Tarjan 1973), each sorted, in order."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from((a, b) for a, b, weight, _ in pairs if weight >= FOUNDING)
    found = cast("Iterable[set[int]]", nx.biconnected_components(graph))  # the stubs say another type
    return sorted(sorted(block) for block in found)


def families_of(pairs: list[Pair], members: list[int]) -> int:
    """Families that tie these members among themselves, as bits."""
    inside = set(members)
    found = 0
    for a, b, _, families in pairs:
        if a in inside and b in inside:
            found |= families
    return found
