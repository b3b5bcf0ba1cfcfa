"""E-mail addresses, websites and profiles."""

from __future__ import annotations

import pytest

from graph.model.kinds import clean, why_not


def key(kind: str, raw: str) -> str | None:
    value = clean(kind, raw, "US")
    return value.key if value else None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Jane.K@Gmail.com", "janek@gmail.com"),
        ("j.a.n.e.k+jobs@googlemail.com", "janek@gmail.com"),
        ("jane.k@outlook.com", "jane.k@outlook.com"),
        ("jane.k+x@outlook.com", "jane.k@outlook.com"),
        ("jane+x@protonmail.com", "jane@proton.me"),
        ("ja.ne@pm.me", "jane@proton.me"),
        ("jane@me.com", "jane@icloud.com"),
        ("jane.k@yandex.com", "jane-k@yandex.ru"),
        ("jane+sales@lindqvist.dev", "jane+sales@lindqvist.dev"),
        ("jane-x@yahoo.com", "jane-x@yahoo.com"),
        ("  jane@lindqvist.dev  ", "jane@lindqvist.dev"),
        ("<jane@lindqvist.dev>", "jane@lindqvist.dev"),
        ('"Jane K." <Jane@Lindqvist.dev>', "jane@lindqvist.dev"),
        ("mailto:jane@lindqvist.dev?subject=CV", "jane@lindqvist.dev"),
        ("jane@lindqvist.dev.", "jane@lindqvist.dev"),
        ("name@lindqvist.dev", "name@lindqvist.dev"),
        ("jane@bücher.de", "jane@xn--bcher-kva.de"),
        ("ｊａｎｅ＠lindqvist.dev", "jane@lindqvist.dev"),
        ("jane\u200b@lindqvist.dev", "jane@lindqvist.dev"),
    ],
)
def test_mailboxes(raw: str, expected: str) -> None:
    assert key("email", raw) == expected


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("test@example.com", "placeholder"),
        ("jane@sub.example.org", "placeholder"),
        ("jane@corp.test", "placeholder"),
        ("jane@host.local", "placeholder"),
        ("test@gmail.com", "placeholder"),
        ("noemail@gmail.com", "placeholder"),
        ("no-reply@lindqvist.dev", "placeholder"),
        ("john.doe@email.com", "placeholder"),
        ("n/a@n/a.com", "invalid"),
        ("none@none.com", "placeholder"),
        ("username@gmail.com", "placeholder"),
        ("j***e@gmail.com", "masked"),
        ("j•••e@gmail.com", "masked"),
        ("jane", "invalid"),
        ("@gmail.com", "invalid"),
        ("jane@", "invalid"),
        ("jane@localhost", "invalid"),
        ("jane k@gmail.com", "invalid"),
        ("a..b@lindqvist.dev", "invalid"),
        ("jane@lindqvist.dev, ann@lindqvist.dev", "invalid"),
        ("j" * 400 + "@lindqvist.dev", "too_long"),
    ],
)
def test_what_is_no_mailbox_and_why(raw: str, why: str) -> None:
    assert why_not("email", raw, "US") == why


def test_two_people_of_one_company_stay_two() -> None:
    assert key("email", "jane.k@lindqvist.dev") != key("email", "janek@lindqvist.dev")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("https://www.linkedin.com/in/Jane-K-123/", "linkedin:jane-k-123"),
        ("linkedin.com/in/jane-k-123?originalSubdomain=de", "linkedin:jane-k-123"),
        ("https://de.linkedin.com/in/jane-k-123", "linkedin:jane-k-123"),
        ("https://github.com/JaneK/project/tree/main", "github:janek"),
        ("github.com/janek", "github:janek"),
        ("https://janek.github.io/", "github:janek"),
        ("https://t.me/janek_dev", "telegram:janek_dev"),
        ("Telegram: @janek_dev", "telegram:janek_dev"),
        ("https://twitter.com/janek", "x:janek"),
        ("https://x.com/janek/status/1", "x:janek"),
        ("https://medium.com/@janek", "medium:janek"),
        ("https://stackoverflow.com/users/123456/jane-k", "stackoverflow:123456"),
        ("github: janek", "github:janek"),
        ("github:janek", "github:janek"),
    ],
)
def test_profiles_are_handles_whatever_was_asked(raw: str, expected: str) -> None:
    for asked in ("handle", "website"):
        value = clean(asked, raw, "US")
        if asked == "website" and ": " in raw:
            continue
        assert value is not None, asked
        assert (value.kind, value.key) == ("handle", expected)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("https://www.lindqvist.dev/", "lindqvist.dev"),
        ("HTTP://LINDQVIST.dev/index.html", "lindqvist.dev"),
        ("lindqvist.dev/cv?utm_source=x&b=2&a=1#top", "lindqvist.dev/cv?a=1&b=2"),
        ("https://janek.vercel.app", "janek.vercel.app"),
        ("https://sites.google.com/view/janek", "sites.google.com/view/janek"),
        ("Portfolio: https://lindqvist.dev", "lindqvist.dev"),
        ("https://bücher.de/jane", "xn--bcher-kva.de/jane"),
    ],
)
def test_websites(raw: str, expected: str) -> None:
    value = clean("website", raw, "US")
    assert value is not None
    assert (value.kind, value.key) == ("website", expected)


@pytest.mark.parametrize(
    ("kind", "raw", "why"),
    [
        ("website", "https://github.com", "shared_host"),
        ("website", "linkedin.com", "shared_host"),
        ("website", "https://www.linkedin.com/company/acme", "shared_host"),
        ("website", "https://vercel.app", "shared_host"),
        ("website", "mysite.com", "shared_host"),
        ("website", "https://example.com/jane", "placeholder"),
        ("website", "http://localhost:3000", "invalid"),
        ("website", "just text", "invalid"),
        ("handle", "https://www.linkedin.com/in/your-name", "placeholder"),
        ("handle", "https://github.com/username", "placeholder"),
        ("handle", "janek", "vague"),
        ("handle", "https://lindqvist.dev", "invalid"),
    ],
)
def test_what_is_no_site_and_why(kind: str, raw: str, why: str) -> None:
    assert why_not(kind, raw, "US") == why
