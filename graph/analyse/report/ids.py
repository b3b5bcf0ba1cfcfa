"""Short ids of findings."""

from __future__ import annotations

import hashlib


def identify(anchors: list[str], prefix: str) -> list[str]:
    """Short stable ids: a hash of each anchor, longer where two would collide."""
    found: list[str] = []
    taken: set[str] = set()
    for anchor in anchors:
        digest = hashlib.sha256(anchor.encode()).hexdigest()
        length = next(n for n in range(8, 65) if f"{prefix}-{digest[:n]}" not in taken or n == 64)
        name = f"{prefix}-{digest[:length]}"
        taken.add(name)
        found.append(name)
    return found
