"""A person on whom members of a group depend, and how: what is said of it, and the role it looks like.

To be named here accuses nobody: a payee may be a victim, a reference may not know.
"""

from __future__ import annotations

from dataclasses import dataclass

SAYS = {
    "employer": "{n} naming it as a former employer",
    "payee": "{n} paid to an account in this name",
    "recipient": "{n} with goods sent in this name",
    "referrer": "{n} referred",
    "reference": "{n} giving this reference",
    "contact": "{n} giving this person's own contact as a reference",
    "home": "{n} with goods sent to this person's home",
    "cv": "{n} with a CV like this person's older one",
}

ROLES = {
    "employer": "front company",
    "home": "laptop-farm host",
    "payee": "payroll mule",
    "contact": "reference giver",
    "reference": "reference giver",
    "referrer": "cell manager",
    "recipient": "laptop-farm host",
    "cv": "source of the CVs",
}
"""What the facts look like, the most telling first."""

MUCH = 0.5
"""A way tells the role when so many depend by it, for each that depends by the most usual way."""


@dataclass(frozen=True)
class Mean:
    """One way in which members depend on a person: how, by which value (-1: CV text), who."""

    how: str
    value: int
    members: tuple[int, ...]


@dataclass(frozen=True)
class Behind:
    """A person on whom members depend. person: -1 when it is only a name."""

    key: str  # an applicant's id, or "name:<name>"
    name: str
    person: int
    means: tuple[Mean, ...]

    @property
    def members(self) -> list[int]:
        """Who depends on the person, themselves not counted."""
        return sorted({member for mean in self.means for member in mean.members} - {self.person})

    @property
    def values(self) -> list[int]:
        """The values by which they do, in order."""
        return sorted({mean.value for mean in self.means if mean.value >= 0})

    @property
    def role(self) -> str:
        """What the facts look like. A firm is one, however few name it as their employer."""
        ways = self.ways
        least = MUCH * max(map(len, ways.values()))
        return next(
            role for how, role in ROLES.items() if how in ways and (how == "employer" or len(ways[how]) >= least)
        )

    @property
    def ways(self) -> dict[str, set[int]]:
        """How one depends on the person -> who does so."""
        found: dict[str, set[int]] = {}
        for mean in self.means:
            found.setdefault(mean.how, set()).update(mean.members)
        return found
