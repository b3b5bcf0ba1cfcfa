"""A finding's page: the graph on the left, the evidence of what is chosen on the right, the same in tables below."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page

from graph.model.errors import LinchpinError
from graph.model.findings import Finding
from graph.present.pictures import Picture, line_id, picture, title_of
from graph.store.records import Node, Subgraph
from views import address, data, decisions, evidence, guard, offline, tables
from views.component import identity_graph
from views.evidence import Selection
from views.words import TYPES, bits, many

NODES = 150  # a picture with more is no longer read, only looked at
NEIGHBOURS = 25
HEIGHT = 560
ELSEWHERE = 4  # links to other findings; all of them are told in the panel


def page(listed: Page, own: Page) -> None:
    """The finding that the address names. listed: the page with all of them; own: that of one, this one."""
    identity = st.query_params.get("id", "")
    finding = data.finding(identity)
    if finding is None:
        st.html(guard.page("gone.html", id=identity, findings=len(data.document().findings)))
        st.page_link(listed, label="All findings")
        return
    _head(finding, listed, own)
    _desk(finding, data.analysis())


def _head(finding: Finding, listed: Page, own: Page) -> None:
    everything = data.document().findings
    kind, among = _list(finding, everything)
    at = next(i for i, one in enumerate(among) if one.id == finding.id)
    words, tools = st.columns([0.76, 0.24], vertical_alignment="top")
    with words:
        st.html(
            guard.page(
                "heading.html",
                finding=finding,
                findings=len(everything),
                type=TYPES[finding.type][0],
                score=bits(finding.score),
                persons=many(finding.persons, "person"),
            )
        )
    with tools, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        back = {"type": kind} if kind != "all" else None
        st.page_link(listed, label="All", icon=":material/arrow_back:", query_params=back)
        if st.button("Prev", shortcut="K", disabled=at == 0, key="previous"):
            st.switch_page(own, query_params=address.query(among[at - 1].id, kind))
        if st.button("Next", shortcut="J", disabled=at + 1 == len(among), key="next"):
            st.switch_page(own, query_params=address.query(among[at + 1].id, kind))
    _elsewhere(finding, everything, own)


def _elsewhere(finding: Finding, everything: Sequence[Finding], own: Page) -> None:
    """The other findings that some of these persons are in, the first of them to open."""
    named = {one.finding for one in finding.relations if one.finding}
    others = [one for one in everything if one.id in named]
    if others:
        with st.container(horizontal=True, vertical_alignment="center", key="elsewhere"):
            st.caption(f"Some of them are in {many(len(others), 'other finding')} too:", width="content")
            for one in others[:ELSEWHERE]:
                # not a link: one to the page that is shown leaves the address as it was
                if st.button(f"{one.id} ({TYPES[one.type][0]})", key=f"elsewhere/{one.id}"):
                    st.switch_page(own, query_params=address.query(one.id))


def _list(finding: Finding, everything: Sequence[Finding]) -> tuple[str, Sequence[Finding]]:
    """The list that the finding was opened from, as its address says: a type, and its findings."""
    kind = st.query_params.get("type", "all")
    if kind != finding.type:
        return "all", everything
    return kind, [one for one in everything if one.type == kind]


@st.fragment
def _desk(finding: Finding, analysis: str) -> None:
    """A click in the graph reruns this alone; the whole page when that was drawn from an older analysis."""
    if analysis != data.analysis():
        st.rerun()
    found, note = data.finding_graph(finding, NODES)
    graph, expanded = grown(found, finding.id)
    people = data.people(tuple(sorted({*finding.members, *_applicants(graph)})))
    left, right = st.columns([0.62, 0.38], gap="small")
    with left:
        drawn = picture(graph.nodes, graph.edges, finding, innocent=decisions.innocent(data.decisions()))
        shown = identity_graph(
            drawn.to_dict(),
            key=f"graph/{finding.id}",  # what is chosen in one finding is forgotten with it
            rev=f"{data.analysis()}/{finding.id}",
            status=status(drawn, found),
            name=f"linchpin-{finding.id}",
            height=HEIGHT,
        )
        act(shown.action, finding.id)
    selection = chosen(shown.selection, f"{data.analysis()}/{finding.id}", graph)
    if selection.values:
        named = {part.key for part in (*finding.evidence, *finding.counter_evidence) if part.key}
        selection = replace(selection, places=offline.places(data.links(), named.union(selection.values)))
    with right, st.container(key="evidence"), st.container(border=True, height=HEIGHT, key=_panel(selection)):
        if selection:
            st.html(guard.page("selected.html", **selected(selection, graph, finding, people)))
        st.html(guard.page("evidence.html", **evidence.panel(finding, people, selection)))
    for line in (*(one.told(drawn) for one in expanded), note):
        if line:
            st.caption(guard.md(line, 400))
    _tables(finding, drawn, graph, people)


def _panel(selection: Selection) -> str:
    """The key of the panel: another for each selection, so that what is chosen is read from its beginning."""
    names = "\n".join((*selection.applicants, "", *selection.values))
    return f"panel-{hashlib.blake2b(names.encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"


def _tables(finding: Finding, drawn: Picture, graph: Subgraph, people: dict[str, data.Person]) -> None:
    candidates = finding.facilitators or (finding.facilitator,)
    names = [f"Members {len(finding.members)}", f"What holds it together {len(candidates)}", "Links as a table"]
    if finding.explanations:
        names.append(f"Other explanations {len(finding.explanations)}")
    if finding.fragility.losses:
        names.append(f"Without one thing {len(finding.fragility.losses)}")
    tabs = st.tabs(names)
    with tabs[0]:
        st.html(tables.members(finding, people))
    with tabs[1]:
        st.html(tables.facilitators(finding))
    with tabs[2]:
        st.html(tables.links(drawn, graph))
    if finding.explanations:
        with tabs[3]:
            st.html(tables.explanations(finding))
    if finding.fragility.losses:
        with tabs[-1]:
            st.html(tables.losses(finding))


@dataclass(frozen=True)
class Expanded:
    """A node whose neighbours were asked for: which came, which of them were not there before, and how many there are."""

    label: str
    came: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    total: int = 0
    truncated: bool = False
    trouble: str = ""

    def told(self, drawn: Picture) -> str:
        """What is drawn of them; a coarser value that is a remark of a finer one is not drawn."""
        if self.trouble:
            return f"The neighbours cannot be fetched: {self.trouble}"
        marks = {mark.id for mark in drawn.marks}
        shown, folded = len(self.came & marks), len(self.came - marks)
        of = f" of about {self.total:,}" if self.truncated else ""
        beside = f"; {folded} more beside a finer value" if folded else ""
        return f"{self.label}: {many(shown, 'neighbour')}{of} shown, {len(self.new & marks)} of them new{beside}."


def grown(graph: Subgraph, place: str) -> tuple[Subgraph, list[Expanded]]:
    """The picture with the neighbours that were asked for, and what came of each."""
    wanted = st.session_state.get(f"expanded/{place}", [])
    if not wanted:
        return graph, []
    nodes, edges, told = {node.id: node for node in graph.nodes}, list(graph.edges), []
    for name in wanted:
        label = nodes[name].label if name in nodes else name
        try:
            more = data.store().neighbours(name, NEIGHBOURS, findings=False)
        except LinchpinError as error:
            told.append(Expanded(label, trouble=str(error)))
            continue
        there = {node.id: node for node in more.nodes if node.id != name}
        told.append(Expanded(label, frozenset(there), frozenset(there) - set(nodes), more.total - 1, more.truncated))
        nodes |= {key: node for key, node in there.items() if key not in nodes}
        edges += more.edges
    edges += offline.edges_between(data.links(), nodes)  # a new node may also touch what was there before
    single = {(edge.source, edge.target): edge for edge in reversed(edges)}
    return Subgraph(tuple(nodes.values()), tuple(single.values()), graph.total, graph.truncated), told


def act(action: Any, place: str) -> None:
    """Keep what was asked for by double click, and draw again."""
    if not action or action.get("type") != "expand":
        return
    key = f"expanded/{place}"
    known = st.session_state.get(key, [])
    if action["id"] not in known:
        st.session_state[key] = [*known, str(action["id"])]
        st.rerun(scope="fragment")


def status(drawn: Picture, found: Subgraph) -> str:
    """What the picture holds, and what it leaves out."""
    left = f" (of {found.total:,}: the strongest are shown)" if found.truncated else ""
    counts = f"{many(len(drawn.marks), 'node')}{left} · {many(len(drawn.lines), 'link')}"
    return f"{counts} · double click expands, right click opens a menu"


def chosen(state: Any, rev: str, graph: Subgraph) -> Selection:
    """What is selected now; a selection that was made in another graph does not count."""
    if not state or state.get("rev") != rev:
        return Selection()
    known = {node.id for node in graph.nodes}
    nodes = [str(name) for name in state.get("nodes", []) if name in known]
    ends = {line_id(edge): [edge.source, edge.target] for edge in graph.edges}
    for name in () if nodes else state.get("edges", []):
        nodes = ends.get(name, [])
    return Selection.of_nodes(nodes)


def selected(selection: Selection, graph: Subgraph, finding: Finding, people: dict[str, data.Person]) -> dict[str, Any]:
    """Words about the chosen nodes: who holds a value, who an applicant is."""
    nodes = {node.id: node for node in graph.nodes}
    names = [nodes[name] for name in (*(f"applicant:{one}" for one in selection.applicants), *selection.values)]
    if len(names) > 1:
        return {
            "title": " and ".join(node.label for node in names[:3]),
            "what": "What all of these are part of",
            "facts": [],
            "one": False,
        }
    node = names[0]
    told = decisions.about(data.decisions(), node.id)
    if node.kind == "applicant":
        return _about_applicant(node, finding, people, told)
    holders = sorted({edge.source for edge in graph.edges if edge.target == node.id})
    labels = [nodes[name].label for name in holders if name in nodes and nodes[name].kind == "applicant"]
    total = int(node.properties.get("holders") or len(labels))
    population = many(int(data.document().population.get("applicants", 0)), "applicant")
    facts = [
        *told,
        ("Held by", f"{', '.join(labels[:30])}{' …' if len(labels) > 30 else ''}"),
        ("In all", f"{total:,} of {population}"),
    ]
    return {"title": node.label, "what": title_of(node.kind), "facts": facts, "one": True}


def _about_applicant(
    node: Node, finding: Finding, people: dict[str, data.Person], told: list[tuple[str, str]]
) -> dict[str, Any]:
    identity = node.id.removeprefix("applicant:")
    person = people.get(identity)
    group = next((one for one in finding.member_persons if identity in one), ())
    facts = [*told, ("Application", identity)]
    if person:
        facts += [("Role", person.role), ("Applied", person.applied_at[:10])]
        facts += [("Employer", person.employer), ("Status", person.status)]
    facts.append(("Same person as", ", ".join(one for one in group if one != identity)))
    member = identity in finding.members
    what = "Applicant" if member else "Applicant, not in this finding"
    return {"title": node.label, "what": what, "facts": facts, "one": True}


def _applicants(graph: Subgraph) -> list[str]:
    return [node.id.removeprefix("applicant:") for node in graph.nodes if node.kind == "applicant"]
