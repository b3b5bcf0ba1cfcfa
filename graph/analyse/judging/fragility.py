"""What remains of a finding without its strongest link, without each source, without each family; and is it a network then?

What is left is judged by the same contest as the whole: the largest part that still hangs together is measured and weighed
anew. A finding that stands on one value, one export or one kind of fact is told so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from graph.analyse.groups.blocks import is_chain
from graph.analyse.groups.columns import numbers
from graph.analyse.groups.decisive import decisive_values
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import Shape, measure
from graph.analyse.groups.slices import Slices
from graph.analyse.judging.candidate import Candidate
from graph.analyse.judging.contest import Contests
from graph.analyse.judging.reduced import Files, Reduced, without_family
from graph.analyse.judging.together import Together
from graph.analyse.report.wording import count, listing
from graph.model.findings import Fragility, Loss, LossType
from graph.model.kinds import FAMILIES, KINDS

GENERIC = frozenset(("table", "mapped"))
"""Readers of plain tables: their files are sources of their own. All files of another reader are one system."""

SOURCES = 12
"""So many sources are taken away one by one, those with most of the members' values first."""

Tie = tuple[str, int, Sequence[int]]
"""The family of what is shared, the value (-1: CV text), and the persons that share it."""


class Fragilities:
    """Takes findings of one population apart."""

    def __init__(
        self,
        population: Population,
        people: People,
        slices: Slices | None = None,
        contests: Contests | None = None,
    ) -> None:
        """contests: what was judged already."""
        self.population, self.people = population, people
        self.slices = slices or Slices(population)
        self.files = Files(population, people)
        self.contests = contests or Contests()
        self._weight, self._number = numbers(population.weight), numbers(population.number)
        self._count = numbers(population.count)
        self._family = [KINDS[kind].family for kind in population.kinds]

    def of(self, shape: Shape, together: Together, candidates: list[Candidate], *, network: bool) -> Fragility:
        """Remove the first facilitator candidate with all its values: who still hangs together, by which families?

        Of a network, `losses` say the same without each source and each family, and whether it would still be one.
        """
        members = shape.members
        first = next((one for one in candidates if one.values), None)
        ties = self._ties(together)
        losses = tuple(self._losses(shape, ties, first)) if network else ()
        if first is None:
            return Fragility("It rests on CV text alone.", "", 0, (), losses)
        gone = self._gone(first)
        left = [tie for tie in ties if tie[1] not in gone]
        families = _families(left)
        remains = len(_largest(left))
        display = self._display(first)
        if remains < 2:
            thing = "this one person" if first.behind else "these values" if first.bundle else "this one value"
            sentence = f"Without {display} nothing ties them: it stands on {thing}."
        else:
            rest = f"{remains} of {count(len(members), 'person')}"
            sentence = f"Without {display}, {rest} still hang together, by {listing(families, 6)}."
        if losses:
            sentence = f"{sentence} {_summary(losses)}"
        return Fragility(sentence, display, remains, tuple(families), losses)

    def _display(self, one: Candidate) -> str:
        """What is taken away: a person with all that stands in the name, or a value with those that go with it."""
        if one.behind:
            return one.behind.name
        return listing([self.population.display[value] for value in one.values])

    def _gone(self, one: Candidate) -> frozenset[int]:
        """The candidate's values and what these fall into (its building, its network)."""
        coarser = {coarse for value in one.values if (coarse := self.people.coarser(value)) is not None}
        return frozenset({*one.values, *coarser})

    def _losses(self, shape: Shape, ties: list[Tie], first: Candidate | None) -> Iterator[Loss]:
        """ties: all that ties the members of the shape."""
        if first is not None:
            display, gone = self._display(first), self._gone(first)
            without = Reduced(self.people, self.files, values=gone)
            left = [tie for tie in ties if tie[1] not in gone]
            yield self._loss(without, shape, left, "link", display, f"Without {display}")
        for name, sources in self._sources(shape.members):
            reduced = Reduced(self.people, self.files, sources=sources)
            left = self._ties(Together(partial(self._left, reduced), reduced, shape.members))
            yield self._loss(reduced, shape, left, "source", name, f"Without {name}")
        for family in _families(ties):
            reduced = Reduced(self.people, self.files, family=family)
            left = [tie for tie in ties if tie[0] != family]
            yield self._loss(reduced, shape, left, "family", family, f"Without all facts of the family {family}")

    def _sources(self, members: Sequence[int]) -> list[tuple[str, list[int]]]:
        """(file or system, its source numbers) of what the members share, those with most first."""
        used: Counter[int] = Counter()
        for person in members:
            for row, value in self.people.held(person):
                if self._count[value] >= 2:
                    used[self.files.of_row[row]] += 1
            used.update(self.files.of_texts(person))
        total: Counter[str] = Counter()
        found: dict[str, list[int]] = {}
        for number, times in used.items():
            if number >= 0:
                name, together = self._system(number)
                total[name] += times
                found[name] = together
        return [(name, found[name]) for name in sorted(total, key=lambda name: (-total[name], name))[:SOURCES]]

    def _system(self, number: int) -> tuple[str, list[int]]:
        """The file alone, or all files of its reader where that is one system's."""
        reader = self.files.readers[number]
        together = [one for one, name in enumerate(self.files.readers) if name == reader]
        if reader in GENERIC or len(together) == 1:
            return self.files.names[number], [number]
        return f"{reader} ({len(together)} files)", together

    def _loss(self, people: Reduced, shape: Shape, ties: list[Tie], what: LossType, name: str, said: str) -> Loss:
        """shape: of all members, with everything; ties: what is left of what ties them."""
        members = shape.members
        inside = _largest(ties)
        if len(inside) < 2:
            return Loss(what, name, 0, 0.0, False, f"{said}, nothing ties them.")
        left = sorted(inside)
        if what == "family" and len(left) == len(members):
            rest = without_family(shape, name)
        else:
            rest = measure(self.population, people, left)
        score = round(self.contests.of(rest).score, 2)
        within = [tie for tie in ties if tie[2][0] in inside]
        families = _families(within)
        founded = (len(families) >= 2 and not _chain(within, len(left))) or bool(
            decisive_values(self.population, people, left)
        )
        network = score > 0 and founded
        hang = f"{len(left)} of {count(len(members), 'person')} hang together by {listing(families, 6)}"
        if network:
            end = f"still a network, at {score:.1f} bits"
        elif len(families) < 2:
            end = "no network, for one family alone founds none"
        elif not founded:
            end = "no network, for a chain of single links founds none"
        else:
            end = f"no network any more, at {score:.1f} bits".replace("-", "−")
        return Loss(what, name, len(left), score, network, f"{said}, {hang}: {end}.")

    def _left(self, reduced: Reduced, person: int) -> list[int]:
        """What the person shares, of what is left."""
        return reduced.left(person, self.slices.shared.of(person))

    def _ties(self, together: Together) -> list[Tie]:
        """Who shares what weighs, and the alike CVs."""
        weight, family, number = self._weight, self._family, self._number
        found: list[Tie] = [
            (family[number[value]], value, persons) for value, persons in together.held.items() if weight[value] > 0
        ]
        return [*found, *[("text", -1, pair) for pair in together.texts]]


