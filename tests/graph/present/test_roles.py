"""Every role that the analysis gives has its facts in words."""

from __future__ import annotations

from graph.analyse import analyse
from graph.analyse.judging.behind import ROLES
from graph.present.explain import explain
from graph.present.roles import FACTS, looks_like
from tests.graph.analyse.world import World, ring


def test_every_role_is_said_with_its_facts() -> None:
    world = World()
    world.strangers(300)
    ring(world)
    document = analyse(world.build())
    finding, sections = explain(document, document.findings[0].id)
    given = {one.role for one in finding.facilitators if one.role}
    assert "payroll mule" in given
    assert given | set(ROLES.values()) <= set(FACTS)
    told = next(section.lines for section in sections if section.title == "Who or what holds it together")
    for one, (_, sentence, _) in zip(finding.facilitators, told, strict=True):
        assert sentence.endswith(looks_like(one.role))
        assert not one.role or FACTS[one.role] in sentence


def test_without_a_role_nothing_is_said() -> None:
    assert looks_like("") == ""
