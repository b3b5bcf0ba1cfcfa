"""What remains of a finding without its strongest link, without each source, without each family; and is it a network then?

What is left is judged by the same contest as the whole: the largest part that still hangs together is measured and weighed
anew. A finding that stands on one value, one export or one kind of fact is told so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from graph.analyse.groups.clusters import connected
from graph.analyse.groups.decisive import decisive_values
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import measure
from graph.analyse.judging.contest import judge
from graph.analyse.judging.facilitators import Candidate
from graph.analyse.judging.reduced import Files, Reduced
from graph.analyse.report.wording import count, listing
from graph.model.findings import Fragility, Loss, LossType
from graph.model.kinds import FAMILIES, KINDS

GENERIC = frozenset(("table", "mapped"))
"""Readers of plain tables: their files are sources of their own. All files of another reader are one system."""

SOURCES = 12
"""So many sources are taken away one by one, those with most of the members' values first."""


Tie = tuple[int, int, str]
"""Two persons and the family of what they share."""


class Fragilities:
    """Takes findings of one population apart."""

    def __init__(self, population: Population, people: People) -> None:
        self.population, self.people = population, people
        self.files = Files(population)

    def of(self, members: list[int], candidates: list[Candidate], *, network: bool) -> Fragility:
        """Remove the first facilitator candidate with all its values: who still hangs together, by which families?

        Of a network, `losses` say the same without each source and each family, and whether it would still be one.
        """
        first = next((one for one in candidates if one.values), None)
        losses = tuple(self._losses(members, first)) if network else ()
        if first is None:
            return Fragility("It rests on CV text alone.", "", 0, (), losses)
        ties = self._ties(self.people, members, gone=self._gone(first))
        families = _families(ties)
        remains = len(connected(members, [tie[:2] for tie in ties])[0]) if ties else 0
        display = self._display(first)
        if remains < 2:
            thing = "person" if first.behind else "value"
            sentence = f"Without {display} nothing ties them: it stands on this one {thing}."
        else:
            rest = f"{remains} of {count(len(members), 'person')}"
            sentence = f"Without {display}, {rest} still hang together, by {listing(families, 6)}."
        if losses:
            sentence = f"{sentence} {_summary(losses)}"
        return Fragility(sentence, display, remains, tuple(families), losses)

    def _display(self, one: Candidate) -> str:
        return one.behind.name if one.behind else self.population.display[one.value]

    def _gone(self, one: Candidate) -> frozenset[int]:
        """The candidate's values and what these fall into (its building, its network)."""
        coarser = {coarse for value in one.values if (coarse := self.people.coarser(value)) is not None}
        return frozenset({*one.values, *coarser})

    def _losses(self, members: list[int], first: Candidate | None) -> Iterator[Loss]:
        if first is not None:
            display = self._display(first)
            without = Reduced(self.people, self.files, values=self._gone(first))
            yield self._loss(without, members, "link", display, f"Without {display}")
        for name, numbers in self._sources(members):
            reduced = Reduced(self.people, self.files, sources=numbers)
            yield self._loss(reduced, members, "source", name, f"Without {name}")
        for family in _families(self._ties(self.people, members)):
            reduced = Reduced(self.people, self.files, family=family)
            yield self._loss(reduced, members, "family", family, f"Without all facts of the family {family}")

    def _sources(self, members: list[int]) -> list[tuple[str, list[int]]]:
        """(file or system, its source numbers) of what the members share, those with most first."""
        used: Counter[int] = Counter()
        for person in members:
            for row in self.people.rows(person):
                if self.population.count[self.people.value_of(row)] >= 2:
                    used[self.files.of_row[row]] += 1
            used.update(self.files.of_texts(person))
        total: Counter[str] = Counter()
        numbers: dict[str, list[int]] = {}
        for number, times in used.items():
            if number >= 0:
                name, together = self._system(number)
                total[name] += times
                numbers[name] = together
        return [(name, numbers[name]) for name in sorted(total, key=lambda name: (-total[name], name))[:SOURCES]]

    def _system(self, number: int) -> tuple[str, list[int]]:
        """The file alone, or all files of its reader where that is one system's."""
        reader = self.files.readers[number]
        together = [one for one, name in enumerate(self.files.readers) if name == reader]
        if reader in GENERIC or len(together) == 1:
            return self.files.names[number], [number]
        return f"{reader} ({len(together)} files)", together

    def _loss(self, people: People, members: list[int], what: LossType, name: str, said: str) -> Loss:
        ties = self._ties(people, members)
        left = connected(members, [tie[:2] for tie in ties])[0] if ties else []
        if len(left) < 2:
            return Loss(what, name, 0, 0.0, False, f"{said}, nothing ties them.")
        score = round(judge(measure(self.population, people, left)).score, 2)
        inside = set(left)
        families = _families([tie for tie in ties if tie[0] in inside])
        founded = len(families) >= 2 or bool(decisive_values(self.population, people, left))
        network = score > 0 and founded
        hang = f"{len(left)} of {count(len(members), 'person')} hang together by {listing(families, 6)}"
        if network:
            end = f"still a network, at {score:.1f} bits"
        elif not founded:
            end = "no network, for one family alone founds none"
        else:
            end = f"no network any more, at {score:.1f} bits".replace("-", "−")
        return Loss(what, name, len(left), score, network, f"{said}, {hang}: {end}.")

    def _ties(self, people: People, members: list[int], gone: frozenset[int] = frozenset()) -> list[Tie]:
        """Stars over the remaining weighing values, and the alike CVs."""
        inside = set(members)
        first: dict[int, int] = {}
        found: list[Tie] = []
        for person in members:
            for value in people.values(person):
                other = first.setdefault(value, person)
                if other != person and value not in gone and self.population.weight[value] > 0:
                    found.append((other, person, KINDS[self.population.kind[value]].family))
            for right, _, _ in people.texts_like(person):
                if right in inside and person < right:
                    found.append((person, right, "text"))
        return found


def _families(ties: list[Tie]) -> list[str]:
    """The families of these ties, in their order."""
    found = {family for _, _, family in ties}
    return [family for family in FAMILIES if family in found]


def _summary(losses: tuple[Loss, ...]) -> str:
    """What it needs, in one sentence."""
    fatal = [loss for loss in losses if not loss.network]
    if not fatal:
        return "It stays a network without any one link, source or family."
    words = {"link": "this link", "source": "the source {}", "family": "the family {}"}
    return f"It is no network without {listing([words[loss.what].format(loss.name) for loss in fatal], 6)}."
