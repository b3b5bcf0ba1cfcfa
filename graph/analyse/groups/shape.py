"""The shape of a group: how each kind of fact covers it. This, not any single pair, tells a ring from a crowd.

A channel is a kind of fact (money, contact, home, …). Its level says how the members share in it:
    "one"    one value for nearly all (an office, a household, a joint account)
    "part"   one value for a part of them (a third or more), and nearly no other
    "pools"  several values of a few members each
    "few"    under a third of the members share anything
    "none"   members have such values, each their own
    ""       unknown: fewer than two members have any (the source is missing); says nothing
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.analyse.groups.channels import CHANNELS
from graph.analyse.groups.channels import NAMES as NUMBERED
from graph.analyse.groups.clusters import connected
from graph.analyse.groups.decisive import decisive_values
from graph.analyse.groups.evidence import PASSAGE, UNRELATED, Population
from graph.analyse.groups.people import People
from graph.analyse.persons.names import is_firm

NEARLY_ALL = 0.75
A_THIRD = 0.34

ALIKE = 0.3
"""Two CVs are alike from this similarity on."""

OWN_SHARE = 0.6
"""Share of the members who share a contact value and must have one of their own beside it."""

MONTHS = (45, 420)
"""Days that a burst of applications takes at most, and those that are spread over months."""

OWNED = ("money", "contact", "home", "net", "device", "people")
"""Channels of which a member may have a value of their own beside what is shared. Of former employers everybody has."""

OUTER = ("money", "contact", "home", "device")
"""Channels whose values others, outside of the group, seldom hold: of all of them together it is asked who else does."""

WIDE = ("net", "people")
"""Channels whose values are many people's: who else holds them is asked of each, in its own family."""

WIDEST = 50
"""Of so many values, the widest, it is looked at who holds them outside of the group."""

MOST = 200
"""Of a wider group (a hub) so many members are measured, evenly spread; a crowd's shape does not need all of it."""

_SPREAD = [sum((bits >> number & 1) << 8 * number for number in range(8)) for bits in range(256)]
"""The bits of a byte, each in a byte of its own: so up to 255 persons are counted in all channels by one sum."""


@dataclass(frozen=True)
class Channel:
    """How one kind of fact covers the members. Shares are of the members that have any value of it."""

    level: str
    known: int  # members that have a value
    covered: int  # members that share one with another member
    values: tuple[int, ...]  # shared values, widest first
    inside: dict[int, tuple[int, ...]]  # shared value -> members that hold it
    outside: int  # persons outside the group that hold one of them; asked of OUTER and WIDE channels only
    own: int  # covered members that also have a value of their own

    @property
    def widest(self) -> int:
        """Members behind the widest single value."""
        return len(self.inside[self.values[0]]) if self.values else 0


@dataclass(frozen=True)
class Shape:
    """Everything the explanations ask about a group."""

    members: tuple[int, ...]
    channels: Mapping[str, Channel]
    levels: dict[str, str] = field(default_factory=dict)  # feature -> level, "" when unknown

    @property
    def measured(self) -> int:
        """Members that were looked at."""
        return min(len(self.members), MOST)


def measure(population: Population, people: People, members: list[int]) -> Shape:
    """The shape of a group of persons; of a crowd, that of MOST of them."""
    sample = looked_at(members)
    channels = _channels(population, people, sample, members)
    home = channels["home"]
    channels["home"] = replace(home, level=house(people, sample, home.level, home.known))
    channels["employer"] = employers(population, channels["employer"])
    levels = {name: channel.level for name, channel in channels.items()}
    levels["text"] = _text(people, sample)
    levels["text_outside"] = _text_outside(people, sample, members)
    levels["career"] = _career(people, sample)
    levels["payee"] = payee(population, people, sample, channels["money"])
    levels |= {f"{name}_own": _own(channels[name]) for name in OWNED}
    levels |= {f"{name}_outside": outside(channels, len(sample), (name,)) for name in WIDE}
    levels["names"] = _names(people, sample)
    levels["time"] = _time(people, sample)
    levels["outside"] = outside(channels, len(sample))
    levels["size"] = _size(len(members))
    levels["submitted"] = _submitted(people, sample)
    levels["away"] = _away(people, sample, channels["home"])
    return Shape(members=tuple(members), channels=channels, levels=levels)


