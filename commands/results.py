"""Verbs that show what was found: findings, pairs, one finding whole, exports, and the app."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.showing import warn_when_stale
from commands.verb import AsJson, CaseFolder, open_case, verb
from graph.present.terminal import note, show_json, show_table, write


class ExportForm(StrEnum):
    csv = "csv"
    graphml = "graphml"


@verb("findings", "linchpin findings", "linchpin findings --json > findings.json")
def findings(
    case: CaseFolder = None,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, help="Most findings shown; --json prints all.")] = 50,
) -> None:
    """The ranked findings of the newest analysis."""
    from graph.present.listing import show_findings
    from ingest import pipeline

    opened = open_case(case)
    if as_json:
        sys.stdout.write(pipeline.current_json(opened).decode())
    else:
        show_findings(pipeline.current_listing(opened, limit), limit)
    warn_when_stale(opened)


@verb("links", "linchpin links --csv > links.csv")
def links(
    case: CaseFolder = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="All pairs as left,right,weight,families,decisive.")] = False,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, help="Most pairs shown; --csv and --json print all.")] = 50,
) -> None:
    """The weighed pairs of applicants of the newest analysis."""
    from ingest import pipeline

    opened = open_case(case)
    if as_csv:
        sys.stdout.write((pipeline.current_folder(opened) / "links.csv").read_text(encoding="utf-8"))
    else:
        pairs = pipeline.pairs(opened)
        if as_json:
            show_json([asdict(pair) for pair in pairs])
        else:
            rows = [
                (p.left, p.right, f"{p.weight:.2f}", "+".join(p.families), "yes" if p.decisive else "")
                for p in pairs[:limit]
            ]
            show_table(pipeline.LINKS_HEADER, rows, right=("weight",))
            if len(pairs) > limit:
                note(f"{len(pairs) - limit:,} more: --limit {len(pairs)}, or --csv")
    warn_when_stale(opened)


@verb("explain", "linchpin explain 1", "linchpin explain 1 --json > finding.json")
def explain(
    finding: Annotated[str, typer.Argument(metavar="ID", help="A finding's id, or its rank.")],
    case: CaseFolder = None,
    everything: Annotated[bool, typer.Option("--all", help="All lines and all places.")] = False,
    innocent: Annotated[
        list[str] | None, typer.Option("--innocent", metavar="KIND:VALUE", help="What if this value were innocent?")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """One finding: what speaks for it, against it, what would decide, and where each fact is written.

    With --innocent (repeat it for more values) the finding is computed again as if; nothing is changed.
    """
    from graph.present.changes import show_what_if
    from graph.present.listing import show_explanation
    from ingest import pipeline

    opened = open_case(case)
    if innocent:
        before, after, keys = pipeline.suppose(opened, finding, innocent)
        if as_json:
            show_json({"innocent": keys, "before": asdict(before), "after": asdict(after) if after else None})
        else:
            show_what_if(before, after, keys)
    else:
        document = pipeline.current_finding(opened, finding)
        if as_json:
            show_json(document.to_dict()["findings"][0])
        else:
            show_explanation(document, finding, everything=everything)
    warn_when_stale(opened)


@verb("export", "linchpin export csv --out tables", "linchpin export graphml --finding 1")
def export(
    form: Annotated[ExportForm, typer.Argument(metavar="csv|graphml", help="The form.")],
    finding: Annotated[str, typer.Option("--finding", metavar="ID", help="Only this finding.")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="Default: exports/ of the case.")] = None,
    case: CaseFolder = None,
) -> None:
    """Write the findings as tables (csv) or as a graph for Gephi, yEd and others (graphml)."""
    from graph.present import export as exports
    from ingest import pipeline

    opened = open_case(case)
    document, tables = pipeline.current(opened), pipeline.current_links(opened)
    work = exports.export_csv if form is ExportForm.csv else exports.export_graphml
    for file in work(document, tables, out or opened.exports, finding=finding or None):
        write(str(file))


@verb("app", "linchpin app --case demo-case")
def app(
    case: CaseFolder = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The next free one is taken when it is in use.")] = 8600,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open the app on this machine only (loopback)."""
    import subprocess

    from views.serve import address, command

    words, environment = command(open_case(case).folder, port, browser=browser)
    note(f"Linchpin at {address(words)} (Ctrl-C ends it)")
    if os.name == "posix":  # the server takes this process's place: who ends the one ends the other
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(words[0], words, environment)
    raise typer.Exit(subprocess.call(words, env=environment))
