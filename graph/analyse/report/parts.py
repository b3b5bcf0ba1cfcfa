"""The parts of a score: each a sentence with its bits, its applicants and the places where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import pyarrow as pa

from graph.analyse.groups.channels import CHANNEL_OF
from graph.analyse.groups.columns import Texts, numbers
from graph.analyse.groups.evidence import RETOLD_ALIKE, RETOLD_BITS, Population
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import Shape
from graph.analyse.judging.contest import Contest, Term
from graph.analyse.report.wording import against, count, level_sentence
from graph.model.findings import Part, Source
from graph.model.kinds import KINDS
from graph.model.pointer import pointer

MOST_VALUES = 8
"""So many shared values of one family are parts of their own; the rest is one part together."""

MOST_SOURCES = 100
"""So many places are listed with one part; its sentence says how many there are."""

FAMILY_CHANNELS = {
    "money": ("money",),
    "contact": ("contact",),
    "location": ("home", "net"),
    "device": ("device",),
    "people": ("people", "employer"),
}


@dataclass(frozen=True)
class Scored:
    """The parts of a finding's score: their weights add up to it."""

    evidence: tuple[Part, ...]
    counter: tuple[Part, ...]

    @property
    def score(self) -> float:
        return round(sum(part.weight for part in (*self.evidence, *self.counter)), 2)


