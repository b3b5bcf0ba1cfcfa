"""Why two applications are one person's: the parts of the bits, in words, adding up to the number shown."""

from __future__ import annotations

import numpy as np

from graph.analyse.persons import weights
from graph.analyse.persons.evidence import LEVEL, Estimates, Evidence, weigh
from graph.analyse.persons.register import FIELDS, Register

MOVED = 0.05
"""Bits from which on it is said that a weight was learnt."""

_WORDS = {one.field: one.words for one in weights.WEIGHTS}
_PLAIN = {"cv_text": "CV texts alike", "employment": "two employments with one employer"}


def reasons_of(known: Register, pairs: list[tuple[int, int]], estimates: Estimates) -> dict[tuple[int, int], str]:
    """The sentence of each pair."""
    if not pairs:
        return {}
    left, right = np.ascontiguousarray(np.array(pairs, np.int64).T)
    evidence = weigh(known, left, right, estimates)
    strangers, household, bits = evidence.strangers(), evidence.household(), evidence.bits()
    return {
        pair: _sentence(known, evidence, at, (strangers[at], household[at], bits[at])) for at, pair in enumerate(pairs)
    }


def _sentence(known: Register, evidence: Evidence, at: int, totals: tuple[float, float, float]) -> str:
    """The parts against the likelier of the two rival stories, strongest first."""
    strangers, household, bits = totals
    house = household < strangers
    name, said = evidence.name, _name(evidence, at)
    parts = [(float((name.household if house else name.bits)[at]), said)]
    moved = []
    for part in evidence.parts:
        against, other = float(part.strangers[at]), float(part.household[at])
        level = -1 if part.level is None else int(part.level[at])
        more = evidence.estimates.more[level] if level >= 0 else 0.0
        if against or other or abs(more) >= MOVED:
            words = _words(known, evidence, at, part.field, against)
            parts.append((other if house else against, words))
            if abs(more) >= MOVED:
                moved.append(f"{words} {more:+.1f}")
    shown = [f"{words} ({value:+.1f})" for value, words in sorted(parts, key=lambda one: (-one[0], one[1]))]
    prior = evidence.estimates.household if house else evidence.prior
    rival = "another person of the same household" if house else "a stranger"
    rest = bits - (household if house else strangers)
    sentence = f"one person by {bits:.1f} bits against {rival}: {', '.join(shown)}, before any evidence ({prior:+.1f})"
    sentence += f", the other story ({rest:+.1f})" if rest <= -0.05 else ""
    return sentence + _learnt(evidence, moved)


def _learnt(evidence: Evidence, moved: list[str]) -> str:
    """What of the parts was learnt from the case's own pairs; the rest stands as in the table."""
    if not moved:
        return ""
    pairs = round(evidence.estimates.pairs)
    said = "one pair" if pairs == 1 else f"about {pairs:,} pairs"
    return f"; of these, learnt from {said} in this case: {', '.join(moved)}"


def _name(evidence: Evidence, at: int) -> str:
    name = evidence.name
    if name.equal[at]:
        return "same name"
    if name.silent[at]:
        return "names that cannot be compared"
    return "part of the name" if name.clash[at] else "name agrees but for spelling"


def _words(known: Register, evidence: Evidence, at: int, field: str, bits: float) -> str:
    if field == "birth":
        return weights.BIRTH[int(evidence.birth_level[at])][1]
    if field == "area":
        return weights.AREA[int(evidence.level("area")[at]) - LEVEL["area", "same"]][1]
    if field in _PLAIN:
        return _PLAIN[field]
    value = int(evidence.shared[FIELDS.index(field), at])
    if value < 0:
        return f"{'nearly the same' if bits > 0 else 'another'} {_WORDS[field]}"
    hidden = field in ("tax_id", "candidate", "cv_file")
    return f"same {_WORDS[field]}" + ("" if hidden else f" {known.held.display(value)}")
