"""What a row of the table of explanations is, and which features of a group it may speak of."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log2

REST = 0.02
"""Probability of a level that a row does not mention."""

Levels = dict[str, float]


@dataclass(frozen=True)
class Row:
    """One explanation. prior: share of the groups that come up for judgement (our estimate). decide: what would settle it."""

    name: str
    title: str
    prior: float
    expects: dict[str, Levels]
    decide: str
    _bits: dict[tuple[str, str], float] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for feature, levels in self.expects.items():
            if feature not in FEATURES:
                raise ValueError(f"explanation {self.name}: {feature!r} is not a feature ({', '.join(FEATURES)})")
            if sum(levels.values()) > 1.0 + 1e-9 or min(levels.values()) <= 0:
                raise ValueError(
                    f"explanation {self.name}: the levels of {feature} must be positive and add up to 1 at most"
                )

    def probability(self, feature: str, level: str) -> float:
        """How likely the level is under this explanation; 1 when the row does not care."""
        levels = self.expects.get(feature)
        if not level or levels is None:
            return 1.0
        return levels.get(level, REST)

    def bits(self, feature: str, level: str) -> float:
        """log2 of `probability`, remembered."""
        key = (feature, level)
        found = self._bits.get(key)
        if found is None:
            found = self._bits[key] = log2(self.probability(feature, level))
        return found


FEATURES: dict[str, str] = {
    "money": "money",
    "money_own": "money",
    "payee": "money",
    "contact": "contact",
    "contact_own": "contact",
    "home": "location",
    "home_own": "location",
    "net": "location",
    "net_own": "location",
    "net_outside": "location",
    "away": "location",
    "device": "device",
    "device_own": "device",
    "text": "text",
    "text_outside": "text",
    "career": "text",
    "people": "people",
    "people_own": "people",
    "people_outside": "people",
    "employer": "people",
    "identity": "people",
    "names": "",
    "time": "",
    "outside": "",
    "size": "",
    "submitted": "",
}
"""Feature -> family. Of one family only the strongest feature counts (facts of one family count once)."""

DIFFERENT: Levels = {"different": 0.96, "one": 0.04}
"""Surnames of people who are no family, under whatever explanation."""

OPEN: Levels = {"open": 0.97, "one_agency": 0.03}
"""How people come who were sent in by nobody."""
