"""Verbs of the way from files to the graph: ingest, analyse, load, all three, and what the case holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from commands.showing import show_load, show_run, warn_when_stale
from commands.verb import AsJson, CaseFolder, Files, Mapping, Region, Strict, make_case, open_case, verb
from graph.model.settings import GraphSettings
from graph.present.terminal import Bars, show_json, show_names


@verb("ingest", "linchpin ingest world", "linchpin ingest people.csv --mapping mapping.toml --case acme")
def ingest(
    files: Files,
    case: CaseFolder = None,
    strict: Strict = False,
    mapping: Mapping = None,
    region: Region = None,
    as_json: AsJson = False,
) -> None:
    """Read files into the facts of a case. The same files again change nothing; a corrected one replaces its older self.

    What cannot be read is rejected with its file, its row and a remedy; the rest goes on. When nothing can: exit code 3.
    """
    from ingest import pipeline

    pipeline.must_exist(files)
    opened = make_case(case, region)
    with Bars() as progress:
        report = pipeline.ingest(opened, files, mapping=mapping, progress=progress)
    show_json(report.to_dict()) if as_json else show_run(report)
    if strict:
        pipeline.refuse(report)
    pipeline.refuse_unread(report)


@verb("analyse", "linchpin analyse")
def analyse(case: CaseFolder = None, as_json: AsJson = False) -> None:
    """Facts to links to findings. Nothing is computed twice."""
    from graph.present.listing import show_findings
    from ingest import pipeline

    with Bars() as progress:
        document = pipeline.analyse(open_case(case), progress=progress)
    if as_json:
        show_json(document.to_dict())
    else:
        show_findings(document, 20)


@verb("load", "linchpin load")
def load(case: CaseFolder = None, as_json: AsJson = False) -> None:
    """Bring links and findings into the graph: the embedded engine, or the Neo4j that LINCHPIN_NEO4J_URI names."""
    from ingest import pipeline

    settings = GraphSettings.from_environment()
    opened = open_case(case)
    with Bars() as progress:
        report = pipeline.load(opened, settings, progress=progress)
    show_json(asdict(report)) if as_json else show_load(report)
    warn_when_stale(opened)


@verb("run", "linchpin run world --case acme")
def run(
    files: Files,
    case: CaseFolder = None,
    strict: Strict = False,
    mapping: Mapping = None,
    region: Region = None,
) -> None:
    """The whole way: ingest, analyse, load, and the ranked findings."""
    from graph.present.listing import show_findings
    from ingest import pipeline

    settings = GraphSettings.from_environment()
    pipeline.must_exist(files)
    opened = make_case(case, region)
    with Bars() as progress:
        report = pipeline.ingest(opened, files, mapping=mapping, progress=progress)
    show_run(report)
    if strict:
        pipeline.refuse(report)
    pipeline.refuse_unread(report)
    with Bars() as progress:
        document, loaded = pipeline.analyse_and_load(opened, settings, progress=progress)
    show_load(loaded)
    show_findings(document, 20)


@verb("status", "linchpin status --json")
def status(
    case: CaseFolder = None,
    as_json: AsJson = False,
    ask_graph: Annotated[
        bool, typer.Option("--graph", help="Ask the graph engine too; starts the embedded one.")
    ] = False,
) -> None:
    """What the case holds: runs, findings, graph."""
    from ingest import pipeline

    opened, settings = open_case(case), GraphSettings.from_environment()
    state = pipeline.status(opened)
    if ask_graph:
        from graph.store import open_store

        with open_store(opened, settings) as store:
            state["graph"] = store.status()
    show_json(state) if as_json else show_names(state)
