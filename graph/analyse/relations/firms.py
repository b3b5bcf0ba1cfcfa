"""Which former employer a name that stands beside a value is: one firm takes the pay and is said to have employed.

The firm's names agree but for its legal form: "Juniperus Apps LLC" is paid, "Juniperus Apps" stands in the CVs.
"""

from __future__ import annotations

from bisect import bisect_left

from graph.analyse.groups.evidence import Population
from graph.analyse.groups.slices import Slices
from graph.model.kinds import clean


class Firms:
    """Looks up firms by their name. Built once for a population."""

    def __init__(self, population: Population, slices: Slices) -> None:
        self.population = population
        self._low, self._high = slices.values("past_employer")

    def employer(self, name: str) -> int | None:
        """The value of the former employer that is written so, but for its legal form; None when nobody names it."""
        found = clean("past_employer", name, "")
        if self._low == self._high or found is None:
            return None
        at = bisect_left(self.population.key, found.key, self._low, self._high)  # values are in order of kind and key
        known = at < self._high and self.population.key[at] == found.key and at not in self.population.innocent
        return at if known else None
