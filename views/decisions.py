"""What analysts decided, as the screens tell it: the list of all, and what is said of one thing."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import chain
from graph.model.decisions import Decision
from views import tables

SAID = {
    "innocent_value": "Declared innocent",
    "same_person": "Declared one person",
    "not_linked": "Declared never to be linked",
    "note": "Note",
}
"""How the panel calls a verdict."""


def table(decisions: Sequence[Decision]) -> str:
    """All of them in their order, as `linchpin decisions` prints them; those in force are marked."""
    force = {one.id for one in chain.in_force(decisions)}
    rows = [
        (one.at, one.by, one.verdict, ", ".join(one.about), one.note, "yes" if one.id in force else "no", one.id)
        for one in decisions
    ]
    columns = ("!At", "By", "!Verdict", "About", "Note", "!Counts", "!Decision")
    return tables.table("Decisions", columns, rows)


def innocent(decisions: Sequence[Decision]) -> frozenset[str]:
    """The values that are declared innocent now, as nodes are named."""
    force = [one for one in chain.in_force(decisions) if one.verdict == "innocent_value"]
    return frozenset(name for one in force for name in one.about)


def about(decisions: Sequence[Decision], name: str) -> list[tuple[str, str]]:
    """What is in force, or noted, about a node: what it is called, and who decided it, when, about whom else and why."""
    withdrawn = {thing for one in decisions if one.verdict == "withdrawn" for thing in one.about}
    notes = [one for one in decisions if one.verdict == "note" and f"decision:{one.id}" not in withdrawn]
    told = [*chain.in_force(decisions), *notes]
    return [(SAID[one.verdict], _sentence(one, name)) for one in told if name in one.about]


def _sentence(one: Decision, name: str) -> str:
    others = [thing.removeprefix("applicant:") for thing in one.about if thing != name]
    beside = f", with {', '.join(others)}" if others else ""
    why = f": {one.note}" if one.note else ""
    return f"by {one.by}, {one.at[:10]}{beside}{why}"
