"""Ways through the app: what Back, a reload and keys lead to."""

from __future__ import annotations

import pytest

from tests.browser.harness import EVIDENCE, GRAPH, ROWS, Visit, choose_phone

pytestmark = pytest.mark.browser

FIELD = "[data-testid=stTextInput] input"


def back(there: Visit, url: str, ready: str) -> None:
    there.page.go_back()
    there.page.wait_for_url(url)
    there.page.wait_for_selector(ready)
    there.settle()


def test_one_step_back_leaves_a_finding_and_keeps_the_filter(there: Visit) -> None:
    there.open(ready=ROWS)
    there.page.get_by_text("Hubs 1").click()
    there.page.wait_for_url("**/?type=hub")
    there.settle()
    there.page.locator(ROWS).first.click()
    there.page.wait_for_url("**/finding?id=F-11c0de&type=hub")
    there.page.wait_for_selector(GRAPH)
    assert there.page.get_by_role("button", name="Next").is_disabled()

    back(there, "**/?type=hub", ROWS)
    assert there.page.locator(ROWS).count() == 1

    there.page.get_by_text("Hubs 1").click()  # the chosen one again: it stays chosen
    there.settle()
    assert there.page.locator(ROWS).count() == 1


def test_back_leads_to_the_row_that_was_opened(there: Visit) -> None:
    there.page.set_viewport_size({"width": 1000, "height": 300})
    there.open(ready=ROWS)
    there.page.locator(ROWS).nth(2).click()
    there.page.wait_for_url("**/finding?id=F-0a5e55")
    there.page.wait_for_selector(GRAPH)
    there.settle()

    there.page.go_back()
    there.page.wait_for_selector(f"{ROWS}[data-id=F-0a5e55]:focus")
    there.settle()
    box = there.page.locator(ROWS).nth(2).bounding_box()
    assert box
    assert 0 <= box["y"] <= 300 - box["height"]


def test_the_keyboard_sees_where_it_is_in_the_menu(there: Visit) -> None:
    there.open(ready=ROWS)
    link = there.page.locator("[data-testid=stTopNavLink]", has_text="Search")
    outline = "one => getComputedStyle(one).outlineStyle"
    assert link.evaluate(outline) == "none"

    for _ in range(3):  # past the link to what is the page's own
        there.page.keyboard.press("Tab")
    assert link.evaluate(outline) == "solid"


def test_the_tab_of_the_browser_names_the_page(there: Visit) -> None:
    for path, ready, title in (("", ROWS, "Findings"), ("search", FIELD, "Search"), ("about", ".lp .facts", "About")):
        there.open(path, ready)
        assert there.page.title().startswith(title)


def test_all_leads_back_in_one_step_too(there: Visit) -> None:
    there.open("finding?id=F-11c0de&type=hub", GRAPH)
    there.page.get_by_role("link", name="All").click()
    there.page.wait_for_url("**/?type=hub")
    back(there, "**/finding?id=F-11c0de&type=hub", GRAPH)


def test_a_search_is_there_after_back_and_reload_and_not_in_the_address(there: Visit) -> None:
    there.open("search", FIELD)
    there.page.fill(FIELD, "Lindqvist")
    there.page.keyboard.press("Enter")
    there.page.wait_for_url("**/search?q=*")
    address = there.page.url
    there.page.locator(".rows[data-kind=findings] button").first.click()
    there.page.wait_for_url("**/finding?id=F-7f3a91")

    back(there, address, ".rows[data-kind=hits] button")
    assert there.page.input_value(FIELD) == "Lindqvist"

    there.page.reload()
    there.page.wait_for_selector(".rows[data-kind=hits] button")
    assert there.page.input_value(FIELD) == "Lindqvist"
    assert "indqvist" not in address


def test_keys_walk_one_of_two_lists(there: Visit) -> None:
    there.open("search", FIELD)
    there.page.fill(FIELD, "weiss")
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector(".rows[data-kind=findings] button")
    there.settle()
    there.page.get_by_role("heading", name="Search").click()
    focus = "() => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]" \
        ".map(host => host.shadowRoot.activeElement).filter(Boolean).map(one => one.dataset.id)"  # fmt: skip
    hits = there.page.locator(".rows[data-kind=hits] button")
    assert hits.count() > 1

    for at in range(2):
        there.page.keyboard.press("j")
        assert there.page.evaluate(focus) == [hits.nth(at).get_attribute("data-id")]


def test_what_was_chosen_is_forgotten_with_the_finding(there: Visit) -> None:
    choose_phone(there)
    there.page.get_by_role("button", name="Next").click()
    there.page.wait_for_url("**/finding?id=F-11c0de")
    there.settle()
    there.page.get_by_role("button", name="Prev").click()
    there.page.wait_for_url("**/finding?id=F-7f3a91")
    there.page.wait_for_selector(GRAPH)

    # the graph says that nothing is chosen, then the panel follows
    there.page.locator(EVIDENCE, has_text="= 30.30 bits").wait_for(timeout=60_000)


def test_another_finding_of_its_persons_opens_at_an_address_of_its_own(there: Visit) -> None:
    there.open("finding?id=F-0a5e55", GRAPH)
    there.page.get_by_role("button", name="F-7f3a91 (network)").click()
    there.page.wait_for_url("**/finding?id=F-7f3a91")
    heading = there.page.get_by_role("heading", name="Account ••6789 pays five persons")
    heading.wait_for(timeout=60_000)

    there.page.reload()
    there.page.wait_for_selector(GRAPH)
    heading.wait_for(timeout=60_000)
    back(there, "**/finding?id=F-0a5e55", GRAPH)
