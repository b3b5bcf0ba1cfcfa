"""Evidence as records for the page: which parts concern a selection, and their sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph.analyse.report.elsewhere import ELSEWHERE
from graph.analyse.report.joining import JOINED
from graph.analyse.report.parts import MOST_SOURCES
from graph.model.findings import Finding, Flag, Part, Relation, Source
from views.data import Person
from views.words import bits, part_title

SOURCES_SHOWN = 40

Told = TypeVar("Told", Part, Relation, Flag)


Place = tuple[str, str, str]
"""Where something stands: applicant, file, pointer."""


@dataclass(frozen=True)
class Selection:
    """What is chosen in the graph: applicants by id and values by key.

    places: where each chosen value, and each value that a part is named after, stands in the files.
    """

    applicants: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    places: Mapping[str, frozenset[Place]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.applicants or self.values)

    @classmethod
    def of_nodes(cls, nodes: list[str]) -> Selection:
        """From names of nodes: "applicant:<id>" or "<kind>:<key>"."""
        people = tuple(name.removeprefix("applicant:") for name in nodes if name.startswith("applicant:"))
        return cls(people, tuple(name for name in nodes if not name.startswith("applicant:")))

    def concerns(self, one: Part | Relation | Flag) -> bool:
        """True when it is about all that is chosen; always when nothing is chosen."""
        own = one.key if isinstance(one, Part) else ""
        return set(self.applicants) <= set(one.applicants) and all(
            value == own or self.places_in(one, value) for value in self.values
        )

    def places_in(self, one: Part | Relation | Flag, value: str) -> frozenset[Place]:
        """The sources of it where a chosen value stands, but for those of the value that a part is named after."""
        own = one.key if isinstance(one, Part) else ""
        found = self.places.get(value, frozenset()) & {place_of(source) for source in one.sources}
        return found if value == own else found - self.places.get(own, frozenset())


def place_of(one: Source) -> Place:
    """The place that a source names."""
    return one.applicant, one.file, one.pointer


def about(things: Sequence[Told], selection: Selection) -> tuple[Told, ...]:
    """What is about the selection; all when nothing is chosen."""
    return tuple(one for one in things if selection.concerns(one))


def sources_about(one: Part | Relation | Flag, selection: Selection) -> list[Source]:
    """Its sources that name the selection; all when nothing is chosen."""
    wanted = set(selection.applicants)
    named = {place for value in selection.values for place in selection.places_in(one, value)}
    return [
        source
        for source in one.sources
        if (not wanted or source.applicant in wanted or not source.applicant)
        and (not named or place_of(source) in named)
    ]


def card(part: Part, most: float, people: Mapping[str, Person], selection: Selection) -> dict[str, Any]:
    """A part for the template; `most` is the largest weight of the finding, a full bar."""
    sources = sources_about(part, selection)
    return {
        "sentence": part.sentence,
        "family": part.family or "whole",
        "kind": part_title(part.kind),
        "value": part.value,
        "weight": bits(part.weight, sign=True),
        "share": round(100 * min(1.0, abs(part.weight) / most)) if most > 0 else 0,
        "sources": [source(one, people) for one in sources[:SOURCES_SHOWN]],
        "count": len(sources),
        "of": len(part.sources),
    }


def told(one: Relation | Flag, people: Mapping[str, Person], selection: Selection) -> dict[str, Any]:
    """A relation or a flag for the template."""
    sources = sources_about(one, selection)
    return {
        "kind": one.kind if isinstance(one, Relation) else "",
        "sentence": one.sentence,
        "innocent": one.innocent if isinstance(one, Flag) else "",
        "sources": [source(place, people) for place in sources[:SOURCES_SHOWN]],
        "count": len(sources),
        "of": len(one.sources),
    }


def flags_of(finding: Finding) -> tuple[Flag, ...]:
    """The flags; of findings that were kept before flags had causes, their sentences alone."""
    return finding.flagged or tuple(Flag("", sentence, "") for sentence in finding.flags)


def source(one: Source, people: Mapping[str, Person]) -> dict[str, str]:
    """Where a value stood, with the name of the applicant when it is known."""
    name = people[one.applicant].name if one.applicant in people else ""
    return {
        "applicant": one.applicant,
        "name": name,
        "file": one.file,
        "sha": one.sha256[:12],
        "pointer": one.pointer,
        "raw": one.raw,
    }


def totals(finding: Finding, selection: Selection) -> dict[str, str]:
    """The sum as it is shown: what speaks for, what against, and the score they make."""
    supporting = sum(part.weight for part in about(finding.evidence, selection))
    against = sum(part.weight for part in about(finding.counter_evidence, selection))
    return {
        "for": bits(supporting, sign=True),
        "against": bits(against, sign=True),
        "sum": bits(supporting + against),
        "score": bits(finding.score),
    }


def panel(finding: Finding, people: Mapping[str, Person], selection: Selection) -> dict[str, Any]:
    """All that the evidence panel shows, for the whole finding or for a selection."""
    both = (*finding.evidence, *finding.counter_evidence)
    most = max((abs(part.weight) for part in both), default=0.0)
    related = about(finding.relations, selection)
    rivals = sorted(finding.explanations, key=lambda one: (-one.score, one.name))
    return {
        "selected": bool(selection),
        "several": len(selection.applicants) + len(selection.values) > 1,
        "shortened": any(len(part.sources) >= MOST_SOURCES for part in both),
        "evidence": [card(part, most, people, selection) for part in about(finding.evidence, selection)],
        "counter": [card(part, most, people, selection) for part in about(finding.counter_evidence, selection)],
        "totals": totals(finding, selection),
        "fragility": finding.fragility,
        "rival": rivals[0] if rivals else None,
        "rival_score": bits(rivals[0].score, sign=True) if rivals else "",
        "losses": [] if selection else [loss for loss in finding.fragility.losses if not loss.network],
        "joined": [told(one, people, selection) for one in related if one.kind == JOINED],
        "elsewhere": [told(one, people, selection) for one in related if one.kind == ELSEWHERE],
        "relations": [told(one, people, selection) for one in related if one.kind not in (JOINED, ELSEWHERE)],
        "flags": [told(one, people, selection) for one in about(flags_of(finding), selection)],
        "type": finding.type,
    }
