"""docs/rows.md is the table of explanations, number by number; docs/weights.md derives the strength of every kind."""

from __future__ import annotations

import re
from pathlib import Path

from graph.analyse.judging.describe import BASIS, markdown
from graph.analyse.judging.table import FEATURES, ROWS
from graph.model.kinds import KINDS

DOCS = Path(__file__).parents[3] / "docs"
PAGE = DOCS / "rows.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == markdown(), (
        "write it again: python -m graph.analyse.judging.describe > docs/rows.md"
    )


def test_every_number_of_every_row_stands_on_the_page() -> None:
    sections = dict(part.split("\n", 1) for part in markdown().split("\n### ")[1:])
    assert set(sections) == set(FEATURES)
    for row in ROWS:
        for feature, levels in row.expects.items():
            lines = sections[feature].split("\n")
            heads = next(line for line in lines if line.startswith("| explanation")).split(" | ")
            cells = next(line for line in lines if line.startswith(f"| {row.title} |")).strip("| ").split(" | ")
            shown = dict(zip((head.strip("|` ") for head in heads), cells, strict=True))
            for level, chance in levels.items():
                assert shown[level] == f"{chance:g}", f"{row.name}: {feature} {level}"


def test_what_a_row_rests_on_is_said_of_rows_that_exist() -> None:
    assert set(BASIS) <= {row.name for row in ROWS}


def test_the_strength_of_every_kind_is_derived() -> None:
    text = (DOCS / "weights.md").read_text(encoding="utf-8")
    section = text.split("## Each kind")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*?`) \| ([\d.]+) \|", section, re.MULTILINE)
    derived = {name: float(bits) for names, bits in rows for name in re.findall(r"`(\w+)`", names)}
    assert derived == {name: kind.strength for name, kind in KINDS.items()}


def test_the_levels_of_a_feature_are_all_there_is() -> None:
    """Under each explanation the chances of all levels, written or not, add up to 1. A payee is told together with there being a
    shared account: those whose people share none leave .08 for it."""
    known = {feature: {level for row in ROWS for level in row.expects.get(feature, {})} for feature in FEATURES}
    for row in ROWS:
        for feature in row.expects:
            total = sum(row.probability(feature, level) for level in known[feature])
            least = 0.08 if feature == "payee" else 0.999
            assert least <= total <= 1.001, f"{row.name}: {feature} adds up to {total:.3f}"
