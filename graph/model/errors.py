"""What can go wrong, as a person would want to hear it.

    LinchpinError            what happened, where, what to do; exit code 1
    ├── UsageError           the command or a setting is wrong                      2
    ├── InputError           a file cannot be read as what it is said to be         3
    │   └── RefusedError     --strict: something was rejected                       4
    ├── CaseError            the case folder is missing, locked or of a newer form  5
    └── StoreError           the graph engine cannot be used                        6

Exit codes are documented in docs/operating.md; they are part of the interface.
"""

from __future__ import annotations


class LinchpinError(Exception):
    """One clear line: what happened, where, and what to do about it."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line} {self.remedy}" if self.remedy else line


class UsageError(LinchpinError):
    """The command line, an environment variable or case.toml says something impossible."""

    exit_code = 2


class InputError(LinchpinError):
    """A source file is not what it is said to be."""

    exit_code = 3


class RefusedError(InputError):
    """With --strict: at least one row, file or column was rejected."""

    exit_code = 4


class CaseError(LinchpinError):
    """The case folder cannot be used."""

    exit_code = 5


class StoreError(LinchpinError):
    """The graph engine cannot be reached, refuses the log-in, is too old, or ran out of room."""

    exit_code = 6
