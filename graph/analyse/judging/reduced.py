"""A population seen without some of its facts: the same questions, fewer answers. What fragility is judged on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from graph.analyse.groups.channels import CHANNELS, Covered, covered
from graph.analyse.groups.columns import numbers
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import LIVES_AT, SENT_TO, People
from graph.analyse.groups.shape import Shape, looked_at, outside
from graph.analyse.groups.slices import PerPerson
from graph.analyse.judging.row import FEATURES
from graph.model.kinds import KINDS


class Files:
    """Which file each holding and each CV is from. Built once for a population."""

    def __init__(self, population: Population, people: People) -> None:
        self.population, self.people = population, people
        sources = population.links.sources
        self.names: list[str] = sources.column("name").to_pylist()
        self.readers: list[str] = sources.column("reader").to_pylist()
        self._of_person: dict[int, frozenset[int]] = {}

    @cached_property
    def of_row(self) -> memoryview[int]:
        """Source number of each row of links.holdings, -1 when it has none."""
        return numbers(self.population.links.holdings.column("source").fill_null(-1).to_numpy())

    @cached_property
    def _texts(self) -> PerPerson:
        """The source of each CV, by person."""
        texts = self.population.links.texts
        persons = self.population.persons.of[texts.column("applicant").to_numpy()]
        return PerPerson(persons, texts.column("source").fill_null(-1).to_numpy(), self.population.persons.count)

    def of_texts(self, person: int) -> frozenset[int]:
        """Source numbers of a person's CVs."""
        return frozenset(self._texts.of(person))

    def of_person(self, person: int) -> frozenset[int]:
        """Source numbers of all that the person holds."""
        found = self._of_person.get(person)
        if found is None:
            found = frozenset([self.of_row[row] for row, _ in self.people.held(person)])
            self._of_person[person] = found
        return found


