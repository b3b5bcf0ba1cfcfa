"""The evidence for and against one person, for many pairs at once: a column of bits for every field."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from graph.analyse.persons import weights
from graph.analyse.persons.blocks import Ints, distinct
from graph.analyse.persons.compiled import rarest
from graph.analyse.persons.register import FIELDS, Register
from graph.analyse.persons.words import NameEvidence, compare

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CHUNK = 100_000
"""Pairs that are weighed at a time."""
_OWN_NAME = 2.0  # bits less: that the address is near is half explained by the names
_OWN = [FIELDS.index(one) for one in ("tax_id", "email", "handle")]

BIRTH_LEVELS = tuple(level for level, *_ in weights.BIRTH)
TWO_PARTS, APART = BIRTH_LEVELS.index("two parts"), BIRTH_LEVELS.index("apart")
LEVEL = {(field, level): at for at, (field, level, _) in enumerate(weights.LEARNT)}


@dataclass(frozen=True)
class Estimates:
    """What is learnt from the pairs at hand (expectation.py).

    household: bits of "one person" against "one household" before anything is known. strangers: bits added to the prior
    against strangers. more: bits added to each level of weights.LEARNT. pairs: how many pairs of one person it rests on.
    """

    household: float = weights.HOUSEHOLD_PRIOR
    strangers: float = 0.0
    more: tuple[float, ...] = (0.0,) * len(weights.LEARNT)
    pairs: float = 0.0

    def of(self, levels: npt.NDArray[np.integer]) -> Floats:
        """Bits to add at the levels of weights.LEARNT, -1 for none."""
        return np.asarray(np.append(self.more, 0.0)[levels])


DEFAULT = Estimates()


@dataclass(frozen=True)
class Part:
    """Bits of one field by pair, against strangers and against one household; and the level of weights.LEARNT, or -1."""

    field: str
    strangers: Floats
    household: Floats
    level: Ints | None = None

    def learnt(self, estimates: Estimates) -> Part:
        """With what was learnt."""
        if self.level is None or not any(estimates.more):
            return self
        more = estimates.of(self.level)
        return Part(self.field, self.strangers + more, self.household + more, self.level)


@dataclass(frozen=True)
class Evidence:
    """All parts of some pairs. shared: the shared value by field (rows of FIELDS) and pair, -1 when none."""

    name: NameEvidence
    parts: tuple[Part, ...]
    shared: npt.NDArray[np.int32]
    employed_twice: Flags
    prior: float
    estimates: Estimates

    def strangers(self) -> Floats:
        """Bits against two strangers: the prior, the name and every part."""
        return np.asarray(self.prior + self.name.bits + sum(part.strangers for part in self.parts))

    def household(self) -> Floats:
        """Bits against two persons of one household."""
        return np.asarray(self.estimates.household + self.name.household + sum(part.household for part in self.parts))

    def bits(self) -> Floats:
        """Bits against both stories together: the likelier one counts."""
        return np.asarray(-np.logaddexp2(-self.strangers(), -self.household()))

    def allowed(self) -> Flags:
        """Whether a merge may be asked for at all: the names allow it and something besides the name agrees.

        With a word on each side that has no counterpart only a personal number makes two names one person's. Where
        every word has a slip, a value of one's own or the birth date must agree; where no word can agree (one name
        missing, or a single word each), both must.
        """
        own = (self.shared[_OWN] >= 0).any(axis=0)
        number = self.shared[FIELDS.index("tax_id")] >= 0
        sure = (self.name.same > 0) | ((self.name.agreed > 0) & (own | self.birth_agrees()))
        named = np.where(self.name.silent, own & (self.birth_level >= 0) & ~self.birth_apart(), sure)
        found = np.flatnonzero(named & (~self.name.clash | number))
        support = np.maximum.reduce([part.strangers[found] for part in self.parts])
        allowed = np.zeros(len(named), bool)
        allowed[found[support >= weights.SUPPORT]] = True
        return allowed

    def level(self, field: str) -> Ints:
        """Place of each pair among weights.LEARNT in a field that is learnt, -1 where it says nothing."""
        return next(part.level for part in self.parts if part.field == field and part.level is not None)

    @property
    def birth_level(self) -> Ints:
        """Place among weights.BIRTH, -1 where unknown: its levels come first in LEARNT."""
        return self.level("birth")

    def birth_agrees(self) -> Flags:
        """Whether the birth dates are one, or one with a slip."""
        return np.asarray((self.birth_level >= 0) & (self.birth_level <= TWO_PARTS))

    def birth_apart(self) -> Flags:
        """Whether the birth dates contradict each other."""
        return np.asarray(self.birth_level == APART)


def weigh(known: Register, left: Ints, right: Ints, estimates: Estimates = DEFAULT) -> Evidence:
    """The evidence on pairs of applicants, left < right."""
    name = compare(known.words, left, right)
    held = known.held
    shared = rarest(left, right, held.start, held.value, held.field, held.holders, len(FIELDS))
    strangers, household, levels = _values(known, shared, left, right)
    near = _near_emails(known, name, strangers, household, left, right)
    levels["email"][near] = LEVEL["email", "near"]
    near = _near_homes(known, strangers, left, right)
    levels["address"][near] = LEVEL["address", "near"]
    parts = [Part(field, strangers[at], household[at], levels.get(field)) for at, field in enumerate(FIELDS)]
    home = (strangers[FIELDS.index("address")] > 0) | (strangers[FIELDS.index("building")] > 0)
    area, birth = _areas(known, home, left, right), _births(known, left, right)
    employed = (known.system[left] >= 0) & (known.system[left] == known.system[right])
    employed &= known.employee[left] != known.employee[right]
    twice = np.where(employed, weights.EMPLOYED_TWICE, 0.0)
    parts += [area, birth, _texts(known, name, left, right), Part("employment", twice, twice)]
    prior = estimates.strangers - float(np.log2(known.rows + weights.SMOOTHING))
    return Evidence(name, tuple(part.learnt(estimates) for part in parts), shared, employed, prior, estimates)


def _values(
    known: Register, shared: npt.NDArray[np.int32], left: Ints, right: Ints
) -> tuple[Floats, Floats, dict[str, Ints]]:
    """Bits of shared values and of values that differ, by field and pair; and the level of each pair in the fields that
    are learnt: the same, or apart, -1 where one says nothing."""
    states = known.held.states[left] & known.held.states[right]
    strangers, household = np.zeros(shared.shape), np.zeros(shared.shape)
    levels = {}
    for at, one in enumerate(weights.WEIGHTS):
        same = np.flatnonzero(shared[at] >= 0)
        if one.apart:
            strangers[at] = household[at] = np.where(states >> at & 1, one.apart, 0.0)
        strangers[at, same] = known.held.bits[shared[at, same]]
        household[at, same] = np.minimum(strangers[at, same], one.household)
        if (one.field, "apart") in LEVEL:
            levels[one.field] = np.where(states >> at & 1, LEVEL[one.field, "apart"], -1)
            levels[one.field][same] = LEVEL[one.field, "same"]
    for pair in weights.TOGETHER:
        strong, weak = map(FIELDS.index, pair)
        first = (shared[strong] >= 0) & (strangers[strong] >= strangers[weak]) | (shared[weak] < 0)
        strangers[weak, first] = household[weak, first] = 0.0
        strangers[strong, ~first] = household[strong, ~first] = 0.0
    return strangers, household, levels


def _near_emails(
    known: Register, name: NameEvidence, strangers: Floats, household: Floats, left: Ints, right: Ints
) -> Ints:
    """Also which pairs."""
    column = FIELDS.index("email")
    rarity = np.minimum(known.domains[left], known.domains[right]) - _OWN_NAME
    differ = known.letters[left] != known.letters[right]
    rows = np.flatnonzero((strangers[column] < 0) & (name.agreed > 0) & differ & (rarity > 0))
    rows = rows[_can_be_near_emails(known, left[rows], right[rows])]
    one = known.emails.take(pa.array(left[rows])).to_pylist()
    other = known.emails.take(pa.array(right[rows])).to_pylist()
    if not one:
        return rows
    least = weights.NEAR_EMAIL_RATIO
    alike = cpdist(one, other, scorer=OSA.normalized_similarity, score_cutoff=least, dtype=np.float64)
    near = rows[alike >= least]
    strangers[column, near] = np.minimum(weights.NEAR_EMAIL, rarity[near])
    household[column, near] = np.minimum(weights.NEAR_EMAIL_HOUSEHOLD, rarity[near])
    return near


def _can_be_near_emails(known: Register, left: Ints, right: Ints) -> Flags:
    """A filter that loses nothing: a slip changes two bits of an address's spelling at most."""
    slips = np.floor((1 - weights.NEAR_EMAIL_RATIO) * np.maximum(known.length[left], known.length[right]) + 1e-6)
    return np.asarray(np.bitwise_count(known.spelling[left] ^ known.spelling[right]) <= 2 * slips)


