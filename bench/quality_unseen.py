"""Innocent crowds that no row of the table was set by: how many of each kind are taken for a network.

The rows are set by people who have thought of some crowds. Life has more. These were thought of when the rows stood, and no
number was changed for them: they show how the contest treats what it does not know. They are held out like the seeds: who sets a
row by one of them takes it away from here and puts another in its place. Some are near to what a row was set by: a library to a
career centre, a student house to a flat. After a first look at cooperatives some words became firms' names (persons/names.py);
those that are made here do not bear them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from quality_measures import Q, Row
from quality_run import through

from graph.model.findings import Document, Finding
from ingest.sample import Crowd, Parameters, make
from ingest.sample.crowds import CROWDS
from ingest.sample.crowds.base import Maker
from ingest.sample.crowds.work import boilerplate
from ingest.sample.cv import bullet, draw_facts
from ingest.sample.values import firm_domain
from ingest.sample.words import names
from ingest.sample.world import Person

SHARE = 0.012
"""Of all persons, in crowds of each kind."""

HALF = 0.5
"""A crowd counts as taken for a network when one holds so much of it."""


def housing_agency(maker: Maker, size: int) -> None:
    """An agency that houses its people: one roof and line, its telephone, its words, goods sent there, its owner as reference."""
    stream, values = maker.stream, maker.values
    house = f"{stream.pick(names.SURNAMES)} Crews"
    home, line, phone = values.address(stream, "US"), values.ip(stream, fixed=True), values.phone(stream, "US")
    owner, opening, closing = values.reference(stream, house), boilerplate(stream, 3), boilerplate(stream, 3)
    for person in maker.take(size, "home"):
        person.channel, person.address, person.country, person.ip = house, home, "US", line
        person.ship_to = home
        person.more_phones.append(phone)
        if not person.busy_work:
            person.cv = replace(person.cv, opening=opening, closing=closing, template=-1)
        if stream.chance(0.5):
            person.references = (owner,)


def community(maker: Maker, size: int) -> None:
    """An elder of a community vouches, brings people, takes messages, and takes the first pay of who has no account yet."""
    stream, values = maker.stream, maker.values
    elder, account = values.reference(stream, "a community"), values.account(stream, "US")
    for person in maker.take(size, "work"):
        if stream.chance(0.6):
            person.references = (elder,)
        if stream.chance(0.4):
            person.more_phones.append(elder.phone)
        if stream.chance(0.3):
            person.referred_by = elder.name
        if person.hired and stream.chance(0.2):
            person.account, person.payee = account, elder.name


def open_source(maker: Maker, size: int) -> None:
    """Who works on one free project: its page as their own, its paragraph in their CVs, each other as references."""
    stream = maker.stream
    page = f"https://{firm_domain(f'{stream.pick(names.SURNAMES)} kit {maker.group}')}"
    told = " ".join(map(bullet, draw_facts(stream, 2)))
    members = maker.take(size, "work")
    for person in members:
        if stream.chance(0.6):
            person.website = page
        if stream.chance(0.4):
            person.references = (stream.pick(_others(members, person)).vouching("", "maintainer"),)
        if stream.chance(0.6):
            person.cv = replace(person.cv, closing=told)


def library(maker: Maker, size: int) -> None:
    """A public library: its line, and its one machine with a camera."""
    stream = maker.stream
    line, machine = maker.values.ip(stream, fixed=True), maker.values.machine(stream)
    for person in maker.take(size, "work"):
        person.exits.append(line)
        if stream.chance(0.4):
            person.interview_machine, person.interviewed = machine, True


def student_house(maker: Maker, size: int) -> None:
    """Students of one house: a CV that worked, an account lent for the first pay, the oldest vouches for and brings them."""
    stream = maker.stream
    members = maker.take(size, "home")
    opening = boilerplate(stream, 3)
    for person in members[1:]:
        head = members[0]
        person.address, person.country, person.ip = head.address, head.country, head.ip
        if stream.chance(0.3) and not person.busy_work:
            person.cv = replace(person.cv, opening=opening, template=-1)
        if stream.chance(0.4):
            person.references = (head.vouching("", "friend"),)
        if stream.chance(0.3):
            person.referred_by = head.name
        if person.hired and stream.chance(0.25):
            person.account, person.payee = head.account, head.name


def cooperative(maker: Maker, size: int) -> None:
    """A cooperative takes the pay of all, under a name that does not read as a firm's; some give its page as theirs."""
    stream = maker.stream
    called = f"{stream.pick(names.SURNAMES)} {stream.pick(('Circle', 'Kitchen', 'Makers'))}"
    account, page = maker.values.account(stream, "US"), f"https://{firm_domain(f'{called} {maker.group}')}"
    for person in maker.take(size, "work"):
        person.hired, person.account, person.payee = True, account, called
        if stream.chance(0.5):
            person.website = page


