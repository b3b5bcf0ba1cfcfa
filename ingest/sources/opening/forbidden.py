"""Columns that are refused by name: they are, or stand in for, attributes that must never weigh."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

from graph.model.facts import FORBIDDEN_COLUMNS
from ingest.sources.base import Emit

_ELSEWHERE: dict[str, tuple[str, ...]] = {
    "nationality": (
        "nationalitat",
        "nationalitaet",
        "staatsangehorigkeit",
        "staatsangehoerigkeit",
        "staatsburgerschaft",
        "staatsbuergerschaft",
        "nationalite",
        "nacionalidad",
        "nacionalidade",
        "ciudadania",
        "cidadania",
        "citoyennete",
        "cittadinanza",
        "nazionalita",
    ),
    "ethnicity": (
        "ethnie",
        "ethnische_herkunft",
        "hautfarbe",
        "etnia",
        "skin_color",
        "skin_colour",
        "colour",
        "caste",
        "raca",
        "raza",
    ),
    "gender": ("geschlecht", "sexe", "genre", "sexo", "genero", "sesso"),
    "religion": ("konfession", "religione", "religiao"),
    "face photo": ("lichtbild", "bewerbungsfoto", "passfoto", "foto", "fotografia", "picture_url", "profile_picture"),
    "visa": ("visum", "aufenthaltstitel", "aufenthaltsstatus", "arbeitserlaubnis", "permis_de_travail"),
    "birth place": (
        "geburtsort",
        "geburtsland",
        "lieu_de_naissance",
        "pays_de_naissance",
        "lugar_de_nacimiento",
        "pais_de_nacimiento",
        "local_de_nascimento",
        "pais_de_nascimento",
        "naturalidade",
        "birth_country",
        "birth_city",
        "country_of_origin",
    ),
    "protected status": ("schwerbehinderung", "behinderung", "handicap", "discapacidad", "deficiencia"),
}
"""The same words in other languages that exports are written in, without accents."""

_LOOSE = frozenset({"race", "color", "colour", "face", "faith", "citizen", "sex", "genre", "ethnic"})
"""Words that also mean other things ("race condition", "laptop color"): refused alone, or beside carriers only."""

_CARRIER_WORDS = """
    applicant candidate employee person worker contractor user member staff people bewerber kandidat mitarbeiter
    self reported identified declared id code key value name type status text label category group url link file path
    image flag number optional required your the of or and a us eeo eeoc eeo1 dei survey answer question demographic
    background origin verified held holder country date expiry profile portrait passport recognition scan at birth
"""
_CARRIERS = frozenset(_CARRIER_WORDS.split())

_INNOCENT = {("visa", "card"), ("visa", "debit"), ("visa", "credit"), ("visa", "last4")}
"""Pairs of neighbours that mean something else altogether."""

WHY = (
    "it is, or stands in for, an attribute that must never weigh on a person "
    "(nationality, ethnicity, gender, religion, face, visa, birth place, protected status)"
)
REMEDY = "Nothing to do: the column was not stored. Leave it out of the export if you can."


def words(column: str) -> tuple[str, ...]:
    """The words of a column name: case, accents, spaces, dashes, dots and camelCase folded, plurals as singulars.

    >>> words("Applicant-Nationalities")
    ('applicant', 'nationality')
    """
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return tuple(_singular(word) for word in re.split(r"[^0-9a-z]+", text) if word)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


@functools.cache
def _sequences() -> tuple[tuple[tuple[str, ...], str], ...]:
    found = {}
    for names in (FORBIDDEN_COLUMNS, _ELSEWHERE):
        for group, columns in names.items():
            for column in columns:
                found[words(column)] = group
    return tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


@functools.cache
def _single_words() -> frozenset[str]:
    return frozenset(sequence[0] for sequence, _ in _sequences() if len(sequence) == 1)


@functools.lru_cache(maxsize=4096)
def forbidden_group(column: str) -> str:
    """Which refused attribute a column name means; "" when it may be read. Whole words: "race", never "trace".

    >>> forbidden_group("Candidate gender"), forbidden_group("trace_id")
    ('gender', '')
    """
    parts = words(column)
    joined = "".join(parts)  # "Birth-Place" beside "birthplace"
    for sequence, group in _sequences():
        if len(parts) > 1 and sequence == (joined,) and joined not in _LOOSE:
            return group
        for at in range(len(parts) - len(sequence) + 1):
            end = at + len(sequence)
            if parts[at:end] == sequence and not _means_another(sequence, parts[:at], parts[end:]):
                return group
    return ""


def _means_another(sequence: tuple[str, ...], before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    if len(sequence) > 1:
        return False
    if after and (sequence[0], after[0]) in _INNOCENT:
        return True
    others = (word for word in before + after if word not in _CARRIERS and word not in _single_words())
    return sequence[0] in _LOOSE and next(others, None) is not None


def refuse_columns(columns: Iterable[str], emit: Emit) -> set[str]:
    """The refused ones of these columns, each with a rejected line that says why. Their values are never looked at."""
    refused = set()
    for column in columns:
        if group := forbidden_group(column):
            refused.add(column)
            emit.reject("forbidden_column", f"column {column!r} ({group}) is refused: {WHY}", REMEDY, path=column)
    return refused
