"""E-mail addresses: one key per mailbox, by what each provider ignores in a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.model.kinds.base import Kind, Value
from graph.model.kinds.judge import Cleaning, filler, tidy, word_set

LONGEST = 254  # RFC 5321
_SHAPE = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~.\-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_IN_BRACKETS = re.compile(r"<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>")
_MASK = re.compile(r"\*{2}|•|●|x{4}|\.{3}")

_DOMAINS = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "protonmail.ch": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "ya.ru": "yandex.ru",
    "yandex.com": "yandex.ru",
    "yandex.by": "yandex.ru",
    "yandex.kz": "yandex.ru",
    "yandex.ua": "yandex.ru",
}
"""Domains of one provider where one name is one mailbox."""

_TAGS = word_set(
    "gmail.com outlook.com hotmail.com live.com msn.com hotmail.co.uk hotmail.fr hotmail.de outlook.de outlook.fr live.co.uk"
    " live.fr icloud.com proton.me fastmail.com fastmail.fm yandex.ru zoho.com zohomail.com hey.com tutanota.com tuta.io"
    " mailbox.org posteo.de runbox.com pobox.com"
)
"""Providers that deliver name+anything to name. Elsewhere a plus may be part of the name, so it stays."""

_IGNORED: dict[str, tuple[tuple[str, str], ...]] = {
    "gmail.com": ((".", ""),),
    "proton.me": ((".", ""), ("-", ""), ("_", "")),
    "yandex.ru": ((".", "-"),),
}
"""Characters of a name that the provider ignores, or takes for one another."""

_EXAMPLE_DOMAINS = word_set(
    "example.com example.org example.net example.edu test.com test.org domain.com yourdomain.com mydomain.com company.com"
    " yourcompany.com mycompany.com website.com mysite.com yoursite.com noemail.com nomail.com none.com na.com fake.com"
    " sample.com placeholder.com abc.com xyz.com asdf.com a.com b.com aaa.com xxx.com"
)
_EXAMPLE_ENDINGS = (
    ".example",
    ".test",
    ".invalid",
    ".localhost",
    ".local",
    ".example.com",
    ".example.org",
    ".example.net",
)
_NOBODY = word_set(
    "test tester testing noemail no-email no.email nomail none na null noreply no-reply no.reply donotreply do-not-reply"
    " xxx xxxx asdf asdfasdf qwerty youremail your.email your_email yourname your.name your-email firstname.lastname"
    " firstnamelastname example sample placeholder"
)
"""Names of nobody's mailbox anywhere."""
_EXAMPLE_NAMES = word_set(
    "email myemail my.email first.last firstlast name username user someone somebody"
    " nobody anonymous abc abc123 foo foobar a aa aaa"
)
"""Names that stand for nobody at a public provider; at a domain of one's own (name@lindqvist.dev) they may be real."""
_EXAMPLE_PEOPLE = word_set("johndoe janedoe john.doe jane.doe john_doe jane_doe jdoe j.doe john.smith johnsmith")
FILLER_NAMES = _NOBODY | _EXAMPLE_NAMES | _EXAMPLE_PEOPLE
"""Names that are nobody's somewhere."""
_PUBLIC_DOMAINS = word_set(
    "email.com mail.com gmail.com yahoo.com hotmail.com outlook.com live.com icloud.com aol.com"
    " proton.me yandex.ru gmx.de gmx.net"
)


def judge_email(raw: str, region: str) -> Value | str:
    """The mailbox in small letters, without what its provider ignores: J.Doe+x@GoogleMail.com -> jdoe@gmail.com."""
    text = raw.strip().lower()
    if not _SHAPE.fullmatch(text):
        found = _unwrap(raw)
        if isinstance(found, tuple):
            return found[0]
        text = found
    name, _, domain = text.rpartition("@")
    provider = _provider(domain)
    written = name
    if provider.tags and "+" in name:
        name = written = name[: name.index("+")]
    for character, instead in provider.ignored:
        name = name.replace(character, instead)
    if provider.example or written in _NOBODY or name in _NOBODY:
        return "placeholder"
    if provider.public and (written in _EXAMPLE_PEOPLE or written in _EXAMPLE_NAMES or name in _EXAMPLE_NAMES):
        return "placeholder"
    if not name or ("." in name and (name[0] == "." or name[-1] == "." or ".." in name)):
        return "masked" if "..." in name else "invalid"
    if "*" in name and _MASK.search(name):
        return "masked"
    key = f"{name}@{provider.domain}"
    return Value("email", key, key)


@dataclass(frozen=True, slots=True)
class Provider:
    """What is known of a domain; see the tables above."""

    domain: str
    tags: bool
    ignored: tuple[tuple[str, str], ...]
    example: bool
    public: bool


@lru_cache(maxsize=1 << 14)
def _provider(domain: str) -> Provider:
    domain = _DOMAINS.get(domain, domain)
    return Provider(
        domain=domain,
        tags=domain in _TAGS,
        ignored=_IGNORED.get(domain, ()),
        example=domain in _EXAMPLE_DOMAINS or domain.endswith(_EXAMPLE_ENDINGS),
        public=domain in _PUBLIC_DOMAINS,
    )


def provider_of(domain: str) -> Provider | None:
    """What is known of a domain in small letters; None when it is no domain."""
    return _provider(domain) if _SHAPE.fullmatch(f"x@{domain}") else None


def _unwrap(raw: str) -> str | tuple[str]:
    """The address inside `Jane <jane@x.org>` or `mailto:jane@x.org`, its domain in IDNA; or (why it is none,)."""
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return (nothing,)
    if len(text) > LONGEST + 100:
        return ("too_long",)
    inside = _IN_BRACKETS.search(text)
    text = (inside.group(1) if inside else text).lower().removeprefix("mailto:").split("?")[0].strip(" <>,;\"'()[]")
    text = text.rstrip(".")
    name, at, domain = text.rpartition("@")
    if not at or len(text) > LONGEST:
        return ("invalid",)
    if "•" in name or "●" in name:
        return ("masked",)
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return ("invalid",)
    text = f"{name}@{domain}"
    return text if _SHAPE.fullmatch(text) else ("invalid",)


EMAIL = Kind(
    name="email",
    label="Email",
    relationship="HAS_EMAIL",
    title="E-mail address",
    family="contact",
    columns=(
        "email",
        "e_mail",
        "mail",
        "email_address",
        "email_addresses",
        "personal_email",
        "secondary_email",
        "recovery_email",
        "contact_email",
    ),
    clean=Cleaning(judge_email),
    strength=9.5,
    crowd=20,
    reason="{n} persons of different names use the mailbox {value}",
    innocent="An agency that submits for its people under its own address, or a couple with one mailbox.",
    examples=(
        ("J.Doe.Dev+jobs@GoogleMail.com", "jdoedev@gmail.com"),
        ("Mara Lindqvist <Mara.Lindqvist@Outlook.com>", "mara.lindqvist@outlook.com"),
        ("mara+jobs@lindqvist.dev", "mara+jobs@lindqvist.dev"),
        ("kontakt@müller-bau.de", "kontakt@xn--mller-bau-q9a.de"),
        ("test@example.com", None),
        ("john.doe@email.com", None),
        ("j***@gmail.com", None),
        ("noemail@gmail.com", None),
        ("n/a", None),
    ),
)
