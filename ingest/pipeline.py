"""The way from files to the graph, one step each: ingest, analyse, load; `run` is all three.

The name of an analysis is a hash of all that it is made from (runs, rules, decisions), so the same facts are the same
analysis and nothing is written twice. The findings of a new one inherit the ids of the analysis that was current before:
the same history gives the same bytes. How an analysis is kept: ingest.kept; decisions: ingest.decided.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.model import chain
from graph.model.decisions import Decision
from graph.model.errors import CaseError, InputError, RefusedError, UsageError
from graph.model.findings import Document, Finding
from graph.model.settings import Case, GraphSettings
from ingest import decided
from ingest.keeping import LINKS_HEADER as LINKS_HEADER
from ingest.keeping import links_csv as links_csv
from ingest.keeping import write_analysis
from ingest.kept import as_json, columns_in, digest, manifest_of
from ingest.kept import current as current
from ingest.kept import current_finding as current_finding
from ingest.kept import current_folder as current_folder
from ingest.kept import current_id as current_id
from ingest.kept import current_json as current_json
from ingest.kept import current_links as current_links
from ingest.kept import current_listing as current_listing
from ingest.kept import pairs as pairs

if TYPE_CHECKING:
    from graph.analyse.lineage import Event
    from graph.model.large import Texts
    from graph.model.links import Links
    from graph.store import LoadReport
    from ingest.facts import RunReport

Progress = Callable[[str, int, int], None]
"""step, done, total (0 when unknown)"""

LEFT_OVER = 3600.0  # seconds after which a half-written analysis is taken for abandoned
RULES = ("graph/analyse", "graph/model", "ingest/facts", "ingest/link", "ingest/text")  # they decide what is found


@dataclass(frozen=True)
class RunResult:
    """What `run` did: the ingest run, the findings, and what the graph took."""

    ingested: RunReport
    document: Document
    loaded: LoadReport


def ingest(
    case: Case,
    paths: Sequence[Path],
    *,
    strict: bool = False,
    mapping: Path | None = None,
    progress: Progress | None = None,
) -> RunReport:
    """Read files and folders into one run of facts. The same files again are the same run.

    With `strict`, raises RefusedError when these files hold anything rejected; the run with its `rejected` table is kept.
    """
    from ingest.facts import write_run

    report = write_run(case, paths, mapping=mapping, progress=progress)
    if strict:
        refuse(report)
    return report


def refuse(report: RunReport) -> None:
    """Raises RefusedError when the files hold anything that was rejected, now or when they were read."""
    count = len(report.rejected) + len(report.standing)
    if count:
        raise RefusedError(
            f"{count:,} {'thing was' if count == 1 else 'things were'} rejected.",
            remedy="Mend the files and ingest them again, or leave out --strict to go on without what was rejected.",
        )


def must_exist(paths: Sequence[Path]) -> None:
    """Raises InputError when there is none of these files and folders: nothing to make a case for."""
    if not any(map(os.path.lexists, paths)):
        raise InputError("there is no such file or folder.", where=", ".join(map(str, paths)), remedy="Check the path.")


def refuse_unread(report: RunReport) -> None:
    """Raises InputError when nothing of all that was named could be read, now or before."""
    if not report.read and (report.rejected or report.standing):
        raise InputError(
            "nothing of what was named could be read.", remedy="Mend what is said above, and ingest again."
        )


def analyse(case: Case, *, progress: Progress | None = None) -> Document:
    """Facts and decisions -> links -> findings, kept in the case. The same inputs are not computed again.

    The returned document has no pairs; `pairs(case)` reads them. Raises CaseError when the case has no facts, or when the
    chain of its decisions is broken.
    """
    runs = ingest_runs(case)
    if not runs:
        raise CaseError("the case has no facts yet.", where=str(case.folder), remedy="Run: linchpin ingest FILES")
    decided_so_far = decided.read(case)
    decisions = chain.in_force(decided_so_far)
    made_from = _made_from(case, decided_so_far)
    identity = digest(as_json(made_from))[:16]
    folder = case.findings / identity
    made = None if folder.is_dir() else _compute(case, decisions, folder, made_from, progress)
    _point_to(case, identity)
    return current(case) if made is None else made


def load(case: Case, settings: GraphSettings, *, progress: Progress | None = None) -> LoadReport:
    """Bring the current links and findings into the graph; what is stale there goes, decisions stay.

    Case and graph get each other's decisions; when some came from the graph, `is_stale` says so.
    """
    from graph.store import open_store

    document, links = current(case), current_links(case)
    if progress:
        progress("opening the graph", 0, 0)
    with open_store(case, settings) as store:
        report = store.load(links, document, progress)
        exchanged = decided.exchange(case, store)
        return replace(report, decisions=len(exchanged.given), decisions_taken=len(exchanged.taken))


def decide(case: Case, verdict: str, about: Sequence[str], *, by: str, note: str = "") -> Decision:
    """Keep an analyst's decision; the next analysis obeys it. Raises UsageError when it is about an applicant or a
    finding that the newest analysis does not know. A value that nobody holds yet may be decided about (see `unheld`)."""
    refuse_unknown(case, [decided.node_name(case, one, verdict) for one in about])
    return decided.decide(case, verdict, about, by=by, note=note)


def suppose(case: Case, id_: str, innocent: Sequence[str]) -> tuple[Finding, Finding | None, list[str]]:
    """A finding (id or rank) as it is and as it would be if these values ("phone:+1 …") were innocent; their names.

    Raises UsageError when there is no such finding, or a value is none of its kind or held by nobody.
    """
    from graph.analyse.what_if import what_if

    before = current_finding(case, id_).findings[0]
    keys = [decided.node_name(case, one, "innocent_value") for one in innocent]
    if nobodys := unheld(case, keys):
        raise UsageError(
            f"nobody in the case holds {nobodys[0]}.",
            where="--innocent",
            remedy=f"Write a value as it stands in the finding: linchpin explain {id_}",
        )
    decisions = chain.in_force(decided.read(case))
    return before, what_if(current_links(case), current_listing(case), before.id, keys, decisions), keys


def run(
    case: Case,
    paths: Sequence[Path],
    settings: GraphSettings,
    *,
    strict: bool = False,
    mapping: Path | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """The whole way: ingest, analyse, load. With `strict` it stops after an ingest that rejected anything."""
    ingested = ingest(case, paths, strict=strict, mapping=mapping, progress=progress)
    return RunResult(ingested, *analyse_and_load(case, settings, progress=progress))


def analyse_and_load(
    case: Case, settings: GraphSettings, *, progress: Progress | None = None
) -> tuple[Document, LoadReport]:
    """Both, and both again when the graph had decisions of colleagues that the case did not know."""
    document = analyse(case, progress=progress)
    report = load(case, settings, progress=progress)
    if is_stale(case):
        document = analyse(case, progress=progress)
        report = load(case, settings, progress=progress)
    return document, report


def is_stale(case: Case) -> bool:
    """True when facts or decisions came in, or rules changed, after the newest findings."""
    manifest = _manifest(case)
    now = _made_from(case, decided.read(case))
    return not manifest or any(manifest.get(name) != value for name, value in now.items())


def status(case: Case) -> dict[str, Any]:
    """What the case holds, without asking a graph engine: for `linchpin status`. Raises CaseError when it is damaged."""
    from ingest.facts import read_facts

    facts = read_facts(case)
    state: dict[str, Any] = {
        "case": case.name,
        "folder": str(case.folder),
        "runs": len(ingest_runs(case)),
        "sources": facts.sources.num_rows,
        "records": facts.records.num_rows,
        "observations": facts.observations.num_rows,
        "texts": facts.texts.num_rows,
    }
    try:
        folder = current_folder(case)
    except CaseError:
        return state | {"findings": None}  # not analysed yet
    document = current_listing(case, 0)
    found = {
        "analysis": folder.name,
        "up_to_date": not is_stale(case),
        "findings": document.total,
        **document.population,
    }
    return state | {"findings": found}


def ingest_runs(case: Case) -> list[str]:
    """The names of all runs of the case, in order of name. A run without a manifest is none."""
    return sorted(manifest.parent.name for manifest in case.facts.glob("*/manifest.json"))


@cache
def rules_hash() -> str:
    """A hash over the rooms that decide what is found: a changed rule makes another analysis.

    It is taken over their source text, so that no version number can be forgotten.
    """
    root = Path(__file__).resolve().parent.parent
    whole = hashlib.sha256()
    for room in RULES:
        for file in sorted((root / room).rglob("*.py")):
            whole.update(file.relative_to(root).as_posix().encode())
            whole.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()[:16]


def _made_from(case: Case, decided_so_far: Sequence[Decision]) -> dict[str, Any]:
    """All that decides what is found, and which decisions of the newest analysis were withdrawn: who takes back what was analysed
    does not go back in time, and gets an analysis of its own with that one before it."""
    before = _manifest(case)
    kept = {f"decision:{name}" for name in before.get("decisions", ())}
    withdrawn = [one for one in decided_so_far if one.verdict == "withdrawn"]
    told = {one.id for one in withdrawn if kept.intersection(one.about)} | set(before.get("withdrawn", ()))
    found: dict[str, Any] = {"runs": ingest_runs(case), "rules": rules_hash()}
    found["decisions"] = sorted(one.id for one in chain.in_force(decided_so_far))
    return found | ({"withdrawn": sorted(told)} if told else {})


def _manifest(case: Case) -> dict[str, Any]:
    """What the newest analysis was made from; nothing when there is none."""
    try:
        return manifest_of(current_folder(case))
    except CaseError:
        return {}


def _linked(case: Case, progress: Progress | None) -> tuple[Links, Texts]:
    """The links of the facts, and their texts; the facts themselves go while they are linked."""
    from ingest.facts import read_facts
    from ingest.link import link

    facts = [read_facts(case)]
    texts = facts[0].texts
    return link(facts.pop(), progress=progress), texts


def _compute(
    case: Case, decisions: Sequence[Decision], folder: Path, made_from: dict[str, Any], progress: Progress | None
) -> Document | None:
    """Writes the analysis. The document without its pairs; None when another command wrote the same one first."""
    from graph.analyse import analyse as find
    from graph.analyse.lineage import inherit
    from ingest.history import before
    from ingest.kept import document_of

    links, texts = _linked(case, progress)
    document = find(links, decisions, progress=progress)
    older = before(case, folder.name, made_from["runs"])
    events: tuple[Event, ...] = ()
    if older is not None:
        document, events = inherit(document_of(older), document)
    lineage = {"before": older.name if older else "", "events": events}
    beside = case.findings / f".writing-{folder.name}-{secrets.token_hex(4)}"
    try:
        _sweep(case.findings)
        beside.mkdir(parents=True)
        write_analysis(beside, texts, links, document, lineage, made_from)
        beside.replace(folder)
    except OSError as error:
        if folder.is_dir():  # another command finished the same analysis first: theirs is as good
            return None
        raise CaseError(
            f"the findings cannot be written ({error.strerror}).",
            where=str(folder),
            remedy="Make room or mend the rights, then run: linchpin analyse",
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return replace(document, links=())


def unheld(case: Case, names: Sequence[str]) -> list[str]:
    """Those of these values ("<kind>:<key>") that nobody in the newest analysis holds. Other names are passed over."""
    from ingest import lookup

    try:
        table = lookup.Table(current_folder(case) / "links" / "values.parquet")
    except CaseError:
        return []
    asked = {}
    for name in names:
        kind, _, key = name.partition(":")
        if kind not in decided.THINGS:
            asked[kind, key] = name
    found = lookup.values(table, asked)
    return [name for value, name in asked.items() if value not in found]


def refuse_unknown(case: Case, names: Sequence[str]) -> None:
    """Raises UsageError on an applicant or a finding ("applicant:<id>", "cluster:<id>") that the newest analysis does not
    have. Before the first analysis nothing is refused."""
    try:
        folder = current_folder(case)
    except CaseError:
        return
    wanted = {name for name in names if name.startswith(("applicant:", "cluster:"))}
    for head, file, what in (
        ("applicant", "links/applicants.parquet", "applicant"),
        ("cluster", "findings.parquet", "finding"),
    ):
        asked = {name.partition(":")[2] for name in wanted if name.startswith(f"{head}:")}
        if asked:
            missing = sorted(asked - set(columns_in(folder / file, ["id"])["id"].to_pylist()))
            if missing:
                raise _unknown(what, missing[0], folder / file)


def _unknown(what: str, id_: str, file: Path) -> UsageError:
    kind, colon, _ = id_.partition(":")
    if what == "applicant" and colon:
        return UsageError(f"there is no kind {kind!r}, and no applicant {id_!r}.", remedy=decided.kinds_remedy())
    ids = "Those in findings are in: linchpin findings --json"
    if what == "applicant":  # most are in no finding
        ids = f"An id is written as in its source file. {ids}; all are the column id of {file}"
    return UsageError(f"there is no {what} {id_!r}.", remedy=ids)


def _sweep(findings: Path) -> None:
    """Remove what a killed command left; a younger one may still be at work."""
    for left in findings.glob(".writing-*"):
        if time.time() - left.stat().st_mtime > LEFT_OVER:
            shutil.rmtree(left, ignore_errors=True)


def _point_to(case: Case, identity: str) -> None:
    pointer = case.findings / "current"
    if pointer.exists() and pointer.read_bytes().strip() == identity.encode("ascii"):
        return
    beside = case.findings / f".current-{os.getpid()}"
    beside.write_text(identity + "\n", encoding="ascii")
    beside.replace(pointer)