def looked_at(members: Sequence[int]) -> Sequence[int]:
    """The members that are measured: all, or MOST of them."""
    if len(members) <= MOST:
        return members
    step = len(members) / MOST
    return [members[int(number * step)] for number in range(MOST)]


def _channels(
    population: Population, people: People, sample: Sequence[int], members: Sequence[int]
) -> dict[str, Channel]:
    """How each kind of fact covers the sample; `outside` is who holds their values and is none of the members."""
    held: dict[int, list[int]] = {}
    channel_of: dict[int, int] = {}
    known = 0
    own: dict[int, int] = {}
    for person in sample:
        has, own[person], values = people.covered(person)
        known += _SPREAD[has]
        for value, number in values:
            of = held.get(value)
            if of is None:
                held[value] = [person]
                channel_of[value] = number
            else:
                of.append(person)
    shared: list[dict[int, list[int]]] = [{} for _ in NUMBERED]
    order = sorted([(-len(persons), value) for value, persons in held.items() if len(persons) >= 2])
    for _, value in order:
        shared[channel_of[value]][value] = held[value]
    found = {}
    for number, name in enumerate(NUMBERED):
        found[name] = _channel(population, shared[number], known >> 8 * number & 0xFF, own, number, members)
    return found


def _channel(
    population: Population,
    shared: dict[int, list[int]],
    known: int,
    own: dict[int, int],
    number: int,
    members: Sequence[int],
) -> Channel:
    """shared: value -> members of the sample, widest first. known: members that have a value of this channel, the `number`th;
    own: by member the channels of which it has an own value, as bits."""
    if not shared:
        return Channel(_level(known, 0, 0), known, 0, (), {}, 0, 0)
    order = tuple(shared)
    covered = set().union(*shared.values())
    return Channel(
        level=_level(known, len(covered), len(shared[order[0]])),
        known=known,
        covered=len(covered),
        values=order,
        inside={value: tuple(persons) for value, persons in shared.items()},
        outside=_outsiders(population, order[:WIDEST], members) if NUMBERED[number] in (*OUTER, *WIDE) else 0,
        own=sum([own[person] >> number & 1 for person in covered]),
    )


def _outsiders(population: Population, values: Sequence[int], members: Sequence[int]) -> int:
    """Persons that hold one of these values and are no members."""
    found = set(population.holders(values[0]))
    found.update(*[population.holders(value) for value in values[1:]])
    found.difference_update(members)
    return len(found)


def _level(known: int, covered: int, widest: int) -> str:
    if known < 2:
        return ""
    if not covered:
        return "none"
    if widest >= NEARLY_ALL * known:
        return "one"
    if covered < A_THIRD * known:
        return "few"
    return "part" if widest >= NEARLY_ALL * covered else "pools"


def house(people: People, members: Sequence[int], level: str, known: int) -> str:
    """The level of the homes, `known` of whom have one; "house" when most live in one building, in units of their own."""
    if level not in ("none", "few"):
        return level
    found: Counter[int] = Counter()
    for person in members:
        found.update(people.buildings.get(person, ()))
    most = max(found.values(), default=0)
    return "house" if most >= 2 and most >= NEARLY_ALL * known else level


def employers(population: Population, channel: Channel) -> Channel:
    """Former employers as far as they tell: an employer of many is one value for nearly all, or nothing; that two of ten once
    worked for a firm of hundreds is chance."""
    if channel.level not in ("pools", "part", "few"):
        return channel
    inside = {value: persons for value, persons in channel.inside.items() if population.weight[value] > 0}
    covered = len(set().union(*inside.values()))
    widest = max(map(len, inside.values()), default=0)
    level = _level(channel.known, covered, widest)
    return replace(channel, level=level, covered=covered, values=tuple(inside), inside=inside)


def _text(people: People, members: Sequence[int]) -> str:
    """ "whole": most members' CVs are alike; "pools": groups of alike CVs; "passages": only copied passages; "few"."""
    known = sum(1 for person in members if people.has_text(person))
    if known < 2:
        return ""
    inside = set(members)
    alike, copied = [], []
    for left in members:
        for right, jaccard, words in people.texts_like(left):
            if left < right and right in inside:
                if jaccard >= ALIKE:
                    alike.append((left, right))
                elif words >= PASSAGE:
                    copied.append((left, right))
    covered = {person for pair in alike for person in pair}
    touched = covered | {person for pair in copied for person in pair}
    if not touched:
        return "none"
    if len(covered) >= A_THIRD * known:
        largest = len(connected(list(covered), alike)[0])
        return "whole" if largest >= NEARLY_ALL * known else "pools"
    return "passages" if len(touched) >= A_THIRD * known else "few"


