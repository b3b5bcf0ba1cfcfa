"""docs/kinds.md, made from the table of kinds."""

from __future__ import annotations

from graph.model.kinds import FAMILIES, KINDS, REASONS, Kind

_BEGINNING = """\
# Kinds of identifier

Made from the table in `graph/model/kinds/` by `python -m graph.model.kinds`; a test holds the two together.

An applicant's values are cleaned to a **key**. Two spellings get one key only when they mean the same thing; what does
not identify anybody gets none and links nobody. The raw text and its place are always kept beside the key.

- **strength** is the weight of evidence, in bits, when two persons of different names and nobody else share the value.
  More holders lower it.
- **crowd**: with more persons than this a value is public. It is shown and ties nobody. That the members
  of a group share it is still seen when explanations are compared: an exit or an agency is known by it.
- Facts of one **family** about one pair count once, the strongest.
- A **decisive** kind founds a group alone when three unrelated names share it: it is judged though nothing else ties it.
- A value and the **coarser** value that it falls into are one fact.
"""


def markdown() -> str:
    """The whole document."""
    parts = [_BEGINNING, _table(), *(_section(kind) for kind in KINDS.values()), _reasons()]
    return "\n".join(parts)


def _table() -> str:
    lines = ["| kind | what | family | strength | crowd | notes |", "|---|---|---|---:|---:|---|"]
    for family in FAMILIES:
        for kind in KINDS.values():
            if kind.family == family:
                notes = ", ".join(_notes(kind))
                lines.append(
                    f"| [`{kind.name}`](#{kind.name}) | {kind.title} | {family} | {kind.strength:g} | {kind.crowd} | {notes} |"
                )
    return "\n".join(lines) + "\n"


def _notes(kind: Kind) -> list[str]:
    notes = []
    if kind.decisive:
        notes.append("decisive")
    if kind.secret:
        notes.append("only a keyed token is kept")
    if kind.coarser:
        notes.append(f"falls into `{kind.coarser}`")
    return notes


def _section(kind: Kind) -> str:
    judge = getattr(kind.clean, "judge", kind.clean)
    lines = [
        f"## {kind.name}",
        "",
        f"{kind.title}. In the graph `(:Applicant)-[:{kind.relationship}]->(:Identifier:{kind.label})`;"
        f" cleaning rule {kind.version}.",
        "",
        " ".join((judge.__doc__ or "").split()),
        "",
        f"- Says: “{kind.reason.format(n=3, value='…')}.”",
        f"- Innocent causes: {kind.innocent}",
        f"- Columns: {', '.join(f'`{column}`' for column in kind.columns)}",
        "",
        "| written | key |",
        "|---|---|",
    ]
    for example in kind.examples:
        raw, key = example[0], example[1]
        region = f" (region {example[2]})" if len(example) > 2 else ""
        verdict = f"`{_cell(key)}`" if key else f"nothing: {_why(kind, str(raw))}"
        lines.append(f"| `{_cell(str(raw))}`{region} | {verdict} |")
    return "\n".join(lines) + "\n"


def _why(kind: Kind, raw: str) -> str:
    verdict = getattr(kind.clean, "judge", kind.clean)(raw, "US")
    return verdict if isinstance(verdict, str) else "invalid"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ⏎ ")


def _reasons() -> str:
    lines = ["## Why a text is nothing", "", "| code | meaning |", "|---|---|"]
    lines += [f"| `{code}` | {meaning} |" for code, meaning in REASONS.items()]
    return "\n".join(lines) + "\n"