def _largest(ties: Iterable[Tie]) -> set[int]:
    """The most persons that hang together; of several such groups the one with the first person."""
    group_of: dict[int, set[int]] = {}
    for *_, persons in ties:
        group = group_of.setdefault(persons[0], {persons[0]})
        for person in persons:
            other = group_of.get(person)
            if other is None:
                group.add(person)
                group_of[person] = group
            elif other is not group:
                small, group = sorted((other, group), key=len)
                group |= small
                for one in small:
                    group_of[one] = group
    most = max(map(len, group_of.values()), default=0)
    return min((group for group in group_of.values() if len(group) == most), key=min, default=set())


def _chain(ties: Sequence[Tie], persons: int) -> bool:
    """As groups.blocks.is_chain."""
    if any(len(tie[2]) > 2 for tie in ties):
        return False
    pairs: dict[tuple[int, int], int] = {}
    for family, _, (left, right) in ties:
        pairs[left, right] = pairs.get((left, right), 0) | 1 << FAMILIES.index(family)
    return is_chain(((*pair, 0.0, families) for pair, families in pairs.items()), persons)


def _families(ties: Iterable[Tie]) -> list[str]:
    """The families of these ties, in their order."""
    found = {family for family, *_ in ties}
    return [family for family in FAMILIES if family in found]


def _summary(losses: tuple[Loss, ...]) -> str:
    """What it needs, in one sentence."""
    fatal = [loss for loss in losses if not loss.network]
    if not fatal:
        return "It stays a network without any one of what was taken away: its first link, each source, each family."
    words = {"link": "this link", "source": "the source {}", "family": "the family {}"}
    return f"It is no network without {listing([words[loss.what].format(loss.name) for loss in fatal], 6)}."
