"""Which files are meant: files and folders as they were named, walked in sorted order."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.facts.report import Rejected

TRUTH_KEY = "linchpin_truth"
"""First key of the sample world's truth file, which no reader may ever see."""

_JUNK = ("~$", ".")
_JUNK_NAMES = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})


@dataclass(frozen=True)
class Named:
    """A regular file. `name` is its path below the folder that was given, or its own name."""

    path: Path
    name: str


@dataclass(frozen=True)
class Walk:
    """The files that were found, what could not be used, and what was left out on purpose."""

    files: tuple[Named, ...]
    rejected: tuple[Rejected, ...]
    notes: tuple[str, ...]


class _Walker:
    def __init__(self, case_folder: Path) -> None:
        self.case_folder = case_folder.resolve()
        self.files: dict[Path, Named] = {}
        self.rejected: list[Rejected] = []
        self.notes: list[str] = []

    def reject(self, name: str, reason: str, message: str, remedy: str) -> None:
        self.rejected.append(Rejected(name, None, "", reason, message, remedy))

    def given(self, path: Path) -> None:
        """A path that the user named; a symbolic link is followed, because the user meant it."""
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            if path.is_symlink():
                self.reject(str(path), "broken_link", "the link leads nowhere", "Mend or remove the link.")
            else:
                self.reject(str(path), "missing", "there is no such file or folder", "Check the path.")
            return
        except OSError as error:
            self._unreadable(str(path), error)
            return
        if stat.S_ISDIR(mode):
            self.folder(path, path.resolve())
        else:
            self.regular(path, path.name, mode)

    def folder(self, folder: Path, root: Path) -> None:
        if folder.resolve() == self.case_folder:
            self.notes.append(f"{folder}: this is the case itself; left out")
            return
        try:
            entries = sorted(os.listdir(folder))
        except OSError as error:
            self._unreadable(self._name(folder, root), error)
            return
        for entry in entries:
            if not entry.startswith(_JUNK) and entry not in _JUNK_NAMES:
                self.entry(folder / entry, root)

    def entry(self, path: Path, root: Path) -> None:
        """Something in a folder. Links are not followed out of it; what they lead to inside is met anyway."""
        name = self._name(path, root)
        try:
            if path.is_symlink():
                self._link(path, name, root)
                return
            mode = path.stat().st_mode
        except OSError as error:
            self._unreadable(name, error)
            return
        if stat.S_ISDIR(mode):
            self.folder(path, root)
        else:
            self.regular(path, name, mode)

    def regular(self, path: Path, name: str, mode: int) -> None:
        if not stat.S_ISREG(mode):
            self.reject(name, "not_a_file", "it is a pipe, socket or device, not a file", "Name a file or a folder.")
            return
        real = path.resolve()
        if real not in self.files:
            self.files[real] = Named(path, name)

    def _link(self, path: Path, name: str, root: Path) -> None:
        if not path.exists():
            self.reject(name, "broken_link", "the link leads nowhere", "Mend or remove the link.")
        elif not path.resolve().is_relative_to(root):
            self.reject(name, "outside_link", "the link leads out of the folder", "Name its target itself.")

    def _unreadable(self, name: str, error: OSError) -> None:
        if isinstance(error, PermissionError):
            self.reject(name, "no_permission", "there is no permission to read it", "Ask for the right to read it.")
        else:
            self.reject(name, "unreadable", f"it cannot be read ({error.strerror})", "Copy it to this disk.")

    @staticmethod
    def _name(path: Path, root: Path) -> str:
        resolved = path.parent.resolve() / path.name
        return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else path.name


def find(paths: Sequence[Path], case_folder: Path) -> Walk:
    """The files meant by `paths`, each once, sorted by name. Hidden files and office lock files are passed over."""
    walker = _Walker(case_folder)
    for path in paths:
        walker.given(path)
    files = sorted(walker.files.values(), key=lambda named: (named.name, str(named.path)))
    return Walk(tuple(files), tuple(walker.rejected), tuple(walker.notes))


def is_truth(start: bytes) -> bool:
    """Whether a file begins as the sample world's truth does: a JSON object whose first key is "linchpin_truth"."""
    text = start[:4096].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return text.startswith("{") and text[1:].lstrip().startswith(json.dumps(TRUTH_KEY))
