"""The kept findings that the applicants and values of a file that is asked about may concern."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.analyse.answer import Known
from ingest.kept import findings_with


@dataclass(frozen=True)
class _Fact:
    key: str
    sentence: str


@dataclass(frozen=True)
class _Lead:
    kind: str
    value: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Kept:
    """What is asked of a kept finding."""

    id: str
    rank: int
    type: str
    title: str
    score: float
    members: tuple[str, ...]
    member_persons: tuple[tuple[str, ...], ...]
    facilitators: tuple[_Lead, ...]
    evidence: tuple[_Fact, ...]


def concerned(
    folder: Path, people: set[str], found: dict[tuple[str, str], dict[str, Any]]
) -> tuple[dict[str, Known], dict[str, set[str]], dict[str, set[str]], dict[str, frozenset[str]]]:
    """The findings of these applicants and values; which a member is in, which a value is a fact of, and the applications
    of each member's person."""
    keys = {f"{kind}:{row['key']}" for (kind, _), row in found.items()}
    known: dict[str, Known] = {}
    of_member: dict[str, set[str]] = {}
    of_key: dict[str, set[str]] = {}
    same: dict[str, frozenset[str]] = {}
    for one in findings_with(folder, _Kept, people, keys):
        parts = tuple((fact.key, fact.sentence) for fact in one.evidence if fact.key)
        known[one.id] = Known(one.id, one.rank, one.type, one.title, one.score, frozenset(one.members), parts)
        same.update((member, frozenset(group)) for group in one.member_persons for member in group)
        for member in people.intersection(one.members) if one.type != "hub" else ():
            of_member.setdefault(member, set()).add(one.id)
        leads = [name for lead in one.facilitators for name in (f"{lead.kind}:{lead.value}", *lead.values)]
        for key in keys.intersection([*leads, *(fact.key for fact in one.evidence)]):
            of_key.setdefault(key, set()).add(one.id)
    return known, of_member, of_key, same
