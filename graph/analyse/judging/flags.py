"""Flags of single records: what to look at, each with its innocent cause. They never make an edge and never enter a score.

Among findings of one type and one score, the one with more flags is listed first; that is all they do to the queue.
No source that is read carries when a firm was founded, so "employer before its founding" is not looked for.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property, partial

import numpy as np
import pyarrow.compute as pc

from graph.analyse.flags import contact, money, shipping, work
from graph.analyse.flags.base import Hit, Records, Rule
from graph.analyse.flags.columns import Columns
from graph.analyse.groups.columns import numbers
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.groups.slices import Slices
from graph.analyse.relations.citing import Citing
from graph.analyse.report.wording import count
from graph.model.findings import Flag

CROWD = 60
"""A wider group (a hub) is not looked through: its flags would be a list of everybody."""

NAMED = 6

RULES: tuple[Rule, ...] = (
    Rule(
        "ships_elsewhere",
        "Goods sent to an address that is not the home or ID address",
        "A neighbour, a parcel shop or an office takes the goods in.",
        shipping.ships_elsewhere,
        shipping.may_ship_elsewhere,
    ),
    Rule(
        "ship_to_changed",
        "The delivery address was changed after the offer",
        "Somebody moved: then the new address is soon the home as well.",
        shipping.ship_to_changed,
        shipping.may_have_changed,
    ),
    Rule(
        "places_contradict",
        "Home, ID address and delivery are in three different regions",
        "A move explains two regions, seldom three; a student's parents may be the third.",
        shipping.places_contradict,
        shipping.may_contradict,
    ),
    Rule(
        "paid_to_another",
        "Pay goes to an account in another name",
        "A spouse of another surname, a maiden name, or a firm of one's own.",
        money.paid_to_another,
        money.may_be_paid_to_another,
    ),
    Rule(
        "deposit_changed_early",
        "The account was changed soon after hiring, or again and again",
        "A change of banks that happens to fall there.",
        money.deposit_changed_early,
        money.may_have_changed,
    ),
    Rule(
        "two_jobs_one_account",
        "Two employments at once hold one account or one device",
        "A change of jobs whose end no source tells.",
        money.two_jobs_one_account,
        money.may_have_two_jobs,
    ),
    Rule(
        "works_twice",
        "Employed by two employers at the same time",
        "A part-time job beside another, or a change of jobs whose end no source tells.",
        work.works_twice,
        work.may_work_twice,
    ),
    Rule(
        "dates_contradict",
        "The dates of application, offer and hiring contradict each other",
        "An application that was entered late, or a rehire.",
        work.dates_contradict,
        work.may_contradict,
    ),
    Rule(
        "applies_often",
        "Many applications on one day for different roles",
        "A tool that applies in one's name.",
        work.applies_often,
        work.may_apply_often,
    ),
    Rule(
        "internet_number",
        "The telephone number is of a range for services over the internet",
        "Many private and business lines are.",
        contact.internet_number,
        contact.may_be_internet,
    ),
)

BUSY_DAY = "A fair or a campaign on that day; it was compared with the whole case."
PLUS_ONE = "People who are used to write so; a form that writes all numbers so was ruled out."


class Flags:
    """Looks at the records of groups of one population."""

    def __init__(
        self, population: Population, people: People, slices: Slices | None = None, citing: Citing | None = None
    ) -> None:
        self.records = Records(population, people)
        self.people = people
        self.columns = Columns(population, slices or Slices(population))
        self.citing = citing or Citing(population, people)
        self._seen: dict[int, tuple[tuple[str, Hit], ...]] = {}

    def ready(self) -> None:
        """Makes the columns that every group is looked up in."""
        _ = self._asked, self._days

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        """RULES, and those that must know the whole case."""
        habit = partial(contact.plus_one, habits=contact.habits_of(self.columns))
        says = "The telephone number is written +1…, unlike others of its file"
        return (*RULES, Rule("plus_one", says, PLUS_ONE, habit, contact.may_write_plus_one))

    @cached_property
    def _asked(self) -> memoryview[int]:
        """Of each person the rules that can speak of them, as bits in their order."""
        found = np.zeros(self.columns.persons, np.int32)
        for place, rule in enumerate(self._rules):
            found |= rule.may(self.columns).astype(np.int32) << place
        return numbers(found)

    @cached_property
    def _days(self) -> Counter[str]:
        """Applications of the whole case by their day."""
        days = pc.utf8_slice_codeunits(self.people.links.applicants.column("applied_at"), 0, 10).value_counts()
        return Counter({item["values"]: item["counts"] for item in days.to_pylist() if item["values"]})

    @cached_property
    def _dated(self) -> int:
        """Applications of the whole case that have a day."""
        return self._days.total()

    def of(self, members: list[int]) -> tuple[Flag, ...]:
        """What to look at in the records of these persons, in the order of RULES."""
        if len(members) > CROWD:
            return ()
        hits: dict[str, list[Hit]] = {}
        for person in members:
            for name, hit in self._hits(person):
                hits.setdefault(name, []).append(hit)
        found = [self._flag(rule, hits[rule.name]) for rule in self._rules if rule.name in hits]
        busy = self._busy(members)
        return (*found, busy) if busy else tuple(found)

    def _hits(self, person: int) -> tuple[tuple[str, Hit], ...]:
        """What the rules say of one person; remembered, for one person can be in several hubs."""
        asked = self._asked[person]
        if not asked:
            return ()
        found = self._seen.get(person)
        if found is None:
            rules = (rule for place, rule in enumerate(self._rules) if asked >> place & 1)
            hits = ((rule.name, rule.find(self.records, person)) for rule in rules)
            found = self._seen[person] = tuple((name, hit) for name, hit in hits if hit is not None)
        return found

    def _flag(self, rule: Rule, hits: list[Hit]) -> Flag:
        told = []
        for hit in hits[:NAMED]:
            ids = ", ".join(self.people.applicants([hit.person]))
            told.append(f"{ids} ({hit.note})" if hit.note else ids)
        rest = f" and {len(hits) - NAMED} more" if len(hits) > NAMED else ""
        cited = self.citing.held(pair for hit in hits for pair in hit.held)
        for hit in hits:
            if hit.column:
                cited += self.citing.record(self.records.rows(hit.person), hit.column)
        who = tuple(self.people.applicants([hit.person for hit in hits]))
        return Flag(rule.name, f"{rule.says}: {', '.join(told)}{rest}.", rule.innocent, who, cited)

    def _busy(self, members: list[int]) -> Flag | None:
        if len(members) < work.BUSY:
            return None
        found = work.busy_day(self.records, members, self._days, self._dated)
        if found is None:
            return None
        day, persons, everybody = found
        told = f"{count(len(persons), 'person')} of the group applied on {day}; in the whole case {everybody:,} did."
        rows = [row for person in persons for row in self.records.rows(person)]
        who = tuple(self.people.applicants(persons))
        return Flag("busy_day", told, BUSY_DAY, who, self.citing.record(rows, "applied_at"))
