"""Channels: kinds of value that one way of sharing uses. Who has a value of a channel, who an own one, who shares which?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from graph.analyse.groups.columns import numbers
from graph.analyse.groups.compiled import grouped
from graph.analyse.groups.evidence import Population

CHANNELS: dict[str, tuple[str, ...]] = {
    "money": ("payroll_account", "payroll_last4", "wallet", "payment_handle"),
    "contact": ("phone", "email", "handle", "website"),
    "home": ("address",),
    "net": ("ip", "network"),
    "device": ("device",),
    "people": ("reference_phone", "reference_email", "reference_name", "referrer"),
    "employer": ("past_employer",),
    "identity": ("tax_id",),
}

CHANNEL_OF = {kind: name for name, kinds in CHANNELS.items() for kind in kinds}
NAMES = tuple(CHANNELS)

Covered = tuple[int, int, Iterable[tuple[int, int]]]
"""Of one person: the channels that have a value, as bits; those that have an own one; (value, number of its channel) of
what is shared with anybody, in order of value."""


class Coverage:
    """By person: the channels that have a value, an own value (nobody else holds it), and the values held by others too.

    Values that an analyst called innocent are left out. start, value, channel: what is shared, person after person.
    """

    def __init__(self, population: Population) -> None:
        persons = population.persons.count
        number = [NAMES.index(CHANNEL_OF[kind]) if kind in CHANNEL_OF else -1 for kind in population.kinds]
        channel = np.array(number, np.int8)[population.number]
        channel[list(population.innocent)] = -1
        value = np.repeat(np.arange(len(channel), dtype=np.int32), population.count)
        counted = channel[value] >= 0
        value, holder = value[counted], population.holder[counted]
        self.known = _bits(holder, channel[value], persons)
        alone = population.count[value] == 1
        self.own = _bits(holder[alone], channel[value[alone]], persons)
        value, holder = value[~alone], holder[~alone]
        order, self.start = grouped(holder, persons)
        self.value, self.channel = value[order], channel[value[order]].astype(np.uint8)
        self._value, self._channel, self._start = numbers(self.value), numbers(self.channel), numbers(self.start)

    def of(self, person: int) -> Covered:
        """What one person has."""
        at = slice(self._start[person], self._start[person + 1])
        return self.known[person], self.own[person], zip(self._value[at], self._channel[at], strict=True)


def covered(population: Population, values: Iterable[int]) -> Covered:
    """The same of a person that holds these values, found one by one."""
    known = own = 0
    shared = []
    for value in values:
        name = CHANNEL_OF.get(population.kind[value])
        if name and value not in population.innocent:
            number = NAMES.index(name)
            known |= 1 << number
            if population.count[value] == 1:
                own |= 1 << number
            else:
                shared.append((value, number))
    return known, own, shared


def _bits(person: npt.NDArray[np.int32], channel: npt.NDArray[np.int8], persons: int) -> bytes:
    """Bit n of a person's byte: a row with channel n."""
    found = np.zeros((persons, 8), np.bool_)
    found[person, channel] = True
    return np.packbits(found, axis=1, bitorder="little").tobytes()
