"""Exact comparison of two texts: Jaccard similarity of their sets of shingles, and the passages they have in common.

A passage is a run of at least 40 words that stands in both texts word for word and could not be longer. Of overlapping
runs the longest counts. Passages that mostly consist of shingles of a crowd (held by more than postings.RARE texts) say
little about two people and are left out, unless the texts are alike as a whole; they are named as templates instead.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from ingest.text.fingerprints import EIGHTH, room
from ingest.text.kernel import kernel
from ingest.text.words import MAX_BYTES, SHINGLE, Bytes, Hashes, Ints, Longs, shingles

PASSAGE_WORDS = 40
PASSAGES = 8  # kept of one pair, the longest
ALIKE = 0.3  # Jaccard similarity from which a pair is told
CHAIN = 8  # places of one shingle in one text that are looked at
RUNS = 64  # runs of one pair that are looked at
TURN = 4096  # pairs that one turn of a thread works on
AT_HAND = 256  # texts of which the words are kept while pairs that hang together are compared
ROOM = 1 << 20  # words for which there is room then: fewer texts are kept when they are long

_M = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Verified:
    """What the candidates are, in their order: all of them, also those that are alike in nothing."""

    jaccard: np.ndarray
    shared: Ints
    count: Ints  # passages of the pair
    passages: Ints  # pair, passage -> start, end in the first text, start, end in the second (characters), words


@kernel
def enter(hashes: Hashes, n: int, slots: Ints, shift: np.uint64, following: Ints) -> int:
    """Put the shingles 0:n into a table of places. Returns how many different ones there are.

    slots: -1 everywhere; becomes the first place of a shingle. following: the next place of the same shingle, or -1.
    """
    different = 0
    last = len(slots) - 1
    for back in range(n):
        place = n - 1 - back
        at = np.int64((hashes[place] * _M) >> shift)
        while slots[at] >= 0 and hashes[slots[at]] != hashes[place]:
            at = (at + 1) & last
        if slots[at] < 0:
            different += 1
        following[place] = slots[at]
        slots[at] = place
    return different


@kernel
def look_up(shingle: np.uint64, hashes: Hashes, slots: Ints, shift: np.uint64) -> int:
    """The first place of a shingle in a table of places, -1 when it is not there."""
    last = len(slots) - 1
    at = np.int64((shingle * _M) >> shift)
    while slots[at] >= 0 and hashes[slots[at]] != shingle:
        at = (at + 1) & last
    return int(slots[at])


@kernel
def is_crowded(shingle: np.uint64, mask: np.uint64, crowded: Hashes) -> bool:
    """Whether a shingle is one of the sorted ones that a crowd holds."""
    code = shingle & ~mask
    low, high = 0, len(crowded)
    while low < high:
        middle = (low + high) // 2
        if crowded[middle] < code:
            low = middle + 1
        else:
            high = middle
    return low < len(crowded) and crowded[low] == code


@kernel
def mostly_crowded(hashes: Hashes, first: int, n: int, mask: np.uint64, crowded: Hashes) -> bool:
    """Whether more than half of the sampled shingles first:first + n are a crowd's."""
    sampled = known = 0
    for i in range(first, first + n):
        if hashes[i] < EIGHTH:
            sampled += 1
            if is_crowded(hashes[i], mask, crowded):
                known += 1
    return 2 * known > sampled


@kernel
def meet(a: Hashes, slots: Ints, shift: np.uint64, b: Hashes, nb: int, places: Ints, stamps: Ints, stamp: int) -> int:
    """How many different shingles of b stand in a's table; for each of b the first place in a, or -1, into `places`.

    stamps: one for each place in a; those of this pair are set to `stamp`, so that a shingle counts once.
    """
    common = 0
    for j in range(nb):
        i = look_up(b[j], a, slots, shift)
        places[j] = i
        if i >= 0 and stamps[i] != stamp:
            stamps[i] = stamp
            common += 1
    return common


