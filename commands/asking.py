"""The verb that asks the graph: the catalogue of questions, and the answer to one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from commands.verb import AsJson, CaseFolder, open_case, verb
from graph.model.errors import CaseError, UsageError
from graph.model.settings import Case, GraphSettings
from graph.present.terminal import cell, note, show_json, show_table

if TYPE_CHECKING:
    from graph.store.catalogue import Parameter


FINDINGS, APPLICANTS = ("cluster_id",), ("applicant_id", "left_id", "right_id")
"""Parameters that name something of the case."""


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


def in_case(case: Case, given: dict[str, str]) -> dict[str, str]:
    """The parameters with a finding's id where its rank was given. Raises UsageError on a finding or an applicant that the
    case does not have; a case without findings has nothing to hold them against."""
    from ingest import pipeline

    try:
        pipeline.current_folder(case)
    except CaseError:
        return given
    pipeline.refuse_unknown(case, [f"applicant:{given[name]}" for name in APPLICANTS if name in given])
    return given | {name: pipeline.current_id(case, given[name]) for name in FINDINGS if name in given}


@verb("query", "linchpin query", "linchpin query shared_identifiers --param min_holders=3 --json")
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
    asked = in_case(opened, given)
    with open_store(opened, settings) as store:
        rows = store.run(name, asked)
    if as_json:
        show_json(rows)
    elif rows:
        show_table(list(rows[0]), [[cell(value) for value in row.values()] for row in rows])
    else:
        note("no rows")
