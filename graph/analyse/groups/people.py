"""Questions about one person: what they hold, when, under which name. Built once, answered from indexes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cached_property

import numpy as np

from graph.analyse.groups.evidence import Population
from graph.analyse.persons.names import same_name

SENT_TO = frozenset(("ship_to", "delivered"))
LIVES_AT = frozenset(("home", "id_address", "address"))


class People:
    """Reads the population by person. All answers are pure; nothing is kept but indexes."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self.links = population.links
        self.members = population.persons.members()
        self._names = self.links.applicants.column("name").to_pylist()
        self._applied = self.links.applicants.column("applied_at").to_pylist()
        self._channels = self.links.applicants.column("channel").to_pylist()
        self._values: dict[int, list[int]] = {}
        self.ids: list[str] = self.links.applicants.column("id").to_pylist()

    @cached_property
    def _by_person(self) -> tuple[list[int], list[int]]:
        """Rows of holdings in order of (person, value), and where each person's begin."""
        applicant = self.links.holdings.column("applicant").to_numpy()
        value = self.links.holdings.column("value").to_numpy()
        person = self.population.persons.of[applicant]
        order = np.lexsort((applicant, value, person))
        start = np.searchsorted(person[order], np.arange(self.population.persons.count + 1))
        return order.tolist(), start.tolist()

    @cached_property
    def _value_of_row(self) -> list[int]:
        found: list[int] = self.links.holdings.column("value").to_numpy().tolist()
        return found

    @cached_property
    def _column(self) -> dict[str, list[str]]:
        return {name: self.links.holdings.column(name).to_pylist() for name in ("contexts", "holders")}

    @cached_property
    def _with_text(self) -> frozenset[int]:
        rows = self.links.texts.column("applicant").to_numpy()
        return frozenset(self.population.persons.of[rows].tolist())

    @cached_property
    def _channel_counts(self) -> Counter[str]:
        return Counter(self._channels)

    def rows(self, person: int) -> list[int]:
        """The person's rows of links.holdings, by value."""
        order, start = self._by_person
        return order[start[person] : start[person + 1]]

    def rows_of(self, person: int, value: int) -> list[int]:
        """The rows by which the person holds the value."""
        return [row for row in self.rows(person) if self._value_of_row[row] == value]

    def value_of(self, row: int) -> int:
        """The value of a row of links.holdings."""
        return self._value_of_row[row]

    def coarser(self, value: int) -> int | None:
        """The value that this one falls into (building of an address, network of an IP)."""
        found: int | None = self._coarser[value]
        return found

    def finer(self, value: int) -> list[int]:
        """The values that fall into this one."""
        coarse, order = self._finer
        found: list[int] = order[np.searchsorted(coarse, value) : np.searchsorted(coarse, value, side="right")].tolist()
        return found

    @cached_property
    def _finer(self) -> tuple[np.ndarray, np.ndarray]:
        """Coarser values in order, and the finer value of each."""
        coarse = self.links.values.column("coarser").to_numpy(zero_copy_only=False)
        coarse = np.nan_to_num(coarse.astype(float), nan=-1.0).astype(np.int64)
        order = np.argsort(coarse, kind="stable")
        order = order[coarse[order] >= 0]
        return coarse[order], order

    @cached_property
    def _coarser(self) -> list[int | None]:
        return list(self.links.values.column("coarser").to_pylist())

    def label(self, person: int) -> str:
        """How the person is called in a sentence: the name with the first application's id."""
        first = self.ids[self.members[person][0]]
        name = self.name(person)
        return f"{name} ({first})" if name else first

    def passages(self, row: int) -> list[tuple[int, list[tuple[int, int]]]]:
        """Both sides of a text pair: (applicant row, spans of the copied passages in characters)."""
        pair = self.links.text_pairs.slice(row, 1).to_pylist()[0]
        return [
            (pair[side], [(item[f"{side}_start"], item[f"{side}_end"]) for item in pair["passages"]])
            for side in ("left", "right")
        ]

    def text_place(self, applicant: int) -> tuple[int, str, str] | None:
        """Where the applicant's CV text stood: (source number, place, file name); None when it has none."""
        row = self._text_rows.get(applicant)
        if row is None:
            return None
        item = self.links.texts.slice(row, 1).to_pylist()[0]
        where = f"row {item['row']}, column {item['path']}" if item["row"] is not None else item["path"] or "text"
        return item["source"], where, item["file"] or f"{item['words']} words"

    @cached_property
    def _text_rows(self) -> dict[int, int]:
        return {applicant: row for row, applicant in enumerate(self.links.texts.column("applicant").to_pylist())}

    def values(self, person: int) -> list[int]:
        """Values the person holds, once each, sorted."""
        found = self._values.get(person)
        if found is None:
            of = self._value_of_row
            found = self._values[person] = sorted({of[row] for row in self.rows(person)})
        return found

    def name(self, person: int) -> str:
        """The first name that is known of the person."""
        return next((self._names[row] for row in self.members[person] if self._names[row]), "")

    def applicants(self, persons: list[int]) -> list[str]:
        """Applicant ids of these persons, sorted."""
        return sorted(self.ids[row] for person in persons for row in self.members[person])

    def has_text(self, person: int) -> bool:
        return person in self._with_text

    @cached_property
    def _texts(self) -> dict[int, list[tuple[int, float, int]]]:
        found: dict[int, list[tuple[int, float, int]]] = {}
        for (left, right), (jaccard, words) in self.population.text.items():
            found.setdefault(left, []).append((right, jaccard, words))
            found.setdefault(right, []).append((left, jaccard, words))
        return found

    def texts_like(self, person: int) -> list[tuple[int, float, int]]:
        """Persons whose CV is like this one's: (person, how alike, words of the longest copied passage), by person."""
        return sorted(self._texts.get(person, []))

    def applied(self, person: int) -> str:
        """When the person first applied, ISO 8601 UTC text, "" when unknown."""
        return min((text for row in self.members[person] if (text := self._applied[row])), default="")

    def day(self, person: int) -> dt.datetime | None:
        """When the person first applied, None when unknown."""
        applied = self.applied(person)
        return _moment(applied) if applied else None

    def channel(self, person: int) -> str:
        """Where the first application came from, "" when unknown."""
        found: str = self._channels[self.members[person][0]] or ""
        return found

    def channel_share(self, channel: str) -> float:
        """Share of all applicants that came from this channel."""
        return self._channel_counts[channel] / max(len(self._channels), 1)

    def payees(self, person: int, value: int) -> list[str]:
        """Names written beside a value the person holds (payee of an account, recipient of a parcel)."""
        holders = self._column["holders"]
        return [name for row in self.rows_of(person, value) for name in holders[row].split("; ") if name]

    def contexts(self, person: int, value: int) -> list[str]:
        """Where the value was seen with the person: home, ship_to, interview, …"""
        contexts = self._column["contexts"]
        return [word for row in self.rows_of(person, value) for word in contexts[row].split(",") if word]

    def foreign_payee(self, person: int, value: int) -> str:
        """A name beside the value that is not the person's own, "" when there is none."""
        return next((name for name in self.payees(person, value) if not same_name(name, self.name(person))), "")

    def ships_away(self, person: int, shared: tuple[int, ...]) -> bool | None:
        """Does the person have goods sent to one of the `shared` addresses without living there? None: nothing sent."""
        contexts = self._column["contexts"]
        sent: set[int] = set()
        lives: set[int] = set()
        for row in self.rows(person):
            value = self._value_of_row[row]
            if self.population.kind[value] != "address":
                continue
            words = set(contexts[row].split(","))
            sent |= {value} if words & SENT_TO else set()
            lives |= {value} if words & LIVES_AT else set()
        sent &= set(shared)
        return None if not sent or not lives else not sent & lives


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
