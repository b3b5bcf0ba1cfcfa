"""What sets the project up: make, the scripts, the pinned versions."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> list[Requirement]:
    lines = [line for line in CONSTRAINTS.splitlines() if line and not line.startswith("#")]
    return [Requirement(line) for line in lines]


def test_every_requirement_is_pinned_to_a_version_that_it_allows() -> None:
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    for text in wanted:
        requirement = Requirement(text)
        versions = [
            str(pin.specifier).removeprefix("==")
            for pin in pins()
            if canonical(pin.name) == canonical(requirement.name)
        ]
        assert versions, f"{requirement.name} is not in constraints.txt"
        for version in versions:
            assert requirement.specifier.contains(version), f"{requirement.name} {version}"


def test_constraints_are_names_and_exact_versions_and_nothing_else() -> None:
    for pin in pins():
        assert re.fullmatch(r"==[0-9][0-9a-z.]*", str(pin.specifier)), pin
        assert pin.url is None
    assert "://" not in CONSTRAINTS
    assert "--" not in CONSTRAINTS


def test_the_first_script_can_be_read_by_an_older_python() -> None:
    """It looks for a newer one, and so it must at least start."""
    ast.parse((ROOT / "scripts" / "environment.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_check_of_the_project_is_make_test() -> None:
    check = ROOT / ".ci" / "run"
    assert os.access(check, os.X_OK)
    lines = [line for line in check.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines[-1] == "exec make test"


@pytest.mark.skipif(os.name == "nt", reason="make")
def test_make_test_sets_up_then_lints_types_and_tests() -> None:
    done = subprocess.run(["make", "-n", "test"], cwd=ROOT, text=True, capture_output=True, check=True)
    steps = ["environment.py --test", "setup_tests.py", "ruff check", "ruff format --check", "mypy", "pytest"]
    places = [done.stdout.index(step) for step in steps]
    assert places == sorted(places)


def _script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="apt-get is of Linux")
def test_a_missing_chromium_is_installed_by_the_first_package_manager_that_is_there(
    tmp_path: Path,
) -> None:
    """With stand-ins for the system's commands: the set-up calls them in order and then finds the browser."""
    log, tools = tmp_path / "log", tmp_path / "bin"
    tools.mkdir()
    _script(
        tools / "apt-get",
        f'echo "$DEBIAN_FRONTEND $*" >> {log}; printf "#!/bin/sh\\n" > {tools}/chromium; chmod +x {tools}/chromium',
    )
    _script(tools / "sudo", '[ "$1" = -n ] && shift; [ "$1" = true ] && exit 0; exec "$@"')
    for name in ("chmod", "sh"):
        (tools / name).symlink_to(f"/bin/{name}")
    environment = {"PATH": str(tools), "CI": "true"}
    script = ROOT / "scripts" / "setup_tests.py"
    done = subprocess.run(
        [sys.executable, str(script), "chromium"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "noninteractive update -qq"
    assert "chromium chromium-driver" in lines[1]


def test_the_named_chromium_is_the_one_that_the_tests_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.browser.harness import chromium

    named = tmp_path / "my-chromium"
    named.touch()
    monkeypatch.setenv("LINCHPIN_CHROMIUM", str(named))
    assert chromium() == str(named)
    monkeypatch.setenv("LINCHPIN_CHROMIUM", str(tmp_path / "not-there"))
    assert chromium() is None


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_what_cannot_be_set_up_is_an_error_only_under_ci(tmp_path: Path, ci: str, code: int) -> None:
    environment = {"PATH": str(tmp_path), "CI": ci}
    if os.name == "nt":
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    script = ROOT / "scripts" / "setup_tests.py"
    done = subprocess.run(
        [sys.executable, str(script), "neo4j"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert "java and mvn not found" in done.stderr
