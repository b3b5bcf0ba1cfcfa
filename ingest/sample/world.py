"""The words of the sample world: who is there, what they have, what happened. Writers only read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from ingest.sample.cv import CvPlan
from ingest.sample.parameters import Parameters

DAY = 86_400


def iso(at: int) -> str:
    """Epoch seconds as ISO 8601 UTC text with milliseconds, as the web systems write it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address in its parts. `full` writes it out; spelling.py writes it as people do."""

    number: str
    street: str
    suffix: str  # index word such as "Street"; "" abroad, where the street name holds it
    unit: str  # "Apt 4", "Unit 12", "PMB 210", "" when there is none
    city: str
    state: str
    code: str
    country: str

    def full(self) -> str:
        """The plain way of writing it: what the truth file gives."""
        number_first = self.country not in ("DE",)
        street = f"{self.street} {self.suffix}".strip()
        line = f"{self.number} {street}" if number_first else f"{street} {self.number}"
        parts = [line, self.unit] if self.unit else [line]
        if self.country in ("US", "CA"):
            place = f"{self.city}, {self.state} {self.code}"
        elif self.country in ("DE", "FR"):
            place = f"{self.code} {self.city}"
        elif self.country == "GB":
            place = f"{self.city} {self.code}"
        else:
            place = f"{self.city}, {self.state} {self.code}"
        return ", ".join([*parts, place])

    def place(self) -> str:
        return f"{self.city}, {self.state}" if self.state else self.city


@dataclass(frozen=True, slots=True)
class Account:
    """Where pay goes: a US account (routing and number), or an IBAN."""

    bank: str
    routing: str
    number: str
    iban: str = ""

    def value(self) -> str:
        return f"iban:{self.iban}" if self.iban else f"us:{self.routing}:{self.number}"


@dataclass(frozen=True, slots=True)
class Reference:
    name: str
    phone: str
    email: str
    company: str
    relationship: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer as the meeting software and the identity provider see it."""

    id: str  # device id of the identity provider
    mac: str
    disk: str
    name: str
    serial: str


@dataclass(slots=True)
class Person:
    """A person with everything they have; networks and crowds change it while the world is made, nobody after that."""

    number: int
    first: str
    last: str
    country: str
    birth: str
    email: str
    phone: str  # E.164
    address: Address
    ip: str
    machine: Machine
    account: Account
    references: tuple[Reference, ...]
    website: str
    handle: str
    applied_at: int
    channel: str
    role: str
    employer: int  # index of firms.HIRING
    hired: bool
    interviewed: bool
    gives_references: bool
    cv: CvPlan = field(default_factory=CvPlan)
    payee: str = ""  # "" = own name
    payment_handle: str = ""
    more_phones: list[str] = field(default_factory=list)
    more_emails: list[str] = field(default_factory=list)
    exits: list[str] = field(default_factory=list)  # seen beside `ip`, which is home
    interview_machine: Machine | None = None
    seen_as: str = ""  # the name shown in an interview, "" = own
    ship_to: Address | None = None
    moved_to: Address | None = None
    referred_by: str = ""
    raw_phone: str = ""  # written into the form instead of the phone: a placeholder
    raw_email: str = ""
    raw_address: str = ""
    network: str = ""
    lends: bool = False  # of a network, and a real person with crowds like anybody
    crowds: list[str] = field(default_factory=list)
    busy_home: bool = False
    busy_work: bool = False

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def id(self) -> str:
        return f"p{self.number:07d}"

    def vouching(self, company: str, relationship: str) -> Reference:
        """The person as somebody's reference."""
        return Reference(self.name, self.phone, self.email, company, relationship)


@dataclass(frozen=True, slots=True)
class Application:
    """One application with the values as they were written into the form."""

    id: str
    candidate: str
    person: Person
    first: str
    last: str
    applied_at: int
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    address: str
    ips: tuple[str, ...]
    status: str  # active, rejected, hired
    role: str
    employer: int
    again: int  # 0 for the person's first application


@dataclass(frozen=True, slots=True)
class Employee:
    """A hire: the records of payroll, identity provider and shipping hang on it."""

    number: str
    uuid: str
    login: str
    application: Application
    offered_at: int
    hired_at: int
    payee: str
    accounts: tuple[tuple[int, Account], ...]  # (since when, account), newest last
    home: Address
    ship_to: Address
    ship_changed_at: int | None
    machine: Machine  # the company laptop
    mfa: Machine  # where the second factor lives
    sign_ins: tuple[tuple[int, str], ...]  # (when, IP)


@dataclass
class Network:
    role: str
    evasion: float
    facilitator: dict[str, list[str]] = field(default_factory=dict)
    members: list[Person] = field(default_factory=list)


@dataclass
class Group:
    kind: str
    members: list[Person] = field(default_factory=list)


@dataclass
class World:
    """Everything, before it is written as files."""

    seed: int
    evasion: float
    parameters: Parameters
    start: int
    persons: list[Person]
    public_exits: list[str] = field(default_factory=list)  # commercial VPN exits, for anybody
    networks: dict[str, Network] = field(default_factory=dict)
    crowds: dict[str, Group] = field(default_factory=dict)
    again: dict[int, int] = field(default_factory=dict)  # person number -> further applications
    applications: list[Application] = field(default_factory=list)
    employees: list[Employee] = field(default_factory=list)
