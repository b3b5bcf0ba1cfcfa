"""Any table of applicants, read by a mapping file: `mapping.toml` says which column is what.

format = 1
[fields]                      # of the application: id (required), name, applied_at, role, status, channel, …
id = "Bewerber-Nr"
name = ["Vorname", "Nachname"]    # a list of columns is joined, with a space between
[values]                      # column -> kind, or with its context and the column of the name beside it
"Tel. (mobil)" = "phone"
"Wohnort" = { kind = "address", columns = ["Straße", "PLZ", "Ort"] }    # joined, with commas; any name
"Lieferadresse" = { kind = "address", context = "ship_to" }
"Bank Acct" = { kind = "payroll_account", holder = "Payee" }
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.model.errors import InputError
from graph.model.kinds import KINDS
from ingest.sources._joined import Joined, with_joined
from ingest.sources._parquet import text_column
from ingest.sources._plan import FIELDS, Observed, Plan, context_of
from ingest.sources._tables import SYSTEM, emit_wide, tables
from ingest.sources.base import Emit, Head, Reader, SourceFile
from ingest.sources.opening import forbidden_group

FORMAT = 1
_REMEDY = "Correct it, or propose a new one with: linchpin map FILE"


@dataclass(frozen=True)
class Mapping:
    """A mapping file. `content` is as tomllib gives it, checked by plan_of."""

    name: str
    sha256: str
    content: Mapped[str, Any]

    def needed(self) -> list[str]:
        """The columns that it names."""
        plan, joined = plan_of(self.content, self.name), joined_of(self.content)
        columns = [*plan.fields.values(), *(name for one in plan.observed for name in (one.column, one.holder) if name)]
        return list(
            dict.fromkeys(part for name in columns for part in (joined[name].columns if name in joined else (name,)))
        )

    def fits(self, head: Head) -> bool:
        """Whether a file has all of them."""
        return set(self.needed()) <= set(head.columns)


def joined_of(content: Mapped[str, Any]) -> dict[str, Joined]:
    """The columns that a mapping makes of others: name -> what it is joined of. `content` is checked by plan_of."""
    found = {}
    for column in dict(content.get("fields", {})).values():
        if isinstance(column, list):
            one = Joined(tuple(column), " ")
            found[one.name] = one
    for name, entry in dict(content.get("values", {})).items():
        if isinstance(entry, dict) and entry.get("columns"):
            found[name] = Joined(tuple(entry["columns"]), ", ")
    return found


def read_mapping(path: Path) -> Mapping:
    """Raises InputError naming the file and what is wrong in it."""
    try:
        data = path.read_bytes()
        content = tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise InputError("there is no such mapping file.", where=str(path), remedy="Check the path.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"the mapping cannot be read ({error}).", where=str(path), remedy=_REMEDY) from error
    plan_of(content, path.name)
    decisive = repr(sorted((key, repr(value)) for key, value in content.items()))
    return Mapping(path.name, hashlib.sha256(decisive.encode()).hexdigest(), content)


def plan_of(content: Mapped[str, Any], name: str) -> Plan:
    """The plan that a mapping means. Raises InputError for an unknown field or kind, a refused column, a missing id."""
    if "format" not in content:
        raise _wrong(name, f"format = {FORMAT} is missing")
    if content["format"] != FORMAT:
        raise _wrong(name, f"format = {content['format']!r} is not known, only format = {FORMAT}")
    unknown = set(content) - {"format", "fields", "values"}
    if unknown:
        raise _wrong(name, f"there is no section {sorted(unknown)[0]!r}")
    fields = content.get("fields", {})
    if not isinstance(fields, dict) or not isinstance(fields.get("id"), str):
        raise _wrong(name, "[fields] must name the column of the id")
    for field, column in fields.items():
        if field not in FIELDS:
            raise _wrong(name, f"there is no field {field!r} (there are {', '.join(FIELDS)})")
        for one in column if isinstance(column, list) and column else [column]:
            _column(name, one)
    observed = [_observed(name, column, value) for column, value in dict(content.get("values", {})).items()]
    fields = {field: " + ".join(column) if isinstance(column, list) else column for field, column in fields.items()}
    if "referred_by" in fields and not any(one.kind == "referrer" for one in observed):
        observed.append(Observed(fields["referred_by"], "referrer", "referral"))
    return Plan(fields, tuple(observed))


def _observed(name: str, column: str, value: object) -> Observed:
    _column(name, column)
    entry = {"kind": value} if isinstance(value, str) else value
    if not isinstance(entry, dict) or set(entry) - {"kind", "context", "holder", "columns"}:
        raise _wrong(name, f"column {column!r} must be a kind, or {{ kind, context, holder, columns }}")
    parts = entry.get("columns", [])
    if not isinstance(parts, list):
        raise _wrong(name, f"column {column!r}: columns must be a list")
    for part in parts:
        _column(name, part)
    kind = entry.get("kind")
    if kind not in KINDS:
        raise _wrong(name, f"column {column!r}: {kind!r} is no kind (there are {', '.join(KINDS)})")
    if holder := entry.get("holder", ""):
        _column(name, holder)
    return Observed(column, kind, str(entry.get("context", context_of(column, kind))), holder)


def _column(name: str, column: object) -> None:
    if not isinstance(column, str) or not column:
        raise _wrong(name, f"{column!r} is not a column name")
    if group := forbidden_group(column):
        raise _wrong(name, f"column {column!r} ({group}) is refused: it must never weigh on a person")


def _wrong(name: str, what: str) -> InputError:
    return InputError(f"{what}.", where=name, remedy=_REMEDY)


def read(file: SourceFile, emit: Emit) -> None:
    """A table by the mapping that was given with it."""
    if file.mapping is None:
        raise InputError("it needs a mapping.", where=file.name, remedy="Propose one with: linchpin map FILE")
    plan, joined = plan_of(file.mapping, file.name), joined_of(file.mapping)
    texts = text_column(file, lambda names: _only_text(plan, joined))
    for part, rows in tables(file, emit, texts.name if texts else ""):
        table = with_joined(part, joined)
        present = set(table.column_names)
        fields = {field: column for field, column in plan.fields.items() if column in present}
        observed = tuple(one for one in plan.observed if one.column in present and (one.holder in {*present, ""}))
        if "id" not in fields:
            raise InputError(f"it has no column {plan.fields['id']!r}.", where=file.name, remedy=_REMEDY)
        emit_wide(table, rows, Plan(fields, observed), emit, texts)


def _only_text(plan: Plan, joined: Mapped[str, Joined]) -> str:
    """The column of the texts when it is nothing else, else ""."""
    column = plan.fields.get("text", "")
    others = {name for one in plan.observed for name in (one.column, one.holder)}
    others |= {name for field, name in plan.fields.items() if field != "text"}
    others |= {name for one in joined.values() for name in one.columns}
    return "" if column in others or column in joined else column


READER = Reader(
    name="mapped",
    system=SYSTEM,
    title="Any table, by a mapping",
    describes=(
        "Any CSV, JSON lines or Parquet table with one applicant per row, when `--mapping mapping.toml` says which column "
        "is what. `linchpin map FILE` proposes the mapping."
    ),
    suffixes=(".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet"),
    recognise=lambda head: 0.0,
    read=read,
    version=2,
)
