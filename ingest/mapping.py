"""Proposes a mapping file for any table: which column is what, by its name and by what stands in it.

A column is mapped when its name says so, or when its values can be nothing else. What is only likely stands in the
proposal as a comment with the reason; refused columns stand there as refused. A person reads it before it is used.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from rapidfuzz import fuzz, process

from graph.model.errors import InputError
from graph.model.kinds import KINDS, judge, kind_of_column
from ingest.facts.columns import plain
from ingest.sources._plan import CONTEXTS, FIELDS, context_of, folded
from ingest.sources._tables import tables
from ingest.sources.base import SourceFile
from ingest.sources.mapped import FORMAT
from ingest.sources.opening import forbidden_group

SAMPLE = 500
"""Values of a column that are looked at."""

SURE_NAME = 88.0
LIKELY_NAME = 72.0
MOST, HALF = 0.8, 0.5
"""Shares of values that clean as the kind."""

BY_VALUE = ("email", "ip", "wallet", "website", "payroll_account")
"""Kinds whose values can be nothing else. The others need their name too: any long number looks like a telephone."""

_FREE = frozenset({"device", "reference_name", "referrer", "past_employer", "template", "cv_file", "handle", "tax_id"})
"""Kinds that take nearly any text: their values prove nothing."""

_SYNONYMS = {
    "acct": "account",
    "konto": "account",
    "kontonummer": "account",
    "bankverbindung": "bank account",
    "cell": "mobile",
    "cellphone": "mobile",
    "handy": "mobile",
    "handynummer": "mobile",
    "mobil": "mobile",
    "mobilnummer": "mobile",
    "portable": "mobile",
    "movil": "mobile",
    "tel": "phone",
    "telephone": "phone",
    "telefon": "phone",
    "telefonnummer": "phone",
    "telefono": "phone",
    "telnr": "phone",
    "ph": "phone",
    "nr": "number",
    "no": "number",
    "num": "number",
    "nummer": "number",
    "e mail": "email",
    "mailadresse": "email",
    "courriel": "email",
    "correo": "email",
    "adresse": "address",
    "anschrift": "address",
    "wohnadresse": "home address",
    "direccion": "address",
    "addr": "address",
    "lieferadresse": "delivery address",
    "bewerber": "applicant",
    "kandidat": "candidate",
    "bewerbung": "application",
    "bewerbungsnummer": "application number",
    "bewerbernummer": "applicant number",
    "bewerbungsdatum": "applied at",
    "geburtsdatum": "birth date",
    "dob": "birth date",
    "arbeitgeber": "employer",
    "stelle": "role",
    "position": "role",
    "nom": "name",
    "nombre": "name",
    "lebenslauf": "cv text",
    "resume text": "cv text",
    "land": "country",
    "seriennummer": "serial number",
    "firma": "company",
    "empfohlen von": "referred by",
}
"""Words of headers, as the columns of the kinds write them."""

_ID_NAMES = ("applicant id", "applicant number", "application id", "application number", "app id", "id")
_FIELD_NAMES = {
    "id": _ID_NAMES,
    "candidate": ("candidate id", "candidate number", "person id"),
    "employee": ("employee id", "employee number", "staff number", "personnel number"),
    "login": ("login", "work email", "username"),
    "applied_at": ("applied at", "applied on", "application date", "date applied", "submitted at"),
    "offered_at": ("offered at", "offer date"),
    "hired_at": ("hired at", "hire date", "start date"),
    "birth": ("birth date", "date of birth", "birthday"),
    "role": ("role", "job title", "job", "requisition"),
}


@dataclass(frozen=True)
class Proposal:
    """text: the mapping file. sure: column -> what it was mapped to. unsure: column -> why not. refused: columns."""

    text: str
    sure: dict[str, str]
    unsure: dict[str, str]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class _Guess:
    """What a column may be. `field` or `kind` is set; `sure` decides whether it is mapped."""

    column: str
    field: str = ""
    kind: str = ""
    sure: bool = False
    why: str = ""


def propose(path: Path) -> Proposal:
    """A proposal for a CSV, JSON lines or Parquet table. Raises InputError when it is no table."""
    said = _Silent()
    try:
        file = SourceFile(path=path, name=path.name, sha256="", bytes=path.stat().st_size)
        parts = [table for table, _ in itertools.islice(tables(file, said), 1)]
    except OSError as error:
        raise InputError(f"it cannot be read ({error.strerror}).", where=str(path), remedy="Check the path.") from error
    if not parts or not any(parts[0].column_names):
        raise InputError("there is no table with rows in it.", where=path.name, remedy="Name a CSV with a header row.")
    guesses = _settled([_guess(name, _sample(parts[0], name)) for name in parts[0].column_names])
    return _written(path.name, guesses, tuple(said.refused), _payee(parts[0].column_names))


class _Silent:
    """An Emit that keeps only which columns were refused."""

    def __init__(self) -> None:
        self.refused: list[str] = []

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

    def columns(self, records: pa.Table, observations: list[pa.Table], texts: pa.Table | None = None) -> None:
        return None


def _sample(table: pa.Table, name: str) -> list[str]:
    column = table.column(name).slice(0, 20 * SAMPLE)
    if pa.types.is_list(column.type):
        column = pa.concat_arrays([chunk.flatten() for chunk in column.chunks])
    return [text for text in plain(column).to_pylist() if text.strip()][:SAMPLE]


def words_of(column: str) -> str:
    """A header in the words that the kinds use: "Tel. (mobil)" -> "phone mobile"."""
    text = " ".join(folded(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)).split("_"))
    for word, meaning in _SYNONYMS.items():
        if " " in word:
            text = re.sub(rf"\b{word}\b", meaning, text)
    return " ".join(_SYNONYMS.get(word, word) for word in text.split())


def _names() -> dict[str, str]:
    """Known column names in words -> "kind:…" or "field:…"."""
    found = {column.replace("_", " "): f"kind:{kind.name}" for kind in KINDS.values() for column in kind.columns}
    for field, columns in FIELDS.items():
        found |= {column.replace("_", " "): f"field:{field}" for column in columns}
    for field, columns in _FIELD_NAMES.items():
        found |= {column: f"field:{field}" for column in columns}
    return found


def _guess(column: str, values: Sequence[str]) -> _Guess:
    by_name, score = _by_name(column)
    if by_name.startswith("field:"):
        field = by_name.removeprefix("field:")
        if score >= SURE_NAME:
            return _Guess(column, field=field, sure=True, why="by its name")
        return _Guess(column, field=field, why=f"its name is only {score:.0f} % like it")
    shares = {kind: _share(values, kind) for kind in KINDS if kind not in _FREE}
    kind = by_name.removeprefix("kind:")
    if kind and score >= SURE_NAME:
        share = shares.get(kind, 1.0)
        if kind in _FREE or share >= HALF or not values:
            return _Guess(column, kind=kind, sure=True, why=f"by its name; {share:.0%} of its values are such")
        return _Guess(column, kind=kind, why=f"its name says so, but only {share:.0%} of its values are such")
    best = max(BY_VALUE, key=lambda name: shares[name])
    if values and shares[best] >= MOST:
        return _Guess(column, kind=best, sure=True, why=f"{shares[best]:.0%} of its values are such")
    if kind:
        return _Guess(column, kind=kind, why=f"its name is only {score:.0f} % like it")
    likely = max(("phone", "address", *BY_VALUE), key=lambda name: shares[name])
    if values and shares[likely] >= MOST:
        return _Guess(
            column, kind=likely, why=f"{shares[likely]:.0%} of its values look so, but its name does not say it"
        )
    return _Guess(column, why="nothing is known about it")


def _by_name(column: str) -> tuple[str, float]:
    if kind := kind_of_column(column):
        exact = next((field for field, names in FIELDS.items() if folded(column) in names), "")
        return (f"field:{exact}" if exact else f"kind:{kind}"), 100.0
    names = _names()
    match = process.extractOne(words_of(column), sorted(names), scorer=fuzz.token_sort_ratio)
    if match is None or match[1] < LIKELY_NAME:
        return "", 0.0
    return names[match[0]], match[1]


def _share(values: Sequence[str], kind: str) -> float:
    """How many of the values are of this kind. Placeholders ("n/a") do not count either way."""
    verdicts = [judge(kind, value, "US") for value in values]
    real = [one for one in verdicts if one not in ("empty", "placeholder")]
    good = [one for one in real if not isinstance(one, str) and one.kind == kind]
    return len(good) / len(real) if real else 0.0


def _settled(guesses: list[_Guess]) -> list[_Guess]:
    """A field has one column: the first that is sure of it. Without an id the first column is said to be looked at."""
    taken: set[str] = set()
    result = []
    for one in guesses:
        if one.field and one.sure and one.field in taken:
            one = _Guess(one.column, field=one.field, why="another column is that already")
        elif one.field and one.sure:
            taken.add(one.field)
        result.append(one)
    return result


def _payee(columns: Sequence[str]) -> str:
    named = {"payee name", "payee", "account holder", "kontoinhaber", "beneficiary"}
    return next((column for column in columns if words_of(column) in named), "")


def _written(name: str, guesses: Sequence[_Guess], refused: tuple[str, ...], payee: str) -> Proposal:
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
            lines.append(f"{'' if one.sure else '# '}{one.field} = {_quoted(one.column)}    # {one.why}")
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
    return Proposal("\n".join(lines) + "\n", sure, unsure, refused)


def _entry(one: _Guess, payee: str) -> str:
    translated = words_of(one.column).replace(" ", "_")
    context = CONTEXTS.get(translated) or context_of(one.column, one.kind)
    holder = payee if KINDS[one.kind].family == "money" else ""
    if not holder and context == context_of(one.column, one.kind):
        return _quoted(one.kind)
    parts = [f"kind = {_quoted(one.kind)}"]
    parts += [f"context = {_quoted(context)}"] if context else []
    parts += [f"holder = {_quoted(holder)}"] if holder else []
    return "{ " + ", ".join(parts) + " }"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
