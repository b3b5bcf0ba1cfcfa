"""A small hand-made case, whole enough for every query and every screen: links and findings, without any reader.

C1  network   A1 A2 A3: one account (payee of another name), one phone, one ship-to address after the offer
C2  hub       A5 A6: one e-mail address
A4 is the reference of A1 and A2; S1 works here already, has an IP address in common with A1 and A4, and is named
as the referrer of A3, A4 and A5. The routing number "us:1:0001" is held by everybody and so is public.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from graph.model import links as form
from graph.model.findings import Document, Explanation, Facilitator, Finding, Fragility, Link, Part, Source
from graph.model.links import Links

RUN = "20250601-golden"
SOURCES = ("ats.json", "payroll.csv", "sign_in.jsonl", "shipments.csv", "references.csv")
ATS, PAYROLL, SIGN_IN, SHIPMENTS, REFERENCES = range(5)

PEOPLE = (
    # id, name, type, applied, offered, hired, role, status, referred_by
    ("A1", "Ada Novak", "application", "2025-01-05", "2025-02-01", "2025-02-10", "Engineer", "hired", ""),
    ("A2", "Ben Ortiz", "application", "2025-01-06", "2025-02-02", "2025-02-11", "Engineer", "hired", ""),
    ("A3", "Cleo Park", "application", "2025-01-07", "2025-02-03", "", "Engineer", "active", "Gail Thorn"),
    ("A4", "Dan Quist", "application", "2025-01-08", "", "", "Designer", "active", "Gail Thorn"),
    ("A5", "Eve Roth", "application", "2025-01-09", "", "", "Designer", "rejected", "Gail Thorn"),
    ("A6", "Finn Saar", "application", "2025-01-10", "", "", "Designer", "active", ""),
    ("S1", "Gail Thorn", "employee", "", "", "2020-03-01", "Recruiter", "active", ""),
)

VALUES: dict[tuple[str, str], tuple[str, tuple[str, str] | None]] = {
    # (kind, key): (display, the coarser value)
    ("address", "us|1|oak st"): ("1 Oak St, Reno", ("building", "us|1|oak")),
    ("address", "us|9|elm st"): ("9 Elm St, Mesa", ("building", "us|9|elm")),
    ("building", "us|1|oak"): ("1 Oak St", None),
    ("building", "us|9|elm"): ("9 Elm St", None),
    ("device", "mac:aa"): ("mac aa", None),
    ("email", "eve@example.org"): ("eve@example.org", None),
    ("ip", "203.0.113.7"): ("203.0.113.7", ("network", "203.0.113.0/24")),
    ("ip", "203.0.113.8"): ("203.0.113.8", ("network", "203.0.113.0/24")),
    ("network", "203.0.113.0/24"): ("203.0.113.0/24", None),
    ("payroll_account", "us:1:77770001"): ("us 1 …0001", ("payroll_last4", "us:1:0001")),
    ("payroll_last4", "us:1:0001"): ("us 1 …0001", None),
    ("phone", "+16502530000"): ("+1 650-253-0000", None),
    ("phone", "+16502530004"): ("+1 650-253-0004", None),
    ("reference_name", "hugo vance"): ("Hugo Vance", None),
    ("reference_phone", "+16502530004"): ("+1 650-253-0004", None),
    ("referrer", "gail thorn"): ("Gail Thorn", None),
    ("tax_id", "tok:00000000000000000000000000000001"): ("tax number tok:0000", None),
}

HOLDINGS = (
    # kind, key, applicant, context, holder names, seen, raw, source, row, path
    ("address", "us|1|oak st", "A1", "home,id_address", "", "2025-01-05", "1 Oak Street", ATS, None, "/0/address"),
    ("address", "us|9|elm st", "A1", "ship_to", "Ada Novak", "2025-02-05", "9 Elm St.", SHIPMENTS, 1, "ship_to"),
    ("address", "us|9|elm st", "A2", "ship_to", "Otto Host", "2025-02-06", "9 ELM ST", SHIPMENTS, 2, "ship_to"),
    ("address", "us|9|elm st", "A3", "home,ship_to", "Cleo Park", "2025-01-07", "9 Elm Street", SHIPMENTS, 3, "ship_to"),
    ("building", "us|1|oak", "A1", "home", "", "2025-01-05", "1 Oak Street", ATS, None, "/0/address"),
    ("building", "us|9|elm", "A1", "ship_to", "", "2025-02-05", "9 Elm St.", SHIPMENTS, 1, "ship_to"),
    ("building", "us|9|elm", "A2", "ship_to", "", "2025-02-06", "9 ELM ST", SHIPMENTS, 2, "ship_to"),
    ("building", "us|9|elm", "A3", "home", "", "2025-01-07", "9 Elm Street", SHIPMENTS, 3, "ship_to"),
    ("building", "us|9|elm", "A4", "home", "", "2025-01-08", "9 Elm St Mesa", ATS, None, "/3/address"),
    ("device", "mac:aa", "A1", "interview", "", "2025-01-20", "AA", ATS, None, "/0/device"),
    ("device", "mac:aa", "A2", "mfa", "", "2025-02-20", "aa", SIGN_IN, 4, "/device"),
    ("email", "eve@example.org", "A5", "home", "", "2025-01-09", "Eve@example.org", ATS, None, "/4/email"),
    ("email", "eve@example.org", "A6", "home", "", "2025-01-10", "e.v.e@example.org", ATS, None, "/5/email"),
    ("ip", "203.0.113.7", "A1", "apply", "", "2025-01-05", "203.0.113.7", ATS, None, "/0/ip"),
    ("ip", "203.0.113.7", "A4", "apply", "", "2025-01-08", "203.0.113.7", ATS, None, "/3/ip"),
    ("ip", "203.0.113.7", "S1", "sign_in", "", "2025-01-11", "203.0.113.7", SIGN_IN, 1, "/client/ipAddress"),
    ("ip", "203.0.113.8", "A2", "sign_in", "", "2025-02-12", "203.0.113.8", SIGN_IN, 2, "/client/ipAddress"),
    ("network", "203.0.113.0/24", "A1", "apply", "", "2025-01-05", "203.0.113.7", ATS, None, "/0/ip"),
    ("network", "203.0.113.0/24", "A2", "sign_in", "", "2025-02-12", "203.0.113.8", SIGN_IN, 2, "/client/ipAddress"),
    ("network", "203.0.113.0/24", "A4", "apply", "", "2025-01-08", "203.0.113.7", ATS, None, "/3/ip"),
    ("network", "203.0.113.0/24", "S1", "sign_in", "", "2025-01-11", "203.0.113.7", SIGN_IN, 1, "/client/ipAddress"),
    ("payroll_account", "us:1:77770001", "A1", "payroll", "Otto Host", "2025-02-15", "77770001", PAYROLL, 1, "account"),
    ("payroll_account", "us:1:77770001", "A2", "payroll", "Otto Host", "2025-02-16", "77770001", PAYROLL, 2, "account"),
    ("payroll_account", "us:1:77770001", "A3", "payroll", "Cleo Park", "2025-02-17", "77770001", PAYROLL, 3, "account"),
    *(
        ("payroll_last4", "us:1:0001", id, "payroll", "", "2025-02-15", "***0001", PAYROLL, row, "account")
        for row, id in enumerate(("A1", "A2", "A3", "A4", "A5", "A6", "S1"), 1)
    ),
    ("phone", "+16502530000", "A1", "home", "", "2025-01-05", "(650) 253-0000", ATS, None, "/0/phone"),
    ("phone", "+16502530000", "A2", "home", "", "2025-01-06", "650.253.0000", ATS, None, "/1/phone"),
    ("phone", "+16502530000", "A3", "home", "", "2025-01-07", "+1 650 253 0000", ATS, None, "/2/phone"),
    ("phone", "+16502530004", "A4", "home", "", "2025-01-08", "650-253-0004", ATS, None, "/3/phone"),
    ("reference_name", "hugo vance", "A1", "reference", "", "2025-01-15", "Hugo Vance", REFERENCES, 1, "reference_name"),
    ("reference_name", "hugo vance", "A2", "reference", "", "2025-01-16", "Hugo  Vance", REFERENCES, 2, "reference_name"),
    ("reference_name", "hugo vance", "A5", "reference", "", "2025-01-17", "hugo vance", REFERENCES, 3, "reference_name"),
    ("reference_phone", "+16502530004", "A1", "reference", "Hugo Vance", "2025-01-15", "6502530004", REFERENCES, 1, "phone"),
    ("reference_phone", "+16502530004", "A2", "reference", "Hugo Vance", "2025-01-16", "6502530004", REFERENCES, 2, "phone"),
    ("referrer", "gail thorn", "A3", "application", "", "2025-01-07", "Gail Thorn", ATS, None, "/2/referrer"),
    ("referrer", "gail thorn", "A4", "application", "", "2025-01-08", "Gail Thorn", ATS, None, "/3/referrer"),
    ("referrer", "gail thorn", "A5", "application", "", "2025-01-09", "Gail Thorn", ATS, None, "/4/referrer"),
    ("tax_id", "tok:00000000000000000000000000000001", "A1", "payroll", "", "2025-02-15", "never kept", PAYROLL, 1, "ssn"),
)  # fmt: skip

TEXT_PAIRS = (
    # left, right, jaccard, shared shingles, passages, bits of one career, its facts
    ("A1", "A2", 0.8, 200, [(0, 300, 0, 300, 60)], 0.0, ""),
    ("A2", "A3", 0.05, 12, [], 61.5, "Argent Commerce 2022-02 to today; 751 makers"),
    ("A5", "A6", 0.6, 120, [], 0.0, ""),
)


def _time(day: str) -> str:
    return f"{day}T09:00:00Z" if day else ""


def _table(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def links(without: frozenset[str] = frozenset()) -> Links:
    """The tables of the case; `without` leaves out these applicants and all that only they hold."""
    people = [person for person in PEOPLE if person[0] not in without]
    at = {person[0]: number for number, person in enumerate(people)}
    held = [holding for holding in HOLDINGS if holding[2] in at]
    used = {(holding[0], holding[1]) for holding in held}
    names = sorted(used)
    number = {name: index for index, name in enumerate(names)}
    applicants = [
        {
            **dict.fromkeys(form.APPLICANTS.names, ""),
            "id": id,
            "record": f"golden:{kind}:{id}",
            "system": "golden",
            "type": kind,
            "name": name,
            "applied_at": _time(applied),
            "offered_at": _time(offered),
            "hired_at": _time(hired),
            "role": role,
            "status": status,
            "referred_by": referred_by,
            "employer": "Example Inc",
            "region": "US",
            "source": 0,
            "row": None,
            "path": f"/{at[id]}",
            "joined": [],
        }
        for id, name, kind, applied, offered, hired, role, status, referred_by in people
    ]
    values = [
        {
            "kind": kind,
            "key": key,
            "display": VALUES[kind, key][0],
            "holders": len({holding[2] for holding in held if holding[:2] == (kind, key)}),
            "coarser": number.get(VALUES[kind, key][1] or ("", "")),
        }
        for kind, key in names
    ]
    holdings = [
        {
            "applicant": at[applicant],
            "value": number[kind, key],
            "observations": 1,
            "first_seen": _time(seen),
            "last_seen": _time(seen),
            "contexts": context,
            "holders": holder,
            "via": "",
            "raw": raw,
            "rule": 1,
            "source": source,
            "row": row,
            "path": path,
        }
        for kind, key, applicant, context, holder, seen, raw, source, row, path in held
    ]
    holdings.sort(key=lambda row: (row["value"], row["applicant"]))
    passage = ("left_start", "left_end", "right_start", "right_end", "words")
    pairs = [
        {
            "left": at[left],
            "right": at[right],
            "jaccard": jaccard,
            "shared": shared,
            "passages": [dict(zip(passage, one, strict=True)) for one in passages],
            "retold": retold,
            "facts": facts,
        }
        for left, right, jaccard, shared, passages, retold, facts in TEXT_PAIRS
        if left in at and right in at
    ]
    sources = [
        {"run": RUN, "name": name, "sha256": f"{index:064x}", "reader": "golden", "supersedes": ""}
        for index, name in enumerate(SOURCES)
    ]
    return Links(
        applicants=_table(form.APPLICANTS, applicants),
        values=_table(form.VALUES, values),
        holdings=_table(form.HOLDINGS, holdings),
        text_pairs=_table(form.TEXT_PAIRS, pairs),
        texts=_table(form.TEXTS, []),
        sources=_table(form.SOURCES, sources),
        runs=(RUN,),
    )


def _facilitator(kind: str, key: str, rank: int, members: int, role: str) -> Facilitator:
    return Facilitator(
        kind=kind,
        value=key,
        display=VALUES[kind, key][0],
        holders=members,
        members=members,
        expected=0.01,
        p_value=0.001,
        q_value=0.002,
        role=role,
        reason=f"{members} applicants depend on it",
        rank=rank,
    )


def _part(kind: str, key: str, family: str, weight: float, applicants: tuple[str, ...]) -> Part:
    source = Source("ats.json", "0" * 64, "/0", VALUES[kind, key][0], applicants[0])
    return Part(f"they share {VALUES[kind, key][0]}", family, kind, weight, applicants, (source,), key=f"{kind}:{key}")


def document(findings: tuple[str, ...] = ("C1", "C2")) -> Document:
    """The findings of the case, or some of them."""
    account = _facilitator("payroll_account", "us:1:77770001", 1, 3, "payroll mule")
    phone = _facilitator("phone", "+16502530000", 2, 3, "")
    mailbox = _facilitator("email", "eve@example.org", 1, 2, "")
    network = Finding(
        id="C1",
        rank=1,
        type="network",
        title="Three applicants paid into one account",
        score=14.5,
        p_value=0.001,
        q_value=0.002,
        members=("A1", "A2", "A3"),
        persons=3,
        families=("money", "contact", "location"),
        summary="Three names, one account, one phone.",
        facilitator=account,
        facilitators=(account, phone),
        evidence=(
            _part("payroll_account", "us:1:77770001", "money", 9.5, ("A1", "A2", "A3")),
            _part("phone", "+16502530000", "contact", 5.0, ("A1", "A2", "A3")),
        ),
        counter_evidence=(),
        fragility=Fragility("It holds without the account.", "us 1 …0001", 3, ("contact",)),
        explanations=(Explanation("household", -4.0, "different names", "ask for a lease"),),
        flags=("payee differs",),
        member_persons=(("A1",), ("A2",), ("A3",)),
    )
    hub = Finding(
        id="C2",
        rank=2,
        type="hub",
        title="Two applicants with one mailbox",
        score=4.0,
        p_value=0.04,
        q_value=0.05,
        members=("A5", "A6"),
        persons=2,
        families=("contact",),
        summary="Two names, one mailbox.",
        facilitator=mailbox,
        evidence=(_part("email", "eve@example.org", "contact", 4.0, ("A5", "A6")),),
        counter_evidence=(),
        fragility=Fragility("Nothing holds without the mailbox.", "eve@example.org", 1, ()),
        member_persons=(("A5",), ("A6",)),
    )
    chosen = tuple(finding for finding in (network, hub) if finding.id in findings)
    pair = Link("A1", "A2", 14.5, ("money", "contact"), True)
    return Document({"applicants": 7}, (RUN,), chosen, links=(pair,))
