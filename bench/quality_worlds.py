"""Which worlds are measured: names, seeds, sizes, and what is left out. One place, so that a reader can see all of it.

HELD_OUT seeds were drawn after those of REPORTED had been reported while rules still changed, and are to be looked at once. The
parameters of `changed` are older than the newest seeds; no rule was set by them. DEVELOPMENT seeds and `shifted` were looked at
all the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ingest.sample.parameters import Parameters

EVASIONS = (0.0, 0.2, 0.5)
CURVE = tuple(round(number / 10, 1) for number in range(11))
NONE_RUNS = 60
NONE_SIZE = 10_000
"""Applicants of each world without a ring."""
ROWS_SIZE = 15_000
"""Applicants of the world on which each row of the table is off by half."""

OTHER_MAKE = "other make"
"""The name of worlds that quality_other.py makes."""

TEXTBOOK = (
    "family",
    "dormitory",
    "dormitory_without_units",
    "agency",
    "vpn_exit",
    "cgnat",
    "re_applicant",
    "placeholder",
)

MISSING: tuple[tuple[str, ...], ...] = ((), ("payroll",), ("CVs",), ("IPs",), ("payroll", "CVs", "IPs"))
"""Sources left out, one after the other and all together."""

COLUMNS = {
    "payroll": ("payroll_account", "payee_name", "payment_handle"),
    "CVs": ("cv_text", "past_employer"),  # former employers are mostly read from CVs
    "IPs": ("ip",),
}
"""Source -> columns of the plain tables (and kinds of the long one) that come from it."""


@dataclass(frozen=True, order=True)
class World:
    """One made world, measured without each of the `missing` sources in turn."""

    name: str
    seed: int
    evasion: float
    applicants: int
    missing: tuple[tuple[str, ...], ...] = ((),)


@dataclass(frozen=True)
class Seeds:
    """Seeds of one kind of run, and the parameters of its "changed" worlds."""

    what: str
    life: tuple[int, ...]
    changed: tuple[int, ...]
    other: str  # name of the changed parameters
    none: tuple[int, ...]
    make: tuple[int, ...]  # of worlds of another make
    people: int


_FIRST = (101, 202, 102, *range(111, 131), 303, 404)
_SECOND = (*range(61500, 61505), *range(61511, 61571))
_THIRD = (*range(83200, 83205), *range(83211, 83271))
_FOURTH = (*range(27400, 27405), *range(27411, 27471))
_FIFTH = (*range(59200, 59205), *range(59211, 59271))
_SIXTH = (*range(94700, 94705), *range(94711, 94771))
_SEVENTH = (*range(71300, 71305), *range(71311, 71371))
_EIGHTH = (*range(38600, 38605), *range(38611, 38671))
_NINTH = (*range(80600, 80605), *range(80611, 80671))
_TENTH = (*range(15400, 15405), *range(15411, 15471))
_ELEVENTH = (*range(89500, 89505), *range(89511, 89571))
_TWELFTH = (*range(70500, 70505), *range(70511, 70571))
REPORTED = frozenset(
    (
        *_FIRST,
        *_SECOND,
        *_THIRD,
        *_FOURTH,
        *_FIFTH,
        *_SIXTH,
        *_SEVENTH,
        *_EIGHTH,
        *_NINTH,
        *_TENTH,
        *_ELEVENTH,
        *_TWELFTH,
    )
)
"""Held-out seeds that were used up: 303 and 404, and those that end in 00 and 04, are of worlds of another make. None is taken
again."""

_NONE = range(37411, 37411 + NONE_RUNS)
HELD_OUT = Seeds("held-out", (37401, 37402), (37403,), "changed", tuple(_NONE), (37400, 37404), 1)
DEVELOPMENT = Seeds("development", (7, 8), (9,), "shifted", tuple(range(11, 11 + NONE_RUNS)), (1, 2), 2)


def changed() -> Parameters:
    """Another world (held out): rings that reuse fewer accounts, machines and references, more and other innocent crowds, more
    people abroad, more slips of the pen."""
    standard = Parameters()
    crowds = dict(standard.crowds)
    for name, share, median in (
        ("dormitory", 0.016, 28),
        ("mail_drop", 0.011, 14),
        ("laid_off_team", 0.038, 11),
        ("invoicing_firm", 0.011, 7),
        ("sample_cv", 0.018, 8),
        ("siblings", 0.018, 2),
        ("recycled_number", 0.018, 2),
        ("job_centre", 0.010, 9),
        ("shelter", 0.006, 7),
        ("university_lab", 0.010, 5),
    ):
        crowds[name] = replace(crowds[name], share=share, median=median)
    roles = {
        name: replace(reuse, account=reuse.account * 0.8, device=reuse.device * 0.8, reference=reuse.reference * 0.85)
        for name, reuse in standard.roles.items()
    }
    return replace(
        standard, network_share=0.013, network_median=9.0, crowds=crowds, roles=roles, months=15, abroad=0.22, typo=0.05
    )


def shifted() -> Parameters:
    """Another world (development): larger rings with fewer shared homes, more families, CV writers and movers."""
    standard = Parameters()
    crowds = dict(standard.crowds)
    for name, share in (("family", 0.06), ("cv_writer", 0.024), ("mover", 0.024), ("sample_cv", 0.02)):
        crowds[name] = replace(crowds[name], share=share)
    roles = {
        name: replace(reuse, exit=reuse.exit * 0.7, account=reuse.account * 0.85)
        for name, reuse in standard.roles.items()
    }
    return replace(standard, network_share=0.02, network_median=12.0, crowds=crowds, roles=roles, months=18)


def textbook() -> Parameters:
    """Only the textbook crowds: families, dormitories, large agencies, VPN exits, re-applicants."""
    standard = Parameters()
    return replace(standard, crowds={name: standard.crowds[name] for name in TEXTBOOK})


def no_ring() -> Parameters:
    """All the innocent crowds and not one network."""
    return replace(Parameters(), network_share=0.0)


PARAMETERS: dict[str, Callable[[], Parameters]] = {
    "life-like": Parameters,
    "changed": changed,
    "shifted": shifted,
    "textbook": textbook,
    "no ring": no_ring,
}


def crowds(seeds: Seeds, applicants: int) -> Iterator[World]:
    """Textbook, life-like and changed worlds, at three evasions."""
    yield World("textbook", seeds.life[0], 0.0, applicants)
    for seed in seeds.life:
        for evasion in EVASIONS:
            yield World("life-like", seed, evasion, applicants)
    for seed in seeds.changed:
        for evasion in EVASIONS:
            yield World(seeds.other, seed, evasion, applicants)


def other_make(seeds: Seeds, applicants: int) -> Iterator[World]:
    """Worlds that share nothing with the sample world, at three evasions."""
    for seed in seeds.make:
        for evasion in EVASIONS:
            yield World(OTHER_MAKE, seed, evasion, applicants)


def none(seeds: Seeds, applicants: int) -> Iterator[World]:
    """Worlds without any ring."""
    for seed in seeds.none:
        yield World("no ring", seed, 0.0, applicants)


def curves(seeds: Seeds, applicants: int) -> Iterator[World]:
    """One life-like world at every evasion; at three of them also without each source."""
    for evasion in CURVE:
        yield World("life-like", seeds.life[0], evasion, applicants, MISSING if evasion in EVASIONS else ((),))
