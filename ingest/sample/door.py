"""The door of the sample world: a folder full of exports, and the truth beside them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph.model.errors import UsageError
from ingest.sample.build import build_world
from ingest.sample.parameters import Parameters
from ingest.sample.world import World
from ingest.sample.writers.cvs import write_cvs
from ingest.sample.writers.greenhouse import write_greenhouse
from ingest.sample.writers.gusto import write_gusto
from ingest.sample.writers.okta import write_okta
from ingest.sample.writers.plain import write_plain
from ingest.sample.writers.tables import write_tables
from ingest.sample.writers.truth import NAME, is_sample, write_truth

Progress = Callable[[str, int, int], None]
"""progress(step, done, total)"""

WRITTEN = (
    "greenhouse",
    "okta",
    "gusto",
    "cvs",
    "payroll.csv",
    "shipments.csv",
    "interviews.csv",
    "references.csv",
    "applicants.parquet",
    "identifiers.parquet",
)
"""All that a sample folder may hold beside truth.json; a new sample replaces exactly these."""


@dataclass(frozen=True)
class SampleReport:
    """What was made. `networks` and `crowds` count groups by role and by kind."""

    folder: Path
    applicants: int
    persons: int
    employees: int
    in_networks: int
    networks: dict[str, int]
    crowds: dict[str, int]
    files: tuple[str, ...]


def make(
    folder: Path,
    *,
    applicants: int = 2000,
    seed: int = 1,
    evasion: float = 0.2,
    plain: bool = False,
    parameters: Parameters | None = None,
    progress: Progress | None = None,
) -> SampleReport:
    """Write a sample world into `folder`: the same arguments give the same bytes.

    `plain` writes the two plain tables (Parquet) instead of the systems' exports and documents. An older sample in the
    folder is replaced. Raises UsageError on impossible numbers, or when the folder holds something else.
    """
    _check(folder, applicants, seed, evasion)
    tell = progress or (lambda step, done, total: None)
    tell("world", 0, applicants)
    world = build_world(applicants, seed, evasion, parameters or Parameters())
    tell("world", applicants, applicants)
    _clear(folder)
    write_truth(world, folder)
    if plain:
        write_plain(world, folder, lambda done: tell("tables", done, applicants))
    else:
        for number, writer in enumerate((write_greenhouse, write_okta, write_gusto, write_tables), start=1):
            writer(world, folder)
            tell("exports", number, 4)
        write_cvs(world, folder, lambda done: tell("CVs", done, applicants))
    return _report(world, folder)


def _check(folder: Path, applicants: int, seed: int, evasion: float) -> None:
    if applicants < 1:
        raise UsageError(f"{applicants} applicants are none.", where="sample", remedy="Ask for at least 1.")
    if seed < 0:
        raise UsageError(f"{seed} is not a seed.", where="sample", remedy="Give a whole number from 0 on.")
    if not 0 <= evasion <= 1:
        raise UsageError(f"evasion is {evasion}.", where="sample", remedy="Give a share from 0 to 1.")
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file.", where=str(folder), remedy="Name a folder.")
    if folder.exists() and any(folder.iterdir()) and not is_sample(folder):
        raise UsageError(
            "the folder is not empty and not a sample.", where=str(folder), remedy="Name a new or an empty folder."
        )


def _clear(folder: Path) -> None:
    """Remove an older sample's files and nothing else."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in WRITTEN:
            old = folder / name
            if old.is_dir():
                shutil.rmtree(old)
            elif old.exists():
                old.unlink()
    except OSError as error:
        raise UsageError(
            f"cannot write here ({error.strerror}).", where=str(folder), remedy="Name a folder that you may write to."
        ) from error


def _report(world: World, folder: Path) -> SampleReport:
    return SampleReport(
        folder=folder,
        applicants=len(world.applications),
        persons=len(world.persons),
        employees=len(world.employees),
        in_networks=sum(bool(application.person.network) for application in world.applications),
        networks=dict(sorted(Counter(network.role for network in world.networks.values()).items())),
        crowds=dict(sorted(Counter(group.kind for group in world.crowds.values()).items())),
        files=tuple(sorted(name for name in (*WRITTEN, NAME) if (folder / name).exists())),
    )
