"""The null of facilitators against exact enumeration: all draws of holders, and all matrices with the same margins."""

from __future__ import annotations

from itertools import combinations, product
from math import comb

import numpy as np
import pytest

from graph.analyse.groups.evidence import Population, populate
from graph.analyse.groups.people import People
from graph.analyse.judging.chance import EVERY, Chance, _all_in, _moments, bounded
from graph.analyse.judging.curveball import shuffled
from graph.analyse.persons.resolve import resolve
from graph.model.kinds import FAMILIES
from tests.graph.analyse.world import World, name, ring

Pairs = list[tuple[int, int]]

CLUMPED: Pairs = [(0, 1), (0, 2), (1, 2), (3, 4), (5, 6)]  # a triangle and two pairs
STAR: Pairs = [(0, 1), (0, 2), (0, 3), (0, 4)]
MATCHING: Pairs = [(0, 1), (2, 3), (4, 5)]


def drawn(persons: int, holders: int, meeting: Pairs) -> list[int]:
    """Meeting pairs among the holders, for every way to draw them."""
    met = {frozenset(pair) for pair in meeting}
    return [
        sum(frozenset(pair) in met for pair in combinations(draw, 2)) for draw in combinations(range(persons), holders)
    ]


@pytest.mark.parametrize("meeting", [CLUMPED, STAR, MATCHING], ids=["clumped", "star", "matching"])
@pytest.mark.parametrize(("persons", "holders"), [(8, 3), (9, 4), (10, 2), (7, 5)])
def test_moments_are_exact_and_the_bound_holds(meeting: Pairs, persons: int, holders: int) -> None:
    hits = drawn(persons, holders, meeting)
    left, right = (np.array([pair[end] for pair in meeting], np.int32) for end in (0, 1))

    moments = _moments(left, right, np.ones(persons, np.int64), persons)

    assert moments.pairs * _all_in(holders, persons, 2) == pytest.approx(np.mean(hits))
    both = moments.paths * _all_in(holders, persons, 3) + moments.apart * _all_in(holders, persons, 4)
    assert both == pytest.approx(np.mean([comb(hit, 2) for hit in hits]))
    for met in range(1, max(hits) + 1):
        exact = np.mean([hit >= met for hit in hits])
        assert exact <= bounded(moments, holders, met) + 1e-12


def test_the_bound_by_hand() -> None:
    """Two holders of ten persons, five meeting pairs: E = 5/45; one pair met, so p is at most, and here is, 1/9."""
    left, right = (np.array([pair[end] for pair in CLUMPED], np.int32) for end in (0, 1))
    moments = _moments(left, right, np.ones(10, np.int64), 10)
    assert (moments.pairs, moments.paths, moments.apart) == (5, 3, 7)
    assert bounded(moments, 2, 1) == pytest.approx(1 / 9)
    # three holders, all three of the triangle: min(5 * (3*2)/(10*9) / 3, (3 * 6/720 + 0) / 3); the truth is 1/120
    assert bounded(moments, 3, 3) == pytest.approx(min(5 * 6 / 90 / 3, 3 * 6 / 720 / 3))
    assert bounded(moments, 3, 3) == pytest.approx(1 / 120)


def matrices(rows: list[int], columns: list[int]) -> list[list[tuple[int, ...]]]:
    """Every matrix of zeros and ones with these margins, as the holders of each column."""
    choices = [list(combinations(range(len(rows)), size)) for size in columns]
    return [
        list(one)
        for one in product(*choices)
        if [sum(person in column for column in one) for person in range(len(rows))] == rows
    ]


