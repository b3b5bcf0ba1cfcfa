"""Writes docs/queries.md from the headers of queries/: python scripts/queries_doc.py"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from graph.store.catalogue import Parameter, catalogue

TARGET = Path(__file__).parents[1] / "docs" / "queries.md"
HEAD = """# Queries

The questions that come with Linchpin, made from the headers of `queries/` by `scripts/queries_doc.py`. Run one with
`linchpin query NAME`, or paste its file into Neo4j Browser. How to add one: [queries/README.md](../queries/README.md).
"""


def render() -> str:
    """The whole page."""
    parts = [HEAD]
    for category, queries in groupby(catalogue().values(), key=lambda query: query.category):
        parts.append(f"## {category.capitalize()}\n")
        for query in queries:
            lines = [f"### {query.name}\n", f"**{query.title}.** {query.description}\n"]
            lines += [_line(parameter) for parameter in query.parameters]
            lines.append(f"- returns: {', '.join(f'`{column}`' for column in query.returns)}\n")
            parts.append("\n".join(lines))
    return "\n".join(parts)


def _line(parameter: Parameter) -> str:
    value = "required" if parameter.required else f"default `{str(parameter.default).lower()}`"
    return f"- `{parameter.name}` ({parameter.type}, {value}): {parameter.description}"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
