"""Names compared word by word, for many pairs at once: which words agree, and how rare they are among the applicants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import OSA, Indel, JaroWinkler
from rapidfuzz.process import cpdist

from graph.analyse.persons import weights
from graph.analyse.persons.blocks import distinct
from graph.analyse.persons.compiled import Small, compared, unlike_words
from graph.analyse.persons.names import tokens
from graph.analyse.persons.spelling import FULL_FORMS, MOST_FULL_FORMS, folded_word, full_form, initials_of, shortens

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SLOTS = 4
"""Words of a name that are compared: the first three and the last of a longer one."""

_PLAIN_BREAKS = r"[^a-z0-9'`]+"


@dataclass(frozen=True)
class Shapes:
    """By word: its length; the letters by which it may be abbreviated, and its letters, as bits; whether it can have a slip
    (three letters and more, no figures); and the words that it is short for, where it can be short for several (-1 where there
    are no more)."""

    length: Ints
    initials: Ints
    letters: Ints
    spelt: npt.NDArray[np.bool_]
    full: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Words:
    """of: applicant -> words (SLOTS columns, -1 where there are no more), in order of the name. count: by word."""

    of: npt.NDArray[np.int32]
    text: list[str]
    count: Ints

    @cached_property
    def sizes(self) -> Ints:
        """How many words each applicant has."""
        return np.asarray((self.of >= 0).sum(axis=1))

    @cached_property
    def agreement(self) -> Floats:
        """Bits of each word when it stands in both names."""
        chance = (self.count + 1.0) / (len(self.of) + weights.SMOOTHING)
        bits = np.minimum(weights.WORD_MOST, np.log2(weights.WORD_SAME / chance))
        short = np.fromiter((len(word) == 1 for word in self.text), bool, len(self.text))
        return np.where(short, weights.WORD_INITIAL, np.maximum(bits, 0.5))

    @cached_property
    def ordered(self) -> list[str]:
        """The letters of each word in order."""
        return ["".join(sorted(word)) for word in self.text]

    @cached_property
    def shapes(self) -> Shapes:
        """What each word looks like."""
        count = len(self.text)
        length = np.fromiter(map(len, self.text), np.int64, count)
        figures = np.fromiter((any(map(str.isdigit, word)) for word in self.text), bool, count)
        return Shapes(
            length=length,
            initials=np.fromiter((_bits(initials_of(word)) for word in self.text), np.int64, count),
            letters=np.fromiter(map(_bits, self.text), np.int64, count),
            spelt=(length >= 3) & ~figures,
            full=self._full,
        )

    @property
    def _full(self) -> npt.NDArray[np.int32]:
        number = {word: at for at, word in enumerate(self.text)}
        full = np.full((len(self.text), MOST_FULL_FORMS), -1, np.int32)
        for short, fulls in FULL_FORMS.items():
            if short in number:
                known = sorted(number[word] for word in fulls if word in number)
                full[number[short], : len(known)] = known
        return full


def _bits(letters: Iterable[str]) -> int:
    return sum({1 << ord(one) % 62 for one in letters})


@dataclass(frozen=True)
class NameEvidence:
    """By pair. bits: against strangers. household: of the agreeing word that weighs least, for a household has the others
    in common (a surname of one or two words); nothing when a single word agrees.

    agreed: words that agree or differ by a slip; same: words that agree. equal: all words agree. clash: each name has a
    word without counterpart, and one name has more than one word. silent: no word can agree, because a name is missing
    or both are a single word and differ.
    """

    bits: Floats
    household: Floats
    agreed: Small
    same: Small
    clash: npt.NDArray[np.bool_]
    equal: npt.NDArray[np.bool_]
    silent: npt.NDArray[np.bool_]


def words_of(names: pa.Array) -> Words:
    """The words of all names. Equal to names.tokens, name by name, but for the limit of SLOTS."""
    different = names.dictionary_encode()
    texts = different.dictionary
    simple = pc.and_(pc.string_is_ascii(texts), pc.invert(pc.match_substring(texts, ",")))
    rows = np.flatnonzero(np.asarray(simple))
    lists = pc.split_pattern_regex(pc.utf8_lower(texts.take(pa.array(rows))), _PLAIN_BREAKS)
    flat = pc.list_flatten(lists).dictionary_encode()
    parent = rows[np.asarray(pc.list_parent_indices(lists), dtype=np.int64)]
    read = [full_form(folded_word(word)) for word in flat.dictionary.to_pylist()]
    number: dict[str, int] = {}
    plain = np.fromiter((number.setdefault(word, len(number)) for word in read), np.int64, len(read))
    owners, found = [parent], [plain[np.asarray(flat.indices, dtype=np.int64)] if len(read) else parent]
    other = np.flatnonzero(~np.asarray(simple))
    for row, text in zip(other.tolist(), texts.take(pa.array(other)).to_pylist(), strict=True):
        said = tokens(text)
        owners.append(np.full(len(said), row, np.int64))
        found.append(np.fromiter((number.setdefault(word, len(number)) for word in said), np.int64, len(said)))
    table = _slots(np.concatenate(owners), np.concatenate(found), len(texts), number.get("", -1))
    of = table[np.asarray(different.indices, dtype=np.int64)]
    return _numbered(of, list(number))


def _slots(owner: Ints, word: Ints, names: int, nothing: int) -> npt.NDArray[np.int32]:
    """Words in their columns; a word that a name says twice counts once."""
    keep = word != nothing
    owner, word = owner[keep], word[keep]
    order = np.argsort(owner, kind="stable")
    owner, word = owner[order], word[order]
    _, first = np.unique(owner * (int(word.max(initial=0)) + 1) + word, return_index=True)
    first.sort()
    owner, word = owner[first], word[first]
    start = np.searchsorted(owner, np.arange(names))
    sizes = np.bincount(owner, minlength=names)
    column = np.arange(len(owner)) - start[owner]
    last = column == sizes[owner] - 1
    column = np.where(last & (column >= SLOTS), SLOTS - 1, column)
    drop = (column >= SLOTS) | ((column == SLOTS - 1) & ~last)
    table = np.full((names, SLOTS), -1, np.int32)
    table[owner[~drop], column[~drop]] = word[~drop]
    return table


def _numbered(of: npt.NDArray[np.int32], texts: list[str]) -> Words:
    """Words numbered in plain order, so that nothing depends on the order of rows."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    new = np.empty(len(texts) + 1, np.int32)
    new[order] = np.arange(len(texts), dtype=np.int32)
    new[-1] = -1
    of = new[of]
    count = np.bincount(of[of >= 0], minlength=len(texts)).astype(np.int64)
    return Words(of=of, text=[texts[at] for at in order], count=count)


