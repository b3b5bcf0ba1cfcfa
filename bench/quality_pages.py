"""Writes bench/quality.md (every number) and docs/quality.md with its pictures (for readers)."""

from __future__ import annotations

from math import log10
from pathlib import Path

import quality_tables as t
from quality_asked import asked, calibrated, innocent
from quality_measures import pooled
from quality_svg import Line, chart
from quality_tables import Results
from quality_unseen import SHARE
from quality_worlds import CURVE, EVASIONS, MISSING

ROOT = Path(__file__).resolve().parent.parent
PICTURES = "pictures"


OTHER_MAKE = (
    "Life-like and changed worlds have one maker, and rules were set on worlds of that maker. These share no code, "
    "list or number with them (`bench/quality_other.py`): nobody is hired, no payee, device or former employer is "
    "known, CVs are words without meaning, and what each persona uses is drawn by itself, so that some share nothing. "
    "*Reachable* is F1 if everybody were found whom any chain of shared values or CVs ties to the ring.\n"
)


def write(results: Results, machine: str, root: Path = ROOT) -> list[Path]:
    """Both pages and the pictures; the same results give the same bytes."""
    written = {root / "bench" / "quality.md": numbers(results, machine), root / "docs" / "quality.md": reader(results)}
    for name, text in pictures(results).items():
        written[root / "docs" / PICTURES / name] = text
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(written)


HISTORY = (
    " The first held-out seeds (101 and 202, 102, 111 to 130) were reported while rules still changed, and rules changed "
    "once more after the second ones (61500 to 61570), the third (83200 to 83270), the fourth (27400 to 27470), the fifth "
    "(59200 to 59270), the sixth (94700 to 94770), the seventh (71300 to 71370), the eighth (38600 to 38670), the ninth "
    "(80600 to 80670) and the tenth (15400 to 15470) had been measured, and while the runs of the eleventh (89500 to 89570) "
    "and the twelfth (70500 to 70570) went on, which were broken off; these were drawn after that and used once. Crowds "
    "that are close to a ring (job centres, classes, shelters, laboratories, failed start-ups, families of several "
    "surnames, helpers) are in all worlds since the ninth, and who lent a name to a ring has a crowd like anybody since the "
    "eleventh: figures of earlier seeds are of easier worlds. With the rules of the tenth run development worlds with such "
    "lenders had F1 of .92 to .96 (evasion 0 and .2) and .84 to .88 (.5), precision of .87 to .95; worlds of the twelfth, "
    "with rules in between, .97 to .98 (.2) and .89 to .92 (.5). The changed parameters are as old as the fourth, but for "
    "those crowds; one world of them without these (71303) was among the development worlds of the ninth's rules. Time and "
    "memory were measured after the rest, once room was given back earlier; the findings are the same."
)


UNSEEN = (
    "The table knows the causes that its makers thought of. These crowds were thought of when it stood, and no number was "
    f"changed for them (`bench/quality_unseen.py`): worlds without a ring, {SHARE:.1%} of all persons in crowds of each kind. A "
    "crowd is taken for a network when one holds half of it.\n"
)


def _seeds(results: Results) -> str:
    seeds = results.seeds
    life, other = (" and ".join(map(str, one)) for one in (seeds.life, seeds.changed))
    note = (
        "held out: these seeds were not looked at while rules and numbers were set"
        if seeds.what == "held-out"
        else "**development seeds**: rules and numbers were set while looking at worlds like these"
    )
    size = f"{results.applicants:,} applicants each"
    history = HISTORY if seeds.what == "held-out" else ""
    return f"Life-like worlds of seeds {life}, {seeds.other} ones of seed {other}, {size} ({note}).{history}"


def numbers(results: Results, machine: str) -> str:
    """bench/quality.md"""
    parts = [
        "# Quality, measured\n",
        f"Written by `make bench-quality`. {_seeds(results)}\n",
        "The worlds are made (docs/sample.md): no public source gives reuse rates inside a network, so they "
        "are assumptions, and so is "
        "every figure here. What each measure is stands in `bench/quality_measures.py`.\n",
        f"Machine: {machine}. Times are of this run; CPU seconds are user and system time with helpers.\n",
        "## Asked and reached\n",
        asked(results),
        "Where several worlds were measured, least to greatest.\n",
        innocent(results),
        "## Every world\n",
        t.worlds(results),
        "*whole*: share of rings of five or more of which one network holds 80 % at 90 % purity. *first*: the "
        "first facilitator is a value "
        "planted for the ring; *of its role*: of the kinds that the ring's role is named for; *degree*: the "
        "value that most members "
        "hold is a planted one.\n",
        "## Worlds of another make\n",
        OTHER_MAKE,
        t.other_make(results),
        "## Calibration\n",
        "A score of *b* bits states odds of 2^b to 1 for one facilitator. All judged groups (networks and "
        "explained ones) of the life-like "
        "and changed worlds:\n",
        t.reliability(results.judged()),
        calibrated(results),
        "With the worlds without a ring:\n",
        t.reliability([*results.judged(), *results.none()]),
        "## Worlds without a ring\n",
        t.none(results),
        "## Crowds that no row was set by\n",
        UNSEEN,
        t.unseen(results),
        "## Evasion\n",
        f"Life-like, seed {results.seeds.life[0]}, {results.small:,} applicants.\n",
        t.evasion(results),
        "## Missing sources\n",
        t.sources(results),
        "## Numbers off by half\n",
        "Each row of the table of explanations (docs/rows.md) made wrong alone, and all together: *low* and "
        "*high* multiply each number by "
        "0.5 or 1.5 by a seeded coin (*high* turns the coins round) and scale each feature back to its old "
        "sum, the prior too; "
        "*flat* pulls each number half-way to the uniform one.\n",
        t.rows_off(results),
        "## Time and memory\n",
        t.scale(results),
        "Whole process from the two Parquet tables to findings, helpers included; the larger world is ten "
        "worlds of different seeds side by side.\n",
        "## pseudopeople\n",
        t.people(results),
    ]
    return "\n".join(parts)


