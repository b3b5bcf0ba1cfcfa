"""Texts: the file of a CV, and passages that many CVs have in common."""

from __future__ import annotations

import re

from graph.model.kinds.base import Kind, Value
from graph.model.kinds.judge import Cleaning, filler, tidy

_SHA256 = re.compile(r"(?:sha-?256[:= ]\s*)?([0-9a-f]{64})")
_EMPTY_FILE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
_TEMPLATE = re.compile(r"[a-z0-9][a-z0-9:_\-]{3,79}")


def judge_cv_file(raw: str, region: str) -> Value | str:
    """The SHA-256 of a file, 64 small hexadecimal digits. The empty file is everybody's."""
    text = tidy(raw).lower()
    match = _SHA256.fullmatch(text)
    if not match:
        return filler(text) or ("too_long" if len(text) > 80 else "invalid")
    key = match.group(1)
    if key == _EMPTY_FILE or len(set(key)) <= 2:
        return "placeholder"
    return Value("cv_file", key, f"file {key[:12]}…")


def judge_template(raw: str, region: str) -> Value | str:
    """The name that the text step gave to a passage held by many: letters, digits, ":", "_" and "-"."""
    text = tidy(raw).lower()
    nothing = filler(text)
    if nothing:
        return nothing
    return Value("template", text, f"template {text[:12]}") if _TEMPLATE.fullmatch(text) else "invalid"


CV_FILE = Kind(
    name="cv_file",
    label="CvFile",
    relationship="SENT_CV_FILE",
    title="CV file",
    family="text",
    columns=("cv_file", "cv_sha256", "resume_sha256", "cv_hash", "resume_hash", "file_sha256"),
    clean=Cleaning(judge_cv_file),
    strength=10.0,
    crowd=20,
    reason="{n} persons of different names sent the very same file {value}",
    innocent="An agency that attached the wrong file, or a blank form or public sample that was sent as it was.",
    examples=(
        ("SHA256:" + "AB" * 31 + "0C", "ab" * 31 + "0c"),
        (_EMPTY_FILE, None),
        ("resume.pdf", None),
        ("none", None),
    ),
)

TEMPLATE = Kind(
    name="template",
    label="Template",
    relationship="WRITES_TEMPLATE",
    title="CV template",
    family="text",
    columns=("template", "cv_template"),
    clean=Cleaning(judge_template),
    strength=2.0,
    crowd=20,
    reason="{n} persons of different names have the passages of {value} in their CVs",
    innocent=(
        "A public template or sample, a CV writer and the clients, a bootcamp, an agency's house style,"
        " or one project told by a whole team."
    ),
    examples=(("t:3f9a01bc", "t:3f9a01bc"), ("n/a", None)),
)
