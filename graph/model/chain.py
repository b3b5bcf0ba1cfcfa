"""The chain of decisions: each one is sealed with the hash of the one before, so that a removed or changed one shows.

An id is a hash of the content alone: one decision has one id in every copy. The hash is its place in one copy's chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.model.decisions import Decision, Verdict

FIRST = "0" * 64
"""What the first decision of a chain is sealed with."""


def decision(verdict: Verdict, about: Sequence[str], *, by: str, at: str, note: str) -> Decision:
    """A decision with its id, not sealed yet. What it is about is kept in plain order."""
    things = tuple(sorted(set(about)))
    digest = _digest([verdict, list(things), by, at, note])
    return Decision(f"D-{digest[:12]}", verdict, things, by, at, note)


def seal(one: Decision, previous: str = FIRST) -> Decision:
    """The decision as the next of a chain whose newest hash is `previous`."""
    return replace(one, previous_hash=previous, hash=_seal(one, previous))


def broken(decisions: Iterable[Decision]) -> int | None:
    """The position (from 0) of the first decision that does not fit into its chain; None when all do."""
    previous = FIRST
    for at, one in enumerate(decisions):
        if one.previous_hash != previous or one.hash != _seal(one, previous):
            return at
        previous = one.hash
    return None


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that decide what is found, in order of time and id, whatever the order they came in.

    A note decides nothing. A withdrawn decision does not count, and of `same_person` and `not_linked` about the same two
    applicants the later one counts.
    """
    ordered = sorted(decisions, key=lambda one: (one.at, one.id))
    withdrawn = {name for one in ordered if one.verdict == "withdrawn" for name in one.about}
    counting = [
        one for one in ordered if one.verdict not in ("note", "withdrawn") and f"decision:{one.id}" not in withdrawn
    ]
    last = {one.about: one.id for one in counting if one.verdict in ("same_person", "not_linked")}
    return tuple(one for one in counting if one.verdict == "innocent_value" or last[one.about] == one.id)


def _seal(one: Decision, previous: str) -> str:
    return _digest([one.id, one.verdict, list(one.about), one.by, one.at, one.note, previous])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
