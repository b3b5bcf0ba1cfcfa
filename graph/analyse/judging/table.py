"""The table of explanations: what each named explanation of a group expects to see. Set by hand, from the sources named.

A row gives, for each feature of a group's shape (graph/analyse/groups/shape.py), how likely each level is under that
explanation. What is not written has probability REST. A feature that is unknown, or that one of two rows does not
mention, says nothing between them. The log2 likelihood ratio of
two rows, feature by feature, is what a finding's score is made of. Sources: documented indicators and their innocent
causes (docs/method.md, sections "Rows" and "Sources"); where no source gives a rate the number is our judgement, marked there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log2

REST = 0.02
"""Probability of a level that a row does not mention."""

Levels = dict[str, float]


@dataclass(frozen=True)
class Row:
    """One explanation. prior: share of the groups that come up for judgement (our estimate). decide: what would settle it."""

    name: str
    title: str
    prior: float
    expects: dict[str, Levels]
    decide: str
    _bits: dict[tuple[str, str], float] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for feature, levels in self.expects.items():
            if feature not in FEATURES:
                raise ValueError(f"explanation {self.name}: {feature!r} is not a feature ({', '.join(FEATURES)})")
            if sum(levels.values()) > 1.0 + 1e-9 or min(levels.values()) <= 0:
                raise ValueError(
                    f"explanation {self.name}: the levels of {feature} must be positive and add up to 1 at most"
                )

    def probability(self, feature: str, level: str) -> float:
        """How likely the level is under this explanation; 1 when the row does not care."""
        levels = self.expects.get(feature)
        if not level or levels is None:
            return 1.0
        return levels.get(level, REST)

    def bits(self, feature: str, level: str) -> float:
        """log2 of `probability`, remembered."""
        key = (feature, level)
        found = self._bits.get(key)
        if found is None:
            found = self._bits[key] = log2(self.probability(feature, level))
        return found


FEATURES: dict[str, str] = {
    "money": "money",
    "payee": "money",
    "contact": "contact",
    "contact_own": "contact",
    "home": "location",
    "net": "location",
    "away": "location",
    "device": "device",
    "text": "text",
    "career": "text",
    "people": "people",
    "employer": "people",
    "names": "",
    "time": "",
    "outside": "",
    "size": "",
    "submitted": "",
}
"""Feature -> family. Of one family only the strongest feature counts (facts of one family count once)."""

_NO_MONEY: Levels = {"none": 0.97, "few": 0.01, "pools": 0.01, "one": 0.01}
_NO_PAYEE: Levels = {"unrelated": 0.002, "mismatch": 0.02, "match": 0.05, "firm": 0.01}
_NO_DEVICE: Levels = {"none": 0.97, "few": 0.01, "pools": 0.01, "one": 0.01}
_NO_TEXT: Levels = {"none": 0.93, "few": 0.04, "passages": 0.01, "pools": 0.01, "whole": 0.01}
_NO_CAREER: Levels = {"none": 0.975, "few": 0.015, "pools": 0.01}
_NO_PEOPLE: Levels = {"none": 0.94, "few": 0.03, "pools": 0.015, "one": 0.015}
_NO_CONTACT: Levels = {"none": 0.93, "few": 0.04, "pools": 0.02, "one": 0.01}
_NO_HOME: Levels = {"none": 0.92, "few": 0.04, "pools": 0.02, "one": 0.01, "house": 0.01}
_NO_NET: Levels = {"none": 0.88, "few": 0.07, "pools": 0.03, "one": 0.02}
_DIFFERENT: Levels = {"different": 0.96, "one": 0.04}
_OPEN: Levels = {"open": 0.97, "one_agency": 0.03}

FACILITATOR = Row(
    name="facilitator",
    title="one facilitator behind them",
    prior=0.10,
    decide="",
    expects={
        "money": {"pools": 0.30, "one": 0.20, "few": 0.20, "none": 0.30},
        "payee": {"unrelated": 0.33, "mismatch": 0.36, "match": 0.23, "firm": 0.08},
        "contact": {"pools": 0.48, "few": 0.22, "one": 0.12, "none": 0.18},
        "contact_own": {"shared_only": 0.60, "own": 0.40},
        "home": {"pools": 0.22, "few": 0.26, "one": 0.12, "none": 0.38, "house": 0.02},
        "net": {"pools": 0.42, "few": 0.22, "one": 0.20, "none": 0.16},
        "away": {"away": 0.75, "home": 0.25},
        "device": {"pools": 0.20, "one": 0.10, "few": 0.15, "none": 0.55},
        "text": {"pools": 0.34, "whole": 0.22, "few": 0.18, "passages": 0.12, "none": 0.14},
        "career": {"none": 0.70, "few": 0.14, "pools": 0.16},
        "people": {"pools": 0.28, "few": 0.20, "one": 0.12, "none": 0.40},
        "employer": {"none": 0.66, "few": 0.14, "pools": 0.14, "one": 0.06},
        "names": _DIFFERENT,
        "time": {"burst": 0.32, "months": 0.52, "years": 0.16},
        "outside": {"none": 0.72, "some": 0.22, "many": 0.06},
        "size": {"two": 0.12, "3-5": 0.28, "6-12": 0.34, "13-30": 0.20, "more": 0.06},
        "submitted": _OPEN,
    },
)

FACILITATOR_OF_FEW = Row(
    name="facilitator_of_few",
    title="one facilitator behind a few",
    prior=FACILITATOR.prior,
    decide="",
    expects=FACILITATOR.expects
    | {
        "money": {"one": 0.42, "pools": 0.15, "few": 0.06, "none": 0.37},
        "contact": {"one": 0.34, "pools": 0.14, "few": 0.08, "none": 0.44},
        "home": {"one": 0.20, "pools": 0.10, "few": 0.06, "none": 0.62, "house": 0.02},
        "net": {"one": 0.18, "pools": 0.16, "few": 0.06, "none": 0.60},
        "device": {"one": 0.18, "pools": 0.08, "few": 0.04, "none": 0.70},
        "text": {"whole": 0.20, "pools": 0.17, "passages": 0.13, "few": 0.06, "none": 0.44},
        "career": {"none": 0.76, "few": 0.04, "pools": 0.20},
        "people": {"one": 0.20, "pools": 0.14, "few": 0.06, "none": 0.60},
        "employer": {"none": 0.74, "few": 0.06, "pools": 0.10, "one": 0.10},
    },
)
"""Among FEW persons one pool is "one", and they seldom happen to be two who share the exit, the reference *and* the telephone:
with a use by .45 of a network's personas and six exits, three of them share one with chance .1, twelve nearly surely."""

