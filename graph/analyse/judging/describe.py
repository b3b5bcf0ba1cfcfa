"""docs/rows.md from the table of explanations: every number that a score can be made of, to argue with.

python -m graph.analyse.judging.describe > docs/rows.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from graph.analyse.judging.table import FEATURES, FEW, MANY, REST, ROWS, Row
from graph.analyse.report.wording import CHANNEL_NOUNS, CHANNEL_SAYS, LEVEL_SAYS

JUDGED = "Judgement alone."

BASIS: dict[str, str] = {
    "facilitator": (
        "The advisory of State, Treasury and FBI of 16 May 2022, the FBI's notices I-101823 (2023) and I-012325 and 250723-4 "
        "(2025), and the dockets and releases of the Chapman, Knoot, Jin and Didenko cases (2024 to 2026) name what is "
        "shared (telephones, payout accounts in "
        "another's name, one residence for many laptops, exits, CV text, references) and sizes (12 to 68 personas "
        "of one operator). None says how often."
    ),
    "facilitator_of_few": (
        f"The same behind up to {FEW} persons, where one pool is all of them and most kinds of fact happen not to meet. "
        "What it writes follows from pools and shares like those above for groups of three to five. From "
        f"{FEW + 1} to {MANY - 1} persons the two rows are mixed: each further person is {1 / (MANY - FEW):g} of the way."
    ),
    "household": (
        "Families share telephone plans and lines; couples keep two surnames and one account, and mostly lived elsewhere before. "
        "About a third of US adults use a VPN, so that two of one home can come from two lines."
    ),
    "flatmates": (
        "One roof and mostly one line (VPN as above), separate money and papers, an earlier home of their own; they know "
        "each other: landline, lent machine, referral; who has no "
        "tax number works under a housemate's (a documented noise of W-2 records, pseudopeople's manual)."
    ),
    "blended_family": (
        "About one US household in ten holds other relatives or several generations; partners, in-laws and stepchildren have "
        "surnames of their own; the pay of the young goes to a parent's account (joint and custodial accounts)."
    ),
    "supported_house": (
        "Shelters and transitional houses: residents give the house's address and message telephone, a case worker vouches, one "
        "computer room; some houses keep wages in trust, in the house's name."
    ),
    "dormitory": (
        "Many at one street address, with and without unit numbers, over years; attributes agree within a person."
    ),
    "agency": (
        "Staffing firms submit with an own desk number, mailbox and house template; each worker keeps a bank "
        "account of their own; those who worked for one client of the agency name the same lead as a reference."
    ),
    "helped": (
        "Career centres, libraries and relatives help with applications: a computer room, a CV written together, a message "
        "telephone or mailbox beside one's own, the counsellor as reference. Homes, accounts and careers are each one's own."
    ),
    "taught_together": (
        "A class, a laboratory or a young firm is everybody's last station: one name, one project told alike, a teacher or "
        "professor as reference (or each other), its exits and its page; before it careers differ."
    ),
    "shared_address": (
        "Registered mailbox shops, coworking spaces and forwarders take in goods and post for people who do not "
        "know each other."
    ),
    "exit": (
        "Hundreds to thousands of subscribers stand behind one carrier address; about a third of US adults use a VPN."
    ),
    "recycled": "Numbers that were given back are given out again, flats are let again: one holder after the other.",
    "template": (
        "Public sample CVs and builders' phrases are copied in part or whole; who copies a whole one has its employers and its "
        "career too, in other words when they are changed."
    ),
    "cv_writer": "One writer's stock paragraphs in the CVs of many clients.",
    "laid_off_team": (
        "One small employer, one real manager as reference, one project in many CVs, applications within weeks."
    ),
    "shared_manager": (
        "Former colleagues name the manager they really had, over years; the employer agrees too, little else does."
    ),
    "invoicing_firm": (
        "Umbrella companies, cooperatives and small contractors invoice for several people: the account stands in the "
        "firm's name, all else is each worker's own. A front company looks alike where nothing but the account is known."
    ),
    "one_person": "What section 1 of the method could not join: a new name and little else new.",
    "chance": (
        "Of 100 workers of one bank about 0.5 pairs agree in the last four figures of the account; common "
        "wordings agree too."
    ),
}
"""What each row rests on. A row that is not named here rests on judgement alone."""


def markdown() -> str:
    """The whole page."""
    return "\n".join([*_head(), *_rows(), *_features()]) + "\n"


def _head() -> Iterator[str]:
    yield "# The rows: every number behind a score"
    yield ""
    yield (
        "Made from `graph/analyse/judging/table.py` by `python -m graph.analyse.judging.describe`; a test holds "
        "the two together."
    )
    yield ""
    yield (
        "Each explanation says how likely it is to see each *level* of each *feature* of a group. Between two "
        "explanations a feature weighs "
        "log2 of the ratio of the two numbers, in bits; of one family only the feature that weighs most counts; "
        "the prior adds log2 of its ratio. "
        "The score is that sum for one facilitator against the innocent explanation that fares best (docs/method.md)."
    )
    yield ""
    yield (
        "No public source gives such rates: **all numbers are our judgement**, set from what the sources below "
        "describe."
    )
    yield ""
    yield (
        f"A level that a row does not write has probability {REST:g}. A feature that a row does not mention (–) "
        "says nothing for or against it."
    )
    yield ""


def _rows() -> Iterator[str]:
    yield "## Explanations"
    yield ""
    yield "| explanation | prior | what it rests on | what would decide |"
    yield "|---|---:|---|---|"
    for row in ROWS:
        yield (
            f"| **{row.title}** (`{row.name}`) | {row.prior:g} | {BASIS.get(row.name, JUDGED)} | {row.decide or '–'} |"
        )
    yield ""
    yield (
        "*Prior*: our estimate of how often each is the cause of a group that comes up for judgement at all. It "
        "is no rate of fraud among applicants."
    )
    yield ""


def _features() -> Iterator[str]:
    yield "## Features"
    yield ""
    for feature, family in FEATURES.items():
        levels = _levels(feature)
        yield f"### {feature}"
        yield ""
        belongs = (
            f"Family {family}: counts with the others of it as one fact."
            if family
            else "Belongs to no family: counts by itself."
        )
        yield f"{_about(feature)}{belongs}"
        yield ""
        yield from _meanings(feature, levels)
        yield from _table(feature, levels)


def _about(feature: str) -> str:
    return f"How the members share {CHANNEL_NOUNS[feature]}. " if feature in CHANNEL_NOUNS else ""


def _meanings(feature: str, levels: Sequence[str]) -> Iterator[str]:
    if feature in CHANNEL_NOUNS:
        return
    for level in levels:
        yield f"- `{level}`: {LEVEL_SAYS.get((feature, level), '')}"
    yield ""


def _table(feature: str, levels: Sequence[str]) -> Iterator[str]:
    yield "| explanation | " + " | ".join(f"`{level}`" for level in levels) + " |"
    yield "|---|" + "---:|" * len(levels)
    for row in ROWS:
        yield f"| {row.title} | " + " | ".join(_cell(row, feature, level) for level in levels) + " |"
    yield ""


def _cell(row: Row, feature: str, level: str) -> str:
    if feature not in row.expects:
        return "–"
    written = row.expects[feature].get(level)
    return f"{written:g}" if written is not None else f"({REST:g})"


def _levels(feature: str) -> list[str]:
    """All levels that any row writes, in the order in which they are explained."""
    used = {level for row in ROWS for level in row.expects.get(feature, {})}
    order = [*CHANNEL_SAYS, *(level for name, level in LEVEL_SAYS if name == feature)]
    return sorted(used, key=lambda level: (order.index(level) if level in order else len(order), level))


if __name__ == "__main__":
    sys.stdout.buffer.write(markdown().encode())
