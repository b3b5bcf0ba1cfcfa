"""The part of docs/formats.md that follows from the registry of readers and the table of kinds."""

from __future__ import annotations

from pathlib import Path

from graph.model.facts import FORBIDDEN_COLUMNS
from graph.model.kinds import KINDS
from ingest.sources import readers
from ingest.sources._plan import FIELDS

BEGIN = "<!-- generated: {name} -->"
END = "<!-- end of generated -->"


def reader_sections() -> str:
    """One section per reader, in order of name."""
    parts = []
    for reader in readers().values():
        newer = (
            "A newer file's record replaces the older record of the same id."
            if reader.snapshot
            else "Several files add up; what two of them say alike counts once."
        )
        lines = [f"### {reader.title}", "", reader.describes, ""]
        lines += [f"Reader `{reader.name}`, version {reader.version}; system `{reader.system}`. {newer}"]
        if reader.suffixes:
            lines += [f"Files: {', '.join(f'`{suffix}`' for suffix in reader.suffixes)}."]
        if reader.example:
            lines += [f"In the sample world: `{reader.example}`."]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def field_table() -> str:
    """The columns of `applicants` that are not values of a kind."""
    lines = ["| field | columns |", "|---|---|"]
    lines += [f"| {field} | {', '.join(f'`{name}`' for name in names)} |" for field, names in FIELDS.items()]
    return "\n".join(lines)


def kind_table() -> str:
    """The columns of every kind."""
    lines = ["| kind | columns |", "|---|---|"]
    lines += [f"| `{kind.name}` | {', '.join(f'`{name}`' for name in kind.columns)} |" for kind in KINDS.values()]
    return "\n".join(lines)


def refused_table() -> str:
    """The refused columns."""
    lines = ["| refused | for example |", "|---|---|"]
    lines += [f"| {group} | {', '.join(f'`{name}`' for name in names)} |" for group, names in FORBIDDEN_COLUMNS.items()]
    return "\n".join(lines)


GENERATED = {"readers": reader_sections, "fields": field_table, "kinds": kind_table, "refused": refused_table}


def renewed(text: str) -> str:
    """A document with its generated parts made anew. Raises ValueError when one is missing."""
    for name, make in GENERATED.items():
        begin = BEGIN.format(name=name)
        before, found, rest = text.partition(begin)
        _, ended, after = rest.partition(END)
        if not found or not ended:
            raise ValueError(f"the document has no part {begin} … {END}")
        text = f"{before}{begin}\n{make()}\n{END}{after}"
    return text


def renew(document: Path) -> None:
    """Writes the generated parts of docs/formats.md anew."""
    document.write_text(renewed(document.read_text(encoding="utf-8")), encoding="utf-8")
