"""Functions that are compiled: the one way of all rooms of the analysis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compiled, and kept on disk where there is a place to keep it."""
    try:
        return cast(F, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # installed read-only and no home: compiled anew in each process
        return cast(F, numba.njit(nogil=True)(function))
