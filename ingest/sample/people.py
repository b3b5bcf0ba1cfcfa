"""Everybody, before anybody belongs to anything: names, homes and contacts are drawn independently of all that follows."""

from __future__ import annotations

from ingest.sample.cv import CvPlan
from ingest.sample.parameters import Parameters
from ingest.sample.stream import Stream
from ingest.sample.values import ABROAD, Values
from ingest.sample.words import firms, names, places
from ingest.sample.words.trade import POPULAR_TEMPLATES
from ingest.sample.world import DAY, Person

_AREAS = {city: areas for city, _, _, areas in places.US_CITIES}


def draw_people(count: int, parameters: Parameters, seed: int, start: int, values: Values) -> list[Person]:
    """`count` unrelated persons with values of their own."""
    stream = Stream(seed, "people", block=65536)
    return [_person(number, parameters, stream, start, values) for number in range(count)]


def _person(number: int, parameters: Parameters, stream: Stream, start: int, values: Values) -> Person:
    first, last = stream.pick(names.GIVEN), stream.pick(names.SURNAMES)
    if stream.chance(0.06):
        last = f"{last}-{stream.pick(names.SURNAMES)}"
    country = stream.pick(ABROAD) if stream.chance(parameters.abroad) else "US"
    home = values.address(stream, country)
    role = stream.pick(firms.ROLES)
    company = firms.employer_name(stream.below_first(firms.EMPLOYERS))
    profile = stream.chance(parameters.profile)
    handle = values.handle(stream, first, last) if profile else ""
    template = stream.below(len(POPULAR_TEMPLATES)) if stream.chance(parameters.templates) else -1
    return Person(
        number=number,
        first=first,
        last=last,
        country=country,
        birth=f"{stream.between(1968, 2002)}-{stream.between(1, 12):02d}-{stream.between(1, 28):02d}",
        email=values.email(stream, first, last),
        phone=values.phone(stream, country, _AREAS.get(home.city, ()) if stream.chance(0.8) else ()),
        address=home,
        ip=values.ip(stream, country),
        machine=values.machine(stream),
        account=values.account(stream, country, parameters.neobank),
        references=tuple(values.reference(stream, company) for _ in range(stream.between(1, 2))),
        website=f"https://{handle}.dev" if profile and stream.chance(0.4) else "",
        handle=f"github.com/{handle}" if profile else "",
        applied_at=start + stream.below(parameters.months * 30 * DAY),
        channel=stream.pick_first(firms.CHANNELS, 1.6),
        role=role,
        employer=stream.below_first(len(firms.HIRING), 1.4),
        hired=stream.chance(parameters.hired),
        interviewed=stream.chance(parameters.interviewed),
        gives_references=stream.chance(parameters.references_given),
        cv=CvPlan(template=template),
    )
