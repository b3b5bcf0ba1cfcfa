"""Evidence as records for the page: which parts concern a selection, and their sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.model.findings import Finding, Flag, Part, Relation, Source
from graph.present.pictures import title_of
from views.data import Person
from views.words import bits

SOURCES_SHOWN = 40


@dataclass(frozen=True)
class Selection:
    """What is chosen in the graph: applicants by id and values by key."""

    applicants: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.applicants or self.values)

    @classmethod
    def of_nodes(cls, nodes: list[str]) -> Selection:
        """From names of nodes: "applicant:<id>" or "<kind>:<key>"."""
        people = tuple(name.removeprefix("applicant:") for name in nodes if name.startswith("applicant:"))
        return cls(people, tuple(name for name in nodes if not name.startswith("applicant:")))

    def concerns(self, applicants: tuple[str, ...]) -> bool:
        """True when one of the chosen applicants is among these; always when nothing is chosen, never for a value."""
        return bool(set(self.applicants) & set(applicants)) if self else True

    def touches(self, part: Part) -> bool:
        """True when the part is about all that is chosen."""
        return set(self.applicants) <= set(part.applicants) and all(value == part.key for value in self.values)


def parts_about(parts: tuple[Part, ...], selection: Selection) -> tuple[Part, ...]:
    """The parts that are about the selection; all of them when nothing is chosen."""
    return tuple(part for part in parts if selection.touches(part)) if selection else parts


def card(part: Part, most: float, people: Mapping[str, Person], selection: Selection) -> dict[str, Any]:
    """A part for the template; `most` is the largest weight of the finding, a full bar."""
    wanted = set(selection.applicants)
    sources = [one for one in part.sources if not wanted or one.applicant in wanted or not one.applicant]
    return {
        "sentence": part.sentence,
        "family": part.family or "whole",
        "kind": title_of(part.kind) if part.kind else "",
        "value": part.value,
        "weight": bits(part.weight, sign=True),
        "share": round(100 * min(1.0, abs(part.weight) / most)) if most > 0 else 0,
        "sources": [source(one, people) for one in sources[:SOURCES_SHOWN]],
        "count": len(sources),
        "of": len(part.sources),
    }


def told(one: Relation | Flag, people: Mapping[str, Person]) -> dict[str, Any]:
    """A relation or a flag for the template."""
    return {
        "kind": one.kind if isinstance(one, Relation) else "",
        "sentence": one.sentence,
        "innocent": one.innocent if isinstance(one, Flag) else "",
        "sources": [source(place, people) for place in one.sources[:SOURCES_SHOWN]],
        "count": len(one.sources),
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
    supporting = sum(part.weight for part in parts_about(finding.evidence, selection))
    against = sum(part.weight for part in parts_about(finding.counter_evidence, selection))
    return {
        "for": f"{round(supporting, 2):+.2f}".replace("-", "−"),
        "against": f"{round(against, 2):+.2f}".replace("-", "−") if round(against, 2) else "0.00",
        "sum": f"{round(supporting + against, 2):.2f}".replace("-", "−"),
        "score": f"{finding.score:.2f}".replace("-", "−"),
    }


def panel(finding: Finding, people: Mapping[str, Person], selection: Selection) -> dict[str, Any]:
    """All that the evidence panel shows, for the whole finding or for a selection."""
    both = (*finding.evidence, *finding.counter_evidence)
    most = max((abs(part.weight) for part in both), default=0.0)
    rivals = sorted(finding.explanations, key=lambda one: (-one.score, one.name))
    return {
        "selected": bool(selection),
        "evidence": [card(part, most, people, selection) for part in parts_about(finding.evidence, selection)],
        "counter": [card(part, most, people, selection) for part in parts_about(finding.counter_evidence, selection)],
        "totals": totals(finding, selection),
        "fragility": finding.fragility,
        "rival": rivals[0] if rivals else None,
        "rival_score": bits(rivals[0].score, sign=True) if rivals else "",
        "losses": [] if selection else [loss for loss in finding.fragility.losses if not loss.network],
        "relations": [told(one, people) for one in finding.relations if selection.concerns(one.applicants)],
        "flags": [told(one, people) for one in flags_of(finding) if selection.concerns(one.applicants)],
        "type": finding.type,
    }
