"""The README and the documentation say what is true: their commands run, their links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BIN = Path(sys.executable).parent


def blocks(page: Path, *, tested: bool) -> list[str]:
    """The fenced sh blocks of a page; `tested` ones stand below the mark <!-- tested -->."""
    found = re.findall(r"(<!-- tested -->\n)?```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [text for mark, text in found if bool(mark) is tested]


TESTED = [
    pytest.param(text, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, text in enumerate(blocks(page, tested=True))
]


@pytest.mark.parametrize("block", TESTED)
def test_commands_run(block: str, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LINCHPIN_")}
    environment["PATH"] = os.pathsep.join([str(BIN), environment["PATH"]])
    done = subprocess.run(
        ["sh", "-eu"], input=block, text=True, capture_output=True, cwd=tmp_path, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "rejected:" not in done.stderr


def test_the_first_block_makes_linchpin_a_command(tmp_path: Path) -> None:
    """What follows in the README and what the demo says to do are commands of the environment that `make demo` makes."""
    lines = blocks(PAGES[0], tested=False)[0].splitlines()
    assert lines[:2] == ["make demo", ". .venv/bin/activate"]
    if not (BIN / "activate").exists():
        pytest.skip("these tests do not run in an environment of their own")
    (tmp_path / ".venv").symlink_to(BIN.parent)
    bare = {name: value for name, value in os.environ.items() if name != "PATH"} | {"PATH": "/usr/bin:/bin"}
    block = f"{lines[1]}\nlinchpin version\n"
    done = subprocess.run(
        ["sh", "-eu"], input=block, text=True, capture_output=True, cwd=tmp_path, env=bare, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("linchpin ")


def test_the_readme_has_commands_to_run() -> None:
    assert len(TESTED) >= 2


def test_every_command_that_is_named_exists() -> None:
    verbs = {command.name for command in cli.app.registered_commands} | {
        str(command.callback.__name__)
        for command in cli.app.registered_commands
        if command.name is None and command.callback
    }
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for verb in re.findall(r"(?:^|`)linchpin ([a-z]+)", text, re.MULTILINE):
            assert verb in verbs, f"{page.name}: linchpin {verb}"


def test_every_verb_is_described_in_operating() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    for command in cli.app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        assert f"`linchpin {name}" in text, name


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE):
            assert target in targets, f"{page.name}: make {target}"


def test_every_link_leads_to_a_file() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_exit_code_is_documented() -> None:
    from graph.model import errors

    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    codes = {one.exit_code for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)}
    assert codes == {1, 2, 3, 4, 5, 6}
    for code in codes:
        assert f"\n| {code} |" in text


def test_every_environment_variable_is_documented() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    rooms = [file for room in ("graph", "ingest", "views", "commands") for file in (ROOT / room).rglob("*.py")]
    for file in [*rooms, ROOT / "cli.py", ROOT / "app.py"]:
        for name in re.findall(r'"(LINCHPIN_[A-Z0-9_]+)"', file.read_text(encoding="utf-8")):
            assert f"`{name}`" in text, f"{file.name}: {name}"
