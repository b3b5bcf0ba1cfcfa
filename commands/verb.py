"""What a verb is, and the options that verbs share.

A verb is a function with typer's annotations: it reads its options, calls a room and shows what came back. Rooms that
need heavy libraries are imported inside of it, so that `linchpin --help` answers at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from graph.model.errors import UsageError
from graph.model.settings import Case

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
Strict = Annotated[bool, typer.Option("--strict", help="Exit with code 4 when these files hold anything rejected.")]
Mapping = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="Which column is what (see: linchpin map).", readable=False),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="CC",
        help="Country of records that do not say, for a case that holds nothing yet. Default: US.",
    ),
]
DEFAULT_REGION = "US"
Since = Annotated[
    str,
    typer.Option("--since", metavar="RUN", help="A run, an analysis or a date. Default: the analysis before this one."),
]
Files = Annotated[list[Path], typer.Argument(metavar="FILES…", help="Files and folders.", readable=False)]
"""What cannot be read is said by the room that reads it, beside all else that is wrong, and not by typer."""


@dataclass(frozen=True)
class Verb:
    """One word of the command line. examples: command lines that work in a folder with people.csv and a case."""

    name: str
    work: Callable[..., None]
    examples: tuple[str, ...] = ()

    @property
    def epilog(self) -> str | None:
        """The examples as the help shows them; "\\b" keeps the lines as they are."""
        if not self.examples:
            return None
        if len(self.examples) == 1:
            return f"\b\nExample:  {self.examples[0]}"
        return "\n".join(["\b\nExamples:", *(f"  {example}" for example in self.examples)])


def verb(name: str, *examples: str) -> Callable[[Callable[..., Any]], Verb]:
    """Makes a function a verb."""
    return lambda work: Verb(name, work, examples)


def case_folder(folder: Path | None) -> Path:
    if folder is not None:
        return folder
    here = Path.cwd()
    return here if (here / "case.toml").exists() else here / "case"


def open_case(folder: Path | None) -> Case:
    return Case.open(case_folder(folder))


def make_case(folder: Path | None, region: str | None) -> Case:
    """The case, made when it is not there. A region may be given as long as the case holds nothing; later UsageError is
    raised when it is not the case's."""
    wanted = None if region is None else country(region)
    case = Case.create(case_folder(folder), region=wanted or DEFAULT_REGION)
    if wanted is not None and wanted != case.region:
        from ingest.facts import holds_nothing

        if holds_nothing(case):
            return case.moved_to(wanted)
        raise UsageError(
            f"the region of this case is {case.region}, not {wanted}.",
            where=str(case.folder),
            remedy="Leave --region out, or name another case with --case; a column `region` may say it of each record.",
        )
    return case


def country(region: str) -> str:
    """Two letters, in capitals. Raises UsageError."""
    from ingest.sources._countries import is_country

    code = region.upper()
    if not is_country(code):
        raise UsageError(
            f"{region!r} is not a country.", where="--region", remedy="Write two letters, such as US, DE or PH."
        )
    return code