def near_of(persons: int, meeting: Pairs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    both = sorted([*meeting, *((b, a) for a, b in meeting)])
    begin = np.searchsorted([a for a, _ in both], np.arange(persons + 1)).astype(np.int64)
    return begin, np.array([b for _, b in both], np.int32), np.ones(len(both), np.int32)


@pytest.mark.parametrize(
    ("observed", "meeting"),
    [
        ([(0, 1, 2), (0, 3), (4,), (1, 5)], [(0, 1), (1, 2), (3, 4)]),
        ([(0, 1), (0, 1, 2), (2, 3), (4, 5)], [(0, 1), (0, 2), (4, 5)]),
        ([(0, 1, 2, 3), (0, 4), (0, 5), (1,)], [(0, 1), (2, 3), (0, 2), (4, 5)]),
    ],
    ids=["uneven", "same holders", "one everywhere"],
)
def test_shuffles_agree_with_all_matrices_of_the_same_margins(observed: list[tuple[int, ...]], meeting: Pairs) -> None:
    persons = 6
    rows = [sum(person in column for column in observed) for person in range(persons)]
    columns = [len(column) for column in observed]
    met = {frozenset(pair) for pair in meeting}

    def pairs(column: tuple[int, ...]) -> int:
        return sum(frozenset(pair) in met for pair in combinations(column, 2))

    everything = [pairs(one[0]) for one in matrices(rows, columns)]
    assert len(everything) > 20
    start = np.concatenate(([0], np.cumsum(columns))).astype(np.int64)
    holder = np.array([person for column in observed for person in column], np.int32)
    mine, low, high = np.array([0]), np.array([0]), np.array([len(columns)])
    for seed, least in ((1, 1), (2, 2)):
        exact = np.mean([one >= least for one in everything])
        reached, mean = shuffled(start, holder, mine, low, high, near_of(persons, meeting), 1, least, seed, 20_000)
        assert (reached + 1) / 20_001 == pytest.approx(exact, abs=0.02)
        assert mean == pytest.approx(np.mean(everything), abs=0.04)


def test_shuffles_of_two_values_agree_with_all_matrices() -> None:
    """The holders of both values together, as of a person who acts through two accounts."""
    observed: list[tuple[int, ...]] = [(0, 1), (2, 3), (4,), (5,), (0,)]
    persons, meeting = 6, [(0, 2), (1, 3), (4, 5)]
    met = {frozenset(pair) for pair in meeting}
    rows = [sum(person in column for column in observed) for person in range(persons)]
    everything = [
        sum(frozenset(pair) in met for pair in combinations(sorted({*one[0], *one[1]}), 2))
        for one in matrices(rows, [len(column) for column in observed])
    ]
    start = np.concatenate(([0], np.cumsum([len(column) for column in observed]))).astype(np.int64)
    holder = np.array([person for column in observed for person in column], np.int32)
    mine, low, high = np.array([0, 1]), np.array([0, 0]), np.array([5, 5])
    reached, mean = shuffled(start, holder, mine, low, high, near_of(persons, meeting), 1, 2, 5, 20_000)
    assert (reached + 1) / 20_001 == pytest.approx(np.mean([one >= 2 for one in everything]), abs=0.02)
    assert mean == pytest.approx(np.mean(everything), abs=0.04)


def test_what_cannot_be_shuffled_is_never_significant() -> None:
    start, holder = np.array([0, 3], np.int64), np.array([0, 1, 2], np.int32)
    near = near_of(3, [(0, 1), (1, 2)])
    reached, mean = shuffled(start, holder, np.array([0]), np.array([0]), np.array([1]), near, 1, 2, 3, 99)
    assert (reached, mean) == (99, 2.0)


def known(world: World) -> tuple[Population, People, Chance]:
    links = world.build()
    population = populate(links, resolve(links))
    return population, People(population), Chance(population)


def number(population: Population, kind: str, key: str) -> int:
    return next(i for i, one in enumerate(zip(population.kind, population.key, strict=True)) if one == (kind, key))


def test_a_wide_hub_alone_is_no_news() -> None:
    world = World()
    world.strangers(200)
    for n in range(40):
        world.holds(f"s{n:05}", "address", "us|1|hall street||town|ny|10001", context="home")
    population, _, chance = known(world)
    value = number(population, "address", "us|1|hall street||town|ny|10001")
    tested = chance.test([value])
    assert (tested.met, tested.p_value, tested.method) == (0, 1.0, "")


def test_a_rings_value_is_bounded_below_what_shuffles_could_show() -> None:
    world = World()
    world.strangers(3000)
    ring(world)
    population, _, chance = known(world)
    phone = next(v for v, kind in enumerate(population.kind) if kind == "phone" and population.count[v] == 3)
    tested = chance.test([phone])
    assert tested.method == "bound"
    assert tested.p_value < 1e-3 < tested.expected * 1000
    assert tested.met >= 2


def test_holders_are_drawn_among_those_who_have_the_kind_unless_these_are_few() -> None:
    """Accounts of four people: drawn from all 308. Of 104: from these. E = pairs that meet * 2 / (n (n - 1))."""
    world = World()
    world.strangers(300)
    ring(world)
    population, _, chance = known(world)
    value = number(population, "payroll_account", "us:021000021:r077777")
    few = chance.test([value])
    meeting = sum(1 for mask in chance.mask.tolist() if mask & ~(1 << FAMILIES.index("money")))
    assert few.expected == pytest.approx(meeting * 2 / (308 * 307))
    for n in range(100):
        world.holds(f"s{n:05}", "payroll_account", f"us:021000021:{n:07}", holder=f"Given{n} Family{n}")
    population, _, chance = known(world)
    value = number(population, "payroll_account", "us:021000021:r077777")
    among = chance.test([value])
    inside = sum(
        1
        for a, b, mask in zip(chance.left.tolist(), chance.right.tolist(), chance.mask.tolist(), strict=True)
        if mask & ~(1 << FAMILIES.index("money"))
        and {a, b} <= set(np.flatnonzero(chance._per_person("payroll_account")))
    )
    assert inside < meeting
    assert among.expected == pytest.approx(inside * 2 / (104 * 103))


def test_in_a_small_case_the_bound_gives_way_to_shuffles() -> None:
    """Three holders of 63 persons, one pair meets: 6 / (63 * 62) is above what 999 shuffles could show."""
    world = World()
    world.strangers(60)
    for n in range(3):
        world.person(f"x{n}", name(n))
        world.holds(f"x{n}", "phone", "+16465550000")
        world.holds(f"x{n}", "address", f"us|7{n // 2}|low road||town|ny|10001", context="home")
    population, _, chance = known(world)
    value = number(population, "phone", "+16465550000")
    tested = chance.test([value])
    assert tested.method == "curveball"
    assert tested.met == 1
    assert tested.p_value == pytest.approx(6 / (63 * 62), abs=0.003)
    again = Chance(population).test([value])
    assert again == tested


def test_only_other_families_count() -> None:
    world = World()
    world.strangers(50)
    for n in range(3):
        world.person(f"x{n}", name(n))
        world.holds(f"x{n}", "phone", "+16465550000")
        world.holds(f"x{n}", "email", "one@mail.example")
    population, _, chance = known(world)
    value = number(population, "phone", "+16465550000")
    assert chance.test([value]).met == 0
    assert chance.families(population.holders(value), {"contact"}) == 0
    assert chance.families(population.holders(value), {"money"}) == 1
    assert "contact" in FAMILIES


def test_all_who_hold_one_of_several_values_count_once() -> None:
    """Against counting every pair of holders by hand; values share holders, and are asked for in turn and again."""
    world = World()
    world.strangers(60)
    ring(world)
    for n in range(12):
        for key in (n // 4, 9 + n % 3):
            world.holds(f"s{n:05}", "phone", f"+1646555000{key % 10}")
        world.holds(f"s{n:05}", "address", f"us|7{n // 2}|low road||town|ny|10001", context="home")
    population, _, chance = known(world)
    phones = [value for value, kind in enumerate(population.kind) if kind == "phone" and population.count[value] > 1]
    others = EVERY & ~(1 << FAMILIES.index("contact"))
    pairs = list(zip(chance.left.tolist(), chance.right.tolist(), chance.mask.tolist(), strict=True))
    seen = set()
    for values in [*combinations(phones, 1), *combinations(phones, 2), *combinations(phones, 3)]:
        holders = {person for value in values for person in population.holders(value)}
        wanted = sum(1 for a, b, mask in pairs if mask & others and {a, b} <= holders)
        assert chance._test(values).met == chance.meetings(sorted(holders), {"contact"})[0] == wanted
        seen.add(wanted)
    assert len(phones) >= 6
    assert len(seen) > 3