class Reduced(People):
    """People without some values, without what some files say, or without a family.

    A holding belongs to the file of its first observation; that a second file says the same is not known here, so that
    without a file at least as much is missing as in truth.
    """

    def __init__(
        self, whole: People, files: Files, *, values: Iterable[int] = (), sources: Iterable[int] = (), family: str = ""
    ) -> None:
        self.__dict__.update(whole.__dict__)  # the indexes are shared; only the answers below differ
        self._whole, self._files = whole, files
        self._gone_values, self._gone_sources, self._gone_family = frozenset(values), frozenset(sources), family
        self._gone_kinds = frozenset(kind for kind, entry in KINDS.items() if entry.family == family)
        self._gone_channels = gone_channels(family)
        self._values_left: dict[int, list[int]] = {}
        self._mute: dict[int, bool] = {}

    def _keeps(self, value: int) -> bool:
        """Whether the value is left, as far as its files are."""
        return value not in self._gone_values and self.population.kind[value] not in self._gone_kinds

    def _told(self, rows: list[int]) -> list[int]:
        """The rows whose file is left."""
        gone, of_row = self._gone_sources, self._files.of_row
        return [row for row in rows if of_row[row] not in gone] if gone else rows

    def rows(self, person: int) -> list[int]:
        """The person's rows of links.holdings that are left, by value."""
        return [row for row in self._told(self._whole.rows(person)) if self._keeps(self.value_of(row))]

    def rows_of(self, person: int, value: int) -> list[int]:
        """Of these the ones by which the person holds the value."""
        return self._told(self._whole.rows_of(person, value)) if self._keeps(value) else []

    def held(self, person: int) -> Iterable[tuple[int, int]]:
        """The rows that are left with their values."""
        gone, of_row = self._gone_sources, self._files.of_row
        rows = self._whole.held(person)
        return [(row, value) for row, value in rows if of_row[row] not in gone and self._keeps(value)]

    def values(self, person: int) -> list[int]:
        """Values the person still holds."""
        found = self._values_left.get(person)
        if found is None:
            if self._gone_sources:
                found = list(dict.fromkeys(value for _, value in self.held(person)))
            else:
                found = [value for value in self._whole.values(person) if self._keeps(value)]
            self._values_left[person] = found
        return found

    def founding(self, person: int) -> list[int]:
        """Those that can found a network alone, of what is left."""
        return self.left(person, self._whole.founding(person))

    def _touched(self, person: int) -> bool:
        """Whether a file that is gone told anything that the person holds."""
        return not self._gone_sources.isdisjoint(self._files.of_person(person))

    def left(self, person: int, values: list[int]) -> list[int]:
        """Which of some of the person's values are left."""
        if self._gone_sources:
            return values if not self._touched(person) else sorted(set(values).intersection(self.values(person)))
        if self._gone_family:
            kind, gone = self.population.kind, self._gone_kinds
            return [value for value in values if kind[value] not in gone]
        return [value for value in values if value not in self._gone_values]

    def covered(self, person: int) -> Covered:
        """What is left that the person has, owns and shares, by channel."""
        if self._gone_sources:
            left = self._touched(person)
            return covered(self.population, self.values(person)) if left else self._whole.covered(person)
        if self._gone_family and self._gone_channels is not None:
            known, own, shared = self._whole.covered(person)
            gone = self._gone_channels
            return known & ~gone, own & ~gone, [(value, number) for value, number in shared if not gone >> number & 1]
        if self._gone_values and not any(self._whole.rows_of(person, value) for value in self._gone_values):
            return self._whole.covered(person)
        return covered(self.population, self.values(person))

    def homes(self, person: int) -> tuple[set[int], set[int]]:
        """Addresses to which the person has goods sent, and those where the person says to live, of what is left."""
        sent, lives = self._whole.homes(person)
        if not self._gone_sources:
            return {value for value in sent if self._keeps(value)}, {value for value in lives if self._keeps(value)}
        if not self._touched(person):
            return sent, lives
        sent, lives = set(), set()
        for value in self.values(person):
            if self.population.kind[value] == "address":
                words = self.contexts(person, value)
                sent |= {value} if not SENT_TO.isdisjoint(words) else set()
                lives |= {value} if not LIVES_AT.isdisjoint(words) else set()
        return sent, lives

    def has_text(self, person: int) -> bool:
        """Whether a CV of the person is left."""
        return self._whole.has_text(person) and not self._silent(person)

    def texts_like(self, person: int) -> list[tuple[int, float, int]]:
        """Persons whose CV is like this one's, where both are left."""
        alike = self._whole.texts_like(person)
        if not alike or self._silent(person):
            return []
        return [one for one in alike if not self._silent(one[0])]

    def _silent(self, person: int) -> bool:
        """Whether the person's CVs are gone."""
        if self._gone_family == "text":
            return True
        if not self._gone_sources:
            return False
        found = self._mute.get(person)
        if found is None:
            found = self._mute[person] = self._files.of_texts(person) <= self._gone_sources
        return found


def without_family(shape: Shape, family: str) -> Shape:
    """What `measure` finds of the same members when all facts of one family are gone: nothing is known of its features, and
    its values are nobody's outside either."""
    gone = {name for name, kinds in CHANNELS.items() if any(KINDS[kind].family == family for kind in kinds)}
    channels = {name: channel for name, channel in shape.channels.items() if name not in gone}
    levels = {feature: "" if FEATURES[feature] == family else level for feature, level in shape.levels.items()}
    levels["outside"] = outside(channels, len(looked_at(shape.members)))
    return Shape(shape.members, channels, levels)


def gone_channels(family: str) -> int | None:
    """The channels that go with a family, as bits; None when a channel would go in part."""
    gone = 0
    for number, kinds in enumerate(CHANNELS.values()):
        families = {KINDS[kind].family for kind in kinds}
        if families == {family}:
            gone |= 1 << number
        elif family in families:
            return None
    return gone
