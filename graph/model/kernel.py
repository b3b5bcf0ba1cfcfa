"""Functions that are compiled: the one way of all rooms."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

BLAS = "scipy.linalg"


def kernel(function: F) -> F:
    """Compiled without the interpreter's lock, and kept on disk where there is a place to keep it."""
    numba = _numba()
    try:
        return cast(F, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # installed read-only and no home: compiled anew in each process
        return cast(F, numba.njit(nogil=True)(function))


@cache
def _numba() -> ModuleType:
    """The compiler. It asks for linear algebra once, and goes without where there is none: no kernel multiplies matrices,
    and to be told so takes each process .15 s."""
    import numba

    if BLAS not in sys.modules:
        sys.modules[BLAS] = cast(ModuleType, None)  # as if it were not installed
        try:
            import numba.np.arraymath
        finally:
            del sys.modules[BLAS]
    return numba