def _near_homes(known: Register, strangers: Floats, left: Ints, right: Ints) -> Ints:
    """Also which pairs."""
    home, column = known.home, FIELDS.index("address")

    def equal(codes: Ints) -> Flags:
        return np.asarray((codes[left] >= 0) & (codes[left] == codes[right]))

    free = (strangers[column] <= 0) & (strangers[FIELDS.index("building")] <= 0)
    postcode, number, street = equal(home.postcode), equal(home.number), equal(home.street)
    area = postcode | equal(home.town)
    ask = np.flatnonzero(free & area & ~number & ~street & (home.street[left] >= 0) & (home.street[right] >= 0))
    if len(ask):
        one = [home.streets[code] for code in home.street[left[ask]].tolist()]
        other = [home.streets[code] for code in home.street[right[ask]].tolist()]
        scorer = JaroWinkler.normalized_similarity
        street[ask] = cpdist(one, other, scorer=scorer, score_cutoff=0.88, dtype=np.float64) >= 0.88
    near = free & ((area & (number | street)) | (number & street))
    strangers[column, near] = weights.NEAR_ADDRESS
    return np.flatnonzero(near)


def _areas(known: Register, home: Flags, left: Ints, right: Ints) -> Part:
    """Nothing where it is unknown or `home` agrees."""
    place = known.home
    towns, codes = (place.town[left], place.town[right]), (place.postcode[left], place.postcode[right])
    free = ~home & (((towns[0] >= 0) & (towns[1] >= 0)) | ((codes[0] >= 0) & (codes[1] >= 0)))
    same_code, same_town = (free & (one >= 0) & (one == other) for one, other in (codes, towns))
    near = np.zeros(len(left), bool)
    ask = np.flatnonzero(free & ~same_code & ~same_town & (towns[0] >= 0) & (towns[1] >= 0))
    near[ask] = _near_texts(place.towns, towns[0][ask], towns[1][ask])
    level = np.select([~free, same_code | same_town, near], [-1, 0, 1], 2)
    population = known.rows + weights.SMOOTHING
    bits = np.zeros(len(left))
    for rows, at, count, which in (
        (same_town, 0, place.towns_of, towns),
        (same_code, 0, place.postcodes_of, codes),
        (near, 1, place.towns_of, towns),
    ):
        ratio, most = weights.AREA[at][3:]
        share = (np.maximum(count[which[0][rows]], count[which[1][rows]]) + 1.0) / population
        bits[rows] = np.clip(np.log2(ratio / share), 0.0, most)
    bits[level == 2] = weights.AREA[2][4]
    learnt = np.append([LEVEL["area", one[0]] for one in weights.AREA], -1)[level]
    return Part("area", bits, np.zeros(len(left)), learnt)


