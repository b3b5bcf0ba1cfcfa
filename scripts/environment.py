"""Make the environment `.venv` and install Linchpin in it, once.

python scripts/environment.py          what Linchpin needs
python scripts/environment.py --test   and what its tests need

Exact versions stand in constraints.txt. A stamp in the environment remembers what was installed, so that a second run
takes no time. Needs Python 3.11 or newer and nothing else; it looks for one when it is started by an older Python, and
so this file keeps to words that an older Python can read.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
NAMES = ("python3.13", "python3.12", "python3.14", "python3.11")


def say(line):
    print("set-up: " + line, file=sys.stderr, flush=True)


def newer_python():
    """The path of a Python that is new enough, when this one is not."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return None


def digest(extra):
    """Changes when the wanted packages, the place or the environment's Python change."""
    parts = [extra, str(ROOT), (VENV / "pyvenv.cfg").read_text(encoding="utf-8")]
    parts += [(ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def stamp(extra):
    return VENV / ".linchpin-{0}".format(extra or "use")


def stamped(extra):
    return stamp(extra).exists() and stamp(extra).read_text(encoding="utf-8") == digest(extra)


def run(*command):
    words = [str(word) for word in command]
    code = subprocess.call(words, cwd=str(ROOT))
    if code != 0:
        say("this failed (code {0}): {1}".format(code, " ".join(words)))
        raise SystemExit(1)


def make_venv():
    if PYTHON.exists():
        return
    say("making .venv with Python {0}.{1}.{2}".format(*sys.version_info[:3]))
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        shutil.rmtree(str(VENV), ignore_errors=True)
        say("Python cannot make an environment. On Debian and Ubuntu: apt install python3-venv. Then try again.")
        raise SystemExit(1)


def install(extra):
    target = ".[{0}]".format(extra) if extra else "."
    say("installing the packages of constraints.txt (a minute or two, the first time)")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run(*pip, "--constraint", "constraints.txt", "--prefer-binary", "--editable", target)


def main():
    if sys.version_info[:2] < OLDEST:
        better = newer_python()
        if better is None:
            say("Linchpin needs Python 3.11 or newer; this is {0}.{1}.".format(*sys.version_info[:2]))
            say("Install one (python.org, or your system's packages) and try again, or: make PYTHON=/path/to/python3")
            return 1
        return subprocess.call([better, str(Path(__file__).resolve()), *sys.argv[1:]])
    extra = "test" if "--test" in sys.argv[1:] else ""
    if PYTHON.exists() and (stamped("test") or stamped(extra)):  # what the tests need holds what Linchpin needs
        return 0
    make_venv()
    install(extra)
    stamp(extra).write_text(digest(extra), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
