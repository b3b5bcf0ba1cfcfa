"""Flags of work and dates: two employers at once, dates in the wrong order, many applications in a day."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow.compute as pc

from graph.analyse.flags.base import Hit, Records, days
from graph.analyse.flags.columns import Bools, Columns

WRONG_ORDER = 30
"""Days by which an offer or a hiring must lie before the application to be a contradiction."""

MANY = 5
"""Applications of one person on one day, for MANY_ROLES different roles or more."""
MANY_ROLES = 3


def works_twice(records: Records, person: int) -> Hit | None:
    """One person is employed by two employers at the same time, both employments dated and neither ended.

    Innocent: a part-time job beside another (the sources do not say which are full-time), or a change of jobs whose end
    no source tells. One employer under two records is silent.
    """
    if len(records.rows(person)) < 2:
        return None
    jobs = [job for job in records.jobs(person) if job.employer and job.since is not None]
    employers = sorted({job.employer for job in jobs})
    if len(employers) < 2:
        return None
    return Hit(person, column="employer", note=f"{len(employers)} employers")


def may_work_twice(columns: Columns) -> Bools:
    """Two records."""
    return columns.records(2)


def dates_contradict(records: Records, person: int) -> Hit | None:
    """The offer or the hiring lies more than 30 days before the application.

    Innocent: an application that was entered late, a slip of the day, a rehire; within 30 days this is silent.
    """
    for row in records.rows(person):
        later = [(c, w) for c, w in (("offered_at", "offered"), ("hired_at", "hired")) if records.said(row, c)]
        applied = records.time(row, "applied_at") if later else None
        for column, word in later:
            when = records.time(row, column)
            if applied is not None and when is not None and days(applied, when) > WRONG_ORDER:
                return Hit(person, column=column, note=f"{word} {days(applied, when)} days before applying")
    return None


def may_contradict(columns: Columns) -> Bools:
    """An offer or a hiring whose text stands before that of the application, or where one of them is no plain date.

    Days of dates in one form are in the order of their texts; zones move them by less than WRONG_ORDER days.
    """
    applied = columns.said("applied_at")
    found = np.zeros(len(applied), np.bool_)
    for name in ("offered_at", "hired_at"):
        later = columns.said(name)
        rows = np.flatnonzero(np.asarray(pc.and_(pc.not_equal(later, ""), pc.not_equal(applied, ""))))
        ours, theirs = applied.take(rows), later.take(rows)
        plain = pc.and_(*(pc.match_substring_regex(text, r"^\d{4}-\d{2}-\d{2}") for text in (ours, theirs)))
        found[rows] |= np.asarray(pc.or_(pc.greater(ours, theirs), pc.invert(plain)))
    return columns.record_where(found)


def applies_often(records: Records, person: int) -> Hit | None:
    """Five applications or more on one day, for three different roles or more.

    Innocent: tools that apply in one's name; two or three in a day, or many for one role in several towns, are silent.
    """
    if len(records.rows(person)) < MANY:
        return None
    roles: dict[str, list[str]] = {}
    for row in records.rows(person):
        day = records.said(row, "applied_at")[:10]
        if day:
            roles.setdefault(day, []).append(records.said(row, "role").casefold().strip())
    for day, asked in sorted(roles.items()):
        if len(asked) >= MANY and len({role for role in asked if role}) >= MANY_ROLES:
            return Hit(person, column="applied_at", note=f"{len(asked)} on {day}")
    return None


def may_apply_often(columns: Columns) -> Bools:
    """So many records."""
    return columns.records(MANY)


BUSY = 3
TIMES = 4.0
"""So many persons of a group on one day, and so many times more than the whole case has that day."""


def busy_day(
    records: Records, members: list[int], every: Counter[str], total: int
) -> tuple[str, list[int], int] | None:
    """(day, the persons, how many of the whole case) of the day on which most of a group applied.

    Innocent: a fair or a campaign, when everybody applies. Then the whole case is busy too, and this is silent.
    """
    on: dict[str, list[int]] = {}
    for person in members:
        day = records.applied_on(person)
        if day:
            on.setdefault(day, []).append(person)
    found = sorted((-len(persons), day) for day, persons in on.items() if len(persons) >= BUSY)
    for _, day in found:
        expected = len(members) * every[day] / max(total, 1)
        if len(on[day]) >= TIMES * expected:
            return day, on[day], every[day]
    return None
