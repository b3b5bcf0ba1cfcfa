"""The import rule of docs/design.md: no arrow backwards, and no circle."""

from __future__ import annotations

import ast
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parent.parent
OURS = ("graph", "ingest", "views", "commands", "queries", "app", "cli")

# room -> what it may import of ours, beside itself; the longest matching room counts
ALLOWED: dict[str, tuple[str, ...]] = {
    "graph.model": (),
    "graph.store": ("graph.model", "queries"),
    "graph.analyse": ("graph.model",),
    "graph.present": ("graph.model", "graph.analyse"),
    "ingest.sources": ("graph.model",),
    "ingest.sample": ("graph.model",),
    "ingest": ("graph.model", "graph.store", "graph.analyse"),
    "views": ("graph", "ingest", "queries"),
    "commands": ("graph", "ingest", "views", "queries"),
    "app": OURS,
    "cli": OURS,
}


def modules() -> list[tuple[str, Path]]:
    found = []
    for top in OURS:
        for path in sorted([*ROOT.glob(f"{top}.py"), *(ROOT / top).rglob("*.py")]):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


def room_of(module: str) -> str | None:
    rooms = [room for room in ALLOWED if module == room or module.startswith(f"{room}.")]
    return max(rooms, key=len, default=None)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in OURS}


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda item: str(item) if isinstance(item, str) else "")
def test_room_imports_only_what_the_design_allows(module: str, path: Path) -> None:
    room = room_of(module)
    if room is None:
        return
    for name in imports(path):
        allowed = (room, *ALLOWED[room])
        assert any(name == one or name.startswith(f"{one}.") for one in allowed), f"{module} imports {name}"
        if room == "views":
            assert not name.startswith("ingest.sources"), f"{module} imports {name}"


def test_no_files_import_each_other_in_a_circle() -> None:
    """Imports inside functions and those for types alone count too. What a package's face hands on does not."""
    files = {module: path for module, path in modules() if path.name != "__init__.py"}
    arrows = nx.DiGraph()
    for module, path in files.items():
        for name in imports(path):
            arrows.add_edges_from((module, one) for one in (name, name.rpartition(".")[0]) if one in files)
    circles = [sorted(one) for one in nx.strongly_connected_components(arrows) if len(one) > 1]
    assert arrows.number_of_edges() > len(files)
    assert not circles


@pytest.mark.parametrize(
    ("library", "place"),
    [("neo4j", "graph/store"), ("streamlit", "views"), ("pyvis", "views"), ("arcadedb_embedded", "graph/store")],
)
def test_one_door_per_library(library: str, place: str) -> None:
    users = set()
    for _, path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            if any(name.split(".")[0] == library for name in names):
                users.add(path.relative_to(ROOT).as_posix())
    if library == "streamlit":
        assert all(user.startswith("views/") or user == "app.py" for user in users), users
    else:
        assert len(users) <= 1, users
        assert all(user.startswith(place) for user in users), users
