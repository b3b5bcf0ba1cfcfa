"""Write constraints.txt: the exact versions of everything that Linchpin and its tests need, from this environment.

python scripts/pins.py          writes constraints.txt
python scripts/pins.py --check  says whether it differs, exit code 1 when it does

Only names and versions stand there: whatever index pip is set to is used.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

FILE = Path(__file__).parent.parent / "constraints.txt"
BUILD = ("hatchling", "editables")  # the build backend, and what it needs for an editable installation
ELSEWHERE = {"colorama": "0.4.6"}  # needed on Windows only, so not in an environment on Linux
INTEL_MAC = {"numba": "0.62.1", "llvmlite": "0.45.1", "numpy": "2.3.5"}  # the last with wheels for it, and their numpy
IS_INTEL_MAC = 'sys_platform == "darwin" and platform_machine == "x86_64"'
NOT_INTEL_MAC = 'sys_platform != "darwin" or platform_machine != "x86_64"'
HEAD = """\
# Exact versions, direct and transitive, of everything that Linchpin and its tests need.
# Made by scripts/pins.py from an environment in which all tests passed; used by `make` and by
# pip install -c constraints.txt .
"""


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(start: list[str]) -> dict[str, str]:
    """Name -> version of the installed packages that the starting requirements lead to."""
    found: dict[str, str] = {}
    queue = [Requirement(text) for text in start]
    seen: set[tuple[str, frozenset[str]]] = set()
    while queue:
        requirement = queue.pop()
        name, extras = canonical(requirement.name), frozenset(requirement.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of another platform
        found[name] = package.version
        for line in package.requires or []:
            needed = Requirement(line)
            wanted = [{"extra": extra} for extra in extras] or [{"extra": ""}]
            if needed.marker is None or any(needed.marker.evaluate(one) for one in wanted):
                queue.append(needed)
    return found


def text() -> str:
    packages = closure(["linchpin[test]", *BUILD]) | ELSEWHERE
    packages.pop("linchpin")
    return HEAD + "".join(lines(name, packages[name]) for name in sorted(packages))


def lines(name: str, version: str) -> str:
    if name not in INTEL_MAC:
        return f"{name}=={version}\n"
    return f"{name}=={version} ; {NOT_INTEL_MAC}\n{name}=={INTEL_MAC[name]} ; {IS_INTEL_MAC}\n"


def main() -> int:
    wanted = text()
    if "--check" in sys.argv[1:]:
        same = FILE.read_text(encoding="utf-8") == wanted
        print("constraints.txt is what is installed" if same else "constraints.txt differs from what is installed")
        return 0 if same else 1
    FILE.write_text(wanted, encoding="utf-8")
    print(f"{wanted.count('==')} versions written to {FILE.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
