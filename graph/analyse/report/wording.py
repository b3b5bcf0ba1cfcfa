"""Words for the levels of a shape: one sentence each, with figures; the same sentence wherever a part is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model.kinds import KINDS

if TYPE_CHECKING:
    from graph.analyse.groups.shape import Shape

CHANNEL_NOUNS = {
    "money": "a payroll account",
    "contact": "a phone, mailbox or profile",
    "home": "an address",
    "net": "a network address",
    "device": "a device",
    "people": "a reference or referrer",
    "employer": "a rare former employer",
    "identity": "a tax or identity number",
}

CHANNEL_SAYS = {
    "one": "{widest} of the {known} persons whose {plain} is known share one.",
    "part": "{covered} of the {known} persons whose {plain} is known share one, {widest} of them the same.",
    "pools": "{covered} of the {known} persons whose {plain} is known share one, in {pools} pool{s}.",
    "few": "Only {covered} of the {known} persons whose {plain} is known share one.",
    "none": "None of the {known} persons whose {plain} is known shares it with another.",
    "house": "Most of the {known} persons whose {plain} is known live in one building, few or none of them in one unit.",
}

_SAYS = {
    "employer": CHANNEL_SAYS  # of employers that many had, only one for nearly all counts (groups.shape.employers)
    | {
        "part": "{covered} of the {known} persons whose {plain} is known share one that few others had, {widest} the same.",
        "pools": "{covered} of the {known} persons whose {plain} is known share one that few others had, in {pools} pool{s}.",
        "few": "Only {covered} of the {known} persons whose {plain} is known share one that few others had.",
        "none": "Of the {known} persons whose {plain} is known no two share one that few others had.",
    }
}

_PLAIN = {
    "money": "payroll account",
    "contact": "phone, mailbox or profile",
    "home": "address",
    "net": "network address",
    "device": "device",
    "people": "reference or referrer",
    "employer": "former employer",
    "identity": "tax or identity number",
}

LEVEL_SAYS = {
    ("text", "whole"): "Most of their CVs are alike as a whole.",
    ("text", "pools"): "Their CVs fall into groups that are alike.",
    ("text", "passages"): "Their CVs share copied passages, not the whole text.",
    ("text", "few"): "Only a few of their CVs share text.",
    ("text", "none"): "Their CVs share no text.",
    ("career", "pools"): "A third of them or more tell the career of another in other words.",
    ("career", "few"): "A few of them tell the career of another in other words.",
    ("career", "none"): "None of them tells the career of another in other words.",
    (
        "payee",
        "unrelated",
    ): "Three or more unrelated names are paid into one account, in the own name of one at most.",
    ("payee", "mismatch"): "A shared account stands in a name that is not its worker's.",
    ("payee", "firm"): "The shared account stands in the name of a firm.",
    ("payee", "match"): "The shared account stands in its workers' own names.",
    ("money_own", "own"): "Most who share an account also have one of their own beside it.",
    ("money_own", "shared_only"): "Most who share an account have none of their own beside it.",
    ("contact_own", "own"): "Most who share a contact also have one of their own beside it.",
    ("contact_own", "shared_only"): "Most who share a contact have none of their own beside it.",
    ("home_own", "own"): "Most who share an address also give one of their own beside it.",
    ("home_own", "shared_only"): "Most who share an address give none of their own beside it.",
    ("net_own", "own"): "Most who share a network address also come from one of their own.",
    ("net_own", "shared_only"): "Most who share a network address come from none of their own.",
    ("net_outside", "none"): "Nobody outside the group came from the network addresses they share.",
    (
        "net_outside",
        "some",
    ): "Persons outside, up to half as many as inside, came from the network addresses they share.",
    (
        "net_outside",
        "many",
    ): "Persons outside, more than half as many as inside, came from the network addresses they share.",
    ("device_own", "own"): "Most who share a device were also seen on one of their own.",
    ("device_own", "shared_only"): "Most who share a device were seen on none of their own.",
    ("people_own", "own"): "Most who share a reference or referrer also name one of their own.",
    ("people_own", "shared_only"): "Most who share a reference or referrer name none of their own.",
    ("people_outside", "none"): "Nobody outside the group names the references and referrers they share.",
    (
        "people_outside",
        "some",
    ): "Persons outside, up to half as many as inside, name the references and referrers they share.",
    (
        "people_outside",
        "many",
    ): "Persons outside, more than half as many as inside, name the references and referrers they share.",
    ("text_outside", "none"): "No CV from outside the group is like theirs.",
    (
        "text_outside",
        "some",
    ): "CVs from outside, up to half as many as persons inside, are like theirs.",
    ("text_outside", "many"): "CVs from outside, more than half as many as persons inside, are like theirs.",
    ("away", "away"): "Of those who have goods sent to a shared address, half or more do not say that they live there.",
    ("away", "home"): "Of those who have goods sent to a shared address, most say that they live there.",
    ("names", "one"): "Half of them or more share a surname.",
    ("names", "different"): "No surname is that of half of them.",
    ("time", "burst"): "They applied within 45 days, a tenth at either end left out.",
    ("time", "months"): "Their applications are spread over 46 to 420 days, a tenth at either end left out.",
    ("time", "years"): "Their applications are spread over more than 420 days, a tenth at either end left out.",
    ("outside", "none"): "Nobody outside the group holds the accounts, contacts, addresses or devices they share.",
    (
        "outside",
        "some",
    ): "Persons outside, up to half as many as inside, hold the accounts, contacts, homes or devices they share.",
    (
        "outside",
        "many",
    ): "Persons outside, more than half as many as inside, hold the accounts, contacts, homes or devices they share.",
    ("size", "two"): "They are two.",
    ("size", "3-5"): "They are three to five.",
    ("size", "6-12"): "They are six to twelve.",
    ("size", "13-30"): "They are thirteen to thirty.",
    ("size", "more"): "They are more than thirty.",
    ("submitted", "one_agency"): "They came through one recruiting channel that few others use.",
    ("submitted", "open"): "They came through different recruiting channels, or through one that many use.",
}


def level_sentence(shape: Shape, feature: str, level: str) -> str:
    """What a feature of the group looks like, in words and figures; of a crowd, that of those who were looked at."""
    if feature not in CHANNEL_NOUNS:
        return LEVEL_SAYS[(feature, level)]
    channel = shape.channels[feature]
    says = _SAYS.get(feature, CHANNEL_SAYS)[level].format(
        widest=channel.widest,
        known=channel.known,
        covered=channel.covered,
        pools=len(channel.values),
        s="" if len(channel.values) == 1 else "s",
        plain=_PLAIN[feature],
    )
    return says if shape.measured == len(shape.members) else f"{says} ({shape.measured:,} of them were looked at.)"


def against(bits: float, title: str) -> str:
    """The half sentence that says which way a part points."""
    if abs(bits) < 0.05:
        return f"That fits one facilitator as well as {title}."
    return f"That fits one facilitator better than {title}." if bits > 0 else f"That fits {title} better."


DOUBTFUL = 0.05
"""From this q-value on a network says that it may well be none."""

NO_WITNESS = "nothing independent of what they share is left to hold it against chance"
"""Of who or what is held against chance by the other families, when it is of them all, or nobody shares any other."""


def doubtful(doubt: float, q_value: float, *, witness: bool) -> str:
    """A sentence for a network above DOUBTFUL, "" for others. doubt: of an innocent cause; q_value: of chance, for the surest
    candidate; witness: whether chance could be asked at all."""
    if doubt > DOUBTFUL:
        return (
            f" Of the groups in this case that score as high or higher, {doubt:.0%} are expected to have an innocent cause: "
            "a lead, not more."
        )
    if q_value <= DOUBTFUL:
        return ""
    why = f"chance alone could make it as well (q = {q_value:.2g})" if witness else NO_WITNESS
    return f" Of what may hold them together {why}: a lead, not more."


def joined(persons: int) -> str:
    """A sentence for a network that took persons in after its core stood, "" when it took in nobody."""
    if not persons:
        return ""
    return f" {count(persons, 'person')} of them joined a core that stands without them, by evidence too weak to found one."


def count(number: int, noun: str) -> str:
    """ "1 person", "12 persons", "3,400 applicants"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listing(items: list[str], most: int = 3) -> str:
    """ "a, b and c", or "a, b, c and 4 more"."""
    if len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most:,} more"
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


def said(kind: str, display: str) -> str:
    """In a sentence: "phone number +1 212 …", "payroll account ending in 1502", "CV of Ann Lee"; a person by name alone."""
    title = "" if kind in ("cv_text", "person") else noun(kind)
    last = title.rpartition(" ")[2]
    if last and display.casefold().startswith(last.casefold()):
        title = title[: -len(last)].rstrip()
    return f"{title} {display}".strip()


def noun(kind: str) -> str:
    """The kind's title inside a sentence: "phone number", "IP address", "CV"."""
    title = {"cv_text": "CV", "person": "person"}.get(kind) or KINDS[kind].title
    return title if title[:2].isalpha() and title[:2].isupper() else title[:1].lower() + title[1:]
