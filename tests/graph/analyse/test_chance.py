"""The null of facilitators against exact enumeration: all draws of holders, and all matrices with the same margins."""

from __future__ import annotations

import random
from itertools import combinations, product
from math import comb

import numpy as np
import pytest

from graph.analyse import analyse
from graph.analyse.groups.evidence import Population, populate
from graph.analyse.groups.people import People
from graph.analyse.judging.chance import EVERY, Asked, Chance
from graph.analyse.judging.chance import Tested as Result
from graph.analyse.judging.curveball import shuffled
from graph.analyse.judging.moments import Margins, Moments, bounded, expected, without_return
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

    moments, scales = Moments.of(left, right, np.ones(persons)), without_return(holders, persons)

    assert expected(moments, scales) == pytest.approx(np.mean(hits))
    both = moments.paths * scales[1] + moments.apart * scales[2]
    assert both == pytest.approx(np.mean([comb(hit, 2) for hit in hits]))
    for met in range(1, max(hits) + 1):
        exact = np.mean([hit >= met for hit in hits])
        assert exact <= bounded(moments, scales, met) + 1e-12


def test_the_bound_by_hand() -> None:
    """Two holders of ten persons, five meeting pairs: E = 5/45; one pair met, so p is at most, and here is, 1/9."""
    left, right = (np.array([pair[end] for pair in CLUMPED], np.int32) for end in (0, 1))
    moments = Moments.of(left, right, np.ones(10))
    assert (moments.pairs, moments.paths, moments.apart) == (5, 3, 7)
    assert bounded(moments, without_return(2, 10), 1) == pytest.approx(1 / 9)
    # three holders, all three of the triangle: min(5 * (3*2)/(10*9) / 3, (3 * 6/720 + 0) / 3); the truth is 1/120
    three = bounded(moments, without_return(3, 10), 3)
    assert three == pytest.approx(min(5 * 6 / 90 / 3, 3 * 6 / 720 / 3)) == pytest.approx(1 / 120)


def matrices(rows: list[int], columns: list[int]) -> list[list[tuple[int, ...]]]:
    """Every matrix of zeros and ones with these margins, as the holders of each column."""
    choices = [list(combinations(range(len(rows)), size)) for size in columns]
    return [
        list(one)
        for one in product(*choices)
        if [sum(person in column for column in one) for person in range(len(rows))] == rows
    ]


def margins(persons: int, columns: list[tuple[int, ...]]) -> Margins:
    held = np.bincount([person for column in columns for person in column], minlength=persons)
    return Margins.of(held, np.array([len(column) for column in columns]))


def test_where_all_hold_equally_many_the_chances_are_hypergeometric() -> None:
    """Six persons, each with two of four values of three holders: who holds one is any three of the six."""
    columns: list[tuple[int, ...]] = [(0, 1, 2), (3, 4, 5), (0, 1, 3), (2, 4, 5)]
    found = margins(6, columns)
    assert found.scales(3) == without_return(3, 6) == (6 / 30, 6 / 120, 0.0)
    everything = matrices([2] * 6, [3] * 4)
    assert np.mean([{0, 4} <= set(one[0]) for one in everything]) == pytest.approx(6 / 30)


def test_what_everybody_holds_is_no_draw() -> None:
    """Eight hold one line, four of them another line besides: any two of the four are as likely, whoever holds the first."""
    found = margins(8, [tuple(range(8)), (0, 1), (1, 2), (2, 3), (3, 0)])
    assert found.scales(8) is None
    assert found.weight.tolist() == [1.0] * 4 + [0.0] * 4
    assert found.scales(2) == without_return(2, 4)


