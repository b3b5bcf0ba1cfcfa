"""The one table of what agreement and disagreement weigh when two applications are asked to be one person's.

All numbers are bits: log2 of how much likelier a fact is when one person made both applications than when two did
(Fellegi and Sunter 1969). Two rival stories are kept apart, and the likelier of them counts:

- **strangers**: two persons picked from all applicants. A shared value is as unlikely as it is rare, so its bits are
  counted from the population: `log2(same * population / holders)`, at most `most`.
- **one household** (or one network): two persons who share a home, a telephone, an account, a CV. There sharing says
  nothing; the surname says nothing either; given names, birth dates and personal numbers say who is who.

The table is expert-set: no number was fitted to a data set. docs/method.md derives each row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Weight:
    """One field.

    same: how often one person's two applications agree in it, where both state it.
    most: bits of an agreement against strangers, however rare the value.
    household: bits of an agreement against another person of the same household.
    apart: bits of both stating it and nothing agreeing (0 or less; against both stories).
    why: the reason for the numbers.
    """

    field: str
    words: str
    same: float
    most: float
    household: float
    apart: float
    why: str


WEIGHTS: Final = (
    Weight("tax_id", "tax number", 0.92, 20.0, 12.0, -3.5, "One number a person; slips of the pen in one of twelve."),
    Weight("candidate", "candidate of the source system", 0.60, 16.0, 4.0, 0.0, "Systems merge whoever shares an e-mail."),
    Weight("email", "e-mail", 0.65, 16.0, 4.0, -1.5, "People keep an address, or make another; couples share one."),
    Weight("handle", "profile", 0.65, 15.0, 6.0, -1.5, "A profile is one person's."),
    Weight("cv_file", "CV file", 0.30, 12.0, 2.0, 0.0, "The same bytes sent again; networks hand files round."),
    Weight("phone", "telephone", 0.70, 15.0, 0.0, -1.7, "Families share a plan or a landline."),
    Weight("payroll_account", "account", 0.70, 15.0, 0.0, -1.0, "Couples share one, networks pay into one."),
    Weight("wallet", "wallet", 0.60, 15.0, 0.0, 0.0, "As an account."),
    Weight("payment_handle", "payment handle", 0.60, 15.0, 0.0, 0.0, "As an account."),
    Weight("device", "device", 0.50, 12.0, 0.0, 0.0, "A household's computer."),
    Weight("website", "website", 0.60, 12.0, 1.0, 0.0, "A family firm's site is shared."),
    Weight("address", "address", 0.65, 14.0, 0.0, -0.5, "People move; who lives there shares it."),
    Weight("building", "building", 0.75, 10.0, 0.0, 0.0, "A unit is left out as often as given; counts instead of address."),
    Weight("ip", "IP address", 0.20, 6.0, 0.0, 0.0, "A line is a household's, an exit anybody's."),
    Weight("reference_phone", "reference", 0.40, 6.0, 0.0, 0.0, "Colleagues name the same referee."),
    Weight("reference_email", "reference", 0.40, 6.0, 0.0, 0.0, "As above; the two count once."),
)  # fmt: skip

TOGETHER: Final = (("address", "building"), ("reference_phone", "reference_email"))
"""Fields that say one thing: of each pair only the stronger counts."""

NEAR_EMAIL: Final = 7.0
"""Strangers: two e-mail addresses that differ in a slip of the pen (Damerau similarity of NEAR_EMAIL_RATIO or more).

Most bits: an address is made of its owner's name, so a namesake's is near too; only the domain says more, by its rarity.
Where only figures differ (ann.lee12@, ann.lee47@) they are two addresses."""
NEAR_EMAIL_HOUSEHOLD: Final = 2.0
NEAR_EMAIL_RATIO: Final = 0.84

NEAR_ADDRESS: Final = 8.0
"""Strangers: same house number or near street, and the same postcode or town."""

AREA: Final = (
    # level, in words; how often of one person; ratio to the town's share of all applicants; most bits, or bits
    ("same", "same town", 0.80, 0.80, 6.0),
    ("near", "same town but for spelling", 0.05, 0.25, 5.0),
    ("apart", "another town", 0.15, 0.0, -1.0),
)
"""Town and postcode, where the address itself does not agree. Agreement weighs by how few live there, at most one in 64: a
network hires in one town. A slip as in a word of a name (WORD_SLIP). People move, so another town says little. Against a
household nothing is said, for a household is in one place."""
SUPPORT: Final = 3.0
"""Least bits of the strongest part besides the name: a name alone is nobody's proof."""

