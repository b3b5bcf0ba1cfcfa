"""What one column of a table may be: by its name, and by what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz, process

from graph.model.kinds import KINDS, judge, kind_of_column
from ingest.mapping.headers import key_of, of_another, words_of
from ingest.sources._plan import FIELDS, folded

SURE_NAME = 88.0
LIKELY_NAME = 72.0
MOST, HALF = 0.8, 0.5
"""Shares of values that clean as the kind."""

BY_VALUE = ("email", "ip", "wallet", "website", "payroll_account")
"""Kinds whose values can be nothing else. The others need their name too: any long number looks like a telephone."""

FREE = frozenset({"device", "reference_name", "referrer", "past_employer", "template", "cv_file", "handle", "tax_id"})
"""Kinds that take nearly any text: their values prove nothing."""

WITHOUT_DIGITS = frozenset({"reference_name", "past_employer"})
"""Of those, what is a name: a "Référence" full of numbers is none."""

FIELD_NAMES = {
    "id": ("applicant id", "applicant number", "application id", "application number", "app id", "app number", "id"),
    "name": ("full name",),
    "candidate": ("candidate id", "candidate number", "person id"),
    "employee": ("employee id", "employee number", "staff number", "personnel number"),
    "login": ("login", "work email", "username"),
    "applied_at": ("applied at", "applied on", "application date", "date applied", "submitted at"),
    "offered_at": ("offered at", "offer date"),
    "hired_at": ("hired at", "hire date", "start date"),
    "birth": ("birth date", "date of birth", "birthday"),
    "role": ("role", "job title", "job", "requisition"),
}
KIND_NAMES = {
    "payroll_account": ("account number", "bank account number", "account iban", "account number iban", "bank details"),
    "phone": ("mobile phone number", "home phone number"),
    "device": ("laptop serial number", "laptop serial", "computer serial number", "device serial number"),
}
"""What headers say besides the columns of the plain table."""


EMPLOYEES = "a list of employees? Then each is an applicant of this number; no application may have the same one"
"""Why an employee's number is only likely as the id: an application of the same number would be taken for the same person."""

TELLING = {"phone": "phone", "mobile": "phone", "address": "address"}
"""Words of a header that with fitting values are enough: "Primary Phone"."""


@dataclass(frozen=True)
class Guess:
    """What a column may be. `field` or `kind` is set, or neither; `sure` decides whether it is mapped.

    columns: those that it is joined of, when it is none of the table by itself. words: what such a whole is called.
    """

    column: str
    field: str = ""
    kind: str = ""
    sure: bool = False
    why: str = ""
    columns: tuple[str, ...] = ()
    words: str = ""


def guess(column: str, values: Sequence[str], region: str) -> Guess:
    """By the column's name where its values allow it, else by its values where they can be nothing else."""
    by_name, score = _by_name(column)
    if by_name.startswith("field:"):
        field = by_name.removeprefix("field:")
        if score >= SURE_NAME:
            return Guess(column, field=field, sure=True, why="by its name")
        return Guess(column, field=field, why=f"its name is only {score:.0f} % like it")
    shares = {kind: share(values, kind, region) for kind in KINDS if kind not in FREE}
    kind = by_name.removeprefix("kind:")
    if kind and score >= SURE_NAME:
        return _named(column, kind, values, shares.get(kind, 1.0))
    best = max(BY_VALUE, key=lambda name: shares[name] or 0.0)
    told = next((TELLING[word] for word in words_of(column).split() if word in TELLING), best)
    for likely in (best, told):
        good = shares[likely] or 0.0
        if good >= MOST:
            if of_another(column):
                return Guess(
                    column, kind=likely, why=f"{good:.0%} of its values are such, but are they the applicant's?"
                )
            return Guess(column, kind=likely, sure=True, why=f"{good:.0%} of its values are such")
    return _unsure(column, kind, score, shares)


def _unsure(column: str, kind: str, score: float, shares: Mapping[str, float | None]) -> Guess:
    if kind and (shares.get(kind) is None or (shares[kind] or 0.0) >= HALF):
        return Guess(column, kind=kind, why=f"its name is only {score:.0f} % like it")
    likely = max(("phone", "address", *BY_VALUE), key=lambda name: shares[name] or 0.0)
    if (shares[likely] or 0.0) >= MOST:
        why = f"{shares[likely]:.0%} of its values look so, but its name does not say it"
        return Guess(column, kind=likely, why=why)
    return Guess(column, why="nothing is known about it")


def _named(column: str, kind: str, values: Sequence[str], good: float | None) -> Guess:
    if kind in WITHOUT_DIGITS and sum(any(c.isdigit() for c in one) for one in values) > HALF * len(values):
        return Guess(column, kind=kind, why="its name says so, but most of its values have digits")
    if good is None:
        return Guess(column, kind=kind, sure=True, why="by its name; it has no real values yet")
    if kind in FREE or good >= HALF:
        return Guess(column, kind=kind, sure=True, why=f"by its name; {good:.0%} of its values are such")
    return Guess(column, kind=kind, why=f"its name says so, but only {good:.0%} of its values are such")


def share(values: Sequence[str], kind: str, region: str) -> float | None:
    """How many of the values are of this kind. Placeholders ("n/a") do not count either way; None when that is all."""
    verdicts = [judge(kind, value, region) for value in values]
    real = [one for one in verdicts if one not in ("empty", "placeholder")]
    good = [one for one in real if not isinstance(one, str) and one.kind == kind]
    return len(good) / len(real) if real else None


def with_id(guesses: Sequence[Guess], different: Sequence[str]) -> list[Guess]:
    """The same, with an id where one can be found. `different`: columns in which every row has another value.

    A table without the application's own id may have the candidate's, once for each row; what only looks like an id is
    left to the reader. The number of an employee may be the id, too, beside being the employee's.
    """
    if any(one.field == "id" and one.sure for one in guesses):
        return list(guesses)
    candidate = next((one.column for one in guesses if one.field == "candidate" and one.column in different), "")
    unknown = next((one.column for one in guesses if not (one.field or one.kind) and one.column in different), "")
    result = []
    for one in guesses:
        if one.column == candidate:
            one = replace(one, field="id", sure=True, why="the candidate's, for want of the application's own")
        elif one.column == unknown and not candidate:
            one = replace(one, field="id", why="every row has another value: is it the application's own id?")
        elif one.field == "employee" and not candidate and one.column in different:
            result.append(replace(one, field="id", sure=False, why=EMPLOYEES))
        result.append(one)
    return result


@cache
def _names() -> dict[str, str]:
    """Known column names, as key_of gives them -> "kind:…" or "field:…"; what is first here gives way to what is last."""
    found = {key_of(column): f"kind:{kind.name}" for kind in KINDS.values() for column in kind.columns}
    found |= {key_of(name): f"kind:{kind}" for kind, names in KIND_NAMES.items() for name in names}
    for fields in (FIELDS, FIELD_NAMES):
        found |= {key_of(name): f"field:{field}" for field, names in fields.items() for name in names}
    return found


def _by_name(column: str) -> tuple[str, float]:
    if kind := kind_of_column(column):
        exact = next((field for field, names in FIELDS.items() if folded(column) in names), "")
        return (f"field:{exact}" if exact else f"kind:{kind}"), 100.0
    names, wanted = _names(), key_of(column)
    if wanted in names:
        return names[wanted], 100.0
    match = process.extractOne(wanted, sorted(names), scorer=fuzz.token_sort_ratio)
    if match is None or match[1] < LIKELY_NAME:
        return "", 0.0
    return names[match[0]], match[1]
