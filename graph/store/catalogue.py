"""The query catalogue: the files of `queries/`, each one question with its contract in the header.

    // title: Identifiers held by several applicants
    // description: Every identifier shared by at least $min_holders applicants, widest first.
    // category: links
    // param min_holders: integer = 2 -- fewest applicants that count as sharing
    // returns: kind, value, holders, applicant_ids

A file whose header does not hold is refused when the catalogue is read, naming file and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from graph.model.errors import UsageError

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "date": str,
    "integer": int,
    "float": (int, float),
    "boolean": bool,
    "strings": list,
}
MOST_ROWS = 10_000
LEAST, GREATEST = -(2**63), 2**63 - 1
"""The whole numbers that a query can be given: 64 bits over Bolt."""

_PARAM = re.compile(r"param (\w+): (\w+)(?: = (.*?))? -- (.+)")


@dataclass(frozen=True)
class Parameter:
    """One declared parameter; without a default it is required."""

    name: str
    type: str
    default: Any
    required: bool
    description: str


@dataclass(frozen=True)
class Query:
    """One file of `queries/`."""

    name: str
    title: str
    description: str
    category: str
    parameters: tuple[Parameter, ...]
    returns: tuple[str, ...]
    text: str

    def bind(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Every parameter with its value, row_limit capped. Raises UsageError: unknown, missing, of another type, too
        large, no rows."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UsageError(
                    f"there is no parameter {name!r}.",
                    where=f"query {self.name}",
                    remedy=f"It has: {', '.join(known) or 'none'}.",
                )
        return {name: self._value(parameter, given) for name, parameter in known.items()}

    def _value(self, parameter: Parameter, given: Mapping[str, Any]) -> Any:
        if parameter.name not in given:
            if parameter.required:
                raise UsageError(
                    f"the parameter {parameter.name} is missing ({parameter.description}).",
                    where=f"query {self.name}",
                    remedy=f"Add {parameter.name}=VALUE.",
                )
            return parameter.default
        value = _converted(given[parameter.name], parameter.type)
        if not _fits(value, parameter.type):
            raise UsageError(
                f"the parameter {parameter.name} must be of type {parameter.type}, not {given[parameter.name]!r}.",
                where=f"query {self.name}",
                remedy=f"For example {parameter.name}={_example(parameter)}.",
            )
        if parameter.type == "integer" and not LEAST <= value <= GREATEST:
            raise UsageError(
                f"the parameter {parameter.name} must be between {LEAST} and {GREATEST}, not {value}.",
                where=f"query {self.name}",
                remedy=f"For example {parameter.name}={_example(parameter)}.",
            )
        if parameter.name == "row_limit":
            if value < 1:
                raise UsageError(
                    f"the parameter row_limit must be 1 or more, not {value}.",
                    where=f"query {self.name}",
                    remedy=f"For example row_limit={_example(parameter)}.",
                )
            return min(int(value), MOST_ROWS)
        return value


@cache
def catalogue() -> dict[str, Query]:
    """All queries by name, in the order of category and name. Raises ValueError on a file whose header does not hold."""
    folder = files("queries")
    found = [
        parse(item.name.removesuffix(".cypher"), item.read_text(encoding="utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".cypher")
    ]
    return {query.name: query for query in sorted(found, key=lambda query: (query.category, query.name))}


def get(name: str) -> Query:
    """Raises UsageError when there is no such query, naming the nearest ones."""
    known = catalogue()
    if name not in known:
        raise UsageError(f"there is no query {name!r}.", remedy=f"There are: {', '.join(known)}.")
    return known[name]


def parse(name: str, text: str) -> Query:
    """Raises ValueError naming the file and what is wrong with its header."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        lines.append(line.removeprefix("//").strip())
    fields = {key: value for key, _, value in (line.partition(": ") for line in lines if not line.startswith("param "))}
    for key in ("title", "description", "category", "returns"):
        if not fields.get(key, "").strip():
            raise ValueError(f"queries/{name}.cypher: the header has no {key}; add a line // {key}: …")
    parameters = tuple(_parameter(name, line) for line in lines if line.startswith("param "))
    return Query(
        name=name,
        title=fields["title"].strip(),
        description=fields["description"].strip(),
        category=fields["category"].strip(),
        parameters=parameters,
        returns=tuple(column.strip() for column in fields["returns"].split(",")),
        text=text,
    )


def _parameter(query: str, line: str) -> Parameter:
    found = _PARAM.fullmatch(line)
    if found is None or found[2] not in TYPES:
        raise ValueError(
            f"queries/{query}.cypher: {line!r} is not a parameter; "
            f"write // param name: {'|'.join(TYPES)} = default -- description"
        )
    name, kind, default, description = found.groups()
    required = default is None
    value = None if required else _converted(default.strip().strip('"') if default else "", kind)
    return Parameter(name, kind, value, required, description.strip())


def _converted(value: Any, kind: str) -> Any:
    """Text from a command line or a header as a value of this type; anything else as it is."""
    if not isinstance(value, str):
        return list(value) if kind == "strings" and isinstance(value, tuple) else value
    if kind == "strings":
        return [part.strip() for part in value.split(",") if part.strip()]
    if kind == "boolean":
        return {"true": True, "yes": True, "false": False, "no": False}.get(value.lower(), value)
    try:
        return int(value) if kind == "integer" else float(value) if kind == "float" else value
    except ValueError:
        return value


def _fits(value: Any, kind: str) -> bool:
    """Whether a value is of this type; true and false are no numbers, and a date is a day that there is."""
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return isinstance(value, TYPES[kind])


def _example(parameter: Parameter) -> str:
    if not parameter.required:
        return str(parameter.default)
    return {"integer": "10", "date": "2026-11-20", "float": "0.5", "boolean": "true", "strings": "a,b"}.get(
        parameter.type, "TEXT"
    )
