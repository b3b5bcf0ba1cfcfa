"""Search by any value, in any spelling; a hit opens with its neighbourhood and the findings it stands in."""

from __future__ import annotations

from typing import Any

import streamlit as st

from graph.model.errors import LinchpinError
from graph.model.findings import Finding
from graph.model.kinds import KINDS
from graph.present.pictures import Picture, family_of, picture, title_of
from graph.store.records import Subgraph
from graph.store.search import SHORTEST
from views import address, data, decisions, finding, guard, tables
from views.component import identity_graph, rows
from views.findings import row as finding_row
from views.words import many

HITS = 50
FINDINGS = 5
WORDS = "search_words"
OPENED = "search_open"
NODES = 60
HEIGHT = 470


def page() -> None:
    """One field, the hits, and what is around the chosen one."""
    left, right = st.columns([0.4, 0.6], gap="small")
    with left:
        st.html(guard.page("search.html"))
        address.take(WORDS, address.words_of(st.query_params.get("q", "")))
        words = st.text_input(
            "Search",
            key=WORDS,
            label_visibility="collapsed",
            icon=":material/search:",
            placeholder="+1 (312) 555 0100, name@example.org, an address, a name …",
        )
        address.put(WORDS, words, "q", address.mark_of(words))
        address.take(OPENED, address.words_of(st.query_params.get("hit", "")))
        hits = _hits(words)
        if hits:
            opened = rows([hit_row(hit) for hit in hits], key="hits", kind="hits", chosen=_open_hit(hits)).open
            if opened:
                st.session_state[OPENED] = str(opened)
            kept = _kept(hits)
            address.put(OPENED, kept, "hit", address.mark_of(kept))
            if opened:
                st.rerun()
    with right:
        name = _open_hit(hits)
        if name:
            _around(next(hit for hit in hits if hit["id"] == name))


def _hits(words: str) -> list[dict[str, Any]]:
    if not words.strip():
        st.html(guard.page("search_begin.html"))
        return []
    try:
        with st.spinner("Searching …"):
            hits = data.store().search(words.strip(), HITS)
    except LinchpinError as error:
        st.html(guard.page("trouble.html", what=str(error)))
        return []
    if not hits:
        applicants = many(int(data.document().population.get("applicants", 0)), "applicant")
        kinds = [kind.title for kind in KINDS.values()]
        short = len(words.strip()) < SHORTEST
        st.html(guard.page("search_none.html", words=words, short=short, applicants=applicants, kinds=kinds))
    elif len(hits) >= HITS:
        st.text(f"The first {HITS} hits; write more of the value to see fewer.")
    return [dict(hit) for hit in hits]


def _open_hit(hits: list[dict[str, Any]]) -> str:
    """The hit that was opened, or the first."""
    return _kept(hits) or next(iter(_names(hits)), "")


def _kept(hits: list[dict[str, Any]]) -> str:
    """The hit that was opened, "" when these hits are of other words."""
    wanted = str(st.session_state.get(OPENED, ""))
    return wanted if wanted in _names(hits) else ""


def _names(hits: list[dict[str, Any]]) -> list[str]:
    return [str(hit["id"]) for hit in hits if hit["kind"] != "cluster"]


def hit_row(hit: dict[str, Any]) -> dict[str, Any]:
    """A hit of Store.search for the list."""
    kind, count, touched = str(hit["kind"]), int(hit["holders"]), _touched(hit)
    line = " · ".join([str(hit["detail"]), *([many(count, "applicant")] if count else [])])
    return {
        "id": str(hit["id"]),
        "href": address.of_finding(str(hit["id"]).removeprefix("cluster:")) if kind == "cluster" else "",
        "rank": None,
        "mark": {"kind": kind, "family": family_of(kind)},
        "score": None,
        "share": 0,
        "title": guard.plain(hit["display"]),
        "type": None,
        "line": guard.plain(line),
        "chips": [{"text": f"finding {one.rank}", "tone": one.type} for one in touched[:3]],
        "side": "" if len(touched) <= 3 else f"+{len(touched) - 3}",
        "spoken": guard.plain(f"{title_of(kind)} {hit['display']}, {line}, in {many(len(touched), 'finding')}"),
    }


def _touched(hit: dict[str, Any]) -> list[Finding]:
    """The findings of a hit, or of those who hold it."""
    wanted = set(hit["clusters"])
    return [one for one in data.document().findings if one.id in wanted]


@st.fragment
def _around(hit: dict[str, Any]) -> None:
    name = str(hit["id"])
    try:
        found = data.store().neighbours(name, NODES, findings=False)
    except LinchpinError as error:
        st.html(guard.page("trouble.html", what=str(error)))
        return
    graph, expanded = finding.grown(found, name)
    rev = f"search/{name}"
    drawn = picture(graph.nodes, graph.edges, keep=name, innocent=decisions.innocent(data.decisions()))
    shown = identity_graph(
        drawn.to_dict(),
        key="search_graph",
        rev=rev,
        status=_status(drawn, found),
        name="linchpin-search",
        height=HEIGHT,
        why=False,
    )
    finding.act(shown.action, name)
    for one in expanded:
        st.caption(guard.md(one.told(drawn), 400))
    _findings(hit)
    st.html(tables.links(drawn, graph))


def _findings(hit: dict[str, Any]) -> None:
    touched = _touched(hit)
    if not touched:
        return
    most = max(one.score for one in data.document().findings)
    whole = st.session_state.get(f"touched/{hit['id']}", False)
    shown = touched if whole else touched[:FINDINGS]
    rows([finding_row(one, most) for one in shown], key="touched", kind="findings")
    if len(shown) < len(touched):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{len(shown)} of {many(len(touched), 'finding')} shown")
            st.button("Show all", key="touched_all", on_click=_show_all, args=(str(hit["id"]),))


def _show_all(name: str) -> None:
    st.session_state[f"touched/{name}"] = True


def _status(drawn: Picture, found: Subgraph) -> str:
    left = f" of {found.total:,}" if found.truncated else ""
    return f"{len(drawn.marks):,}{left} nodes · {many(len(drawn.lines), 'link')} · double click expands"
