"""Small cases worked out by hand: pair weights, p-values, and the sum that makes a score.

The numbers of the kinds (strength, crowd) and of the table's rows are read where they stand; which of them make up an answer,
and how, is written out here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import log2

import pytest

from graph.analyse import analyse
from graph.analyse.groups.clusters import pair_totals
from graph.analyse.groups.evidence import Population, populate
from graph.analyse.judging.table import FACILITATOR_OF_FEW, INNOCENT
from graph.analyse.persons.resolve import resolve
from graph.model.findings import Document
from graph.model.kinds import FAMILIES, KINDS
from graph.model.links import Links
from tests.graph.analyse.world import World, name

ROWS = {row.name: row for row in INNOCENT}


def population_of(links: Links) -> Population:
    return populate(links, resolve(links))


def bits_of(world: World) -> dict[tuple[str, str], tuple[float, set[str]]]:
    """Pair of ids -> bits, and the families that tie it."""
    links = world.build()
    population = population_of(links)
    ids = links.applicants.column("id").to_pylist()
    first = {int(person): id_ for id_, person in reversed(list(zip(ids, population.persons.of.tolist(), strict=True)))}
    return {
        (first[a], first[b]): (bits, {word for place, word in enumerate(FAMILIES) if code >> place & 1})
        for a, b, bits, code in zip(*(column.tolist() for column in pair_totals(population)), strict=True)
    }


def test_a_shared_value_loses_a_bit_with_each_doubling_of_its_holders() -> None:
    world = World()
    for number in range(8):
        world.person(f"a{number}", name(number))
        world.holds(f"a{number}", "ip", "23.94.1.7")  # eight holders: two doublings
    for number in range(4):
        world.holds(f"a{number}", "phone", "+16465550100")  # four: one doubling
    found = bits_of(world)
    alone, both = KINDS["ip"].strength - 2, KINDS["ip"].strength - 2 + KINDS["phone"].strength - 1
    assert {pair: families for pair, (_, families) in found.items() if pair[0] == "a3"} == {
        ("a3", f"a{number}"): {"location"} for number in range(4, 8)
    }
    assert found[("a4", "a5")][0] == pytest.approx(alone)
    assert found[("a0", "a1")][0] == pytest.approx(both)
    assert found[("a0", "a1")][1] == {"contact", "location"}


def test_facts_of_one_family_count_once_the_strongest() -> None:
    world = World()
    for id_, one in (("a", "Ada Abbott"), ("b", "Boris Bauer")):
        world.person(id_, one)
        for kind, key in (
            ("phone", "+16465550100"),
            ("handle", "github.com/x9"),
            ("address", "us|1|elm||troy|ny|12180"),
            ("ip", "23.94.1.7"),
        ):
            world.holds(id_, kind, key)
    (found,) = bits_of(world).values()
    assert found[0] == pytest.approx(KINDS["phone"].strength + KINDS["address"].strength)


def test_past_its_crowd_a_value_weighs_nothing() -> None:
    world = World()
    crowd = KINDS["phone"].crowd
    for number in range(crowd + 1):
        world.person(f"a{number:02}", f"Given{number} Family{number}")
        world.holds(f"a{number:02}", "phone", "+16465550100")
        world.holds(f"a{number:02}", "email", f"m{number}@a.example.net")
    assert bits_of(world) == {}


def mule(strangers: int) -> World:
    """Four unrelated names on one account; two of them also share a telephone; two strangers share another."""
    world = World()
    world.strangers(strangers)
    for number in range(4):
        world.person(f"m{number}", name(number))
        world.holds(f"m{number}", "payroll_account", "us:021000021:900", holder="Morgan Vale")
    for id_ in ("m0", "m1"):
        world.holds(id_, "phone", "+16465550100")
    for id_ in ("s00000", "s00001"):
        world.holds(id_, "phone", "+16465550199")
    return world


@pytest.mark.parametrize("strangers", [3, 4])
def test_p_values_against_every_matrix_of_the_same_margins(strangers: int) -> None:
    """Exact: of all ways to deal out the telephones anew, each number to as many persons and each person as many numbers, in
    how many do the holders of the shared one meet on the account? The account itself is held by all who have one: that is no
    draw, and nothing is told.
    """
    world = mule(strangers)
    finding = analyse(world.build()).findings[0]
    people = ["m0", "m1", *(f"s{number:05}" for number in range(strangers))]
    numbers = [kind_and_key[2] for kind_and_key in sorted(world.held) if kind_and_key[1] == "phone"]
    sizes = Counter(numbers)
    rows = Counter(holding[0] for holding in world.held if holding[1] == "phone")
    draws = list(deals([rows[one] for one in people], sorted(sizes.values(), reverse=True)))
    met = Fraction(sum({0, 1} <= set(draw[0]) for draw in draws), len(draws))
    phone = next(one for one in finding.facilitators if one.kind == "phone")
    assert phone.met == 1
    assert float(met) <= phone.expected * (1 + 1e-5)
    assert phone.method == "curveball"
    assert phone.p_value == pytest.approx(float(met), abs=0.02)  # of 999 shuffles
    account = next(one for one in finding.facilitators if one.kind == "payroll_account")
    assert (account.p_value, account.expected) == (1.0, account.met)


def deals(rows: list[int], sizes: list[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every way to give each value to so many persons and each person so many values."""
    if not sizes:
        yield ()
        return
    for holders in combinations([person for person, left in enumerate(rows) if left], sizes[0]):
        left = [count - (person in holders) for person, count in enumerate(rows)]
        if max(left) < len(sizes):
            for rest in deals(left, sizes[1:]):
                yield (holders, *rest)


