"""What the tests need beside Python packages: Chromium with its driver, and a real Neo4j by Maven.

python scripts/setup_tests.py [chromium] [neo4j]     (both when none is named)

It installs with the system's package manager when rights allow, and otherwise says what to do. What is there already is
left alone. Under CI=true something missing is an error; elsewhere the tests that need it are skipped with the reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_CHROMIUM = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# package manager -> does it need root, the commands to run
MANAGERS: dict[str, tuple[bool, Sequence[Sequence[str]]]] = {
    "apt-get": (
        True,
        (
            ("apt-get", "update", "-qq"),
            ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "chromium-driver"),
            ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "fonts-dejavu-core"),
        ),
    ),
    "dnf": (True, (("dnf", "install", "-y", "-q", "chromium", "chromedriver"),)),
    "brew": (False, (("brew", "install", "--quiet", "--cask", "chromium"),)),
}


def say(line: str) -> None:
    print(f"set-up: {line}", file=sys.stderr, flush=True)


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("LINCHPIN_CHROMIUM", "")
    if named:
        return named if Path(named).exists() else None
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    return found or next((path for path in MAC_CHROMIUM if Path(path).exists()), None)


def become_root() -> list[str] | None:
    """Words to put before a command so that it runs as root: none as root, sudo when it asks no password, else None."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install_chromium() -> bool:
    if chromium():
        return True
    for manager, (needs_root, commands) in MANAGERS.items():
        if not shutil.which(manager):
            continue
        before = become_root() if needs_root else []
        if before is None:
            say(f"Chromium is missing, and installing it needs rights. Run: sudo {' '.join(commands[-1])}")
            return False
        say(f"installing Chromium with {manager}")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in commands:
            if subprocess.run([*before, *command], env=environment, check=False).returncode != 0:
                say(f"this failed: {' '.join(command)}")  # go on: a failed update may still leave a usable index
        return chromium() is not None
    say("Chromium is missing. Install it or Google Chrome, or name one in LINCHPIN_CHROMIUM.")
    return False


def install_neo4j() -> bool:
    """Neo4j's jars, fetched by Maven into .tools/neo4j by the same code that starts the server for the tests."""
    if os.environ.get("LINCHPIN_TEST_NEO4J_URI"):
        return True
    missing = [tool for tool in ("java", "mvn") if not shutil.which(tool)]
    if missing:
        say(f"{' and '.join(missing)} not found: install Java 17 or newer and Maven, or set LINCHPIN_TEST_NEO4J_URI.")
        return False
    say("looking for Neo4j (Maven fetches about 125 MB the first time)")
    return subprocess.run([sys.executable, "-m", "tests.neo4j_server"], cwd=ROOT, check=False).returncode == 0


STEPS: dict[str, Callable[[], bool]] = {"chromium": install_chromium, "neo4j": install_neo4j}


def main() -> int:
    wanted = sys.argv[1:] or list(STEPS)
    unknown = [name for name in wanted if name not in STEPS]
    if unknown:
        say(f"unknown: {', '.join(unknown)}; known: {', '.join(STEPS)}")
        return 2
    failed = [name for name in wanted if not STEPS[name]()]
    if not failed:
        return 0
    if os.environ.get("CI"):
        say(f"missing: {', '.join(failed)} (an error under CI)")
        return 1
    say(f"going on without {', '.join(failed)}: the tests that need it are skipped")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