@kernel
def runs_of(a: Hashes, na: int, following: Ints, b: Hashes, nb: int, places: Ints, runs: Ints) -> int:
    """All maximal runs of equal shingles that make a passage, as (place in a, place in b, shingles). Their number."""
    n = 0
    for j in range(nb):
        i = places[j]
        tried = 0
        while i >= 0 and tried < CHAIN:
            tried += 1
            if i == 0 or j == 0 or a[i - 1] != b[j - 1]:
                k = 1
                while i + k < na and j + k < nb and a[i + k] == b[j + k]:
                    k += 1
                if k + SHINGLE - 1 >= PASSAGE_WORDS and n < len(runs):
                    runs[n, 0] = i
                    runs[n, 1] = j
                    runs[n, 2] = k
                    n += 1
            i = following[i]
    return n


@kernel
def longest(runs: Ints, n: int) -> int:
    """Keep the longest runs that overlap none before them, longest first. Returns how many are kept."""
    kept = 0
    for _ in range(PASSAGES):
        best = -1
        for r in range(kept, n):
            if runs[r, 2] > 0 and (best < 0 or runs[r, 2] > runs[best, 2]):
                best = r
        if best < 0:
            break
        for c in range(3):
            runs[kept, c], runs[best, c] = runs[best, c], runs[kept, c]
        for r in range(kept + 1, n):
            for side in range(2):
                low = max(runs[r, side], runs[kept, side])
                high = min(runs[r, side] + runs[r, 2], runs[kept, side] + runs[kept, 2])
                if low < high:
                    runs[r, 2] = 0
                    break
        kept += 1
    return kept


@kernel
def characters(data: Bytes, begin: int, end: int) -> int:
    """Number of characters in the bytes begin:end of UTF-8."""
    n = 0
    for p in range(begin, end):
        if (data[p] & 0xC0) != 0x80:
            n += 1
    return n


@kernel
def table_of(slots: Ints, n: int) -> tuple[Ints, np.uint64]:
    """An empty table for n shingles, in the beginning of `slots`, and its shift."""
    bits = 4
    while (1 << bits) < 2 * n:
        bits += 1
    table = slots[: 1 << bits]
    table[:] = -1
    return table, np.uint64(64 - bits)


@kernel
def families(pairs: Ints, family: Ints) -> None:
    """For each text one of the texts that it hangs together with through pairs. family: of each text itself."""
    for p in range(len(pairs)):
        one, two = pairs[p, 0], pairs[p, 1]
        while family[one] != one:
            family[one] = family[family[one]]
            one = family[one]
        while family[two] != two:
            family[two] = family[family[two]]
            two = family[two]
        family[max(one, two)] = min(one, two)
    for text in range(len(family)):
        family[text] = family[family[text]]


@kernel
def _words(
    text: int, data: Bytes, begins: Longs, stops: Longs, known: Ints, counts: Ints,
    hashes: Hashes, starts: Ints, ends: Ints,
) -> int:  # fmt: skip
    """The place of a text's words among those at hand (a row of the arrays), where they are put unless they stand there."""
    slot = text % len(known)
    if known[slot] != text:
        known[slot] = text
        count = shingles(data, begins[text], stops[text], hashes[slot], starts[slot], ends[slot])
        counts[slot] = max(0, count - SHINGLE + 1)
    return slot


