"""What an ingest did, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.facts.unclean import Unclean

SHOWN, FILES_SHOWN = 5, 20
"""Lines shown of one reason, in one file and in all; the rest is counted. All are in the run's `rejected` table."""

COLUMNS_SHOWN = 12
"""Columns named in one line; all are in --json."""


@dataclass(frozen=True, order=True)
class Rejected:
    """Something that could not be used: where, why, and what to do about it."""

    file: str
    row: int | None
    path: str
    reason: str
    message: str
    remedy: str
    raw: str = ""

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}, row {self.row}"
        return f"{place}: {self.message}. {self.remedy}"


@dataclass(frozen=True)
class RunReport:
    """run: None when nothing was new. known: files whose facts were there already. superseded: (name, old SHA-256).

    standing: what was rejected in the known files when they were read, and so still is.
    passed_over: file -> its columns that are not understood, of new and known files.
    unclean: values that cannot be cleaned, of new and known files. They are not rejected: the row is read.
    read: files of which something could be read, now or before.
    """

    run: str | None
    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    superseded: tuple[tuple[str, str], ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()
    standing: tuple[Rejected, ...] = ()
    passed_over: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unclean: tuple[Unclean, ...] = ()
    read: int = 0

    def lines(self) -> list[str]:
        """The report as plain lines, the most repeated rejections counted instead of listed."""
        found = [*self.notes, *(not_understood(*one) for one in self.passed_over)]
        found.extend(map(str, self.unclean[:FILES_SHOWN]))
        if len(self.unclean) > FILES_SHOWN:
            found.append(f"{len(self.unclean) - FILES_SHOWN:,} more columns hold values that were not used; see --json")
        in_file: Counter[tuple[str, str]] = Counter()
        shown: Counter[str] = Counter()
        rejected = [*self.rejected, *self.standing]
        for one in rejected:
            in_file[one.file, one.reason] += 1
            if in_file[one.file, one.reason] <= SHOWN and shown[one.reason] < FILES_SHOWN:
                shown[one.reason] += 1
                found.append(f"rejected: {one}")
        for reason, number in sorted(Counter(one.reason for one in rejected).items()):
            if number > shown[reason]:
                found.append(f"rejected: {number - shown[reason]:,} more of the same kind ({reason})")
        for name, old in self.superseded:
            found.append(f"{name}: supersedes its older version (SHA-256 {old[:12]}…); both are kept")
        if self.run is None:
            known = f"{_counted(len(self.known), 'files')} already known"
            found.append(f"{known}: nothing was written" if self.known else "nothing was read: no run was written")
        else:
            counts = ", ".join(_counted(number, name) for name, number in self.counts.items())
            found.append(
                f"run {self.run}: {_counted(len(self.new), 'files')} read, {len(self.known):,} already known; {counts}"
            )
        return found

    def to_dict(self) -> dict[str, Any]:
        """For --json."""
        return {
            "run": self.run,
            "new": list(self.new),
            "known": list(self.known),
            "superseded": [{"file": name, "sha256": old} for name, old in self.superseded],
            "counts": dict(self.counts),
            "rejected": [vars(one) for one in self.rejected],
            "rejected_before": [vars(one) for one in self.standing],
            "notes": list(self.notes),
            "passed_over": [{"file": name, "columns": list(columns)} for name, columns in self.passed_over],
            "unclean": [one.to_dict() for one in self.unclean],
        }


def _counted(number: int, names: str) -> str:
    """ "1 record", "12 records": names are said in the plural, or are the same for one."""
    return f"{number:,} {names.removesuffix('s') if number == 1 else names}"


def not_understood(file: str, columns: Sequence[str]) -> str:
    """One line on columns that were passed over, and what to do.

    >>> not_understood("a.csv", ["quux"])
    "a.csv: column 'quux' is not understood and was passed over. Propose a mapping with: linchpin map FILE"
    """
    names = ", ".join(map(repr, columns[:COLUMNS_SHOWN]))
    more = f" and {len(columns) - COLUMNS_SHOWN:,} more" if len(columns) > COLUMNS_SHOWN else ""
    said = "column {} is not understood and was" if len(columns) == 1 else "columns {} are not understood and were"
    return f"{file}: {said.format(names + more)} passed over. Propose a mapping with: linchpin map FILE"
