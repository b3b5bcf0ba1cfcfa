"""What the screens read: the case, its findings, its links, and the graph. Loaded once per server, again when they change."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from graph.model.decisions import Decision
from graph.model.errors import CaseError, LinchpinError, StoreError
from graph.model.findings import Document, Finding
from graph.model.links import Links
from graph.model.settings import Case, GraphSettings
from graph.store import Store, open_store
from graph.store.records import Subgraph
from ingest import decided, pipeline
from views import offline
from views.engine import Engine


@dataclass(frozen=True)
class Person:
    """An applicant as lists show it."""

    id: str
    name: str
    role: str
    applied_at: str
    status: str
    employer: str


@st.cache_resource(show_spinner=False)
def case() -> Case:
    """The case of this server. Raises CaseError."""
    folder = os.environ.get("LINCHPIN_CASE", "")
    if not folder:
        raise CaseError(
            "no case was named.", where="LINCHPIN_CASE", remedy="Start the app with: linchpin app --case FOLDER"
        )
    return Case.open(Path(folder))


def analysis() -> str:
    """The name of the newest analysis: what was read from an older one is read anew. Raises CaseError without any."""
    return pipeline.current_folder(case()).name


@st.cache_resource(show_spinner=False, max_entries=2)
def _document(name: str) -> Document:
    return pipeline.current(case())


@st.cache_resource(show_spinner=False, max_entries=2)
def _links(name: str) -> Links:
    return pipeline.current_links(case())


def document() -> Document:
    """The newest findings. Raises CaseError when there are none."""
    return _document(analysis())


def links() -> Links:
    """What the newest findings were made from."""
    return _links(analysis())


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The engine of this server; it begins to open with the first visit."""
    opened = case()
    made = Engine(lambda: open_store(opened, GraphSettings.from_environment()))
    made.begin()
    return made


def store() -> Store:
    """The graph of the newest analysis. Raises LinchpinError when it cannot be used, or holds anything else."""
    if engine().ready():
        opened = engine().get()
    else:
        with st.spinner("Opening the graph …"):
            opened = engine().get()
    if opened.loaded_from() != analysis():
        raise StoreError("the graph does not hold the newest analysis.", remedy=f"Run: {_verb('load')}")
    return opened


def out_of_date() -> str:
    """Why the newest findings are not those of today, "" when they are."""
    try:
        newer = pipeline.is_stale(case())
    except CaseError as error:
        return str(error)
    return f"Facts, decisions or rules are newer than these findings: run {_verb('analyse')}" if newer else ""


def _verb(verb: str) -> str:
    """The command as it is typed for the case that is shown."""
    return f"linchpin {verb} --case {shlex.quote(str(case().folder))}"


def decisions() -> tuple[Decision, ...]:
    """All decisions of the case; none when their file is damaged, which `out_of_date` says."""
    try:
        return decided.read(case())
    except CaseError:
        return ()


def finding(identity: str) -> Finding | None:
    """The finding of that id, or None."""
    return next((one for one in document().findings if one.id == identity), None)


def findings_with(applicants: set[str]) -> list[Finding]:
    """The findings that have any of these applicants, best first."""
    return [one for one in document().findings if applicants.intersection(one.members)]


@st.cache_resource(show_spinner=False, max_entries=64)
def _people(name: str, ids: tuple[str, ...]) -> dict[str, Person]:
    table = _links(name).applicants
    rows = table.filter(pc.is_in(table["id"], value_set=pa.array(ids, pa.string())))
    columns = ["id", "name", "role", "applied_at", "status", "employer"]
    found = [Person(**row) for row in rows.select(columns).to_pylist()]
    return {person.id: person for person in found}


def people(ids: tuple[str, ...]) -> dict[str, Person]:
    """These applicants by id; one that is not in the links is missing."""
    return _people(analysis(), ids)


def finding_graph(one: Finding, limit: int) -> tuple[Subgraph, str]:
    """The picture of a finding and a note, "" when all is well.

    While the graph engine is still opening, or when it cannot be used, the same is drawn from the links. What a visit
    has seen once stays for that visit, so that a click does not change the picture.
    """
    cache = st.session_state.setdefault("pictures", {})
    place = (analysis(), one.id, limit)
    if place in cache:
        return cache[place], ""
    if not engine().ready():
        cache[place] = offline.subgraph(one, links(), limit)
        return cache[place], ""
    try:
        cache[place] = store().finding_graph(one.id, limit)
        return cache[place], ""
    except LinchpinError as error:
        return offline.subgraph(one, links(), limit), f"Drawn from the files of the case: {error}"
