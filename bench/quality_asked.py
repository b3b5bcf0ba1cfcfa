"""What was asked and what was reached, as one Markdown table."""

from __future__ import annotations

from collections.abc import Sequence

from quality_measures import Bin, calibration_error, pooled, upper_limit
from quality_tables import NOT_RUN, Results, Row, span, table
from quality_worlds import EVASIONS

Line = Sequence[object]

MANY = 100
"""Groups from which a tenth no longer swings by chance alone."""

APART = 0.1
"""Stated and observed differ by much from here on."""

FIRST = (
    "a planted value is the first facilitator: of networks at least half of whose members are of one ring, those whose "
    "first facilitator, or a value of its bundle, is one that the maker let two or more of that ring share"
)
FIRST_MAIN = (
    "the first is of the ring's own role: of the same networks, those where such a value is also of a kind that the "
    "ring's role is named for (of a payroll mule, an account)"
)

ACQUAINTED = (
    "persons in a household, a class or a former team with somebody of a ring: those who stand in that ring's network"
)


def asked(results: Results) -> str:
    """The table of the figures to reach."""
    lines = [*_pairs(results), *_first(results), *_innocent(results), *_calibration(results), *_none(results)]
    return table(("measure", "baseline, same run", "asked", "reached"), [*lines, *_people(results), *_scale(results)])


def _pairs(results: Results) -> list[Line]:
    one = results.crowds("textbook")
    lines: list[Line] = [("ring pairs F1, textbook crowds", _base(one), "≥ .985", span(one, "f1"))]
    for evasion, goal in zip(EVASIONS, (".97", ".94", ".78"), strict=True):
        for name in ("life-like", results.seeds.other):
            one = results.crowds(name, evasion)
            lines.append((f"the same, {name}, evasion {evasion}", _base(one), f"≥ {goal}", span(one, "f1")))
    for name in ("life-like", results.seeds.other):
        one = results.crowds(name, 0.2)
        lines.append((f"rings of 5 or more whole, {name}, evasion .2", "", "≥ .95", span(one, "whole")))
    return lines


def _base(rows: Sequence[Row]) -> str:
    return f"components {span(rows, 'components')}; two families {span(rows, 'two_families')}"


def _first(results: Results) -> list[Line]:
    life = results.judged()
    degree = f"degree {span(life, 'first_degree')}"
    return [(FIRST, degree, "≥ .95", span(life, "first")), (FIRST_MAIN, "", "≥ .95", span(life, "first_main"))]


def _innocent(results: Results) -> list[Line]:
    life, small = results.judged(), results.as_it_stands()
    top = str(max(row["innocent_top"] for row in life)) if life else NOT_RUN
    least = f" ({min(row['rings'] for row in life)} rings and more)" if life else ""
    lines: list[Line] = [(f"innocent groups among the top 20, most of any world{least}", "", "0", top)]
    if small:
        what = f"the same, a small world ({results.off_size:,} applicants, {small['rings']} rings)"
        lines.append((what, "", "0", str(small["innocent_top"])))
    if life:
        inside, near = (sum(row[name] for row in life) for name in ("drawn_in", "acquainted"))
        lines.append((ACQUAINTED, "", "", f"{inside:,} of {near:,}"))
    return lines


def innocent(results: Results) -> str:
    """What the line on innocent groups says, and what it does not."""
    life, small = results.judged(), results.as_it_stands()
    if not life:
        return ""
    top, rings = max(row["innocent_top"] for row in life), min(row["rings"] for row in life)
    said = f"Innocent groups: at most {top} among the top 20 of worlds with {rings} rings and more"
    if not small:
        return f"{said}; that says nothing of smaller worlds.\n"
    size = f"with {small['rings']} rings ({results.off_size:,} applicants, *as it stands* under numbers off by half)"
    return f"{said}; that says nothing of smaller worlds: the life-like one {size} has {small['innocent_top']}.\n"


def _calibration(results: Results) -> list[Line]:
    bins = pooled(row["bins"] for row in results.judged())
    return [
        ("expected calibration error, all judged groups", "", "≤ .05", _error(bins)),
        ("the same, without the lowest tenth", "", "", _error(above_lowest(bins))),
        ("the same, groups stated at 50 % and more", "", "", _error(upper(bins))),
    ]


def _error(bins: list[Bin]) -> str:
    return f"{calibration_error(bins):.3f}" if bins else NOT_RUN


def above_lowest(bins: list[Bin]) -> list[Bin]:
    """The tenths from 10 % on."""
    return [one for one in bins if one.low > 0]


def upper(bins: list[Bin]) -> list[Bin]:
    """The tenths from 50 % on."""
    return [one for one in bins if one.low >= 0.5]


def calibrated(results: Results) -> str:
    """Where most groups stand, what their error hides, and the large tenths in which stated and observed are apart."""
    bins = pooled(row["bins"] for row in results.judged())
    if not bins:
        return ""
    total, rest = sum(one.count for one in bins), above_lowest(bins)
    lowest = total - sum(one.count for one in rest)
    far = "; ".join(
        f"{one.low:.0%} to {one.low + 0.1:.0%} ({one.stated:.1%} stated, {one.observed:.1%} observed)"
        for one in apart(bins)
    )
    return (
        f"Of {total:,} groups {lowest:,} stand in the lowest tenth. The expected calibration error of all is "
        f"{_error(bins)}, without that tenth {_error(rest)}. Tenths with at least {MANY} groups in which stated and "
        f"observed differ by more than {APART}: {far or 'none'}.\n"
    )


def apart(bins: list[Bin]) -> list[Bin]:
    """The tenths of many groups in which stated and observed differ by much."""
    return [one for one in bins if one.count >= MANY and abs(one.stated - one.observed) > APART]


def _none(results: Results) -> list[Line]:
    none = results.none()
    hits, said = sum(row["networks_q"] > 0 for row in none), NOT_RUN
    if none:
        limit = f"{upper_limit(hits, len(none)) * 100:.1f} %"
        said = f"{hits} of {len(none)} runs (one-sided 95 % upper limit of the rate: {limit})"
    return [("worlds without a ring: any network at q ≤ .05", "", "≤ 5 % of runs", said)]


def _people(results: Results) -> list[Line]:
    people = results.of("people|")
    said = f"{people[0]['networks']} of any sort" if people else "not run: needs pseudopeople"
    return [("pseudopeople W2 rows reported as networks", "", "0", said)]


def _scale(results: Results) -> list[Line]:
    lines: list[Line] = []
    limits = {100_000: "≤ 8 s, ≤ 2 GB", 1_000_000: "≤ 60 s, ≤ 6 GB"}
    scale = results.timed()
    for row in scale:
        goal = limits.get(row["applicants"], "")
        figure = f"{row['wall']:.1f} s, {row['memory'] / 1e9:.2f} GB"
        lines.append((f"{row['applicants']:,} applicants with CVs, Parquet to findings", "", goal, figure))
    if len(scale) == 2:
        growth = scale[1]["wall"] / scale[0]["wall"]
        lines.append(("growth of time at ten times the size", "", "≤ 12 times", f"{growth:.1f} times"))
    return lines
