"""Templates and house styles: the same passages in the CVs of many people, recognised as crowds and named.

The fingerprints of one template have (nearly) the same holders, whatever stands between its sections. So fingerprints
with the same holders are one template. Two sizes are told:

    template       held by more than postings.RARE texts: resume builders, popular samples, boilerplate
    house style    held by 6 to 20 texts, in at least three separate places, while more than half of each text is
                   its own: the fixed sections of an agency. A copied CV or one copied passage is not a house style.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingest.text.fingerprints import EIGHTH, room
from ingest.text.held import Held
from ingest.text.kernel import kernel
from ingest.text.postings import RARE, Postings
from ingest.text.words import MAX_BYTES, SHINGLE, Bytes, Hashes, Ints, Longs, shingles

FINGERPRINTS = 4  # the fewest that make a template: about 36 words
SMALLEST = 6  # holders of a house style
PLACES = 3  # separate sections of a house style
SECTION = 60  # words between two fingerprints from which they are in separate sections
FIXED = (0.08, 0.5)  # share of the text that a house style fixes
SAME = 0.7  # Jaccard similarity of the holders from which two fingerprints are of one template
EXCERPT = 12  # words

_SEEDS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_S32 = np.uint64(32)


@dataclass(frozen=True)
class Template:
    """One template or house style.

    key: stable name, "t:" and 16 hexadecimal digits, from its text alone.
    display: its first words.
    holders: owners of the texts that have at least half of it, sorted.
    house_style: held by few, and the rest of their texts differs.
    """

    key: str
    display: str
    holders: Ints
    house_style: bool


@kernel
def least(holder: Ints, begins: Ints, sizes: Ints, seed: np.uint64, out: Hashes) -> None:
    """For each posting the least of its holders in an order that the seed makes: alike sets often have the same."""
    for p in range(len(begins)):
        best = np.uint64(0xFFFFFFFFFFFFFFFF)
        for i in range(begins[p], begins[p] + sizes[p]):
            mixed = (np.uint64(holder[i]) + seed) * _MIX
            mixed = (mixed ^ (mixed >> _S32)) * seed
            best = min(best, mixed ^ (mixed >> _S32))
        out[p] = best


@kernel
def same_holders(holder: Ints, a: int, na: int, b: int, nb: int) -> bool:
    """Whether two postings have nearly the same holders."""
    if min(na, nb) < SAME * max(na, nb):
        return False
    i = j = common = 0
    while i < na and j < nb:
        x, y = holder[a + i], holder[b + j]
        common += 1 if x == y else 0
        i += 1 if x <= y else 0
        j += 1 if y <= x else 0
    return bool(common >= SAME * (na + nb - common))


@kernel
def unite(holder: Ints, begins: Ints, sizes: Ints, hashes: Hashes, sequence: Longs, group: Longs) -> None:
    """Unite postings whose least holder agrees and whose holders are nearly the same. `group` leads to the root."""
    for at in range(1, len(sequence)):
        here = sequence[at]
        back = at - 1
        while back >= 0 and at - back <= 4 and hashes[sequence[back]] == hashes[here]:
            there = sequence[back]
            back -= 1
            one, two = here, there
            while group[one] != one:
                one = group[one]
            while group[two] != two:
                two = group[two]
            if one != two and same_holders(holder, begins[here], sizes[here], begins[there], sizes[there]):
                group[max(one, two)] = min(one, two)


@dataclass(frozen=True)
class Draft:
    """A template that has no name yet: the texts that hold it, the codes of its fingerprints, and the text it is named
    after."""

    holders: Ints
    codes: Hashes
    few: bool
    text: int


def drafts(index: Postings) -> list[Draft]:
    """All groups of fingerprints that may be a template."""
    some = np.flatnonzero((index.size >= SMALLEST) & (index.code < EIGHTH))
    found = [_draft(index, some[members]) for members in _groups(index, some)]
    return [draft for draft in found if draft is not None]


def templates(drafts: list[Draft], texts: Held, people: Ints, mask: np.uint64) -> tuple[Template, ...]:
    """All templates, widest first. texts: with those that the drafts are named after. people: text -> owner."""
    named = [_template(draft, texts, people, mask) for draft in drafts]
    found = [template for template in named if template is not None]
    return tuple(sorted(found, key=lambda template: (-len(template.holders), template.key)))


def _groups(index: Postings, some: Longs) -> list[Longs]:
    """Positions in `some` (postings) of fingerprints with nearly the same holders, groups of at least FINGERPRINTS."""
    group = np.arange(len(some))
    hashes = np.empty(len(some), np.uint64)
    begins, sizes = index.begin[some], index.size[some]
    for seed in _SEEDS:
        least(index.holder, begins, sizes, seed, hashes)
        unite(index.holder, begins, sizes, hashes, np.lexsort((sizes, hashes)), group)
    while True:  # every fingerprint to its root
        further = group[group]
        if np.array_equal(further, group):
            break
        group = further
    order = np.argsort(group, kind="stable")
    starts = np.append(np.flatnonzero(np.diff(group[order], prepend=-1)), len(order))
    large = np.flatnonzero(np.diff(starts) >= FINGERPRINTS).tolist()
    return [order[starts[at] : starts[at + 1]] for at in large]


def _draft(index: Postings, members: Longs) -> Draft | None:
    """What a group of fingerprints may be; None when it is neither a template nor a house style."""
    held = np.concatenate([index.holder[index.begin[one] : index.begin[one + 1]] for one in members])
    holders, counts = np.unique(held, return_counts=True)
    holders = holders[2 * counts >= len(members)]
    few = len(holders) <= RARE
    if len(holders) < SMALLEST:
        return None
    if few and not FIXED[0] <= len(members) / float(np.median(index.total[holders, 1])) <= FIXED[1]:
        return None
    return Draft(holders, index.code[members], few, int(holders[0]))  # texts are in the order of their owners


def _template(draft: Draft, texts: Held, people: Ints, mask: np.uint64) -> Template | None:
    """The template of a draft; None when it is only a passage."""
    begin = int(texts.begins[draft.text])
    stop = min(int(texts.ends[draft.text]), begin + MAX_BYTES)
    hashes, places, starts = _places(texts.data, begin, stop, draft.codes, mask)
    if not len(places) or (draft.few and 1 + int((np.diff(places) >= SECTION).sum()) < PLACES):
        return None
    first, last = starts[places[0]]
    words = texts.data[begin + first : begin + last].tobytes().decode(errors="ignore").split()
    excerpt = " ".join(words[:EXCERPT])
    kind = "house style" if draft.few else "template"
    display = f"{kind} “{excerpt} …”"
    return Template(f"t:{int(hashes.min()):016x}", display, people[draft.holders], draft.few)


def _places(
    data: Bytes, begin: int, stop: int, codes: Hashes, mask: np.uint64
) -> tuple[Hashes, Longs, dict[int, tuple[int, int]]]:
    """Hashes and word places of the fingerprints `codes` in a text, and for the first place, the bytes that follow."""
    hashes, starts, ends = room(stop - begin)
    n = shingles(data, begin, stop, hashes, starts, ends) - SHINGLE + 1
    places = np.flatnonzero(np.isin(hashes[: max(0, n)] & ~mask, codes))
    if not len(places):
        return hashes[:0], places, {}
    first = int(places[0])
    last = min(first + EXCERPT, n + SHINGLE - 1) - 1
    return hashes[places], places, {first: (int(starts[first]), int(ends[last]))}
