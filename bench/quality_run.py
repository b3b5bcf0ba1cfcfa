"""One world, from nothing to its measures: make, read, link, analyse, hold against the truth. Runs in a process of its own."""

from __future__ import annotations

import hashlib
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from quality_measures import Row, measured
from quality_other import made as made_otherwise
from quality_steps import TABLES
from quality_worlds import COLUMNS, OTHER_MAKE, PARAMETERS, World

from graph.analyse import analyse
from graph.model.links import Links
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.link import link
from ingest.sample import make

ROOT = Path(__file__).resolve().parent.parent


def fingerprint() -> str:
    """Of all code that a result depends on: results of other code are not taken up again."""
    digest = hashlib.sha256()
    for path in sorted(
        [*(ROOT / "graph").rglob("*.py"), *(ROOT / "ingest").rglob("*.py"), *ROOT.glob("bench/quality*.py")]
    ):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def key(world: World, missing: tuple[str, ...] = ()) -> str:
    """What a result is kept under."""
    return f"{world.name}|{world.seed}|{world.evasion}|{world.applicants}|{'+'.join(missing)}"


def run(world: World) -> list[Row]:
    """The measures of one world, one row for each of its `missing` sources."""
    with tempfile.TemporaryDirectory(prefix="linchpin-quality-") as folder:
        files = Path(folder) / "world"
        begin = cpu()
        written(world, files)
        made = cpu() - begin
        truth = json.loads((files / "truth.json").read_text(encoding="utf-8"))
        found = []
        for missing in world.missing:
            without(files, Path(folder) / "tables", missing)
            begin, clock = cpu(), time.perf_counter()
            links, document = through(Path(folder), Path(folder) / "tables")
            row: dict[str, Any] = {"key": key(world, missing), "name": world.name, "seed": world.seed}
            row |= {"evasion": world.evasion, "applicants": world.applicants, "missing": list(missing)}
            row |= {"make_cpu": made, "cpu": cpu() - begin, "wall": time.perf_counter() - clock}
            row |= {"reachable": truth.get("reachable")}
            found.append(row | measured(document, links, truth))
    return found


def written(world: World, files: Path) -> None:
    """The world's two plain tables and its truth."""
    if world.name == OTHER_MAKE:
        made_otherwise(files, world.applicants, world.seed, world.evasion)
        return
    make(
        files,
        applicants=world.applicants,
        seed=world.seed,
        evasion=world.evasion,
        plain=True,
        parameters=PARAMETERS[world.name](),
    )


def through(folder: Path, tables: Path) -> tuple[Links, Any]:
    """Files -> facts -> links -> findings, in a case that is thrown away."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        case = Case.create(Path(scratch) / "case", key=b"q" * 32)
        write_run(case, [tables / name for name in TABLES])
        links = link(read_facts(case))
        return links, analyse(links)


def without(files: Path, into: Path, missing: tuple[str, ...]) -> None:
    """The two tables without what comes from the missing sources."""
    into.mkdir(exist_ok=True)
    gone = {column for source in missing for column in COLUMNS[source]}
    applicants = pq.read_table(files / TABLES[0])
    pq.write_table(applicants.drop_columns(sorted(gone & set(applicants.column_names))), into / TABLES[0])
    identifiers = pq.read_table(files / TABLES[1])
    kept = [kind not in gone for kind in identifiers.column("kind").to_pylist()]
    pq.write_table(identifiers.filter(pa.array(kept, pa.bool_())), into / TABLES[1])


def cpu() -> float:
    """Seconds of user and system time, of this process and its ended children."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)
