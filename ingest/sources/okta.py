"""Okta System Log: from which addresses and devices each account signed in.

Only successful events count: a failed sign-in says where an attacker was, not where the owner of the account was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.sources._json import Node, objects, plain
from ingest.sources._sightings import Sighting, Sightings
from ingest.sources.base import Emit, Head, Reader, SourceFile

_EVENTS = ("user.", "policy.evaluate_sign_on", "application.user_membership.show_password")
_MFA = ("mfa", "factor", "authenticator")
_DONE = ("", "SUCCESS", "ALLOW")


@dataclass
class _Account:
    """One actor of the log: where it stood first, and the logins it used."""

    id: str
    name: str
    row: int | None
    path: str
    logins: dict[str, None] = field(default_factory=dict)


def _recognise(head: Head) -> float:
    first = head.first
    if isinstance(first, dict):
        lower = {str(key).lower() for key in first}
        if "eventtype" not in lower:
            return 0.0
        return 0.95 if "actor" in lower else 0.6 if {"published", "p_event_time"} & lower else 0.0
    start = head.start.lower()
    return 0.6 if b'"eventtype"' in start and b'"actor"' in start and b'"alternateid"' in start else 0.0


def _read(file: SourceFile, emit: Emit) -> None:
    accounts: dict[str, _Account] = {}
    sightings = Sightings()
    for event in objects(file, emit):
        if _counts(event.value):
            _see(event, accounts, sightings)
    records = {}
    for account in accounts.values():
        keys = tuple(f"login:{login}" for login in account.logins)
        records[account.id] = emit.record(
            "account",
            account.id,
            row=account.row,
            path=account.path,
            keys=(*keys, f"account:okta:{account.id}"),
            name=account.name,
        )
    sightings.emit(emit, records)


def _get(value: Any, key: str) -> Any:
    """A member by its name, or by its name in lower case, as some log collectors write them."""
    if not isinstance(value, dict):
        return None
    return value[key] if key in value else value.get(key.lower())


def _counts(event: dict[str, Any]) -> bool:
    """Whether a user did something at sign-in, authentication or with an own factor, and succeeded."""
    actor = _get(event, "actor")
    if plain(_get(actor, "type")).lower() != "user" or not plain(_get(event, "eventType")).startswith(_EVENTS):
        return False
    return plain(_get(_get(event, "outcome"), "result")).upper() in _DONE


def _see(event: Node, accounts: dict[str, _Account], sightings: Sightings) -> None:
    actor = event.at("actor")
    login = actor.at("alternateId").text.lower()
    login = "" if login == "unknown" else login
    number = actor.at("id").text or login
    if not number:
        return
    account = accounts.get(number)
    if account is None:
        account = accounts[number] = _Account(number, actor.at("displayName").text, actor.row, actor.path)
    if login:
        account.logins[login] = None
    when = event.at("published").text
    address = event.at("client", "ipAddress")
    sightings.add(number, "ip", address.text, "sign_in", Sighting(when, address.row, address.path))
    for hop in event.at("request", "ipChain").items():
        chained = hop.at("ip")
        if chained.text != address.text:
            sightings.add(number, "ip", chained.text, "sign_in", Sighting(when, chained.row, chained.path))
    device = event.at("device", "id")
    kind = event.at("eventType").text
    context = "mfa" if any(word in kind for word in _MFA) else "sign_in"
    sightings.add(number, "device", device.text, context, Sighting(when, device.row, device.path))


READER = Reader(
    name="okta",
    system="okta",
    title="Okta System Log",
    describes=(
        "JSON or JSON lines of the API's GET /api/v1/logs, or of a log collector (field names in lower case too). "
        "An Okta administrator with the right to read logs exports the last 90 days; "
        "filter by eventType user.* to keep the file small."
    ),
    suffixes=(".json", ".jsonl", ".ndjson"),
    recognise=_recognise,
    read=_read,
    snapshot=False,
    example="okta/system_log.jsonl",
)