@kernel
def compare(
    data: Bytes,
    begins: Longs,
    stops: Longs,
    pairs: Ints,
    sequence: Longs,
    mask: np.uint64,
    crowded: Hashes,
    own: tuple[Hashes, Ints, Ints],
    at_hand: tuple[Ints, Ints, Hashes, Ints, Ints],
    tables: tuple[Ints, Ints, Ints, Ints, Ints],
    different: Ints,
    jaccard: np.ndarray,
    shared: Ints,
    count: Ints,
    passages: Ints,
) -> None:
    """Compare the pairs of the sequence. It is quick when one text stands in pairs that are near each other.

    different: of each text how many different shingles it has, 0 when that was not counted yet.
    """
    a, a_starts, a_ends = own
    known, counts, hashes, starts, ends = at_hand
    a_table, following, b_table, places, stamps = tables
    runs = np.empty((RUNS, 3), np.int32)
    known[:], stamps[:] = -1, -1
    held = -1
    na = 0
    slots, shift = a_table, np.uint64(0)
    for stamp, p in enumerate(sequence):
        left, right = pairs[p, 0], pairs[p, 1]
        if left != held:
            held = left
            slot = _words(left, data, begins, stops, known, counts, hashes, starts, ends)
            na = counts[slot]
            words = na + SHINGLE - 1
            a[:na], a_starts[:words], a_ends[:words] = hashes[slot, :na], starts[slot, :words], ends[slot, :words]
            slots, shift = table_of(a_table, na)
            different[left] = enter(a, na, slots, shift, following)
        slot = _words(right, data, begins, stops, known, counts, hashes, starts, ends)
        b, nb, b_starts, b_ends = hashes[slot], counts[slot], starts[slot], ends[slot]
        if different[right] == 0:
            its_slots, its_shift = table_of(b_table, nb)
            different[right] = enter(b, nb, its_slots, its_shift, places)
        common = meet(a, slots, shift, b, nb, places, stamps, stamp)
        either = different[left] + different[right] - common
        jaccard[p] = common / either if either > 0 else 0.0
        shared[p] = common
        if common + SHINGLE - 1 < PASSAGE_WORDS:
            continue
        n = runs_of(a, na, following, b, nb, places, runs)
        if jaccard[p] < ALIKE:
            for r in range(n):
                if mostly_crowded(a, runs[r, 0], runs[r, 2], mask, crowded):
                    runs[r, 2] = 0
        n = longest(runs, n)
        count[p] = n
        for r in range(n):
            i, j, k = runs[r, 0], runs[r, 1], runs[r, 2] + SHINGLE - 2
            at, its_at = begins[left], begins[right]
            passages[p, r, 0] = characters(data, at, at + a_starts[i])
            passages[p, r, 1] = characters(data, at, at + a_ends[i + k])
            passages[p, r, 2] = characters(data, its_at, its_at + b_starts[j])
            passages[p, r, 3] = characters(data, its_at, its_at + b_ends[j + k])
            passages[p, r, 4] = k + 1


def verify(
    data: Bytes,
    begins: Longs,
    ends: Longs,
    pairs: Ints,
    mask: np.uint64,
    crowded: Hashes,
    threads: int,
    step: Callable[[int], None],
) -> Verified:
    """Compare pairs of texts exactly.

    data, begins, ends: the bytes, and where each text begins and ends. pairs: two texts each, sorted by the first.
    crowded: codes of the fingerprints that a crowd holds, sorted. step: told how many pairs are done.
    """
    stops = np.minimum(ends, begins + MAX_BYTES)
    n = len(pairs)
    jaccard, shared, count = np.zeros(n), np.zeros(n, np.int32), np.zeros(n, np.int32)
    passages = np.empty((n, PASSAGES, 5), np.int32)
    different = np.zeros(len(begins), np.int32)  # threads may count one text twice, and find the same
    family = np.arange(len(begins), dtype=np.int32)
    families(pairs, family)
    sequence = np.argsort(family[pairs[:, 0]], kind="stable")

    def work(first: int) -> None:
        some = sequence[first : first + TURN]
        size = int((stops - begins)[pairs[some]].max())
        slots = 1 << max(4, (size + 4).bit_length())
        words = size // 2 + 2
        tables = tuple(np.empty(length, np.int32) for length in (slots, words, slots, words, words))
        most = max(1, min(AT_HAND, ROOM // words))
        at_hand = (
            np.empty(most, np.int32),
            np.zeros(most, np.int32),
            *(np.empty((most, words), kind) for kind in (np.uint64, np.int32, np.int32)),
        )
        compare(
            data,
            begins,
            stops,
            pairs,
            some,
            mask,
            crowded,
            room(size),
            (at_hand[0], at_hand[1], at_hand[2], at_hand[3], at_hand[4]),
            (tables[0], tables[1], tables[2], tables[3], tables[4]),
            different,
            jaccard,
            shared,
            count,
            passages,
        )

    with ThreadPoolExecutor(threads) as pool:
        for turn, _ in enumerate(pool.map(work, range(0, n, TURN))):
            step(min((turn + 1) * TURN, n))
    return Verified(jaccard, shared, count, passages)
