"""Small facts, written by hand, for the tests of the link step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from graph.model.facts import OBSERVATIONS, RECORDS, TEXTS, Facts
from graph.model.links import SOURCES, Links


def table(schema: pa.Schema, rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Rows of the schema; what a row does not say is empty."""
    empty = {f.name: [] if pa.types.is_list(f.type) else "" if "string" in str(f.type) else None for f in schema}
    return pa.Table.from_pylist([{**empty, **row} for row in rows], schema=schema)


def record(name: str, /, *keys: str, **fields: Any) -> dict[str, Any]:
    """A record from its name "<system>:<type>:<id>"; an application carries its own key."""
    system, type_, number = name.split(":", 2)
    own = (f"application:{number}",) if type_ == "application" else ()
    return {"record": name, "system": system, "type": type_, "id": number, "keys": [*own, *keys], "source": 0, **fields}


def observation(name: str, kind: str, key: str, /, **fields: Any) -> dict[str, Any]:
    return {
        "record": name,
        "asked": kind,
        "kind": kind,
        "key": key,
        "raw": key,
        "display": key,
        "rule": 1,
        "source": 0,
        **fields,
    }


def text(name: str, content: str, /, **fields: Any) -> dict[str, Any]:
    return {"record": name, "text": content, "source": 0, **fields}


def facts(
    records: Iterable[dict[str, Any]],
    observations: Iterable[dict[str, Any]] = (),
    texts: Iterable[dict[str, Any]] = (),
) -> Facts:
    return Facts(
        table(RECORDS, records), table(OBSERVATIONS, observations), table(TEXTS, texts), SOURCES.empty_table(), ("r1",)
    )


def holders(links: Links) -> dict[str, list[str]]:
    """ "<kind>:<key>" -> ids of its holders."""
    ids, values = links.applicants["id"].to_pylist(), links.values.to_pylist()
    found: dict[str, list[str]] = {f"{one['kind']}:{one['key']}": [] for one in values}
    for row in links.holdings.to_pylist():
        one = values[row["value"]]
        found[f"{one['kind']}:{one['key']}"].append(ids[row["applicant"]])
    return found


def via(links: Links) -> dict[tuple[str, str], str]:
    """(id, "<kind>:<key>") -> via."""
    ids, values = links.applicants["id"].to_pylist(), links.values.to_pylist()
    return {
        (ids[row["applicant"]], "{kind}:{key}".format(**values[row["value"]])): row["via"]
        for row in links.holdings.to_pylist()
    }
