"""All numbers of the sample world in one place.

Marks: [D] documented in public cases or reports, [O] ours. No public source gives reuse rates inside a network: those
are assumptions, and every benchmark on this world should say so.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from graph.model.errors import UsageError


@dataclass(frozen=True)
class Reuse:
    """Shares of a network's personas that use what the network provides, before evasion (all [O])."""

    phone: float = 0.40  # a rented phone, one per 3 to 6 personas
    cv: float = 0.75  # from one of the network's base CVs: near copy, or a copied block
    account: float = 0.80  # of hires: paid into one of the network's accounts
    payee: float = 0.30  # of those: the payee's name is the account owner's, not the worker's
    ship_to: float = 0.80  # of hires: laptop sent to the network's address, changed after the offer
    home: float = 0.15  # the network's address as one's home
    exit: float = 0.45  # applies through the network's exits
    reference: float = 0.45  # gives the network's contacts as references
    device: float = 0.25  # interviews on the network's machines
    handle: float = 0.10  # a shared profile, site or payment handle
    employer: float = 0.10  # the front company as former employer
    referral: float = 0.10  # brought by the network's manager
    second_contact: float = 0.10  # the broker's recovery phone or mailbox beside one's own
    hired: float = 0.40  # gets as far as payroll


ROLES: dict[str, Reuse] = {
    # what one facilitator of this role mostly provides [O], after the patterns of public cases [D]
    "laptop-farm host": Reuse(ship_to=0.95, home=0.30, exit=0.65, device=0.35, hired=0.80),
    "identity broker": Reuse(phone=0.70, second_contact=0.75, handle=0.45, exit=0.40),
    "payroll mule": Reuse(account=0.95, payee=0.80, hired=0.85, exit=0.40),
    "front company": Reuse(employer=0.95, reference=0.80, account=0.90, payee=0.60, hired=0.60),
    "reference giver": Reuse(reference=0.95, employer=0.30, phone=0.50),
    "proxy interviewer": Reuse(device=0.90, exit=0.60, cv=0.80),
    "cell manager": Reuse(referral=0.95, cv=0.90, exit=0.65),
    "freelance-account broker": Reuse(handle=0.95, second_contact=0.40, cv=0.85, account=0.85),
}


KINDS_OF_USE: dict[str, tuple[str, ...]] = {
    "phone": ("phone",),
    "account": ("payroll_account",),
    "ship_to": ("address",),
    "home": ("address",),
    "exit": ("ip",),
    "reference": ("reference_phone", "reference_email"),
    "device": ("device",),
    "handle": ("handle", "website", "payment_handle"),
    "employer": ("past_employer",),
    "referral": ("referrer",),
    "second_contact": ("phone", "email"),
}
"""What a use is called among the kinds of identifier. A CV is text: it has no value of its own."""


OF_HIRES = frozenset(("account", "ship_to"))
"""Uses that only who is hired can make."""


def main_use(reuse: Reuse) -> str:
    """What a role is named for: the use of a value that most of its personas make ; only hires have accounts and goods."""
    return max(KINDS_OF_USE, key=lambda use: float(getattr(reuse, use)) * (reuse.hired if use in OF_HIRES else 1))


@dataclass(frozen=True)
class Crowd:
    """An innocent crowd: share of all persons who belong to one, and the sizes it comes in (median, least, most)."""

    share: float
    median: float
    least: int
    most: int
    sigma: float = 0.4


