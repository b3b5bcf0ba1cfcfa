"""One finding, whole: group, contest, parts, facilitators, fragility, title and summary."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.shape import Shape, measure
from graph.analyse.judging.contest import Contest, judge
from graph.analyse.judging.facilitators import Candidate, Chance, alone, rank
from graph.analyse.judging.flags import flags
from graph.analyse.judging.fragility import fragility
from graph.analyse.report.parts import Scored, Writer
from graph.analyse.report.wording import count, level_sentence, listing
from graph.model.findings import Explanation, Facilitator, Finding, FindingType
from graph.model.kinds import KINDS

RUNNERS_UP = 3
"""So many innocent explanations are named with a finding."""


@dataclass
class Draft:
    """A finding before it is ranked and its p-values are corrected."""

    type: FindingType
    members: list[int]
    families: tuple[str, ...]
    shape: Shape
    contest: Contest
    scored: Scored
    candidates: list[Candidate]
    anchor: str  # what its id is made of


class Reporter:
    """Writes findings about one population."""

    def __init__(self, population: Population, people: People, chance: Chance) -> None:
        self.population = population
        self.people = people
        self.chance = chance
        self.writer = Writer(population, people)

    def draft(self, members: list[int], families: tuple[str, ...], *, hub: int | None = None) -> Draft:
        """Judge a group. `hub` names the value when the group is the holders of one value."""
        shape = measure(self.population, self.people, members)
        contest = judge(shape)
        scored = self.writer.parts(shape, contest)
        if hub is not None:
            candidates = [alone(self.population, self.people, self.chance, hub)]
            anchor = f"{self.population.kind[hub]}:{self.population.key[hub]}"
            kind: FindingType = "hub"
        else:
            candidates = rank(self.population, self.people, self.chance, members)
            anchor = self._anchor(members)
            kind = "network" if scored.score > 0 else "explained"
        return Draft(kind, members, families, shape, contest, scored, candidates, anchor)

    def score(self, members: list[int]) -> float:
        """Bits for one facilitator behind these members, unrounded and without sentences."""
        return judge(measure(self.population, self.people, members)).score

    def _anchor(self, members: list[int]) -> str:
        """The member that applied first: a cluster keeps its id while that one stays and others come."""
        first = min((self.people.applied(person) or "9999", id_) for person in members for id_ in self._ids(person))
        return first[1]

    def _ids(self, person: int) -> list[str]:
        return self.people.applicants([person])

    def finding(self, draft: Draft, number: int, id_: str, q_values: list[float]) -> Finding:
        """The finished finding at rank `number`; q_values belong to draft.candidates."""
        facilitators = tuple(
            self._facilitator(draft, candidate, q, place)
            for place, (candidate, q) in enumerate(zip(draft.candidates, q_values, strict=True), start=1)
        ) or (self._nobody(draft),)
        first = facilitators[0]
        return Finding(
            id=id_,
            rank=number,
            type=draft.type,
            title=self._title(draft, first),
            score=draft.scored.score,
            p_value=first.p_value,
            q_value=first.q_value,
            members=tuple(self.people.applicants(draft.members)),
            persons=len(draft.members),
            families=draft.families,
            summary=self._summary(draft, first),
            facilitator=first,
            evidence=draft.scored.evidence,
            counter_evidence=draft.scored.counter,
            fragility=fragility(self.population, self.people, draft.members, draft.candidates),
            facilitators=facilitators,
            explanations=self._explanations(draft),
            flags=flags(self.population, self.people, draft.members),
            member_persons=tuple(tuple(self._ids(person)) for person in draft.members),
        )

    def _facilitator(self, draft: Draft, candidate: Candidate, q_value: float, place: int) -> Facilitator:
        population = self.population
        value = candidate.value
        display = population.display[value]
        held = f"{len(candidate.members)} of {count(len(draft.members), 'person')} depend on"
        held = f"{held} {said(population.kind[value], display)}"
        pairs = count(candidate.met, "pair")
        met = f"; {pairs} of its holders also meet in another family, {candidate.expected:.3g} expected by chance"
        with_it = (
            f"; with it go {listing([population.display[v] for v in candidate.bundle])}" if candidate.bundle else ""
        )
        return Facilitator(
            kind=population.kind[value],
            value=population.key[value],
            display=display,
            holders=int(population.count[value]),
            members=len(candidate.members),
            expected=round(candidate.expected, 6),
            p_value=float(f"{candidate.p_value:.6g}"),
            q_value=float(f"{q_value:.6g}"),
            role=candidate.role,
            reason=f"{held}{met}{with_it}.",
            bundle=tuple(population.display[v] for v in candidate.bundle),
            rank=place,
        )

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
        return f"{persons} behind {said(first.kind, first.display)}{role}"

    def _summary(self, draft: Draft, first: Facilitator) -> str:
        persons = f"{count(len(draft.members), 'person')} of {self.population.persons.count:,}"
        families = listing(list(draft.families), 6)
        winner = draft.contest.winner
        if draft.type == "network":
            return (
                f"{first.reason} {persons} are tied by {len(draft.families)} independent kinds of fact ({families}). "
                f"The best innocent explanation is {winner.title}, {draft.scored.score:.1f} bits less likely."
            )
        if draft.type == "hub":
            return (
                f"{persons} share {said(first.kind, first.display)} ({families}) and nothing independent of it: "
                "a hub, not a network. "
                f"It looks most like {winner.title}."
            )
        return (
            f"{persons} are tied ({families}), but {winner.title} explains it {-draft.scored.score:.1f} bits better "
            f"than one facilitator. {winner.decide}"
        )

    def _explanations(self, draft: Draft) -> tuple[Explanation, ...]:
        found = []
        for row, bits in draft.contest.others[:RUNNERS_UP]:
            fits = [
                level_sentence(draft.shape, feature, level)
                for feature, level in draft.shape.levels.items()
                if level and row.probability(feature, level) >= 0.5
            ]
            reason = " ".join(fits[:3]) or "Nothing speaks for it in particular."
            found.append(Explanation(row.title, round(bits, 2), reason, row.decide))
        return tuple(found)


def said(kind: str, display: str) -> str:
    """A value inside a sentence: "phone number +1 212 …", "payroll account ending in 1502", "CV of Ann Lee"."""
    title = "" if kind == "cv_text" else noun(kind)
    last = title.rpartition(" ")[2]
    if last and display.casefold().startswith(last.casefold()):
        title = title[: -len(last)].rstrip()
    return f"{title} {display}".strip()


def noun(kind: str) -> str:
    """The kind's title inside a sentence: "phone number", "IP address", "CV"."""
    title = "CV" if kind == "cv_text" else KINDS[kind].title
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def identify(anchors: list[str], prefix: str) -> list[str]:
    """Short stable ids: a hash of each anchor, longer where two would collide."""
    found: list[str] = []
    taken: set[str] = set()
    for anchor in anchors:
        digest = hashlib.sha256(anchor.encode()).hexdigest()
        length = next(n for n in range(8, 65) if f"{prefix}-{digest[:n]}" not in taken or n == 64)
        name = f"{prefix}-{digest[:length]}"
        taken.add(name)
        found.append(name)
    return found