def reader(results: Results) -> str:
    """docs/quality.md"""
    parts = [
        "# How good it is, and where it stops\n",
        f"Made by `make bench-quality` from the same run as [every number](../bench/quality.md). {_seeds(results)}\n",
        "The worlds are made up, with the truth known (docs/sample.md). How often members of a real network "
        "share a telephone, an account or a "
        "CV is written nowhere, so these figures compare methods and show where each gives way. They do not "
        "say how many of *your* findings are right: "
        "that is for your own decisions to show.\n",
        "## Asked and reached\n",
        asked(results),
        "*Components* joins everybody who shares a value that at most 20 hold, or a nearly equal CV. *Two "
        "families* takes every group that two "
        "kinds of fact tie. *Degree* takes the value that most members hold as the first facilitator. F1 is over "
        "pairs of persons of one ring: 1 means every such pair found and no other.\n",
        innocent(results),
        "## When the ring takes care\n",
        "*Evasion* is the mean share of what its members would share that each gives up: own telephone, own "
        "account, CV in other words. At 1 they share nothing but careers that are told in other words.\n",
        f"![F1, precision and recall over evasion, beside two baselines]({PICTURES}/quality-evasion.svg)\n",
        t.evasion(results),
        "Read precision and recall apart: links that are not there cannot be found, so members are lost first, "
        "then whole rings. Where nearly nothing is found, precision is that of a handful of groups. A baseline "
        "that takes every group keeps some pairs where the contest already says that an innocent cause is likelier.\n",
        "## On worlds of another make\n",
        OTHER_MAKE,
        t.other_make(results),
        "## When a source is missing\n",
        f"![F1 without payroll, CVs or IPs, at three evasions]({PICTURES}/quality-sources.svg)\n",
        t.sources(results),
        "## Is a stated probability true?\n",
        "A score of *b* bits states odds of 2^b to 1. Groups by what was stated, and how many of them were rings:\n",
        f"![Observed share of rings over the stated probability]({PICTURES}/quality-calibration.svg)\n",
        t.reliability(results.judged()),
        calibrated(results),
        "## Worlds without a ring\n",
        t.none(results),
        "## Crowds that no row was set by\n",
        UNSEEN,
        t.unseen(results),
        "## What if the table is wrong?\n",
        "The numbers behind the explanations are set by hand (docs/rows.md). With one row, or all, off by "
        "half (bench/quality.md says how):\n",
        t.rows_off(results),
        "## Time and memory\n",
        t.scale(results),
    ]
    return "\n".join(parts)


def pictures(results: Results) -> dict[str, str]:
    """File name -> SVG."""
    curve = [
        Line(words, [(point, row[name]) for point in CURVE if (row := results.curve(point))])
        for name, words in t.CURVES.items()
    ]
    missing = [
        Line(t.missing_words(one), [(e, row["f1"]) for e in EVASIONS if (row := results.curve(e, one))])
        for one in MISSING
    ]
    bins = pooled(row["bins"] for row in results.judged())
    calibration = [
        Line("perfect", [(0.0, 0.0), (1.0, 1.0)]),
        Line(
            "observed (a larger dot: more groups)",
            [(one.stated, one.observed) for one in bins],
            [3 + 2 * log10(one.count) for one in bins],
        ),
    ]
    size = f"{results.small:,} applicants"
    return {
        "quality-evasion.svg": chart(f"Ring pairs over evasion, life-like, {size}", "evasion", "share", curve),
        "quality-sources.svg": chart(
            f"F1 without a source, life-like, {size}", "evasion", "F1 of ring pairs", missing, reach=0.5
        ),
        "quality-calibration.svg": chart(
            "Stated and observed probability of one facilitator", "stated", "observed share of rings", calibration
        ),
    }
