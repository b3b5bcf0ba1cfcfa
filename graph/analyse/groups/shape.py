"""The shape of a group: how each kind of fact covers it. This, not any single pair, tells a ring from a crowd.

A channel is a kind of fact (money, contact, home, …). Its level says how the members share in it:
    "one"    one value for nearly all (an office, a household, a joint account)
    "pools"  several values of a few members each, or one value for a part of them
    "few"    under a third of the members share anything
    "none"   members have such values, each their own
    ""       unknown: fewer than two members have any (the source is missing); says nothing
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from graph.analyse.groups.clusters import connected
from graph.analyse.groups.decisive import decisive_values
from graph.analyse.groups.evidence import Population
from graph.analyse.groups.people import People
from graph.analyse.persons.names import same_name, surname

CHANNELS: dict[str, tuple[str, ...]] = {
    "money": ("payroll_account", "payroll_last4", "wallet", "payment_handle"),
    "contact": ("phone", "email", "handle", "website"),
    "home": ("address",),
    "net": ("ip", "network"),
    "device": ("device",),
    "people": ("reference_phone", "reference_email", "reference_name", "referrer", "tax_id"),
    "employer": ("past_employer",),
}

CHANNEL_OF = {kind: name for name, kinds in CHANNELS.items() for kind in kinds}

NEARLY_ALL = 0.75
A_THIRD = 0.34


MOST = 200
"""Of a wider group (a hub) so many members are measured, evenly spread; a crowd's shape does not need all of it."""


@dataclass(frozen=True)
class Channel:
    """How one kind of fact covers the members. Shares are of the members that have any value of it."""

    level: str
    known: int  # members that have a value
    covered: int  # members that share one with another member
    values: tuple[int, ...]  # shared values, widest first
    inside: dict[int, tuple[int, ...]]  # shared value -> members that hold it
    outside: int  # persons outside the group that hold one of them
    own: int  # covered members that also have a value of their own

    @property
    def widest(self) -> int:
        """Members behind the widest single value."""
        return len(self.inside[self.values[0]]) if self.values else 0


@dataclass(frozen=True)
class Shape:
    """Everything the explanations ask about a group."""

    members: tuple[int, ...]
    channels: dict[str, Channel]
    levels: dict[str, str] = field(default_factory=dict)  # feature -> level, "" when unknown


def measure(population: Population, people: People, members: list[int]) -> Shape:
    """The shape of a group of persons; of a crowd, that of MOST of them."""
    if len(members) > MOST:
        step = len(members) / MOST
        sample = [members[int(number * step)] for number in range(MOST)]
    else:
        sample = members
    held = _held(population, people, sample)
    channels = {name: _channel(population, held[name], members) for name in CHANNELS}
    levels = {name: channel.level for name, channel in channels.items()}
    levels["text"] = _text(people, sample)
    levels["payee"] = _payee(population, people, sample, channels["money"])
    levels["contact_own"] = _own(channels["contact"])
    levels["names"] = _names(people, sample)
    levels["time"] = _time(people, sample)
    levels["outside"] = _outside(channels, len(sample))
    levels["size"] = _size(len(members))
    levels["submitted"] = _submitted(people, sample)
    levels["away"] = _away(people, sample, channels["home"])
    return Shape(members=tuple(members), channels=channels, levels=levels)


def _held(population: Population, people: People, members: list[int]) -> dict[str, dict[int, list[int]]]:
    """Channel -> value -> members that hold it."""
    found: dict[str, dict[int, list[int]]] = {name: {} for name in CHANNELS}
    for person in members:
        for value in people.values(person):
            channel = CHANNEL_OF.get(population.kind[value])
            if channel and value not in population.innocent:
                found[channel].setdefault(value, []).append(person)
    return found


def _channel(population: Population, held: dict[int, list[int]], members: list[int]) -> Channel:
    known = {person for persons in held.values() for person in persons}
    shared = {value: persons for value, persons in held.items() if len(persons) >= 2}
    order = sorted(shared, key=lambda value: (-len(shared[value]), value))
    covered = {person for persons in shared.values() for person in persons}
    own = {persons[0] for value, persons in held.items() if value not in shared and population.count[value] == 1}
    outside = {person for value in order[:50] for person in population.holders(value)} - set(members)
    widest = len(shared[order[0]]) if order else 0
    return Channel(
        level=_level(len(known), len(covered), widest),
        known=len(known),
        covered=len(covered),
        values=tuple(order),
        inside={value: tuple(shared[value]) for value in order},
        outside=len(outside),
        own=len(covered & own),
    )