def _near_texts(texts: list[str], left: Ints, right: Ints) -> Flags:
    """Whether two different texts are one but for spelling."""
    if not len(left):
        return np.zeros(0, bool)
    code, back = distinct(np.minimum(left, right) * len(texts) + np.maximum(left, right))
    one = [texts[at] for at in (code // len(texts)).tolist()]
    other = [texts[at] for at in (code % len(texts)).tolist()]
    jaro = cpdist(one, other, scorer=JaroWinkler.normalized_similarity, dtype=np.float64)
    ratio = cpdist(one, other, scorer=OSA.normalized_similarity, dtype=np.float64)
    return np.asarray((jaro >= 0.9) | (ratio >= 0.7))[back]


def _births(known: Register, left: Ints, right: Ints) -> Part:
    birth = known.birth
    one, other = birth.whole[left], birth.whole[right]
    agreeing = np.zeros(len(left), np.int64)
    for codes in birth.parts:
        agreeing += (codes[left] >= 0) & (codes[left] == codes[right])
    turned = (birth.turned[left] == other) | (birth.turned[right] == one)
    rules = [(one < 0) | (other < 0), one == other, turned, agreeing >= 2, agreeing == 1]
    level = np.select(rules, [-1, 0, 1, 2, 3], APART)
    people, daily = weights.BIRTH_EXPECTED
    counts = birth.count[one] if len(birth.count) else np.zeros(len(left))
    strangers, household = np.zeros(len(left)), np.zeros(len(left))
    for number, (_, _, often, bits, house) in enumerate(weights.BIRTH):
        which = level == number
        rare = np.maximum(0.0, np.log2(often * (known.rows + people) / (counts[which] + daily)))
        strangers[which] = rare if bits is None else bits + birth.chance[number]
        household[which] = np.minimum(house, strangers[which])
    return Part("birth", strangers, household, level)


def _texts(known: Register, name: NameEvidence, left: Ints, right: Ints) -> Part:
    strangers, household, network = np.zeros((3, len(left)))
    if len(known.text_code):
        wanted = left * known.rows + right
        place = np.minimum(np.searchsorted(known.text_code, wanted), len(known.text_code) - 1)
        alike = np.where(known.text_code[place] == wanted, known.text_alike[place], 0.0)
        for least, *bits in reversed(weights.TEXT):
            for column, weight in zip((strangers, household, network), bits, strict=True):
                column[alike >= least] = weight
    household = np.minimum(household, network + np.maximum(name.bits - name.household, 0.0))
    return Part("cv_text", strangers, household)
