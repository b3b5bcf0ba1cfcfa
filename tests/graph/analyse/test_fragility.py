"""What is left of a finding without a link, a source, a family: judged by the same contest, told in sentences."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from graph.analyse.core import analyse
from graph.model.findings import Finding, Loss
from graph.model.links import SOURCES, Links
from tests.graph.analyse.world import World, name, on_one_account, ring


def network(links: Links) -> Finding:
    return next(one for one in analyse(links).findings if one.type == "network")


def losses(finding: Finding, what: str) -> dict[str, Loss]:
    return {loss.name: loss for loss in finding.fragility.losses if loss.what == what}


def two_files(links: Links, kinds: set[str]) -> Links:
    """The same links, with the values of these kinds from a file of their own."""
    kind = links.values.column("kind").to_pylist()
    sources = [1 if kind[value] in kinds else 0 for value in links.holdings.column("value").to_pylist()]
    place = links.holdings.schema.get_field_index("source")
    holdings = links.holdings.set_column(place, links.holdings.schema.field(place), pa.array(sources, pa.int32()))
    two = {
        "run": ["r1", "r1"],
        "name": ["made.csv", "payroll.csv"],
        "sha256": ["a" * 64, "b" * 64],
        "reader": ["table", "payroll"],
        "supersedes": ["", ""],
    }
    return replace(links, holdings=holdings, sources=pa.table(two, schema=SOURCES))


def a_ring() -> Links:
    world = World()
    world.strangers(300)
    ring(world)
    return world.build()


def test_a_ring_stands_without_its_strongest_link() -> None:
    finding = network(a_ring())
    (link,) = losses(finding, "link").values()
    assert link.network
    assert link.persons >= 6
    assert 0 < link.score <= finding.score
    assert link.sentence.endswith(f"still a network, at {link.score:.1f} bits.")


def test_each_family_and_each_file_is_taken_away_once() -> None:
    finding = network(two_files(a_ring(), {"payroll_account"}))
    assert set(losses(finding, "family")) == set(finding.families)
    assert set(losses(finding, "source")) == {"made.csv", "payroll.csv"}
    assert losses(finding, "source")["payroll.csv"].score == losses(finding, "family")["money"].score
    assert losses(finding, "family")["money"].score < finding.score


def test_without_its_only_other_source_it_is_no_network() -> None:
    """Three on one account, and two families: payroll is one export, and without it one family founds nothing."""
    world = World()
    world.strangers(300)
    for n, id_ in enumerate(on_one_account(world, 5)):
        world.holds(id_, "phone", f"+1646555000{n // 3}")
    finding = network(two_files(world.build(), {"payroll_account"}))
    payroll = losses(finding, "source")["payroll.csv"]
    assert not payroll.network
    assert "one family alone founds none" in payroll.sentence
    assert payroll.persons == 3
    assert finding.fragility.sentence.endswith("the source payroll.csv and the family money.")


def test_what_is_left_of_nothing() -> None:
    world = World()
    world.strangers(300)
    on_one_account(world, 4)
    finding = network(world.build())
    (link,) = losses(finding, "link").values()
    assert (link.persons, link.score, link.network) == (0, 0.0, False)
    assert link.sentence == "Without us:021000021:1, nothing ties them."
    assert finding.fragility.sentence.startswith(
        "Without us:021000021:1 nothing ties them: it stands on this one value."
    )


def test_only_networks_are_taken_apart_so_far() -> None:
    world = World()
    world.strangers(300)
    for n in range(8):
        world.person(f"h{n}", name(n))
        world.holds(f"h{n}", "ip", "23.94.1.7")
    hub = next(one for one in analyse(world.build()).findings if one.type == "hub")
    assert hub.fragility.losses == ()


def test_the_whole_is_left_as_it_was() -> None:
    """Taking apart only looks: the finding's own score and parts are those of the contest."""
    finding = network(two_files(a_ring(), {"payroll_account"}))
    plain = network(a_ring())
    assert finding.score == plain.score
    assert [part.weight for part in finding.evidence] == [part.weight for part in plain.evidence]
