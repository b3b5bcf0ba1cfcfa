"""People of the world of another make (quality_other.py), each with values that nobody else has yet."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

DAY = 86_400
BEGIN = dt.datetime(2024, 1, 1)

_SYLLABLES = [a + b for a in "bcdfghjklmnprstvwyz" for b in "aeiou"]
_STREETS = "Maple Oak Pine Cedar Elm Hill Lake Park River Sunset Walnut Church Mill Spring Ridge Valley"
_WAYS = ("Street", "Avenue", "Road", "Lane", "Drive")
_CITIES = (
    "Austin TX 787 Denver CO 802 Miami FL 331 Boston MA 021 Seattle WA 981 Phoenix AZ 850 Atlanta GA 303 Dallas TX 752"
)
_AREAS = "212 213 305 312 404 415 503 512 602 615 617 702 713 720 786 813 206 214 303 469"
_ROUTINGS = "021000021 026009593 121000358 111000025 322271627 071000013 061000104 125000024 011401533 084000026"
_MAILS = ("gmail.com", "outlook.com", "yahoo.com", "proton.me")


def _cities() -> list[tuple[str, str, str]]:
    words = _CITIES.split()
    return list(zip(words[::3], words[1::3], words[2::3], strict=True))


@dataclass
class Person:
    """One applicant; lists hold what the form has."""

    id: str
    given: str
    surname: str
    email: list[str]
    phone: list[str]
    address: list[str]
    ip: list[str]
    account: list[str]
    reference: list[tuple[str, str]]
    applied: dt.datetime
    cv: list[str]
    person: str
    ring: str = ""
    crowd: str = ""


@dataclass
class World:
    """Draws values that nobody has yet, and people."""

    applicants: int
    seed: int
    evasion: float
    people: list[Person] = field(default_factory=list)
    rings: dict[str, list[Person]] = field(default_factory=dict)
    planted: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.vocabulary = sorted({self.word(1, 4) for _ in range(9000)})
        self._ranks = [1 / (place + 8) for place in range(len(self.vocabulary))]
        self._given = sorted({self.word(2, 3).capitalize() for _ in range(160)})
        self._surnames = sorted({self.word(2, 4).capitalize() + self.random.choice("nrstl") for _ in range(4000)})
        self._used: set[str] = set()
        self.people = [self._person(number) for number in range(self.applicants)]
        self.free = list(range(self.applicants))
        self.random.shuffle(self.free)

    def word(self, least: int, most: int) -> str:
        return "".join(self.random.choice(_SYLLABLES) for _ in range(self.random.randint(least, most)))

    def words(self, count: int) -> list[str]:
        return self.random.choices(self.vocabulary, self._ranks, k=count)

    def name(self) -> str:
        return f"{self.random.choice(self._given)} {self.random.choice(self._surnames)}"

    def phone(self) -> str:
        while True:
            found = f"+1{self.random.choice(_AREAS.split())}{self.random.randint(200, 899)}{self.random.randint(0, 9999):04}"
            if found not in self._used and found[5:8] != "555":
                self._used.add(found)
                return found

    def address(self, unit: int = 0) -> str:
        city, state, code = self.random.choice(_cities())
        street = f"{self.random.randint(100, 9899)} {self.random.choice(_STREETS.split())} {self.random.choice(_WAYS)}"
        return f"{street}{f', Apt {unit}' if unit else ''}, {city}, {state} {code}{self.random.randint(0, 99):02}"

    def ip(self) -> str:
        first = self.random.choice((23, 24, 45, 50, 63, 66, 68, 71, 73, 75, 76, 96, 98, 99, 107, 108))
        return f"{first}." + ".".join(str(self.random.randint(1, 254)) for _ in range(3))

    def account(self) -> str:
        return f"US:{self.random.choice(_ROUTINGS.split())}:{self.random.randint(10**8, 10**10 - 1)}"

    def cv(self) -> list[str]:
        return self.words(self.random.randint(350, 700))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def size(self, median: float, sigma: float, least: int, most: int) -> int:
        return max(least, min(most, round(median * self.random.lognormvariate(0, sigma))))

    def take(self, count: int) -> list[Person]:
        return [self.people[self.free.pop()] for _ in range(count)]

    def _person(self, number: int) -> Person:
        given, surname = self.name().split()
        mail = f"{given}.{surname}{self.random.randint(1, 9999)}@{self.random.choice(_MAILS)}".lower()
        return Person(
            id=f"A{number:07}",
            given=given,
            surname=surname,
            email=[mail],
            phone=[self.phone()] if self.chance(0.9) else [],
            address=[self.address(self.random.randint(1, 40) if self.chance(0.3) else 0)] if self.chance(0.85) else [],
            ip=[self.ip()] if self.chance(0.8) else [],
            account=[self.account()] if self.chance(0.4) else [],
            reference=[(self.name(), self.phone())] if self.chance(0.35) else [],
            applied=BEGIN + dt.timedelta(seconds=self.random.randint(0, 730 * DAY)),
            cv=self.cv(),
            person=f"p{number}",
        )
