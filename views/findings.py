"""The start page: all findings, ranked, with the reason in a sentence."""

from __future__ import annotations

from typing import Any

import streamlit as st

from graph.model.findings import Document, Finding
from views import address, data, guard
from views.component import rows
from views.words import TYPES, bits, many

STEP = 100
TYPE = "findings_type"


def page() -> None:
    """Filter, list, and what the score means."""
    document = data.document()
    head, tools = st.columns([0.56, 0.44], vertical_alignment="bottom")
    with head:
        st.html(guard.page("findings.html", population=population(document), people=concerned(document)))
    with tools, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom"):
        kind = _filter(document)
        with st.popover("What the score means", icon=":material/help:"):
            st.html(guard.page("score.html"))
    chosen = [one for one in document.findings if kind in ("all", one.type)]
    if not chosen:
        st.html(guard.page("nothing.html", kind=TYPES.get(kind, ("finding",))[0], population=population(document)))
        return
    shown = chosen[: st.session_state.setdefault("findings_shown", STEP)]
    most = max(one.score for one in document.findings)
    rows([row(one, most, kind) for one in shown], key="findings", kind="findings")
    if len(shown) < len(chosen):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{len(shown):,} of {len(chosen):,} shown")
            st.button("Show more", on_click=_more)


def _more() -> None:
    st.session_state["findings_shown"] += STEP


def _filter(document: Document) -> str:
    counts = {name: sum(one.type == name for one in document.findings) for name in TYPES}
    labels = {"all": f"All {len(document.findings)}"} | {
        name: f"{plural.capitalize()} {counts[name]}" for name, (_, plural) in TYPES.items() if counts[name]
    }
    asked = st.query_params.get("type", "all")
    address.take(TYPE, asked if asked in labels else "all")
    picked = st.segmented_control(
        "Type", list(labels), format_func=labels.__getitem__, required=True, key=TYPE, label_visibility="collapsed"
    )
    kind = str(picked)
    address.put(TYPE, kind, "type", kind if kind != "all" else "")
    return kind


def population(document: Document) -> dict[str, int]:
    """The denominators, with 0 for what was not counted."""
    names = ("applicants", "persons", "values", "shared_values", "sources", "text_pairs")
    return {name: int(document.population.get(name, 0)) for name in names}


def concerned(document: Document) -> dict[str, int]:
    """How many applicants stand in findings of each type."""
    found = {name: {m for one in document.findings if one.type == name for m in one.members} for name in TYPES}
    return {name: len(members) for name, members in found.items()} | {"findings": len(document.findings)}


def row(finding: Finding, most: float, among: str = "all") -> dict[str, Any]:
    """A finding for the list of findings of the type `among`; `most` is the highest score, a full bar."""
    kind = TYPES[finding.type][0]
    return {
        "id": finding.id,
        "href": address.of_finding(finding.id, among),
        "rank": str(finding.rank),
        "mark": None,
        "score": bits(finding.score),
        "share": max(0.0, min(1.0, finding.score / most)) if most > 0 else 0.0,
        "title": guard.plain(finding.title),
        "type": {"text": kind, "tone": finding.type},
        "line": guard.plain(finding.summary, 400),
        "chips": [{"text": family, "tone": family} for family in finding.families],
        "side": f"{finding.persons:,}",
        "spoken": guard.plain(
            f"Rank {finding.rank}, {kind}: {finding.title}. Score {bits(finding.score)} bits, "
            f"{many(finding.persons, 'person')}. {finding.summary}",
            500,
        ),
    }
