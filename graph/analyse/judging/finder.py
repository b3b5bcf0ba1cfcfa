"""Finds the persons behind the values of a group: in whose name an account stands, whose home it is, who vouches, who referred,
whose CV.

A name is not an identity. A name that stands beside a value is an applicant or employee of the case only when that one holds
the very value, or another contact of theirs is given; else it stays a name ("a name alone").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.analyse.audit import COLUMNS, Holdings, staff
from graph.analyse.groups.beside import other_names
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import LIVES_AT, SENT_TO, People
from graph.analyse.groups.slices import Ints, PerPerson, Slices
from graph.analyse.judging.behind import SAYS, Behind, Mean
from graph.analyse.persons.names import folded, same_name
from graph.analyse.relations.crossing import Crossing
from graph.analyse.relations.firms import Firms
from graph.analyse.report.wording import count, listing
from graph.model.distinct import distinct_of
from graph.model.kinds import KINDS

ALIKE = 0.5
"""So alike a CV must be to the one that it may be made from."""

COPIES = 3
"""So many CVs must be like one that is older than all of them to call it their base."""

KNOWN_BY = frozenset(
    [kind for kind, entry in KINDS.items() if entry.family == "money"]
    + ["address", "reference_phone", "reference_email", "referrer"]
)
"""Kinds beside which a name stands, or that can be somebody's home or contact."""

HOW = {
    **{kind: "payee" for kind, entry in KINDS.items() if entry.family == "money"},
    "address": "recipient",
    "reference_phone": "reference",
    "reference_email": "reference",
}
"""How one depends on a name that stands beside a value of the kind."""

LOOKED_AT = 50
"""Of a value with more holders nobody is looked for: it is a crowd's."""

Means = dict[tuple[str, int], list[int]]
"""(how, value) -> members that depend on somebody so."""


