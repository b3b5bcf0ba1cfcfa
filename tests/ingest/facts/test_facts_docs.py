"""docs/formats.md is what the code says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from ingest.facts.describe import renewed
from ingest.sources import readers
from ingest.sources.mapped import plan_of

DOCUMENT = Path(__file__).parents[3] / "docs" / "formats.md"


def test_the_generated_parts_are_current() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == renewed(text), "renew it with the command at the top of docs/formats.md"


def test_every_reader_is_in_it() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for reader in readers().values():
        assert f"### {reader.title}\n" in text


def test_the_example_mapping_is_one() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)
    assert plan_of(tomllib.loads(example), "the example").fields["id"] == "Bewerber-Nr"
