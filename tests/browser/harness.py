"""A real Chromium that records and refuses every request which would leave the machine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from playwright.sync_api import Browser, Page, Route, sync_playwright

from scripts import setup_tests
from tests.views.invented import PHONE
from views.serve import address, command

ROWS = ".rows[data-ready] button"
GRAPH = ".graph[data-ready]"
EVIDENCE = ".st-key-evidence"
CHOSEN = f"() => document.querySelector('{EVIDENCE}').innerText.includes('Held by')"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
START_SECONDS = 60.0
WATCH = """
window.__violations = [];
document.addEventListener('securitypolicyviolation', e => window.__violations.push(`${e.effectiveDirective} ${e.blockedURI}`));
"""
CANVAS_POINT = """id => {
  const box = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
    .map(host => host.shadowRoot && host.shadowRoot.querySelector('.graph')).find(Boolean);
  const event = new CustomEvent('ig-locate', { detail: { id } });
  box.dispatchEvent(event);
  const at = box.querySelector('.canvas').getBoundingClientRect();
  return event.detail.x === undefined ? null : [at.x + event.detail.x, at.y + event.detail.y];
}"""


def chromium() -> str | None:
    """The program, or None: the one that LINCHPIN_CHROMIUM names, or what `make test` would find or install."""
    return setup_tests.chromium()


@dataclass
class Visit:
    """One open page and all that went wrong on it."""

    page: Page
    home: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str = "", ready: str = "") -> None:
        """Go there and wait until `ready` (a selector, also inside components) is seen."""
        self.page.goto(f"{self.home}{path}")
        if ready:
            self.page.wait_for_selector(ready, timeout=60_000)
        self.settle()

    def settle(self) -> None:
        """Until no script runs any more."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_function(
            "() => !document.querySelector('[data-testid=stApp][data-test-script-state=running]')", timeout=60_000
        )
        self.page.wait_for_timeout(250)

    def node(self, name: str) -> tuple[float, float]:
        """Where a node of the graph is on the screen."""
        found = self.page.evaluate(CANVAS_POINT, name)
        assert found, f"{name} is not in the picture"
        return float(found[0]), float(found[1])

    def text(self, selector: str = "[data-testid=stMain]") -> str:
        """What a person reads there."""
        return self.page.inner_text(selector)

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        return int(
            self.page.evaluate(
                "() => Math.max(0, ...[document.documentElement, document.querySelector('[data-testid=stMain]')]"
                ".map(e => e.scrollWidth - e.clientWidth))"
            )
        )

    def violations(self) -> list[str]:
        """What the content policy had to stop."""
        return [str(one) for one in self.page.evaluate("() => window.__violations")]


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def visit(opened: Browser, home: str, *, width: int = 1280, height: int = 860, dark: bool = False) -> Iterator[Visit]:
    """A fresh visitor."""
    context = opened.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    context.add_init_script(WATCH)
    page = context.new_page()
    there = Visit(page, home)

    def guard(route: Route) -> None:
        if urlparse(route.request.url).hostname in ("127.0.0.1", "localhost"):
            route.continue_()
        else:
            there.foreign.append(route.request.url)
            route.abort()

    context.route(lambda url: url.startswith(("http", "ws")), guard)
    page.on("pageerror", lambda error: there.errors.append(str(error)))
    try:
        yield there
    finally:
        context.close()


@contextmanager
def server(case_folder: Path, log: Path) -> Iterator[str]:
    """The app on that case, as `linchpin app` starts it; its address."""
    argv, environment = command(case_folder, 0, browser=False)
    with log.open("wb") as out:
        process = subprocess.Popen(argv, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait(process, address(argv), log)
            yield address(argv)
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], home: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    parts = urlparse(home)
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex((parts.hostname, parts.port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


def clean(there: Visit) -> None:
    """No request left the machine, no policy was broken, no script failed, no attack ran."""
    assert there.foreign == []
    assert there.violations() == []
    assert there.errors == []
    assert there.page.evaluate("() => window.__hacked") is None


def choose_phone(there: Visit) -> None:
    """The first finding, its telephone number chosen."""
    there.open("finding?id=F-7f3a91", GRAPH)
    there.page.mouse.click(*there.node(f"phone:{PHONE}"))
    there.page.wait_for_function(CHOSEN)
    there.settle()


def under_ci() -> bool:
    """Nothing may be skipped there."""
    return os.environ.get("CI", "").lower() == "true"


def payload(page: Page) -> Any:
    """For a look at what went wrong."""
    return json.loads(page.evaluate("() => JSON.stringify(window.__violations)"))
