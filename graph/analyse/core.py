"""The way from links to findings, in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow.compute as pc

from graph.analyse.grouping import Grouping
from graph.analyse.groups.background import Background, against_background
from graph.analyse.groups.clusters import first_groups
from graph.analyse.groups.decisive import decisive_values
from graph.analyse.groups.evidence import Population, populate
from graph.analyse.groups.hubs import family_of, hubs
from graph.analyse.groups.people import People
from graph.analyse.groups.shapes import Shapes
from graph.analyse.judging.chance import Chance
from graph.analyse.judging.doubt import q_values as doubts_of
from graph.analyse.judging.significance import benjamini_hochberg
from graph.analyse.pairs import Pairs, weighed_pairs
from graph.analyse.persons.resolve import resolve
from graph.analyse.report.elsewhere import Elsewhere, Standing
from graph.analyse.report.finding import Draft, Outline, Reporter
from graph.analyse.report.ids import identify
from graph.model.decisions import Decision
from graph.model.findings import Document, Finding
from graph.model.kinds import FAMILIES
from graph.model.large import give_back
from graph.model.links import Links
from graph.model.packed import plain_column

Progress = Callable[[str, int, int], None]
Choice = Callable[[Sequence[Outline]], Iterable[int]]
"""Which of the ranked findings are written: their places."""

ORDER = {"network": 0, "hub": 1, "explained": 2}


def analyse(links: Links, decisions: Sequence[Decision] = (), *, progress: Progress | None = None) -> Document:
    """Links to the ranked document of findings. Pure: the same links and decisions give the same document."""
    tell = progress or _nobody
    population, shared = _weighed(links, tuple(decisions), tell)
    findings, pairs = _found(population, tell)
    give_back()
    return Document(
        population=_population(links, population) | shared.moved(),
        runs=links.runs,
        findings=findings,
        links=pairs,
    )


def chosen(links: Links, decisions: Sequence[Decision], choice: Choice) -> tuple[Finding, ...]:
    """Those findings of the document that are chosen when all are ranked, in order of rank; no other is written."""
    population, _ = _weighed(links, tuple(decisions), _nobody)
    return _found(population, _nobody, choice)[0]


def _nobody(step: str, done: int, total: int) -> None:
    """Progress that nobody follows."""


def _weighed(links: Links, decisions: tuple[Decision, ...], tell: Progress) -> tuple[Population, Background]:
    """The persons and what their shared values weigh, and what the case itself said of that."""
    tell("persons", 0, 0)
    persons = resolve(links, decisions)
    give_back()
    tell("evidence", 0, 0)
    weighed = against_background(populate(links, persons, decisions))
    give_back()
    return weighed


def _found(population: Population, tell: Progress, choice: Choice | None = None) -> tuple[tuple[Finding, ...], Pairs]:
    """The findings in order of rank, all when none are chosen, and the weighed pairs. All that they were judged by goes
    with the way out."""
    with ThreadPoolExecutor(1) as beside:  # what is compiled or on columns, and apart from all that is made meanwhile
        first = beside.submit(first_groups, population)
        people = People(population)
        shapes = Shapes(population, people).ready()
        pairs = beside.submit(weighed_pairs, population, people)
        reporter = Reporter(population, people, Chance(population, beside)).ready()
        grouping = Grouping(population, people, reporter, shapes)
        give_back()  # here and below: before what makes the most objects
        drafts = _drafts(grouping, reporter, first.result(), tell)
        del grouping, first
        reporter.forget()
        give_back()
        spoken = {value for draft in drafts for candidate in draft.candidates for value in candidate.values}
        spoken |= {value for draft in drafts for channel in draft.shape.channels.values() for value in channel.values}
        tell("hubs", 0, 0)
        found = hubs(population, people, spoken)
        reporter.expect(shapes.of([members for _, members in found]))
        for value, members in found:
            drafts.append(reporter.draft(members, (family_of(population, value),), hub=value))
        give_back()
        return _ranked(drafts, reporter, choice), pairs.result()


def _drafts(grouping: Grouping, reporter: Reporter, first: list[list[int]], tell: Progress) -> list[Draft]:
    """Settled groups that two independent families tie, and not as a chain; or one decisive fact."""
    tell("groups", 0, 0)
    groups = grouping.settle(first)
    drafts = []
    for number, group in enumerate(groups):
        if number % 50 == 0:
            tell("clusters", number, len(groups))
        code = grouping.families(group.members)
        names = tuple(name for place, name in enumerate(FAMILIES) if code >> place & 1)
        if len(names) >= 2 or decisive_values(grouping.population, grouping.people, group.members):
            drafts.append(reporter.draft(group.members, names, grown=group.grown))
    tell("clusters", len(groups), len(groups))
    return drafts


def _ranked(drafts: list[Draft], reporter: Reporter, choice: Choice | None) -> tuple[Finding, ...]:
    """The chosen findings in order of rank. drafts: emptied."""
    q_values = benjamini_hochberg([candidate.p_value for draft in drafts for candidate in draft.candidates])
    where = 0
    sliced = []
    for draft in drafts:
        sliced.append(q_values[where : where + len(draft.candidates)])
        where += len(draft.candidates)
    order = sorted(
        range(len(drafts)),
        key=lambda i: (
            ORDER[drafts[i].type],
            -drafts[i].score,
            -len(drafts[i].flags),  # only among equals
            -len(drafts[i].members),
            drafts[i].anchor,
        ),
    )
    ids = dict(zip(order, identify([drafts[i].anchor for i in order], "F"), strict=True))
    judged = [i for i, draft in enumerate(drafts) if draft.type != "hub"]
    doubts = dict(zip(judged, doubts_of([drafts[i].contest.together for i in judged]), strict=True))
    places: Iterable[int] = range(len(order))
    if choice is not None:
        places = sorted(choice([reporter.outline(drafts[i], place + 1, ids[i]) for place, i in enumerate(order)]))
    elsewhere = Elsewhere(reporter.people, [_standing(drafts[i], ids[i]) for i in order if drafts[i].type != "hub"])
    left: list[Draft | None] = list(drafts)
    drafts.clear()
    found = []
    for place in places:
        i = order[place]
        taken, left[i] = left[i], None  # what it was judged by goes as soon as it is written
        assert taken is not None
        others = elsewhere.of(ids[i], taken.members) if taken.type != "hub" else ()
        found.append(reporter.finding(taken, place + 1, ids[i], sliced[i], doubts.get(i, 0.0), others))
    return tuple(found)


def _standing(draft: Draft, id_: str) -> Standing:
    """A judged group, as the other findings of its persons will name it."""
    return Standing(id_, draft.contest.winner.title if draft.type == "explained" else "", tuple(draft.members))


def _population(links: Links, population: Population) -> dict[str, int]:
    return {
        "applicants": links.applicants.num_rows,
        "applications": int(np.asarray(pc.equal(plain_column(links.applicants["type"]), "application")).sum()),
        "persons": population.persons.count,
        "values": links.values.num_rows,
        "shared_values": int((population.count >= 2).sum()),
        "text_pairs": links.text_pairs.num_rows,
        "sources": links.sources.num_rows,
    }
