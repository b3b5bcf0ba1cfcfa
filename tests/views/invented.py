"""A small finished case of invented people, written as the pipeline leaves one. Some of the names are attacks."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph.model.findings import (
    Document,
    Explanation,
    Facilitator,
    Finding,
    FindingType,
    Fragility,
    Part,
    Relation,
    Source,
)
from graph.model.links import TABLES, Links
from graph.model.settings import Case
from ingest import pipeline

ATTACK = '<img src=x onerror="window.__hacked=1">'
MARKDOWN = "![x](https://evil.example/p.png) [go](https://evil.example) **bold** www.evil.example"
ACCOUNT = "us:021000021:000123456789"
ANALYSIS = "0123456789abcdef"
PHONE = "+442079460958"
LONG = f"Eero {'Niemi-Virtanen ' * 14}".strip()
PEOPLE = (
    ("A-1001", "Marta Lindqvist", "Backend engineer"),
    ("A-1002", "Tomás Oliveira", "Data engineer"),
    ("A-1003", "Priya Raman", "Frontend engineer"),
    ("A-1004", "Jonas Weiss", "QA engineer"),
    ("A-1005", "Jonas Weiß", "DevOps engineer"),
    ("A-1006", ATTACK, "Platform engineer"),
    ("A-2001", "Hana Kovář", "Support"),
    ("A-2002", MARKDOWN, "Support"),
    ("A-2003", LONG, "Support"),
    ("A-2004", "Ines Duarte", "Support"),
    ("A-3001", "Wiktor Zając", "Designer"),
    ("A-3002", "Ola Zając", "Designer"),
    ("A-9001", "Noor Haddad", "Analyst"),
)
VALUES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("payroll_account", ACCOUNT, "Account ••6789 (021000021)", ("A-1001", "A-1002", "A-1003", "A-1006")),
    ("phone", PHONE, "+44 2079460958", ("A-1001", "A-1002", "A-1004", "A-1005")),
    (
        "address",
        "14 harbour st 60601 us",
        "14 Harbour St, Chicago, IL 60601",
        ("A-1001", "A-1003", "A-1004", "A-1006", "A-9001"),
    ),
    ("ip", "203.0.113.24", "203.0.113.24", ("A-1002", "A-1003", "A-1005", "A-1006")),
    ("device", "c02xk0aajg5h", "C02XK0AAJG5H", ("A-1004", "A-1006")),
    ("email", "j.weiss@example.org", "j.weiss@example.org", ("A-1004", "A-1005")),
    ("address", "200 mill ln 02139 us", "200 Mill Ln, Cambridge, MA 02139", ("A-2001", "A-2002", "A-2003", "A-2004")),
    ("phone", "+442079460111", "+44 2079460111", ("A-3001", "A-3002")),
    ("address", "9 quay rd 98101 us", "9 Quay Rd, Seattle, WA 98101", ("A-3001", "A-3002")),
)
RETOLD = "Kingfisher Lending 2021-07 to 2024-08; 744 members; 643 players"
FILE, SHA = "greenhouse/candidates.json", hashlib.sha256(b"candidates").hexdigest()


def make_case(folder: Path) -> Case:
    """The case, up to date, its facts left out but for the name of their run: nothing that is shown needs them."""
    case = Case.create(folder, name="Invented case", key=b"k" * 32)
    links, document = invented_links(), invented_document()
    made = case.findings / ANALYSIS
    (made / "links").mkdir(parents=True)
    for name in TABLES:
        pq.write_table(getattr(links, name), made / "links" / f"{name}.parquet")
    (made / "findings.json").write_text(json.dumps(document.to_dict()), encoding="utf-8")
    (made / "manifest.json").write_text(
        json.dumps({"runs": ["run-1"], "links_runs": ["run-1"], "rules": pipeline.rules_hash(), "decisions": []}),
        encoding="utf-8",
    )
    (case.facts / "run-1").mkdir(parents=True)
    (case.facts / "run-1" / "manifest.json").write_text("{}", encoding="utf-8")
    (case.findings / "current").write_text(f"{made.name}\n", encoding="ascii")
    return case


def invented_links() -> Links:
    """Applicants, values, holdings and one pair of similar CVs."""
    rows = {identity: row for row, (identity, _, _) in enumerate(PEOPLE)}
    applicants = [
        _blank("applicants") | {
            "id": identity, "record": f"greenhouse:application:{identity}", "system": "greenhouse", "type": "application",
            "name": name, "role": role, "applied_at": f"2026-03-{row + 1:02d}T09:00:00Z", "employer": "Example Ltd",
            "status": "active", "region": "US", "source": 0, "row": row + 1, "joined": [],
        }
        for row, (identity, name, role) in enumerate(PEOPLE)
    ]  # fmt: skip
    ordered = sorted(VALUES, key=lambda one: one[:2])
    values = [
        {"kind": kind, "key": key, "display": display, "holders": len(holders), "coarser": None}
        for kind, key, display, holders in ordered
    ]
    holdings = [
        _blank("holdings") | {
            "applicant": rows[holder], "value": value, "observations": 1,
            "first_seen": "2026-03-04T10:00:00Z",
            "last_seen": "2026-03-04T10:00:00Z", "contexts": "home", "raw": display, "rule": 1, "source": 0,
            "path": f"/{holder}/{kind}",
        }
        for value, (kind, _, display, holders) in enumerate(ordered)
        for holder in sorted(holders, key=rows.__getitem__)
    ]  # fmt: skip
    alike = {"left": 0, "right": 2, "jaccard": 0.83, "shared": 240, "passages": [], "retold": 0.0, "facts": ""}
    retold = {"left": 1, "right": 3, "jaccard": 0.04, "shared": 9, "passages": [], "retold": 61.5, "facts": RETOLD}
    pairs = [alike, retold]
    sources = [{"run": "run-1", "name": FILE, "sha256": SHA, "reader": "greenhouse", "supersedes": ""}]
    tables = {
        "applicants": applicants,
        "values": values,
        "holdings": holdings,
        "text_pairs": pairs,
        "texts": [],
        "sources": sources,
    }
    return Links(
        **{name: pa.Table.from_pylist(rows, schema=TABLES[name]) for name, rows in tables.items()}, runs=("run-1",)
    )


def _blank(table: str) -> dict[str, Any]:
    return {field.name: "" if field.type == pa.string() else None for field in TABLES[table]}


def invented_document() -> Document:
    """A network, a hub and an explained group."""
    population = {
        "applicants": 3400,
        "persons": 3311,
        "values": 12890,
        "shared_values": 9,
        "sources": 1,
        "text_pairs": 1,
    }
    return Document(population=population, runs=("run-1",), findings=(_network(), _hub(), _explained()))


def _part(sentence: str, kind: str, family: str, weight: float, value: int) -> Part:
    known_kind, key, display, holders = VALUES[value]
    sources = tuple(
        Source(FILE, SHA, f"/{holder}/{kind}", display if kind != "phone" else "020 7946 0958", holder)
        for holder in holders
    )
    return Part(sentence, family, kind, weight, holders, sources, display, f"{known_kind}:{key}")


def _finding(
    identity: str,
    rank: int,
    kind: FindingType,
    title: str,
    summary: str,
    groups: tuple[tuple[str, ...], ...],
    evidence: tuple[Part, ...],
    counter: tuple[Part, ...],
    **more: Any,
) -> Finding:
    first = evidence[0]
    lead = Facilitator(
        first.kind, first.key.partition(":")[2], first.value, len(first.applicants), len(first.applicants), 0.02, 2e-7, 1e-5,
        role="payroll mule" if first.kind == "payroll_account" else "", reason="Four unrelated names depend on it.",
    )  # fmt: skip
    return Finding(
        id=identity, rank=rank, type=kind, title=title, summary=summary, p_value=2e-7, q_value=1e-5,
        score=round(sum(part.weight for part in (*evidence, *counter)), 2),
        members=tuple(member for group in groups for member in group), persons=len(groups), member_persons=groups,
        families=tuple(dict.fromkeys(part.family for part in evidence)), evidence=evidence, counter_evidence=counter,
        facilitator=lead, facilitators=(lead,),
        fragility=Fragility("Without it four of five persons still hang together.", first.value, 4, ("contact",)),
        **more,
    )  # fmt: skip


def _network() -> Finding:
    evidence = (
        _part("Four persons of different names are paid into one account.", "payroll_account", "money", 14.2, 0),
        _part("Four applications give one phone number.", "phone", "contact", 8.1, 1),
        _part("Two persons use the same laptop.", "device", "device", 6.4, 4),
        _part("Five applications name one address.", "address", "location", 3.9, 2),
    )
    counter = (
        Part(
            "One of the five at this address shares nothing else: a household is possible.", "location", "address", -2.3,
            ("A-9001",), (), VALUES[2][2], "",
        ),
    )  # fmt: skip
    return _finding(
        "F-7f3a91", 1, "network", "Account ••6789 pays five persons",
        "Five persons under six applications share one payroll account, a phone number and a laptop.",
        (("A-1001",), ("A-1002",), ("A-1003",), ("A-1004", "A-1005"), ("A-1006",)), evidence, counter,
        explanations=(
            Explanation("household", -9.4, "Households rarely share an account with strangers.", "Ask who owns the account."),
            Explanation("staffing agency", -12.8, "No application came by an agency.", "Look for an agency contract."),
        ),
        flags=("The ship-to address of A-1003 was changed after the offer.",),
    )  # fmt: skip


def _hub() -> Finding:
    evidence = (_part(f"Four applicants live at 200 Mill Ln, one of them {MARKDOWN}.", "address", "location", 5.2, 6),)
    groups = (("A-2001",), ("A-2002",), ("A-2003",), ("A-2004",))
    return _finding(
        "F-11c0de",
        2,
        "hub",
        f"Many applicants at 200 Mill Ln {ATTACK}",
        "Four persons share one address and nothing else.",
        groups,
        evidence,
        (),
    )


def _explained() -> Finding:
    evidence = (
        _part("Two applications give one phone number.", "phone", "contact", 6.0, 7),
        _part("Two applications name one address.", "address", "location", 2.0, 8),
    )
    counter = (Part("Both have one family name and one address: a household.", "", "", -6.5, ("A-3001", "A-3002")),)
    groups = (("A-3001",), ("A-3002",))
    return _finding(
        "F-0a5e55",
        3,
        "explained",
        "Two at 9 Quay Rd",
        "A household explains what these two share.",
        groups,
        evidence,
        counter,
        relations=(Relation("elsewhere", "One is in a network too.", ("A-3001",), finding="F-7f3a91"),),
    )
