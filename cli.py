"""The terminal door: `linchpin …`. Thin verbs: each reads its options, calls a room and shows what came back.

Rooms that need heavy libraries are imported inside the verbs, so that `linchpin --help` answers at once.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.model.errors import LinchpinError, UsageError
from graph.model.settings import Case, GraphSettings
from graph.present.terminal import Bars, cell, note, safe, show_json, show_names, show_table, write

if TYPE_CHECKING:
    from graph.store import LoadReport
    from graph.store.catalogue import Parameter
    from ingest.facts import RunReport

EPILOG = """\b
Exit codes: 0 done, 1 something went wrong, 2 wrong command or setting, 3 a file cannot be read,
4 --strict and something was rejected, 5 the case folder cannot be used, 6 the graph engine cannot be used,
130 interrupted.
\b
Begin with:  linchpin demo
"""
app = typer.Typer(
    name="linchpin",
    help="Finds the one person behind many applicants. It ranks cases for people to review; it accuses nobody.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

REJECTED_SHOWN = 20

CaseFolder = Annotated[
    Path | None,
    typer.Option(
        "--case",
        metavar="FOLDER",
        envvar="LINCHPIN_CASE",
        show_envvar=False,
        help="The case. Default: this folder when it is a case, else ./case.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with code 4 when anything was rejected.")]
Mapping = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE", help="Which column is what (see: linchpin map).")
]
Region = Annotated[
    str, typer.Option("--region", metavar="CC", help="Country of records that do not say, for a new case.")
]
Since = Annotated[
    str,
    typer.Option("--since", metavar="RUN", help="A run, an analysis or a date. Default: the analysis before this one."),
]
Files = Annotated[list[Path], typer.Argument(metavar="FILES…", help="Files and folders.")]


class ExportForm(StrEnum):
    csv = "csv"
    graphml = "graphml"


def case_folder(folder: Path | None) -> Path:
    if folder is not None:
        return folder
    here = Path.cwd()
    return here if (here / "case.toml").exists() else here / "case"


def open_case(folder: Path | None) -> Case:
    return Case.open(case_folder(folder))


def make_case(folder: Path | None, region: str) -> Case:
    if not (len(region) == 2 and region.isascii() and region.isalpha()):
        raise UsageError(
            f"{region!r} is not a country.", where="--region", remedy="Write two letters, such as US, DE or PH."
        )
    return Case.create(case_folder(folder), region=region.upper())


def show_run(report: RunReport) -> None:
    """What the ingest did. Many rejections are shortened: all of them are in --json and in the run's own table."""
    lines = report.lines()
    rejected = [line for line in lines if line.startswith("rejected:")]
    for line in rejected[:REJECTED_SHOWN]:
        note(line)
    if len(rejected) > REJECTED_SHOWN:
        note(f"rejected: {len(rejected) - REJECTED_SHOWN:,} more; ingest --json lists all")
    for line in lines:
        if not line.startswith("rejected:"):
            note(line)


def show_load(report: LoadReport) -> None:
    if not report.changed:
        note(f"graph: already up to date, {report.nodes:,} nodes and {report.edges:,} edges")
        return
    note(
        f"graph: {report.nodes:,} nodes and {report.edges:,} edges ({report.created:,} new, {report.updated:,} changed,"
        f" {report.removed:,} removed) in {report.seconds:.0f} s"
    )


