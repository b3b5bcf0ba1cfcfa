"""A world of another make: what was built and set on the sample world is held against it, for no maker should only meet itself.

It shares no code, list or number with ingest.sample. CVs are words without meaning drawn by rank; nobody is hired, so accounts
stand beside a part of all applicants and no payee is known; no former employer, device, referrer or delivery is. Rings reuse by
other rates, and what each persona uses is drawn by itself: some share nothing at all. So there is a ceiling, `reachable`: F1 if
every pair that any chain of shared values or CVs connects were found.

    python bench/quality_other.py FOLDER APPLICANTS SEED EVASION      writes one such world
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
from quality_other_crowds import plant_crowds
from quality_other_people import BEGIN, DAY, Person, World

SHARE = 0.015
"""Of applicants in rings."""

COPIED = 30
"""Common sequences of five words from which two CVs count as connected."""

_Thing = TypeVar("_Thing")


def plant_rings(world: World) -> None:
    """Rings of a median of eight; each persona uses each thing by itself, less what evasion gives up."""
    planted = 0
    while planted < world.applicants * SHARE:
        members = world.take(world.size(8, 0.6, 3, 60))
        planted += len(members)
        name = f"r{len(world.rings)}"
        world.rings[name] = members
        _equip(world, members)
        for person in members:
            person.ring = name
        world.planted[name] = _shared(members)


def _equip(world: World, members: list[Person]) -> None:
    stream = world.random
    begin, span = BEGIN + dt.timedelta(days=stream.randint(0, 500)), stream.randint(30, 220)
    exits = [world.ip() for _ in range(stream.randint(2, 6))]
    home, bases = world.address(), [world.cv() for _ in range(max(1, len(members) // 5))]
    references = [(world.name(), world.phone()) for _ in range(stream.randint(2, 4))]
    careful = {person.id for person in members if world.chance(world.evasion**2)}  # in everything

    def use(person: Person, share: float) -> bool:
        return person.id not in careful and world.chance(share * (1 - world.evasion))

    for person in members:
        person.applied = begin + dt.timedelta(seconds=stream.randint(0, span * DAY))
        person.account = person.account or ([world.account()] if world.chance(0.3) else [])
    for person, phone in _pools(world, [one for one in members if use(one, 0.5)], 3, 6, world.phone):
        person.phone = [phone]
    paid = [one for one in members if one.account and use(one, 0.8)]
    for person, account in _pools(world, paid, 2, 5, world.account):
        person.account = [account]
    for person in members:
        person.ip = [stream.choice(exits)] if use(person, 0.5) else person.ip
        person.address = [home] if use(person, 0.2) else person.address
        person.reference = [stream.choice(references)] if use(person, 0.45) else person.reference
        if use(person, 0.75):
            person.cv = _from_base(world, person.cv, stream.choice(bases))


def _pools(
    world: World, persons: list[Person], least: int, most: int, make: Callable[[], _Thing]
) -> Iterator[tuple[Person, _Thing]]:
    """One thing for so many after each other; the last one alone keeps its own."""
    while len(persons) > 1:
        count = min(len(persons), world.random.randint(least, most))
        thing = make()
        for person in persons[:count]:
            yield person, thing
        persons = persons[count:]


def _from_base(world: World, own: list[str], base: list[str]) -> list[str]:
    """A near copy, or a block of the base in a CV of one's own."""
    if world.chance(0.6):
        rate = world.random.random() * 0.12
        return [world.random.choice(world.vocabulary) if world.chance(rate) else word for word in base]
    start = world.random.randint(0, len(base) - 150)
    return own[:200] + base[start : start + world.random.randint(60, 140)] + own[200:]


def _shared(members: list[Person]) -> dict[str, list[str]]:
    """Kind -> values that two members or more have."""
    held: dict[tuple[str, str], int] = defaultdict(int)
    for person in members:
        for kind, values in _values(person).items():
            for value in values:
                held[kind, value] += 1
    found: dict[str, list[str]] = {}
    for (kind, value), count in sorted(held.items()):
        if count > 1:
            found.setdefault(kind, []).append(value)
    return found


