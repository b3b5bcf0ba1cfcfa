"""The world, from its numbers: people, then who is in a network, the crowds, what networks provide, what happened."""

from __future__ import annotations

from ingest.sample.crowds import plant_crowds
from ingest.sample.crowds.base import Maker
from ingest.sample.cv import Cv, compose
from ingest.sample.events import make_applications, make_employees
from ingest.sample.networks import equip_networks, recruit_networks
from ingest.sample.parameters import Parameters
from ingest.sample.people import draw_people
from ingest.sample.spelling import spell_phone
from ingest.sample.stream import Stream
from ingest.sample.values import Values
from ingest.sample.world import Application, World

START = 1_730_419_200  # 2024-11-01T00:00:00Z
_FURTHER = 0.017  # share of applications that are somebody's second or later one


def build_world(applicants: int, seed: int, evasion: float, parameters: Parameters) -> World:
    """A world with exactly this many applications. The same arguments give the same world."""
    values = Values()
    further = round(applicants * _FURTHER) if "re_applicant" in parameters.crowds else 0
    persons = draw_people(applicants - further, parameters, seed, START, values)
    world = World(seed, evasion, parameters, START, persons)
    exits = Stream(seed, "public exits")
    vpn = parameters.crowds.get("vpn_exit")
    if vpn is not None and vpn.share > 0:
        count = 1 + int(len(persons) * vpn.share / vpn.median)
        world.public_exits = [values.ip(exits, fixed=True) for _ in range(count)]
    planted = recruit_networks(world)
    plant_crowds(Maker(world, values))
    equip_networks(world, values, planted)
    make_applications(world, applicants)
    make_employees(world, values)
    return world


def cv_of(world: World, application: Application) -> Cv:
    """The CV of an application; a person's later applications change a few words."""
    person = application.person
    stream = Stream(world.seed, "cv", person.number, block=128)
    head = (f"{application.first} {application.last}", *_contact_lines(application))
    until = 2024 + (application.applied_at - START) // (366 * 86_400)
    return compose(person.cv, stream, head, person.role, until)


def _contact_lines(application: Application) -> tuple[str, ...]:
    person = application.person
    phone = person.raw_phone or spell_phone(person.phone, person.country, 0.0, Stream(0, "plain", block=8))
    links = [link for link in (person.website, person.handle) if link]
    email = person.raw_email or person.email
    return (f"{email} | {phone}", " | ".join([person.address.place(), *links]))
