"""The app in a real Chromium: it draws, it answers, and nothing leaves the machine."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import EVIDENCE, GRAPH, ROWS, Visit, visit
from tests.views.invented import ATTACK, PHONE

pytestmark = pytest.mark.browser

KEPT = ("applicant:A-1001", "applicant:A-1004", f"phone:{PHONE}", "device:c02xk0aajg5h")


def test_the_start_page_lists_and_a_click_opens(there: Visit) -> None:
    there.open(ready=ROWS)
    assert there.page.locator(ROWS).count() == 3
    assert "6 of 3,400" in there.text()

    there.page.locator(ROWS).first.click()
    there.page.wait_for_selector(GRAPH)

    assert "id=F-7f3a91" in there.page.url
    assert "= 30.30 bits" in there.text(EVIDENCE)


def test_keys_walk_the_list_and_open(there: Visit) -> None:
    there.open(ready=ROWS)
    for key in ("j", "j", "k", "j", "Enter"):
        there.page.keyboard.press(key)
    there.page.wait_for_selector(GRAPH)
    there.settle()

    assert "id=F-11c0de" in there.page.url

    there.page.keyboard.press("j")
    there.page.wait_for_url("**/finding?id=F-0a5e55")


def test_a_click_on_a_node_changes_the_evidence_and_moves_nothing(there: Visit) -> None:
    there.open("finding?id=F-7f3a91", GRAPH)
    before = [there.node(name) for name in KEPT]

    there.page.mouse.click(*there.node(f"phone:{PHONE}"))
    there.page.wait_for_function("() => document.querySelector('.st-key-evidence').innerText.includes('Held by')")
    there.settle()

    text = there.text(EVIDENCE)
    assert "Four applications give one phone number." in text
    assert "Two persons use the same laptop." not in text
    assert [there.node(name) for name in KEPT] == before

    there.page.keyboard.press("Escape")
    there.page.wait_for_function("() => !document.querySelector('.st-key-evidence').innerText.includes('Held by')")
    assert [there.node(name) for name in KEPT] == before


def test_a_double_click_expands_and_says_how_many(there: Visit) -> None:
    there.open("finding?id=F-7f3a91", GRAPH)
    there.page.mouse.dblclick(*there.node("address:14 harbour st 60601 us"))
    there.page.wait_for_function("() => document.body.innerText.includes('5 neighbours shown, 1 of them new')")
    there.settle()

    there.node("applicant:A-9001")  # drawn now
    assert "13 nodes" in there.page.inner_text(".graph .status")


def test_sources_open_under_the_evidence(there: Visit) -> None:
    there.open("finding?id=F-7f3a91", GRAPH)
    there.page.locator(f"{EVIDENCE} summary").nth(1).click()

    text = there.text(EVIDENCE)
    assert "020 7946 0958" in text
    assert "greenhouse/candidates.json, /A-1001/phone" in text
    assert "SHA-256 ba159dbf9d2f" in text


def test_search_finds_another_spelling(there: Visit) -> None:
    there.open("search", "[data-testid=stTextInput] input")
    there.page.fill("[data-testid=stTextInput] input", "+44 (0)20-7946.0958")
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector(GRAPH)
    there.settle()

    assert "Phone number · 4 applicants" in there.page.inner_text(".rows[data-kind=hits]")
    there.node("applicant:A-1002")
    there.page.locator(".rows[data-kind=findings] button").first.click()
    there.page.wait_for_url("**/finding?id=F-7f3a91")


@pytest.mark.parametrize(
    ("path", "ready"),
    [("", ROWS), ("finding?id=F-7f3a91", GRAPH), ("search", "[data-testid=stTextInput]"), ("about", ".lp .facts")],
    ids=["findings", "finding", "search", "about"],
)
def test_every_screen_fits_in_both_widths_and_themes(there: Visit, path: str, ready: str) -> None:
    there.open(path, ready)
    for width in (1280, 1920):
        there.page.set_viewport_size({"width": width, "height": 900})
        for scheme, ground in (("light", "rgb(246, 247, 249)"), ("dark", "rgb(14, 20, 30)")):
            there.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            there.page.wait_for_function(
                "ground => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor === ground",
                arg=ground,
            )
            there.settle()
            assert there.overflow() == 0, (width, scheme)
            assert there.page.locator(ready).first.is_visible()


def test_attacks_in_names_are_only_text(there: Visit) -> None:
    there.open("finding?id=F-11c0de", GRAPH)
    assert ATTACK in there.text()
    assert there.page.locator("[data-testid=stMain] .lp img, [data-testid=stMain] .lp a").count() == 0

    there.page.mouse.click(*there.node("applicant:A-2002"))
    there.page.wait_for_function("() => document.querySelector('.st-key-evidence').innerText.includes('evil.example')")
    there.settle()

    there.page.mouse.click(*there.node("applicant:A-2002"), button="right")
    assert "evil.example" in there.page.inner_text(".graph .menu")


def test_headings_of_a_finding_do_not_wrap(there: Visit) -> None:
    there.open("finding?id=F-7f3a91", GRAPH)
    heights = there.page.evaluate("() => [...document.querySelectorAll('.lp .heading')].map(e => e.offsetHeight)")
    assert max(heights) < 40


def test_another_host_name_is_refused(chrome: Browser, home: str) -> None:
    with visit(chrome, home) as there:
        answer = there.page.request.get(home, headers={"Host": "evil.example"})
        assert answer.status == 400
        assert "default-src 'none'" in answer.headers["content-security-policy"]