def _values(person: Person) -> dict[str, list[str]]:
    return {
        "email": person.email,
        "phone": person.phone,
        "address": person.address,
        "ip": person.ip,
        "payroll_account": person.account,
        "reference_name": [name for name, _ in person.reference],
        "reference_phone": [phone for _, phone in person.reference],
    }


def apply_again(world: World) -> None:
    """Two in a hundred apply a second time, a third of them from another mailbox."""
    for _ in range(min(int(world.applicants * 0.02), len(world.free))):
        (one,) = world.take(1)
        cv = [world.random.choice(world.vocabulary) if world.chance(0.05) else word for word in one.cv]
        later = one.applied + dt.timedelta(days=world.random.randint(5, 200))
        mail = [f"x{one.email[0]}"] if world.chance(0.3) else one.email
        world.people.append(Person(**{**vars(one), "id": f"{one.id}b", "applied": later, "cv": cv, "email": mail}))


def made(folder: Path, applicants: int, seed: int, evasion: float) -> None:
    """Write the two plain tables and truth.json, which says beside the truth how much is `reachable`."""
    world = World(applicants, seed, evasion)
    plant_rings(world)
    plant_crowds(world)
    apply_again(world)
    world.random.shuffle(world.people)
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(_applicants(world), folder / "applicants.parquet")
    nothing = {name: pa.array([], pa.string()) for name in ("applicant_id", "kind", "value", "observed_at", "context")}
    pq.write_table(pa.table(nothing), folder / "identifiers.parquet")
    (folder / "truth.json").write_text(json.dumps(_truth(world)), encoding="utf-8")


def _applicants(world: World) -> pa.Table:
    columns: dict[str, list[Any]] = {
        "applicant_id": [one.id for one in world.people],
        "name": [f"{one.given} {one.surname}" for one in world.people],
        "applied_at": [one.applied.strftime("%Y-%m-%dT%H:%M:%SZ") for one in world.people],
        "cv_text": [_sentences(world, one.cv) for one in world.people],
    }
    for person in world.people:
        for kind, values in _values(person).items():
            columns.setdefault(kind, []).append(values)
    return pa.table(columns)


def _sentences(world: World, words: list[str]) -> str:
    found, at = [], 0
    while at < len(words):
        length = world.random.randint(7, 16)
        found.append(" ".join(words[at : at + length]).capitalize() + ".")
        at += length
    return " ".join(found)


def _truth(world: World) -> dict[str, Any]:
    return {
        "applicants": {
            one.id: {"person": one.person, "network": one.ring or None, "crowds": [one.crowd] if one.crowd else []}
            for one in world.people
        },
        "networks": {
            name: {"role": "", "main": [], "members": [one.id for one in members], "facilitator": world.planted[name]}
            for name, members in world.rings.items()
        },
        "reachable": reachable(list(world.rings.values())),
    }


def reachable(rings: list[list[Person]]) -> float:
    """F1 over ring pairs if all that hangs together by shared values or CVs were found, and nothing else."""
    hits = wanted = 0
    for members in rings:
        leader = {one.id: one.id for one in members}

        def find(one: str, leader: dict[str, str] = leader) -> str:
            while leader[one] != one:
                one = leader[one]
            return one

        first: dict[tuple[str, str], str] = {}
        shingles = {one.id: {tuple(one.cv[at : at + 5]) for at in range(len(one.cv) - 4)} for one in members}
        for one in members:
            for kind, values in _values(one).items():
                for value in values:
                    leader[find(one.id)] = find(first.setdefault((kind, value), one.id))
            for other in members:
                if other.id < one.id and len(shingles[one.id] & shingles[other.id]) >= COPIED:
                    leader[find(one.id)] = find(other.id)
        sizes: dict[str, int] = defaultdict(int)
        for one in members:
            sizes[find(one.id)] += 1
        hits += sum(size * (size - 1) // 2 for size in sizes.values())
        wanted += len(members) * (len(members) - 1) // 2
    recall = hits / wanted if wanted else 1.0
    return 2 * recall / (1 + recall)


if __name__ == "__main__":
    made(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
