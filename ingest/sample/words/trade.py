"""The words of CVs: concepts, each with several ways of saying it, so that one fact can be told in other words."""

from __future__ import annotations

from ingest.sample.words import rows, words

# concepts with three or four ways of saying each
VERBS = rows("verbs")
THINGS = rows("things")
USERS = rows("users")
METRICS = rows("metrics")
DETAILS = rows("details")
TRAITS = rows("traits")

DOMAINS = words("domains")
TECHNOLOGIES = tuple(name for (name,) in rows("technologies"))
FIELDS = words("fields")
PROJECT_NAMES = words("project_names")
FALLS = ("cut", "lowered", "reduced", "brought down", "shrank", "trimmed")

POPULAR_TEMPLATES: tuple[tuple[str, str], ...] = tuple(
    (opening, closing) for opening, closing in rows("popular_templates")
)
"""Opening and closing phrases of five popular CV builders: each is held by thousands of people."""
