"""Untrusted text made safe to show. Every name, address and CV line comes from people who may wish us ill.

Labels of widgets are markdown (`![x](https://…)` in a name would fetch a picture), so applicants' text reaches the page
only as canvas text, as `textContent`, through `page` (Jinja2 with autoescape) or, in a label, through `md`.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import jinja2

from views.words import many

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$^=@&/])")
_JOINED = "\u0600-\u08ff\u0900-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
"""Arabic and Indic letters and emoji: only between two of these a joiner or non-joiner is part of the writing."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
    f"|(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
)
_WORD_JOINER = "\u2060"

_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "assets"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)


def plain(text: object, limit: int | None = 300) -> str:
    """One line without control, bidirectional or stray zero-width characters, at most `limit` long; whole without a limit."""
    composed = unicodedata.normalize("NFC", str(text)).replace("\n", " ").replace("\t", " ")
    line = _INVISIBLE.sub("", composed).strip()
    return line if limit is None or len(line) <= limit else line[: limit - 1] + "…"


def md(text: object, limit: int = 120) -> str:
    """The text itself, inside a label or any other markdown: no emphasis, picture, link or autolink."""
    escaped = _MARKDOWN.sub(r"\\\1", plain(text, limit))
    return re.sub(r"(?i)(http|www|ftp)", rf"\1{_WORD_JOINER}", escaped)


def page(template: str, **values: object) -> str:
    """HTML from a template of `assets/`, with every value escaped."""
    return _TEMPLATES.get_template(template).render(**values)


_TEMPLATES.filters["plain"] = plain
_TEMPLATES.globals["many"] = many
