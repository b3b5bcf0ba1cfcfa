"""Finding a node by any value, name or id, in whatever spelling a person types it."""

from __future__ import annotations

import re
from typing import Any

from graph.model.kinds import KINDS, secret_token
from graph.store import schema
from graph.store.bolt import Bolt

SHORTEST = 2
"""Letters that are worth looking for inside of names and values."""

NAMED = {"payroll_account": "in the name", "wallet": "in the name", "payment_handle": "in the name", "address": "for"}
"""Kinds that stand beside a name which may be anybody's, an account's owner or a recipient, and what is said of it."""

UNSEEN = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Characters that nobody sees: an applicant's name is found without them."""


def search(bolt: Bolt, text: str, limit: int, *, region: str, key: bytes) -> list[dict[str, Any]]:
    """What `text` may mean, exact answers first, then what holds it inside its name or value; at most `limit`.

    Every row has id (a node's name), kind, display, detail, holders (0 for applicants), exact, and clusters (ids of the
    findings it belongs to). A phone or an account is found in any spelling that its kind understands; an account and an
    address by the names beside them too.
    """
    wanted = text.strip()
    if not wanted:
        return []
    exact = _identifiers(bolt, "UNWIND $keys AS x MATCH (n:Identifier {key: x})", {"keys": _keys(wanted, region, key)})
    exact += _applicants(bolt, "MATCH (n:Applicant {id: $id})", {"id": wanted.removeprefix("applicant:")})
    exact += _clusters(bolt, "MATCH (n:Cluster {id: $id})", {"id": wanted.removeprefix("cluster:")})
    found = {row["id"]: {**row, "exact": True} for row in sorted(exact, key=_order)}
    if len(wanted) >= SHORTEST and len(found) < limit:
        part = {"part": wanted.lower(), "most": limit}
        seen = {"seen": _as_seen(wanted), "most": limit}
        inside = _applicants(bolt, "MATCH (n:Applicant) WHERE n.name =~ $seen", seen)
        inside += _clusters(bolt, "MATCH (n:Cluster) WHERE toLower(n.title) CONTAINS $part", part)
        inside += _identifiers(
            bolt,
            "MATCH (n:Identifier) WHERE toLower(n.display) CONTAINS $part OR toLower(n.value) CONTAINS $part",
            part,
        )
        inside += _named(bolt, part)
        for row in sorted(inside, key=_order):
            found.setdefault(row["id"], {**row, "exact": False})
    chosen = list(found.values())[:limit]
    clusters = _clusters_of(bolt, [row["id"] for row in chosen])
    return [{**row, "clusters": clusters.get(row["id"], [])} for row in chosen]


def _keys(text: str, region: str, key: bytes) -> list[str]:
    """Every identifier key that the text may mean: as it stands, and as each kind cleans it."""
    keys = {text}
    for name, kind in KINDS.items():
        value = kind.clean(text, region)
        if value is None:
            continue
        known = secret_token(key, value.kind, value.key) if KINDS[value.kind].secret else value.key
        keys |= {f"{value.kind}:{value.key}", f"{value.kind}:{known}", f"{name}:{value.key}"}
    return sorted(map(schema.name_of, keys))


def _as_seen(text: str) -> str:
    """A pattern of what holds the text, in capitals or not, whatever unseen characters stand between its letters."""
    letters = [re.escape(letter) for letter in text[: schema.LONGEST] if letter not in UNSEEN]
    return f"(?isu).*{f'[{UNSEEN}]*'.join(letters)}.*" if letters else ""


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["kind"] != "cluster", row["kind"] != "applicant", -row["holders"], row["id"])


def _identifiers(bolt: Bolt, match: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    rows = bolt.tuples(
        f"{match} RETURN DISTINCT n.key, n.kind, n.display, n.holders ORDER BY n.holders DESC, n.key LIMIT $most",
        {"most": 100, **parameters},
    )
    return [_identifier(*row) for row in rows]


def _named(bolt: Bolt, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """Values with the name beside them, and whose it is said to be."""
    relationships = "|".join(schema.relationship_of(kind) for kind in NAMED)
    rows = bolt.tuples(
        f"MATCH (:Applicant)-[r:{relationships}]->(n:Identifier) WHERE toLower(r.holder_names) CONTAINS $part "
        "RETURN n.key, n.kind, n.display, n.holders, collect(DISTINCT r.holder_names) "
        "ORDER BY n.holders DESC, n.key LIMIT $most",
        parameters,
    )
    found = []
    for key, kind, display, holders, beside in rows:
        names = sorted({name for listed in beside for name in listed.split("; ")})
        told = ", ".join(name for name in names if parameters["part"] in name.lower())
        if told:  # not when the words reach from one name into the next
            row = _identifier(key, kind, display, holders)
            found.append(row | {"detail": f"{row['detail']}, {NAMED.get(kind, 'for')} {told}"})
    return found


def _identifier(key: str, kind: str, display: str, holders: int | None) -> dict[str, Any]:
    return {
        "id": key,
        "kind": kind,
        "display": display,
        "detail": KINDS[kind].title if kind in KINDS else kind,
        "holders": holders or 0,
    }


def _applicants(bolt: Bolt, match: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    rows = bolt.tuples(
        f"{match} RETURN n.id, n.name, n.role, n.applied_at ORDER BY n.name, n.id LIMIT $most",
        {"most": 100, **parameters},
    )
    return [
        {
            "id": f"applicant:{id}",
            "kind": "applicant",
            "display": name or id,
            "detail": ", ".join(part for part in (id, role, (applied or "")[:10]) if part),
            "holders": 0,
        }
        for id, name, role, applied in rows
    ]


def _clusters(bolt: Bolt, match: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    rows = bolt.tuples(
        f"{match} RETURN n.id, n.title, n.summary, n.applicants ORDER BY n.rank, n.id LIMIT $most",
        {"most": 100, **parameters},
    )
    return [
        {
            "id": f"cluster:{id}",
            "kind": "cluster",
            "display": title or id,
            "detail": summary or "",
            "holders": applicants or 0,
        }
        for id, title, summary, applicants in rows
    ]


def _clusters_of(bolt: Bolt, names: list[str]) -> dict[str, list[str]]:
    """node name -> ids of its findings, best rank first. Of a value: the findings of those who hold it."""
    people = [name.removeprefix("applicant:") for name in names if name.startswith("applicant:")]
    values = [name for name in names if not name.startswith(("applicant:", "cluster:"))]
    rows = bolt.tuples(
        "UNWIND $ids AS x MATCH (n:Applicant {id: x})-[:MEMBER_OF]->(c:Cluster) "
        "RETURN DISTINCT 'applicant:' + x, c.rank, c.id",
        {"ids": people},
    )
    rows += bolt.tuples(
        "UNWIND $keys AS x MATCH (n:Identifier {key: x})<-[]-(a:Applicant)-[:MEMBER_OF]->(c:Cluster) "
        "RETURN DISTINCT x, c.rank, c.id",
        {"keys": values},
    )
    found: dict[str, list[str]] = {}
    for name, _, id in sorted(rows, key=lambda row: (row[0], row[1] or 0, row[2])):
        found.setdefault(name, []).append(id)
    for name in names:
        if name.startswith("cluster:"):
            found[name] = [name.removeprefix("cluster:")]
    return found
