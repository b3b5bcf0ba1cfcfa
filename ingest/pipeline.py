"""The way from files to the graph, one step each: ingest, analyse, load; `run` is all three.

What an analysis found is kept in `<case>/findings/<analysis>/`, written beside and renamed into place:

    findings.json   the document of `linchpin findings --json`
    links.csv       the pairs of `linchpin links --csv`
    links/          the six tables of graph.model.links, as Parquet
    manifest.json   what it was made from (runs, rules, decisions) and the SHA-256 of each file

The name of an analysis is a hash of all that decides its content, so the same facts are the same analysis and nothing
is written twice. `findings/current` is one line of text that names the newest.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.model.decisions import Decision
from graph.model.errors import CaseError, RefusedError
from graph.model.findings import Document, Link
from graph.model.settings import Case, GraphSettings

if TYPE_CHECKING:
    from graph.model.links import Links
    from graph.store import LoadReport
    from ingest.facts import RunReport

Progress = Callable[[str, int, int], None]
"""step, done, total (0 when unknown)"""

LEFT_OVER = 3600.0  # seconds after which a half-written analysis is taken for abandoned
LINKS_HEADER = ("left", "right", "weight", "families", "decisive")
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

    With `strict`, raises RefusedError when anything was rejected; the run with its `rejected` table is kept.
    """
    from ingest.facts import write_run

    report = write_run(case, paths, mapping=mapping, progress=progress)
    if strict:
        refuse(report)
    return report


def refuse(report: RunReport) -> None:
    """Raises RefusedError when the run rejected anything."""
    count = len(report.rejected)
    if count:
        raise RefusedError(
            f"{count:,} {'thing was' if count == 1 else 'things were'} rejected.",
            remedy="Mend the files and ingest them again, or leave out --strict to go on without what was rejected.",
        )


def analyse(case: Case, decisions: Sequence[Decision] = (), *, progress: Progress | None = None) -> Document:
    """Facts -> links -> findings, kept in the case. The same facts, rules and decisions are not computed again.

    The returned document has no pairs; `pairs(case)` reads them. Raises CaseError when the case has no facts.
    """
    runs = ingest_runs(case)
    if not runs:
        raise CaseError("the case has no facts yet.", where=str(case.folder), remedy="Run: linchpin ingest FILES")
    made_from = {"runs": runs, "rules": rules_hash(), "decisions": [decision.id for decision in decisions]}
    identity = _digest(_json(made_from))[:16]
    folder = case.findings / identity
    if not folder.is_dir():
        _compute(case, decisions, folder, made_from, progress)
    _point_to(case, identity)
    return current(case)


def load(case: Case, settings: GraphSettings, *, progress: Progress | None = None) -> LoadReport:
    """Bring the current links and findings into the graph; what is stale there goes, decisions stay."""
    from graph.store import open_store

    document, links = current(case), current_links(case)
    if progress:
        progress("opening the graph", 0, 0)
    with open_store(case, settings) as store:
        return store.load(links, document, progress)


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
    document = analyse(case, progress=progress)
    return RunResult(ingested, document, load(case, settings, progress=progress))


def current(case: Case) -> Document:
    """The newest findings, without pairs. Raises CaseError when there are none or they cannot be read."""
    file = current_folder(case) / "findings.json"
    try:
        return Document.from_dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(file, error) from error


