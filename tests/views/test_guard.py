from __future__ import annotations

import pytest

from views import guard


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Ana  Costa", "Ana  Costa"),
        ("A\u202eevil\u202c", "Aevil"),  # bidirectional override
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("Ad\u200cmin Ro\u200dot\u200d", "Admin Root"),
        ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"),  # a Persian name
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),  # one emoji of two
        ("line\none\ttab\x07", "line one tab"),
        ("e\u0301", "é"),  # composed
        (None, "None"),
    ],
)
def test_plain_is_one_visible_line(given: object, shown: str) -> None:
    assert guard.plain(given) == shown


def test_plain_is_cut_with_a_mark() -> None:
    assert guard.plain("x" * 400, 10) == "xxxxxxxxx…"


@pytest.mark.parametrize(
    "given", ["![x](https://evil.example/p.png)", "[a](http://b)", "**b**", "<b>", "a | b", "`c`", "$x$", ":red[x]"]
)
def test_md_leaves_no_markdown(given: str) -> None:
    escaped = guard.md(given)

    assert "http:" not in escaped
    assert "https:" not in escaped
    for mark in "![]()*<>|`$:":
        assert escaped.count(mark) == escaped.count("\\" + mark), mark


@pytest.mark.parametrize("given", ["www.evil.example", "HTTPS://evil.example", "ftp.evil.example"])
def test_md_stops_links_that_nobody_marked(given: str) -> None:
    assert given.split(".")[0].split(":")[0].lower() + "." not in guard.md(given).lower().replace("\\", "")


def test_templates_escape() -> None:
    html = guard.page("gone.html", id='"><script>alert(1)</script>', findings=3)

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
