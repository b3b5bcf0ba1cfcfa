"""Okta directory: users, their devices and their enrolled telephones.

Its records are named apart from those of the System Log, for a newer list of users replaces an older one while log
events add up. They join by login and by Okta's user id.
"""

from __future__ import annotations

import re

from ingest.sources._json import Node, objects
from ingest.sources.base import Emit, Head, Reader, SourceFile

_MASKED = re.compile(r"[xX*•]{2}")
_USER_LINK = re.compile(r"/users/([A-Za-z0-9]+)(?:/|$)")


def _recognise(head: Head) -> float:
    first = head.first
    if not isinstance(first, dict) or "eventType" in first:
        return 0.0
    profile = first.get("profile")
    profile = profile if isinstance(profile, dict) else {}
    if "login" in profile and ("firstName" in profile or "email" in profile):
        return 0.9
    if "resourceType" in first and "displayName" in profile and "platform" in profile:
        return 0.9
    if "managementStatus" in first and isinstance(first.get("user"), dict):
        return 0.9
    linked = _USER_LINK.search(str(first.get("_links", "")))
    return 0.8 if linked and ("factorType" in first or ("key" in first and "type" in first)) else 0.0


def _read(file: SourceFile, emit: Emit) -> None:
    for node in objects(file, emit):
        profile = node.at("profile")
        if node.at("user").value is not None:
            _user(emit, node.at("user"))
        elif profile.at("login").text:
            _user(emit, node)
        elif profile.at("platform").text:
            _device(emit, node)
        elif profile.at("phoneNumber").text:
            _telephone(emit, node)
        # other factors (passwords, security keys, …) hold nothing that two people can share


def _name(profile: Node) -> str:
    whole = f"{profile.at('firstName').text} {profile.at('lastName').text}".strip()
    return whole or profile.at("displayName").text


def _keys(user: Node) -> tuple[str, ...]:
    login = user.at("profile", "login").text.lower()
    employee = user.at("profile", "employeeNumber").text
    keys = [f"login:{login}"] if login else []
    if employee:
        keys.append(f"employee:{employee}")
    return (*keys, f"account:okta:{user.at('id').text}")


def _user(emit: Emit, user: Node) -> None:
    profile = user.at("profile")
    if not user.at("id").text:
        emit.reject(
            "no_id", "a user has no id", "Export users as GET /api/v1/users gives them.", row=user.row, path=user.path
        )
        return
    record = emit.record(
        "account",
        user.at("id").text,
        row=user.row,
        path=user.path,
        keys=_keys(user),
        name=_name(profile),
        status=user.at("status").text,
    )
    login = profile.at("login").text.lower()
    for key, context in (("email", "profile"), ("secondEmail", "second")):
        email = profile.at(key)
        if email.text.lower() != login:  # the login itself is the employer's address
            emit.observe(record, "email", email.text, row=email.row, path=email.path, context=context)
    for key in ("mobilePhone", "primaryPhone"):
        _observe_phone(emit, record, profile.at(key), "profile")


def _observe_phone(emit: Emit, record: str, phone: Node, context: str) -> None:
    if not _MASKED.search(phone.text):
        emit.observe(record, "phone", phone.text, row=phone.row, path=phone.path, context=context)


def _device(emit: Emit, device: Node) -> None:
    number = device.at("id").text
    for entry in device.at("_embedded", "users").items():
        user = entry.at("user") if entry.at("user").value is not None else entry
        person = user.at("id").text
        if not person:
            continue
        record = emit.record(
            "account",
            f"device-{number}-{person}",
            row=entry.row,
            path=entry.path,
            keys=_keys(user),
            name=_name(user.at("profile")),
        )
        since = entry.at("created").text
        for node in (device.at("id"), device.at("profile", "serialNumber"), device.at("profile", "udid")):
            emit.observe(
                record, "device", node.text, row=node.row, path=node.path, context="enrolled", observed_at=since
            )


def _telephone(emit: Emit, factor: Node) -> None:
    phone = factor.at("profile", "phoneNumber")
    found = _USER_LINK.search(factor.at("_links", "user", "href").text)
    if not found or _MASKED.search(phone.text):
        return
    record = emit.record(
        "account",
        f"factor-{factor.at('id').text}",
        row=factor.row,
        path=factor.path,
        keys=(f"account:okta:{found[1]}",),
    )
    emit.observe(
        record,
        "phone",
        phone.text,
        row=phone.row,
        path=phone.path,
        context="mfa",
        observed_at=factor.at("created").text,
    )


READER = Reader(
    name="okta_users",
    system="okta_users",
    title="Okta users, devices and telephones",
    describes=(
        "JSON of the API's GET /api/v1/users, GET /api/v1/devices?expand=user, or of a user's factors. "
        "Telephone numbers that Okta masks give nothing."
    ),
    suffixes=(".json", ".jsonl", ".ndjson"),
    recognise=_recognise,
    read=_read,
)
