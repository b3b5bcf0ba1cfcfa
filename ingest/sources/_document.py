"""What every format of document gives: its text, the targets of its links, or why it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_TEXT = 2_000_000
"""Characters of a document that are kept; a CV has some thousands."""

MOST_LINKS = 500


@dataclass(frozen=True)
class Link:
    """A hyperlink: its target, and where it stands ("page 1", "link rId4")."""

    target: str
    place: str


@dataclass(frozen=True)
class Content:
    """pictures: whether there are any, so that a scan is told from an empty sheet. cut: what was left out, "" if nothing."""

    text: str
    links: tuple[Link, ...] = field(default=())
    pictures: bool = False
    cut: str = ""


class UnreadableError(Exception):
    """A document that cannot be read. reason: a code for facts.REJECTED; keep: its bytes are still worth comparing."""

    def __init__(self, reason: str, message: str, remedy: str, *, keep: bool = False) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.remedy = remedy
        self.keep = keep
