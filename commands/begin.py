"""Verbs to begin with: a sample world, a mapping for one's own table, the demo, and whether all is in place."""

from __future__ import annotations

from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from commands.showing import show_load, show_run
from commands.verb import DEFAULT_REGION, AsJson, CaseFolder, case_folder, country, make_case, verb
from graph.model.settings import GraphSettings
from graph.present.terminal import Bars, note, safe, show_json, show_table, write


@verb("sample", "linchpin sample world --applicants 200 --seed 7")
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


@verb("map", "linchpin map people.csv > mapping.toml", "linchpin map people.csv --region DE")
def map_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: CSV, JSON lines or Parquet.", readable=False)],
    region: Annotated[
        str, typer.Option("--region", metavar="CC", help="Country whose numbers and addresses the values are in.")
    ] = DEFAULT_REGION,
) -> None:
    """Propose a mapping file from a table's header and values: which column is what. Read it, mend it, use it."""
    from graph.analyse.report.wording import count
    from ingest.mapping import propose

    proposal = propose(file, country(region))
    write(proposal.text.rstrip("\n"))
    note(
        f"{count(len(proposal.sure), 'column')} mapped, {len(proposal.unsure)} left to you, {len(proposal.refused)} refused"
    )
    note("Save it, mend it, then: linchpin ingest FILE --mapping mapping.toml")


@verb("doctor", "linchpin doctor")
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


@verb("version")
def version() -> None:
    """The version."""
    write(f"linchpin {metadata.version('linchpin')}")


@verb("demo", "linchpin demo")
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
        case = make_case(folder, None)
        report = pipeline.ingest(case, [files], progress=progress)
        document, loaded = pipeline.analyse_and_load(case, settings, progress=progress)
    show_run(report)
    show_load(loaded)
    show_findings(document, 15)
    show_top(document, 3, 3)
    write()
    write(f"All of the first one:  linchpin explain 1 --case {folder}")
    write(f"Open the app:          linchpin app --case {folder}   (or: make app)")
