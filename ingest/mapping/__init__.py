"""Proposes a mapping file for any table: which column is what, by its name and by what stands in it.

A column is mapped when its name says so, or when its values can be nothing else. What is only likely stands in the
proposal as a comment with the reason; refused columns stand there as refused. A person reads it before it is used.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from graph.model.errors import InputError
from graph.model.kinds import KINDS
from ingest.facts.columns import plain
from ingest.mapping.guess import HALF, Guess, guess, with_id
from ingest.mapping.headers import key_of, words_of
from ingest.mapping.together import addresses, full_name
from ingest.sources._plan import CONTEXTS, context_of
from ingest.sources._tables import tables
from ingest.sources.base import SourceFile
from ingest.sources.mapped import FORMAT
from ingest.sources.opening import binary, forbidden_group, look

SAMPLE = 500
"""Values of a column that are looked at."""

LONGEST_ID = 60
_PAYEES = frozenset(map(key_of, ("payee name", "payee", "account holder", "beneficiary")))
_CONTEXTS = {key_of(column): context for column, context in CONTEXTS.items()}


@dataclass(frozen=True)
class Proposal:
    """text: the mapping file. sure: column -> what it was mapped to. unsure: column -> why not, and so the missing `id`.
    refused: columns."""

    text: str
    sure: dict[str, str]
    unsure: dict[str, str]
    refused: tuple[str, ...]


def propose(path: Path, region: str = "US") -> Proposal:
    """A proposal for a CSV, JSON lines or Parquet table. Raises InputError when it is no table.

    `region` is the country whose national telephone numbers and addresses the values may be.
    """
    said = _Silent()
    try:
        if known := binary(look(path).start):
            raise InputError(f"it is {known[0]}.", where=path.name, remedy=known[1])
        file = SourceFile(path=path, name=path.name, sha256="", bytes=path.stat().st_size)
        parts = [table for table, _ in itertools.islice(tables(file, said), 1)]
    except OSError as error:
        raise InputError(f"it cannot be read ({error.strerror}).", where=str(path), remedy="Check the path.") from error
    if said.no_rows and not parts:
        raise InputError(
            f"{said.no_rows}.", where=path.name, remedy="Add some rows: a column is known by its values too."
        )
    if not parts or not any(parts[0].column_names):
        raise InputError(
            "there is no table with rows in it.",
            where=path.name,
            remedy="Put the header row on top: remove titles and blank lines above it.",
        )
    columns = [name for name in parts[0].column_names if name]
    joined = _joined(parts[0], columns, region)
    used = {column for one in joined for column in one.columns}
    alone = [guess(name, _sample(parts[0], name), region) for name in columns if name not in used]
    guesses = _settled(with_id([*joined, *alone], _different(parts[0], [one.column for one in alone])))
    payee = next((column for column in columns if key_of(column) in _PAYEES), "")
    return _written(path.name, guesses, tuple(said.refused), payee)


class _Silent:
    """An Emit that keeps only which columns were refused, and what was said when there are no rows."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.no_rows = ""

    def record(self, type: str, id: str, **_: object) -> str:
        return ""

    def observe(self, record: str, kind: str, raw: object, **_: object) -> None:
        return None

    def text(self, record: str, text: str, **_: object) -> None:
        return None

    def reject(
        self, reason: str, message: str, remedy: str, *, row: int | None = None, path: str = "", raw: object = ""
    ) -> None:
        if reason == "forbidden_column":
            self.refused.append(path)
        elif reason == "no_rows":
            self.no_rows = message

    def pass_over(self, columns: Iterable[str]) -> None:
        return None

    def dates_in(self, columns: Mapping[str, Sequence[str]]) -> None:
        return None

    def columns(self, records: pa.Table, observations: list[pa.Table], texts: pa.Table | None = None) -> None:
        return None


def _sample(table: pa.Table, name: str) -> list[str]:
    column = table.column(name).slice(0, 20 * SAMPLE)
    if pa.types.is_list(column.type):
        column = pa.concat_arrays([chunk.flatten() for chunk in column.chunks])
    return [text for text in plain(column).to_pylist() if text.strip()][:SAMPLE]