def _level(known: int, covered: int, widest: int) -> str:
    if known < 2:
        return ""
    if not covered:
        return "none"
    if widest >= NEARLY_ALL * known:
        return "one"
    return "pools" if covered >= A_THIRD * known else "few"


def _text(people: People, members: list[int]) -> str:
    """ "whole": most members' CVs are alike; "pools": groups of alike CVs; "passages": only copied passages; "few"."""
    known = sum(1 for person in members if people.has_text(person))
    if known < 2:
        return ""
    inside = set(members)
    alike, copied = [], []
    for left in members:
        for right, jaccard, words in people.texts_like(left):
            if left < right and right in inside:
                if jaccard >= 0.3:
                    alike.append((left, right))
                elif words >= 40:
                    copied.append((left, right))
    covered = {person for pair in alike for person in pair}
    touched = covered | {person for pair in copied for person in pair}
    if not touched:
        return "none"
    if len(covered) >= A_THIRD * known:
        largest = len(connected(list(covered), alike)[0])
        return "whole" if largest >= NEARLY_ALL * known else "pools"
    return "passages" if len(touched) >= A_THIRD * known else "few"


def _payee(population: Population, people: People, members: list[int], money: Channel) -> str:
    """ "unrelated": three unrelated names on one account of another; "mismatch": an account in another's name; "match"."""
    if any(population.kind[v] in CHANNELS["money"] for v in decisive_values(population, people, members)):
        return "unrelated"
    seen = False
    for value in money.values:
        for person in money.inside[value]:
            for payee in people.payees(person, value):
                seen = True
                if not same_name(payee, people.name(person)):
                    return "mismatch"
    return "match" if seen else ""


def _own(contact: Channel) -> str:
    """Do members that share a contact value also have one of their own?"""
    if contact.covered < 2:
        return ""
    return "own" if contact.own >= 0.6 * contact.covered else "shared_only"


def _names(people: People, members: list[int]) -> str:
    surnames = [name for person in members if (name := surname(people.name(person)))]
    if len(surnames) < 2:
        return ""
    most = max(surnames.count(name) for name in set(surnames))
    return "one" if most >= 0.5 * len(surnames) and most >= 2 else "different"


def _time(people: People, members: list[int]) -> str:
    days = sorted(day for person in members if (day := people.day(person)) is not None)
    if len(days) < 2:
        return ""
    low, high = days[len(days) // 10], days[-1 - len(days) // 10]
    span = (high - low) / dt.timedelta(days=1)
    if span <= 45:
        return "burst"
    return "months" if span <= 420 else "years"


def _outside(channels: dict[str, Channel], size: int) -> str:
    """Do others, outside the group, hold the same contact, home, money or device values?"""
    exclusive = [channels[name] for name in ("money", "contact", "home", "device") if channels[name].values]
    if not exclusive:
        return ""
    worst = max(channel.outside for channel in exclusive) / size
    return "none" if worst == 0 else "some" if worst <= 0.5 else "many"


def _size(size: int) -> str:
    return "two" if size == 2 else "3-5" if size <= 5 else "6-12" if size <= 12 else "13-30" if size <= 30 else "more"


def _submitted(people: People, members: list[int]) -> str:
    """Were they all sent in by one agency (a recruiting channel that few others use)?"""
    channels = [people.channel(person) for person in members]
    known = [channel for channel in channels if channel]
    if len(known) < 2:
        return ""
    most = max(set(known), key=lambda channel: (known.count(channel), channel))
    rare = people.channel_share(most) <= 0.03
    return "one_agency" if rare and known.count(most) >= NEARLY_ALL * len(known) else "open"


def _away(people: People, members: list[int], home: Channel) -> str:
    """Are goods sent to a shared address that is not where the recipients say they live?"""
    sent = [person for person in members if people.ships_away(person, home.values) is not None]
    if not sent:
        return ""
    away = sum(1 for person in sent if people.ships_away(person, home.values))
    return "away" if away >= 0.5 * len(sent) else "home"
