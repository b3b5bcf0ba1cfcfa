"""What is known of one new application: the answer of `linchpin check`, as plain records and sentences.

It says which values and findings the application touches, and why. It is never a verdict, and stores nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph.analyse.report.wording import count, listing, said
from graph.model.kinds import KINDS, REASONS

WEIGHED = 4.0
"""Bits, families once, from which one decisive fact or two families of facts would be weighed as membership."""

NAMED = 3


@dataclass(frozen=True)
class Holder:
    """An applicant who holds a value already, and where it is written. same_name: perhaps an earlier application."""

    applicant: str
    name: str
    file: str
    pointer: str
    raw: str
    same_name: bool


@dataclass(frozen=True)
class Touch:
    """One value of the application that the case knows. findings: ids that it is a fact of; via: a tolerated spelling."""

    kind: str
    key: str
    display: str
    pointer: str  # where it stands in the file that is asked about
    raw: str
    holders: int  # others in the case
    known: tuple[Holder, ...]  # the first of them
    public: bool  # too many hold it to say anything
    innocent: bool  # an analyst called it innocent
    findings: tuple[str, ...]
    via: str
    sentence: str

    @property
    def node(self) -> str:
        """Its name in the graph."""
        return f"{self.kind}:{self.key}"

    @property
    def bits(self) -> float:
        """About what sharing it weighs, by its kind and the number of its holders alone."""
        if self.public or self.innocent or not self.holders:
            return 0.0
        return max(0.0, KINDS[self.kind].strength - math.log2((self.holders + 1) / 2))


@dataclass(frozen=True)
class Missed:
    """A place of the application that was not compared. note: the code (one of graph.model.kinds.REASONS) why not."""

    kind: str  # that it was read as
    pointer: str
    note: str
    sentence: str


@dataclass(frozen=True)
class Beside:
    """One value that other applications of the same file give too, whether the case knows it or not."""

    kind: str
    key: str
    display: str
    pointer: str
    raw: str
    others: tuple[Holder, ...]  # all of them, without those that the case has with this value
    public: bool  # too many give it to say anything
    sentence: str


@dataclass(frozen=True)
class Alike:
    """An applicant whose CV is alike; `share` is estimated from sampled passages of five words (0 to 1)."""

    applicant: str
    name: str
    share: float
    findings: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Touched:
    """A finding that the application touches. weighed: enough ties it that an analysis would weigh it as a member."""

    id: str
    rank: int
    type: str
    title: str
    score: float
    weighed: bool
    families: tuple[str, ...]
    bits: float
    parts: tuple[str, ...]  # sentences of the finding's own facts that the application shares
    sentence: str


@dataclass(frozen=True)
class Answer:
    """One application of the file. unknown: values that the file gives (a building follows from its unit, a fingerprint
    from its file: they are not given) and nobody in the case holds."""

    applicant: str
    name: str
    in_case: bool  # the case has an applicant of this id; it was not compared with itself
    values: tuple[Touch, ...]
    alike: tuple[Alike, ...]
    findings: tuple[Touched, ...]
    unknown: int
    sentence: str
    missed: tuple[Missed, ...] = ()
    beside: tuple[Beside, ...] = ()
    parted: tuple[str, ...] = ()  # ids that share something with it and are never to be linked, by decision: left out

    def to_dict(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)


@dataclass(frozen=True)
class Known:
    """What a question needs to know of a finding: members, and its parts as (key, sentence)."""

    id: str
    rank: int
    type: str
    title: str
    score: float
    members: frozenset[str]
    parts: tuple[tuple[str, str], ...]


def touched(one: Known, values: Iterable[Touch], alike: Iterable[Alike]) -> Touched | None:
    """How an application touches a finding: by facts that the finding's members hold. None when it does not."""
    facts = [value for value in values if one.id in value.findings and value.bits > 0]
    texts = [text for text in alike if one.id in text.findings]
    if not facts and not texts:
        return None
    best: dict[str, float] = {}
    for value in facts:
        family = KINDS[value.kind].family
        best[family] = max(best.get(family, 0.0), value.bits)
    if texts:
        best["text"] = max(best.get("text", 0.0), 6.0 * max(text.share for text in texts))
    families = tuple(sorted(best, key=lambda name: (-best[name], name)))
    bits = round(sum(best.values()), 1)
    decisive = any(KINDS[value.kind].decisive for value in facts)
    weighed = one.type == "network" and bits >= WEIGHED and (len(families) >= 2 or decisive)
    keys = {value.node for value in facts}
    parts = tuple(sentence for key, sentence in one.parts if key in keys)
    return Touched(
        one.id,
        one.rank,
        one.type,
        one.title,
        one.score,
        weighed,
        families,
        bits,
        parts,
        _why(one, families, bits, weighed),
    )


