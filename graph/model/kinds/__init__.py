"""The kinds of identifier: one table, from which everything that depends on a kind is derived.

    clean("phone", "(650) 253-0000", "US")     -> Value("phone", "+16502530000", "+1 650-253-0000")
    why_not("phone", "555-555-5555", "US")     -> "placeholder"
    judge("phone", "555-555-5555", "US")       -> the Value, or the reason: both answers in one step

A kind is an entry in the file of its family. To add one, write it there and name it in KINDS; the tests, the
documentation, the graph and the weighing follow.
"""

from __future__ import annotations

import hashlib
import hmac

from graph.model.kinds.address import ADDRESS, BUILDING, AddressParts, parse_address
from graph.model.kinds.base import FAMILIES, Cleaner, Kind, Value
from graph.model.kinds.device import DEVICE
from graph.model.kinds.email import EMAIL
from graph.model.kinds.judge import MISWRITTEN, REASONS, Cleaning, Judge
from graph.model.kinds.money import PAYMENT_HANDLE, PAYROLL_ACCOUNT, PAYROLL_LAST4, WALLET
from graph.model.kinds.network import IP, NETWORK
from graph.model.kinds.people import (
    PAST_EMPLOYER,
    REFERENCE_EMAIL,
    REFERENCE_NAME,
    REFERENCE_PHONE,
    REFERRER,
    TAX_ID,
)
from graph.model.kinds.phone import PHONE
from graph.model.kinds.text import CV_FILE, TEMPLATE
from graph.model.kinds.web import HANDLE, WEBSITE

__all__ = [
    "FAMILIES",
    "KINDS",
    "MISWRITTEN",
    "REASONS",
    "AddressParts",
    "Cleaner",
    "Kind",
    "Value",
    "clean",
    "judge",
    "kind_of_column",
    "parse_address",
    "secret_token",
    "why_not",
]


def _table(*kinds: Kind) -> dict[str, Kind]:
    """The kinds by name. Raises ValueError when two of them claim one name, label, relationship or column."""
    table: dict[str, Kind] = {}
    claimed: dict[str, str] = {}
    for kind in kinds:
        for claim in (
            f"name {kind.name}",
            f"label {kind.label}",
            f"relationship {kind.relationship}",
            *(f"column {column}" for column in kind.columns),
        ):
            if claim in claimed:
                raise ValueError(f"kinds {claimed[claim]} and {kind.name} both claim the {claim}; rename one of them")
            claimed[claim] = kind.name
        table[kind.name] = kind
    for kind in kinds:
        if kind.coarser is not None and kind.coarser not in table:
            raise ValueError(f"kind {kind.name}: its coarser kind {kind.coarser!r} does not exist")
    return table


KINDS: dict[str, Kind] = _table(
    PAYROLL_ACCOUNT,
    WALLET,
    TAX_ID,
    PAYMENT_HANDLE,
    DEVICE,
    CV_FILE,
    EMAIL,
    PHONE,
    ADDRESS,
    REFERENCE_PHONE,
    REFERENCE_EMAIL,
    HANDLE,
    WEBSITE,
    IP,
    PAYROLL_LAST4,
    BUILDING,
    REFERENCE_NAME,
    PAST_EMPLOYER,
    TEMPLATE,
    REFERRER,
    NETWORK,
)
"""In weighing order, strongest first."""

_COLUMNS = {column.replace("_", ""): kind.name for kind in KINDS.values() for column in kind.columns}


def _judge_of(kind: Kind) -> Judge:
    cleaner = kind.clean
    if isinstance(cleaner, Cleaning):
        return cleaner.judge
    return lambda raw, region: cleaner(raw, region) or "invalid"


_JUDGES: dict[str, Judge] = {kind.name: _judge_of(kind) for kind in KINDS.values()}


def clean(kind: str, raw: str, region: str) -> Value | None:
    """The value that `raw` means, or None when it is nothing. Raises KeyError for an unknown kind, never on a text."""
    verdict = _JUDGES[kind](raw, region)
    return None if isinstance(verdict, str) else verdict


def judge(kind: str, raw: str, region: str) -> Value | str:
    """The value, or the code (one of REASONS) why it is nothing."""
    return _JUDGES[kind](raw, region)


def why_not(kind: str, raw: str, region: str) -> str:
    """The code (one of REASONS) why `raw` is nothing; "" when it is a value."""
    verdict = judge(kind, raw, region)
    return verdict if isinstance(verdict, str) else ""


def kind_of_column(column: str) -> str | None:
    """The kind that a column name means, in any of the usual spellings: "E-Mail Address" -> email."""
    return _COLUMNS.get("".join(c for c in column.lower() if c.isalnum()))


def secret_token(case_key: bytes, kind: str, text: str) -> str:
    """HMAC-SHA-256 of kind and text under the case's key, as "tok:" and 32 hexadecimal digits (128 bits).

    The same text gives the same token within a case and another one elsewhere; without the key nothing leads back.
    """
    return (
        "tok:" + hmac.new(case_key, f"{kind}\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]
    )
