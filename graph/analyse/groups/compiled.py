"""Counting over many groups of persons at once, compiled: what `shapes` makes levels of.

Groups, and what a person or a value has, stand one after the other: those of number n from start[n] to before start[n + 1].
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.model.kernel import kernel

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

CHANNELS = 8
"""One more than there are: as many as a byte has bits."""

KNOWN, COVERED, OWN, WIDEST, SHARED, OUTSIDE = range(6)
"""Of a channel: members that have any value; that share one; that share one and have an own one; members behind the widest
value; shared values; persons outside that hold one of them."""

SENT, AWAY = range(2)
"""Members that have goods sent to a shared address and say where they live; those of them that do not live there."""

ALIKE, TOUCHED, LARGEST, TOLD, OTHERS, WITHIN = range(6)
"""Members whose CVs are alike; these and those with copied passages; the largest group of alike ones; those who tell one
career in other words. Persons outside whose CVs are like a member's; members whose CV is like another's of the whole group."""


def grouped(number: npt.NDArray[np.integer], count: int) -> tuple[Ints, Longs]:
    """The stable order of numbers below `count`, and where each number begins in it."""
    start = np.concatenate(([0], np.cumsum(np.bincount(number, minlength=count)))).astype(np.int64)
    return _order(np.ascontiguousarray(number, np.int32), start), start


@kernel
def _order(number: Ints, start: Longs) -> Ints:
    """Each row at the next place of its number."""
    place, order = start.copy(), np.empty(len(number), np.int32)
    for row in range(len(number)):
        order[place[number[row]]] = row
        place[number[row]] += 1
    return order


@kernel
def shared(
    start: Longs,
    sample: Longs,
    every: Longs,
    member: Longs,
    at: Longs,
    value: Ints,
    channel: Bytes,
    known: Bytes,
    own: Bytes,
    first: Longs,
    holder: Ints,
    row: Longs,
    held: Ints,
    lives: Bytes,
    home: int,
    outer: Longs,
    widest: int,
) -> tuple[Ints, Ints, Longs, Ints, Ints, Ints]:
    """By group and channel KNOWN to OUTSIDE; by group SENT and AWAY; where the shared values of each group begin, these
    values in order of channel, width and number, their width, and the members that hold them, value after value.

    start, sample: persons that are looked at; every, member: all of the group. at, value, channel: what each person shares
    with anybody; known, own: the channels that a person has a value and an own value of, as bits. first, holder: persons of
    each value. row, held, lives: a person's holdings (1 goods are sent there, 2 the person lives there, 3 both). home: the
    channel of addresses; outer: channels of which OUTSIDE is asked, of the `widest` values.
    """  # fmt: skip
    groups, values = len(start) - 1, np.int64(len(first) - 1)
    found, sent = np.zeros((groups, CHANNELS, 6), np.int32), np.zeros((groups, 2), np.int32)
    count, stamp, slot = np.zeros(values, np.int32), np.zeros(values, np.int32), np.empty(values, np.int64)
    inside, seen = np.zeros(len(known), np.int32), np.zeros(len(known), np.int64)
    most = 0
    for person in sample:
        most += at[person + 1] - at[person]
    touched = np.empty(most, np.int64)
    begin, holds = np.zeros(groups + 1, np.int64), np.empty(most, np.int32)
    out, size = np.empty(most, np.int32), np.empty(most, np.int32)
    wide, filled = 0, 0
    for group in range(groups):
        mine, members = group + 1, sample[start[group] : start[group + 1]]
        for person in member[every[group] : every[group + 1]]:
            inside[person] = mine
        used = _counted(members, at, value, channel, count, stamp, mine, touched)
        _persons(found[group], members, at, value, channel, known, own, count)
        left = 0  # the keys of shared values move to the front
        for place in range(used):
            one = touched[place] % values
            if count[one] >= 2:
                touched[left] = (touched[place] // values * len(members) + len(members) - count[one]) * values + one
                left += 1
        for key in np.sort(touched[:left]):
            one = key % values
            of = key // values // len(members)
            found[group, of, SHARED] += 1
            found[group, of, WIDEST] = max(found[group, of, WIDEST], count[one])
            out[wide], size[wide], slot[one] = one, count[one], filled
            wide += 1
            filled += count[one]
        begin[group + 1] = wide
        for person in members:
            for place in range(at[person], at[person + 1]):
                one = value[place]
                if count[one] >= 2:
                    holds[slot[one]] = person
                    slot[one] += 1
        for of in outer:
            before = begin[group]
            for earlier in range(of):
                before += found[group, earlier, SHARED]
            chosen = out[before : before + min(widest, found[group, of, SHARED])]
            found[group, of, OUTSIDE] = _others(chosen, first, holder, inside, mine, seen, group * CHANNELS + of + 1)
        if found[group, home, SHARED] > 0:
            for person in members:
                said = _sent(row[person], row[person + 1], held, lives, stamp, count, mine)
                sent[group, SENT] += said > 0
                sent[group, AWAY] += said == 2
    return found, sent, begin, out[:wide].copy(), size[:wide].copy(), holds[:filled].copy()


@kernel
def _counted(
    members: Longs, at: Longs, value: Ints, channel: Bytes, count: Ints, stamp: Ints, mine: int, touched: Longs
) -> int:
    """How many values the members hold; these with their channel are in `touched`, and `count` says how many hold each."""
    used, values = 0, np.int64(len(count))
    for person in members:
        for place in range(at[person], at[person + 1]):
            one = value[place]
            if stamp[one] != mine:
                stamp[one] = mine
                count[one] = 0
                touched[used] = channel[place] * values + one
                used += 1
            count[one] += 1
    return used


@kernel
def _persons(
    found: Ints, sample: Longs, at: Longs, value: Ints, channel: Bytes, known: Bytes, own: Bytes, count: Ints
) -> None:
    """KNOWN, COVERED and OWN of one group, when its values are counted."""
    for person in sample:
        bits = 0
        for place in range(at[person], at[person + 1]):
            if count[value[place]] >= 2:
                bits |= 1 << channel[place]
        for of in range(CHANNELS):
            if known[person] >> of & 1:
                found[of, KNOWN] += 1
            if bits >> of & 1:
                found[of, COVERED] += 1
                if own[person] >> of & 1:
                    found[of, OWN] += 1


@kernel
def _others(chosen: Ints, first: Longs, holder: Ints, inside: Ints, mine: int, seen: Longs, mark: int) -> int:
    """Persons that hold one of the values and are no members."""
    found = 0
    for one in chosen:
        for person in holder[first[one] : first[one + 1]]:
            if inside[person] != mine and seen[person] != mark:
                seen[person] = mark
                found += 1
    return found


@kernel
def _sent(low: int, high: int, held: Ints, lives: Bytes, stamp: Ints, count: Ints, mine: int) -> int:
    """Of one person's holdings: 2 when goods are sent to a shared address where the person does not live, 1 when the person
    lives at one of these, 0 when nothing is sent to any or no home is known."""
    sent, at_home, homes = False, False, False
    place = low
    while place < high:
        one, says = held[place], lives[place]
        while place < high and held[place] == one:
            says |= lives[place]
            place += 1
        homes |= says & 2 > 0
        if says & 1 and stamp[one] == mine and count[one] >= 2:
            sent = True
            at_home |= says & 2 > 0
    if not sent or not homes:
        return 0
    return 1 if at_home else 2


@kernel
def _texts_beyond(found: Ints, members: Longs, at: Longs, other: Ints, alike: Bytes, whole: Ints, mine: int) -> None:
    """OTHERS and WITHIN of one group, whose persons, and whom was counted, `whole` marks: mine and -mine."""
    for person in members:
        within = False
        for row in range(at[person], at[person + 1]):
            if alike[row]:
                within |= whole[other[row]] == mine
                if abs(whole[other[row]]) != mine:
                    whole[other[row]] = -mine
                    found[OTHERS] += 1
        found[WITHIN] += within


@kernel
def texts(
    start: Longs,
    sample: Longs,
    every: Longs,
    member: Longs,
    persons: int,
    at: Longs,
    other: Ints,
    alike: Bytes,
    again: Longs,
    retold: Ints,
) -> npt.NDArray[np.int32]:
    """By group ALIKE to WITHIN. at, other, alike: whose CVs each person's is like (2: alike, 1: a copied passage). again,
    retold: who tells the same career in other words."""
    found = np.zeros((len(start) - 1, 6), np.int32)
    inside, place, whole = np.zeros(persons, np.int32), np.zeros(persons, np.int32), np.zeros(persons, np.int32)
    for group in range(len(start) - 1):
        for person in member[every[group] : every[group + 1]]:
            whole[person] = group + 1
        _texts_beyond(found[group], sample[start[group] : start[group + 1]], at, other, alike, whole, group + 1)
        members = sample[start[group] : start[group + 1]]
        for number, person in enumerate(members):
            inside[person] = group + 1
            place[person] = number
        parent = np.arange(len(members))
        like = np.zeros(len(members), np.uint8)
        for number, person in enumerate(members):
            for row in range(at[person], at[person + 1]):
                if inside[other[row]] == group + 1 and alike[row]:
                    like[number] |= alike[row]
                    if alike[row] == 2:
                        one, two = number, place[other[row]]
                        while parent[one] != one:
                            parent[one] = parent[parent[one]]
                            one = parent[one]
                        while parent[two] != two:
                            parent[two] = parent[parent[two]]
                            two = parent[two]
                        parent[max(one, two)] = min(one, two)
            for row in range(again[person], again[person + 1]):
                if inside[retold[row]] == group + 1:
                    found[group, TOLD] += 1
                    break
        size = np.zeros(len(members), np.int32)
        for number in range(len(members)):
            if like[number]:
                found[group, TOUCHED] += 1
            if like[number] & 2:
                found[group, ALIKE] += 1
                one = number
                while parent[one] != one:
                    one = parent[one]
                size[one] += 1
                found[group, LARGEST] = max(found[group, LARGEST], size[one])
    return found
