"""Findings: ranked clusters with their reasons. The stable document of `linchpin findings --json`.

Every score is the sum of its parts, everywhere it is shown:
`score == round(sum(weights of evidence and counter_evidence), 2)`. Weights are bits (log2 likelihood ratios); they rank
cases for people and accuse nobody.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

DOCUMENT_FORMAT = "linchpin.findings"
DOCUMENT_VERSION = 1

FindingType = Literal["network", "hub", "explained"]


@dataclass(frozen=True)
class Source:
    """Where a value stood: enough to find it again by hand."""

    file: str
    sha256: str
    pointer: str  # "row 12, column phone" or a JSON pointer
    raw: str  # as it stood there
    applicant: str = ""


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Facilitator:
    """What or who holds the cluster together: a value, or a bundle of values with nearly the same holders."""

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
    bundle: tuple[str, ...] = ()  # displays of the other values of the bundle
    rank: int = 1


@dataclass(frozen=True)
class Explanation:
    """A named explanation of the same facts, and how it fares against one facilitator."""

    name: str
    score: float  # bits against "one facilitator": negative = less likely
    reason: str
    decide: str  # what would decide between the two


@dataclass(frozen=True)
class Fragility:
    """What remains of a finding without its strongest link, and without one family."""

    sentence: str
    strongest: str  # display of the value that matters most
    members_without: int  # persons that still hang together without it
    families_without: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """A cluster that points to one facilitator ("network"), one shared value ("hub"), or an innocent crowd
    ("explained")."""

    id: str
    rank: int
    type: FindingType
    title: str
    score: float
    p_value: float
    q_value: float
    members: tuple[str, ...]  # applicant ids
    persons: int
    families: tuple[str, ...]
    summary: str
    facilitator: Facilitator
    evidence: tuple[Part, ...]
    counter_evidence: tuple[Part, ...]
    fragility: Fragility
    facilitators: tuple[Facilitator, ...] = ()  # all candidates, ranked; the first is `facilitator`
    explanations: tuple[Explanation, ...] = ()
    flags: tuple[str, ...] = ()
    member_persons: tuple[tuple[str, ...], ...] = ()  # the members grouped by person


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

    population: dict[str, int]  # applicants, persons, values, shared_values, sources, text_pairs
    runs: tuple[str, ...]
    findings: tuple[Finding, ...]
    links: tuple[Link, ...] = field(default=(), repr=False)
    format: str = DOCUMENT_FORMAT
    version: int = DOCUMENT_VERSION

    def to_dict(self) -> dict[str, Any]:
        """The document for programs, without the pairs (they are `linchpin links`)."""
        head: dict[str, Any] = {
            "format": self.format,
            "version": self.version,
            "population": self.population,
            "runs": list(self.runs),
        }
        return head | {"findings": [_plain(asdict(finding)) for finding in self.findings]}

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


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _parts(items: list[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            **{**item, "applicants": tuple(item["applicants"]), "sources": tuple(Source(**s) for s in item["sources"])}
        )
        for item in items
    )


def _facilitator(item: dict[str, Any]) -> Facilitator:
    return Facilitator(**{**item, "bundle": tuple(item["bundle"])})


def _finding(item: dict[str, Any]) -> Finding:
    fragility = item["fragility"]
    return Finding(
        **{
            **item,
            "members": tuple(item["members"]),
            "families": tuple(item["families"]),
            "flags": tuple(item["flags"]),
            "member_persons": tuple(tuple(group) for group in item["member_persons"]),
            "facilitator": _facilitator(item["facilitator"]),
            "facilitators": tuple(_facilitator(f) for f in item["facilitators"]),
            "explanations": tuple(Explanation(**e) for e in item["explanations"]),
            "evidence": _parts(item["evidence"]),
            "counter_evidence": _parts(item["counter_evidence"]),
            "fragility": Fragility(**{**fragility, "families_without": tuple(fragility["families_without"])}),
        }
    )
