"""The sample world of `linchpin demo`: made once, whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from graph.model.errors import CaseError, UsageError
from ingest.sample import make


def world(folder: Path, applicants: int, seed: int, *, progress: Callable[[str, int, int], None] | None = None) -> Path:
    """The folder of files of the demo whose case is `folder`; made when it is not there.

    Raises UsageError when the demo there was made with other options, CaseError when the folder is somebody's own or
    cannot be written.
    """
    card, files = folder / "demo.json", folder / "sample"
    wanted = {"applicants": applicants, "seed": seed}
    if card.exists():
        made = json.loads(card.read_text(encoding="utf-8"))
        if made != wanted:
            raise UsageError(
                f"the demo here was made with --applicants {made['applicants']} --seed {made['seed']}.",
                where=str(folder),
                remedy="Name another folder: linchpin demo FOLDER",
            )
        if files.is_dir():
            return files
    elif (folder / "case.toml").exists() or files.exists():
        raise CaseError("this is no demo.", where=str(folder), remedy="Name another folder: linchpin demo FOLDER")
    beside = folder / ".sample-making"
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        make(beside, applicants=applicants, seed=seed, progress=progress)
        card.write_text(json.dumps(wanted) + "\n", encoding="utf-8")
        beside.rename(files)
    except OSError as error:
        raise CaseError(
            f"cannot make the demo here ({error.strerror}).",
            where=str(folder),
            remedy="Name a folder that you may write to: linchpin demo FOLDER",
        ) from error
    return files
