"""What is left of a finding without a link, a source, a family: judged by the same contest, told in sentences."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from graph.analyse.core import analyse
from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.judging.reduced import Files, Reduced
from graph.analyse.persons.resolve import resolve
from graph.model.findings import Finding, Loss
from graph.model.links import SOURCES, Links
from tests.graph.analyse.world import World, name, on_one_account, ring


def network(links: Links) -> Finding:
    return next(one for one in analyse(links).findings if one.type == "network")


def losses(finding: Finding, what: str) -> dict[str, Loss]:
    return {loss.name: loss for loss in finding.fragility.losses if loss.what == what}


def changed(table: pa.Table, name: str, column: list[int | None]) -> pa.Table:
    """The table with other numbers in one column."""
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(place), pa.array(column, table.schema.field(place).type))


def files(**readers: str) -> pa.Table:
    """Sources by the names of their files, without ending; of each its reader."""
    count = len(readers)
    columns = {
        "run": ["r1"] * count,
        "name": [f"{name}.csv" for name in readers],
        "sha256": [str(number) * 64 for number in range(count)],
        "reader": [*readers.values()],
        "supersedes": [""] * count,
    }
    return pa.table(columns, schema=SOURCES)


def two_files(links: Links, kinds: set[str]) -> Links:
    """The same links, with the values of these kinds from a file of their own."""
    kind = links.values.column("kind").to_pylist()
    sources = [1 if kind[value] in kinds else 0 for value in links.holdings.column("value").to_pylist()]
    return replace(
        links,
        holdings=changed(links.holdings, "source", sources),
        sources=files(made="table", payroll="payroll"),
    )


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


def on_one_account_and(ties: dict[tuple[str, str], tuple[int, ...]]) -> Links:
    """Five on one account in another's name; besides, so many of them share each of these values."""
    world = World()
    world.strangers(300)
    ids = on_one_account(world, 5)
    for (kind, key), persons in ties.items():
        for person in persons:
            world.holds(ids[person], kind, key)
    return world.build()


def test_a_chain_of_single_links_is_no_network_that_is_left() -> None:
    """Without the account each is tied to the next only, by three families: what founds nothing is nothing that stands."""
    ties = {
        ("phone", "+16465550001"): (0, 1),
        ("device", "serial:c02abc"): (1, 2),
        ("email", "x@mail.example"): (2, 3),
        ("ip", "23.94.1.7"): (3, 4),
    }
    money = losses(network(on_one_account_and(ties)), "family")["money"]
    assert (money.persons, money.network) == (5, False)
    assert money.sentence.endswith(": no network, for a chain of single links founds none.")


def test_what_is_left_must_outweigh_its_innocent_explanation() -> None:
    """One home, one line and one telephone: without the account it is a shared flat, though two families tie it."""
    ties = {
        ("address", "us|7|low road||reno|nv|89501"): (0, 1, 2, 3, 4),
        ("ip", "23.94.1.7"): (0, 1, 2, 3, 4),
        ("phone", "+16465550001"): (0, 1),
    }
    money = losses(network(on_one_account_and(ties)), "family")["money"]
    assert money.score < 0
    assert not money.network
    assert money.sentence.endswith(f"no network any more, at −{-money.score:.1f} bits.")


def test_an_account_goes_with_its_ending() -> None:
    """A stranger's account has the same last figures, so that these count; without the account they tie nobody."""
    world = World()
    world.strangers(300)
    for id_ in [*on_one_account(world, 4), "s00001"]:
        world.holds(id_, "payroll_last4", "us:021000021:0001")
    links = world.build()
    kinds = links.values.column("kind").to_pylist()
    coarser = [kinds.index("payroll_last4") if kind == "payroll_account" else None for kind in kinds]
    finding = network(replace(links, values=changed(links.values, "coarser", coarser)))
    (link,) = losses(finding, "link").values()
    assert link.sentence == "Without us:021000021:1, nothing ties them."
    assert finding.fragility.members_without == 0


def test_all_files_of_one_system_go_together_and_plain_tables_one_by_one() -> None:
    links = a_ring()
    sources = files(made="table", more="table", march="payroll", april="payroll")
    numbers = [row % 2 + 2 * (row % 3 == 0) for row in range(links.holdings.num_rows)]
    links = replace(links, holdings=changed(links.holdings, "source", numbers), sources=sources)
    assert set(losses(network(links), "source")) == {"made.csv", "more.csv", "payroll (2 files)"}


def test_a_cv_is_gone_when_all_files_that_have_it_are() -> None:
    """Ann sent hers twice, and it is in both files; Karl's is in the first alone, and Ida's in the second."""
    world = World()
    for id_, who in (("a1", "Ann Lee"), ("a2", "Ann Lee"), ("b1", "Karl Stone"), ("c1", "Ida Holm")):
        world.person(id_, who, path="x")
    for id_ in ("a1", "a2"):
        world.holds(id_, "email", "ann@lee.example")
        world.holds(id_, "phone", "+16465550001")
    world.alike("a1", "b1", 0.6)
    world.alike("a1", "c1", 0.6)
    links = world.build()
    sources = files(made="table", more="table")
    links = replace(links, texts=changed(links.texts, "source", [0, 1, 0, 1]), sources=sources)
    population = populate(links, resolve(links))
    people = People(population)
    ann, karl, ida = (int(population.persons.of[people.ids.index(id_)]) for id_ in ("a1", "b1", "c1"))
    assert population.persons.count == 3
    left = Reduced(people, Files(population, people), sources=[0])
    assert [left.has_text(person) for person in (ann, karl, ida)] == [True, False, True]
    assert [person for person, *_ in left.texts_like(ann)] == [ida]
    assert left.texts_like(karl) == []
