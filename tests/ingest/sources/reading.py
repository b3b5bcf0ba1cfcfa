"""Reads a file with one reader and keeps what it says, word for word: the readers' outer world in these tests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.model.errors import InputError
from ingest.sources import readers
from ingest.sources.base import SourceFile

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Seen:
    record: str
    kind: str
    raw: str
    row: int | None
    path: str
    context: str
    holder: str
    observed_at: str


@dataclass
class Recording:
    """An Emit that keeps everything in lists."""

    system: str
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    rejected: list[tuple[str, str, str, int | None, str]] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    dates: dict[str, Sequence[str]] = field(default_factory=dict)
    error: InputError | None = None

    def record(self, type: str, id: str, **fields: Any) -> str:
        name = f"{self.system}:{type}:{id}"
        assert name not in self.records, f"{name} twice"
        self.records[name] = fields
        return name

    def observe(self, record: str, kind: str, raw: object, **place: Any) -> None:
        if raw is None or not str(raw).strip():
            return
        assert record in self.records
        known = {"row": None, "path": "", "context": "", "holder": "", "observed_at": ""} | place
        known.pop("region", None)
        self.seen.append(Seen(record, kind, str(raw), **known))

    def text(self, record: str, text: str, **_: Any) -> None:
        assert record in self.records
        self.texts.append((record, text))

    def reject(
        self, reason: str, message: str, remedy: str, *, row: int | None = None, path: str = "", raw: object = ""
    ) -> None:
        assert all((reason, message, remedy))
        self.rejected.append((reason, message, remedy, row, path))

    def pass_over(self, columns: Iterable[str]) -> None:
        self.passed_over.extend(columns)

    def dates_in(self, columns: Mapping[str, Sequence[str]]) -> None:
        self.dates |= columns

    def columns(self, *_: Any) -> None:
        raise AssertionError("these readers emit single values")

    def values(self, kind: str, context: str | None = None) -> list[str]:
        return [one.raw for one in self.seen if one.kind == kind and context in (None, one.context)]

    @property
    def reasons(self) -> list[str]:
        return [reason for reason, *_ in self.rejected]


def source(path: Path, name: str = "") -> SourceFile:
    content = path.read_bytes()
    return SourceFile(path, name or path.name, hashlib.sha256(content).hexdigest(), len(content))


def read(reader: str, path: Path, name: str = "") -> Recording:
    """What the reader says of the file; an InputError (the whole file is rejected) is kept in `error`."""
    entry = readers()[reader]
    recording = Recording(entry.system)
    try:
        entry.read(source(path, name), recording)
    except InputError as error:
        recording.error = error
    return recording


def written(folder: Path, name: str, content: object) -> Path:
    """A file with this text or JSON value."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def at_pointer(path: Path, row: int | None, pointer: str) -> object:
    """The value that a row and a JSON pointer name, found by hand: what an auditor would do."""
    text = path.read_text(encoding="utf-8")
    value = json.loads(text if row is None else text.splitlines()[row - 1])
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def json_files(folder: str) -> list[Path]:
    return sorted((DATA / folder).rglob("*.json*"))
