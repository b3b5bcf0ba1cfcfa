"""JSON values with the place where they stand: the line and the RFC 6901 pointer into the file as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ingest.sources.base import Emit, SourceFile
from ingest.sources.opening import forbidden_group, iter_json_lines, read_json, refuse_columns

LINE_SUFFIXES = (".jsonl", ".ndjson", ".jsonlines")
WRAPPERS = ("data", "results", "items", "value", "events", "candidates", "applications", "employees", "contractors")
"""Names of the one list in an object that a tool wrapped round a page of an export."""

_NESTING = 3  # pages of pages: an array of arrays is flattened this deep


class Node(NamedTuple):
    """A JSON value, the line it stands in (JSON lines; None in one document) and its pointer in there."""

    value: Any
    row: int | None
    path: str

    def at(self, *keys: str) -> Node:
        """The value below these keys; a Node of None when there is none. Also finds a key written in lower case."""
        value, path = self.value, self.path
        for key in keys:
            if not isinstance(value, dict):
                return Node(None, self.row, path)
            if key not in value and key.lower() in value:
                key = key.lower()
            value = value.get(key)
            path = f"{path}/{escape(key)}"
        return Node(value, self.row, path)

    def items(self) -> list[Node]:
        """The elements of an array; nothing when it is none."""
        if not isinstance(self.value, list):
            return []
        return [Node(value, self.row, f"{self.path}/{index}") for index, value in enumerate(self.value)]

    @property
    def text(self) -> str:
        """The value as text: stripped text, a whole number's digits, else ""."""
        return plain(self.value)


def plain(value: object) -> str:
    """Stripped text, a whole number's digits, else "" (null, true, lists, objects, fractions).

    >>> plain(" a "), plain(7), plain(None), plain(True)
    ('a', '7', '', '')
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return ""


def escape(key: str) -> str:
    """A key as one step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def objects(file: SourceFile, emit: Emit) -> Iterator[Node]:
    """The objects of a file: one document, an array, an array of pages, a wrapped page, or JSON lines.

    Elements that are no objects are rejected with their place; the rest goes on.
    """
    if _has_lines(file):
        for row, value in iter_json_lines(file, emit):
            yield from _flat(Node(value, row, ""), emit, 0)
    else:
        yield from _flat(Node(read_json(file, emit), None, ""), emit, 0)


def _has_lines(file: SourceFile) -> bool:
    """Whether every line is a value: by the suffix, or when the first line is a whole object and a second follows."""
    if file.path.suffix.lower() in LINE_SUFFIXES:
        return True
    with file.path.open("rb") as handle:
        first = handle.readline(1 << 20).strip()
        second = handle.readline(1 << 20).strip()
    ends = first.removeprefix(b"\xef\xbb\xbf")
    return ends.startswith(b"{") and ends.endswith(b"}") and second.startswith(b"{")


def _flat(node: Node, emit: Emit, depth: int) -> Iterator[Node]:
    if isinstance(node.value, dict):
        wrapped = [key for key in WRAPPERS if isinstance(node.value.get(key), list)]
        if depth == 0 and len(wrapped) == 1 and not {"id", "uuid", "payload"} & node.value.keys():
            yield from _flat(node.at(wrapped[0]), emit, 1)
        else:
            yield node
    elif isinstance(node.value, list) and depth < _NESTING:
        for item in node.items():
            yield from _flat(item, emit, depth + 1)
    else:
        emit.reject(
            "not_an_object",
            f"a {type(node.value).__name__} stands where an object is expected",
            "Export it again; the rest of the file was read.",
            row=node.row,
            path=node.path,
            raw=plain(node.value)[:200],
        )


class Refused:
    """Says once per file and name that a forbidden key with a value in it was met. Never looks at the value itself."""

    def __init__(self, emit: Emit) -> None:
        self.emit = emit
        self.said: set[str] = set()

    def check(self, value: object) -> None:
        """The keys of one object."""
        if not isinstance(value, dict):
            return
        for key, inner in value.items():
            if inner in (None, "", [], {}) or key in self.said or not forbidden_group(key):
                continue
            self.said.add(key)
            refuse_columns((key,), self.emit)