# Birth dates, as tokens of the whole and of its parts (ingest.facts).
BIRTHS_APART: Final = -5.0
BIRTH: Final = (
    # level, in words; how often of one person; bits against strangers (None: by rarity); against a household
    ("whole", "same birth date", 0.86, None, 6.0),
    ("turned", "birth dates with day and month exchanged", 0.02, 8.0, 5.0),
    ("two parts", "birth dates that differ in one part", 0.06, 3.5, 2.0),
    ("one part", "birth dates that agree in one part only", 0.03, -2.0, -2.0),
    ("apart", "birth dates differ", 0.03, BIRTHS_APART, BIRTHS_APART),
)
"""By chance: the whole date once in 15,000 (40 years), two parts of three in .006, one in .14, none in .86. Twins and others
of one household born on one day: one pair in 70. Expectation-maximisation moves "how often of one person"."""
BIRTH_CHANCE: Final = (None, None, 0.006, 0.14, 0.86)
"""How often by chance, by level; None: by the date's own rarity. The table's own years, months and days move it."""
BIRTH_CHANCE_ROWS: Final = 1000
"""Made-up applicants with these shares, added before the table's own are counted."""
BIRTH_EXPECTED: Final = (150_000, 10)
"""A made-up population of that many, so many born on each day: what is added before counting how rare a date is."""

_MAIL: Final = (("same", 0.65), ("near", 0.10), ("apart", 0.25))
LEARNT: Final = (
    *(("birth", level, often) for level, _, often, _, _ in BIRTH),
    *(("area", level, often) for level, _, often, _, _ in AREA),
    *((field, level, often) for field in ("email", "address") for level, often in _MAIL),
    *(
        (one.field, level, often)
        for one in WEIGHTS
        if one.field in ("tax_id", "handle", "phone", "payroll_account")
        for level, often in (("same", one.same), ("apart", 1 - one.same))
    ),
)
"""field, level, and how often of one person's pairs that state the field: what expectation-maximisation may move."""

# Names, word by word; p is the share of applicants that have the word.
WORD_SAME: Final = 0.85
WORD_MOST: Final = 12.0
WORD_SLIP: Final = (0.25, 8.0, 2.0)
"""One slip: ratio to p (one in ten of one person's words; the word or its like in .4 p of others'); most bits; bits
against a household, where names are given to go together."""
WORD_SLIP_ALONE: Final = 3.5
"""Against a household, when nobody else writes the word so: .10 against .01."""
WORD_NEAR: Final = (0.09, 6.0, 0.5)
"""Near, more than one slip: likewise (.04 to .44 p)."""
WORD_BOTH_KNOWN: Final = -2.0
"""Near, but both words are used by many applicants: Mario and Maria are two names, not one with a slip."""
WORD_INITIAL: Final = 2.5
"""An initial against a word that begins with it: one of a dozen letters, and people do abbreviate."""
WORD_APART: Final = -6.0
"""A word on each side that has no counterpart: another given name, or a changed surname."""
WORD_ONLY: Final = -2.0
"""As above where each name is a single word: it may be the given name here and the family name there."""

TEXT: Final = ((0.8, 9.0, 5.0, 1.0), (0.5, 6.0, 2.5, 0.0))
"""CV texts at least so alike (Jaccard): bits against strangers, a household, a network. A household's members have CVs of their
own, and a surname in common; a network's copy CVs, and have names of their own. So against the two together a text weighs
what it does against the household, but no more than against the network and what the surname adds there."""

EMPLOYED_TWICE: Final = -8.0
"""Two employee numbers of one employer's system, neither job ended, so that they overlap: two persons, unless a personal
number says otherwise."""

SMOOTHING: Final = 1000
"""Added to the population: a word seen once among five applicants is not therefore common."""
VALUE_SMOOTHING: Final = 100_000
"""The same for values: few people share a telephone, however small the table is in which two rows do."""
HOUSEHOLD_PRIOR: Final = -2.0
"""Of pairs that share a home or a telephone one in five is one person who applied twice."""
CONTRADICTION: Final = -4.0
"""So many bits of different birth dates, or fewer, part two groups. Where dates are typed so carelessly that they are worth
more (expectation-maximisation says so), they are evidence only."""
THRESHOLD: Final = 2.0
"""Least bits for a merge: four to one. A wrong merge removes evidence, a missed one makes evidence of nothing."""
