"""Verbs of a case that lives: what changed, what touches staff or a new application, and what people decided."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commands.showing import REJECTED_SHOWN, show_run, warn_when_stale
from commands.verb import AsJson, CaseFolder, Mapping, Since, open_case, verb
from graph.present.terminal import Bars, note, safe, show_json, write

LITTLE = 100_000
"""Bytes of a file that is looked at without loading the compiler of the kernels."""


@verb("changes", "linchpin changes", "linchpin changes --json")
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


@verb("audit", "linchpin audit --limit 5")
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


@verb("check", "linchpin check people.csv")
def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An application in any format that can be read.", readable=False)
    ],
    case: CaseFolder = None,
    mapping: Mapping = None,
    store: Annotated[bool, typer.Option("--store", help="Ingest the file afterwards.")] = False,
    as_json: AsJson = False,
) -> None:
    """The question before an offer: which known values and findings does an application touch, and why?

    The file is not stored unless asked. The answer is something to ask about, never a verdict.
    """
    if not store and file.is_file() and file.stat().st_size <= LITTLE:
        from ingest.text.kernel import interpret

        interpret()
    from graph.present.changes import show_answers
    from ingest.check import check as look
    from ingest.facts.report import not_understood

    opened = open_case(case)
    found = look(opened, file, mapping=mapping)
    for line in found.rejected[:REJECTED_SHOWN]:
        note(f"rejected: {line}")
    for name, columns in found.passed_over:
        note(not_understood(name, columns))
    show_json(found.to_dict()) if as_json else show_answers(found.answers, found.texts)
    if store:
        from ingest import pipeline

        with Bars() as progress:
            show_run(pipeline.ingest(opened, [file], mapping=mapping, progress=progress))
    warn_when_stale(opened)


@verb(
    "decide",
    'linchpin decide innocent_value "phone:+1 415 212 7788" --note "reception desk" --by "A. Analyst"',
    'linchpin decide note "phone:+1 702 385 1199" --note "asked the front desk" --by "A. Analyst"',
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
    for name in pipeline.unheld(opened, made.about):
        note(f"nobody in the case holds {name} yet; the decision is kept for when somebody does")
    if as_json:
        show_json(asdict(made))
    else:
        write(f"{made.id}: {made.verdict} {safe(', '.join(made.about))}")
    warn_when_stale(opened)


@verb("decisions", "linchpin decisions --json")
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