def parameters(pairs: list[str]) -> dict[str, str]:
    """["min_holders=3"] -> {"min_holders": "3"}; the catalogue knows the types."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"{pair!r} is no parameter.", where="--param", remedy="Write --param name=value.")
        found[name] = value
    return found


def parameter(one: Parameter) -> str:
    """How a parameter is given: name=default, or name=… when it is required."""
    return f"{one.name}=…" if one.required else f"{one.name}={cell(one.default)}"


def warn_when_stale(case: Case) -> None:
    from ingest import pipeline

    if pipeline.is_stale(case):
        note("facts, decisions or rules are newer than these findings: run linchpin analyse")


@app.command(epilog="\b\nExample:  linchpin sample world --applicants 200 --seed 7")
def sample(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the files go; made when missing.")],
    applicants: Annotated[int, typer.Option(min=50, max=1_000_000, help="How many applications.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    evasion: Annotated[float, typer.Option(min=0.0, max=1.0, help="How hard the networks hide, 0 to 1.")] = 0.2,
    plain: Annotated[
        bool, typer.Option("--plain", help="Two plain tables instead of the files of seven systems.")
    ] = False,
) -> None:
    """Make a sample world: files as real systems export them, with planted networks and innocent crowds."""
    from ingest.sample import make

    with Bars() as progress:
        report = make(folder, applicants=applicants, seed=seed, evasion=evasion, plain=plain, progress=progress)
    write(
        f"{safe(folder)}: {report.applicants:,} applications of {report.persons:,} persons in {', '.join(report.files)}"
    )
    note("truth.json beside them says what was planted; no reader ever reads it.")


@app.command("map", epilog="\b\nExample:  linchpin map people.csv > mapping.toml")
def map_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: CSV, JSON lines or Parquet.")],
) -> None:
    """Propose a mapping file from a table's header and values: which column is what. Read it, mend it, use it."""
    from ingest.mapping import propose

    proposal = propose(file)
    write(proposal.text.rstrip("\n"))
    note(f"{len(proposal.sure)} columns mapped, {len(proposal.unsure)} left to you, {len(proposal.refused)} refused")
    note("Save it, mend it, then: linchpin ingest FILE --mapping mapping.toml")


@app.command(
    epilog="\b\nExamples:\n  linchpin ingest world\n  linchpin ingest people.csv --mapping mapping.toml --case acme"
)
def ingest(
    files: Files,
    case: CaseFolder = None,
    strict: Strict = False,
    mapping: Mapping = None,
    region: Region = "US",
    as_json: AsJson = False,
) -> None:
    """Read files into the facts of a case. The same files again change nothing; a corrected one replaces its older self.

    What cannot be read is rejected with its file, its row and a remedy; the rest goes on.
    """
    from ingest import pipeline

    opened = make_case(case, region)
    with Bars() as progress:
        report = pipeline.ingest(opened, files, mapping=mapping, progress=progress)
    show_json(report.to_dict()) if as_json else show_run(report)
    if strict:
        pipeline.refuse(report)


@app.command(epilog="\b\nExample:  linchpin analyse")
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


@app.command(epilog="\b\nExample:  linchpin load")
def load(case: CaseFolder = None, as_json: AsJson = False) -> None:
    """Bring links and findings into the graph: the embedded engine, or the Neo4j that LINCHPIN_NEO4J_URI names."""
    from ingest import pipeline

    settings = GraphSettings.from_environment()
    opened = open_case(case)
    with Bars() as progress:
        report = pipeline.load(opened, settings, progress=progress)
    show_json(asdict(report)) if as_json else show_load(report)
    warn_when_stale(opened)


@app.command(epilog="\b\nExample:  linchpin run world --case acme")
def run(
    files: Files,
    case: CaseFolder = None,
    strict: Strict = False,
    mapping: Mapping = None,
    region: Region = "US",
) -> None:
    """The whole way: ingest, analyse, load, and the ranked findings."""
    from graph.present.listing import show_findings
    from ingest import pipeline

    settings = GraphSettings.from_environment()
    opened = make_case(case, region)
    with Bars() as progress:
        report = pipeline.ingest(opened, files, mapping=mapping, progress=progress)
    show_run(report)
    if strict:
        pipeline.refuse(report)
    with Bars() as progress:
        document, loaded = pipeline.analyse_and_load(opened, settings, progress=progress)
    show_load(loaded)
    show_findings(document, 20)


@app.command(epilog="\b\nExamples:\n  linchpin findings\n  linchpin findings --json > findings.json")
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
        sys.stdout.write((pipeline.current_folder(opened) / "findings.json").read_text(encoding="utf-8"))
    else:
        show_findings(pipeline.current(opened), limit)
    warn_when_stale(opened)


@app.command(epilog="\b\nExample:  linchpin links --csv > links.csv")
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


