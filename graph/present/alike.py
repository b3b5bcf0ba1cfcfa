"""What two alike CVs have in common, in words: the same text, copied passages, or one career told in other words."""

from __future__ import annotations

from graph.analyse.groups.evidence import RETOLD_ALIKE, RETOLD_BITS


def is_retold(score: float, retold: float | None) -> bool:
    """Whether the tie is one career in other words, rather than common text. retold: bits of agreeing facts."""
    return (retold or 0.0) >= RETOLD_BITS and score < RETOLD_ALIKE


def alike_lines(score: float, passages: int, retold: float | None, facts: str | None) -> tuple[str, ...]:
    """Lines about one pair. score: Jaccard similarity of the texts. facts: the agreeing ones, "; " between them."""
    lines = []
    if is_retold(score, retold):
        lines.append("both tell one career in other words" + (f": {facts}" if facts else ""))
    lines.append(f"{score:.0%} of the text is the same")
    if passages:
        lines.append(f"{passages} copied {'passage' if passages == 1 else 'passages'}")
    return tuple(lines)


def alike_title(score: float, retold: float | None) -> str:
    """The name of the tie."""
    return "One career in other words" if is_retold(score, retold) else "Similar CV"
