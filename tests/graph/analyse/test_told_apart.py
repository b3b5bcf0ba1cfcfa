"""Facts that say less or more than they seem: account endings beside whole accounts, and one career in other words."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from graph.analyse import analyse
from graph.analyse.groups.evidence import Population, populate
from graph.analyse.groups.people import OTHER_WORDS, People
from graph.analyse.groups.shape import measure
from graph.analyse.groups.shapes import Shapes
from graph.analyse.persons.resolve import resolve
from graph.analyse.report.wording import level_sentence
from graph.model.links import Links
from tests.graph.analyse.world import World, name, ring

ENDING = "us:021000021:4821"


def accounts(*keys: str | None) -> Links:
    """Persons with one account ending; of each the whole account where it is known."""
    world = World()
    for number, key in enumerate(keys):
        world.person(f"p{number}", name(number))
        world.holds(f"p{number}", "payroll_last4", ENDING)
        if key:
            world.holds(f"p{number}", "payroll_account", key)
    links = world.build()
    kinds = links.values.column("kind").to_pylist()
    at = links.values.schema.get_field_index("coarser")
    ending = kinds.index("payroll_last4")
    coarser = pa.array([ending if kind == "payroll_account" else None for kind in kinds], pa.int32())
    return replace(links, values=links.values.set_column(at, links.values.schema.field(at), coarser))


def population(links: Links) -> Population:
    return populate(links, resolve(links))


def ending_weight(links: Links) -> float:
    made = population(links)
    return float(made.weight[links.values.column("kind").to_pylist().index("payroll_last4")])


def test_an_ending_says_nothing_where_all_whole_accounts_are_known() -> None:
    assert ending_weight(accounts("us:021000021:1114821", "us:021000021:2224821")) == 0
    assert ending_weight(accounts("us:021000021:1114821", "us:021000021:1114821")) == 0  # the account says it


def test_a_masked_account_may_be_the_other_one() -> None:
    assert ending_weight(accounts("us:021000021:1114821", None)) == pytest.approx(4.0)
    assert ending_weight(accounts(None, None)) == pytest.approx(4.0)


def told(bits: float, jaccard: float, words: int, persons: int = 4, of: int = 6) -> str:
    """The level of "career" when `persons` of `of` tell one career with so much common text."""
    world = World()
    for number in range(of):
        world.person(f"p{number}", name(number), path="x")
    for number in range(persons - 1):
        world.alike(f"p{number}", f"p{number + 1}", jaccard, words)
    links = world.build()
    at = links.text_pairs.schema.get_field_index("retold")
    retold = pa.array([bits] * links.text_pairs.num_rows, links.text_pairs.schema.field(at).type)
    links = replace(links, text_pairs=links.text_pairs.set_column(at, links.text_pairs.schema.field(at), retold))
    made = population(links)
    return measure(made, People(made), list(range(of))).levels["career"]


def test_levels_of_one_career_in_other_words() -> None:
    assert told(60, 0.02, 0) == "pools"
    assert told(60, 0.02, 0, persons=2, of=12) == "few"
    assert told(39, 0.02, 0) == "none"  # one employment in common


def test_a_copy_is_not_other_words() -> None:
    assert told(60, OTHER_WORDS, 0) == "none"
    assert told(60, 0.02, 40) == "none"


def test_a_ring_that_tells_one_career_in_other_words_scores_higher_than_one_of_copies() -> None:
    """Who copies a public sample has its words; few of them tell its career in others."""

    def score(bits: float, jaccard: float) -> float:
        world = World()
        world.strangers(100)
        ring(world)
        world.texts.clear()
        for number in range(7):
            world.alike(f"r{number}", f"r{number + 1}", jaccard, 0)
        links = world.build()
        at = links.text_pairs.schema.get_field_index("retold")
        retold = pa.array([bits] * links.text_pairs.num_rows, links.text_pairs.schema.field(at).type)
        links = replace(links, text_pairs=links.text_pairs.set_column(at, links.text_pairs.schema.field(at), retold))
        found = analyse(links).findings[0]
        assert found.type == "network"
        return found.score

    assert score(60, 0.02) >= score(0, 0.6)


def test_two_who_reworded_one_sample_cv_are_explained() -> None:
    """The sample's career comes along with its words, and so does its employer: one copied text, not two facts."""
    world = World()
    world.strangers(100)
    for number in range(2):
        world.person(f"p{number}", name(number), path="x", applied=f"2025-0{1 + 4 * number}-01T00:00:00Z")
        world.holds(f"p{number}", "past_employer", "argent cloud")
        world.holds(f"p{number}", "phone", f"+1646000{number:04}")
    world.alike("p0", "p1", 0.07, 0)
    links = world.build()
    at = links.text_pairs.schema.get_field_index("retold")
    retold = pa.array([60.0] * links.text_pairs.num_rows, links.text_pairs.schema.field(at).type)
    (found,) = analyse(
        replace(links, text_pairs=links.text_pairs.set_column(at, links.text_pairs.schema.field(at), retold))
    ).findings
    assert found.type == "explained"


def employer(others: int, members: int) -> str:
    """The level of "employer" of ten, so many of whom worked for a firm that others did too; each had one of their own."""
    world = World()
    world.strangers(others)
    for number in range(10):
        world.person(f"p{number}", name(number))
        world.holds(f"p{number}", "past_employer", f"firm {number}")
    for id_ in [*(f"s{number:05}" for number in range(others)), *(f"p{number}" for number in range(members))]:
        world.holds(id_, "past_employer", "kestrelway")
    made = population(world.build())
    group = [number for number in range(made.persons.count) if made.links.applicants["id"][number].as_py()[0] == "p"]
    shape = measure(made, People(made), group)
    assert Shapes(made, People(made)).of([group])[0].channels["employer"] == shape.channels["employer"]
    if (
        shape.levels["employer"] != "one"
    ):  # some may share an employer of many: it must not be said that they share none
        assert "share one that few others had" in level_sentence(shape, "employer", shape.levels["employer"])
    return shape.levels["employer"]


def test_a_former_employer_of_many_is_one_for_nearly_all_or_nothing() -> None:
    assert employer(0, 2) == employer(8, 2) == "few"
    assert employer(0, 4) == "part"
    assert employer(100, 2) == employer(100, 4) == "none"  # two of ten who once worked for a firm of a hundred: chance
    assert employer(100, 9) == "one"  # a team that a large firm laid off


def test_one_career_in_other_words_is_told_with_the_facts_that_agree() -> None:
    world = World()
    world.strangers(100)
    ring(world)
    world.texts.clear()
    for number in range(7):
        world.alike(f"r{number}", f"r{number + 1}", 0.02, 0)
    links = world.build()
    for column, value in (("retold", 60.0), ("facts", "quuxsoft 2019, kestrelway 2021")):
        at = links.text_pairs.schema.get_field_index(column)
        said = pa.array([value] * links.text_pairs.num_rows, links.text_pairs.schema.field(at).type)
        links = replace(links, text_pairs=links.text_pairs.set_column(at, links.text_pairs.schema.field(at), said))
    finding = analyse(links).findings[0]
    told = next(part.sentence for part in (*finding.evidence, *finding.counter_evidence) if part.kind == "cv_text")
    words = "share 2% of their word sequences and tell one career in other words (quuxsoft 2019, kestrelway 2021)"
    assert words in told
