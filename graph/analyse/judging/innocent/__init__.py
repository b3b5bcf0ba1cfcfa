"""The innocent explanations: one row each, what it expects to see of a group that it explains (how: table.py)."""

from __future__ import annotations

from graph.analyse.judging.innocent.likeness import LIKENESS
from graph.analyse.judging.innocent.places import PLACES
from graph.analyse.judging.innocent.work import WORK
from graph.analyse.judging.row import Row

INNOCENT: tuple[Row, ...] = (*PLACES, *WORK, *LIKENESS)
"""All of them. Their order decides nothing."""
