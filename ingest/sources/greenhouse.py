"""Greenhouse: candidates with their applications, as Harvest gives them, and webhook bodies that hold a candidate.

One record per application; what Greenhouse keeps once per candidate is observed on each of the candidate's
applications. A candidate without applications is an application record called `candidate-<id>`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from ingest.sources._greenhouse import (
    application_fields,
    attachments,
    birth_date,
    candidate_name,
    observe_application,
    observe_candidate,
    refuse,
)
from ingest.sources._json import Node, Refused, objects
from ingest.sources.base import Emit, Head, Reader, SourceFile

_MARKS = (b'"phone_numbers"', b'"email_addresses"', b'"applications"')
_PAYLOADS = ("application", "candidate", "person", "candidate_id")


def _recognise(head: Head) -> float:
    first = head.first
    if not isinstance(first, dict):
        return 0.8 if head.suffix == ".json" and all(mark in head.start for mark in _MARKS) else 0.0
    payload = first.get("payload")
    if "action" in first and isinstance(payload, dict):
        return 0.9 if any(key in payload for key in _PAYLOADS) else 0.7
    if isinstance(first.get("candidates"), list):
        return 0.8
    named = "first_name" in first or "last_name" in first
    if named and ("application_ids" in first or isinstance(first.get("applications"), list)):
        return 0.95
    return 0.9 if named and "phone_numbers" in first and "email_addresses" in first else 0.0


def _read(file: SourceFile, emit: Emit) -> None:
    refused = Refused(emit)
    seen: dict[str, bytes] = {}
    events: dict[str, tuple[Node, Node]] = {}
    for node in objects(file, emit):
        refused.check(node.value)
        if "payload" in node.value:
            for candidate, application in _of_webhook(node, emit):
                events[_id(candidate, application)] = (candidate, application)  # the last event is the newest state
        else:
            for candidate, application in _of_candidate(node, emit):
                if _is_new(seen, candidate, application, emit):
                    _put(emit, refused, candidate, application)
    for candidate, application in events.values():
        _put(emit, refused, candidate, application)


def _id(candidate: Node, application: Node) -> str:
    return application.at("id").text or f"candidate-{candidate.at('id').text}"


def _of_candidate(candidate: Node, emit: Emit) -> Iterator[tuple[Node, Node]]:
    if not candidate.at("id").text:
        emit.reject(
            "no_id",
            "a candidate has no id",
            "Export candidates from Greenhouse with their ids.",
            row=candidate.row,
            path=candidate.path,
        )
        return
    applications = [item for item in candidate.at("applications").items() if item.at("id").text]
    for application in applications or [Node(None, candidate.row, candidate.path)]:
        yield candidate, application


def _of_webhook(event: Node, emit: Emit) -> Iterator[tuple[Node, Node]]:
    application = event.at("payload", "application")
    candidate = application.at("candidate")
    if not candidate.at("id").text:
        candidate = event.at("payload", "candidate")
    if candidate.at("id").text:
        yield candidate, application
        return
    emit.reject(
        "no_candidate",
        f"the webhook {event.at('action').text or 'without action'!r} holds no candidate: nothing to read",
        "Leave it out, or export the candidates themselves.",
        row=event.row,
        path=event.path,
    )


def _is_new(seen: dict[str, bytes], candidate: Node, application: Node, emit: Emit) -> bool:
    """False for an application that stood before: silently when it is equal (pages overlap), else rejected."""
    name = _id(candidate, application)
    text = json.dumps([candidate.value, application.value], sort_keys=True)
    content = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
    before = seen.get(name)
    if before is None:
        seen[name] = content
        return True
    if before == content:
        return False
    emit.reject(
        "duplicate_id",
        f"application {name} stands twice with different content; the first was kept",
        "Export the candidates again.",
        row=application.row,
        path=application.path,
    )
    return False


def _put(emit: Emit, refused: Refused, candidate: Node, application: Node) -> None:
    refuse(refused, candidate, application)
    number, person = application.at("id").text, candidate.at("id").text
    own = (f"application:{number}",) if number else (f"candidate:greenhouse:{person}",)
    record = emit.record(
        "application",
        _id(candidate, application),
        row=application.row,
        path=application.path,
        keys=own + attachments(application, candidate),
        candidate=f"greenhouse:candidate:{person}",
        name=candidate_name(candidate),
        birth=birth_date(application, candidate),
        **application_fields(application, candidate),
    )
    observe_candidate(emit, record, candidate)
    observe_application(emit, record, application)


READER = Reader(
    name="greenhouse",
    system="greenhouse",
    title="Greenhouse candidates",
    describes=(
        "JSON of the Harvest API's GET /v1/candidates (all pages in one array, or one page per line), "
        "of one candidate, or of webhooks. A Greenhouse administrator makes a Harvest key under "
        "Configure > Dev Center > API Credential Management with the right to list candidates."
    ),
    suffixes=(".json", ".jsonl", ".ndjson"),
    recognise=_recognise,
    read=_read,
    example="greenhouse/candidates.json",
)
