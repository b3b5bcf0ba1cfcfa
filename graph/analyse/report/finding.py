"""One finding, whole: group, contest, parts, facilitators, fragility, title and summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import Shape, measure
from graph.analyse.groups.slices import Slices
from graph.analyse.groups.ties import Ties
from graph.analyse.judging.candidate import Candidate
from graph.analyse.judging.chance import Chance
from graph.analyse.judging.contest import Contest, Contests
from graph.analyse.judging.facilitators import Facilitators
from graph.analyse.judging.flags import Flags
from graph.analyse.judging.fragility import Fragilities
from graph.analyse.judging.table import INNOCENT
from graph.analyse.judging.together import Together
from graph.analyse.relations.citing import Citing
from graph.analyse.relations.crossing import Crossing
from graph.analyse.relations.relate import Relations
from graph.analyse.report.joining import Joining
from graph.analyse.report.parts import Writer
from graph.analyse.report.wording import count, doubtful, joined, level_sentence, listing, noun, said
from graph.model.findings import Explanation, Facilitator, Finding, FindingType, Flag, Relation

SAID = 3
"""So many features are said for each explanation."""

TEXT_OF_ALL = next(row.title for row in INNOCENT if row.name == "template")
"""What a passage held by many is, whatever else its holders are like: it weighs nothing, so the contest does not see it."""


def _like(kind: str, winner: str) -> str:
    """What a hub looks like: its holders as a group, and of a template the text that they have in common."""
    text = f"The text looks like {TEXT_OF_ALL}. " if kind == "template" else ""
    return f"{text}As a group they look most like {winner}."


@dataclass
class Draft:
    """A finding before it is ranked and its p-values are corrected."""

    type: FindingType
    members: list[int]
    families: tuple[str, ...]
    shape: Shape
    contest: Contest
    candidates: list[Candidate]
    anchor: str  # what its id is made of
    together: Together
    flags: tuple[Flag, ...]
    grown: Mapping[int, Ties]  # members that joined a standing core, and what tied them

    @property
    def score(self) -> float:
        return self.contest.told


@dataclass(frozen=True)
class Outline:
    """A ranked finding that is not written yet: what decides which earlier finding it is (graph.analyse.lineage)."""

    id: str
    rank: int
    type: FindingType
    members: tuple[str, ...]  # applicant ids
    lead: str  # of a hub its value, "<kind>:<key>"


class Reporter:
    """Writes findings about one population."""

    def __init__(self, population: Population, people: People, chance: Chance) -> None:
        self.population = population
        self.people = people
        slices, citing = Slices(population), Citing(population, people)
        crossing = Crossing(population, people, slices)
        self.writer = Writer(population, people, citing)
        self.contests = Contests()
        self._settled: dict[tuple[int, ...], tuple[Shape, Contest]] = {}
        self._measured: dict[tuple[int, ...], Shape] = {}
        self.facilitators = Facilitators(population, people, chance, slices, crossing)
        self.relations = Relations(population, people, crossing, citing)
        self.joining = Joining(population, people, citing)
        self.flags = Flags(population, people, slices, citing)
        self.fragilities = Fragilities(population, people, slices, self.contests)

    def ready(self) -> Reporter:
        """Itself, with the columns that every group is looked up in: who writes few findings makes those asked for."""
        self.facilitators.ready()
        self.relations.ready()
        self.flags.ready()
        return self

    def draft(
        self,
        members: list[int],
        families: tuple[str, ...],
        *,
        hub: int | None = None,
        grown: Mapping[int, Ties] | None = None,
    ) -> Draft:
        """Judge a group. `hub` names the value when the group is the holders of one value; `grown` joined a standing core."""
        known = tuple(members)
        shape, contest = self._settled.pop(known) if known in self._settled else self._judged(members)
        together = self.facilitators.together(members)
        if hub is not None:
            candidates = [self.facilitators.alone(hub)]
            anchor = f"{self.population.kind[hub]}:{self.population.key[hub]}"
            kind: FindingType = "hub"
        else:
            candidates = self.facilitators.rank(members, together)
            anchor = self._anchor(members)
            kind = "network" if contest.told > 0 else "explained"
        flags = self.flags.of(members)
        return Draft(kind, members, families, shape, contest, candidates, anchor, together, flags, grown or {})

    def outline(self, draft: Draft, number: int, id_: str) -> Outline:
        """What is known of a finding at rank `number` before it is written."""
        return Outline(id_, number, draft.type, tuple(self.people.applicants(draft.members)), draft.anchor)

    def expect(self, shapes: Iterable[Shape]) -> None:
        """These groups are judged next, and are measured already."""
        self._measured |= {shape.members: shape for shape in shapes}

    def forget(self) -> None:
        """What was judged and not drafted is not asked for again."""
        self._settled.clear()
        self._measured.clear()

    def score(self, members: list[int]) -> float:
        """Bits for one facilitator behind these members, unrounded and without sentences."""
        judged = self._settled[tuple(members)] = self._judged(members)
        return judged[1].score

    def explained_by(self, members: list[int]) -> str:
        """The name of the innocent explanation that fares best."""
        settled = self._settled.get(tuple(members))
        return (settled or self._judged(members))[1].winner.name

    def _judged(self, members: list[int]) -> tuple[Shape, Contest]:
        shape = self._measured.pop(tuple(members), None) or measure(self.population, self.people, members)
        return shape, self.contests.of(shape)

    def _anchor(self, members: list[int]) -> str:
        """The member that applied first: a cluster keeps its id while that one stays and others come."""
        first = min((self.people.applied(person) or "9999", id_) for person in members for id_ in self._ids(person))
        return first[1]

    def _ids(self, person: int) -> list[str]:
        return self.people.applicants([person])

    def finding(
        self, draft: Draft, number: int, id_: str, q_values: list[float], doubt: float, elsewhere: tuple[Relation, ...]
    ) -> Finding:
        """The finished finding at rank `number`; q_values belong to draft.candidates, doubt to the contest (doubt.py), elsewhere
        to the other findings (elsewhere.py)."""
        facilitators = tuple(
            self._facilitator(draft, candidate, q, place)
            for place, (candidate, q) in enumerate(zip(draft.candidates, q_values, strict=True), start=1)
        ) or (self._nobody(draft),)
        first = facilitators[0]
        surest = min(facilitators, key=lambda one: (one.q_value, one.p_value, one.rank))
        parts = self.writer.parts(draft.shape, draft.contest)
        return Finding(
            id=id_,
            rank=number,
            type=draft.type,
            title=self._title(draft, first),
            score=draft.score,
            p_value=surest.p_value,
            q_value=max(surest.q_value, float(f"{doubt:.6g}")),  # neither chance nor an innocent cause
            members=tuple(self.people.applicants(draft.members)),
            persons=len(draft.members),
            families=draft.families,
            summary=self._summary(draft, first, surest, doubt),
            facilitator=first,
            evidence=parts.evidence,
            counter_evidence=parts.counter,
            fragility=self.fragilities.of(
                draft.shape, draft.together, draft.candidates, network=draft.type == "network"
            ),
            facilitators=facilitators,
            explanations=self._explanations(draft),
            flags=tuple(flag.sentence for flag in draft.flags),
            member_persons=tuple(tuple(self._ids(person)) for person in draft.members),
            relations=(*self.joining.of(draft.grown), *elsewhere, *self.relations.of(draft.members)),
            flagged=draft.flags,
            grown=tuple(self.people.applicants(draft.grown)),
        )

    def _facilitator(self, draft: Draft, candidate: Candidate, q_value: float, place: int) -> Facilitator:
        network = draft.type == "network"
        return self.facilitators.written(candidate, len(draft.members), q_value, place, network=network)

    def _nobody(self, draft: Draft) -> Facilitator:
        """No value is shared, only text: the first whose CV the others resemble."""
        person = max(draft.members, key=lambda p: (len(self.people.texts_like(p)), -p))
        return Facilitator(
            kind="cv_text",
            value=self._ids(person)[0],
            display=f"CV of {self.people.label(person)}",
            holders=len(draft.members),
            members=len(draft.members),
            expected=0.0,
            p_value=1.0,
            q_value=1.0,
            reason="They share CV text only; no value holds them together.",
        )

    def _title(self, draft: Draft, first: Facilitator) -> str:
        persons = count(len(draft.members), "person")
        if draft.type == "hub":
            return f"Many at one {noun(first.kind)}: {persons}, {first.display}"
        if draft.type == "explained":
            return (
                f"{draft.contest.winner.title[:1].upper()}{draft.contest.winner.title[1:]}: {persons}, {first.display}"
            )
        role = f" ({first.role})" if first.role else ""
        if first.what == "person":
            return f"{persons} around {first.display}{role}"
        return f"{persons} behind {said(first.kind, first.display)}{role}"

    def _summary(self, draft: Draft, first: Facilitator, surest: Facilitator, doubt: float) -> str:
        persons = f"{count(len(draft.members), 'person')} of {self.population.persons.count:,}"
        families = listing(list(draft.families), 6)
        winner = draft.contest.winner
        if draft.type == "network":
            return (
                f"{first.reason} {persons} are tied by {len(draft.families)} independent kinds of fact ({families}). "
                f"The best innocent explanation is {winner.title}, {draft.score:.1f} bits less likely."
                f"{joined(len(draft.grown))}{doubtful(doubt, surest.q_value, witness=surest.testable)}"
            )
        if draft.type == "hub":
            return (
                f"{persons} share {said(first.kind, first.display)} ({families}), and no second kind of fact ties enough "
                f"of them: a hub, not a network. {_like(first.kind, winner.title)}"
            )
        return (
            f"{persons} are tied ({families}), but {winner.title} would explain it {-draft.score:.1f} bits better "
            f"than one facilitator. {winner.decide}"
        )

    def _explanations(self, draft: Draft) -> tuple[Explanation, ...]:
        found = []
        levels = draft.shape.levels
        for row, bits, seen in draft.contest.runners_up:
            fits = [level_sentence(draft.shape, feature, levels[feature]) for feature in seen[:SAID]]
            reason = " ".join(fits) or "Nothing speaks for it in particular."
            found.append(Explanation(row.title, round(bits, 2), reason, row.decide))
        return tuple(found)
