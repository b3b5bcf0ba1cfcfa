"""The parts of a score: each a sentence with its bits, its applicants and the places where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph.analyse.groups.channels import CHANNELS
from graph.analyse.groups.columns import numbers
from graph.analyse.groups.evidence import PASSAGE, RETOLD_ALIKE, RETOLD_BITS, Population
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import Shape
from graph.analyse.judging.contest import Contest, Term
from graph.analyse.judging.row import FEATURES
from graph.analyse.persons.names import folded
from graph.analyse.relations.citing import Citing
from graph.analyse.report.wording import against, count, level_sentence, listing, noun, said
from graph.model.findings import Part, Source
from graph.model.kinds import KINDS

MOST_VALUES = 8
"""So many shared values of one family are parts of their own; the rest is one part together."""

DIFFERENT_NAMES = " of different names"
"""Said of who share a value (`reason` of a kind), unless two of the group bear one name or of some none is known."""

MOST_SOURCES = 100
"""So many places are listed with one part; its sentence says how many there are."""

Shared = tuple[int, tuple[int, ...]]
"""A value and the members that hold it."""

MOST_UNCOUNTED = 4
"""So many values are named that are told and not counted."""

UNCOUNTED = "Not counted: facts of one family count once."
"""Behind a fact that is told beside the one of its family that counts."""

FAMILY_CHANNELS = {family: tuple(name for name in CHANNELS if FEATURES[name] == family) for family in FEATURES.values()}
"""The channels that the facts of a family are shared in."""

CHANNEL_SEEN = {"payee": "money", "away": "home"} | {
    feature: feature.partition("_")[0] for feature in FEATURES if feature.endswith(("_own", "_outside"))
}
"""The channel that a feature of another name is seen in."""


@dataclass(frozen=True)
class Parts:
    """The parts of a finding's score: their weights add up to what is told of the contest."""

    evidence: tuple[Part, ...]
    counter: tuple[Part, ...]


