"""What this case was made from, how it was looked at, and what that cannot say."""

from __future__ import annotations

import streamlit as st

from graph.model.findings import Document
from graph.model.kinds import KINDS
from views import data, decisions, guard, tables
from views.words import noun

COUNTED = {
    "applicants": "applicant",
    "persons": "person",
    "values": "value",
    "shared_values": "shared value",
    "text_pairs": "pair of similar CVs",
    "sources": "source file",
}
"""What of the population is shown, and what one is called."""

MORE = {"pair of similar CVs": "pairs of similar CVs"}
"""What several are called, where that is not the same word with an s."""


def page() -> None:
    """Population, decisions, sources, kinds with their weights, method and limits."""
    document, case, links = data.document(), data.case(), data.links()
    st.html(
        guard.page(
            "about.html",
            name=case.name,
            folder=str(case.folder),
            analysis=data.analysis(),
            runs=document.runs,
            facts=_facts(document),
        )
    )
    if decided := data.decisions():
        st.html(decisions.table(decided))
    left, right = st.columns([0.5, 0.5], gap="small")
    with left:
        sources = [
            {**row, "sha256": row["sha256"][:16], "supersedes": row["supersedes"][:12]}
            for row in sorted(links.sources.to_pylist(), key=lambda one: (one["reader"] == "documents", one["name"]))
        ]
        titles = {"name": "File", "reader": "!Reader", "sha256": "!SHA-256", "supersedes": "!Instead of", "run": "!Run"}
        rest = "all of them stand in facts/RUN/manifest.json of the case, one such file for each run"
        st.html(tables.records("Sources", sources, titles, rest))
    with right:
        kinds = [
            {
                "title": kind.title,
                "family": kind.family,
                "strength": f"{kind.strength:g}",
                "crowd": kind.crowd,
                "innocent": kind.innocent,
            }
            for kind in KINDS.values()
        ]
        heads = {
            "title": "!Kind",
            "family": "!Family",
            "strength": "#Bits",
            "crowd": "#Public from",
            "innocent": "When it is innocent",
        }
        st.html(tables.records("Kinds of values", kinds, heads))


def _facts(document: Document) -> list[tuple[int, str]]:
    counted = [(int(document.population.get(name, 0)), one) for name, one in COUNTED.items()]
    counted.append((len(document.findings), "finding"))
    return [(count, noun(count, one, MORE.get(one, ""))) for count, one in counted]
