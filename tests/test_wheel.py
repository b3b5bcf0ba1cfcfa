"""A built wheel, alone in an environment outside the checkout, holds all that is needed and runs the demo."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("graph", "ingest", "views", "commands", "queries")


def run(*words: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=env, text=True, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of what is shipped, so that nothing is written into the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in SHIPPED:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "cli.py", "pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source, cwd=folder)
    return next(folder.glob("*.whl"))


def test_everything_that_is_shipped_is_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for name in SHIPPED
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted | {"app.py", "cli.py"} <= inside
    assert any(name.endswith(".cypher") for name in inside)
    assert any(name.startswith("views/assets/") for name in inside)
    assert not [name for name in inside if name.startswith(("tests/", "docs/", "scripts/", "bench/"))]
    assert [name for name in inside if name.endswith("licenses/LICENSE")]


def test_the_wheel_alone_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    """Its dependencies come from the tests' environment; linchpin itself only from the wheel."""
    environment = tmp_path / "env"
    venv.create(environment, with_pip=False)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    # a plain path: the .pth files in it are not obeyed, so an editable installation of ours stays out
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    clean = {n: v for n, v in os.environ.items() if not n.startswith(("LINCHPIN_", "PYTHON", "STREAMLIT_"))}
    places = run(
        python,
        "-c",
        "import cli, commands, graph, views; print(*(m.__file__ for m in (cli, commands, graph, views)))",
        cwd=tmp_path,
    )
    assert all(Path(place).is_relative_to(environment) for place in places.split())
    shown = run(scripts / "linchpin", "demo", "--applicants", "200", cwd=tmp_path, env=clean)
    assert "linchpin app --case demo-case" in shown
    assert (tmp_path / "demo-case" / "findings" / "current").exists()
    catalogue = run(scripts / "linchpin", "query", cwd=tmp_path, env=clean)
    assert "shared_identifiers" in catalogue
