"""The measures of the quality benchmark, by hand; its charts; and that it leaves the table of explanations as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

BENCH = Path(__file__).parent.parent / "bench"
sys.path.append(str(BENCH))

import quality_measures as measures  # noqa: E402 - the folder above has to be found first
import quality_rows  # noqa: E402
import quality_scale as scale  # noqa: E402
import quality_tables as tables  # noqa: E402
import quality_unseen  # noqa: E402
from quality_asked import above_lowest, apart, asked, calibrated, innocent  # noqa: E402
from quality_pages import reader  # noqa: E402
from quality_svg import Line, chart  # noqa: E402
from quality_worlds import CURVE, DEVELOPMENT, EVASIONS, HELD_OUT, MISSING, REPORTED, Seeds  # noqa: E402

from graph.analyse.judging import table  # noqa: E402
from ingest.sample import Parameters  # noqa: E402
from ingest.sample.build import build_world  # noqa: E402
from ingest.sample.crowds import CROWDS  # noqa: E402
from ingest.sample.world import Person  # noqa: E402

RINGS = [["a", "b", "c", "d", "e"], ["p", "q"]]


def test_f1_over_pairs_by_hand() -> None:
    found = [["a", "b", "c", "x"], ["p", "q"]]  # 3 of 6 pairs right, 1 of 1; 11 wanted
    assert measures.score(measures.pairs(found), measures.pairs(RINGS)) == pytest.approx((4 / 7, 4 / 11, 8 / 18))
    assert measures.partition_f1(found, RINGS) == pytest.approx(8 / 18)
    assert measures.score(set(), set()) == (1.0, 1.0, 0.0)


def test_whole_asks_for_80_percent_at_90_percent_purity_of_rings_of_five() -> None:
    assert measures.whole(RINGS, [["a", "b", "c", "d"]]) == 1.0  # the pair is too small to count
    assert measures.whole(RINGS, [["a", "b", "c"]]) == 0.0
    assert measures.whole(RINGS, [["a", "b", "c", "d", "x"]]) == 0.0  # 80 % pure


def test_calibration_by_hand() -> None:
    stated = [(0.95, True), (0.95, True), (0.95, False), (0.95, True), (0.12, False)]
    bins = measures.pooled([measures.reliability(stated[:2]), measures.reliability(stated[2:])])
    assert [(one.low, one.count) for one in bins] == [(0.1, 1), (0.9, 4)]
    assert bins[1].observed == 0.75
    assert measures.calibration_error(bins) == pytest.approx((4 * 0.2 + 0.12) / 5)
    assert measures.reliability([(1.0, True)])[-1] == [1, 1.0, 1]


def test_the_upper_limit_of_a_rate_by_hand() -> None:
    for runs in (1, 20, 60):  # none of n: 1 - .05^(1/n); all of n: nothing is left out
        assert measures.upper_limit(0, runs) == pytest.approx(1 - 0.05 ** (1 / runs))
        assert measures.upper_limit(runs, runs) == 1.0
    rate = measures.upper_limit(1, 20)
    assert rate == pytest.approx(0.2161, abs=1e-4)  # as in tables of Clopper and Pearson
    assert (1 - rate) ** 20 + 20 * rate * (1 - rate) ** 19 == pytest.approx(0.05)


def test_held_out_and_development_share_no_seed() -> None:
    one, other = (drawn(seeds) for seeds in (HELD_OUT, DEVELOPMENT))
    assert not {*one} & {*other}
    assert HELD_OUT.other != DEVELOPMENT.other


def drawn(seeds: Seeds) -> list[int]:
    return [*seeds.life, *seeds.changed, *seeds.none, *seeds.make]


def test_held_out_seeds_are_each_drawn_once_and_none_was_reported_before() -> None:
    assert len(drawn(HELD_OUT)) == len({*drawn(HELD_OUT)})
    assert not REPORTED & {*drawn(HELD_OUT)}
    assert {101, 102, 111, 130, 202, 303, 404, 61500, 61503, 61570, 83200, 83203, 83270, 27400, 59270} <= REPORTED
    assert {94700, 71303, 38670, 80600, 80670, 15400, 15470, 89501, 70501} <= REPORTED


def test_a_page_of_held_out_worlds_tells_what_became_of_the_first_ones() -> None:
    told = "The first held-out seeds (101 and 202, 102, 111 to 130) were reported while rules still changed"
    assert told in reader(tables.Results([], HELD_OUT, 100, 100))
    assert told not in reader(tables.Results([], DEVELOPMENT, 100, 100))


@pytest.mark.parametrize("way", quality_rows.WAYS)
def test_numbers_are_off_by_half_only_for_a_while(way: str) -> None:
    rows = (table.FACILITATOR, *table.INNOCENT)
    before = [(row.prior, {name: dict(levels) for name, levels in row.expects.items()}) for row in rows]
    with quality_rows.off_by_half(quality_rows.ALL, way):
        for row, (_, expects) in zip(rows, before, strict=True):
            for feature, levels in expects.items():
                wrong = row.expects[feature]
                assert sum(wrong.values()) == pytest.approx(sum(levels.values()))
                if way != "flat":  # the ratio of two levels moves by three times or not at all
                    for a, b in combinations(levels, 2):
                        moved = wrong[a] / wrong[b] / (levels[a] / levels[b])
                        assert any(moved == pytest.approx(times) for times in (1 / 3, 1, 3))
    assert [(row.prior, row.expects) for row in rows] == before


def row(**more: object) -> dict[str, object]:
    """A result, as the runner keeps it."""
    base: dict[str, object] = {
        "key": "k",
        "name": "life-like",
        "seed": 7,
        "evasion": 0.2,
        "applicants": 100,
        "missing": [],
    }
    names = ["f1", "precision", "recall", "components", "two_families", "whole", "first", "first_main", "first_degree"]
    names += ["cpu", "make_cpu"]
    counts = ("rings", "large", "networks", "networks_ring", "networks_q", "innocent_top", "acquainted", "drawn_in")
    base["key"] = f"life-like|{more.get('seed', 7)}"
    base |= dict.fromkeys(names, 0.5) | dict.fromkeys(counts, 2) | {"bins": measures.reliability([(0.7, True)])}
    return base | more


def test_tables_say_what_was_run_and_what_was_not() -> None:
    empty = tables.Results([], DEVELOPMENT, 100, 100)
    assert tables.NOT_RUN in asked(empty)
    one = tables.Results([row(f1=0.91), row(seed=8, f1=0.87)], DEVELOPMENT, 100, 100)
    assert "| the same, life-like, evasion 0.2 | components 0.500; two families 0.500 | ≥ .94 | 0.870 to 0.910 |" in (
        asked(one)
    )
    again = tables.Results([row(f1=0.1), row(f1=0.91), row(seed=8, f1=0.87)], DEVELOPMENT, 100, 100)
    assert asked(again) == asked(one)  # measured twice, the last one counts
    assert len(tables.evasion(one).splitlines()) == 2 + len(CURVE)
    assert len(tables.sources(one).splitlines()) == 2 + len(MISSING)
    assert set(EVASIONS) <= set(CURVE)


def line(text: str, begin: str) -> list[str]:
    """The cells of the one line of a table that begins so."""
    (found,) = [one for one in text.splitlines() if one.startswith(f"| {begin}")]
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_the_first_facilitator_is_told_by_both_measures_beside_one_asked_figure() -> None:
    rows = [row(first=0.99, first_main=0.63, key="a"), row(seed=8, first=1.0, first_main=0.88, key="b")]
    text = asked(tables.Results(rows, DEVELOPMENT, 100, 100))
    lines = text.splitlines()
    loose, strict = (
        line(text, "a planted value is the first facilitator: "),
        line(text, "the first is of the ring's own"),
    )
    assert loose[1:] == ["degree 0.500", "≥ .95", "0.990 to 1.000"]
    assert strict[1:] == ["", "≥ .95", "0.630 to 0.880"]
    places = [next(n for n, one in enumerate(lines) if one.startswith(f"| {cells[0]}")) for cells in (loose, strict)]
    assert places[1] == places[0] + 1


def off(name: str, seed: int = DEVELOPMENT.life[0], **more: object) -> dict[str, object]:
    """A result with one row of the table off by half, or with the table as it stands, of a world of 100 applicants."""
    way = "" if name == quality_rows.AS_IT_STANDS else "low"
    found = row(f1=0.9, rings=5, innocent_top=3) | {"key": f"rows|{seed}|100|0/4", "row": name, "way": way}
    return found | more


def test_innocent_groups_are_told_with_the_rings_of_their_worlds_and_of_a_small_world() -> None:
    large = [row(rings=136, innocent_top=0, key="a"), row(seed=8, rings=103, innocent_top=0, key="b")]
    small = [
        off("household", innocent_top=7),
        off(quality_rows.AS_IT_STANDS),
        off(quality_rows.AS_IT_STANDS, 55, rings=1),
    ]
    results = tables.Results([*large, *small], DEVELOPMENT, 100, 100)
    text = asked(results)
    assert line(text, "innocent groups among the top 20, most of any world (103 rings and more)")[-2:] == ["0", "0"]
    assert line(text, "the same, a small world (100 applicants, 5 rings)")[-2:] == ["0", "3"]
    said = innocent(results)
    assert "at most 0 among the top 20 of worlds with 103 rings and more" in said
    assert "with 5 rings (100 applicants, *as it stands* under numbers off by half) has 3." in said
    assert "small world" not in asked(tables.Results(large, DEVELOPMENT, 100, 100))
    assert innocent(tables.Results(large, DEVELOPMENT, 100, 100)).endswith("nothing of smaller worlds.\n")


def test_calibration_is_told_without_the_lowest_tenth_and_by_the_tenths_that_are_apart() -> None:
    stated = [(0.01, False)] * 300 + [(0.25, False)] * 100 + [(0.45, False)] * 99 + [(0.95, True)] * 100
    bins = measures.pooled([measures.reliability(stated)])
    assert [one.low for one in above_lowest(bins)] == [0.2, 0.4, 0.9]
    assert [one.low for one in apart(bins)] == [0.2]  # 99 are too few, and .05 is not much
    results = tables.Results([row(bins=measures.reliability(stated))], DEVELOPMENT, 100, 100)
    apart_by = 100 * 0.25 + 99 * 0.45 + 100 * 0.05
    every, rest = f"{(300 * 0.01 + apart_by) / 599:.3f}", f"{apart_by / 299:.3f}"
    assert line(asked(results), "expected calibration error, all judged groups")[-1] == every
    assert line(asked(results), "the same, without the lowest tenth")[-1] == rest
    said = calibrated(results)
    assert "Of 599 groups 300 stand in the lowest tenth." in said
    assert f"is {every}, without that tenth {rest}." in said
    assert said.endswith("differ by more than 0.1: 20% to 30% (25.0% stated, 0.0% observed).\n")
    assert calibrated(tables.Results([row()], DEVELOPMENT, 100, 100)).endswith("more than 0.1: none.\n")


def test_worlds_without_a_ring_are_counted_once_and_told_with_the_limit_of_their_rate() -> None:
    assert len(set(HELD_OUT.none)) == len(set(DEVELOPMENT.none)) == 60
    mine = [row(name="no ring", seed=seed, key=str(seed), networks=1, networks_q=0) for seed in DEVELOPMENT.none]
    others = [row(name="no ring", seed=HELD_OUT.none[0], key="o"), row(name="no ring", seed=11, key="s", applicants=99)]
    results = tables.Results([*mine, *others], DEVELOPMENT, 100, 100)
    found = line(asked(results), "worlds without a ring: any network at q ≤ .05")[-1]
    assert found == "0 of 60 runs (one-sided 95 % upper limit of the rate: 4.9 %)"
    assert line(tables.none(results), "runs with any network at all")[-1] == "60"
    assert line(tables.none(results), "one-sided 95 % upper limit of that rate (Clopper-Pearson)")[-1] == "4.9%"
    hit = tables.Results([*mine[:19], mine[19] | {"networks_q": 2}], DEVELOPMENT, 100, 100)
    assert "1 of 20 runs (one-sided 95 % upper limit of the rate: 21.6 %)" in asked(hit)


def test_memory_is_touched_before_each_run_and_never_more_than_most_of_what_is_free(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[object] = []

    def runs(words: list[str], *, check: bool) -> None:
        done.append(int(words[-1]))

    def measured(place: Path) -> dict[str, object]:
        done.append(place.name)
        return {}

    for name in ("_make", "_side_by_side"):
        monkeypatch.setattr(scale, name, lambda *_: None)
    monkeypatch.setattr(scale, "_measured", measured)
    monkeypatch.setattr(subprocess, "run", runs)
    monkeypatch.setattr(scale, "_free", lambda: 10 << 30)
    with ThreadPoolExecutor(1) as pool:
        sizes = [one["applicants"] for one in scale.run_scale(2, 100, tmp_path, pool)]
    assert sizes == [100, 1000]
    assert done == [2 << 30, "world-5020-100", 6 << 30, "worlds-1000"]


def test_memory_is_left_alone_where_nobody_says_what_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_: str) -> int:
        raise ValueError("unrecognized configuration name")

    monkeypatch.setattr(os, "sysconf", silent)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("nothing is to be filled"))
    scale._touch(1 << 30)


def test_the_process_that_fills_memory_ends_well_and_has_written_every_byte() -> None:
    told = f"{scale.FILL.replace('numpy.ones', 'filled = numpy.ones')}; print(filled.nbytes, filled.all())"
    done = subprocess.run([sys.executable, "-c", told, "3000000"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["3000000", "True"]


def test_a_chart_is_the_same_each_time_and_readable_in_the_dark() -> None:
    lines = [Line("found & kept", [(0.0, 1.0), (1.0, 0.0)]), Line("baseline", [(0.0, 0.5)])]
    text = chart("F1 < 1", "evasion", "F1", lines)
    assert text == chart("F1 < 1", "evasion", "F1", lines)
    root = ElementTree.fromstring(text)
    assert root.find("{*}title").text == "F1 < 1"  # type: ignore[union-attr]
    assert "prefers-color-scheme: dark" in text
    points = [item.attrib["points"] for item in root.iter("{http://www.w3.org/2000/svg}polyline")]
    heights = [float(place.split(",")[1]) for place in points[0].split(" ")]
    assert heights[0] < heights[1]  # 1 stands above 0


def test_every_unseen_crowd_is_planted_and_shares_something(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, (function, _) in quality_unseen.UNSEEN.items():
        monkeypatch.setitem(CROWDS, kind, function)
    crowds = Parameters().crowds | {kind: crowd for kind, (_, crowd) in quality_unseen.UNSEEN.items()}
    assert not Parameters().crowds.keys() & quality_unseen.UNSEEN.keys()
    world = build_world(2500, 3, 0.0, Parameters(network_share=0.0, crowds=crowds))
    for kind in quality_unseen.UNSEEN:
        members = [group.members for group in world.crowds.values() if group.kind == kind]
        assert members, kind
        assert all(len(of) >= 2 for of in members)
        values = Counter(value for one in members[0] for value in held(one))
        assert max(values.values()) >= 2, kind


def held(person: Person) -> set[object]:
    """What of a person others may have too."""
    found = {person.address, person.ip, person.account, person.website, person.interview_machine, person.referred_by}
    return (found | {*person.references, *person.exits, *person.more_phones, person.cv.closing}) - {"", None}


def lent() -> measures.Truth:
    """Ring n1 of a and b; b has a sister, a cousin with a home of their own, and an exit that a stranger uses."""
    crowds = {
        "family-1": ("family", "b2 c d"),
        "laid_off_team-1": ("laid_off_team", "e f"),
        "cgnat-1": ("cgnat", "b s"),
    }
    of = {
        id_: [name for name, (_, members) in crowds.items() if id_ in members.split()]
        for id_ in ["a", "b", "b2", "c", "d", "e", "f", "s"]
    }
    return {
        "applicants": {
            id_: {"person": id_[0], "network": "n1" if id_[0] in "ab" else None, "crowds": named}
            for id_, named in of.items()
        },
        "networks": {"n1": {"members": ["a", "b", "b2"]}},
        "crowds": {name: {"kind": kind, "members": members.split()} for name, (kind, members) in crowds.items()},
    }


def test_who_knows_somebody_of_a_ring_is_counted_and_who_of_them_stands_in_its_network() -> None:
    """Two of the family; not the team without anybody of the ring, nor who is behind one exit."""
    truth = lent()
    near = measures.acquaintances(truth)
    assert near == {"n1": {"c", "d"}}
    networks = [SimpleNamespace(members=members) for members in (["a", "b", "c"], ["b2", "a", "e"])]
    assert measures.drawn_in(networks, near, truth) == {"n1": {"c"}}  # type: ignore[arg-type]
    del truth["crowds"]
    assert measures.acquaintances(truth) == {}


def test_acquaintances_are_told_of_all_worlds_together() -> None:
    rows = [row(key="a", drawn_in=3, acquainted=1200), row(key="b", seed=8, drawn_in=1, acquainted=500)]
    results = tables.Results(rows, DEVELOPMENT, 100, 100)
    assert line(asked(results), "persons in a household, a class or a former team with")[-1] == "4 of 1,700"
    assert "| 3 of 1,200 |" in tables.worlds(results)


def test_a_crowd_is_taken_for_a_network_that_holds_half_of_it() -> None:
    def network(members: list[str], q: float, kind: str = "network") -> SimpleNamespace:
        return SimpleNamespace(members=members, score=3.0, q_value=q, type=kind)

    crowds = {f"studio-{n}": {"kind": "studio", "members": [f"{n}{at}" for at in range(4)]} for n in range(4)}
    document = SimpleNamespace(
        findings=[
            network(["00", "01"], 0.2),
            network(["10"], 0.01),
            network(["20", "21", "22"], 0.01, "explained"),
            network(["30", "31", "32", "x"], 0.05),
        ]
    )
    found = {row["unseen"]: row for row in quality_unseen.taken(document, {"crowds": crowds})}  # type: ignore[arg-type]
    assert found["studio"] == {"unseen": "studio", "crowds": 4, "taken": 2, "sure": 1, "most": 3.0}
    assert found["library"]["crowds"] == 0
    rows = [row | {"key": quality_unseen.key(7, 100, row["unseen"]), "applicants": 100} for row in found.values()]
    assert "| studio | 4 | 2 | 1 | 3.0 |" in tables.unseen(tables.Results(rows, DEVELOPMENT, 100, 100))
    assert tables.NOT_RUN in tables.unseen(tables.Results([], DEVELOPMENT, 100, 100))
