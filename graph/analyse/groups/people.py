"""Questions about one person: what they hold, when, under which name. Built once, answered from indexes."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from graph.analyse.groups.channels import Coverage, Covered
from graph.analyse.groups.columns import Texts, codes, numbers, whole
from graph.analyse.groups.compiled import grouped
from graph.analyse.groups.evidence import PASSAGE, RETOLD_BITS, Population, longest_passages
from graph.analyse.groups.schemes import Schemes
from graph.analyse.groups.slices import PerPerson, Slices
from graph.analyse.persons.names import same_name, surname

SENT_TO = frozenset(("ship_to", "delivered"))
LIVES_AT = frozenset(("home", "id_address", "address"))

RARE = 0.03
"""Most of all applicants that an agency sends in, whoever they are."""

OTHER_WORDS = 0.1
"""Two CVs are in other words when they share less of their word sequences than this, and have no copied passage."""


class People:
    """Reads the population by person. All answers are pure; what was answered is remembered."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self.links = population.links
        self.members = population.persons.members()
        self._names = Texts(self.links.applicants.column("name").fill_null(""))
        self._applied = Texts(self.links.applicants.column("applied_at").fill_null(""))
        self._channels = Texts(self.links.applicants.column("channel").fill_null(""))
        self.ids: list[str] = self.links.applicants.column("id").to_pylist()
        self._surnames: dict[int, str] = {}
        self._days: dict[int, dt.datetime | None] = {}

    @cached_property
    def _by_person(self) -> tuple[memoryview[int], memoryview[int], memoryview[int]]:
        """Rows of holdings in order of (person, value, applicant), their values, and where each person's begin."""
        person = self.population.persons.of[self.links.holdings.column("applicant").to_numpy()]
        order, start = grouped(person, self.population.persons.count)  # they are in order of value and applicant
        return numbers(order), numbers(self._value_of_row[order]), numbers(start)

    @cached_property
    def _value_of_row(self) -> np.ndarray:
        return np.ascontiguousarray(self.links.holdings.column("value").to_numpy())

    @cached_property
    def _contexts(self) -> tuple[np.ndarray, list[list[str]]]:
        """Of each row of holdings the number of its contexts, and these by number."""
        number, texts = codes(self.links.holdings.column("contexts"))
        return number, [[word for word in text.split(",") if word] for text in texts]

    @cached_property
    def _lives(self) -> bytes:
        """Of each row by person: 1 when goods are sent to this address, 2 when the person says to live there, 3 when both."""
        number, contexts = self._contexts
        says = [bool(SENT_TO.intersection(words)) + 2 * bool(LIVES_AT.intersection(words)) for words in contexts]
        address = np.array([kind == "address" for kind in self.population.kinds], np.bool_)[self.population.number]
        found = np.where(address[self._value_of_row], np.array(says, np.uint8)[number], 0).astype(np.uint8)
        flags: bytes = found[np.asarray(self._by_person[0])].tobytes()
        return flags

    @cached_property
    def _holders(self) -> Texts:
        return Texts(self.links.holdings.column("holders"))

    @cached_property
    def _with_text(self) -> bytes:
        """Of each person 1 when there is a text, 0 when not."""
        found = np.zeros(self.population.persons.count, np.uint8)
        found[self.population.persons.of[self.links.texts.column("applicant").to_numpy()]] = 1
        return found.tobytes()

    @cached_property
    def _channel_counts(self) -> Counter[str]:
        counts = self.links.applicants.column("channel").fill_null("").value_counts()
        return Counter({item["values"]: item["counts"] for item in counts.to_pylist()})

    @cached_property
    def coverage(self) -> Coverage:
        """What each person has, owns and shares, by channel."""
        return Coverage(self.population)

    def covered(self, person: int) -> Covered:
        """What the person has, owns and shares, by channel."""
        return self.coverage.of(person)

    @cached_property
    def homes_by_person(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Where each person's holdings begin, their values, and 1 when goods are sent to this address, 2 when the person
        says to live there, 3 when both."""
        _, values, start = self._by_person
        return np.asarray(start), np.asarray(values), np.frombuffer(self._lives, np.uint8)

    def rows(self, person: int) -> list[int]:
        """The person's rows of links.holdings, by value."""
        order, _, start = self._by_person
        found: list[int] = order[start[person] : start[person + 1]].tolist()
        return found

    def rows_of(self, person: int, value: int) -> list[int]:
        """The rows by which the person holds the value."""
        order, values, start = self._by_person
        last = start[person + 1]
        at = bisect_left(values, value, start[person], last)
        found = []
        while at < last and values[at] == value:
            found.append(order[at])
            at += 1
        return found

    def value_of(self, row: int) -> int:
        """The value of a row of links.holdings."""
        return int(self._value_of_row[row])

    def coarser(self, value: int) -> int | None:
        """The value that this one falls into (building of an address, network of an IP)."""
        found = int(self._coarser[value])
        return None if found < 0 else found

    @cached_property
    def buildings(self) -> dict[int, list[int]]:
        """By person the buildings that they live in with others, in units of their own or not."""
        population = self.population
        found: dict[int, list[int]] = {}
        if "building" in population.kinds:
            shared = (population.number == population.kinds.index("building")) & (population.count >= 2)
            for value in np.flatnonzero(shared).tolist():
                for person in population.holders(value):
                    found.setdefault(person, []).append(value)
        return found

    def finer(self, value: int) -> list[int]:
        """The values that fall into this one."""
        coarse, order = self._finer
        found: list[int] = order[bisect_left(coarse, value) : bisect_left(coarse, value + 1)].tolist()
        return found

    @cached_property
    def _finer(self) -> tuple[memoryview[int], memoryview[int]]:
        """Coarser values in order, and the finer value of each."""
        order = np.argsort(self._coarser, kind="stable")
        order = order[self._coarser[order] >= 0]
        return numbers(self._coarser[order]), numbers(order)

    @cached_property
    def _coarser(self) -> np.ndarray:
        """By value the coarser one, -1 when there is none."""
        return np.asarray(self.links.values.column("coarser").fill_null(-1).to_numpy(), dtype=np.int32)

    def label(self, person: int) -> str:
        """How the person is called in a sentence: the name with the first application's id."""
        first = self.ids[self.members.first[person]]
        name = self.name(person)
        return f"{name} ({first})" if name else first

    def passages(self, row: int) -> list[tuple[int, list[tuple[int, int]]]]:
        """Both sides of a text pair: (applicant row, spans of the copied passages in characters)."""
        start, spans = self._passages
        at = slice(start[row], start[row + 1])
        return [
            (int(self._pair[side][row]), list(zip(spans[f"{side}_start"][at], spans[f"{side}_end"][at], strict=True)))
            for side in ("left", "right")
        ]

    @cached_property
    def _pair(self) -> dict[str, np.ndarray]:
        return {side: self.links.text_pairs.column(side).to_numpy() for side in ("left", "right")}

    @cached_property
    def _passages(self) -> tuple[list[int], dict[str, list[int]]]:
        """Where the passages of each text pair begin, and their spans."""
        lists = whole(self.links.text_pairs.column("passages"))
        count = np.nan_to_num(pc.list_value_length(lists).to_numpy(zero_copy_only=False)).astype(np.int64)
        flat = lists.flatten()
        spans = {field.name: pc.struct_field(flat, field.name).to_pylist() for field in flat.type}
        return np.concatenate(([0], np.cumsum(count))).tolist(), spans

    def text_place(self, applicant: int) -> tuple[int, str, str] | None:
        """Where the applicant's CV text stood: (source number, place, file name); None when it has none."""
        row = self._text_rows[applicant]
        if row < 0:
            return None
        source, place, words = self._text_numbers
        path, file = self._text_names
        where = f"row {place[row]}, column {path[row]}" if place[row] >= 0 else path[row] or "text"
        return source[row], where, file[row] or f"{words[row]} words"

    @cached_property
    def _text_numbers(self) -> list[memoryview[int]]:
        columns = [self.links.texts.column(name).fill_null(-1) for name in ("source", "row", "words")]
        return [numbers(column.to_numpy()) for column in columns]

    @cached_property
    def _text_names(self) -> list[Texts]:
        return [Texts(self.links.texts.column(name).fill_null("")) for name in ("path", "file")]

    @cached_property
    def _text_rows(self) -> memoryview[int]:
        """By applicant the row of its text, -1 when it has none."""
        rows = np.full(self.links.applicants.num_rows, -1, np.int32)
        rows[self.links.texts.column("applicant").to_numpy()] = np.arange(self.links.texts.num_rows, dtype=np.int32)
        return numbers(rows)

    def values(self, person: int) -> list[int]:
        """Values the person holds, once each, sorted."""
        _, values, start = self._by_person
        return list(dict.fromkeys(values[start[person] : start[person + 1]]))

    def founding(self, person: int) -> list[int]:
        """Of these the ones that can found a network alone."""
        return self._founding.of(person)

    @cached_property
    def _founding(self) -> PerPerson:
        values = np.flatnonzero(np.frombuffer(self.population.decisive, np.uint8))
        return Slices(self.population).of_values(values)

    def name(self, person: int) -> str:
        """The first name that is known of the person."""
        first: str = self._names[self.members.first[person]]
        return first or next((name for row in self.members[person] if (name := self._names[row])), "")

    def surname(self, person: int) -> str:
        """The last word of the name, "" when it is not known."""
        found = self._surnames.get(person)
        if found is None:
            found = self._surnames[person] = surname(self.name(person))
        return found

    @cached_property
    def schemes(self) -> Schemes:
        """How they form their mailboxes and handles."""
        return Schemes(self.population, self.name, self.values)

    def applicants(self, persons: Iterable[int]) -> list[str]:
        """Applicant ids of these persons, sorted."""
        ids = self.ids
        return sorted([ids[row] for row in self.members.rows(persons)])

    def has_text(self, person: int) -> bool:
        return self._with_text[person] == 1

    @cached_property
    def _texts(self) -> dict[int, list[tuple[int, float, int]]]:
        found: dict[int, list[tuple[int, float, int]]] = {}
        for (left, right), (jaccard, words) in self.population.text.items():
            found.setdefault(left, []).append((right, jaccard, words))
            found.setdefault(right, []).append((left, jaccard, words))
        return {person: sorted(alike) for person, alike in found.items()}

    def texts_like(self, person: int) -> list[tuple[int, float, int]]:
        """Persons whose CV is like this one's: (person, how alike, words of the longest copied passage), by person."""
        return self._texts.get(person, [])

    @cached_property
    def retold_pairs(self) -> list[tuple[int, int]]:
        """Pairs of persons of whom one's CV tells the career of the other's in other words."""
        pairs = self.links.text_pairs
        other_words = pairs.column("jaccard").to_numpy() < OTHER_WORDS
        told = np.flatnonzero(other_words & (pairs.column("retold").to_numpy() >= RETOLD_BITS))
        words = longest_passages(pairs.column("passages"))[told].tolist()
        ends = (self.population.persons.of[pairs.column(side).to_numpy()[told]].tolist() for side in ("left", "right"))
        return [
            (left, right)
            for left, right, copied in zip(*ends, words, strict=True)
            if left != right and copied < PASSAGE
        ]

    @cached_property
    def _retold(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for left, right in self.retold_pairs:
            found.setdefault(left, set()).add(right)
            found.setdefault(right, set()).add(left)
        return found

    def retold(self, person: int) -> set[int]:
        """Persons whose CV tells the same career in other words: agreeing facts, next to no common text."""
        return self._retold.get(person, set())

    def applied(self, person: int) -> str:
        """When the person first applied, ISO 8601 UTC text, "" when unknown."""
        return min((text for row in self.members[person] if (text := self._applied[row])), default="")

    def day(self, person: int) -> dt.datetime | None:
        """When the person first applied, None when unknown."""
        if person not in self._days:
            applied = self.applied(person)
            self._days[person] = _moment(applied) if applied else None
        return self._days[person]

    def channel(self, person: int) -> str:
        """Where the first application came from, "" when unknown."""
        return self._channels[self.members.first[person]]

    def channel_least(self, channel: str) -> int:
        """So many persons of a group must have come from this channel for it to be an agency's that sent them: any number when
        it is a rare one, else half of all applications that came from it."""
        count = self._channel_counts[channel]
        return 0 if count / max(len(self._channels), 1) <= RARE else (count + 1) // 2

    def payees(self, person: int, value: int) -> list[str]:
        """Names written beside a value the person holds (payee of an account, recipient of a parcel)."""
        return [name for row in self.rows_of(person, value) for name in self._holders[row].split("; ") if name]

    def contexts(self, person: int, value: int) -> list[str]:
        """Where the value was seen with the person: home, ship_to, interview, …"""
        number, words = self._contexts
        return [word for row in self.rows_of(person, value) for word in words[number[row]]]

    def foreign_payees(self, person: int, value: int) -> list[str]:
        """Names beside the value that are not the person's own. Whose name is unknown has none: what stands there may be
        theirs."""
        payees = self.payees(person, value)
        own = self.name(person) if payees else ""
        return [name for name in payees if own and not same_name(name, own)]

    def foreign_payee(self, person: int, value: int) -> str:
        """The first of them, "" when there is none."""
        return next(iter(self.foreign_payees(person, value)), "")

    def homes(self, person: int) -> tuple[set[int], set[int]]:
        """Addresses to which the person has goods sent, and those where the person says to live."""
        _, values, start = self._by_person
        sent: set[int] = set()
        lives: set[int] = set()
        for at in range(start[person], start[person + 1]):
            says = self._lives[at]
            if says & 1:
                sent.add(values[at])
            if says & 2:
                lives.add(values[at])
        return sent, lives

    def ships_away(self, person: int, shared: tuple[int, ...]) -> bool | None:
        """Does the person have goods sent to one of the `shared` addresses without living there? None: nothing sent."""
        sent, lives = self.homes(person)
        sent = sent.intersection(shared)
        return None if not sent or not lives else not sent & lives

    def held(self, person: int) -> Iterable[tuple[int, int]]:
        """The person's rows of links.holdings with their values, by value."""
        order, values, start = self._by_person
        at = slice(start[person], start[person + 1])
        return zip(order[at], values[at], strict=True)

    @cached_property
    def coarse(self) -> memoryview[int]:
        """By value the coarser one, -1 when there is none."""
        return numbers(self._coarser)

    def rows_among(self, persons: Iterable[int], held: Collection[int], most: int) -> list[int]:
        """The first `most` rows by which these persons hold these values, in order of person and value."""
        order, values, start = self._by_person
        found: list[int] = []
        if len(held) == 1:
            (value,) = held
            for person in persons:
                if len(found) >= most:
                    break
                last = start[person + 1]
                at = bisect_left(values, value, start[person], last)
                while at < last and values[at] == value:
                    found.append(order[at])
                    at += 1
            return found[:most]
        for person in persons:
            if len(found) >= most:
                break
            low, high = start[person], start[person + 1]
            found += [row for row, value in zip(order[low:high], values[low:high], strict=True) if value in held]
        return found[:most]


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
