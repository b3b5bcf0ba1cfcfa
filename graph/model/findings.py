"""Findings: ranked clusters with their reasons. The stable document of `linchpin findings --json`.

Every score is the sum of its parts, everywhere it is shown:
`score == round(sum(weights of evidence and counter_evidence), 2)`. Weights are bits (log2 likelihood ratios); they rank
cases for people and accuse nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

DOCUMENT_FORMAT = "linchpin.findings"
DOCUMENT_VERSION = 1

FindingType = Literal["network", "hub", "explained"]
FacilitatorType = Literal["value", "bundle", "person"]
LossType = Literal["link", "source", "family"]

EXPECTED_DIGITS = 6
"""Decimals of what is expected by chance, as it is kept; so few that it is nought was not asked for."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value stood: enough to find it again by hand."""

    file: str
    sha256: str
    pointer: str  # "row 12, column phone" or a JSON pointer
    raw: str  # as it stood there
    applicant: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: a sentence, its weight in bits, whom it is about, and where it is written."""

    sentence: str
    family: str  # one of FAMILIES; "" for parts that are about the whole group
    kind: str
    weight: float
    applicants: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    value: str = ""  # display of the shared value
    key: str = ""  # its key in the graph: "<kind>:<key>"


@dataclass(frozen=True, slots=True)
class Facilitator:
    """What or who holds the cluster together: a value, a bundle of values with nearly the same holders, or a person."""

    kind: str
    value: str
    display: str
    holders: int  # persons in the whole population
    members: int  # persons of this finding that depend on it
    expected: float  # members expected by chance
    p_value: float
    q_value: float
    role: str = ""  # "payroll mule", "laptop-farm host", … or "" when the facts do not say
    reason: str = ""
    bundle: tuple[str, ...] = ()  # displays of the other values of the bundle; of a person, all values they act through
    rank: int = 1
    what: FacilitatorType = "value"  # a person has the kind "person"; value is then an applicant's id or "name:<name>"
    met: int = 0  # pairs of its persons that also meet in another family: what `expected` and the p-value are about
    method: str = ""  # how the p-value was found: "bound", "curveball", or "" (no pair meets: p is 1)
    apart: int = 0  # groups that the members which depend on it fall into without it
    values: tuple[str, ...] = ()  # names in the graph of all values that it acts through: "<kind>:<key>", best first

    @property
    def testable(self) -> bool:
        """Whether chance could have been seen at work: pairs meet in another family, or might have by chance."""
        return self.met > 0 or self.expected > 0

    @property
    def names(self) -> tuple[str, ...]:
        """The same, of one that an earlier version kept too: then its first value."""
        return self.values or (f"{self.kind}:{self.value}",)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A named explanation of the same facts, and how it fares against one facilitator."""

    name: str
    score: float  # bits against "one facilitator": negative = less likely
    reason: str
    decide: str  # what would decide between the two


@dataclass(frozen=True, slots=True)
class Loss:
    """What is left of a finding when one thing is taken away, judged by the same contest."""

    what: LossType
    name: str  # display of the value, name of the file or system, family
    persons: int  # that still hang together
    score: float  # bits of what is left, 0 when nothing is
    network: bool  # whether it would still be reported as a network
    sentence: str


@dataclass(frozen=True, slots=True)
class Fragility:
    """What remains of a finding without its strongest link, without each source, and without each family."""

    sentence: str
    strongest: str  # display of the value that matters most
    members_without: int  # persons that still hang together without it
    families_without: tuple[str, ...]
    losses: tuple[Loss, ...] = ()  # of a network: without its strongest link, then each source, then each family


@dataclass(frozen=True, slots=True)
class Relation:
    """Who referred or vouches for whom, who joined a core that stood, and who is in another finding too. Told to be read; only
    what the contest counts of it is in the score."""

    kind: str  # "joined", "elsewhere", "referral", "referral chain", "referral circle", "reference is an applicant", …
    sentence: str
    applicants: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    finding: str = ""  # id of the other finding that this tells of


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at in single records. Never an edge, never in a score."""

    name: str  # one of graph.analyse.judging.flags.RULES
    sentence: str
    innocent: str  # its usual innocent cause
    applicants: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Head:
    """What a list shows of a finding."""

    id: str
    rank: int
    type: FindingType
    title: str
    score: float
    p_value: float  # of the surest candidate
    q_value: float  # the larger of that one's and of the chance of an innocent cause
    members: tuple[str, ...]  # applicant ids
    persons: int
    families: tuple[str, ...]
    summary: str
    facilitator: Facilitator

    @property
    def lead(self) -> str:
        """The first facilitator's name in the graph; of a hub its value."""
        return f"{self.facilitator.kind}:{self.facilitator.value}"


