"""On a phone, and with values longer than anyone planned for."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import GRAPH, ROWS, Visit, clean, visit
from tests.views.invented import LONG

pytestmark = pytest.mark.browser

CELLS = """() => [...document.querySelectorAll('.lp td:not(.number, .tight)')].filter(one => one.offsetParent)
  .map(one => one.offsetWidth)"""
CUT = "one => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1"
WIDER = (
    "selector => Math.max(...[...document.querySelectorAll(selector)].map(one => one.scrollWidth - one.clientWidth))"
)
PRESSED = ".graph .tools button[aria-label^=Labels][aria-pressed={}]"


@pytest.fixture
def phone(chrome: Browser, home: str) -> Iterator[Visit]:
    with visit(chrome, home, width=420) as opened:
        yield opened
        clean(opened)


@pytest.mark.parametrize(("path", "ready"), [("finding?id=F-7f3a91", GRAPH), ("about", ".lp .facts")])
def test_columns_of_tables_can_be_read_and_scroll_in_their_box(phone: Visit, path: str, ready: str) -> None:
    phone.open(path, ready)

    assert min(phone.page.evaluate(CELLS)) > 80
    assert phone.overflow() == 0


def test_the_menu_leads_on_and_lies_over_nothing(phone: Visit) -> None:
    phone.open("", ROWS)
    phone.page.locator(".st-key-narrow_menu a", has_text="Search").click()
    phone.page.wait_for_url("**/search")
    phone.settle()

    over = [phone.page.locator(f"[data-testid={name}]") for name in ("stSidebar", "stExpandSidebarButton")]
    assert not any(one.is_visible() for one in over)
    assert phone.overflow() == 0


def test_titles_wrap_instead_of_being_cut(phone: Visit) -> None:
    phone.open("finding?id=F-11c0de", GRAPH)
    assert not phone.page.locator(".lp h1").evaluate(CUT)
    assert phone.overflow() == 0

    phone.open("", ROWS)
    titles = phone.page.locator(".rows .title")
    assert [one.evaluate(CUT) for one in titles.all()] == [False] * 3
    assert phone.overflow() == 0


def test_the_hint_above_a_narrow_graph_is_whole(phone: Visit) -> None:
    phone.open("finding?id=F-7f3a91", GRAPH)

    assert not phone.page.locator(".graph .status").evaluate(CUT)


def test_a_long_search_stays_in_its_panel(phone: Visit) -> None:
    phone.open("search", "[data-testid=stTextInput] input")
    phone.page.fill("[data-testid=stTextInput] input", "x" * 300)
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_selector("text=Not found")

    assert phone.page.evaluate(WIDER, ".lp.panel") <= 0
    assert phone.overflow() == 0


def test_a_very_long_name_leaves_the_picture_large_enough_for_labels(chrome: Browser, home: str) -> None:
    with visit(chrome, home) as there:
        there.open("finding?id=F-11c0de", GRAPH)
        there.page.wait_for_selector(PRESSED.format("true"))
        places = [there.node(f"applicant:A-200{number}") for number in range(1, 5)]
        assert max(math.dist(one, other) for one in places for other in places) > 200  # pixels

        there.page.mouse.move(*there.node("applicant:A-2003"))
        there.page.wait_for_selector(".graph .tip b")
        assert there.page.inner_text(".graph .tip b") == LONG


def test_the_button_for_labels_says_when_they_are_too_small(chrome: Browser, home: str) -> None:
    with visit(chrome, home) as there:
        there.open("finding?id=F-7f3a91", GRAPH)
        there.page.wait_for_selector(PRESSED.format("true"))
        for _ in range(6):
            there.page.locator(".graph .tools button[aria-label^='Zoom out']").click()
            there.page.wait_for_timeout(200)
        there.page.wait_for_selector(PRESSED.format("false"))

        there.page.locator(".graph .tools button[aria-label^=Labels]").click()
        there.page.wait_for_selector(PRESSED.format("true"))
