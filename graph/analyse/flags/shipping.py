"""Flags of goods and places: sent elsewhere, sent elsewhere only after the offer, three places that do not agree."""

from __future__ import annotations

from graph.analyse.flags.base import Hit, Records, days
from graph.analyse.flags.columns import BEFORE, LIVES, SENT, Bools, Columns
from graph.analyse.groups.people import LIVES_AT, SENT_TO

AFTER_OFFER = 60
"""Days after the offer in which another delivery address is news; later, people have moved."""


def ships_elsewhere(records: Records, person: int) -> Hit | None:
    """Goods go only where the person neither lives nor, by the identity paper, is registered.

    Innocent: a neighbour, a parcel shop, an office. Silent when home and identity paper are unknown.
    """
    sent = [value for value, contexts in records.places(person) if SENT_TO & contexts]
    lives = [value for value, contexts in records.places(person) if LIVES_AT & contexts]
    if not sent or not lives or set(sent) & set(lives):
        return None
    return Hit(person, tuple((person, value) for value in sent))


def may_ship_elsewhere(columns: Columns) -> Bools:
    """Goods go to one of the addresses, the person lives at one, and at none of them both."""
    person, said = columns.addresses
    sent, lives = said & SENT > 0, said & LIVES > 0
    among = columns.among
    return among(person[sent]) & among(person[lives]) & ~among(person[sent & lives])


def ship_to_changed(records: Records, person: int) -> Hit | None:
    """A delivery address that was not there before the offer, and that is no home: first seen 0 to 60 days after it.

    An address that stood before it (asked for first, or home, or on the identity paper) is needed, so that it is a change.
    Where no date of the offer is known, only a shipping record that itself names the address before is a change.
    Innocent: a move. Then the new address is soon a home as well, and this is silent.
    """
    new, before, replaced = [], [], False
    for value, contexts in records.places(person):
        if contexts & (LIVES_AT | {"ship_to_before"}):
            before.append(value)
            replaced |= "ship_to_before" in contexts
        elif contexts & SENT_TO:
            new.append(value)
    if not new or not before:
        return None
    offered = records.earliest(person, "offered_at")
    if offered is None:
        cited = tuple((person, one) for one in (*new, *before))
        return Hit(person, cited, note="by the shipping record") if replaced else None
    for value in new:
        seen = records.first_seen(person, value)
        if seen is not None and seen >= offered and days(seen, offered) <= AFTER_OFFER:
            cited = tuple((person, one) for one in (value, *before))
            return Hit(person, cited, note=f"{days(seen, offered)} days after the offer")
    return None


def may_have_changed(columns: Columns) -> Bools:
    """Goods go to one address, and another is home or stood before."""
    person, said = columns.addresses
    known = said & (LIVES | BEFORE) > 0
    return columns.among(person[~known & (said & SENT > 0)]) & columns.among(person[known])


def places_contradict(records: Records, person: int) -> Hit | None:
    """Home, identity paper and delivery are in three different regions (country with state or postcode area).

    Innocent: a move leaves two regions (the paper is old, goods go home), never three; so two are silent.
    """
    places: dict[str, set[tuple[str, str]]] = {"home": set(), "id_address": set(), "ship_to": set()}
    cited = []
    if len(records.places(person)) < 3:
        return None
    for value, contexts in records.places(person):
        for name in places:
            if name in contexts or (name == "ship_to" and "delivered" in contexts):
                places[name].add(_region(records.population.key[value]))
                cited.append((person, value))
    home, paper, sent = places["home"], places["id_address"], places["ship_to"]
    if not home or not paper or not sent or home & paper or home & sent or paper & sent:
        return None
    return Hit(person, tuple(dict.fromkeys(cited)))


def may_contradict(columns: Columns) -> Bools:
    """Three addresses."""
    return columns.hold(3, "address")


def _region(key: str) -> tuple[str, str]:
    """Country, and state or the first two signs of the postcode."""
    parts = key.split("|")
    if len(parts) != 7:
        return key, ""
    return parts[0], parts[5] or parts[6][:2]
