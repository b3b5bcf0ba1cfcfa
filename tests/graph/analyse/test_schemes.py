"""How mailboxes and handles are formed: what stands around the name."""

from __future__ import annotations

import pytest

from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.groups.schemes import said, scheme
from graph.analyse.persons.resolve import resolve
from graph.model.decisions import Decision
from tests.graph.analyse.world import World


@pytest.mark.parametrize(
    ("chosen", "person", "expected"),
    [
        ("annakowalskipro77", "Anna Kowalski", "*pro##"),
        ("kowalskiannapro77", "Kowalski, Anna", "*pro##"),
        ("akowalskipro12", "Anna Kowalski", "*pro##"),
        ("annamkowalskipro12", "Anna Maria Kowalski", "*pro##"),
        ("realannakowalski", "Anna Kowalski", "real*"),
        ("annakowalskipro7", "Anna Kowalski", "*pro#"),  # another number of figures is another scheme
        ("zoemullerpro12", "Zoë Müller", "*pro##"),
        ("annakowalski1990", "Anna Kowalski", ""),  # figures alone are anybody's
        ("annakowalskix", "Anna Kowalski", ""),  # one letter too
        ("devguru77", "Anna Kowalski", ""),  # not her name
        ("annaproject7kowalski", "Anna Kowalski", ""),  # what stands inside the name is no ending
        ("devguru77", "", ""),
        ("lipro77", "Li Bo", ""),  # words of two letters stand in any text
    ],
)
def test_a_scheme_is_what_stands_around_the_name(chosen: str, person: str, expected: str) -> None:
    assert scheme(chosen, person) == expected


def test_a_scheme_is_said_in_words() -> None:
    assert said("*pro##") == 'name + "pro" + 2 figures'
    assert said("real*#") == '"real" + name + a figure'


def people(innocent: tuple[str, ...] = ()) -> People:
    """Three with one scheme at three providers and sites, one with another, one whose mailbox only ends like it."""
    world = World()
    for id_, person, kind, key in (
        ("a", "Anna Kowalski", "email", "anna.kowalskipro77@outlook.com"),
        ("b", "Karl Cook", "email", "karlcookpro12@gmail.com"),
        ("c", "Lea Meyer", "handle", "github:lea-meyer-pro10"),
        ("d", "Omar Haddad", "email", "omarhaddad@proton.me"),
        ("e", "Ute Stein", "email", "basketpro55@outlook.com"),
    ):
        world.person(id_, person)
        world.holds(id_, kind, key)
    links = world.build()
    decisions = (Decision("d", "innocent_value", innocent, "me", "2025-01-01T00:00:00Z", ""),) if innocent else ()
    return People(populate(links, resolve(links, decisions), decisions))


def test_schemes_of_persons_and_how_many_may_be_of_each() -> None:
    """Who ends like it counts, whatever their name: a scheme is never held rarer than it is."""
    found = people()
    of = {id_: found.schemes.of(int(found.population.persons.of[row])) for row, id_ in enumerate(found.ids)}
    assert of == {"a": {"*pro##"}, "b": {"*pro##"}, "c": {"*pro##"}, "d": set(), "e": set()}
    assert found.schemes.holders("*pro##") == 4
    assert found.schemes.holders("basket*") == 1
    assert found.schemes.holders("basket*##") == 1
    assert found.schemes.holders("*none") == 0


def test_a_mailbox_that_an_analyst_called_innocent_has_no_scheme() -> None:
    found = people(("email:karlcookpro12@gmail.com",))
    assert not found.schemes.of(int(found.population.persons.of[found.ids.index("b")]))
