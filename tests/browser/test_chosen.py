"""What is chosen in the graph, by mouse, menu and keys, and what the panel tells of it."""

from __future__ import annotations

import pytest

from tests.browser.harness import CHOSEN, EVIDENCE, GRAPH, Visit, choose_phone
from tests.views.invented import PHONE

pytestmark = pytest.mark.browser

NOT_CHOSEN = "() => !document.querySelector('.st-key-evidence').innerText.includes('Held by')"
PANEL = f"{EVIDENCE} [class*=st-key-panel-]"
SCROLLED = f"() => document.querySelector('{PANEL}').scrollTop"


def open_menu(there: Visit, node: str) -> None:
    there.page.mouse.click(*there.node(node), button="right")
    there.page.wait_for_selector(".graph .menu.on")


def test_a_kind_that_is_hidden_is_not_chosen_any_more(there: Visit) -> None:
    choose_phone(there)
    there.page.locator(".graph .legend button", has_text="Phone number").click()
    there.page.wait_for_function(NOT_CHOSEN)


def test_escape_shows_all_again_after_a_source_was_opened(there: Visit) -> None:
    choose_phone(there)
    there.page.locator(f"{EVIDENCE} summary").first.click()
    there.page.keyboard.press("Escape")
    there.page.wait_for_function(NOT_CHOSEN)


def test_escape_shows_all_again_after_the_menu(there: Visit) -> None:
    there.open("finding?id=F-7f3a91", GRAPH)
    open_menu(there, f"phone:{PHONE}")
    there.page.get_by_role("menuitem", name="Why is this here?").click()
    there.page.wait_for_function(CHOSEN)
    there.settle()
    there.page.keyboard.press("Escape")
    there.page.wait_for_function(NOT_CHOSEN)


def test_what_is_chosen_is_read_from_its_beginning(there: Visit) -> None:
    there.open("finding?id=F-7f3a91", GRAPH)
    there.page.evaluate(f"() => {{ document.querySelector('{PANEL}').scrollTop = 60; }}")
    assert there.page.evaluate(SCROLLED) == 60

    there.page.mouse.click(*there.node(f"phone:{PHONE}"))
    there.page.wait_for_function(CHOSEN)
    there.settle()
    assert there.page.evaluate(SCROLLED) == 0

    there.page.evaluate(f"() => {{ document.querySelector('{PANEL}').scrollTop = 10; }}")
    there.page.keyboard.press("Escape")
    there.page.wait_for_function(NOT_CHOSEN)
    there.settle()
    assert there.page.evaluate(SCROLLED) == 0


def test_the_menu_obeys_its_keys(there: Visit) -> None:
    there.open("finding?id=F-7f3a91", GRAPH)
    open_menu(there, f"phone:{PHONE}")
    there.page.keyboard.press("ArrowDown")
    there.page.keyboard.press("ArrowDown")
    there.page.keyboard.press("ArrowDown")
    there.page.keyboard.press("Enter")  # the first of three again
    there.page.wait_for_function(CHOSEN)
    there.settle()

    open_menu(there, f"phone:{PHONE}")
    there.page.keyboard.press("h")
    there.page.wait_for_function(NOT_CHOSEN)
    assert "1 hidden" in there.page.inner_text(".graph .status")

    open_menu(there, "address:14 harbour st 60601 us")
    there.page.keyboard.press("e")
    there.page.wait_for_function("() => document.body.innerText.includes('5 neighbours shown, 1 of them new')")