def _why(one: Known, families: Sequence[str], bits: float, weighed: bool) -> str:
    kinds = f"{count(len(families), 'independent kind')} of fact ({listing(list(families), 6)})"
    held = "tie" if len(families) > 1 else "ties"
    if one.type == "explained":
        return f"{kinds} {held} it, but an innocent explanation fits this group better than one facilitator."
    if one.type == "hub":
        return f"{kinds} {held} it, but this is a crowd around one value: it says nothing of who belongs together."
    if weighed:
        return f"{kinds} {held} it, about {bits:.1f} bits: an analysis would weigh it as a member."
    return f"{kinds} {held} it, about {bits:.1f} bits: too little to make it a member; it would be seen beside it."


def touch_sentence(
    display: str,
    kind: str,
    holders: int,
    known: Sequence[Holder],
    inside: Sequence[tuple[str, int]] = (),
    *,
    public: bool,
    innocent: bool,
) -> str:
    """One value in words: who else holds it. inside: networks that most holders are members of, and how many are."""
    value = said(kind, display)
    value = value[:1].upper() + value[1:]
    if innocent:
        return f"{value} is held by {count(holders, 'other')}; an analyst decided that it is innocent."
    if public and inside:
        members = listing([f"{many} of them are members of {name}" for name, many in inside])
        return f"{value} is held by {count(holders, 'other')}, too many to say anything by itself; {members}."
    if public:
        return f"{value} is held by {count(holders, 'other')}: a public value that says nothing."
    names = [_named(one) for one in known]
    more = holders - len(names[:NAMED])
    who = ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")
    return f"{value} is held by {count(holders, 'other')}: {who}."


UNDERSTOOD = frozenset(("private", "reserved", "virtual", "vague", "shared_host"))
"""Notes on what was read well and belongs to nobody alone."""


def missed(kind: str, pointer: str, note: str) -> Missed:
    """What could not be compared, in words.

    >>> missed("phone", "row 1, column phone", "invalid").sentence
    'Not understood, and so not compared: phone (row 1, column phone): not a value of this kind.'
    """
    head = "Not compared" if note in UNDERSTOOD else "Not understood, and so not compared"
    where = f"{kind} ({pointer})" if pointer else kind
    return Missed(kind, pointer, note, f"{head}: {where}: {REASONS.get(note, note)}.")


def beside_sentence(
    display: str, kind: str, others: Sequence[Holder], *, public: bool, known: bool, ours: bool = False
) -> str:
    """One value in words: who else of the file gives it. known: others in the case hold it; ours: it is of the case itself."""
    value = said(kind, display)
    value = value[:1].upper() + value[1:]
    who = listing([_named(one) for one in others], NAMED)
    crowd = ", too many to say anything by itself" if public else ""
    nobody = "" if known else f"; nobody {'else ' if ours else ''}in the case holds it"
    return f"{value} is also given by {who} of this file{crowd}{nobody}."


def _named(one: Holder) -> str:
    return f"{one.name or 'somebody'} ({one.applicant}{', same name' if one.same_name else ''})"


EMPTY = "The case is empty: there is nothing in it to compare with."


def summary(
    values: Sequence[Touch],
    alike: Sequence[Alike],
    findings: Sequence[Touched],
    unread: Sequence[Missed] = (),
    beside: Sequence[Beside] = (),
    *,
    empty: bool = False,
) -> str:
    """The application in one sentence or two: the case, then the file it came in.

    unread: what was not compared, so that nothing is said of it. empty: the case has no applicants.
    """
    shared = sum(not one.public for one in beside)
    verb = "is" if shared == 1 else "are"
    others = f" {count(shared, 'value')} of it {verb} also given by others of this file." if shared else ""
    return (EMPTY if empty else _in_case(values, alike, findings, unread, asked=bool(others))) + others


def _in_case(
    values: Sequence[Touch],
    alike: Sequence[Alike],
    findings: Sequence[Touched],
    unread: Sequence[Missed],
    *,
    asked: bool,
) -> str:
    telling = [value for value in values if value.bits > 0]
    if not telling and not alike:
        if values:
            return "Only public or innocent values touch it."
        what = "what could be compared of it" if unread else "it"
        return f"Nothing that the case knows touches {what}." if asked else f"Nothing that is known touches {what}."
    parts = []
    if telling:
        parts.append(f"{count(len(telling), 'value')} {'is' if len(telling) == 1 else 'are'} held by others")
    if alike:
        parts.append(f"{'its' if parts else 'Its'} CV is like {count(len(alike), 'other')}")
    networks = [one for one in findings if one.type == "network"]
    weighed = [one for one in networks if one.weighed]
    where = ""
    if weighed:
        where = f"; it would be weighed with {listing([one.id for one in weighed])}"
    elif findings:
        where = f"; it touches {listing([one.id for one in findings])}"
    return f"{' and '.join(parts)}{where}. Ask before you conclude."
