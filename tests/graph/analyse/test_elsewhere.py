"""Who of a finding is in another one too, is said by both of them; in small worlds."""

from __future__ import annotations

from graph.analyse import analyse
from graph.analyse.groups.evidence import populate
from graph.analyse.groups.people import People
from graph.analyse.persons.resolve import resolve
from graph.analyse.report.elsewhere import ELSEWHERE, Elsewhere, Standing
from graph.model.findings import Finding
from graph.present.explain import ALSO, explain
from tests.graph.analyse.crowds import in_both, shelter
from tests.graph.analyse.world import World


def told(finding: Finding) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.sentence, one.applicants) for one in finding.relations if one.kind == ELSEWHERE]


def test_a_network_and_the_house_of_one_of_its_members_tell_of_each_other() -> None:
    world = in_both(shelter, "w0")
    for id_ in ("r1", *(f"s{number:05}" for number in range(8))):
        world.holds(id_, "ip", "198.51.100.7")
    document = analyse(world.build())
    ring, house = (next(one for one in document.findings if one.type == type_) for type_ in ("network", "explained"))
    name = f"{named(ring, 'w0')} (w0)"
    cause = house.title.partition(":")[0]
    assert told(ring) == [
        (
            f"{name} is also among the 6 persons of {house.id}, which is explained: {cause[0].lower()}{cause[1:]}.",
            ("w0",),
        )
    ]
    assert told(house) == [(f"{name} is also among the 8 persons of {ring.id}, a network.", ("w0",))]
    hubs = [one for one in document.findings if one.type == "hub"]
    assert any("r1" in one.members for one in hubs)
    assert not any(told(one) for one in hubs)
    _, sections = explain(document, ring.id)
    assert [line[1] for section in sections if section.title == ALSO for line in section.lines] == [told(ring)[0][0]]


def named(finding: Finding, id_: str) -> str:
    """The name of an applicant, as a sentence of the finding has it."""
    (relation,) = [one for one in finding.relations if one.applicants == (id_,)]
    return relation.sentence.partition(f" ({id_})")[0]


def test_a_finding_whose_persons_are_in_no_other_says_nothing() -> None:
    world = World()
    world.strangers(100)
    shelter(world)
    document = analyse(world.build())
    assert document.findings
    assert not any(told(one) for one in document.findings)
    assert ALSO not in [section.title for section in explain(document, document.findings[0].id)[1]]


def elsewhere(*groups: Standing) -> Elsewhere:
    world = World()
    for number in range(8):
        world.person(f"p{number}", f"Given{number} Family{number}")
    links = world.build()
    return Elsewhere(People(populate(links, resolve(links))), groups)


def test_every_other_group_is_told_once_in_order_of_rank() -> None:
    made = elsewhere(
        Standing("F-1", "", (0, 1, 2, 3, 4, 5)),
        Standing("F-2", "people who share a flat", (5, 6)),
        Standing("F-3", "", (0, 1, 2, 3, 4)),
    )
    first, second = made.of("F-1", [0, 1, 2, 3, 4, 5])
    assert first.sentence == (
        "Given5 Family5 (p5) is also among the 2 persons of F-2, which is explained: people who share a flat."
    )
    assert second.sentence == (
        "Given0 Family0 (p0), Given1 Family1 (p1), Given2 Family2 (p2), Given3 Family3 (p3) and 1 more are also among "
        "the 5 persons of F-3, a network."
    )
    assert second.applicants == ("p0", "p1", "p2", "p3", "p4")
    assert (first.finding, second.finding) == ("F-2", "F-3")
    assert [one.sentence.partition(" of ")[2] for one in made.of("F-2", [5, 6])] == ["F-1, a network."]
    assert made.of("F-9", [7]) == ()
