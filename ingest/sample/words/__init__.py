"""Word lists of the sample world: names, places, companies and the words of CVs. All made up or common words."""

from __future__ import annotations

from pathlib import Path

_LISTS = Path(__file__).parent / "lists"


def words(name: str) -> tuple[str, ...]:
    """The words of lists/NAME.txt, parted by spaces and lines."""
    return tuple((_LISTS / f"{name}.txt").read_text(encoding="utf-8").split())


def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of lists/NAME.txt, each parted by "|"."""
    lines = (_LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("|")) for line in lines if line)
