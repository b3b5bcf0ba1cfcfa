"""Links to findings. Pure functions: no I/O, no clock, no randomness."""

from __future__ import annotations

from graph.analyse.core import analyse

__all__ = ["analyse"]
