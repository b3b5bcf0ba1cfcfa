"""What stands in a Greenhouse application and candidate, whatever wraps them (Harvest list, single object, webhook)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypedDict

from ingest.sources._countries import country_code
from ingest.sources._json import Node, Refused, plain
from ingest.sources.base import Emit

_PROFILE = re.compile(r"linked ?in|git ?hub|git ?lab|twitter|telegram|stack ?overflow|dribbble|behance|x profile", re.I)
_SITE = re.compile(r"web ?site|portfolio|home ?page|personal (?:site|page|url)|\bblog\b|\burl\b", re.I)
_OTHERS = re.compile(r"refer|manager|employer|company|hear about|friend", re.I)  # questions about somebody else
_URL = re.compile(r"\S+\.\S+|@\S+")
_BIRTH = re.compile(r"date_of_birth|birth_?date|birth_?day|dob")
_REFERRAL = re.compile(r"referr", re.I)


class ApplicationFields(TypedDict):
    """The fields of facts.RECORDS that an application itself carries."""

    applied_at: str
    offered_at: str
    hired_at: str
    role: str
    status: str
    channel: str
    referred_by: str
    region: str


def application_fields(application: Node, candidate: Node | None = None) -> ApplicationFields:
    """Reads the Harvest and the webhook form (`job` beside `jobs`, `offer` inside)."""
    jobs = application.at("jobs").items() or [application.at("job")]
    offer = application.at("offer")
    source = application.at("source")
    channel = source.at("public_name").text or source.at("name").text
    return ApplicationFields(
        applied_at=application.at("applied_at").text,
        offered_at=offer.at("sent_at").text or offer.at("created_at").text,
        hired_at=offer.at("starts_at").text or application.at("hired_at").text,
        role=jobs[0].at("name").text,
        status=application.at("status").text,
        channel=channel,
        referred_by=referrer(application).text,
        region=_region(application, candidate),
    )


def _region(application: Node, candidate: Node | None) -> str:
    """The country of the place applied from, else of an address: it only says how numbers and addresses are written."""
    places = [application.at("location", "address").text]
    if candidate is not None:
        places += [item.at("value").text for item in candidate.at("addresses").items()]
    return next((code for place in places if (code := country_code(place))), "")


def referrer(application: Node) -> Node:
    """The name of who referred this application; a Node of None when its source is no referral.

    `credited_to` is also the recruiter of a sourced candidate, so it counts only beside a referral source.
    """
    source = application.at("source")
    kinds = (source.at("public_name").text, source.at("name").text, source.at("type", "name").text)
    if not any(_REFERRAL.search(kind) for kind in kinds):
        return Node(None, application.row, application.path)
    credited = application.at("credited_to")
    name = credited.at("name")
    return name if name.text else credited.at("email")


def candidate_name(candidate: Node) -> str:
    """The name as given; "" for a candidate whom Greenhouse anonymised."""
    first, last = candidate.at("first_name").text, candidate.at("last_name").text
    if first == "Anonymized":
        return ""
    return f"{first} {last}".strip() or candidate.at("name").text


def birth_date(*holders: Node) -> str:
    """A birth date that stands in a custom field (both forms: plain value, or an object with `value`)."""
    for holder in holders:
        for fields in ("keyed_custom_fields", "custom_fields"):
            value = holder.at(fields).value
            for key, inner in value.items() if isinstance(value, dict) else ():
                text = plain(inner.get("value")) if isinstance(inner, dict) else plain(inner)
                if text and _BIRTH.fullmatch(key.casefold().replace(" ", "_")):
                    return text
    return ""


def attachments(*holders: Node) -> tuple[str, ...]:
    """Keys of attached CVs: "file:<file name>", each once."""
    found: dict[str, None] = {}
    for holder in holders:
        for item in holder.at("attachments").items():
            name = item.at("filename").text
            if name and item.at("type").text.casefold() in ("resume", "cv", ""):
                found[f"file:{name}"] = None
    return tuple(found)


def observe_candidate(emit: Emit, record: str, candidate: Node) -> None:
    """Contact values and past employers of a candidate, on one record of it."""
    lists = (
        ("phone", "phone_numbers", "phone_number"),
        ("email", "email_addresses", "email"),
        ("address", "addresses", "address"),
        ("website", "website_addresses", "url"),
        ("handle", "social_media_addresses", "url"),
    )
    for kind, name, other in lists:
        for item in candidate.at(name).items():
            value = item.at("value") if item.at("value").text else item.at(other)
            context = item.at("type").text or ("social" if kind == "handle" else "apply")
            emit.observe(record, kind, value.text, row=value.row, path=value.path, context=context)
    for item in candidate.at("employments").items():
        company = item.at("company_name")
        emit.observe(record, "past_employer", company.text, row=company.row, path=company.path, context="employment")


def observe_application(emit: Emit, record: str, application: Node) -> None:
    """Profile and site addresses among the answers, and who referred."""
    when = application.at("applied_at").text
    for kind, answer in _answers(application):
        emit.observe(record, kind, answer.text, row=answer.row, path=answer.path, context="answer", observed_at=when)
    name = referrer(application)
    if name.text:
        emit.observe(record, "referrer", name.text, row=name.row, path=name.path, context="referral", observed_at=when)


def _answers(application: Node) -> Iterator[tuple[str, Node]]:
    for item in application.at("answers").items():
        question, answer = item.at("question").text, item.at("answer")
        if not _URL.fullmatch(answer.text) or _OTHERS.search(question):
            continue
        if _PROFILE.search(question):
            yield "handle", answer
        elif _SITE.search(question):
            yield "website", answer


def refuse(refused: Refused, *objects: Node) -> None:
    """Checks an object's own keys and those of its custom fields and demographic parts."""
    for node in objects:
        refused.check(node.value)
        for inner in ("custom_fields", "keyed_custom_fields", "eeoc", "demographics"):
            refused.check(node.at(inner).value)
