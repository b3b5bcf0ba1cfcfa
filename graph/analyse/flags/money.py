"""Flags of pay: an account in a stranger's name, a new account soon after hiring, two employers paying into one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from graph.analyse.flags.base import Hit, Records, days
from graph.analyse.flags.columns import Bools, Columns
from graph.analyse.groups.beside import other_names
from graph.analyse.persons.names import unrelated
from graph.model.kinds import KINDS

EARLY = 60
"""Days after hiring in which a change of the account is early."""

MONEY = tuple(kind for kind, entry in KINDS.items() if entry.family == "money")
DEVICES = tuple(kind for kind, entry in KINDS.items() if entry.family == "device")

CHANGES, WINDOW = 2, 90
"""So many changes inside so many days are many."""


def paid_to_another(records: Records, person: int) -> Hit | None:
    """Pay goes to an account in a name that shares no surname with the person's.

    Innocent: a spouse of another surname, a maiden name, a firm of one's own. A shared surname (a couple) is silent.
    """
    accounts = records.values(person, *MONEY)
    own = records.people.name(person) if accounts else ""
    for value in accounts:
        if any(unrelated(name, own) for name in records.people.payees(person, value)):
            return Hit(person, ((person, value),))
    return None


def may_be_paid_to_another(columns: Columns) -> Bools:
    """A name beside an account that is not written as the person's own."""
    return columns.among(np.concatenate([other_names(columns.slices, kind)[1] for kind in MONEY]))


def deposit_changed_early(records: Records, person: int) -> Hit | None:
    """Another account within 60 days of hiring, or two changes within 90 days.

    The first account is no change; nor is one more without a date. Innocent: people change banks, but seldom so soon, and
    seldom twice: one change later than 60 days is silent.
    """
    accounts = records.values(person, "payroll_account")
    if len(accounts) < 2:
        return None
    dated = []
    replaced = False
    for value in accounts:
        if "payroll_before" in records.people.contexts(person, value):
            replaced = True
            continue
        seen = records.first_seen(person, value)
        if seen is not None:
            dated.append((seen, value))
    dated.sort()
    changes = dated if replaced else dated[1:]
    cited = tuple((person, value) for value in accounts)
    hired = records.earliest(person, "hired_at")
    if hired is not None:
        early = [when for when, _ in changes if when >= hired and days(when, hired) <= EARLY]
        if early:
            return Hit(person, cited, note=f"{days(early[0], hired)} days after hiring")
    times = [when for when, _ in changes]
    if any(days(b, a) <= WINDOW for a, b in pairwise(times)) and len(times) >= CHANGES:
        return Hit(person, cited, note=f"{len(times)} changes")
    return None


def may_have_changed(columns: Columns) -> Bools:
    """Two accounts."""
    return columns.hold(2, "payroll_account")


def two_jobs_one_account(records: Records, person: int) -> Hit | None:
    """One person works for two employers at once, and both employments hold one account or one device.

    Innocent: a change of jobs. An employment whose record says that it ended is none, and one employer is one.
    """
    if len(records.rows(person)) < 2:
        return None
    jobs = {job.row: job.employer for job in records.jobs(person) if job.employer}
    if len(set(jobs.values())) < 2:
        return None
    applicant = records.population.links.holdings.column("applicant")
    for value in records.values(person, *MONEY, *DEVICES):
        rows = {applicant[row].as_py() for row in records.people.rows_of(person, value)}
        if len({jobs[row] for row in rows if row in jobs}) >= 2:
            return Hit(person, ((person, value),))
    return None


def may_have_two_jobs(columns: Columns) -> Bools:
    """Two records."""
    return columns.records(2)
