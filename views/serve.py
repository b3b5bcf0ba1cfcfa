"""How the app is started: a command line and an environment. Everything is said here; no settings file is needed.

The server listens on loopback only, answers only to loopback names, and sends no statistics.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from graph.model.errors import UsageError
from views.headers import ALLOWED_HOSTS

ADDRESS = "127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent
THEME = Path(__file__).resolve().parent / "assets" / "theme.toml"

OPTIONS: tuple[tuple[str, str], ...] = (
    ("server.address", ADDRESS),
    *(("server.allowedHosts", host) for host in ALLOWED_HOSTS),
    ("server.enableCORS", "true"),
    ("server.enableXsrfProtection", "true"),
    ("server.xsrfCookieSameSite", "strict"),
    ("server.fileWatcherType", "none"),
    ("server.maxUploadSize", "1"),
    ("server.showEmailPrompt", "false"),
    ("server.enableAgentApi", "false"),
    ("logger.hideWelcomeMessage", "true"),  # also hides the offer to install something for coding agents
    ("browser.gatherUsageStats", "false"),
    ("browser.serverAddress", ADDRESS),
    ("client.toolbarMode", "viewer"),
    ("client.showErrorDetails", "type"),
    ("client.showErrorLinks", "false"),
    ("client.disableDataExport", "true"),
    ("theme.base", str(THEME)),
)


def free_port(wanted: int) -> int:
    """`wanted`, or the next port that nobody listens on; 0 lets the system choose. Raises UsageError after 50."""
    if not 0 <= wanted <= 65535:
        raise UsageError(f"{wanted} is not a port.", where="--port", remedy="Give a number from 0 to 65535.")
    for port in range(wanted, min(wanted + 50, 65536)) if wanted else [0]:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if os.name == "posix":
                # Without it a port that was closed a moment ago looks taken.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise UsageError(f"the ports from {wanted} on are all in use.", where="--port", remedy="Give another one.")


def command(case_folder: Path, port: int, *, browser: bool) -> tuple[list[str], dict[str, str]]:
    """The argv and the environment that start the server on `case_folder`.

    The port (see `free_port`) stands after `--server.port`; `address` reads it back. With `browser` the page is
    opened. Settings that the user's own environment holds for streamlit do not get through.
    """
    options = [*OPTIONS, ("server.port", str(free_port(port))), ("server.headless", "false" if browser else "true")]
    argv = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    for name, value in options:
        argv += [f"--{name}", value]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    return argv, environment | {"LINCHPIN_CASE": str(case_folder.resolve()), "PYTHONUTF8": "1"}


def address(argv: list[str]) -> str:
    """The page's address, from the argv of `command`."""
    return f"http://{ADDRESS}:{argv[argv.index('--server.port') + 1]}/"