def _text_outside(people: People, sample: Sequence[int], members: Sequence[int]) -> str:
    """Are CVs of others, outside the group, like those that are alike inside it?"""
    inside = set(members)
    found = [
        other
        for person in sample
        for other, jaccard, words in people.texts_like(person)
        if jaccard >= ALIKE or words >= PASSAGE
    ]
    if inside.isdisjoint(found):
        return ""
    return exclusive(len(set(found) - inside), len(sample))


def _career(people: People, members: Sequence[int]) -> str:
    """How many tell one career in other words: "pools" a third or more of those with a CV, "few", or "none"."""
    known = sum(1 for person in members if people.has_text(person))
    if known < 2:
        return ""
    inside = set(members)
    told = sum(1 for person in members if not inside.isdisjoint(people.retold(person)))
    return "none" if not told else "pools" if told >= A_THIRD * known else "few"


def payee(population: Population, people: People, members: Sequence[int], money: Channel) -> str:
    """ "firm": shared accounts stand in firms' names only; "unrelated": three unrelated names on one account of another;
    "mismatch": an account in another's name; "match"."""
    others = {
        payee
        for value in money.values
        for person in money.inside[value]
        for payee in people.foreign_payees(person, value)
    }
    if others and all(map(is_firm, others)):
        return "firm"
    if money.widest >= UNRELATED:  # no account is decisive with fewer
        decisive = decisive_values(population, people, list(members))
        if any(population.kind[value] in CHANNELS["money"] for value in decisive):
            return "unrelated"
    if others:
        return "mismatch"
    seen = any(
        people.payees(person, value) and people.name(person) for value in money.values for person in money.inside[value]
    )
    return "match" if seen else ""


def _own(channel: Channel) -> str:
    """Do members that share a value also have one of their own?"""
    if channel.covered < 2:
        return ""
    return "own" if channel.own >= OWN_SHARE * channel.covered else "shared_only"


def _names(people: People, members: Sequence[int]) -> str:
    surnames = [name for person in members if (name := people.surname(person))]
    if len(surnames) < 2:
        return ""
    most = max(Counter(surnames).values())
    return "one" if most >= 0.5 * len(surnames) and most >= 2 else "different"


def _time(people: People, members: Sequence[int]) -> str:
    days = sorted([day for person in members if (day := people.day(person)) is not None])
    if len(days) < 2:
        return ""
    low, high = days[len(days) // 10], days[-1 - len(days) // 10]
    span = (high - low) / dt.timedelta(days=1)
    if span <= MONTHS[0]:
        return "burst"
    return "months" if span <= MONTHS[1] else "years"


def outside(channels: Mapping[str, Channel], size: int, names: Sequence[str] = OUTER) -> str:
    """Do others, outside the group, hold the values of these channels that are shared inside it?"""
    shared = [channels[name].outside for name in names if name in channels and channels[name].values]
    return exclusive(max(shared), size) if shared else ""


def exclusive(others: int, size: int) -> str:
    """How exclusive a value of a group of this size is, that so many others hold too."""
    return "none" if not others else "some" if others <= 0.5 * size else "many"


def _size(size: int) -> str:
    return "two" if size == 2 else "3-5" if size <= 5 else "6-12" if size <= 12 else "13-30" if size <= 30 else "more"


def _submitted(people: People, members: Sequence[int]) -> str:
    """Were they all sent in by one agency (a recruiting channel that is rare, or of which they are half)?"""
    channels = [people.channel(person) for person in members]
    known = [channel for channel in channels if channel]
    if len(known) < 2:
        return ""
    most = max(set(known), key=lambda channel: (known.count(channel), channel))
    agency = known.count(most) >= people.channel_least(most) and known.count(most) >= NEARLY_ALL * len(known)
    return "one_agency" if agency else "open"


def _away(people: People, members: Sequence[int], home: Channel) -> str:
    """Are goods sent to a shared address that is not where the recipients say they live?"""
    if not home.values:
        return ""
    said = [people.ships_away(person, home.values) for person in members]
    sent = [away for away in said if away is not None]
    if not sent:
        return ""
    return "away" if sum(sent) >= 0.5 * len(sent) else "home"
