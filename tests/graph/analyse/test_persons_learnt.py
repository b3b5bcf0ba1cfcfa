"""What the pairs of a case teach: documented defaults where they are few, bounded where they are many, and always said."""

from __future__ import annotations

import re

import numpy as np
import pytest

from graph.analyse.persons import weights
from graph.analyse.persons.candidates import candidates
from graph.analyse.persons.evidence import LEVEL, Estimates
from graph.analyse.persons.expectation import BIRTH_BOUND, LEVEL_BOUND, estimate, judge
from graph.analyse.persons.merging import opinions
from graph.analyse.persons.register import register
from graph.analyse.persons.resolve import resolve
from tests.graph.analyse.world import World, name

DATES = {
    "": "tok:{0:016x}1111 y:{0}y m:{0}m d:{0}d dm:{1:016x}",
    "apart": "tok:{2:016x}1111 y:{0}q m:{0}n d:{0}e dm:{3:016x}",
}


def _world(persons: int, *, careless: bool) -> World:
    """Everybody applied twice, with one e-mail address and one telephone; the careless wrote another birth date."""
    world = World()
    for number in range(persons):
        for time, date in (("1", DATES[""]), ("2", DATES["apart" if careless else ""])):
            birth = date.format(number, number + 100_000, number + 200_000, number + 300_000)
            id_ = world.person(f"p{number:04}-{time}", f"{name(number)} Mc{number:04x}", birth=birth)
            world.holds(id_, "email", f"someone{number}@mail{number}.net")
            world.holds(id_, "phone", f"+1212555{number:04}")
    world.strangers(50)
    return world


def _learnt(world: World) -> Estimates:
    known = register(world.build())
    return estimate(judge(known, *candidates(known)), known.rows)


def _more(estimates: Estimates, field: str, level: str) -> float:
    return estimates.more[LEVEL[field, level]]


def test_without_pairs_everything_stands_as_in_the_table() -> None:
    world = World()
    world.strangers(40)
    learnt = _learnt(world)
    assert set(learnt.more) == {0.0}
    assert learnt.household == weights.HOUSEHOLD_PRIOR


def test_a_few_pairs_change_little_and_many_change_much_but_never_past_the_bound() -> None:
    few, many = _learnt(_world(4, careless=True)), _learnt(_world(400, careless=True))
    assert 0 < _more(few, "birth", "apart") < 1.1
    assert _more(few, "birth", "apart") < _more(many, "birth", "apart") <= BIRTH_BOUND
    assert abs(_more(few, "phone", "apart")) < 0.1
    assert -LEVEL_BOUND <= _more(many, "phone", "apart") < -1
    assert many.pairs == pytest.approx(400, rel=0.05)


def test_where_dates_are_typed_with_care_a_difference_weighs_more() -> None:
    careful, careless = _learnt(_world(200, careless=False)), _learnt(_world(200, careless=True))
    assert _more(careful, "birth", "apart") < 0 < _more(careless, "birth", "apart")
    assert _more(careful, "birth", "whole") > _more(careless, "birth", "whole")


def test_the_shares_of_a_field_stay_shares() -> None:
    learnt = _learnt(_world(30, careless=True))
    for field in {field for field, _, _ in weights.LEARNT}:
        levels = [(often, _more(learnt, field, level)) for of, level, often in weights.LEARNT if of == field]
        assert sum(often * 2**more for often, more in levels) == pytest.approx(
            sum(often for often, _ in levels), abs=0.02
        )


def test_nothing_depends_on_the_order_of_the_pairs() -> None:
    known = register(_world(50, careless=True).build())
    left, right = candidates(known)
    turned = np.arange(len(left))[::-1]
    assert estimate(judge(known, left, right), known.rows) == estimate(
        judge(known, left[turned], right[turned]), known.rows
    )


def test_a_reason_says_what_was_learnt_and_from_how_many_pairs() -> None:
    reasons = resolve(_world(200, careless=False).build()).reasons
    said = next(iter(reasons.values()))
    found = re.search(r"; of these, learnt from about ([\d,]+) pairs in this case: (.*)$", said)
    assert found is not None
    assert int(found[1].replace(",", "")) == pytest.approx(200, abs=5)
    assert re.search(r"same telephone \S+ \+0\.\d", found[2])


def test_a_reason_from_the_table_alone_says_nothing_of_the_kind() -> None:
    world = World()
    for id_ in "ab":
        world.person(id_, "Ann Lee")
        world.holds(id_, "wallet", "w1")
    world.strangers(3)
    assert "learnt" not in resolve(world.build()).reasons[(0, 1)]


def test_birth_dates_part_nobody_where_everybody_writes_them_carelessly() -> None:
    """A contradiction (-1) is one only while it is worth weights.CONTRADICTION bits or fewer."""
    known = register(_world(1, careless=True).build())
    judged = judge(known, np.array([0]), np.array([1]))
    more = np.zeros(len(weights.LEARNT))
    said = []
    for bits in (0.9, 1.1):
        more[LEVEL["birth", "apart"]] = bits
        said.append(opinions(judged, Estimates(more=tuple(more)), every=True)[(0, 1)].births)
    assert said == [-1, 0]