def test_q_values_by_hand() -> None:
    """Benjamini and Hochberg over all candidates of the case, the largest p first: p times their number over its place."""
    ones = analyse(mule(20).build()).findings[0].facilitators  # all candidates of the case are of this finding
    assert len(ones) >= 2
    least = 1.0
    for place, one in sorted(enumerate(sorted(ones, key=lambda one: one.p_value), start=1), reverse=True):
        least = min(least, one.p_value * len(ones) / place)
        assert one.q_value == pytest.approx(least, rel=1e-4)


def couple() -> Document:
    """Two surnames, one home, one account in the name of one of them, two years apart."""
    world = World()
    world.strangers(100)
    for number, one in enumerate(("Ann Birch", "Karl Stone")):
        world.person(f"c{number}", one, path="x", applied=f"202{3 + 2 * number}-01-01T00:00:00Z")
        world.holds(f"c{number}", "address", "us|6|elm street||troy|ny|12180", context="home")
        world.holds(f"c{number}", "payroll_account", "us:021000021:222", holder="Ann Birch")
    return analyse(world.build())


def test_the_score_of_a_couple_is_the_sum_of_the_rows_log_likelihood_ratios() -> None:
    """Its levels, read off the case: one home, one account, a payee of another name, CVs that share nothing, two surnames,
    more than a year apart, nobody else behind their values, two persons."""
    finding = couple().findings[0]
    row = ROWS["household"]
    assert finding.explanations[0].name == row.title

    def ratio(feature: str, level: str) -> float:
        return log2(FACILITATOR_OF_FEW.probability(feature, level) / row.probability(feature, level))

    money = (("money", "one"), ("money_own", "shared_only"), ("payee", "mismatch"))  # one family, the strongest of it
    home = (("home", "one"), ("home_own", "shared_only"))
    parts = [max((ratio(*one) for one in family), key=abs) for family in (money, home)]
    parts += [log2(FACILITATOR_OF_FEW.prior / row.prior), ratio("text", "none")]
    parts += [ratio("names", "different"), ratio("time", "years"), ratio("outside", "none"), ratio("size", "two")]
    assert finding.score == pytest.approx(sum(parts), abs=0.005 * len(parts))
    assert finding.type == "explained"


def test_another_hundred_readings_of_one_value_are_one_fact() -> None:
    """A value seen a hundred times with one person is held by one person, and weighs as if it were seen once."""
    once, often = World(), World()
    for world, times in ((once, 1), (often, 100)):
        for id_, one in (("a", "Ada Abbott"), ("b", "Boris Bauer")):
            world.person(id_, one)
            for number in range(times):
                world.holds(id_, "phone", "+16465550100", seen=f"2025-01-01T00:00:{number % 60:02}Z")
    assert bits_of(once) == bits_of(often)
