"""The report of the benchmarks: what is a claim, what a remark."""

from __future__ import annotations

import pytest

from bench.run import Claim, claim_of, report


@pytest.mark.parametrize(
    ("line", "claim"),
    [
        (
            "ArcadeDB 26.10.2, first load of 110,115 rows: 12,345 rows/s in 8.9 s (promised: 12,000 rows/s)",
            Claim("ArcadeDB 26.10.2, first load of 110,115 rows", "12,345 rows/s in 8.9 s", "12,000 rows/s"),
        ),
        ("facts read: 0.4 s (promised: 1 s; 3 files)", Claim("facts read", "0.4 s", "1 s", "3 files")),
        ("x into facts: 3.2 s (promised: 5 s) (3 s of CPU)", Claim("x into facts", "3.2 s", "5 s", "3 s of CPU")),
        ("links: 5.1 s (first 6.0 s), 1.2 GB peak", Claim("links", "5.1 s", "", "first 6.0 s; 1.2 GB peak")),
        ("Python 3.12.1, numpy 2.1", None),
        ("no figure: at all", None),
    ],
)
def test_a_line_is_a_claim_when_it_has_a_figure_behind_a_colon(line: str, claim: Claim | None) -> None:
    assert claim_of(line) == claim


def test_claims_make_a_table_and_the_rest_stands_below() -> None:
    assert report(["", "a: 1 s (promised: 2 s)", "Python 3.12.1"]) == [
        "| measured | value | promised | in detail |",
        "|---|---|---|---|",
        "| a | 1 s | 2 s | |",
        "",
        "```",
        "Python 3.12.1",
        "```",
        "",
    ]
