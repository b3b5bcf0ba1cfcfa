"""The columns that the analysis reads: the quick answers are the ones found one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from graph.analyse.groups.channels import covered
from graph.analyse.groups.columns import Named, Texts, codes, decoded
from graph.analyse.groups.compiled import grouped
from graph.analyse.groups.evidence import longest_passages, populate
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import measure
from graph.analyse.judging.contest import judge
from graph.analyse.persons.resolve import resolve
from graph.model.decisions import Decision
from tests.graph.analyse.world import World


def mixed() -> World:
    """Three persons with shared and own values of several channels, one of them with two applications."""
    world = World()
    for id_, name in (("a", "Ann Lee"), ("b", "Karl Stone"), ("c", "Ida Holm"), ("d", "Ann Lee")):
        world.person(id_, name, birth="")
        world.holds(id_, "phone", "+12125550001")
        world.holds(id_, "ip", "23.94.1.7")
    for id_ in "ad":
        world.holds(id_, "email", "ann@example.org")
        world.holds(id_, "address", "us|1|elm street||troy|ny|12180", context="home")
    world.holds("b", "address", "us|1|elm street||troy|ny|12180", context="ship_to")
    world.holds("b", "address", "us|9|oak street||troy|ny|12180", context="home")
    world.holds("c", "payroll_account", "us:021000021:9", holder="Someone Else")
    world.holds("c", "building", "us|1|elm street|troy|ny|12180")
    world.strangers(5)
    return world


@pytest.mark.parametrize("innocent", [(), ("phone:+12125550001",)])
def test_what_a_person_has_and_shares_is_what_its_values_say(innocent: tuple[str, ...]) -> None:
    decisions = (Decision("d", "innocent_value", innocent, "me", "2025-01-01T00:00:00Z", ""),) if innocent else ()
    links = mixed().build()
    people = People(populate(links, resolve(links, decisions), decisions))
    for person in range(people.population.persons.count):
        known, own, shared = people.covered(person)
        expected = covered(people.population, people.values(person))
        assert (known, own, list(shared)) == (expected[0], expected[1], list(expected[2]))


def test_values_rows_and_homes_of_each_person() -> None:
    links = mixed().build()
    people = People(populate(links, resolve(links)))
    held = {(one["applicant"], one["value"]) for one in links.holdings.to_pylist()}
    for person, members in enumerate(people.members):
        mine = sorted({value for applicant, value in held if applicant in members})
        assert people.values(person) == mine
        for value in range(links.values.num_rows):
            rows = people.rows_of(person, value)
            assert all(people.value_of(row) == value for row in rows)
            assert len(rows) == sum((applicant, value) in held for applicant in members)
    karl = people.members.index([people.ids.index("b")])
    sent, lives = people.homes(karl)
    assert [people.population.key[value].split("|")[1] for value in sorted(sent)] == ["1"]
    assert [people.population.key[value].split("|")[1] for value in sorted(lives)] == ["9"]
    assert people.ships_away(karl, tuple(sent)) is True


def test_the_contest_asks_for_nothing_but_the_levels() -> None:
    """The report judges groups of equal levels once."""
    links = mixed().build()
    population = populate(links, resolve(links))
    shape = measure(population, People(population), [0, 1, 2])
    other = replace(shape, members=(7, 8), channels={})
    assert judge(other) == judge(shape)


def test_texts_are_read_one_by_one_from_any_slice() -> None:
    column = pa.chunked_array([["Zoë", "", "b"], ["日本", "e"]])
    texts = Texts(column)
    assert [texts[at] for at in range(len(texts))] == ["Zoë", "", "b", "日本", "e"]
    assert list(Texts(column.slice(2, 2))) == ["b", "日本"]
    assert list(Texts(pa.chunked_array([], pa.string()))) == []
    assert texts[1:4] == ["", "b", "日本"]
    with pytest.raises(IndexError):
        texts[5]
    with pytest.raises(ValueError, match="nulls"):
        Texts(pa.chunked_array([["a", None]]))


def test_codes() -> None:
    number, names = codes(pa.chunked_array([["b", "a"], ["b"]]))
    assert [names[one] for one in number.tolist()] == ["b", "a", "b"]


def test_the_longest_passage_of_each_pair() -> None:
    passage = {"left_start": 0, "left_end": 9, "right_start": 0, "right_end": 9}
    lists = [[passage | {"words": 41}, passage | {"words": 77}], [], [passage | {"words": 40}]]
    column = World().build().text_pairs.schema.field("passages").type
    assert longest_passages(pa.chunked_array([pa.array(lists, column)])).tolist() == [77, 0, 40]


def test_rows_are_grouped_by_number_in_their_own_order() -> None:
    rng = np.random.default_rng(2)
    for size, count in ((0, 0), (0, 3), (1, 1), (50, 7), (500, 300), (5_000, 70_000)):
        numbers = rng.integers(0, max(count, 1), size).astype(np.int32)
        order, start = grouped(numbers, count)
        assert order.tolist() == np.argsort(numbers, kind="stable").tolist()
        assert start.tolist() == [int((numbers < number).sum()) for number in range(count + 1)]


def test_packed_columns_read_as_plain_ones() -> None:
    """A dictionary may hold a word twice, and words that no row has."""
    words = pa.array(["unused", "b", "", "b", "é"])
    column = pa.chunked_array([pa.DictionaryArray.from_arrays(pa.array([4, 3, 2, 1, 4, 0], pa.int32()), words)])
    plain = pa.chunked_array([column.to_pylist()], pa.string())
    assert list(Texts(column)) == list(Texts(plain)) == ["é", "b", "", "b", "é", "unused"]
    assert Texts(column)[1:3] == ["b", ""]
    with pytest.raises(IndexError):
        Texts(column)[6]
    number, texts = codes(column)
    assert (number.tolist(), texts) == (codes(plain)[0].tolist(), codes(plain)[1])
    assert (number.tolist(), texts) == ([0, 1, 2, 1, 0, 3], ["é", "b", "", "unused"])
    assert decoded(column).to_pylist() == plain.to_pylist()


def test_texts_of_few_names_are_read_by_row_and_by_slice() -> None:
    column = Named(["ip", "phone"], np.array([1, 0, 1], np.int32))
    assert list(column) == ["phone", "ip", "phone"]
    assert (column[1], column[-1], list(column[:2])) == ("ip", "phone", ["phone", "ip"])
    with pytest.raises(IndexError):
        column[3]
    with pytest.raises(ValueError, match="more than 256"):
        Named([str(number) for number in range(257)], np.zeros(1, np.int32))
