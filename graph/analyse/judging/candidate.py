"""What may hold a group together: a value, a bundle of values or a person, its role, and what candidates are to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.judging.behind import Behind
from graph.analyse.judging.chance import Asked, Tested
from graph.analyse.report.wording import NO_WITNESS, count, listing
from graph.model.findings import EXPECTED_DIGITS, FacilitatorType
from graph.model.kinds import KINDS

BUNDLE = 0.75
"""Least Jaccard similarity of two values' holders inside a finding to be called one bundle."""

ONE = frozenset(("front company", "cell manager"))
"""Roles of one name: two former employers or two referrers are not handed out by one."""

UNTESTED = Tested(0, 0.0, 1.0)
"""Of a candidate that is not held against chance yet."""


@dataclass(frozen=True)
class Candidate:
    """A value, a bundle or a person as the facilitator of a group."""

    value: int  # the first of its values; -1 of a person who acts through CV text alone
    members: tuple[int, ...]  # persons of the group that depend on it
    gain: float  # what it is ranked by
    bundle: tuple[int, ...]  # its other values
    asked: Asked
    role: str
    what: FacilitatorType = "value"
    apart: int = 0  # groups that the members fall into without it
    behind: Behind | None = None
    name: str = ""  # whose name stands beside the value, when that person ties nobody besides
    pool: int = 0  # persons of the group that depend on it or on others of its role; of the first of a role only

    @property
    def values(self) -> tuple[int, ...]:
        """All its values."""
        return (self.value, *self.bundle) if self.value >= 0 else ()

    @property
    def tested(self) -> Tested:
        """Against chance; waits for a test that is still at work."""
        return self.asked if isinstance(self.asked, Tested) else self.asked.result()

    @property
    def p_value(self) -> float:
        return self.tested.p_value


def met(one: Candidate, holders: int, families: Sequence[str]) -> str:
    """Observed against expected, and what falls apart without it, as half sentences. holders: all of them in the case;
    families: its own, which are no witness for it."""
    tested = one.tested
    whom = "who share what goes by this name" if one.behind else "who hold it"
    pairs = f"{count(tested.met, 'pair')} also {'meets' if tested.met == 1 else 'meet'}"
    where = f"in a family other than {listing(list(families), 7)}"
    text = f"; among the {holders:,} {whom} {pairs} {where}, {tested.expected:.3g} expected by chance"
    if not tested.met and not round(tested.expected, EXPECTED_DIGITS):
        text = f"; {NO_WITNESS}"
    if one.apart > 1:
        text += f"; without it they fall into {one.apart} groups"
    return text


def beside(one: Candidate) -> str:
    """How many depend on its role, as a half sentence; "" when it is the only one, or not the first."""
    if one.pool <= len(one.members):
        return ""
    return f"; {count(one.pool, 'person')} depend on it or on others of the same role"


def pooled(found: list[Candidate]) -> list[Candidate]:
    """The first of each role stands for all of that role: one facilitator hands out several numbers, accounts or machines,
    each to a few. A firm or a referrer is one (ONE)."""
    of_role: dict[str, list[Candidate]] = {}
    for one in found:
        if one.role and one.role not in ONE:
            of_role.setdefault(one.role, []).append(one)
    first = {role: max(ones, key=lambda one: (one.gain, len(one.members))) for role, ones in of_role.items()}
    pool = {role: len({member for one in ones for member in one.members}) for role, ones in of_role.items()}
    return [
        replace(one, gain=one.gain * pool[one.role] / len(one.members), pool=pool[one.role])
        if first.get(one.role) is one
        else one
        for one in found
    ]


def told_alike(found: list[Candidate], behind: Behind) -> list[int]:
    """Places of the values and bundles that say all that a mere name says, or of which the name says all, and that nearly the
    same depend on: they are one."""
    values, members = set(behind.values), set(behind.members)
    return [
        place
        for place, one in enumerate(found)
        if behind.person < 0
        and (values <= set(one.values) or values >= set(one.values))
        and alike(set(one.members), members) >= BUNDLE
    ]


def alike(left: set[int], right: set[int]) -> float:
    """Jaccard similarity."""
    both = len(left & right)
    return both / (len(left) + len(right) - both)


def role_of(population: Population, people: People, value: int, holders: list[int]) -> str:
    """The role the facts look like (docs/method.md, "Roles"), "" when they do not say. A description, not a verdict."""
    kind = population.kind[value]
    family = KINDS[kind].family
    if family == "money":
        foreign = any(people.foreign_payee(person, value) for person in holders)
        return "payroll mule" if foreign else "shared account"
    if kind in ("address", "building"):
        away = any(people.ships_away(person, (value,)) for person in holders)
        return "laptop-farm host" if away else "shared address"
    if kind == "device":
        contexts = {word for person in holders for word in people.contexts(person, value)}
        return "proxy interviewer" if "interview" in contexts else "shared machine"
    if kind.startswith("reference_"):
        return "reference giver"
    return {
        "past_employer": "front company",
        "referrer": "cell manager",
        "phone": "identity broker",
        "email": "identity broker",
        "handle": "identity broker",
        "website": "identity broker",
    }.get(kind, "")
