"""Analysts' decisions: data, never overwritten. They are inputs of the analysis, beside the links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["innocent_value", "same_person", "not_linked", "note", "withdrawn"]
"""`withdrawn` takes an earlier decision back; it is about "decision:<id>"."""


@dataclass(frozen=True)
class Decision:
    """Who decided what about which things, when and why.

    about: node names of the graph: "<kind>:<key>" for a value, "applicant:<id>", "cluster:<id>".
    hash: SHA-256 over this decision and previous_hash, so that a removed or changed one shows.
    """

    id: str
    verdict: Verdict
    about: tuple[str, ...]
    by: str
    at: str  # ISO 8601 UTC
    note: str
    hash: str = ""
    previous_hash: str = ""
