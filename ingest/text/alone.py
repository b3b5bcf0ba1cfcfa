"""Telephone numbers that stand alone in a text and are written plainly: the library's answer, without its search.

Nine of ten numbers in CVs are "(650) 253-0000" or "+44 7400 123456" with a line end or a bar behind. What is not certain
here is left to the library.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model.kinds import Value, judge

_PLAIN = re.compile(
    r"(?:\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[-.][0-9]{4}|[2-9][0-9]{2}[-.][2-9][0-9]{2}[-.][0-9]{4}"
    r"|(\+)[1-9][0-9]{0,2} ?[1-9][0-9]{5,11})(?=\n| ?\||\Z)"
)
_LEADS = frozenset("([+（［＋")
_NOT_DIGITS = str.maketrans("", "", "() -.+")
AMERICA = frozenset({"US", "CA"})
BEFORE = 8
"""Characters before the first digit that the library would be shown."""


def number_alone(text: str, start: int, end: int, country: str) -> tuple[int, int] | None:
    """Where the number stands whose digits are text[start:end]; None when only the library can say.

    Nothing that could belong to another number may stand in the BEFORE characters in front of it.
    """
    if not start:
        return None
    first = start - 1 if text[start - 1] in "(+" else start
    match = _PLAIN.match(text, first)
    if match is None or match.end() != end or (not match[1] and country not in AMERICA):
        return None
    before = text[max(0, start - BEFORE) : first]
    if before and (not before[-1].isspace() or not _LEADS.isdisjoint(before) or any(map(str.isdigit, before))):
        return None
    digits = match[0].translate(_NOT_DIGITS)
    return (first, end) if _in_use("+" + digits if match[1] else "+1" + digits) else None


@lru_cache(maxsize=1 << 14)
def _in_use(number: str) -> bool:
    return isinstance(judge("phone", number, ""), Value)
