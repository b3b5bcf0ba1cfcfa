"""Levels that many innocent rows have in common: kinds of fact that they do not expect to be shared."""

from __future__ import annotations

from graph.analyse.judging.row import Levels

NO_MONEY: Levels = {"none": 0.97, "few": 0.01, "pools": 0.004, "part": 0.006, "one": 0.01}
NO_PAYEE: Levels = {"unrelated": 0.002, "mismatch": 0.02, "match": 0.05, "firm": 0.01}
NO_DEVICE: Levels = {"none": 0.97, "few": 0.01, "pools": 0.004, "part": 0.006, "one": 0.01}
NO_TEXT: Levels = {"none": 0.93, "few": 0.04, "passages": 0.01, "pools": 0.01, "whole": 0.01}
NO_CAREER: Levels = {"none": 0.975, "few": 0.015, "pools": 0.01}
NO_PEOPLE: Levels = {"none": 0.94, "few": 0.03, "pools": 0.004, "part": 0.011, "one": 0.015}
NO_IDENTITY: Levels = {"none": 0.994, "few": 0.002, "pools": 0.001, "part": 0.001, "one": 0.002}
NO_CONTACT: Levels = {"none": 0.93, "few": 0.04, "pools": 0.004, "part": 0.016, "one": 0.01}
NO_HOME: Levels = {"none": 0.92, "few": 0.04, "pools": 0.004, "part": 0.016, "one": 0.01, "house": 0.01}
NO_NET: Levels = {"none": 0.88, "few": 0.07, "pools": 0.006, "part": 0.024, "one": 0.02}

BY_CHANCE: dict[str, Levels] = {
    "money_own": {"own": 0.70, "shared_only": 0.30},
    "contact_own": {"own": 0.60, "shared_only": 0.40},
    "home_own": {"own": 0.25, "shared_only": 0.75},
    "net_own": {"own": 0.50, "shared_only": 0.50},
    "net_outside": {"none": 0.30, "some": 0.12, "many": 0.58},
    "device_own": {"own": 0.55, "shared_only": 0.45},
    "people_own": {"own": 0.50, "shared_only": 0.50},
    "people_outside": {"none": 0.55, "some": 0.22, "many": 0.23},
    "text_outside": {"none": 0.52, "some": 0.23, "many": 0.25},
    "outside": {"none": 0.60, "some": 0.20, "many": 0.20},
}
"""What comes with a kind of fact that a row does not expect to be shared: it is shared by chance, or by many."""
