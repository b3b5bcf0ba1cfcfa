"""Where a value stands in its file, in words."""

from __future__ import annotations


def pointer(row: int | None, path: str | None) -> str:
    """A place in words: "row 12, column phone", "line 3, /client/ipAddress", "/0/phones/1", "row 4, chars 10-80"."""
    path = path or ""
    if row is None:
        return path
    if path.startswith("/"):
        return f"line {row}, {path}"
    return f"row {row}, {path if path.startswith('chars ') else f'column {path}'}" if path else f"row {row}"