def _crowds() -> dict[str, Crowd]:
    return {
        # homes and addresses
        "family": Crowd(0.040, 2.6, 2, 5),  # [O] family-plan phones, one address, one surname
        "couple": Crowd(0.020, 2, 2, 2),  # [O] 2 %, joint account, two surnames
        "blended_family": Crowd(0.006, 4, 3, 7),  # [O] several surnames, one home, plan and account
        "siblings": Crowd(0.010, 2, 2, 3),  # [O]
        "flatmates": Crowd(0.030, 3, 2, 5),  # [O] one flat, one line, nothing else
        "dormitory": Crowd(0.008, 40, 12, 60),  # [O] one street, different units, campus exit
        "dormitory_without_units": Crowd(0.006, 30, 10, 60),  # [O]
        "coworking": Crowd(0.006, 30, 8, 40),  # [O]
        "mail_drop": Crowd(0.006, 18, 6, 25),  # [O] private mail boxes (PMB)
        "freight_forwarder": Crowd(0.003, 12, 5, 15),  # [O] laptops sent to a forwarder's suite
        # work and CVs
        "agency": Crowd(0.020, 120, 20, 150),  # [O] 150 submissions, house template, one e-mail, phone and office
        "small_agency": Crowd(0.030, 8, 4, 18, 0.5),  # [O] the hardest: a template, a phone, an office, a network
        "laid_off_team": Crowd(0.025, 9, 4, 30, 0.6),  # [O] one project told alike, a real manager, one month
        "shared_manager": Crowd(0.010, 4, 2, 12, 0.5),  # [O] one real manager, one employer, other years, no haste
        "invoicing_firm": Crowd(0.006, 5, 2, 15, 0.5),  # [O] the firm's account takes the pay of all its people
        "cv_writer": Crowd(0.012, 10, 5, 25),  # [O]
        "sample_cv": Crowd(0.010, 9, 4, 20),  # [O] a public sample copied in part
        # helped, taught or begun together: the closest to a ring
        "job_centre": Crowd(0.006, 7, 3, 20, 0.5),  # [O] a counsellor's room, words, telephone and word for them
        "bootcamp": Crowd(0.008, 12, 5, 30),  # [O] one class: a school, a project, a teacher, one season
        "shelter": Crowd(0.003, 5, 2, 15, 0.5),  # [O] one roof, line and telephone, a case worker
        "university_lab": Crowd(0.006, 7, 3, 15),  # [O] a professor, a project, campus exits, one page
        "failed_startup": Crowd(0.004, 4, 2, 8),  # [O] they vouch for each other and tell one product
        "helper": Crowd(0.003, 3, 2, 5),  # [O] one hand fills in the forms of others
        # exits
        "vpn_exit": Crowd(0.080, 60, 12, 900, 0.8),  # [D] a third of adults use a VPN; fewer when applying [O]
        "cgnat": Crowd(0.120, 80, 12, 900, 0.8),  # [D] hundreds of users behind one IPv4 address
        "private_relay": Crowd(0.050, 40, 8, 400, 0.8),  # [O]
        # chance, time and spelling
        "mover": Crowd(0.012, 2, 2, 3),  # [O] successive tenants of one address, a year or more apart
        "recycled_number": Crowd(0.010, 2, 2, 2),  # [O] a phone number of somebody else, a year or more later
        "last_four": Crowd(0.006, 2, 2, 2),  # [O] one routing, the same last four figures, other accounts
        "placeholder": Crowd(0.015, 10, 3, 100000),  # [O] 555-555-5555, n/a, test@example.com
        "namesake": Crowd(0.010, 2, 2, 3),  # [O] one full name, unrelated persons
        "referral": Crowd(0.050, 3, 2, 6, 0.5),  # [O] a colleague who brings people
        "re_applicant": Crowd(0.030, 2.3, 2, 4),  # [O] one person, several applications
    }


@dataclass(frozen=True)
class Parameters:
    """What the world is like. `evasion` and `seed` are given to `make` beside it."""

    months: int = 24  # [O] the applications' time span
    network_share: float = 0.015  # [O] of applicants; [D] 0.3 to 1.5 % at one employer, 3 to 5 % claimed in places
    network_median: float = 10.0  # [D] 12 personas of one operator, cells of about a dozen, 22 and more
    network_sigma: float = 0.55
    network_least: int = 4
    network_most: int = 60
    phones_per_pool: tuple[int, int] = (3, 6)  # personas per rented phone
    hires_per_account: tuple[int, int] = (2, 5)
    exits: tuple[int, int] = (2, 10)
    public_exits: float = 0.5  # share of a network's exits that are commercial VPN exits, shared with strangers
    references: tuple[int, int] = (2, 5)
    mailboxes_made: float = 0.6  # [O] of who gets a recovery contact: the own mailbox is made too, after one scheme
    lenders: float = 0.3  # [O] of personas: real people who lent a name ([D] that there are), with crowds like anybody
    base_cvs: tuple[int, int] = (3, 6)
    near_copy: float = 0.6  # of CV reuse: whole base CV with few words changed; the rest copies one block
    reworded: tuple[float, float] = (0.0, 0.15)  # of a near copy's bullets
    roles: dict[str, Reuse] = field(default_factory=lambda: dict(ROLES))
    crowds: dict[str, Crowd] = field(default_factory=_crowds)
    abroad: float = 0.14  # [O] applicants outside the US, whatever their name and network
    templates: float = 0.35  # [O] CVs that carry a popular builder's phrases
    neobank: float = 0.18  # [O] accounts at the two neobanks' sponsor routings
    interviewed: float = 0.45  # [O]
    references_given: float = 0.40  # [O]
    hired: float = 0.25  # [O] high for one employer: a group that also takes contractors
    profile: float = 0.35  # [O] own site or profile
    odd_spelling: float = 0.5  # [O] values written in another than the plain way
    typo: float = 0.03  # [O] a slip in an address
    bank_switch: float = 0.03  # [O]
    ship_elsewhere: float = 0.04  # [O] honest hires who have the laptop sent elsewhere

    def __post_init__(self) -> None:
        shares = "network_share abroad templates neobank interviewed hired near_copy mailboxes_made lenders"
        for name in shares.split():
            value = getattr(self, name)
            if not 0 <= value <= 1:
                raise UsageError(
                    f"{name} is {value}, which is not a share.", where="sample", remedy="Give a number from 0 to 1."
                )
        if self.network_least < 2 or self.network_most < self.network_least:
            raise UsageError(
                "network sizes are impossible.", where="sample", remedy="Give 2 <= network_least <= network_most."
            )

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)
