"""Functions that are compiled: the one way of the texts and the links."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

F = TypeVar("F", bound=Callable[..., Any])


def _sources() -> str:
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for file in sorted([*folder.glob("*.py"), *folder.parent.glob("link/*.py")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()


SOURCES = _sources()  # machine code that was kept is of use only while no file of the folders with kernels changes


_interpreted = False


def interpret() -> None:
    """Leave the kernels of modules that are imported from now on as they are written: the same answers, and a process
    that has only a few rows to look at does not wait for the compiler to load."""
    global _interpreted
    _interpreted = True


def kernel(function: F) -> F:
    """Compile without the interpreter's lock, and keep the machine code where there is a place to keep it."""
    if _interpreted:
        return np.errstate(over="ignore")(function)  # hashes overflow, as compiled ones do without a word
    import numba

    try:
        compiled: Any = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # installed read-only and no home: compiled anew in each process
        return cast(F, numba.njit(nogil=True)(function))
    # numba looks only at the kernel's own file; what it calls or takes from other files counts, too
    if hasattr(compiled, "_cache"):  # not with NUMBA_DISABLE_JIT
        compiled._cache._cache_file._source_stamp = SOURCES
    return cast(F, compiled)
