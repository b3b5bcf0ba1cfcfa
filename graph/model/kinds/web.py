"""Websites and profiles. The address of a profile on a known site is a handle: `github:jane`."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode

from graph.model.kinds.base import Kind, Value
from graph.model.kinds.judge import Cleaning, filler, made_up_digits, tidy, word_set

LONGEST = 1000
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.\-]{1,15}:)?//+|^https?:/*", re.IGNORECASE)
_TRACKING = re.compile(
    r"^(?:utm_.*|fbclid|gclid|msclkid|mc_[a-z]+|ref|ref_src|source|trk|tracking.*|lipi|originalsubdomain|igsh|igshid|si|s|t)$",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)

PROFILES: dict[str, tuple[tuple[str, ...], str]] = {
    "linkedin.com": (("in/", "pub/"), "linkedin"),
    "github.com": (("",), "github"),
    "gitlab.com": (("",), "gitlab"),
    "bitbucket.org": (("",), "bitbucket"),
    "t.me": (("",), "telegram"),
    "telegram.me": (("",), "telegram"),
    "twitter.com": (("",), "x"),
    "x.com": (("",), "x"),
    "facebook.com": (("",), "facebook"),
    "instagram.com": (("",), "instagram"),
    "medium.com": (("@",), "medium"),
    "dev.to": (("",), "devto"),
    "stackoverflow.com": (("users/",), "stackoverflow"),
    "leetcode.com": (("u/", ""), "leetcode"),
    "hackerrank.com": (("profile/", ""), "hackerrank"),
    "codepen.io": (("",), "codepen"),
    "npmjs.com": (("~",), "npm"),
    "upwork.com": (("freelancers/",), "upwork"),
    "freelancer.com": (("u/",), "freelancer"),
    "fiverr.com": (("",), "fiverr"),
    "behance.net": (("",), "behance"),
    "dribbble.com": (("",), "dribbble"),
    "kaggle.com": (("",), "kaggle"),
    "huggingface.co": (("",), "huggingface"),
    "about.me": (("",), "aboutme"),
    "linktr.ee": (("",), "linktree"),
    "youtube.com": (("@", "c/", "user/", "channel/"), "youtube"),
    "reddit.com": (("user/", "u/"), "reddit"),
    "keybase.io": (("",), "keybase"),
    "wa.me": (("",), ""),
    "join.skype.com": (("invite/",), "skype"),
    "discord.com": (("users/",), "discord"),
    "angel.co": (("u/", ""), "wellfound"),
    "wellfound.com": (("u/",), "wellfound"),
}
"""Host -> (what stands before the name in the path, name of the site)."""

_SITES = frozenset(site for _, site in PROFILES.values() if site) | {"twitter", "skype", "discord"}
_ALIASES = {"twitter": "x", "tg": "telegram", "gh": "github", "li": "linkedin"}
_HOMEPAGES = {".github.io": "github", ".gitlab.io": "gitlab", ".medium.com": "medium"}
"""Sites of one person whose host begins with the handle."""

SHARED_HOSTS = frozenset(PROFILES) | word_set(
    """
    google.com gmail.com yahoo.com outlook.com bing.com microsoft.com apple.com amazon.com wikipedia.org docs.google.com
    drive.google.com sites.google.com mysite.com mywebsite.com website.com yourwebsite.com yoursite.com example.com example.org
    example.net test.com domain.com yourdomain.com portfolio.com myportfolio.com vercel.app netlify.app herokuapp.com github.io
    gitlab.io wixsite.com wordpress.com blogspot.com weebly.com webflow.io notion.site notion.so carrd.co framer.website
    surge.sh pages.dev web.app firebaseapp.com render.com onrender.com azurewebsites.net replit.app replit.com glitch.me
    dropbox.com onedrive.live.com indeed.com glassdoor.com monster.com ziprecruiter.com dice.com bit.ly tinyurl.com calendly.com
    zoom.us meet.google.com localhost www.com none.com na.com discord.gg slack.com
    """
)
"""Alone they name nobody; below them a path or a name in front may."""

NOT_NAMES = word_set(
    """
    about jobs login signin signup join search explore home settings features pricing marketplace topics trending orgs company
    school feed groups pages profile user users in me username yourname your-name your-username yourprofile your-profile name
    yourusername profile-url my-profile null undefined none na n test example johndoe john-doe janedoe jane-doe help support
    contact terms privacy share sharer intent watch results messages notifications sponsors apps site index handle p reel
    """
)
_HANDLE = re.compile(r"[a-z0-9_](?:[a-z0-9_.\-]{0,98}[a-z0-9_\-])?")


def judge_website(raw: str, region: str) -> Value | str:
    """`host/path` without scheme, www, tracking and slash at the end; a profile on a known site is a `handle`."""
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > LONGEST:
        return "too_long"
    text = text.strip("<>()[]{}\"'`,; ")
    site, colon, name = text.partition(":")
    if colon and site in _SITES:
        return _handle(site, name)  # a key of ours
    if " " in text:
        text = text.split()[-1].strip("<>()[]\"',;")  # "Portfolio: https://…"
    text = _SCHEME.sub("", text)
    rest = text.split("#")[0] if "#/" not in text and "#!" not in text else text
    before, _, query = rest.partition("?")
    host, _, path = before.partition("/")
    site_host = _host(host)
    if site_host is None:
        return "invalid"
    path = _INDEX.sub("", "/" + path).strip("/")
    if site_host.endswith((".example", ".test", ".invalid", ".local", ".localhost")) or site_host.startswith(
        "example."
    ):
        return "placeholder"
    profile = _profile(site_host, path)
    if profile is not None:
        return profile
    kept = urlencode(sorted((k, v) for k, v in parse_qsl(query) if not _TRACKING.match(k)))
    if not path and not kept and site_host in SHARED_HOSTS:
        return "shared_host"
    key = site_host + (f"/{path}" if path else "") + (f"?{kept}" if kept else "")
    return Value("website", key, key) if len(key) <= LONGEST else "too_long"


def _host(text: str) -> str | None:
    host = text.rpartition("@")[2].split(":")[0].strip(".").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    for prefix in ("www.", "m.", "mobile."):
        if host.startswith(prefix) and host.count(".") >= 2:
            host = host[len(prefix) :]
    return host if len(host) <= 253 and _HOST.fullmatch(host) else None


def _profile(host: str, path: str) -> Value | str | None:
    """The handle that an address names, "shared_host" when it names a page of the site itself, None for other sites."""
    for ending, site in _HOMEPAGES.items():
        if host.endswith(ending) and host != ending[1:]:
            return None if path else _handle(site, host[: -len(ending)])
    if host.endswith(".linkedin.com"):
        host = "linkedin.com"
    if host not in PROFILES:
        return None
    starts, site = PROFILES[host]
    if not path:
        return "shared_host"
    low = path.lower()
    for start in starts:
        if low.startswith(start):
            parts = low[len(start) :].split("/")
            if site == "stackoverflow" or (
                start == "" and len(parts) > 1 and site in ("github", "gitlab", "bitbucket")
            ):
                return _handle(site, parts[0])  # a repository belongs to its owner
            return _handle(site, parts[0]) if site else None
    return None if site in ("youtube", "reddit", "medium", "facebook") else "shared_host"


def _handle(site: str, name: str) -> Value | str:
    name = name.strip("@").lower().replace("%20", "")
    if site == "telegram" and name.startswith("+"):
        return "vague"
    if name in NOT_NAMES or (filler(name) and site) or (made_up_digits(name) and site != "stackoverflow"):
        return "placeholder"
    if not _HANDLE.fullmatch(name) or len(name) < 2:
        return "invalid"
    return Value("handle", f"{site}:{name}", f"{site} {name}")


def judge_handle(raw: str, region: str) -> Value | str:
    """`<site>:<name>` of "GitHub: @Jane", "https://github.com/jane", "github:jane". A bare name says no site: nothing."""
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > LONGEST:
        return "too_long"
    site, mark, name = text.partition(":")
    site = site.strip().lower().replace(" ", "")
    if mark and site not in ("http", "https"):
        site = _ALIASES.get(site, site)
        name = name.strip()
        if site not in _SITES and site != "email":
            return _bare(text, region)
        if "/" in name or name.lower().endswith(".com"):
            return judge_handle(name, region) if name else "empty"
        return _handle(site, name)
    return _bare(text, region)


def _bare(text: str, region: str) -> Value | str:
    if "." not in text:
        return "vague"
    found = judge_website(text, region)
    return found if isinstance(found, str) or found.kind == "handle" else "invalid"


WEBSITE = Kind(
    name="website",
    label="Website",
    relationship="HAS_WEBSITE",
    title="Website",
    family="contact",
    columns=(
        "website",
        "url",
        "websites",
        "website_addresses",
        "portfolio",
        "portfolio_url",
        "homepage",
        "personal_site",
        "links",
    ),
    clean=Cleaning(judge_website),
    strength=6.0,
    crowd=20,
    reason="{n} persons of different names show the website {value}",
    innocent="A real project that a team built together, an employer's or school's page, or a public demo.",
    examples=(
        ("https://www.Lindqvist.dev/Work/?utm_source=cv", "lindqvist.dev/Work"),
        ("http://lindqvist.dev", "lindqvist.dev"),
        ("https://github.com/jane", "github:jane"),
        ("https://github.com", None),
        ("linkedin.com", None),
        ("mysite.com", None),
        ("https://example.com/me", None),
        ("n/a", None),
    ),
)

HANDLE = Kind(
    name="handle",
    label="Handle",
    relationship="HAS_HANDLE",
    title="Profile",
    family="contact",
    columns=(
        "handle",
        "linkedin",
        "linkedin_url",
        "github",
        "github_url",
        "telegram",
        "twitter",
        "skype",
        "discord",
        "social_media",
        "social_media_addresses",
    ),
    clean=Cleaning(judge_handle),
    strength=8.0,
    crowd=20,
    reason="{n} persons of different names use the profile {value}",
    innocent="An organisation's or a course's profile that several people link to, or a couple of persons who share work.",
    examples=(
        ("https://www.linkedin.com/in/Mara-Lindqvist/?trk=x", "linkedin:mara-lindqvist"),
        ("GitHub: @MaraL", "github:maral"),
        ("https://t.me/mara_l", "telegram:mara_l"),
        ("https://x.com/maral", "x:maral"),
        ("https://www.linkedin.com/in/yourname", None),
        ("https://www.linkedin.com", None),
        ("maral", None),
        ("none", None),
    ),
)