class Writer:
    """Turns the terms of a contest into parts, with sources from the links."""

    def __init__(self, population: Population, people: People) -> None:
        self.population = population
        self.people = people
        holdings = population.links.holdings
        self._raw, self._via = Texts(holdings.column("raw")), Texts(holdings.column("via"))
        self._path = Texts(holdings.column("path").fill_null(""))
        self._row, self._source_of = _numbers(holdings, "row"), _numbers(holdings, "source")
        self._applicant = _numbers(holdings, "applicant")
        sources = population.links.sources
        self._file: list[str] = sources.column("name").to_pylist()
        self._sha: list[str] = sources.column("sha256").to_pylist()

    def parts(self, shape: Shape, contest: Contest) -> Scored:
        """All parts, heaviest first; ties by sentence."""
        found: list[Part] = []
        for term in contest.terms:
            found += [part for part in self._term(shape, term, contest) if part.weight or part.sources]
        ordered = sorted(found, key=lambda part: (-abs(part.weight), part.family, part.sentence, part.key))
        return Scored(
            evidence=tuple(part for part in ordered if part.weight >= 0),
            counter=tuple(part for part in ordered if part.weight < 0),
        )

    def _term(self, shape: Shape, term: Term, contest: Contest) -> list[Part]:
        title = contest.winner.title
        if term.feature == "prior":
            return [
                Part(f"Before any evidence: {title} is the commoner cause of such a group.", "", "prior", _bits(term))
            ]
        if term.family == "text":
            return [self._text(shape, term, title)]
        values = self._values(shape, term.family)
        says = level_sentence(shape, term.feature, term.level)
        if not values:
            return [Part(f"{says} {against(term.bits, title)}", term.family, term.feature, _bits(term))]
        if term.bits < 0:
            return [self._against(shape, term, values, f"{says} {against(term.bits, title)}")]
        return self._shares(shape, term, values)

    def _values(self, shape: Shape, family: str) -> list[int]:
        """Shared values of the family, heaviest first."""
        weight = self.population.weight
        found = [
            (-(len(persons) - 1) * float(weight[value]), -len(persons), value)
            for name in FAMILY_CHANNELS.get(family, ())
            for value, persons in shape.channels[name].inside.items()
        ]
        return [value for *_, value in sorted(found)]

    def _inside(self, shape: Shape, value: int) -> list[int]:
        channel = shape.channels[CHANNEL_OF[self.population.kind[value]]]
        return list(channel.inside[value])

    def _shares(self, shape: Shape, term: Term, values: list[int]) -> list[Part]:
        """The family's bits, shared out over its values by what each contributes."""
        weights = [
            (len(self._inside(shape, value)) - 1) * (float(self.population.weight[value]) or 0.1) for value in values
        ]
        total = sum(weights)
        kept = values[:MOST_VALUES]
        parts = []
        left = round(term.bits, 2)
        for value, weight in zip(kept, weights, strict=False):
            bits = round(term.bits * weight / total, 2)
            left = round(left - bits, 2)
            parts.append(self._value(shape, value, bits, term.family))
        rest = values[MOST_VALUES:]
        if rest:
            persons = sorted({person for value in rest for person in self._inside(shape, value)})
            parts.append(
                Part(
                    f"{count(len(rest), 'more value')} of this kind tie {count(len(persons), 'person')}.",
                    term.family,
                    self.population.kind[rest[0]],
                    left,
                    tuple(self.people.applicants(persons)),
                    self._sources(persons, rest),
                )
            )
        elif parts:
            first = parts[0]
            parts[0] = Part(**{**vars(first), "weight": round(first.weight + left, 2)})
        return parts

    def _value(self, shape: Shape, value: int, bits: float, family: str) -> Part:
        population = self.population
        persons = self._inside(shape, value)
        kind = KINDS[population.kind[value]]
        sentence = kind.reason.format(n=len(persons), value=population.display[value])
        outside = int(population.count[value]) - len(persons)
        rest = "nobody else" if not outside else f"{count(outside, 'other person')}"
        sentence = f"{sentence.rstrip('.')}; {rest} of {population.persons.count:,} did."
        payee = next((name for person in persons if (name := self.people.foreign_payee(person, value))), "")
        if payee and kind.family == "money":
            sentence += f" It stands in the name {payee}."
        return Part(
            sentence,
            family,
            kind.name,
            bits,
            tuple(self.people.applicants(persons)),
            self._sources(persons, [value]),
            population.display[value],
            f"{kind.name}:{population.key[value]}",
        )

    def _against(self, shape: Shape, term: Term, values: list[int], sentence: str) -> Part:
        persons = sorted({person for value in values for person in self._inside(shape, value)})
        shown = self.population.display[values[0]]
        return Part(
            sentence,
            term.family,
            term.feature,
            _bits(term),
            tuple(self.people.applicants(persons)),
            self._sources(persons, values[:MOST_VALUES]),
            shown,
            f"{self.population.kind[values[0]]}:{self.population.key[values[0]]}",
        )

    def _sources(self, persons: list[int], values: list[int]) -> tuple[Source, ...]:
        """Where these persons' holdings of these values stand, in order of person and value; MOST_SOURCES at most."""
        ordered = sorted(values)
        rows = (row for person in persons for value in ordered for row in self.people.rows_of(person, value))
        return tuple([self._source(row) for row in islice(rows, MOST_SOURCES)])

    def _source(self, row: int) -> Source:
        number = self._source_of[row]
        raw, via = self._raw[row], self._via[row]
        return Source(
            file=self._file[number] if number >= 0 else "",
            sha256=self._sha[number] if number >= 0 else "",
            pointer=pointer(None if self._row[row] < 0 else self._row[row], self._path[row]),
            raw=f"{raw} ({via})" if via else raw,
            applicant=self.people.ids[self._applicant[row]],
        )

    def _text(self, shape: Shape, term: Term, title: str) -> Part:
        inside = set(shape.members)
        pairs = sorted(
            (-jaccard, -words, left, right)
            for left in shape.members
            for right, jaccard, words in self.people.texts_like(left)
            if left < right and right in inside
        )
        says = level_sentence(shape, term.feature, term.level)
        if not pairs:
            return Part(f"{says} {against(term.bits, title)}", "text", "cv_text", _bits(term))
        persons = sorted({person for pair in pairs for person in pair[2:]})
        _, _, left, right = pairs[0]
        longest = -min(pair[1] for pair in pairs)
        closest = f"{self.people.label(left)} and {self.people.label(right)} {self._likeness(left, right)}"
        passage = f"; the longest copied passage has {longest} words" if longest >= 40 else ""
        sentence = f"CVs of {count(len(persons), 'person')} are alike: {closest}{passage}."
        return Part(
            f"{sentence} {against(term.bits, title)}",
            "text",
            "cv_text",
            _bits(term),
            tuple(self.people.applicants(persons)),
            self._text_sources([(left, right) for _, _, left, right in pairs[:20]]),
        )

    def _likeness(self, left: int, right: int) -> str:
        """What the closest pair has in common: words, or one career in other words, with the facts."""
        pair = self.population.links.text_pairs.slice(self.population.text_row[(left, right)], 1).to_pylist()[0]
        words = f"share {pair['jaccard']:.0%} of their word sequences"
        if pair["retold"] < RETOLD_BITS or pair["jaccard"] >= RETOLD_ALIKE:
            return words
        return f"{words} and tell one career in other words ({pair['facts']})"

    def _text_sources(self, pairs: list[tuple[int, int]]) -> tuple[Source, ...]:
        found: dict[tuple[str, str], Source] = {}
        for left, right in pairs:
            row = self.population.text_row[(left, right)]
            for applicant, passages in self.people.passages(row):
                place = self.people.text_place(applicant)
                if place is None:
                    continue
                number, where, name = place
                spans = ", ".join(f"chars {start}-{end}" for start, end in passages[:3])
                source = Source(
                    file=self._file[number],
                    sha256=self._sha[number],
                    pointer=f"{where}; {spans}" if spans else where,
                    raw=name,
                    applicant=self.people.ids[applicant],
                )
                found.setdefault((source.applicant, source.pointer), source)
        return tuple(found[key] for key in sorted(found))[:MOST_SOURCES]


def _numbers(table: pa.Table, name: str) -> memoryview[int]:
    """A column of numbers from 0 on; -1 where there is none."""
    return numbers(table.column(name).fill_null(-1).to_numpy())


def _bits(term: Term) -> float:
    return round(term.bits, 2) + 0.0
