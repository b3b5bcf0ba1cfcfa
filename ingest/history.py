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
    analysis before the current one when not given. When the one that fits is the current one, nothing changed. Raises
    UsageError when no kept analysis fits.
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
    """The kept analysis of the history that fits `since`, as `changes` reads it: for a run the first that has it and no
    later one, else the newest before it; for a date the newest of which no run or decision is younger."""
    runs, found = _runs(case), list(chain(case))
    fitting = [folder for folder in found if folder.name == since]
    if not fitting and since in runs:
        last = runs[since]["sequence"]
        older = [(one, manifest_of(one)["runs"]) for one in found]
        older = [(one, of) for one, of in older if all(runs[run]["sequence"] <= last for run in of if run in runs)]
        fitting = [one for one, of in older if since in of][-1:] or [one for one, _ in older]
    elif not fitting and DATE.fullmatch(since):
        made = _made(case, found, runs)
        fitting = [one for one in found if made[one.name] < since]
    elif not fitting and not (case.findings / since / "manifest.json").is_file():
        raise _since(f"{since!r} is no run, analysis or date.")
    if not fitting:
        raise _since(f"no analysis is kept that is as old as {since!r}.")
    return fitting[0]


def _since(message: str) -> UsageError:
    remedy = "Give a run, an analysis or a date (2026-11-20); without --since it is the analysis before this one."
    return UsageError(message, where="--since", remedy=remedy)


def _made(case: Case, found: list[Path], runs: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Analysis -> the time before which it cannot have been made: that of its youngest run, of its youngest decision, and of
    what withdrew a decision that the analysis before it still had. "" when nothing tells."""
    decisions = decided.read(case)
    at = {one.id: one.at for one in decisions}
    withdrawn: dict[str, str] = {}
    for one in decisions:
        for name in one.about if one.verdict == "withdrawn" else ():
            id_ = name.partition(":")[2]
            withdrawn[id_] = min(one.at, withdrawn.get(id_, one.at))
    made: dict[str, str] = {}
    time, before = "", set[str]()
    for folder in reversed(found):
        manifest = manifest_of(folder)
        own = set(manifest["decisions"])
        times = [runs[one]["created_at"] for one in manifest["runs"] if one in runs]
        times += [at.get(one, "") for one in own] + [withdrawn.get(one, "") for one in before - own]
        time, before = max([time, *times]), own
        made[folder.name] = time
    return made


def between(case: Case, older: Path, newest: Path, events: tuple[Event, ...]) -> Changes:
    """The events with what lies between two analyses: new runs and their files, decisions, changed rules."""
    then, now = manifest_of(older), manifest_of(newest)
    runs = _runs(case)
    fresh = sorted((one for one in now["runs"] if one not in then["runs"]), key=lambda one: _sequence(runs, one))
    known = {one.id: one for one in decided.read(case)}
    counting, counted = set(now["decisions"]), set(then["decisions"])
    return Changes(
        before=older.name,
        after=newest.name,
        runs=tuple(NewRun(one, tuple(runs.get(one, {}).get("names", ()))) for one in fresh),
        decisions=tuple(known[one] for one in sorted(counting - counted) if one in known),
        ended=tuple(known[one] for one in sorted(counted - counting) if one in known),
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
