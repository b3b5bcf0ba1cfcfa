"""Links to findings: persons, evidence, clusters, facilitators, explanations, parts. No I/O; pure and deterministic."""

from __future__ import annotations

import gc
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
        document = core.analyse(links, decisions, progress=progress)
        _settle()
    return document


def _settle() -> None:
    """Count what was made among what lives long: the first search for cycles after this would otherwise look through all
    findings, of which none is garbage. It does nothing where somebody else has set objects apart, for they stay apart."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


__all__ = ["analyse"]
