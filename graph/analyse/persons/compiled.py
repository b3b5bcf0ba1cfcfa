"""Pairs of applicants looked at one by one, compiled: their names word by word, the values that both hold, letters of texts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.model.kernel import kernel

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Small = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MOST_LETTERS = 4
"""Letters that one word may have more than another that is near it."""


@kernel
def can_be_near(a: int, b: int, letters: int, others: int) -> bool:
    """Whether two words of a and b letters have so much in common that they can be near (`words._slips`): a filter that
    loses nothing. letters, others: the letters of each as bits.

    Letters that stand in one of the two only: at most those that a Jaro similarity of .8 (.88 with Winkler's bonus)
    leaves unmatched (m/a + m/b >= 1.4), or two for each edit of three in ten letters, or those of one slip.
    """
    if abs(a - b) > MOST_LETTERS:
        return False
    unmatched = a + b - 2 * np.ceil(1.4 * a * b / max(1, a + b) - 1e-9)
    left = max(max(unmatched, 2 * np.floor(0.3 * max(a, b))), 2)
    lacking = letters ^ others
    while lacking and left >= 0:
        lacking &= lacking - 1
        left -= 1
    return bool(left >= 0)


@kernel
def said(words: Ints) -> Ints:
    """The words of a name, without the -1 behind them."""
    count = 0
    while count < len(words) and words[count] >= 0:
        count += 1
    return words[:count]


@kernel
def unlike_words(
    of: Ints, left: Longs, right: Longs, length: Longs, letters: Longs, spelt: Flags, full: Ints
) -> tuple[Longs, Ints, Ints]:
    """Words of the two names of a pair that stand in one of them only and can be near: where (pair, word of the left one
    and word of the right one as one number), and the two words, the lower number first. In this order. full: what a word
    can be short for."""
    slots = of.shape[1]
    most = len(left) * slots * slots
    place, low, high = np.empty(most, np.int64), np.empty(most, np.int32), np.empty(most, np.int32)
    count = 0
    for pair in range(len(left)):
        a, b = said(of[left[pair]]), said(of[right[pair]])
        for one in range(len(a)):
            if not spelt[a[one]] or has(b, a[one]):
                continue
            for other in range(len(b)):
                if not spelt[b[other]] or has(a, b[other]):
                    continue
                near = can_be_near(length[a[one]], length[b[other]], letters[a[one]], letters[b[other]])
                if near or has(full[a[one]], b[other]) or has(full[b[other]], a[one]):
                    place[count] = (pair * slots + one) * slots + other
                    low[count], high[count] = min(a[one], b[other]), max(a[one], b[other])
                    count += 1
    return place[:count], low[:count], high[:count]


@kernel
def has(name: Ints, word: int) -> bool:
    """Whether a name has this word."""
    for one in name:  # noqa: SIM110  (as a loop it is compiled)
        if one == word:
            return True
    return False


@kernel
def compared(
    of: Ints,
    left: Longs,
    right: Longs,
    agreement: Floats,
    length: Longs,
    initials: Longs,
    near: tuple[Longs, Floats, Floats],
    weights: tuple[float, float, float],
) -> tuple[Floats, Floats, Small, Small, Small]:
    """The columns bits, household, agreed and same of `words.NameEvidence`, and how many words of each pair are one or
    near: the words that agree best find each other first, then the best of the others, until none is left.

    of: words of each applicant. agreement: bits by word. near: the places of `unlike_words`, and bits of the words
    there against strangers (-inf where they are not near) and against a household. initials: letters by which a word may be
    abbreviated, as bits. weights: of an initial, of words without
    counterpart, and of such words where each name is a single word.
    """
    pairs, slots = len(left), of.shape[1]
    place, slips, slips_at_home = near
    initial, apart, only = weights
    bits, household = np.zeros(pairs), np.zeros(pairs)
    agreed, same, used = np.zeros(pairs, np.int8), np.zeros(pairs, np.int8), np.zeros(pairs, np.int8)
    table, at_home = np.empty((slots, slots)), np.empty((slots, slots))
    following = 0
    for pair in range(pairs):
        a, b = said(of[left[pair]]), said(of[right[pair]])
        for one in range(len(a)):
            for other in range(len(b)):
                table[one, other] = -np.inf
                if following < len(place) and place[following] == (pair * slots + one) * slots + other:
                    table[one, other], at_home[one, other] = slips[following], slips_at_home[following]
                    following += 1
                elif a[one] == b[other]:
                    table[one, other] = at_home[one, other] = agreement[a[one]]
                elif (
                    min(length[a[one]], length[b[other]]) == 1
                    and initials[a[one]] & initials[b[other]]
                    and not has(b, a[one])
                    and not has(a, b[other])
                ):
                    table[one, other] = at_home[one, other] = initial
        total, least = 0.0, np.inf
        while used[pair] < min(len(a), len(b)):
            best, first, second = -np.inf, 0, 0
            for one in range(len(a)):
                for other in range(len(b)):
                    if table[one, other] > best:
                        best, first, second = table[one, other], one, other
            if best == -np.inf:
                break
            total += best
            least = min(least, at_home[first, second])
            same[pair] += a[first] == b[second]
            agreed[pair] += best > 0
            used[pair] += 1
            table[first, : len(b)] = -np.inf
            table[: len(a), second] = -np.inf
        lost = (only if len(a) == 1 and len(b) == 1 else apart) * (min(len(a), len(b)) - used[pair])
        bits[pair] = total + lost
        household[pair] = (least if used[pair] >= 2 else 0.0) + lost
    return bits, household, agreed, same, used


@kernel
def rarest(left: Longs, right: Longs, start: Longs, value: Longs, field: Longs, holders: Longs, fields: int) -> Ints:
    """The rarest value that both hold, by field and pair, of equally rare ones the first; -1 where there is none.

    start, value: what each applicant holds, in order. field, holders: by value.
    """
    found = np.full((fields, len(left)), -1, np.int32)
    for pair in range(len(left)):
        one, end = start[left[pair]], start[left[pair] + 1]
        other, last = start[right[pair]], start[right[pair] + 1]
        while one < end and other < last:
            if value[one] < value[other]:
                one += 1
            elif value[one] > value[other]:
                other += 1
            else:
                both = value[one]
                before = found[field[both], pair]
                if before < 0 or holders[both] < holders[before]:
                    found[field[both], pair] = both
                one += 1
                other += 1
    return found


@kernel
def letters_of(start: Longs, data: Bytes) -> Longs:
    """The characters of each text as bits, those that are not ASCII as one bit: a character more or less, or another one,
    changes two bits at most. start: where each text begins in `data`, and where the last one ends."""
    found = np.zeros(len(start) - 1, np.int64)
    for text in range(len(found)):
        for at in range(start[text], start[text + 1]):
            found[text] |= np.int64(1) << np.int64(min(data[at], 127) % 62)
    return found