@dataclass(frozen=True)
class Finding(Head):
    """A cluster that points to one facilitator ("network"), one shared value ("hub"), or an innocent crowd
    ("explained")."""

    evidence: tuple[Part, ...]
    counter_evidence: tuple[Part, ...]
    fragility: Fragility
    facilitators: tuple[Facilitator, ...] = ()  # all candidates, ranked; the first is `facilitator`
    explanations: tuple[Explanation, ...] = ()
    flags: tuple[str, ...] = ()  # the sentences of `flagged`
    member_persons: tuple[tuple[str, ...], ...] = ()  # the members grouped by person
    relations: tuple[Relation, ...] = ()
    flagged: tuple[Flag, ...] = ()
    grown: tuple[str, ...] = ()  # applicants that joined a standing core, by evidence too weak to found a finding


@dataclass(frozen=True)
class Link:
    """A weighed pair of applicants, as `linchpin links --csv` prints it."""

    left: str
    right: str
    weight: float
    families: tuple[str, ...]
    decisive: bool


@dataclass(frozen=True)
class Document:
    """All findings of a case at one time."""

    population: dict[
        str, int
    ]  # applicants (of these applications), persons, values, shared_values, sources, text_pairs
    runs: tuple[str, ...]
    findings: tuple[Finding, ...]
    links: Sequence[Link] = field(default=(), repr=False)
    format: str = DOCUMENT_FORMAT
    version: int = DOCUMENT_VERSION

    @property
    def total(self) -> int:
        """How many findings there are."""
        return len(self.findings)

    def to_dict(self) -> dict[str, Any]:
        """The document for programs, without the pairs (they are `linchpin links`)."""
        head: dict[str, Any] = {
            "format": self.format,
            "version": self.version,
            "population": self.population,
            "runs": list(self.runs),
        }
        return head | {"findings": [_plain(finding) for finding in self.findings]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Document:
        """The inverse of `to_dict`. Raises KeyError or TypeError on another form."""
        return cls(
            population=dict(data["population"]),
            runs=tuple(data["runs"]),
            findings=tuple(_finding(item) for item in data["findings"]),
            format=data["format"],
            version=data["version"],
        )


@dataclass(frozen=True)
class Listing:
    """The first findings of a document, without their reasons."""

    population: dict[str, int]
    total: int  # findings in all
    findings: tuple[Head, ...]


def _plain(value: Any) -> Any:
    """Records as dictionaries, tuples as lists."""
    if isinstance(value, str | float | int | None):
        return value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}


def _parts(items: list[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(**_sources(item)) for item in items)


def _facilitator(item: dict[str, Any]) -> Facilitator:
    return Facilitator(**{**item, **{name: tuple(item.get(name, ())) for name in ("bundle", "values")}})


def _fragility(item: dict[str, Any]) -> Fragility:
    losses = tuple(Loss(**loss) for loss in item.get("losses", ()))
    return Fragility(**{**item, "families_without": tuple(item["families_without"]), "losses": losses})


def _sources(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "applicants": tuple(item["applicants"]), "sources": tuple(Source(**s) for s in item["sources"])}


def _finding(item: dict[str, Any]) -> Finding:
    return Finding(
        **{
            **item,
            "members": tuple(item["members"]),
            "families": tuple(item["families"]),
            "flags": tuple(item["flags"]),
            "grown": tuple(item.get("grown", ())),
            "member_persons": tuple(tuple(group) for group in item["member_persons"]),
            "facilitator": _facilitator(item["facilitator"]),
            "facilitators": tuple(_facilitator(f) for f in item["facilitators"]),
            "explanations": tuple(Explanation(**e) for e in item["explanations"]),
            "evidence": _parts(item["evidence"]),
            "counter_evidence": _parts(item["counter_evidence"]),
            "fragility": _fragility(item["fragility"]),
            "relations": tuple(Relation(**_sources(one)) for one in item.get("relations", ())),
            "flagged": tuple(Flag(**_sources(one)) for one in item.get("flagged", ())),
        }
    )
