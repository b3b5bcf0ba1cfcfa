"""Knowing less of what speaks for a network never raises its score. Where it may, and why: docs/method.md, "The shape"."""

from __future__ import annotations

import functools
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import Shape, measure
from graph.analyse.judging.contest import Contest, judge
from graph.analyse.judging.table import FACILITATOR, FEATURES, INNOCENT
from graph.analyse.persons.resolve import resolve
from graph.model.links import Links
from tests.graph.analyse.world import World, ring

LEVELS = {
    feature: sorted({level for row in (FACILITATOR, *INNOCENT) for level in row.expects.get(feature, {})})
    for feature in FEATURES
}
SHAPES = st.fixed_dictionaries({feature: st.sampled_from(["", *levels]) for feature, levels in LEVELS.items()})


def score(levels: dict[str, str]) -> float:
    return judge(Shape(members=(0, 1), channels={}, levels=levels)).score


@given(SHAPES)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_not_knowing_what_speaks_for_a_network_never_raises_its_score(levels: dict[str, str]) -> None:
    """Holds for every table: the score is the least over the innocent rows, and one of them loses what spoke against it."""
    contest = judge(Shape(members=(0, 1), channels={}, levels=levels))
    for term in contest.terms:
        if term.feature != "prior" and term.bits >= 0:
            assert score(levels | {term.feature: ""}) <= contest.score + 1e-9


def world() -> World:
    made = World()
    made.strangers(40)
    ring(made)
    return made


HELD = [number for number, row in enumerate(world().held) if row[0].startswith("r")]
TEXTS = list(range(len(world().texts)))


def ring_contest(links: Links) -> Contest:
    """One facilitator behind the ring's eight members, whatever they still share, against all else."""
    persons = resolve(links)
    people = People(populate(links, persons))
    members = sorted({int(persons.of[row]) for row, id_ in enumerate(people.ids) if id_.startswith("r")})
    return judge(measure(people.population, people, members))


def ring_score(links: Links) -> float:
    return ring_contest(links).score


@functools.cache
def whole() -> Contest:
    return ring_contest(world().build())


def became_one(less: Contest) -> set[str]:
    """The kinds of fact of which nearly all who are still known share one value, where there were pools."""
    return {feature for feature, level in less.levels.items() if level == "one" and whole().levels[feature] == "pools"}


@given(st.sets(st.sampled_from(HELD), max_size=24), st.sets(st.sampled_from(TEXTS), max_size=len(TEXTS)))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_ring_scores_no_higher_without_some_of_its_facts(held: set[int], texts: set[int]) -> None:
    less = world()
    less.held = [row for number, row in enumerate(less.held) if number not in held]
    less.texts = [row for number, row in enumerate(less.texts) if number not in texts]
    left = ring_contest(less.build())
    if became_one(left):  # by design, below
        left = judge(Shape(tuple(range(8)), {}, {**left.levels} | dict.fromkeys(became_one(left), "pools")))
    assert left.score <= whole().score + 1e-9


def test_by_design_pools_become_one_when_few_are_known_and_that_may_be_more() -> None:
    """Two accounts of two each; without one of them, the two who are still known share one. Among five that is worth the ratio
    of .42 to .05 for one facilitator, and of .01 to .004 for a template (docs/method.md)."""
    less = world()
    less.held = [row for row in less.held if row[1] != "payroll_account" or row[0] not in ("r0", "r1")]
    assert became_one(ring_contest(less.build())) == {"money"}
    levels = {"home": "none", "net": "pools", "text": "whole", "people": "none", "employer": "none"}
    levels |= {"names": "different", "time": "months", "size": "3-5"}
    pools, one = (judge(Shape(tuple(range(5)), {}, levels | {"money": level})) for level in ("pools", "one"))
    assert pools.winner.name == one.winner.name == "template"
    assert one.score - pools.score == pytest.approx(log2(0.42 / 0.05) - log2(0.01 / 0.004))


def office() -> World:
    """Eight people of one agency: one second telephone for all, beside one's own."""
    made = World()
    made.strangers(40)
    for number in range(8):
        made.person(f"r{number}", f"Given{number}x Family{number}x", path="x")
        made.holds(f"r{number}", "phone", f"+1415000{number:04}")
        made.holds(f"r{number}", "phone", "+14159990000")
        made.holds(f"r{number}", "address", "us|1|office park||san francisco|ca|94105", context="home")
    return made


def test_by_design_a_fact_that_speaks_for_an_innocent_cause_raises_the_score_when_it_goes() -> None:
    """The one office telephone is what makes them an agency: without it for three of eight, they look more like a ring."""
    less = office()
    less.held = [row for row in less.held if row[2] != "+14159990000" or row[0] not in ("r0", "r1", "r2")]
    assert ring_score(less.build()) > ring_score(office().build())