@app.command(epilog="\b\nExamples:\n  linchpin explain 1\n  linchpin explain 1 --json > finding.json")
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
    from graph.present.selection import find
    from ingest import pipeline

    opened = open_case(case)
    document = pipeline.current(opened)
    if innocent:
        before, after, keys = pipeline.suppose(opened, document, finding, innocent)
        if as_json:
            show_json({"innocent": keys, "before": asdict(before), "after": asdict(after) if after else None})
        else:
            show_what_if(before, after, keys)
    elif as_json:
        one = find(document, finding)
        show_json(next(item for item in document.to_dict()["findings"] if item["id"] == one.id))
    else:
        show_explanation(document, finding, everything=everything)
    warn_when_stale(opened)


@app.command(epilog="\b\nExamples:\n  linchpin query\n  linchpin query shared_identifiers --param min_holders=3 --json")
def query(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A query; without one, the catalogue.")] = "",
    param: Annotated[list[str] | None, typer.Option("--param", metavar="K=V", help="A parameter; repeat it.")] = None,
    case: CaseFolder = None,
    as_json: AsJson = False,
) -> None:
    """Ask the graph one of the catalogue's questions."""
    from graph.store import catalogue, open_store

    if not name:
        entries = list(catalogue.catalogue().values())
        if as_json:
            show_json([{key: value for key, value in asdict(one).items() if key != "text"} for one in entries])
        else:
            found = [(e.category, e.name, e.title, " ".join(map(parameter, e.parameters))) for e in entries]
            show_table(("category", "name", "title", "parameters"), found)
        return
    given = parameters(param or [])
    catalogue.get(name).bind(given)  # what is wrong with the question is said before an engine is started for it
    opened, settings = open_case(case), GraphSettings.from_environment()
    with open_store(opened, settings) as store:
        rows = store.run(name, given)
    if as_json:
        show_json(rows)
    elif rows:
        show_table(list(rows[0]), [[cell(value) for value in row.values()] for row in rows])
    else:
        note("no rows")


@app.command(epilog="\b\nExamples:\n  linchpin export csv --out tables\n  linchpin export graphml --finding 1")
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


@app.command("app", epilog="\b\nExample:  linchpin app --case demo-case")
def app_(
    case: CaseFolder = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The next free one is taken when it is in use.")] = 8600,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open the app on this machine only (loopback)."""
    import subprocess

    from views.serve import address, command

    words, environment = command(open_case(case).folder, port, browser=browser)
    note(f"Linchpin at {address(words)} (Ctrl-C ends it)")
    raise typer.Exit(subprocess.call(words, env=environment))


@app.command(epilog="\b\nExamples:\n  linchpin changes\n  linchpin changes --json")
def changes(
    since: Since = "",
    case: CaseFolder = None,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, help="Most findings shown; --json prints all.")] = 50,
) -> None:
    """What is new, grown, merged, split or gone since an earlier analysis, and why."""
    from graph.present.changes import show_changes
    from ingest import history

    opened = open_case(case)
    found = history.changes(opened, since)
    show_json(found.to_dict()) if as_json else show_changes(found, limit)
    warn_when_stale(opened)


@app.command(epilog="\b\nExample:  linchpin audit --limit 5")
def audit(
    since: Since = "",
    case: CaseFolder = None,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, help="Most lines of a kind shown; --json prints all.")] = 50,
) -> None:
    """What touches the people who work here: findings with them, and values they share with members of findings."""
    from graph.present.changes import show_audit
    from ingest import history

    opened = open_case(case)
    found = history.audit(opened, since)
    show_json(found.to_dict()) if as_json else show_audit(found, limit)
    warn_when_stale(opened)


@app.command(epilog="\b\nExample:  linchpin check people.csv")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An application in any format that can be read.")],
    case: CaseFolder = None,
    mapping: Mapping = None,
    store: Annotated[bool, typer.Option("--store", help="Ingest the file afterwards.")] = False,
    as_json: AsJson = False,
) -> None:
    """The question before an offer: which known values and findings does an application touch, and why?

    The file is not stored unless asked. The answer is something to ask about, never a verdict.
    """
    from graph.present.changes import show_answers
    from ingest import pipeline
    from ingest.check import check as look

    opened = open_case(case)
    found = look(opened, file, mapping=mapping)
    for line in found.rejected[:REJECTED_SHOWN]:
        note(f"rejected: {line}")
    show_json(found.to_dict()) if as_json else show_answers(found.answers, found.texts)
    if store:
        with Bars() as progress:
            show_run(pipeline.ingest(opened, [file], mapping=mapping, progress=progress))
    warn_when_stale(opened)


