"""The degree-preserving null by simulation: curveball trades on who holds which value of one kind.

A trade takes two values, leaves the persons that hold both where they are, and deals the others out anew: each value keeps
how many hold it and each person how many values of the kind they hold (Strona et al. 2014; Verhelst 2008). Only trades with
the candidate's own values are made, for nothing else is looked at. A trade is its own reverse and picks its two values without
regard to who holds them, so all matrices that can be reached are equally likely in the long run.

p = (r + 1) / (n + 1), the observed matrix standing at a random place of the chain: n steps are made from it in two directions.
The matrices are then exchangeable, and p is valid however slowly the chain mixes (Besag and Clifford 1989, the serial method).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.model.kernel import kernel

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

SHUFFLES = 999
FIRST = 99
"""So many shuffles are made first; a candidate that ENOUGH of them reach is not worth more."""
ENOUGH = 5
TRADES = 4
"""Trades between two looks, per person that holds one of the candidate's values."""


def shuffled(
    start: Longs,
    holder: Ints,
    mine: Longs,
    first: Longs,
    last: Longs,
    near: tuple[Longs, Ints, Ints],
    others: int,
    observed: int,
    seed: int,
    shuffles: int,
) -> tuple[int, float]:
    """How many of `shuffles` matrices show `observed` meeting pairs or more, and how many pairs one shows on average.

    start, holder: for each value its persons. mine: the candidate's values; first, last: the values of the kind of each,
    from first to before last. near: the pairs that meet (rows of persons, the other person, the families as bits); others:
    the families that count. Values may be of several kinds: each is traded inside its own.
    """
    spans = np.unique(np.stack([first, last], axis=1), axis=0)
    offset = np.zeros(len(start), np.int64)  # from where a value's persons stand in `holder` to where in the copy
    pieces: list[Ints] = []
    room = 0
    for low, high in spans.tolist():
        offset[low:high] = room - start[low]
        pieces.append(holder[start[low] : start[high]])
        room += len(pieces[-1])
    whole = np.concatenate(pieces)
    persons = len(near[0]) - 1
    reached, total = _runs(
        start, offset, whole, mine, first, last, near[0], near[1], near[2], persons, others, observed, shuffles, seed
    )
    return int(reached), float(total) / shuffles


@kernel
def _next(state: np.uint64) -> np.uint64:
    """xorshift64: the same numbers on every machine."""
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    state ^= state << np.uint64(17)
    return state


@kernel
def _trade(a: Ints, b: Ints, stamp: Longs, tick: int, pool: Ints, state: np.uint64) -> np.uint64:
    """Deal out anew the persons that hold one of two values and not the other."""
    for person in b:
        stamp[person] = tick
    size = 0
    for i in range(len(a)):
        if stamp[a[i]] == tick:
            stamp[a[i]] = tick + 1  # holds both: stays
        else:
            pool[size] = a[i]
            size += 1
    give = size
    for i in range(len(b)):
        if stamp[b[i]] == tick:
            pool[size] = b[i]
            size += 1
    for i in range(give):  # the first `give` of a random order go to a
        state = _next(state)
        j = i + np.int64((state >> np.uint64(11)) % np.uint64(size - i))
        pool[i], pool[j] = pool[j], pool[i]
    at = 0
    for i in range(len(a)):
        if stamp[a[i]] != tick + 1:
            a[i] = pool[at]
            at += 1
    for i in range(len(b)):
        if stamp[b[i]] == tick:
            b[i] = pool[at]
            at += 1
    return state


@kernel
def _meetings(
    start: Longs, offset: Longs, state: Ints, mine: Longs, near: Longs, other: Ints, mask: Ints, others: int,
    stamp: Longs, tick: int, found: Ints,
) -> int:  # fmt: skip
    """Pairs of persons that hold any of the values and meet in one of the families."""
    size = 0
    for value in mine:
        for i in range(start[value] + offset[value], start[value + 1] + offset[value]):
            if stamp[state[i]] != tick:
                stamp[state[i]] = tick
                found[size] = state[i]
                size += 1
    met = 0
    for i in range(size):
        person = found[i]
        for at in range(near[person], near[person + 1]):
            if other[at] > person and stamp[other[at]] == tick and mask[at] & others:
                met += 1
    return met


@kernel
def _runs(
    start: Longs, offset: Longs, whole: Ints, mine: Longs, first: Longs, last: Longs, near: Longs, other: Ints,
    mask: Ints, persons: int, others: int, observed: int, shuffles: int, seed: int,
) -> tuple[int, int]:  # fmt: skip
    random = np.uint64(seed) | np.uint64(1)
    for _ in range(8):
        random = _next(random)
    before = np.int64((random >> np.uint64(11)) % np.uint64(shuffles + 1))
    held = 0
    for value in mine:
        held += int(start[value + 1] - start[value])
    widest = 0
    for k in range(len(mine)):
        for value in range(first[k], last[k]):
            widest = max(widest, start[value + 1] - start[value])
    stamp = np.full(persons, np.int64(-1))
    pool, found = np.empty(2 * widest, np.int32), np.empty(held, np.int32)
    state = whole.copy()
    tick = 0
    reached = total = 0
    for step in range(shuffles):
        if step == before:
            state[:] = whole  # the other direction, from the observed matrix again
        for _ in range(TRADES * held):
            random = _next(random)
            which = np.int64((random >> np.uint64(11)) % np.uint64(len(mine)))
            random = _next(random)
            own = mine[which]
            partner = first[which] + np.int64((random >> np.uint64(11)) % np.uint64(last[which] - first[which]))
            if partner != own:
                tick += 2
                a = state[start[own] + offset[own] : start[own + 1] + offset[own]]
                b = state[start[partner] + offset[partner] : start[partner + 1] + offset[partner]]
                random = _trade(a, b, stamp, tick, pool, random)
        tick += 2
        met = _meetings(start, offset, state, mine, near, other, mask, others, stamp, tick, found)
        total += met
        reached += met >= observed
    return reached, total
