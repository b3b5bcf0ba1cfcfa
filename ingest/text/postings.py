"""Postings: which texts hold a fingerprint, and which texts share enough of them to be looked at.

    held by 2 to 20 texts       rare: three of them in common are a candidate for a copied passage; of those that at
                                most four hold, two
    held by up to 100 texts     they count for the estimate of similarity
    held by more                public (boilerplate, templates): texts meet only the first two holders

So a crowd costs two candidates a text, never all pairs, and a family of more than 100 alike CVs is still found: every
one of them is compared with the first (a star). The limits are counts, not shares: applicants who share nothing with
two texts change nothing about them. At 100,000 CVs, what more than about 20 hold was measured to be boilerplate.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from ingest.text.fingerprints import EIGHTH
from ingest.text.kernel import kernel
from ingest.text.words import Flags, Hashes, Ints, Longs

RARE = 20
LIMIT = 100
STAR = 2  # holders of a public fingerprint that the others are compared with
RAREST = 4
PASSAGE = 6  # points that make a candidate, a rarest fingerprint having 3 and a rare one 2; 40 words have 4.5 of them
ESTIMATE = 0.3  # estimated Jaccard similarity that makes a candidate
_RAREST, _RARE, _HELD, _PUBLIC = 0, 1, 2, 3
_STEPS = np.array([3 + (1 << 20), 2 + (1 << 20), 1 << 20, 1 << 40])  # what a common fingerprint adds: see `candidates`
TURN = 2048  # texts that one turn of a thread works on


@dataclass(frozen=True)
class Postings:
    """Fingerprints that at least two texts hold. Posting p is holder[begin[p]:begin[p + 1]], in order of texts."""

    holder: Ints  # text
    begin: Ints  # one more than postings
    code: Hashes  # of each posting the fingerprint, its text bits zero; sorted
    by_text: Longs  # the postings of each text; see `order`
    first: Longs  # text -> first of its postings in `by_text`; one more than texts
    total: Ints  # text -> its fingerprints, also those that nobody else holds; two columns: all, the eighth
    public: Ints  # text -> those that more than LIMIT hold; two columns

    @property
    def size(self) -> Ints:
        """Of each posting the number of its holders."""
        return np.diff(self.begin)


@kernel
def group(
    keys: Hashes, mask: np.uint64, holder: Ints, begins: Ints, code: Hashes, total: Ints, public: Ints
) -> tuple[int, int]:
    """Fill the postings from sorted fingerprints. Returns the number of postings and that of their holders."""
    n = found = 0
    at = 0
    while at < len(keys):
        shingle = keys[at] & ~mask
        column = 1 if shingle < EIGHTH else 0
        begin = n
        while at < len(keys) and (keys[at] & ~mask) == shingle:
            text = np.int32(keys[at] & mask)
            if n == begin or holder[n - 1] != text:
                holder[n] = text
                n += 1
                total[text, 0] += 1
                total[text, 1] += column
            at += 1
        if n - begin == 1:
            n = begin
            continue
        begins[found], code[found] = begin, shingle
        found += 1
        if n - begin > LIMIT:
            for i in range(begin, n):
                public[holder[i], 0] += 1
                public[holder[i], 1] += column
    begins[found] = n
    return found, n


@kernel
def order(holder: Ints, begins: Ints, first: Longs, by_text: Longs) -> None:
    """The postings of each text, by counting. Of each where it begins, which of its holders the text is, and how rare it
    is (one of the four above), as one number: what is looked up for a text then stands together."""
    for text in holder:
        first[text + 1] += 1
    for text in range(len(first) - 1):
        first[text + 1] += first[text]
    place = first.copy()
    for posting in range(len(begins) - 1):
        begin, end = np.int64(begins[posting]), np.int64(begins[posting + 1])
        size = end - begin
        rarity = _RAREST if size <= RAREST else _RARE if size <= RARE else _HELD if size <= LIMIT else _PUBLIC
        for i in range(begin, end):
            text = holder[i]
            by_text[place[text]] = begin << 32 | (i - begin) << 2 | rarity
            place[text] += 1


def postings(keys: Hashes, mask: np.uint64, count: int) -> Postings:
    """Postings of sorted fingerprints of `count` texts."""
    holder, begin = np.empty(len(keys), np.int32), np.empty(len(keys) // 2 + 1, np.int32)
    code = np.empty(len(keys) // 2, np.uint64)
    total, public = np.zeros((count, 2), np.int32), np.zeros((count, 2), np.int32)
    found, n = group(keys, mask, holder, begin, code, total, public)
    holder, begin, code = holder[:n], begin[: found + 1], code[:found]
    by_text, first = np.empty(n, np.int64), np.zeros(count + 1, np.int64)
    order(holder, begin, first, by_text)
    return Postings(holder, begin, code, by_text, first, total, public)


@kernel
def promising(rare: int, shared: int, own: int, other: int, short: bool) -> bool:
    """Whether two texts are worth an exact look.

    rare: points for the rare fingerprints in common. shared: fingerprints in common. own, other: how many each text has.
    short: both texts are kept whole.

    The estimate is off by chance, the more so the fewer fingerprints there are: three standard deviations below one
    half are still looked at.
    """
    if rare >= PASSAGE * (8 if short else 1):
        return True
    either = own + other - shared
    if shared < 3 or either <= 0:
        return False
    wanted = ESTIMATE if short else min(ESTIMATE, 0.5 - 1.6 / np.sqrt(either))
    return bool(shared >= wanted * either)


@kernel
def _least(own: int) -> float:
    """So many fingerprints a text must share at least to be worth an exact look for its similarity. own: how many it
    has that are not public. (The other has no fewer than are shared.)"""
    return float(max(3.0, min(ESTIMATE * own, 0.5 * own - 1.6 * np.sqrt(own)) - 1e-6))


@kernel
def _common(by_text: Longs, first: Longs, text: int, other: int) -> int:
    """The fingerprints in common that more than RARE and at most LIMIT hold."""
    i, j, n = first[text], first[other], 0
    while i < first[text + 1] and j < first[other + 1]:
        one, two = by_text[i] >> 32, by_text[j] >> 32
        if one == two and by_text[i] & 3 == _HELD:
            n += 1
        i += 1 if one <= two else 0
        j += 1 if two <= one else 0
    return n


@kernel
def candidates(
    holder: Ints,
    by_text: Longs,
    first: Longs,
    total: Ints,
    public: Ints,
    short: Flags,
    begin: int,
    end: int,
    counts: Longs,
    met: Ints,
    out: Ints,
) -> tuple[int, int]:
    """Pairs (text, earlier text) for the texts begin:end into `out`. Returns their number and the text reached.

    It stops before a text when `out` might not have room for all its pairs. counts: one zero per text, left zero.

    What between RARE and LIMIT texts hold is most of the work, and mostly for nothing: a text meets others through it
    only when it has enough of it to be alike to one that it meets in no other way; else it is only counted for those
    that were met, and of them only for those that it could make worth a look.
    """
    n = 0
    for text in range(begin, end):
        own, own_hidden = total[text], public[text]
        common = 0
        for at in range(first[text], first[text + 1]):
            common += 1 if by_text[at] & 3 == _HELD else 0
        least = _least(own[1] - own_hidden[1])
        if short[text]:
            least = min(least, _least(own[0] - own_hidden[0]))
        meets = common >= least
        seen = 0
        for at in range(first[text], first[text + 1]):
            posting, before, rarity = by_text[at] >> 32, (by_text[at] & 0xFFFFFFFF) >> 2, by_text[at] & 3
            if rarity == _HELD and not meets:
                continue
            if rarity == _PUBLIC:
                before = min(before, STAR)
            step = _STEPS[rarity]
            for i in range(posting, posting + before):
                other = holder[i]
                if counts[other] == 0:
                    met[seen] = other
                    seen += 1
                counts[other] += step
        if n + seen > len(out):
            for i in range(seen):
                counts[met[i]] = 0
            return n, text
        for i in range(seen):
            other = met[i]
            packed = counts[other]
            counts[other] = 0
            rare, shared, star = packed & 0xFFFFF, (packed >> 20) & 0xFFFFF, packed >> 40
            if rare < PASSAGE and shared + common + star < least:
                continue
            both = short[text] and short[other]
            column = 0 if both else 1
            mine, its = own[column], total[other, column]
            shown, its_shown = mine - own_hidden[column], its - public[other, column]
            if not meets and common > 0:
                most = min(shared + common, shown, its_shown)
                if not promising(rare, most, shown, its_shown, both) and not (
                    star > 0 and promising(0, min(most + star, mine, its), mine, its, both)
                ):
                    continue
                shared += _common(by_text, first, text, other)
            if promising(rare, shared, shown, its_shown, both) or (
                star > 0 and promising(0, shared + star, mine, its, both)
            ):
                out[n, 0] = text
                out[n, 1] = other
                n += 1
    return n, end


def search(index: Postings, short: Flags, threads: int, step: Callable[[int], None]) -> Ints:
    """Candidate pairs (text, earlier text), sorted. step: told how many texts are done."""
    count = len(short)
    rooms = [  # fresh memory is dear: one for each thread, not for each turn
        (np.zeros(count, np.int64), np.empty(count, np.int32), np.empty((max(count, 1 << 16), 2), np.int32))
        for _ in range(threads)
    ]

    def work(begin: int) -> list[Ints]:
        end = min(begin + TURN, count)
        counts, met, out = rooms.pop()
        found = []
        while begin < end:
            n, begin = candidates(
                index.holder,
                index.by_text,
                index.first,
                index.total,
                index.public,
                short,
                begin,
                end,
                counts,
                met,
                out,
            )
            found.append(out[:n].copy())
        rooms.append((counts, met, out))
        return found

    pairs = [np.empty((0, 2), np.int32)]
    with ThreadPoolExecutor(threads) as pool:
        for turn, found in enumerate(pool.map(work, range(0, count, TURN))):
            pairs += found
            step(min((turn + 1) * TURN, count))
    every = np.concatenate(pairs)
    return every[np.lexsort((every[:, 1], every[:, 0]))]
