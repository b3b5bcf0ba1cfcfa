"""Whose application is it: names compared with names, and applications grouped into persons."""

from __future__ import annotations

import pytest

from graph.analyse.persons.names import is_firm, same_name, surname, tokens, unrelated
from graph.analyse.persons.resolve import resolve
from graph.model.decisions import Decision
from tests.graph.analyse.world import World


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("John Smith", "Smith, John"),
        ("John Smith", "JOHN  SMITH"),
        ("José Núñez", "Jose Nunez"),
        ("Bill Gaines", "William Gaines"),
        ("Sam Lee", "Samuel Lee"),
        ("Sam Lee", "Samantha Lee"),
        ("Kang, Terry", "Terrence Kang"),
        ("Pat Obi", "Patrick J Obi"),
        ("J. Smith", "John Smith"),
        ("John Michael Smith", "John Smith"),
        ("Katherine Oberlander", "Katherine Oberlnader"),
        ("L. Vasilescu", "Liam Vasilescu"),  # who is read as William
        ("B. Smith", "Bob Smith"),
        ("R. Smith", "Bob Smith"),
        ("S. Lee", "Sam Lee"),
        ("O'Neil Sean", "Sean ONeil"),
        ("Пётр Иванов", "Petr Ivanov"),
        ("Łukasz Øster", "Lukasz Oster"),
        ("Γιώργος Νίκου", "Giorgos Nikoy"),
    ],
)
def test_one_name_written_in_two_ways(left: str, right: str) -> None:
    assert same_name(left, right)
    assert same_name(right, left)
    assert not unrelated(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("John Smith", "Mary Smith"),
        ("J. Smith", "Mary Smith"),
        ("L. Smith", "Bob Smith"),
        ("Samuel Lee", "Samantha Lee"),
        ("Sam Lee", "Sandra Lee"),
        ("", "John Smith"),
        ("John", "John Smith"),
        ("Ann Lee", "Bo Li"),
    ],
)
def test_two_names(left: str, right: str) -> None:
    assert not same_name(left, right)


def test_a_shared_surname_is_not_unrelated_and_an_unknown_name_never_is() -> None:
    assert not unrelated("Ann Miller", "Bob Miller")
    assert not unrelated("", "Bob Miller")
    assert unrelated("Ann Miller", "Karl Stone")
    assert surname("Miller, Ann") == "miller"
    assert tokens("Anne-Marie d’Arc") == ("anne", "marie", "darc")


def test_typos_need_a_value_that_only_one_person_has() -> None:
    world = World()
    for id_, name in (("a", "Mario Garcia"), ("b", "Maria Garcia"), ("c", "Nadia Petersson"), ("d", "Nadia Peterson")):
        world.person(id_, name)
    world.holds("a", "address", "home")
    world.holds("b", "address", "home")
    world.holds("c", "email", "n@mail.net")
    world.holds("d", "email", "n@mail.net")
    persons = resolve(world.build())
    assert persons.of.tolist() == [0, 1, 2, 2]
    assert list(persons.reasons) == [(2, 3)]
    assert "same e-mail n@mail.net (+4.0)" in persons.reasons[(2, 3)]


def test_other_birth_dates_keep_two_people_of_one_name_apart() -> None:
    world = World()
    world.person("a", "Ann Lee", birth="tok:1")
    world.person("b", "Ann Lee", birth="tok:2")
    world.person("c", "Ann Lee")
    for id_ in "abc":
        world.holds(id_, "phone", "+12125550001")
    assert resolve(world.build()).count == 2


def test_analysts_join_and_part() -> None:
    world = World()
    for id_, name in (("a", "Ann Lee"), ("b", "Ann Lee"), ("c", "Karl Stone")):
        world.person(id_, name)
    world.holds("a", "email", "x")
    world.holds("b", "email", "x")
    links = world.build()
    assert resolve(links).count == 2
    apart = Decision("d1", "not_linked", ("applicant:a", "applicant:b"), "me", "2025-01-01T00:00:00Z", "two cousins")
    joined = Decision("d2", "same_person", ("applicant:b", "applicant:c"), "me", "2025-01-01T00:00:00Z", "married name")
    assert resolve(links, (apart,)).count == 3
    assert resolve(links, (apart, joined)).of.tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("name", "firm"),
    [
        ("Carter Resourcing LLC", True),
        ("Vale Softworks, Inc.", True),
        ("Rheinwerk GmbH", True),
        ("Willow Street Collective", True),
        ("Maria Sa", False),  # also a legal form, but people bear it
        ("Jose Co", False),
        ("LLC", False),
        ("Limited Ada", False),
        ("", False),
    ],
)
def test_a_firm_is_told_by_its_legal_form_and_nobodys_surname(name: str, firm: bool) -> None:
    assert is_firm(name) is firm


@pytest.mark.parametrize("short", ["Samuel", "Samantha"])
def test_a_short_form_of_several_names_is_each_of_them(short: str) -> None:
    """One mailbox and telephone; the name agrees, whichever it is short for. Brother and sister in one home stay two."""
    world = World()
    for id_, first in (("a", "Sam"), ("b", short)):
        world.person(id_, f"{first} Kobayashi")
        world.holds(id_, "email", "skobayashi91@icloud.com")
        world.holds(id_, "phone", "+17016311868")
    world.strangers(50)
    found = resolve(world.build())
    assert found.of[0] == found.of[1]
    assert "name agrees but for spelling" in found.reasons[(0, 1)]
    world.applicants["a"]["name"] = "Samantha Kobayashi" if short == "Samuel" else "Samuel Kobayashi"
    found = resolve(world.build())
    assert found.of[0] != found.of[1]


def test_a_given_name_in_common_is_no_family() -> None:
    """Only of surnames it is asked: two Anns are two unrelated people."""
    assert unrelated("Ann Miller", "Ann Stone")
    assert not unrelated("Ann Miller Stone", "Karl Stone")


def test_initials_alone_are_nobodys_name() -> None:
    assert not same_name("J S", "John S")
    assert same_name("J. Li", "John Li")