def current_links(case: Case) -> Links:
    """The links that the newest findings were made from. Raises CaseError as `current` does."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from graph.model.links import TABLES, Links

    folder = current_folder(case)
    try:
        tables = {name: pq.read_table(folder / "links" / f"{name}.parquet", schema=TABLES[name]) for name in TABLES}
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return Links(**tables, runs=tuple(manifest["links_runs"]))
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise _damaged(folder, error) from error


def pairs(case: Case) -> tuple[Link, ...]:
    """The weighed pairs of the newest findings, heaviest first as the analysis ordered them."""
    file = current_folder(case) / "links.csv"
    try:
        with file.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        return tuple(
            Link(
                row["left"],
                row["right"],
                float(row["weight"]),
                tuple(filter(None, row["families"].split("+"))),
                row["decisive"] == "true",
            )
            for row in rows
        )
    except (OSError, ValueError, KeyError) as error:
        raise _damaged(file, error) from error


def current_folder(case: Case) -> Path:
    """The folder of the newest analysis. Raises CaseError when nothing was analysed yet."""
    try:
        name = (case.findings / "current").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        name = ""
    folder = case.findings / name
    if not name or not folder.is_dir():
        raise CaseError("the case has no findings yet.", where=str(case.folder), remedy="Run: linchpin analyse")
    return folder


def is_stale(case: Case) -> bool:
    """True when facts came in, or rules changed, after the newest findings."""
    try:
        manifest = json.loads((current_folder(case) / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True
    return (manifest["runs"], manifest["rules"]) != (ingest_runs(case), rules_hash())


def status(case: Case) -> dict[str, Any]:
    """What the case holds, without asking a graph engine: for `linchpin status`."""
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
        document = current(case)
    except CaseError:
        return state | {"findings": None}
    found = {
        "analysis": current_folder(case).name,
        "up_to_date": not is_stale(case),
        "findings": len(document.findings),
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


def _compute(
    case: Case, decisions: Sequence[Decision], folder: Path, made_from: dict[str, Any], progress: Progress | None
) -> None:
    from graph.analyse import analyse as find
    from ingest.facts import read_facts
    from ingest.link import link

    links = link(read_facts(case), progress=progress)
    document = find(links, decisions, progress=progress)
    beside = case.findings / f".writing-{folder.name}-{secrets.token_hex(4)}"
    try:
        _sweep(case.findings)
        beside.mkdir(parents=True)
        _write(beside, links, document, made_from)
        beside.replace(folder)
    except OSError as error:
        if folder.is_dir():  # another command finished the same analysis first: theirs is as good
            return
        raise CaseError(
            f"the findings cannot be written ({error.strerror}).",
            where=str(folder),
            remedy="Make room or mend the rights, then run: linchpin analyse",
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write(folder: Path, links: Links, document: Document, made_from: dict[str, Any]) -> None:
    import pyarrow.parquet as pq

    from graph.model.links import TABLES

    (folder / "links").mkdir()
    for name in TABLES:
        pq.write_table(getattr(links, name), folder / "links" / f"{name}.parquet", compression="zstd")
    (folder / "findings.json").write_bytes(_json(document.to_dict()))
    (folder / "links.csv").write_bytes(links_csv(document.links))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = made_from | {
        "links_runs": list(links.runs),
        "findings": len(document.findings),
        "files": {path.relative_to(folder).as_posix(): _digest(path.read_bytes()) for path in files},
    }
    (folder / "manifest.json").write_bytes(_json(manifest))


def _sweep(findings: Path) -> None:
    """Remove what a killed command left; a younger one may still be at work."""
    for left in findings.glob(".writing-*"):
        if time.time() - left.stat().st_mtime > LEFT_OVER:
            shutil.rmtree(left, ignore_errors=True)


def links_csv(links: Sequence[Link]) -> bytes:
    """`left,right,weight,families,decisive`: families joined by "+", decisive true or false."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(LINKS_HEADER)
    for one in links:
        decisive = "true" if one.decisive else "false"
        writer.writerow((one.left, one.right, f"{one.weight:.2f}", "+".join(one.families), decisive))
    return text.getvalue().encode()


def _point_to(case: Case, identity: str) -> None:
    pointer = case.findings / "current"
    if pointer.exists() and pointer.read_text(encoding="ascii").strip() == identity:
        return
    beside = case.findings / f".current-{os.getpid()}"
    beside.write_text(identity + "\n", encoding="ascii")
    beside.replace(pointer)


def _json(value: Any) -> bytes:
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _damaged(file: Path, error: Exception) -> CaseError:
    return CaseError(
        f"the findings cannot be read ({error}).",
        where=str(file),
        remedy=f"Remove {file if file.is_dir() else file.parent} and run: linchpin analyse",
    )
