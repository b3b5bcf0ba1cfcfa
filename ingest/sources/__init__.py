"""Readers, one file each. The registry finds every module here that defines READER."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from ingest.sources.base import Emit, Head, Reader, SourceFile

__all__ = ["Emit", "Head", "Reader", "SourceFile", "readers"]


@functools.cache
def readers() -> dict[str, Reader]:
    """All readers by name, sorted."""
    found: dict[str, Reader] = {}
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith("_"):  # what readers share, and what only some need
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        reader = getattr(module, "READER", None)
        if isinstance(reader, Reader):
            if reader.name in found:
                raise ValueError(f"two readers are called {reader.name!r}: rename one")
            found[reader.name] = reader
    return dict(sorted(found.items()))