def studio(maker: Maker, size: int) -> None:
    """Freelancers of one studio: its address, line, telephone and machine; they vouch for and bring each other."""
    stream, values = maker.stream, maker.values
    place, line = values.address(stream, "US", unit="Suite 5"), values.ip(stream, fixed=True)
    phone, machine = values.phone(stream, "US"), values.machine(stream)
    members = maker.take(size, "home")
    for person in members:
        other = stream.pick(_others(members, person))
        person.ship_to = place
        person.exits.append(line)
        if stream.chance(0.5):
            person.address, person.country = place, "US"
        if stream.chance(0.4):
            person.more_phones.append(phone)
        if stream.chance(0.4):
            person.interview_machine, person.interviewed = machine, True
        if stream.chance(0.3):
            person.references = (other.vouching("", "partner"),)
        if stream.chance(0.3):
            person.referred_by = other.name


def _others(members: list[Person], person: Person) -> list[Person]:
    return [one for one in members if one is not person]


UNSEEN: dict[str, tuple[Callable[[Maker, int], None], Crowd]] = {
    "housing_agency": (housing_agency, Crowd(SHARE, 8, 4, 15)),
    "community": (community, Crowd(SHARE, 7, 3, 15)),
    "open_source": (open_source, Crowd(SHARE, 6, 3, 12)),
    "library": (library, Crowd(SHARE, 10, 4, 25)),
    "student_house": (student_house, Crowd(SHARE, 5, 3, 8)),
    "cooperative": (cooperative, Crowd(SHARE, 5, 3, 10)),
    "studio": (studio, Crowd(SHARE, 6, 3, 12)),
}


def key(seed: int, applicants: int, kind: str) -> str:
    """What a result is kept under."""
    return f"unseen|{seed}|{applicants}|{kind}"


def run_unseen(seed: int, applicants: int) -> list[Row]:
    """One row per kind, of a world without a ring. Adds the kinds to those of the sample: run it in a process of its own."""
    CROWDS.update({kind: function for kind, (function, _) in UNSEEN.items()})
    usual = Parameters()
    crowds = usual.crowds | {kind: crowd for kind, (_, crowd) in UNSEEN.items()}
    with tempfile.TemporaryDirectory(prefix="linchpin-quality-") as folder:
        files = Path(folder) / "world"
        parameters = replace(usual, network_share=0.0, crowds=crowds)
        make(files, applicants=applicants, seed=seed, plain=True, parameters=parameters)
        truth = json.loads((files / "truth.json").read_text(encoding="utf-8"))
        _, document = through(Path(folder), files)
    return [
        {"key": key(seed, applicants, row["unseen"]), "applicants": applicants} | row for row in taken(document, truth)
    ]


def taken(document: Document, truth: dict[str, Any]) -> list[Row]:
    """By kind: how many crowds there are, how many a network holds half of, and how many of these networks are sure."""
    networks = [(set(one.members), one) for one in document.findings if one.type == "network"]
    held: dict[str, list[list[Finding]]] = {kind: [] for kind in UNSEEN}
    for crowd in truth["crowds"].values():
        if crowd["kind"] in held:
            members = set(crowd["members"])
            held[crowd["kind"]].append([one for of, one in networks if len(of & members) >= HALF * len(members)])
    return [
        {
            "unseen": kind,
            "crowds": len(crowds),
            "taken": sum(bool(of) for of in crowds),
            "sure": sum(any(one.q_value <= Q for one in of) for of in crowds),
            "most": max((one.score for of in crowds for one in of), default=0.0),
        }
        for kind, crowds in held.items()
    ]
