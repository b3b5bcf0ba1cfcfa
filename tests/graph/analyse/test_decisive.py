"""Each fact that founds a group alone: what makes it one, and what unmakes it."""

from __future__ import annotations

import pytest

from graph.analyse import analyse
from graph.model.findings import Finding
from graph.model.kinds import KINDS
from tests.graph.analyse.world import World, name

KEYS = {
    "payroll_account": "us:021000021:900",
    "wallet": "btc:1boatslrhtkngkdxeeobr76b53lettpyt",
    "payment_handle": "paypal:some.payee",
    "tax_id": "tok:0f0e0d0c",
}


def held(kind: str, names: list[str], *, one_home: bool = False, holders: list[str] | None = None) -> list[Finding]:
    """Findings of people who share one value of the kind and, but for the home, nothing else. holders: in whose name."""
    world = World()
    world.strangers(300)
    for number, one in enumerate(names):
        id_ = world.person(f"m{number}", one, path="x", applied=f"2025-0{number + 1}-01T00:00:00Z")
        world.holds(id_, kind, KEYS[kind], holder=holders[number] if holders else "")
        home = 7 if one_home else 900 + number
        world.holds(id_, "address", f"us|{home}|oak avenue||reno|nv|89501", context="home")
    return [finding for finding in analyse(world.build()).findings if finding.type != "hub"]


def strangers(count: int) -> list[str]:
    return [name(number) for number in range(count)]


def test_these_kinds_are_decisive() -> None:
    assert {kind.name for kind in KINDS.values() if kind.decisive} == set(KEYS)


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_three_unrelated_names_found_a_network(kind: str) -> None:
    (finding,) = held(kind, strangers(3))
    assert finding.type == "network"
    assert finding.persons == 3
    assert {one.kind for one in finding.facilitators} >= {kind}


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_two_names_found_nothing(kind: str) -> None:
    assert held(kind, strangers(2)) == []


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_three_of_one_surname_found_nothing(kind: str) -> None:
    assert held(kind, ["Ann Birch", "Karl Birch", "Tom Birch"]) == []


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_past_its_crowd_it_founds_nothing(kind: str) -> None:
    assert held(kind, [f"Given{n} Family{n}" for n in range(9)])
    world = World()
    crowd = KINDS[kind].crowd
    for number in range(crowd + 1):
        world.person(f"m{number:02}", f"Given{number} Family{number}", path="x")
        world.holds(f"m{number:02}", kind, KEYS[kind])
    assert all(finding.type == "hub" for finding in analyse(world.build()).findings)


def test_an_account_in_the_own_names_of_two_is_a_joint_one() -> None:
    names = strangers(3)
    assert held("payroll_account", names, holders=[names[0], names[1], names[0]]) == []
    assert held("payroll_account", names, holders=["Morgan Vale"] * 3)[0].type == "network"


def test_a_number_of_one_home_is_explained_by_the_home() -> None:
    """Who has no tax number works under a housemate's: a known noise of payroll records."""
    (finding,) = held("tax_id", strangers(3), one_home=True)
    assert finding.type == "explained"
    assert finding.explanations[0].name == "people who share a flat"
