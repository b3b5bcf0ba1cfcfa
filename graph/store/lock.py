"""A lock on a file that the operating system releases however its holder ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def acquire(path: Path) -> int | None:
    """An exclusive lock that the operating system releases when the process ends. None when another holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def release(descriptor: int) -> None:
    """Ends a lock of `acquire`."""
    os.close(descriptor)