class Finder:
    """Finds the persons behind the values of groups."""

    def __init__(
        self, population: Population, people: People, crossing: Crossing, slices: Slices | None = None
    ) -> None:
        self.population, self.people, self.crossing = population, people, crossing
        self.slices = slices or Slices(population)
        self.firms = Firms(population, self.slices)

    def ready(self) -> None:
        """Makes the columns that every group is looked up in."""
        _ = self._telling

    @cached_property
    def _telling(self) -> PerPerson:
        """By person the values of KNOWN_BY that can name or lead to somebody else, in order. Most lead to nobody."""
        value, person = (np.concatenate(column) for column in zip(*self._leads(), strict=True))
        told = ~np.isin(value, list(self.population.innocent)) if self.population.innocent else slice(None)
        width = max(self.population.persons.count, 1)
        pairs = distinct_of(value[told].astype(np.int64) * width + person[told])
        return PerPerson((pairs % width).astype(np.int32), (pairs // width).astype(np.int32), width)

    def _leads(self) -> Iterator[tuple[npt.NDArray[Any], Ints]]:
        """(value, person): another's name beside it, or a referrer, or the contact or home of somebody of the case."""
        for kind in sorted(KNOWN_BY):
            yield other_names(self.slices, kind)
        yield self.slices.holders("referrer")
        for kind in ("reference_phone", "reference_email"):
            value, person = self.slices.holders(kind)
            known = np.isin(value, list(self.crossing.own))
            yield value[known], person[known]
        yield self._sent_to()

    def _sent_to(self) -> tuple[Ints, Ints]:
        """(address, person) where a few receive goods, by holding."""
        number, contexts = self.slices.coded("address", "contexts")
        sent = np.array([not SENT_TO.isdisjoint(text.split(",")) for text in contexts], np.bool_)[number]
        low, high = self.slices.rows("address")
        value = self.slices.value[low:high]
        count = self.population.count[value]
        rows = np.flatnonzero(sent & (count >= 2) & (count <= LOOKED_AT))
        return value[rows], self.slices.persons("address")[rows]

    def of(self, members: list[int]) -> list[Behind]:
        """Persons on whom two members or more depend, in order of their keys."""
        named: dict[str, tuple[str, Means]] = {}
        known: dict[int, Means] = {}
        for member in members:
            for value in self._telling.of(member):
                if self._finer_held(member, value):
                    continue
                for how, name in self._names(member, value):
                    means = named.setdefault(folded(name), (name, {}))[1]
                    means.setdefault((how, value), []).append(member)
                for how, person in self._known(member, value):
                    known.setdefault(person, {}).setdefault((how, value), []).append(member)
        self._employing(members, named)
        self._forget(named, known)
        if named:
            self._spread(members, named)
            self._identify(named, known)
        self._copied(members, known)
        found = [
            self._behind(f"name:{key}", name, -1, means)
            for key, (name, means) in sorted(named.items())
            if key and _several(means)
        ]
        for person, means in sorted(known.items()):
            if _several(means):
                key = self.people.applicants([person])[0]
                found.append(self._behind(key, self.people.label(person), person, means))
        return [one for one in found if len(one.members) >= 2]

    def _finer_held(self, member: int, value: int) -> bool:
        """Whether the member holds the whole of what this value is the building or the ending of."""
        kind = self.population.kind
        return any(kind[one] in KNOWN_BY and self.people.rows_of(member, one) for one in self.people.finer(value))

    def _behind(self, key: str, name: str, person: int, means: dict[tuple[str, int], list[int]]) -> Behind:
        ways = [
            Mean(how, value, tuple(sorted({one for one in members if one != person})))
            for (how, value), members in sorted(means.items())
        ]
        return Behind(key, name, person, tuple(way for way in ways if way.members))

    def _names(self, member: int, value: int) -> list[tuple[str, str]]:
        """Names of others beside a value of the member, and how it depends on them."""
        kind = self.population.kind[value]
        if kind == "referrer":
            display = self.population.display[value]
            return [] if "@" in display or any(map(str.isdigit, display)) else [("referrer", display)]
        how = HOW.get(kind)
        if how is None:
            return []
        own = self.people.name(member)
        if not own and how != "reference":  # of whom no name is known the name may be theirs
            return []
        return [(how, name) for name in self.people.payees(member, value) if not same_name(name, own)]

    def _known(self, member: int, value: int) -> list[tuple[str, int]]:
        """Applicants and employees whose own contact or home the value is."""
        kind = self.population.kind[value]
        if kind == "referrer":
            person, by_name = self.crossing.referrer(value)
            return [("referrer", person)] if person not in (None, member) and not by_name else []
        if kind in ("reference_phone", "reference_email"):
            return [("contact", person) for person in self.crossing.owners(value) if person != member]
        if kind == "address" and 2 <= self.population.count[value] <= LOOKED_AT:
            words = set(self.people.contexts(member, value))
            if words & SENT_TO and not words & LIVES_AT:
                home = self._resident(value)
                return [("home", home)] if home is not None else []
        return []

    def _resident(self, value: int) -> int | None:
        """The one person who lives at the address; None when nobody or several do."""
        live = [p for p in self.population.holders(value) if LIVES_AT & set(self.people.contexts(p, value))]
        return live[0] if len(live) == 1 else None

    def _forget(self, named: dict[str, tuple[str, Means]], known: dict[int, Means]) -> None:
        """Leave out names that stand beside one member's own values only, and are of nobody who is known: of such a name
        nothing more can become."""
        count = self.population.count
        kept = {folded(self.people.name(person)) for person in known}
        gone = [
            key
            for key, (_, means) in named.items()
            if key and not _several(means) and key not in kept and all(count[value] == 1 for _, value in means)
        ]
        for key in gone:
            del named[key]

    def _employing(self, members: list[int], named: dict[str, tuple[str, Means]]) -> None:
        """A payee that several name as their former employer is a firm, and they depend on it too."""
        for name, means in named.values():
            if not any(how == "payee" for how, _ in means):
                continue
            value = self.firms.employer(name)
            if value is None or self.population.count[value] > LOOKED_AT:
                continue
            workers = [member for member in members if self.people.rows_of(member, value)]
            if len(workers) >= 2:
                means["employer", value] = workers

    def _spread(self, members: list[int], named: dict[str, tuple[str, Means]]) -> None:
        """A name that one record writes beside an account is that account's: all who hold it and have no name of their
        own beside it depend on the name."""
        inside = set(members)
        for _, means in named.values():
            for (how, value), persons in means.items():
                if how not in ("payee", "reference") or not 2 <= self.population.count[value] <= LOOKED_AT:
                    continue
                for member in inside.intersection(self.population.holders(value)).difference(persons):
                    if not self.people.payees(member, value):
                        persons.append(member)

    def _identify(self, named: dict[str, tuple[str, Means]], known: dict[int, Means]) -> None:
        """A name becomes the applicant who bears it and holds one of the values beside it, or is known by a contact."""
        for key in sorted(named):
            _, means = named[key]
            near = set(known)
            for _, value in means:
                if self.population.count[value] <= LOOKED_AT and self.population.kind[value] != "referrer":
                    near |= set(self.population.holders(value))
            same = sorted(person for person in near if folded(self.people.name(person)) == key)
            if len(same) == 1:
                for way, who in named.pop(key)[1].items():
                    known.setdefault(same[0], {}).setdefault(way, []).extend(who)

    def _copied(self, members: list[int], known: dict[int, Means]) -> None:
        """The base of CVs: older than all that are like it, and more than half as many as are like each other."""
        inside = set(members)
        like = {
            person: {other for other, jaccard, _ in alike if other in inside and jaccard >= ALIKE}
            for person in members
            if (alike := self.people.texts_like(person))
        }
        for person, copies in like.items():
            applied = self.people.applied(person)
            if len(copies) < COPIES or not applied:
                continue
            if any((self.people.applied(other) or "") <= applied for other in copies):
                continue
            among = sum(len(like[other] & copies) for other in copies) / 2
            if among <= len(copies) * (len(copies) - 1) / 4:
                known.setdefault(person, {})[("cv", -1)] = sorted(copies)

    def employed(self, person: int) -> str:
        """Why the person is taken for present staff ("hired 2025-04-01"), "" when they are not."""
        if person < 0:
            return ""
        links = self.people.links
        rows = self.people.members[person]
        applicants = links.applicants.select(COLUMNS["applicants"]).take(rows)
        reasons = staff(Holdings(applicants, links.values, links.holdings))
        return next((reasons[key] for key in sorted(reasons)), "")

    def told(self, one: Behind, group: int) -> str:
        """Who depends on the person, and how, in a sentence without its full stop."""
        ways = one.ways
        hows = [SAYS[how].format(n=len(ways[how])) for how in SAYS if how in ways]
        staffed = self.employed(one.person)
        who = one.name
        if one.person < 0:
            alone = f"the name {who} (a name alone: nothing ties it to a record of this case)"
            who = f"the firm {who}" if "employer" in ways else alone
        present = f" (present staff: {staffed})" if staffed else ""
        return f"{len(one.members)} of {count(group, 'person')} depend on {who}{present}: {listing(hows, 7)}"


def _several(means: Means) -> bool:
    """Whether two members or more depend on somebody by these."""
    first = next((members[0] for members in means.values() if members), -1)
    return any(member != first for members in means.values() for member in members)
