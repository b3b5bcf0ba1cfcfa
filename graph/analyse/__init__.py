"""Links to findings: persons, evidence, clusters, facilitators, explanations, parts. No I/O; pure and deterministic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from graph.model.cycles import without_search_for_cycles

if TYPE_CHECKING:
    from graph.model.decisions import Decision
    from graph.model.findings import Document
    from graph.model.links import Links


def analyse(
    links: Links, decisions: Sequence[Decision] = (), *, progress: Callable[[str, int, int], None] | None = None
) -> Document:
    """Links to the ranked document of findings. Pure: the same links and decisions give the same document."""
    from graph.analyse import core  # questions about kept findings do without it and what it needs

    with without_search_for_cycles():
        return core.analyse(links, decisions, progress=progress)


__all__ = ["analyse"]