class Writer:
    """Turns the terms of a contest into parts, with sources from the links."""

    def __init__(self, population: Population, people: People, citing: Citing) -> None:
        self.population = population
        self.people = people
        self.citing = citing
        self._weight, self._count = numbers(population.weight), numbers(population.count)

    def parts(self, shape: Shape, contest: Contest) -> Parts:
        """All parts, heaviest first; ties by sentence."""
        found: list[Part] = []
        for term in contest.terms:
            found += [part for part in self._term(shape, term, contest) if part.weight or part.sources]
        if self._namesakes(shape.members):
            found = [replace(part, sentence=part.sentence.replace(DIFFERENT_NAMES, "")) for part in found]
        ordered = sorted(found, key=lambda part: (-abs(part.weight), part.family, part.sentence, part.key))
        uncounted = [(term.bits, self._uncounted(shape, term)) for term in contest.uncounted]
        return Parts(
            evidence=(*(part for part in ordered if part.weight >= 0), *(part for bits, part in uncounted if bits > 0)),
            counter=(*(part for part in ordered if part.weight < 0), *(part for bits, part in uncounted if bits < 0)),
        )

    def _namesakes(self, members: Sequence[int]) -> bool:
        """Whether of some no name is known, or two bear one."""
        names = {folded(self.people.name(person)) for person in members}
        return len(names) < len(members) or "" in names

    def _uncounted(self, shape: Shape, term: Term) -> Part:
        """A fact that points the other way than the one of its family that counts."""
        alone = f"{term.bits:+.2f}".replace("-", "−")
        says = f"{level_sentence(shape, term.feature, term.level)} Alone it would weigh {alone} bits. {UNCOUNTED}"
        return Part(says, term.family, term.feature, 0.0)

    def _term(self, shape: Shape, term: Term, contest: Contest) -> list[Part]:
        title = contest.winner.title
        if term.feature == "prior":
            how = "commoner" if term.bits >= 0 else "rarer"
            return [
                Part(f"Before any evidence, one facilitator is a {how} cause than {title}.", "", "prior", _bits(term))
            ]
        if term.family == "text":
            return [self._text(shape, term, title)]
        seen = CHANNEL_SEEN.get(term.feature, term.feature)
        values = self._values(shape, (seen,))
        if term.bits >= 0 and values:
            beside = "" if term.feature in CHANNELS else f" {level_sentence(shape, term.feature, term.level)}"
            found = self._shares(term, values, beside)
        else:
            sentence = f"{level_sentence(shape, term.feature, term.level)} {against(term.bits, title)}"
            alone = Part(sentence, term.family, term.feature, _bits(term))
            found = [self._against(term, values, sentence) if values else alone]
        return [*found, *self._others(shape, term, seen)] if term.bits >= 0 else found

    def _others(self, shape: Shape, term: Term, seen: str) -> list[Part]:
        """What they share of the term's family in other channels than the one that it is seen in: told, and not counted."""
        values = self._values(shape, [name for name in FAMILY_CHANNELS.get(term.family, ()) if name != seen])
        if not values:
            return []
        kind, display = self.population.kind, self.population.display
        which = [f"{said(kind[value], display[value])} ({count(len(persons), 'person')})" for value, persons in values]
        part = self._against(term, values, f"They also share {listing(which, MOST_UNCOUNTED)}. {UNCOUNTED}")
        return [replace(part, weight=0.0, kind=kind[values[0][0]])]

    def _values(self, shape: Shape, channels: Iterable[str]) -> list[Shared]:
        """Shared values of these channels with who holds them, heaviest first."""
        weight = self._weight
        found = [
            (-(len(persons) - 1) * weight[value], -len(persons), value, persons)
            for name in channels
            if name in shape.channels
            for value, persons in shape.channels[name].inside.items()
        ]
        found.sort()
        return [(value, persons) for *_, value, persons in found]

    def _shares(self, term: Term, values: list[Shared], beside: str) -> list[Part]:
        """The family's bits, shared out over its values by what each contributes. beside: what is telling of them besides that
        they are shared, said with the first."""
        weights = [(len(persons) - 1) * (self._weight[value] or 0.1) for value, persons in values]
        total = sum(weights)
        kept, rest = values[:MOST_VALUES], values[MOST_VALUES:]
        shares = []
        left = round(term.bits, 2)
        for weight in weights[:MOST_VALUES]:
            shares.append(round(term.bits * weight / total, 2))
            left = round(left - shares[-1], 2)
        if not rest:  # the first takes what rounding leaves
            shares[0] = round(shares[0] + left, 2)
        parts = [
            self._value(value, persons, bits, term.family) for (value, persons), bits in zip(kept, shares, strict=True)
        ]
        parts[0] = replace(parts[0], sentence=f"{parts[0].sentence}{beside}")
        return [*parts, self._rest(term, rest, left)] if rest else parts

    def _rest(self, term: Term, values: list[Shared], bits: float) -> Part:
        """The part of the values that are not told one by one."""
        persons = _holders(values)
        kinds = sorted({self.population.kind[value] for value, _ in values})
        what = f"of {listing([noun(kind) for kind in kinds], len(kinds))}"
        ties = "ties" if len(values) == 1 else "tie"
        return Part(
            f"{count(len(values), 'more value')} {what} {ties} {count(len(persons), 'person')}.",
            term.family,
            kinds[0] if len(kinds) == 1 else term.family,
            bits,
            tuple(self.people.applicants(persons)),
            self._sources(persons, values),
        )

    def _value(self, value: int, persons: tuple[int, ...], bits: float, family: str) -> Part:
        population = self.population
        kind, display = KINDS[population.kind[value]], population.display[value]
        sentence = kind.reason.format(n=len(persons), value=display)
        outside = self._count[value] - len(persons)
        rest = "nobody else" if not outside else f"{count(outside, 'other person')}"
        sentence = f"{sentence.rstrip('.')}; {rest} of {population.persons.count:,} did."
        if kind.family == "money":
            sentence += f" {self._payees(value, persons)}"
        return Part(
            sentence,
            family,
            kind.name,
            bits,
            tuple(self.people.applicants(persons)),
            self._sources(persons, [(value, persons)]),
            display,
            f"{kind.name}:{population.key[value]}",
        )

    def _payees(self, value: int, persons: tuple[int, ...]) -> str:
        """In whose name they are paid there, as far as it is known: for and against."""
        people = self.people
        named = [person for person in persons if people.name(person) and people.payees(person, value)]
        foreign = {person: names for person in named if (names := people.foreign_payees(person, value))}
        own = len(named) - len(foreign)
        others = sorted({name.removesuffix(".") for names in foreign.values() for name in names})
        if not named:
            return "In whose name it stands is not known."
        if not others:
            return f"Of {own} of them it is known that they are paid there in their own name."
        if not own and len(others) == 1:
            return f"It stands in the name {others[0]}."
        paid = f"Of these {len(foreign)} {'is' if len(foreign) == 1 else 'are'} paid"
        return f"{paid} in the name{'s' if len(others) > 1 else ''} {listing(others)}, {own or 'none'} in their own."

    def _against(self, term: Term, values: list[Shared], sentence: str) -> Part:
        persons = _holders(values)
        first = values[0][0]
        return Part(
            sentence,
            term.family,
            term.feature,
            _bits(term),
            tuple(self.people.applicants(persons)),
            self._sources(persons, values[:MOST_VALUES]),
            self.population.display[first],
            f"{self.population.kind[first]}:{self.population.key[first]}",
        )

    def _sources(self, persons: Sequence[int], values: list[Shared]) -> tuple[Source, ...]:
        """Where these persons' holdings of these values stand, in order of person and value; MOST_SOURCES at most."""
        held = {value for value, _ in values}
        return self.citing.places(self.people.rows_among(persons, held, MOST_SOURCES))

    def _text(self, shape: Shape, term: Term, title: str) -> Part:
        inside = set(shape.members)
        career = term.feature == "career"  # weighed are those in other words, and no others
        pairs = sorted(
            (-jaccard, -words, left, right)
            for left in shape.members
            for right, jaccard, words in self.people.texts_like(left)
            if left < right and right in inside and (not career or right in self.people.retold(left))
        )
        says = level_sentence(shape, term.feature, term.level)
        if not pairs:
            return Part(f"{says} {against(term.bits, title)}", "text", "cv_text", _bits(term))
        persons = sorted({person for pair in pairs for person in pair[2:]})
        _, _, left, right = pairs[0]
        longest = -min(pair[1] for pair in pairs)
        closest = f"{self.people.label(left)} and {self.people.label(right)}: they {self._likeness(left, right)}"
        passage = f"; the longest copied passage has {longest} words" if longest >= PASSAGE else ""
        return Part(
            f"{says} The closest are {closest}{passage}. {against(term.bits, title)}",
            "text",
            "cv_text",
            _bits(term),
            tuple(self.people.applicants(persons)),
            self._text_sources([(left, right) for _, _, left, right in pairs[:20]]),
        )

    def _likeness(self, left: int, right: int) -> str:
        """What the closest pair has in common: words, or one career in other words, with the facts."""
        row = self.population.text_row[(left, right)]
        jaccard, retold, facts = (
            self.population.links.text_pairs.column(name)[row].as_py() for name in ("jaccard", "retold", "facts")
        )
        words = f"share {jaccard:.0%} of their word sequences"
        if retold < RETOLD_BITS or jaccard >= RETOLD_ALIKE:
            return words
        if right in self.people.retold(left):
            return f"{words} and tell one career in other words ({facts})"
        return f"{words} and agree in the career that they tell ({facts})"

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
                where = f"{where}; {spans}" if spans else where
                key = self.people.ids[applicant], where
                if key not in found:
                    found[key] = Source(self.citing.file[number], self.citing.sha256[number], where, name, key[0])
        return tuple(found[key] for key in sorted(found))[:MOST_SOURCES]


def _holders(values: list[Shared]) -> list[int]:
    """All who hold one of these, in order."""
    return sorted({person for _, persons in values for person in persons})


def _bits(term: Term) -> float:
    return round(term.bits, 2) + 0.0
