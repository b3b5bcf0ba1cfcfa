from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest
from streamlit import config
from streamlit.web import skills

from graph.model.errors import UsageError
from views import headers, serve


def test_command_says_all_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")

    argv, environment = serve.command(tmp_path, 0, browser=False)

    given = dict(zip(argv[5::2], argv[6::2], strict=True))
    assert given["--server.address"] == "127.0.0.1"
    assert given["--browser.gatherUsageStats"] == "false"
    assert given["--server.headless"] == "true"
    assert environment["LINCHPIN_CASE"] == str(tmp_path)
    assert "STREAMLIT_SERVER_ADDRESS" not in environment
    assert serve.address(argv) == f"http://127.0.0.1:{given['--server.port']}/"


def test_every_setting_is_known_to_the_installed_streamlit() -> None:
    for name, _ in serve.OPTIONS:
        assert name in config._config_options_template, name


def test_streamlit_offers_nothing_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {**dict(serve.OPTIONS), "server.headless": ""}
    monkeypatch.setattr(config, "get_option", lambda name: options[name] == "true")

    assert skills.nudge_suppression_reason() == "welcome_hidden"


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert serve.free_port(port) > port


@pytest.mark.parametrize("port", [-1, 70000])
def test_an_impossible_port_is_refused(port: int) -> None:
    with pytest.raises(UsageError, match="not a port"):
        serve.free_port(port)


def test_streamlit_takes_the_command_line(tmp_path: Path) -> None:
    argv, environment = serve.command(tmp_path, 0, browser=False)
    done = subprocess.run([*argv, "--help"], env=environment, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr


def test_policy_allows_only_ourselves() -> None:
    policy = dict(part.split(" ", 1) for part in headers.content_security_policy().split("; "))

    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert len(headers.inline_script_hashes()) >= 1
    assert not any(
        "http" in sources or "*" in sources or "unsafe-eval'" in sources.replace("wasm-unsafe-eval", "")
        for sources in policy.values()
    )
    assert "'unsafe-inline'" not in policy["script-src"]