@app.command(
    epilog="\b\nExamples:\n"
    '  linchpin decide innocent_value "phone:+1 415 212 7788" --note "reception desk" --by "A. Analyst"\n'
    '  linchpin decide note "phone:+1 702 385 1199" --note "asked the front desk" --by "A. Analyst"'
)
def decide(
    verdict: Annotated[
        str, typer.Argument(metavar="VERDICT", help="innocent_value, same_person, not_linked, note or withdrawn.")
    ],
    about: Annotated[
        list[str], typer.Argument(metavar="ABOUT…", help="KIND:VALUE, applicants' or findings' ids, a decision's id.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", envvar="LINCHPIN_ANALYST", help="Who decides.")] = "",
    note_: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why.")] = "",
    case: CaseFolder = None,
    as_json: AsJson = False,
) -> None:
    """Keep a decision: the next analysis obeys it. Nothing is overwritten; `withdrawn` takes one back."""
    from ingest import pipeline

    opened = open_case(case)
    made = pipeline.decide(opened, verdict, about, by=by, note=note_)
    if as_json:
        show_json(asdict(made))
    else:
        write(f"{made.id}: {made.verdict} {safe(', '.join(made.about))}")
    warn_when_stale(opened)


@app.command(epilog="\b\nExample:  linchpin decisions --json")
def decisions(case: CaseFolder = None, as_json: AsJson = False) -> None:
    """All decisions of the case, who made them, and which count. The chain of hashes is checked."""
    from graph.model.chain import in_force
    from graph.present.changes import show_decisions
    from ingest import decided

    found = decided.read(open_case(case))
    if as_json:
        show_json([asdict(one) for one in found])
    else:
        show_decisions(found, [one.id for one in in_force(found)])


@app.command(epilog="\b\nExample:  linchpin status --json")
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


@app.command(epilog="\b\nExample:  linchpin doctor")
def doctor(case: CaseFolder = None, as_json: AsJson = False) -> None:
    """Look whether everything is in place, and say how to mend what is not. Exit code 1 when something is wrong."""
    from ingest.doctor import examine

    checks = examine(case_folder(case), GraphSettings.from_environment())
    if as_json:
        show_json([asdict(check) for check in checks])
    else:
        show_table(("check", "state", "detail", "remedy"), [(c.name, c.state, c.detail, c.remedy) for c in checks])
    if any(check.state == "wrong" for check in checks):
        raise typer.Exit(1)


@app.command()
def version() -> None:
    """The version."""
    write(f"linchpin {metadata.version('linchpin')}")


@app.command(epilog="\b\nExample:  linchpin demo")
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="The case of the demo.")] = Path("demo-case"),
    applicants: Annotated[int, typer.Option(min=50, max=100_000, help="How many applications.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same world.")] = 1,
) -> None:
    """Make a sample world, run the whole way on it, and show what was found. A second time changes nothing."""
    from graph.present.listing import show_findings, show_top
    from ingest import pipeline
    from ingest.demo import world

    settings = GraphSettings.from_environment()
    with Bars() as progress:
        files = world(folder, applicants, seed, progress=progress)
        case = make_case(folder, "US")
        report = pipeline.ingest(case, [files], progress=progress)
        document, loaded = pipeline.analyse_and_load(case, settings, progress=progress)
    show_run(report)
    show_load(loaded)
    show_findings(document, 15)
    show_top(document, 3, 3)
    write()
    write(f"All of the first one:  linchpin explain 1 --case {folder}")
    write(f"Open the app:          linchpin app --case {folder}   (or: make app)")


def main() -> None:
    """The command. What goes wrong is one line on standard error and an exit code of graph.model.errors."""
    try:
        app()
    except LinchpinError as error:
        note(f"linchpin: {error}")
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
