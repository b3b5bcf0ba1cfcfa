"""A picture of the app on a case: `python scripts/screenshot.py CASE OUT.png [--dark] [--finding ID]`.

Starts the app, opens the first finding (or the named one) in Chromium, takes the picture and ends both.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser.harness import browser, server, visit

WIDTH, HEIGHT = 1440, 900


def main() -> None:
    """Read the command line and take the picture."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("case", type=Path, help="folder of a case with findings")
    parser.add_argument("out", type=Path, help="PNG to write")
    parser.add_argument("--dark", action="store_true", help="the dark theme")
    parser.add_argument("--finding", default="", help="id of a finding; the first of the list otherwise")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch) / "server.log"
        with server(options.case, log) as home, browser() as opened:
            take(opened, home, options)
    print(f"{options.out}: {options.out.stat().st_size / 1024:.0f} KiB")


def take(opened: object, home: str, options: argparse.Namespace) -> None:
    """The page of a finding, with its graph drawn."""
    with visit(opened, home, width=WIDTH, height=HEIGHT, dark=options.dark) as there:  # type: ignore[arg-type]
        if options.finding:
            there.open(f"finding?id={options.finding}", ".graph[data-ready]")
        else:
            there.open(ready=".rows[data-ready] button")
            there.page.locator(".rows button").first.click()
            there.page.wait_for_selector(".graph[data-ready]", timeout=60_000)
        there.settle()
        there.page.mouse.move(5, 5)
        there.page.wait_for_timeout(600)
        there.page.screenshot(path=str(options.out))


if __name__ == "__main__":
    main()
