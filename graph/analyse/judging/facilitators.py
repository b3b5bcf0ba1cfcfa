"""Who or what holds a group together: values, bundles of values and persons, ranked on one scale, each tested against chance.

gain = sum over the members that depend on it of its bits (at most SURE each), families once, without the first of them
       x how much of that hangs on it alone: half, and half of the share that falls apart without it
       x 1 + 0.25 for every other family that ties the same members
       x, for the first of its role: how many depend on any of that role, for each that depends on it (not of a role in ONE)
The test against chance is judging.chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from graph.analyse.groups.channels import CHANNELS
from graph.analyse.groups.columns import numbers
from graph.analyse.groups.evidence import Population, value_weight
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import MOST
from graph.analyse.groups.slices import Slices
from graph.analyse.groups.ties import COARSE
from graph.analyse.judging.behind import Behind
from graph.analyse.judging.candidate import BUNDLE, UNTESTED, Candidate, alike, beside, met, pooled, role_of, told_alike
from graph.analyse.judging.chance import Chance
from graph.analyse.judging.finder import Finder
from graph.analyse.judging.together import Together, pieces
from graph.analyse.persons.names import folded
from graph.analyse.relations.crossing import Crossing
from graph.analyse.report.wording import count, listing, said
from graph.model.findings import EXPECTED_DIGITS, Facilitator, FacilitatorType
from graph.model.kinds import FAMILIES, KINDS

NAMED = 3.0
"""Bits of depending on a person by a value that the member holds alone (an own account in the person's name)."""

TEXT = 4.0
"""Bits of a CV like the person's."""

SURE = 6.0
"""Bits beyond which a tie is no surer: what ranks then is how many depend on it."""

LINE = 0.5
"""An exit or network names a line, not who holds it: half."""

NAMING = frozenset(("past_employer", "referrer"))
"""Kinds whose values name a firm or a person. Such a one that a group has nearly to itself is as sure a tie as any: pairs of
strangers share an employer or a referrer easily, but it is not asked here whether the group is one."""

NEARLY = 0.2
"""Holders outside the group, for each one inside, with whom a group still has such a value nearly to itself (one is always
allowed)."""

CANDIDATES = 8
"""So many are named with a finding."""


class _Ties:
    """What ties the members of one group, with its bits."""

    def __init__(self, owner: Facilitators, together: Together) -> None:
        self.coarser = owner.coarser
        self.held, self.texts = together.held, together.texts
        self.weight = {value: owner.bits_here(value, len(persons)) for value, persons in self.held.items()}

    def apart(self, persons: list[int], values: Sequence[int], *, texts: bool) -> int:
        """Groups that these persons fall into without some values (and what is coarser or finer of them)."""
        coarser, weight = self.coarser, self.weight
        gone = {*values, *[coarser[value] for value in values]} - {-1}
        left = [
            holders
            for value, holders in self.held.items()
            if weight[value] > 0 and value not in gone and coarser[value] not in gone
        ]
        return pieces(persons, [*left, *self.texts] if texts else left)


class Facilitators:
    """Ranks the candidates of groups of one population."""

    def __init__(
        self,
        population: Population,
        people: People,
        chance: Chance,
        slices: Slices | None = None,
        crossing: Crossing | None = None,
    ) -> None:
        self.population, self.people, self.chance = population, people, chance
        self.slices = slices or Slices(population)
        self.finder = Finder(population, people, crossing or Crossing(population, people), self.slices)
        self.weight, self.coarser = numbers(population.weight), people.coarse
        self._family = [KINDS[kind].family for kind in population.kinds]
        self._number = numbers(population.number)

    def ready(self) -> None:
        """Makes the columns that every group is looked up in."""
        self.chance.ready()
        self.finder.ready()
        _ = self.slices.shared, self._with_text

    def together(self, members: Sequence[int]) -> Together:
        """What ties these members."""
        return Together(self.slices.shared.of, self.people, members)

    def rank(self, members: list[int], together: Together, most: int = CANDIDATES) -> list[Candidate]:
        """What holds these members together, best first; [] when they share no value and depend on nobody."""
        ties = _Ties(self, together)
        found = self._values(ties)
        for behind in self.finder.of(members):
            same = told_alike(found, behind)
            wider = next((place for place in same if _says_all(found[place], behind)), None)
            if wider is None:
                found = [one for place, one in enumerate(found) if place not in same]
                found.append(self._person(ties, behind))
            elif found[wider].what == "value" and not found[wider].name:
                found[wider] = replace(found[wider], name=behind.name)
        found = pooled(found)
        order = {"value": 0, "bundle": 0, "person": 1}
        found.sort(key=lambda one: (-one.gain, order[one.what], -len(one.members), self._name(one), one.value))
        return [self._tested(one) for one in found[:most]]

    def bits_here(self, value: int, inside: int) -> float:
        """Bits by which a value ties the `inside` persons of a group that hold it. The group is one cause, so they count as
        one holder (groups.ties)."""
        kind, weight = self.population.kind[value], float(self.weight[value])
        if kind not in COARSE:
            outside = int(self.population.count[value]) - inside
            weight = max(weight, value_weight(kind, max(2, outside + 1)))
            if kind in NAMING and weight > 0 and inside >= 3 and outside <= max(1, NEARLY * inside):
                return SURE
        return min(weight, SURE) * (LINE if kind in CHANNELS["net"] else 1.0)

    def _name(self, one: Candidate) -> str:
        return one.behind.key if one.behind else self.population.kind[one.value]

    def _values(self, ties: _Ties) -> list[Candidate]:
        """Values, those with nearly the same holders as one bundle, without tests yet."""
        shared = _without_twins(ties.coarser, ties.held)
        kind, weight = self.population.kind, ties.weight
        order = sorted(shared, key=lambda v: (-(len(shared[v]) - 1) * (weight[v] or 0.05), -len(shared[v]), kind[v], v))
        sets = {value: set(persons) for value, persons in shared.items()}
        found, taken = [], set[int]()
        for value in order:
            if value in taken:
                continue
            taken.add(value)
            mine = sets[value]
            with_it = [v for v in order if v not in taken and alike(mine, sets[v]) >= BUNDLE]
            taken.update(with_it)
            persons = shared[value]
            bits: dict[str, float] = {}
            for one in (value, *with_it):
                family = self._family[self._number[one]]
                bits[family] = max(bits.get(family, 0.0), weight[one] or 0.05)
            gain, apart = self._gain(
                ties, persons, sum(bits.values()) * (len(persons) - 1), [value, *with_it], set(bits)
            )
            role = role_of(self.population, self.people, value, persons)
            what: FacilitatorType = "bundle" if with_it else "value"
            found.append(Candidate(value, tuple(persons), gain, tuple(with_it), UNTESTED, role, what, apart))
        return found

    def _gain(
        self, ties: _Ties, persons: list[int], bits: float, values: list[int], families: set[str]
    ) -> tuple[float, int]:
        apart = ties.apart(persons, values, texts="text" not in families)
        alone = (1 + (apart - 1) / max(len(persons) - 1, 1)) / 2
        return bits * alone * (1 + 0.25 * self.chance.families(persons, families)), apart

    def _person(self, ties: _Ties, behind: Behind) -> Candidate:
        """A person, with the bits of each member that depends on them, families once."""
        persons = behind.members
        bits: dict[tuple[int, str], float] = {}
        for mean in behind.means:
            family = KINDS[self.population.kind[mean.value]].family if mean.value >= 0 else "text"
            weight = TEXT
            if mean.value >= 0:
                weight = max(float(self.weight[mean.value]), ties.weight.get(mean.value, 0.0), NAMED)
            for member in mean.members:
                bits[member, family] = max(bits.get((member, family), 0.0), weight)
        families = {family for _, family in bits}
        total = sum(bits.values()) * (len(persons) - 1) / len(persons)
        gain, apart = self._gain(ties, persons, total, behind.values, families)
        values = sorted(behind.values, key=lambda value: (-len(ties.held.get(value, ())), value))
        first, rest = (values[0], tuple(values[1:])) if values else (-1, ())
        return Candidate(first, tuple(persons), gain, rest, UNTESTED, behind.role, "person", apart, behind)

    def _tested(self, one: Candidate) -> Candidate:
        if one.behind is None:
            asked = self.chance.test([one.value], {self._family[self._number[value]] for value in one.bundle})
        elif one.values:
            asked = self.chance.test(one.values)
        else:
            asked = self.chance.test_texts(sorted({*one.members, one.behind.person}), self._with_text)
        return replace(one, asked=asked)

    def _families(self, one: Candidate) -> list[str]:
        """The families that are no witness for a candidate."""
        own = {self._family[self._number[value]] for value in one.values}
        return [family for family in FAMILIES if family in own] or ["text"]

    @cached_property
    def _with_text(self) -> int:
        """Persons that have a CV."""
        rows = self.population.links.texts.column("applicant").to_numpy()
        has = np.zeros(self.population.persons.count, np.bool_)
        has[self.population.persons.of[rows]] = True
        return int(has.sum())

    def alone(self, value: int) -> Candidate:
        """The value of a hub, as the one candidate of its holders."""
        holders = self.population.holders(value)
        role = role_of(self.population, self.people, value, holders[:MOST])
        return Candidate(value, tuple(holders), 0.0, (), self.chance.test([value]), role)

    def written(self, one: Candidate, group: int, q_value: float, place: int, *, network: bool) -> Facilitator:
        """The candidate as the document has it. group: persons of the finding; of others than networks no role is told."""
        population = self.population
        names = tuple(population.display[value] for value in one.values)
        if one.behind is not None:
            kind, key, display = "person", one.behind.key, one.behind.name
            holders = len({person for value in one.values for person in population.holders(value)} | set(one.members))
            held, others = self.finder.told(one.behind, group), names
        else:
            kind, key, display = population.kind[one.value], population.key[one.value], names[0]
            holders, others = int(population.count[one.value]), names[1:]
            held = f"{len(one.members)} of {count(group, 'person')} depend on {said(kind, display)}"
            if one.name and folded(one.name) != folded(display):  # a referrer is a name itself
                held += f", beside which stands the name {one.name}"
        with_it = f"; with it go {listing(list(others))}" if others and one.behind is None else ""
        return Facilitator(
            kind=kind,
            value=key,
            display=display,
            holders=holders,
            members=len(one.members),
            expected=round(one.tested.expected, EXPECTED_DIGITS),
            p_value=float(f"{one.tested.p_value:.6g}"),
            q_value=float(f"{q_value:.6g}"),
            role=one.role if network else "",  # of a crowd it would accuse somebody
            reason=f"{held}{met(one, holders, self._families(one))}{with_it}{beside(one) if network else ''}.",
            bundle=others,
            rank=place,
            what=one.what,
            met=one.tested.met,
            method=one.tested.method,
            apart=one.apart,
            values=tuple(f"{population.kind[value]}:{population.key[value]}" for value in one.values),
        )


def _says_all(one: Candidate, behind: Behind) -> bool:
    """Whether a value or bundle says all that a name says. A name is more than two values that go together: it says why."""
    named = set(behind.values)
    return named <= set(one.values) and (len(named) == 1 or len(one.values) > len(named))


def _without_twins(coarser: memoryview[int], shared: dict[int, list[int]]) -> dict[int, list[int]]:
    """Without buildings, networks and account endings whose holders nearly all share one finer value: the same fact."""
    twins = {
        coarse
        for value, persons in shared.items()
        if (coarse := coarser[value]) in shared and len(persons) >= BUNDLE * len(shared[coarse])
    }
    return {value: persons for value, persons in shared.items() if value not in twins} if twins else shared
