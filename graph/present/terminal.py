"""Lines and tables for a terminal: coloured tables for people, aligned plain text when nobody looks.

Text that comes from source files is shown, never obeyed: control characters and text-direction marks are made visible.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import IO, Any, Literal
from unicodedata import category

REFUSED = ("Cc", "Cs", "Zl", "Zp")  # control, lone surrogate, line and paragraph separator
HIDDEN = frozenset(
    "\u061c\u200b\u200e\u200f\ufeff" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
)
STEP_SECONDS = 10.0  # between lines of one long step, when the output is not a terminal


def safe(text: object) -> str:
    r"""The text on one line, with control and direction characters as visible escapes.

    >>> safe("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return "".join(_visible(one) if one in HIDDEN or category(one) in REFUSED else one for one in str(text))


def _visible(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def write(line: str = "", stream: IO[str] | None = None) -> None:
    """One line to standard output (or `stream`); what its encoding cannot hold is written as an escape."""
    target: IO[str] = stream or sys.stdout
    encoding = getattr(target, "encoding", None) or "utf-8"
    target.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def note(line: str) -> None:
    """One line to standard error: for the person at the keyboard, not for the program that reads the output."""
    write(safe(line), sys.stderr)
    sys.stderr.flush()


def number(value: float) -> str:
    """A p- or q-value, short: 0.031, 4e-06, 0."""
    return f"{value:.3g}" if value >= 0.001 or value == 0 else f"{value:.0e}"


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()) -> None:
    """A table on standard output. Columns named in `right` hold numbers and stand to the right."""
    cells = [[safe(value) for value in row] for row in rows]
    if sys.stdout.isatty():
        _rich_table(columns, cells, right)
        return
    widths = [max([len(name), *(len(row[at]) for row in cells)]) for at, name in enumerate(columns)]
    for row in [list(columns), *cells]:
        parts = [
            text.rjust(width) if name in right else text.ljust(width)
            for name, text, width in zip(columns, row, widths, strict=True)
        ]
        write("  ".join(parts).rstrip())


def _rich_table(columns: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[str]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for at, name in enumerate(columns):
        whole = _is_id(name)
        widest = max((len(row[at]) for row in cells), default=0) if whole else None
        side: Literal["left", "right"] = "right" if name in right else "left"
        table.add_column(name, justify=side, overflow="fold", no_wrap=whole, min_width=widest)
    for row in cells:
        table.add_row(*(Text(text) for text in row))
    Console().print(table)


def _is_id(column: str) -> bool:
    """Whether a column holds what is copied into the next command: it stays in one piece, and others shrink."""
    return column in ("id", "left", "right") or column.endswith("_id")


def show_json(value: object) -> None:
    """For programs: keys sorted, text as it is."""
    write(json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1, default=str))


def show_names(state: Mapping[str, Any], before: str = "") -> None:
    """`name: value`, one per line; what is nested as name.name."""
    for name, value in state.items():
        if isinstance(value, Mapping):
            show_names(value, f"{before}{name}.")
        else:
            write(f"{before}{name}: {cell(value)}")


def cell(value: Any) -> str:
    """A value of any type in one cell of a table."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(cell(item) for item in value)
    return safe(json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else value)


class Bars:
    """Progress on standard error: moving bars on a terminal, a line per step elsewhere.

    Give it to a room as its `progress`:

    >>> with Bars() as progress:
    ...     progress("reading files", 3, 10)
    """

    def __init__(self, stream: IO[str] | None = None) -> None:
        self.stream = stream or sys.stderr
        self.moving = self.stream.isatty()
        self.step, self.done, self.total = "", 0, 0
        self.last = 0.0
        self._rich: Any = None
        self._task: Any = None

    def __enter__(self) -> Bars:
        if self.moving:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._rich = Progress(*columns, console=Console(file=self.stream), transient=False)
            self._rich.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(whole=kind is None)
        if self._rich is not None:
            self._rich.stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        if step != self.step:
            self._end(whole=True)
            self.last = time.monotonic()
            if self._rich is not None:
                self._task = self._rich.add_task(safe(step), total=total or None)
        self.step, self.done, self.total = step, done, total
        if self._rich is not None:
            self._rich.update(self._task, completed=done, total=total or None)
        elif time.monotonic() - self.last > STEP_SECONDS and done < total:
            self._line(f"{done:,} of {total:,}")

    def _end(self, *, whole: bool) -> None:
        """The step is over; `whole` says that it came to its end, whatever it told last."""
        if not self.step:
            return
        if self._rich is not None:
            if whole:
                everything = max(self.total, self.done, 1)
                self._rich.update(self._task, total=everything, completed=everything)
        elif whole:
            count = max(self.total, self.done)
            self._line(f"{count:,}" if count else "")
        else:
            self._line(f"{self.done:,} of {self.total:,}, not finished" if self.total else "not finished")
        self.step = ""

    def _line(self, what: str) -> None:
        write(f"{safe(self.step)}: {what}" if what else safe(self.step), self.stream)
        self.stream.flush()
        self.last = time.monotonic()
