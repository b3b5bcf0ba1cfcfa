"""Decisions in the graph: written once, never changed, tied to what they are about.

`about` stands on the decision too: a thing that the graph does not hold yet is tied by a later call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph.model.decisions import Decision
from graph.store import schema
from graph.store.bolt import Bolt, Statement

ENDS = {"applicant": ("Applicant", "id"), "cluster": ("Cluster", "id"), "decision": ("Decision", "id")}
FIELDS = ("id", "verdict", "about", "by", "at", "note", "hash", "previous_hash")


def read(bolt: Bolt) -> list[Decision]:
    """All decisions, oldest first; what they are about by their own word and by their relations."""
    fields = ", ".join(f"d.{name}" for name in FIELDS)
    rows = bolt.tuples(
        f"MATCH (d:Decision) OPTIONAL MATCH (d)-[:{schema.ABOUT}]->(n) RETURN {fields}, labels(n), n.id, n.key"
    )
    found: dict[str, Decision] = {}
    for id, verdict, about, by, at, note, mark, previous, labels, node, key in rows:
        known = found.get(id)
        if known is None:
            known = Decision(
                id, verdict, tuple(about or ()), by or "", at or "", note or "", mark or "", previous or ""
            )
        names = set(known.about)
        if labels and (tied := _name(labels, node, key)) not in map(schema.name_of, known.about):
            names.add(tied)
        found[id] = replace(known, about=tuple(sorted(names)))
    return sorted(found.values(), key=lambda one: (one.at, one.id))


def write(bolt: Bolt, decisions: Sequence[Decision]) -> int:
    """Write those that the graph lacks, and tie all of them to what the graph holds. Says how many were new."""
    bolt.schema(schema.statements())
    known = {row[0] for row in bolt.tuples("MATCH (d:Decision) RETURN d.id")}
    fresh = [one for one in decisions if one.id not in known]
    statements: list[Statement] = []
    if fresh:
        fields = ", ".join(f"{name}: row.{name}" for name in FIELDS)
        rows: list[dict[str, Any]] = [
            {name: list(one.about) if name == "about" else getattr(one, name) for name in FIELDS} for one in fresh
        ]
        statements.append((f"UNWIND $rows AS row CREATE (d:Decision {{{fields}}})", {"rows": rows}))
    bolt.write_all(statements)
    _tie(bolt, decisions)
    return len(fresh)


def _tie(bolt: Bolt, decisions: Sequence[Decision]) -> None:
    """Relations to what each is about, where they are missing and the graph holds the thing."""
    rows = bolt.tuples(f"MATCH (d:Decision)-[:{schema.ABOUT}]->(n) RETURN d.id, labels(n), n.id, n.key")
    tied = {(id, _name(labels, node, key)) for id, labels, node, key in rows}
    missing: dict[tuple[str, str], list[dict[str, str]]] = {}
    for one in decisions:
        for name in map(schema.name_of, one.about):
            if (one.id, name) not in tied:
                head, _, rest = name.partition(":")
                end = ENDS.get(head, ("Identifier", "key"))
                missing.setdefault(end, []).append({"id": one.id, "name": rest if head in ENDS else name})
    statements: list[Statement] = [
        (
            f"UNWIND $rows AS row MATCH (d:Decision {{id: row.id}}), (n:{label} {{{key}: row.name}}) "
            f"CREATE (d)-[:{schema.ABOUT}]->(n)",
            {"rows": of_label},
        )
        for (label, key), of_label in sorted(missing.items())
    ]
    bolt.write_all(statements)


def _name(labels: list[str], id: str | None, key: str | None) -> str:
    return f"decision:{id}" if "Decision" in labels else schema.node_id(labels, id, key)
