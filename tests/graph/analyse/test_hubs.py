"""Which values are hubs: enough different surnames, one for one crowd, and never what many share as a matter of course."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from graph.analyse.groups.evidence import populate
from graph.analyse.groups.hubs import LEAST, hubs
from graph.analyse.groups.people import People
from graph.analyse.persons.resolve import resolve
from graph.model.decisions import Decision
from graph.model.links import Links
from tests.graph.analyse.world import World, name


def told(links: Links, *decisions: Decision, explained: tuple[str, ...] = ()) -> list[tuple[str, int]]:
    """The value of each hub, and how many persons hold it. explained: values that a finding speaks of."""
    population = populate(links, resolve(links), decisions)
    names = [f"{kind}:{key}" for kind, key in zip(population.kind, population.key, strict=True)]
    found = hubs(population, People(population), {names.index(one) for one in explained})
    return [(names[value], len(holders)) for value, holders in found]


def crowd(kind: str, key: str, count: int, *, surnames: int = 20) -> World:
    """So many people of so many surnames who hold one value."""
    world = World()
    for number in range(count):
        given, family = name(number).split()
        world.person(f"h{number:02}", f"{given} {family if number < surnames else name(0).split()[1]}")
        world.holds(f"h{number:02}", kind, key)
    return world


EXIT = ("ip", "23.94.9.1")


def test_four_of_four_surnames_are_a_hub_and_fewer_are_none() -> None:
    assert told(crowd(*EXIT, LEAST).build()) == [("ip:23.94.9.1", LEAST)]
    assert told(crowd(*EXIT, LEAST - 1).build()) == []
    assert told(crowd(*EXIT, 10, surnames=LEAST - 1).build()) == []
    assert told(crowd(*EXIT, 10, surnames=LEAST).build()) == [("ip:23.94.9.1", 10)]


@pytest.mark.parametrize("kind", ["past_employer", "referrer", "reference_name"])
def test_what_many_share_as_a_matter_of_course_is_none(kind: str) -> None:
    assert told(crowd(kind, "quux", 10).build()) == []


def test_what_is_explained_or_innocent_is_not_told_again() -> None:
    links = crowd(*EXIT, 10).build()
    assert told(links, explained=("ip:23.94.9.1",)) == []
    assert told(links, Decision("d", "innocent_value", ("ip:23.94.9.1",), "me", "2025-01-01T00:00:00Z", "")) == []


def test_a_network_of_one_address_is_told_as_the_address() -> None:
    """Five of the six behind the network come from one address of it: the same crowd, and the finer value says more."""
    world = crowd("network", "23.94.9.0/24", 6)
    for number in range(5):
        world.holds(f"h{number:02}", *EXIT)
    links = world.build()
    place = links.values.schema.get_field_index("coarser")
    coarser = pa.array([1, None], links.values.schema.field(place).type)
    links = replace(links, values=links.values.set_column(place, links.values.schema.field(place), coarser))
    assert told(links) == [("ip:23.94.9.1", 5)]


def test_two_values_of_one_crowd_are_one_hub() -> None:
    """Of ten at one address eight have one telephone: that is one crowd; seven are another."""
    for count, kinds in ((8, ["address"]), (7, ["address", "phone"])):
        world = crowd("address", "us|1|elm street||troy|ny|12180", 10)
        for number in range(count):
            world.holds(f"h{number:02}", "phone", "+12125550001")
        assert [value.partition(":")[0] for value, _ in told(world.build())] == kinds
