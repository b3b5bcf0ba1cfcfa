"""Whether a query only reads. A first look, so that the person gets a plain answer; the transaction is read-only and
is rolled back in any case (graph.store.bolt)."""

from __future__ import annotations

import re

from graph.model.errors import UsageError

_SKIPPED = re.compile(
    r"""/\*.*?\*/ | //[^\n]* | '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | `(?:``|[^`])*`""", re.VERBOSE | re.DOTALL
)
_WORD = re.compile(r"(?<![\w.:$])([A-Za-z_]+)")
_WRITES = frozenset(
    (
        *("create", "merge", "delete", "detach", "set", "remove", "drop", "foreach", "load", "insert"),  # what writes
        *(
            "alter",
            "rename",
            "grant",
            "deny",
            "revoke",
            "start",
            "stop",
            "terminate",
            "enable",
            "use",
        ),  # what administers
    )
)
_SUBQUERY = re.compile(r"\bcall\s*[({]", re.IGNORECASE)
_CALL = re.compile(r"\bcall\b", re.IGNORECASE)


def check_reads_only(text: str) -> None:
    """Raises UsageError naming the first word that writes, or a procedure. Texts, comments and names do not count."""
    code = _SKIPPED.sub(" ", text)
    for word in _WORD.findall(code):
        if word.lower() in _WRITES:
            raise UsageError(
                f"{word.upper()} is not allowed: queries only read.",
                remedy="A property or label of that name is written in back quotes.",
            )
    if len(_CALL.findall(code)) != len(_SUBQUERY.findall(code)):
        raise UsageError("procedures are not allowed.", remedy="Only subqueries: CALL (x) { … }.")