def compare(words: Words, left: Ints, right: Ints) -> NameEvidence:
    """The names of many pairs."""
    shapes, size = words.shapes, len(words.text)
    place, low, high = unlike_words(words.of, left, right, shapes.length, shapes.letters, shapes.spelt, shapes.full)
    code, back = distinct(low.astype(np.int64) * size + high)
    slips, house = _slips(words, code // max(1, size), code % max(1, size))
    near = place, slips[back], house[back]
    lost = weights.WORD_INITIAL, weights.WORD_APART, weights.WORD_ONLY
    bits, household, agreed, same, used = compared(
        words.of, left, right, words.agreement, shapes.length, shapes.initials, near, lost
    )
    one, other = words.sizes[left], words.sizes[right]
    single = (one == 1) & (other == 1)
    return NameEvidence(
        bits=bits,
        household=household,
        agreed=agreed,
        same=same,
        clash=((np.minimum(one, other) > used) | (used > agreed)) & ~single,
        equal=(same == one) & (same == other) & (same > 0),
        silent=(agreed == 0) & (single | (one == 0) | (other == 0)),
    )


def _slips(words: Words, low: Ints, high: Ints) -> tuple[Floats, Floats]:
    """Bits of different words that may be one but for a few letters, or of which one is short for the other, against
    strangers (-inf when they are not near) and against a household."""
    one, other = [words.text[at] for at in low.tolist()], [words.text[at] for at in high.tolist()]
    short = np.fromiter(map(shortens, one, other), np.bool_, len(one))
    lengths = words.shapes.length
    length = np.minimum(lengths[low], lengths[high])
    jaro = cpdist(one, other, scorer=JaroWinkler.normalized_similarity, dtype=np.float64)
    slips = cpdist(one, other, scorer=OSA.distance, dtype=np.float64)
    ratio = 1.0 - slips / np.maximum(lengths[low], lengths[high])
    population = len(words.of) + weights.SMOOTHING
    common, rare = np.maximum(words.count[low], words.count[high]), np.minimum(words.count[low], words.count[high])
    chance = (common + 1.0) / population
    slip = (length >= 3) & ((slips <= 1) | (jaro >= 0.94))
    one, other = [words.ordered[at] for at in low.tolist()], [words.ordered[at] for at in high.tolist()]
    letters = cpdist(one, other, scorer=Indel.normalized_similarity, dtype=np.float64)
    near = (
        (length >= 3)
        & ~slip
        & ((jaro >= 0.88) | ((ratio >= 0.7) & (length >= 5)) | ((letters >= 0.85) & (length >= 4)))
    )
    bits, house = np.full(len(low), -np.inf), np.zeros(len(low))
    for which, (ratio_to_p, most, at_home) in ((near, weights.WORD_NEAR), (slip, weights.WORD_SLIP)):
        bits[which] = np.clip(np.log2(ratio_to_p / chance[which]), 0.5, most)
        house[which] = at_home
    house[slip & (rare <= 1)] = weights.WORD_SLIP_ALONE
    known = (slip | near) & (rare >= np.maximum(5, 2e-4 * population))
    bits[known] = house[known] = weights.WORD_BOTH_KNOWN
    both = (common + rare + 1.0) / population  # as one word, which both would be had one not been shortened
    bits[short] = house[short] = np.clip(np.log2(weights.WORD_SAME / both[short]), 0.5, weights.WORD_MOST)
    return bits, house