@pytest.mark.parametrize("seed", range(4))
def test_no_bound_is_below_the_exact_probability_whatever_the_margins(seed: int) -> None:
    """Small matrices of all sorts: values that nearly everybody holds, persons who hold nearly everything."""
    rng = random.Random(seed)
    looked = uneven = 0
    while looked < 60:
        persons, wide = rng.randint(4, 7), [rng.choice([0.25, 0.4, 0.6, 0.9, 1.0]) for _ in range(rng.randint(2, 4))]
        columns = [tuple(person for person in range(persons) if rng.random() < share) for share in wide]
        every_pair = list(combinations(range(persons), 2))
        meeting = rng.sample(every_pair, rng.randint(1, min(8, len(every_pair))))
        if min(map(len, columns)) < 2:
            continue
        looked += 1
        found = margins(persons, columns)
        rows = [sum(person in column for column in columns) for person in range(persons)]
        draws = [set(one[0]) for one in matrices(rows, [len(column) for column in columns])]
        hits = [sum({*pair} <= draw for pair in meeting) for draw in draws]
        scales = found.scales(len(columns[0]))
        if scales is None:
            assert len(set(hits)) == 1  # no draw
            continue
        uneven += not found.even
        left, right = (np.array([pair[end] for pair in meeting], np.int32) for end in (0, 1))
        moments = Moments.of(left, right, found.weight)
        for met in range(1, max(hits) + 1):
            assert np.mean([hit >= met for hit in hits]) <= bounded(moments, scales, met) * (1 + 1e-9)
    assert uneven > 10


def test_a_company_exit_makes_no_private_line_improbable() -> None:
    """2,000 persons behind one exit, 60 of them on lines of their own besides: these hold two values because they have a
    line, so that any two of them share one far oftener than shares of all holdings say."""
    lines: list[tuple[int, ...]] = [(2 * n, 2 * n + 1) for n in range(30)]
    found = margins(2000, [tuple(range(2000)), *lines])
    two = found.scales(2)
    assert two is not None
    pair = found.weight[0] * found.weight[1] * two[0]
    assert pair == pytest.approx(2 / (60 * 59))
    assert pair > 100 * 2 / (2060 * 2059)


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


def ready(asked: Asked) -> Result:
    return asked if isinstance(asked, Result) else asked.result()


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


def test_holders_are_drawn_among_those_who_have_the_kind() -> None:
    """Accounts of 104 people, one each: E = pairs of these that meet * 2 / (n (n - 1)). Of the four who alone have one, two
    hold it in any draw with chance 1/6: nothing can be told."""
    world = World()
    world.strangers(300)
    ring(world)
    population, _, chance = known(world)
    value = number(population, "payroll_account", "us:021000021:r077777")
    assert population.count[value] == 2
    assert ready(chance.test([value])).p_value > 0.1
    for n in range(100):
        world.holds(f"s{n:05}", "payroll_account", f"us:021000021:{n:07}", holder=f"Given{n} Family{n}")
    population, _, chance = known(world)
    value = number(population, "payroll_account", "us:021000021:r077777")
    paid = {
        person
        for v, kind in enumerate(population.kind)
        if kind == "payroll_account"
        for person in population.holders(v)
    }
    inside = sum(
        1
        for a, b, mask in zip(chance.left.tolist(), chance.right.tolist(), chance.mask.tolist(), strict=True)
        if mask & ~(1 << FAMILIES.index("money")) and {a, b} <= paid
    )
    assert len(paid) == 104
    assert ready(chance.test([value])).expected == pytest.approx(inside * 2 / (104 * 103))


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


def test_a_bundle_is_no_witness_for_itself() -> None:
    """Four persons share an address and an account, and nothing else: where they meet besides the address is the account,
    which is the same cause."""
    world = World()
    world.strangers(300)
    for n in range(4):
        world.person(f"x{n}", name(n))
        world.holds(f"x{n}", "address", "us|7|low road||town|ny|10001", context="home")
        world.holds(f"x{n}", "payroll_account", "us:021000021:900", holder="Morgan Vale")
    for n in range(100):
        world.holds(f"s{n:05}", "payroll_account", f"us:021000021:{n:07}", holder=f"Given{n} Family{n}")
    population, _, chance = known(world)
    value = number(population, "address", "us|7|low road||town|ny|10001")
    assert ready(chance.test([value])).met == 6
    assert ready(chance.test([value], {"money"})).met == 0
    first = analyse(world.build()).findings[0].facilitators[0]
    assert (first.what, first.met, first.p_value) == ("bundle", 0, 1.0)


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
        assert ready(chance._test(values, others)).met == chance.meetings(sorted(holders), {"contact"})[0] == wanted
        seen.add(wanted)
    assert len(phones) >= 6
    assert len(seen) > 3
