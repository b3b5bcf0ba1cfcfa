"""The table of explanations: what each named explanation of a group expects to see. Set by hand, from the sources named.

A row gives, for each feature of a group's shape (graph/analyse/groups/shape.py), how likely each level is under that
explanation. What is not written has probability REST. A feature that is unknown, or that one of two rows does not
mention, says nothing between them. The log2 likelihood ratio of
two rows, feature by feature, is what a finding's score is made of. Sources: documented indicators and their innocent
causes (docs/method.md, "Rows" and "References"); where no source gives a rate the number is our judgement, marked there.
"""

from __future__ import annotations

from graph.analyse.judging.innocent import INNOCENT
from graph.analyse.judging.row import DIFFERENT, FEATURES, OPEN, REST, Levels, Row

__all__ = [
    "FACILITATOR",
    "FACILITATORS",
    "FACILITATOR_OF_FEW",
    "FEATURES",
    "FEW",
    "INNOCENT",
    "REST",
    "ROWS",
    "Levels",
    "Row",
    "facilitator",
]

FACILITATOR = Row(
    name="facilitator",
    title="one facilitator behind them",
    prior=0.085,
    decide="",
    expects={
        "money": {"pools": 0.20, "part": 0.10, "one": 0.20, "few": 0.20, "none": 0.30},
        "money_own": {"own": 0.20, "shared_only": 0.80},
        "payee": {"unrelated": 0.33, "mismatch": 0.36, "match": 0.23, "firm": 0.08},
        "contact": {"pools": 0.28, "part": 0.20, "few": 0.22, "one": 0.12, "none": 0.18},
        "contact_own": {"shared_only": 0.60, "own": 0.40},
        "home": {"pools": 0.03, "part": 0.19, "few": 0.26, "one": 0.12, "none": 0.38, "house": 0.02},
        "home_own": {"own": 0.50, "shared_only": 0.50},
        "net": {"pools": 0.16, "part": 0.26, "few": 0.22, "one": 0.20, "none": 0.16},
        "net_own": {"own": 0.38, "shared_only": 0.62},
        "net_outside": {"none": 0.50, "some": 0.15, "many": 0.35},
        "away": {"away": 0.75, "home": 0.25},
        "device": {"pools": 0.13, "part": 0.07, "one": 0.10, "few": 0.15, "none": 0.55},
        "device_own": {"own": 0.32, "shared_only": 0.68},
        "text": {"pools": 0.34, "whole": 0.22, "few": 0.18, "passages": 0.12, "none": 0.14},
        "text_outside": {"none": 0.70, "some": 0.20, "many": 0.10},
        "career": {"none": 0.70, "few": 0.14, "pools": 0.16},
        "people": {"pools": 0.15, "part": 0.13, "few": 0.20, "one": 0.12, "none": 0.40},
        "people_own": {"own": 0.38, "shared_only": 0.62},
        "people_outside": {"none": 0.70, "some": 0.18, "many": 0.12},
        "employer": {"none": 0.66, "few": 0.14, "pools": 0.02, "part": 0.12, "one": 0.06},
        "identity": {"none": 0.91, "few": 0.03, "pools": 0.015, "part": 0.015, "one": 0.03},
        "names": DIFFERENT,
        "time": {"burst": 0.32, "months": 0.52, "years": 0.16},
        "outside": {"none": 0.72, "some": 0.22, "many": 0.06},
        "size": {"two": 0.12, "3-5": 0.28, "6-12": 0.34, "13-30": 0.20, "more": 0.06},
        "submitted": OPEN,
    },
)

FACILITATOR_OF_FEW = Row(
    name="facilitator_of_few",
    title="one facilitator behind a few",
    prior=FACILITATOR.prior,
    decide="",
    expects=FACILITATOR.expects
    | {
        "money": {"one": 0.42, "pools": 0.05, "part": 0.10, "few": 0.06, "none": 0.37},
        "contact": {"one": 0.34, "pools": 0.05, "part": 0.09, "few": 0.08, "none": 0.44},
        "home": {"one": 0.20, "pools": 0.01, "part": 0.09, "few": 0.06, "none": 0.62, "house": 0.02},
        "net": {"one": 0.18, "pools": 0.03, "part": 0.13, "few": 0.06, "none": 0.60},
        "device": {"one": 0.18, "pools": 0.03, "part": 0.05, "few": 0.04, "none": 0.70},
        "text": {"whole": 0.20, "pools": 0.17, "passages": 0.13, "few": 0.06, "none": 0.44},
        "career": {"none": 0.76, "few": 0.04, "pools": 0.20},
        "people": {"one": 0.20, "pools": 0.05, "part": 0.09, "few": 0.06, "none": 0.60},
        "employer": {"none": 0.74, "few": 0.06, "pools": 0.01, "part": 0.09, "one": 0.10},
    },
)
"""Among FEW persons one pool is "one", and they seldom happen to be two who share the exit, the reference *and* the telephone:
with a use by .45 of a network's personas and six exits, three of them share one with chance .1, twelve nearly surely."""

FEW, MANY = 5, 10
"""Persons up to whom the row of a few is taken, and from whom on that of many. Which row is taken hangs on their number alone:
what is known of them never changes it."""

FACILITATORS = (FACILITATOR, FACILITATOR_OF_FEW)


def facilitator(persons: int) -> Row:
    """The row of one facilitator behind so many persons; between FEW and MANY it goes over from one row to the other."""
    if persons <= FEW:
        return FACILITATOR_OF_FEW
    return FACILITATOR if persons >= MANY else between(persons)


def between(persons: int) -> Row:
    """A mixture of the two rows: each number moves evenly from the one to the other with every further person."""
    few = (MANY - persons) / (MANY - FEW)
    expects = {
        feature: {
            level: few * FACILITATOR_OF_FEW.expects[feature][level] + (1 - few) * chance
            for level, chance in levels.items()
        }
        for feature, levels in FACILITATOR.expects.items()
    }
    prior = few * FACILITATOR_OF_FEW.prior + (1 - few) * FACILITATOR.prior
    return Row(f"facilitator_of_{persons}", FACILITATOR.title, prior, expects, FACILITATOR.decide)


ROWS = (*FACILITATORS, *INNOCENT)
"""All of them."""
