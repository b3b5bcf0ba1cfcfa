"""Functions that are compiled: the one way of the texts and the links."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

from graph.model import kernel as compiling

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
    """Compile, and keep the machine code until any file of the folders with kernels changes."""
    if _interpreted:
        return np.errstate(over="ignore")(function)  # hashes overflow, as compiled ones do without a word
    compiled: Any = compiling.kernel(function)
    # numba looks only at the kernel's own file; what it calls or takes from other files counts, too
    kept = getattr(getattr(compiled, "_cache", None), "_cache_file", None)  # none where nothing is kept or compiled
    if kept is not None:
        kept._source_stamp = SOURCES
    return cast(F, compiled)