def _joined(table: pa.Table, columns: Sequence[str], region: str) -> list[Guess]:
    """What several columns say together: a name, addresses."""
    single = [name for name in columns if not pa.types.is_list(table.column(name).type)]
    found = []
    if name := full_name(single):
        found.append(Guess(" + ".join(name), field="name", sure=True, why="by their names", columns=name))
    rows = {name: [text.strip() for text in plain(table.column(name).slice(0, SAMPLE)).to_pylist()] for name in single}
    for one in addresses(rows, region):
        why = f"{one.share:.0%} of them are addresses when joined so"
        guessed = Guess(" + ".join(one.columns), "", "address", one.share >= HALF, why, one.columns, one.words)
        found.append(guessed)
    return found


def _different(table: pa.Table, columns: Sequence[str]) -> list[str]:
    """The columns with a short text in every row, each another one, most of them with a digit: as ids are."""
    found = []
    for name in columns:
        if not pa.types.is_list(table.column(name).type):
            values = [text.strip() for text in plain(table.column(name)).to_pylist()]
            short = all(0 < len(text) <= LONGEST_ID for text in values)
            numbered = sum(any(letter.isdigit() for letter in text) for text in values) > HALF * len(values)
            if short and numbered and len(set(values)) == len(values):
                found.append(name)
    return found


def _settled(guesses: list[Guess]) -> list[Guess]:
    """A field has one column: the first that is sure of it."""
    taken: set[str] = set()
    result = []
    for one in guesses:
        if one.field and one.sure and one.field in taken:
            one = Guess(one.column, field=one.field, why="another column is that already")
        elif one.field and one.sure:
            taken.add(one.field)
        result.append(one)
    return result


def _written(name: str, guesses: Sequence[Guess], refused: tuple[str, ...], payee: str) -> Proposal:
    lines = [
        f"# Proposed for {_quoted(name)}. Read it, correct it, then: linchpin ingest FILE --mapping mapping.toml",
        "# Lines with # are not used: remove the # where the proposal is right.",
        f"format = {FORMAT}",
        "",
        "[fields]",
    ]
    if not any(one.field == "id" and one.sure for one in guesses):
        lines.append('# id = "…"    # needed: the column with the application\'s own id; none was found')
    for one in guesses:
        if one.field:
            column = _list(one.columns) if one.columns else _quoted(one.column)
            lines.append(f"{'' if one.sure else '# '}{one.field} = {column}    # {one.why}")
    lines += ["", "[values]"]
    for one in guesses:
        if one.column == payee and payee:
            lines.append(f"# {_quoted(one.column)}    # the name beside the account")
        elif one.kind:
            lines.append(f"{'' if one.sure else '# '}{_quoted(one.column)} = {_entry(one, payee)}    # {one.why}")
        elif not one.field:
            lines.append(f"# {_quoted(one.column)}    # {one.why}")
    lines += [f"# {_quoted(column)}    # refused: {forbidden_group(column)} must never weigh" for column in refused]
    sure = {one.column: one.field or one.kind for one in guesses if one.sure and one.column != payee}
    unsure = {one.column: one.why for one in guesses if not one.sure and one.column != payee}
    if "id" not in sure.values() and not any(one.field == "id" for one in guesses):
        unsure["id"] = "needed, and none was found"
    return Proposal("\n".join(lines) + "\n", sure, unsure, refused)


def _entry(one: Guess, payee: str) -> str:
    usual = context_of(one.column, one.kind)
    context = _CONTEXTS.get(key_of(one.words or words_of(one.column))) or usual
    holder = payee if KINDS[one.kind].family == "money" else ""
    if not (holder or one.columns) and context == usual:
        return _quoted(one.kind)
    parts = [f"kind = {_quoted(one.kind)}"]
    parts += [f"columns = {_list(one.columns)}"] if one.columns else []
    parts += [f"context = {_quoted(context)}"] if context else []
    parts += [f"holder = {_quoted(holder)}"] if holder else []
    return "{ " + ", ".join(parts) + " }"


def _list(columns: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, columns))}]"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
