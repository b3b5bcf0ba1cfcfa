"""The terminal door: `linchpin …`. The verbs in the order of the help, their options in `commands/`, and exit codes."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder

import typer

from commands import asking, begin, case, over_time, results
from graph.model.errors import CaseError, LinchpinError
from graph.present.terminal import note

EPILOG = """\b
Exit codes: 0 done, 1 something went wrong, 2 wrong command or setting, 3 a file cannot be read,
4 --strict and something was rejected, 5 the case folder cannot be used, 6 the graph engine cannot be used,
130 interrupted.
\b
Begin with:  linchpin demo
"""
VERBS = (
    begin.sample, begin.map_, case.ingest, case.analyse, case.load, case.run, results.findings, results.links,
    results.explain, asking.query, results.export, results.app, over_time.changes, over_time.audit, over_time.check,
    over_time.decide, over_time.decisions, case.status, begin.doctor, begin.version, begin.demo,
)  # fmt: skip
FULL = (errno.ENOSPC, errno.EDQUOT)

KEPT_MS = "3000"
"""Milliseconds for which Arrow keeps room that was given back for what comes next: to get fresh room from the system costs
more than many a step that needs it. (mimalloc's own 10 ms are for processes that stay.)"""

SELDOM = 200_000
"""New objects between two searches for cycles: a verb makes many that stay and hardly a cycle, and has no time to lose."""

app = typer.Typer(
    name="linchpin",
    help="Finds the one person behind many applicants. It ranks cases for people to review; it accuses nobody.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for one in VERBS:
    app.command(one.name, epilog=one.epilog)(one.work)


class _WithoutPandas(MetaPathFinder):
    """No verb needs pandas, and pyarrow would load it, half a second, to ask whether a list is one of its columns."""

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


@contextmanager
def lightly() -> Iterator[None]:
    """A process that does one thing: what no verb needs is kept away from it."""
    os.environ.setdefault("MIMALLOC_PURGE_DELAY", KEPT_MS)  # read when Arrow is loaded
    sys.meta_path.insert(0, _WithoutPandas())
    gc.set_threshold(SELDOM)
    try:
        yield
    finally:
        gc.freeze()  # what is left goes with the process: to search it once more takes a tenth of a second


def main() -> None:
    """The command. What goes wrong is one line on standard error and an exit code of graph.model.errors."""
    with lightly():
        try:
            app()
        except LinchpinError as error:
            fail(error)
        except OSError as error:
            if error.errno not in FULL:
                raise
            place = str(error.filename or "")
            fail(CaseError("the disk is full; what was there before is unchanged.", where=place, remedy="Make room."))


def fail(error: LinchpinError) -> None:
    note(f"linchpin: {error}")
    sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
