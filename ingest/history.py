"""The analyses of a case one after the other: which one was before, and what changed since.

Every analysis names the one that was current before it. The history is that chain, newest first; removing an older
analysis shortens it and harms nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.analyse.audit import COLUMNS, Audit, Holdings
from graph.analyse.audit import audit as audited
from graph.analyse.audit import since as marked
from graph.analyse.lineage import Changes, Event, NewRun, compare
from graph.model.chain import in_force
from graph.model.errors import CaseError, UsageError
from graph.model.settings import Case
from ingest import decided
from ingest.kept import current_folder, document_of, listing_of, manifest_of, tables_of

DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")


def chain(case: Case) -> Iterator[Path]:
    """The folders of the kept analyses, the current one first. Raises CaseError when nothing was analysed yet."""
    folder = current_folder(case)
    seen: set[str] = set()
    while folder.is_dir() and folder.name not in seen:
        seen.add(folder.name)
        yield folder
        before = str(manifest_of(folder).get("previous", ""))
        if not before:
            return
        folder = case.findings / before


def before(case: Case, identity: str, runs: list[str]) -> Path | None:
    """The analysis that a new one, `identity`, follows: the current one, or when that is not there the kept one that was
    made from most of these runs (the first by name of several). None when there is none."""
    try:
        folder = current_folder(case)
        if folder.name != identity:
            manifest_of(folder)
            return folder
    except CaseError:
        pass
    kept = []
    for folder in sorted(case.findings.glob("*/manifest.json")):
        try:
            known = manifest_of(folder.parent)["runs"]
        except (CaseError, KeyError):
            continue
        if folder.parent.name != identity and not folder.parent.name.startswith(".") and set(known) <= set(runs):
            kept.append((-len(known), folder.parent.name, folder.parent))
    return min(kept)[2] if kept else None


def changes(case: Case, since: str = "") -> Changes:
    """What changed from an earlier analysis to the current one.

    since: an analysis, a run (the state after it), or a date (the state before it, "2026-11-20" or with a time); the
    analysis before the current one when not given. Raises UsageError when no kept analysis fits.
    """
    found = list(chain(case))
    newest = found[0]
    older = at(case, since) if since else (found[1] if len(found) > 1 else None)
    if older is None:
        return Changes("", newest.name, (), (), False, ())
    return between(case, older, newest, _kept(newest, older) or compare(document_of(older), document_of(newest)))


def audit(case: Case, since: str = "") -> Audit:
    """What touches present staff, with what is new since an earlier analysis marked (see `changes` for `since`)."""
    newest = current_folder(case)
    decisions = in_force(decided.read(case))
    now = audited(Holdings(**tables_of(newest, COLUMNS)), listing_of(newest), decisions)
    found = list(chain(case))
    older = at(case, since) if since else (found[1] if len(found) > 1 else None)
    if older is None or older == newest:
        return now
    then = audited(Holdings(**tables_of(older, COLUMNS)), listing_of(older), decisions)
    return marked(now, then, older.name)


def at(case: Case, since: str) -> Path:
    """The newest kept analysis of the history that fits `since`, as `changes` reads it."""
    runs = _runs(case)
    for folder in chain(case):
        of = manifest_of(folder)["runs"]
        if folder.name == since:
            return folder
        if since in runs and all(runs[one]["sequence"] <= runs[since]["sequence"] for one in of if one in runs):
            return folder
        if DATE.fullmatch(since) and all(runs[one]["created_at"] < since for one in of if one in runs):
            return folder
    raise UsageError(
        f"no analysis is kept that is as old as {since!r}.",
        where="--since",
        remedy="Give a run, an analysis or a date (2026-11-20); without --since it is the analysis before this one.",
    )


def between(case: Case, older: Path, newest: Path, events: tuple[Event, ...]) -> Changes:
    """The events with what lies between two analyses: new runs and their files, decisions, changed rules."""
    then, now = manifest_of(older), manifest_of(newest)
    runs = _runs(case)
    fresh = sorted((one for one in now["runs"] if one not in then["runs"]), key=lambda one: _sequence(runs, one))
    known = {one.id: one for one in decided.read(case)}
    differ = set(now["decisions"]) ^ set(then["decisions"])
    return Changes(
        before=older.name,
        after=newest.name,
        runs=tuple(NewRun(one, tuple(runs.get(one, {}).get("names", ()))) for one in fresh),
        decisions=tuple(known[one] for one in sorted(differ) if one in known),
        rules_changed=then["rules"] != now["rules"],
        events=events,
    )


def _kept(newest: Path, older: Path) -> tuple[Event, ...]:
    """The events that were kept when `newest` was made after `older`; () when they are not there or of another pair."""
    try:
        lineage = json.loads((newest / "lineage.json").read_text(encoding="utf-8"))
        if lineage["before"] != older.name:
            return ()
        lists = ("others", "added", "removed")
        return tuple(Event(**{**one, **{name: tuple(one[name]) for name in lists}}) for one in lineage["events"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _sequence(runs: dict[str, dict[str, Any]], run: str) -> tuple[int, str]:
    return (int(runs[run]["sequence"]) if run in runs else 0, run)


def _runs(case: Case) -> dict[str, dict[str, Any]]:
    """Run -> its number, its time and the names of its files."""
    from ingest.facts import disk

    return {
        str(one["run"]): {
            "sequence": int(one["sequence"]),
            "created_at": str(one["created_at"]),
            "names": [str(file["name"]) for file in one["files"]],
        }
        for one in disk.manifests(case)
    }
