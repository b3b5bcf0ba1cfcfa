"""Facilitator networks: who belongs to one, and what they use of what it provides.

A persona uses each thing that a network of its role provides with the share that parameters.ROLES gives. `evasion` is
the mean share of these uses that is given up (own phone, own account, the CV told in other words); care differs from
persona to persona, and a share of evasion squared gives up everything.
"""

from __future__ import annotations

from dataclasses import replace

from ingest.sample.cv import CvPlan, Skeleton, draw_skeleton
from ingest.sample.parameters import Parameters, Reuse, main_use
from ingest.sample.stream import Stream
from ingest.sample.values import MAILBOX_WORDS, Values, firm_domain
from ingest.sample.words import firms, names
from ingest.sample.world import DAY, Account, Network, Person, Reference, World

_SCHEME_WORDS = ("pro", "tek", "codex", "soft", "stack", "byte", "cloudy", "remote", "hire", "web")
"""Words in mailboxes that one hand made; some hands take those that many others take."""

_FRONTS = ("Softworks", "Webtech", "Code Studio", "Technologies", "Dev House")
USES = tuple(Reuse.__dataclass_fields__)[:-1]  # without `hired`, which is not a reuse
_MONTH = 30 * DAY


Planted = list[tuple[Network, Stream]]
"""Networks whose members are known, each with the stream that its draws go on from."""


def recruit_networks(world: World) -> Planted:
    """Networks of every role, as many as the share of applicants gives; no one is in two.

    Some members are real people who lent their name, with a household, a class or a former team of their own."""
    stream = Stream(world.seed, "networks", block=4096)
    lent = Stream(world.seed, "lenders", block=4096)
    found: Planted = []
    for number, size in enumerate(_sizes(world, stream), start=1):
        role = list(world.parameters.roles)[(number - 1) % len(world.parameters.roles)]
        own = Stream(world.seed, "network", number, block=4096)
        network = Network(role, world.evasion, members=_recruit(world.persons, size, own))
        name = f"n{number}"
        for person in network.members:
            person.network, person.lends = name, lent.chance(world.parameters.lenders)
        world.networks[name] = network
        found.append((network, own))
    return found


def equip_networks(world: World, values: Values, planted: Planted) -> None:
    """What each network provides takes the place of what its members had of their own, in a crowd or not."""
    for network, own in planted:
        _Provider(network, world, own, values).equip()