FEW = 5
"""Persons up to whom the row of a few is taken. It hangs on their number alone: what is known of them never changes the row."""


def facilitator(persons: int) -> Row:
    """The row of one facilitator behind so many persons."""
    return FACILITATOR_OF_FEW if persons <= FEW else FACILITATOR


INNOCENT: tuple[Row, ...] = (
    Row(
        name="household",
        title="a family or a couple",
        prior=0.22,
        decide="Ask whether they live together; look at the surname and at how long both have used the account or number.",
        expects={
            "money": {"one": 0.40, "pools": 0.05, "few": 0.05, "none": 0.50},
            "payee": {"unrelated": 0.004, "mismatch": 0.38, "match": 0.59, "firm": 0.02},
            "contact": {"one": 0.32, "pools": 0.22, "few": 0.10, "none": 0.36},
            "contact_own": {"own": 0.70, "shared_only": 0.30},
            "home": {"one": 0.87, "pools": 0.04, "few": 0.02, "none": 0.06, "house": 0.01},
            "net": {"one": 0.80, "pools": 0.06, "few": 0.02, "none": 0.12},
            "away": {"home": 0.97, "away": 0.03},
            "device": {"none": 0.86, "one": 0.10, "pools": 0.03, "few": 0.01},
            "text": _NO_TEXT,
            "career": _NO_CAREER,
            "people": {"none": 0.88, "few": 0.04, "pools": 0.03, "one": 0.05},
            "employer": {"none": 0.93, "few": 0.02, "pools": 0.02, "one": 0.03},
            "names": {"one": 0.78, "different": 0.22},
            "time": {"burst": 0.22, "months": 0.42, "years": 0.36},
            "outside": {"none": 0.93, "some": 0.06, "many": 0.01},
            "size": {"two": 0.62, "3-5": 0.365, "6-12": 0.013, "13-30": 0.001, "more": 0.001},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="flatmates",
        title="people who share a flat",
        prior=0.09,
        decide="Look whether each has an own account, an own phone and an own CV: flatmates share the roof, not the money.",
        expects={
            "money": _NO_MONEY,
            "payee": _NO_PAYEE,
            "contact": {"none": 0.80, "one": 0.08, "few": 0.05, "pools": 0.07},
            "home": {"one": 0.92, "pools": 0.02, "few": 0.01, "none": 0.02, "house": 0.03},
            "net": {"one": 0.85, "pools": 0.05, "few": 0.02, "none": 0.08},
            "away": {"home": 0.98, "away": 0.02},
            "device": {"none": 0.88, "few": 0.03, "pools": 0.05, "one": 0.04},
            "text": _NO_TEXT,
            "career": _NO_CAREER,
            "people": {"none": 0.75, "few": 0.06, "pools": 0.10, "one": 0.09},
            "employer": {"none": 0.90, "few": 0.04, "pools": 0.03, "one": 0.03},
            "names": _DIFFERENT,
            "time": {"burst": 0.25, "months": 0.45, "years": 0.30},
            "outside": {"none": 0.85, "some": 0.12, "many": 0.03},
            "size": {"two": 0.50, "3-5": 0.46, "6-12": 0.038, "13-30": 0.001, "more": 0.001},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="dormitory",
        title="a dormitory or a large house",
        prior=0.05,
        decide="Look for unit numbers, and whether what each one gives agrees with itself (home, ID address, delivery).",
        expects={
            "money": _NO_MONEY,
            "payee": _NO_PAYEE,
            "contact": {"none": 0.86, "one": 0.08, "few": 0.05, "pools": 0.01},
            "home": {"one": 0.60, "pools": 0.04, "few": 0.01, "none": 0.02, "house": 0.33},
            "net": {"one": 0.80, "pools": 0.08, "few": 0.04, "none": 0.08},
            "away": {"home": 0.98, "away": 0.02},
            "device": _NO_DEVICE,
            "text": _NO_TEXT,
            "career": _NO_CAREER,
            "people": _NO_PEOPLE,
            "names": _DIFFERENT,
            "time": {"burst": 0.10, "months": 0.45, "years": 0.45},
            "outside": {"none": 0.60, "some": 0.20, "many": 0.20},
            "size": {"two": 0.05, "3-5": 0.15, "6-12": 0.30, "13-30": 0.30, "more": 0.20},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="agency",
        title="an agency that sends its people in",
        prior=0.10,
        decide="Ask the agency for its contract and its list of people; see that each is paid to an account of their own.",
        expects={
            "money": _NO_MONEY,
            "payee": _NO_PAYEE,
            "contact": {"one": 0.66, "few": 0.10, "pools": 0.10, "none": 0.14},
            "contact_own": {"own": 0.90, "shared_only": 0.10},
            "home": {"one": 0.53, "few": 0.08, "pools": 0.07, "none": 0.30, "house": 0.02},
            "net": {"one": 0.66, "pools": 0.10, "few": 0.06, "none": 0.18},
            "away": {"home": 0.96, "away": 0.04},
            "device": _NO_DEVICE,
            "text": {"passages": 0.40, "whole": 0.20, "pools": 0.08, "few": 0.12, "none": 0.20},
            "career": _NO_CAREER,
            "people": {"none": 0.82, "one": 0.12, "few": 0.04, "pools": 0.02},
            "employer": {"none": 0.80, "one": 0.14, "few": 0.04, "pools": 0.02},
            "names": _DIFFERENT,
            "time": {"burst": 0.40, "months": 0.40, "years": 0.20},
            "outside": {"none": 0.70, "some": 0.15, "many": 0.15},
            "size": {"two": 0.04, "3-5": 0.26, "6-12": 0.38, "13-30": 0.22, "more": 0.10},
            "submitted": {"one_agency": 0.55, "open": 0.45},
        },
    ),
    Row(
        name="shared_address",
        title="a coworking space, mail drop or freight forwarder",
        prior=0.05,
        decide="Look the address up: a mailbox shop, an office house or a forwarder serves many who do not know each other.",
        expects={
            "money": _NO_MONEY,
            "payee": _NO_PAYEE,
            "contact": _NO_CONTACT,
            "home": {"one": 0.72, "pools": 0.02, "few": 0.01, "none": 0.02, "house": 0.23},
            "net": {"none": 0.55, "one": 0.35, "few": 0.05, "pools": 0.05},
            "device": _NO_DEVICE,
            "text": _NO_TEXT,
            "career": _NO_CAREER,
            "people": _NO_PEOPLE,
            "names": _DIFFERENT,
            "time": {"burst": 0.08, "months": 0.42, "years": 0.50},
            "outside": {"none": 0.55, "some": 0.20, "many": 0.25},
            "size": {"two": 0.25, "3-5": 0.25, "6-12": 0.25, "13-30": 0.15, "more": 0.10},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="exit",
        title="a VPN, company or carrier exit",
        prior=0.05,
        decide="Look up whose network it is, and whether the same people also come from addresses of their own.",
        expects={
            "money": _NO_MONEY,
            "payee": _NO_PAYEE,
            "contact": _NO_CONTACT,
            "home": _NO_HOME,
            "net": {"one": 0.80, "pools": 0.16, "few": 0.02, "none": 0.02},
            "device": _NO_DEVICE,
            "text": _NO_TEXT,
            "career": _NO_CAREER,
            "people": _NO_PEOPLE,
            "names": _DIFFERENT,
            "time": {"burst": 0.08, "months": 0.37, "years": 0.55},
            "size": {"two": 0.30, "3-5": 0.30, "6-12": 0.20, "13-30": 0.10, "more": 0.10},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="recycled",
        title="a number or home that passed from one to the next",
        prior=0.05,
        decide="Compare the dates: a number given back, or a flat let again, has one holder after the other, never two at once.",
        expects={
            "money": _NO_MONEY,
            "payee": _NO_PAYEE,
            "contact": {"one": 0.60, "pools": 0.04, "none": 0.36},
            "contact_own": {"own": 0.35, "shared_only": 0.65},
            "home": {"one": 0.44, "pools": 0.03, "none": 0.51, "house": 0.02},
            "net": _NO_NET,
            "device": _NO_DEVICE,
            "text": _NO_TEXT,
            "career": _NO_CAREER,
            "people": _NO_PEOPLE,
            "names": _DIFFERENT,
            "time": {"burst": 0.03, "months": 0.22, "years": 0.75},
            "outside": {"none": 0.90, "some": 0.08, "many": 0.02},
            "size": {"two": 0.90, "3-5": 0.095, "6-12": 0.003, "13-30": 0.001, "more": 0.001},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="template",
        title="a popular template or a copied sample CV",
        prior=0.08,
        decide="Search the shared words in public templates; look whether anything but words is shared.",
        expects={
            "money": _NO_MONEY,
            "payee": _NO_PAYEE,
            "contact": _NO_CONTACT,
            "home": _NO_HOME,
            "net": _NO_NET,
            "device": _NO_DEVICE,
            "text": {"whole": 0.44, "passages": 0.36, "pools": 0.14, "few": 0.05, "none": 0.01},
            "career": _NO_CAREER,
            "people": _NO_PEOPLE,
            "employer": {"none": 0.90, "one": 0.04, "few": 0.03, "pools": 0.03},
            "names": _DIFFERENT,
            "time": {"burst": 0.08, "months": 0.47, "years": 0.45},
            "size": {"two": 0.40, "3-5": 0.28, "6-12": 0.20, "13-30": 0.09, "more": 0.03},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="cv_writer",
        title="clients of one CV writer",
        prior=0.05,
        decide="Ask who wrote the CV; look whether jobs, dates and schools differ behind the same style.",
        expects={
            "money": _NO_MONEY,
            "payee": _NO_PAYEE,
            "contact": {"none": 0.88, "few": 0.06, "one": 0.05, "pools": 0.01},
            "home": _NO_HOME,
            "net": _NO_NET,
            "device": _NO_DEVICE,
            "text": {"passages": 0.58, "whole": 0.16, "pools": 0.14, "few": 0.10, "none": 0.02},
            "career": _NO_CAREER,
            "people": _NO_PEOPLE,
            "names": _DIFFERENT,
            "time": {"burst": 0.15, "months": 0.55, "years": 0.30},
            "size": {"two": 0.20, "3-5": 0.34, "6-12": 0.30, "13-30": 0.12, "more": 0.04},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="laid_off_team",
        title="a team that was laid off together",
        prior=0.07,
        decide="Check the employer and the dates with the reference: one real team has one real manager and overlapping years.",
        expects={
            "money": _NO_MONEY,
            "payee": _NO_PAYEE,
            "contact": {"none": 0.95, "few": 0.03, "one": 0.01, "pools": 0.01},
            "home": _NO_HOME,
            "net": {"none": 0.88, "one": 0.05, "few": 0.05, "pools": 0.02},
            "device": _NO_DEVICE,
            "text": {"passages": 0.52, "few": 0.20, "none": 0.18, "pools": 0.06, "whole": 0.04},
            "career": _NO_CAREER,
            "people": {"one": 0.48, "pools": 0.16, "few": 0.06, "none": 0.30},
            "employer": {"one": 0.86, "pools": 0.06, "few": 0.03, "none": 0.05},
            "names": _DIFFERENT,
            "time": {"burst": 0.75, "months": 0.22, "years": 0.03},
            "size": {"two": 0.14, "3-5": 0.26, "6-12": 0.34, "13-30": 0.20, "more": 0.06},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="shared_manager",
        title="people who worked under one manager",
        prior=0.03,
        decide="Ask the manager, by a number that is the employer's own, for names and years: a real team knows each other.",
        expects={
            "money": _NO_MONEY,
            "payee": _NO_PAYEE,
            "contact": {"none": 0.95, "few": 0.03, "one": 0.01, "pools": 0.01},
            "home": _NO_HOME,
            "net": {"none": 0.88, "one": 0.05, "few": 0.05, "pools": 0.02},
            "device": _NO_DEVICE,
            "text": {"none": 0.60, "few": 0.21, "passages": 0.15, "pools": 0.03, "whole": 0.01},
            "career": _NO_CAREER,
            "people": {"one": 0.74, "pools": 0.12, "few": 0.06, "none": 0.08},
            "employer": {"one": 0.74, "pools": 0.06, "few": 0.05, "none": 0.15},
            "names": _DIFFERENT,
            "time": {"burst": 0.12, "months": 0.44, "years": 0.44},
            "size": {"two": 0.22, "3-5": 0.40, "6-12": 0.28, "13-30": 0.09, "more": 0.01},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="invoicing_firm",
        title="a firm that takes the pay for its people",
        prior=0.03,
        decide="Ask the firm for its contract and its entry in the register, and each worker whether the firm passes the pay on.",
        expects={
            "money": {"one": 0.90, "pools": 0.06, "few": 0.02, "none": 0.02},
            "payee": {"firm": 0.82, "match": 0.09, "mismatch": 0.06, "unrelated": 0.03},
            "contact": {"none": 0.88, "few": 0.05, "one": 0.05, "pools": 0.02},
            "home": {"none": 0.87, "few": 0.05, "one": 0.05, "pools": 0.02, "house": 0.01},
            "net": {"none": 0.80, "few": 0.08, "one": 0.09, "pools": 0.03},
            "device": _NO_DEVICE,
            "text": {"none": 0.78, "few": 0.10, "passages": 0.10, "pools": 0.01, "whole": 0.01},
            "career": _NO_CAREER,
            "people": {"none": 0.72, "one": 0.16, "few": 0.08, "pools": 0.04},
            "employer": {"none": 0.70, "one": 0.20, "few": 0.06, "pools": 0.04},
            "names": _DIFFERENT,
            "time": {"burst": 0.10, "months": 0.50, "years": 0.40},
            "outside": {"none": 0.80, "some": 0.14, "many": 0.06},
            "size": {"two": 0.14, "3-5": 0.34, "6-12": 0.34, "13-30": 0.14, "more": 0.04},
            "submitted": {"one_agency": 0.35, "open": 0.65},
        },
    ),
    Row(
        name="one_person",
        title="one person under two spellings",
        prior=0.04,
        decide="Compare birth date and employment history: if they are one person, record it, and nothing is shared.",
        expects={
            "money": {"one": 0.70, "none": 0.26, "pools": 0.02, "few": 0.02},
            "payee": {"unrelated": 0.004, "mismatch": 0.27, "match": 0.68, "firm": 0.04},
            "contact": {"one": 0.72, "pools": 0.16, "few": 0.02, "none": 0.10},
            "contact_own": {"shared_only": 0.85, "own": 0.15},
            "home": {"one": 0.68, "pools": 0.03, "none": 0.27, "house": 0.02},
            "net": {"one": 0.70, "pools": 0.05, "none": 0.25},
            "device": {"one": 0.55, "none": 0.43, "pools": 0.01, "few": 0.01},
            "text": {"whole": 0.85, "none": 0.10, "passages": 0.03, "pools": 0.01, "few": 0.01},
            "career": _NO_CAREER,
            "people": {"one": 0.45, "none": 0.50, "few": 0.03, "pools": 0.02},
            "names": {"one": 0.85, "different": 0.15},
            "time": {"burst": 0.35, "months": 0.40, "years": 0.25},
            "size": {"two": 0.97, "3-5": 0.025, "6-12": 0.003, "13-30": 0.001, "more": 0.001},
            "submitted": _OPEN,
        },
    ),
    Row(
        name="chance",
        title="chance",
        prior=0.03,
        decide="Compare the full values: a masked account or a common wording agrees by chance now and then.",
        expects={
            "money": {"none": 0.97, "one": 0.015, "few": 0.01, "pools": 0.005},
            "contact": _NO_CONTACT,
            "home": _NO_HOME,
            "net": {"none": 0.80, "few": 0.10, "one": 0.06, "pools": 0.04},
            "device": _NO_DEVICE,
            "text": {"none": 0.88, "few": 0.08, "passages": 0.02, "pools": 0.01, "whole": 0.01},
            "career": _NO_CAREER,
            "people": _NO_PEOPLE,
            "names": _DIFFERENT,
            "time": {"burst": 0.05, "months": 0.40, "years": 0.55},
            "size": {"two": 0.80, "3-5": 0.18, "6-12": 0.015, "13-30": 0.0025, "more": 0.0025},
            "submitted": _OPEN,
        },
    ),
)

FACILITATORS = (FACILITATOR, FACILITATOR_OF_FEW)

ROWS = (*FACILITATORS, *INNOCENT)
"""All of them."""