def _sizes(world: World, stream: Stream) -> list[int]:
    parameters, people = world.parameters, len(world.persons)
    if parameters.network_share <= 0:
        return []
    most = max(parameters.network_least, min(parameters.network_most, people // 100 + parameters.network_least))
    wanted = round(people * parameters.network_share)
    roles = len(parameters.roles)
    sizes: list[int] = []
    while sum(sizes) < wanted or len(sizes) < roles:
        size = stream.lognormal(parameters.network_median, parameters.network_sigma, parameters.network_least, most)
        if sum(sizes) + size > max(wanted, people // 12):
            break
        sizes.append(size)
    if not sizes and people >= 2 * parameters.network_least:
        sizes.append(parameters.network_least)
    return sizes


def _recruit(persons: list[Person], size: int, stream: Stream) -> list[Person]:
    found: list[Person] = []
    while len(found) < size:
        person = persons[stream.below(len(persons))]
        if not person.network and person not in found:
            found.append(person)
    return found


class _Provider:
    """The facilitator's side: makes what the network provides and hands it out."""

    def __init__(self, network: Network, world: World, stream: Stream, values: Values) -> None:
        self.network, self.world, self.stream, self.values = network, world, stream, values
        self.parameters: Parameters = world.parameters
        self.reuse = self.parameters.roles[network.role]
        self.main = main_use(self.reuse)
        size = len(network.members)
        self.home = values.address(stream, "US")
        self.line = values.ip(stream, "US", fixed=True)
        self.owner = (stream.pick(names.GIVEN), stream.pick(names.SURNAMES))
        self.front = f"{stream.pick(names.SURNAMES)} {stream.pick(_FRONTS)}"
        self.exits = self._exits()
        self.contacts = self._contacts()
        bases = min(stream.between(*self.parameters.base_cvs), max(1, size // 4))
        self.bases = [draw_skeleton(stream, stream.pick(firms.ROLES), 2025) for _ in range(bases)]
        self.machines = [values.machine(stream) for _ in range(1 + size // 8)]
        self.recovery_phone = values.phone(stream, "US")
        self.recovery_mail = values.email(stream, *self.owner)
        handle = values.handle(stream, *self.owner)
        self.profile, self.site, self.payout = f"github.com/{handle}", f"https://{handle}.dev", f"paypal.me/{handle}"

    def _exits(self) -> list[str]:
        count = min(self.stream.between(*self.parameters.exits), max(2, len(self.network.members)))
        public = self.world.public_exits[: max(1, len(self.world.public_exits) // 2)]
        found = [self.line]
        while len(found) < count:
            if public and self.stream.chance(self.parameters.public_exits):
                found.append(self.stream.pick(public))
            else:
                found.append(self.values.ip(self.stream, fixed=True))
        return found

    def _contacts(self) -> list[Reference]:
        company = self.front if self.network.role == "front company" else firms.employer_name(self.stream.below(2000))
        contacts = [
            self.values.reference(self.stream, company) for _ in range(self.stream.between(*self.parameters.references))
        ]
        if self.network.role == "front company":
            domain = firm_domain(self.front)
            contacts = [replace(one, email=f"{one.name.split()[0].lower()}@{domain}") for one in contacts]
        if self.network.role == "reference giver" and len(contacts) > 2:
            contacts = contacts[:2]
        return contacts

    def equip(self) -> None:
        """Everybody of the network, in the order in which they apply."""
        members, stream = self.network.members, self.stream
        begin = self.world.start + stream.below(max(1, (self.parameters.months - 6) * _MONTH))
        span = stream.between(2, 9) * _MONTH
        for person in members:
            when = begin + int(stream.unit() ** 1.3 * span)
            person.applied_at = min(when, self.world.start + self.parameters.months * _MONTH - DAY)
            person.hired = stream.chance(self.reuse.hired)
        members.sort(key=lambda person: (person.applied_at, person.number))
        members[0].hired = members[-1].hired = members[-1].hired or self.reuse.hired >= 0.6
        uses = [self._uses() for _ in members]
        self._name_for(uses)
        self._phones([person for person, used in zip(members, uses, strict=True) if "phone" in used])
        self._accounts(
            [person for person, used in zip(members, uses, strict=True) if "account" in used and person.hired]
        )
        for person, used in zip(members, uses, strict=True):
            self._one(person, used)
        self._mailboxes(Stream(self.world.seed, "mailboxes", members[0].number))
        self._state()

    def _name_for(self, uses: list[set[str]]) -> None:
        """At least two members use what the role is named for, unless everything is given up: else it is no such role."""
        main = self.main
        if self.world.evasion >= 1:
            return
        for used in uses:
            if sum(main in one for one in uses) >= 2:
                break
            used.add(main)
        if main in ("ship_to", "account"):
            users = [person for person, used in zip(self.network.members, uses, strict=True) if main in used]
            for person in users[:2]:
                person.hired = True

    def _uses(self) -> set[str]:
        """What one persona uses: by the role's shares, at least two visible things, minus what evasion gives up."""
        stream = self.stream
        shares = {use: float(getattr(self.reuse, use)) for use in USES}
        used = {use for use in USES if stream.chance(shares[use])}
        visible = ("phone", "cv", "reference", "device", "handle", "employer", "referral", "second_contact")
        for use in sorted(visible, key=lambda use: -shares[use]):
            if len(used & set(visible)) >= 2:
                break
            used.add(use)
        given_up = self._care()
        kept = {use for use in sorted(used) if not stream.chance(given_up)}
        if "cv" in used and "cv" not in kept:
            kept.add("rewritten")
        return kept

    def _care(self) -> float:
        """Share of the usual reuse that this persona gives up. The mean is the world's evasion; some are careful in all."""
        evasion = self.world.evasion
        return 1.0 if self.stream.chance(evasion * evasion) else evasion / (1 + evasion)

    def _phones(self, users: list[Person]) -> None:
        """Rented phones, one for three to six who apply after each other."""
        while users:
            count = self.stream.between(*self.parameters.phones_per_pool)
            if len(users) - count < 2:
                count = len(users)
            group, users = users[:count], users[count:]
            phone = self.values.phone(self.stream, "US")
            for person in group:
                person.phone = phone
            if len(group) > 1:
                self._note("phone", phone)

    def _accounts(self, hires: list[Person]) -> None:
        owner = " ".join(self.owner) if self.network.role != "front company" else f"{self.front} LLC"
        while hires:
            count = self.stream.between(*self.parameters.hires_per_account)
            if self.network.role == "payroll mule":
                count = max(count, 5)
            if len(hires) - count < 2:
                count = len(hires)
            group, hires = hires[:count], hires[count:]
            account: Account = self.values.account(self.stream, "US", neobank=0.4)
            for person in group:
                person.account = account
                if self.stream.chance(self.reuse.payee):
                    person.payee = owner
            if len(group) > 1:
                self._note("payroll_account", account.value())

    def _mailboxes(self, stream: Stream) -> None:
        """Who hands out recovery mailboxes makes the personas' own ones too, after one scheme: the name, a word, two figures."""
        word = stream.pick((*MAILBOX_WORDS, *_SCHEME_WORDS))
        for person in self.network.members:
            if stream.chance(self.parameters.mailboxes_made * self.reuse.second_contact * (1 - self.world.evasion)):
                person.email = self.values.email_after(stream, person.first, person.last, word)

    def _one(self, person: Person, used: set[str]) -> None:
        stream = self.stream
        if "ship_to" in used:
            person.ship_to = self.home
            person.exits.append(self.line)
        if "home" in used:
            person.address, person.country = self.home, "US"
        if "exit" in used:
            person.ip = stream.pick(self.exits)
            if stream.chance(0.3):
                person.exits.append(stream.pick(self.exits))
        if "reference" in used:
            given = stream.some(self.contacts, stream.between(1, 2))
            if self.main == "reference" and self.contacts[0] not in given:
                given = [self.contacts[0], *given[1:]]
            person.gives_references = person.gives_references or self.main == "reference" or stream.chance(0.6)
            person.references = tuple(given)
        if "device" in used:
            person.interviewed = True
            person.interview_machine = stream.pick(self.machines)
            if self.network.role == "proxy interviewer" and stream.chance(0.3):
                person.seen_as = " ".join(self.owner)
        if "handle" in used:
            self._profile(person)
        if "referral" in used:
            person.referred_by, person.channel = " ".join(self.owner), "Referral"
        if "second_contact" in used:
            by_phone = stream.chance(0.6) or self.main == "second_contact"
            person.more_phones += [self.recovery_phone] if by_phone else []
            person.more_emails += [self.recovery_mail] if stream.chance(0.6) or not person.more_phones else []
        self._cv(person, used)

    def _profile(self, person: Person) -> None:
        kind = self.stream.below(3)
        person.handle = self.profile
        if kind == 1:
            person.website = self.site
        elif kind == 2:
            person.payment_handle = self.payout

    def _cv(self, person: Person, used: set[str]) -> None:
        stream, plan = self.stream, person.cv
        employer = self.front if "employer" in used else ""
        base: Skeleton = stream.pick_first(self.bases, 1.5)
        if "rewritten" in used:
            plan = CvPlan(skeleton=replace(base, title=person.role), reworded=1.0, template=plan.template)
        elif "cv" in used and stream.chance(self.parameters.near_copy):
            plan = CvPlan(skeleton=base, reworded=stream.uniform(*self.parameters.reworded), template=plan.template)
        elif "cv" in used:
            plan = replace(plan, copied=stream.pick(base.jobs[:2]))
        person.cv = replace(plan, employer=employer)

    def _note(self, kind: str, *found: str) -> None:
        held = self.network.facilitator.setdefault(kind, [])
        held += [value for value in found if value not in held]

    def _state(self) -> None:
        """What at least two members really use stands in the truth, as clean(kind, value) takes it."""
        members = self.network.members
        shared: list[tuple[str, str, int]] = [
            (
                "address",
                self.home.full(),
                sum(self.home in (p.address, p.ship_to if p.hired else None) for p in members),
            ),
            ("ip", self.line, sum(self.line in (p.ip, *p.exits) for p in members)),
            ("phone", self.recovery_phone, sum(self.recovery_phone in p.more_phones for p in members)),
            ("email", self.recovery_mail, sum(self.recovery_mail in p.more_emails for p in members)),
            ("handle", self.profile, sum(p.handle == self.profile for p in members)),
            ("website", self.site, sum(p.website == self.site for p in members)),
            ("payment_handle", self.payout, sum(p.payment_handle == self.payout and p.hired for p in members)),
            ("referrer", " ".join(self.owner), sum(p.referred_by == " ".join(self.owner) for p in members)),
            ("past_employer", self.front, sum(p.cv.employer == self.front for p in members)),
        ]
        for one in self.contacts:
            count = sum(one in person.references for person in members)
            shared += [("reference_phone", one.phone, count), ("reference_email", one.email, count)]
        for exit_ in self.exits[1:]:
            if exit_ not in self.world.public_exits:
                shared.append(("ip", exit_, sum(exit_ in (p.ip, *p.exits) for p in members)))
        for machine in self.machines:
            shared.append(("device", machine.mac, sum(p.interview_machine == machine for p in members)))
        for kind, value, count in shared:
            if count > 1:
                self._note(kind, value)
