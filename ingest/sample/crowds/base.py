"""What a crowd works with: the people, values that nobody has, and a stream of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ingest.sample.stream import Stream
from ingest.sample.values import Values
from ingest.sample.world import Group, Person, World

Slot = Literal["home", "work", "any"]


@dataclass
class Maker:
    """Gives crowds their members. Nobody has more than one crowd of homes and one of work; of networks only who lends a name."""

    world: World
    values: Values
    stream: Stream = field(init=False)
    group: str = field(init=False, default="")

    def plant(self, kind: str, function: Callable[[Maker, int], None]) -> None:
        """As many crowds of a kind as its share asks for, at least one where there are people enough."""
        crowd = self.world.parameters.crowds.get(kind)
        if crowd is None or crowd.share <= 0:
            return
        self.stream = Stream(self.world.seed, "crowd", kind, block=4096)
        people = len(self.world.persons)
        most = max(crowd.least, min(crowd.most, people // 16))
        wanted, number = people * crowd.share, 0
        while wanted > 0 and crowd.least * 4 <= people:
            number += 1
            size = min(self.stream.lognormal(crowd.median, crowd.sigma, crowd.least, crowd.most), most)
            if size > wanted + crowd.least and number > 1:
                break
            wanted -= size
            self.group = f"{kind}-{number}"
            self.world.crowds[self.group] = Group(kind)
            function(self, size)
            if not self.world.crowds[self.group].members:
                del self.world.crowds[self.group]
                break

    def take(self, count: int, slot: Slot, lenders: bool = True) -> list[Person]:
        """Different persons that are free for this, marked as members; fewer than asked when most are taken.

        lenders: who lent a name to a network may be among them; not where the time of the application is what counts."""
        persons = self.world.persons
        found: list[Person] = []
        seen: set[int] = set()
        for _ in range(count * 60):
            if len(found) == count:
                break
            person = persons[self.stream.below(len(persons))]
            if person.number in seen or not _free(person, slot, lenders):
                continue
            seen.add(person.number)
            found.append(person)
        if len(found) < min(2, count):
            return []
        for person in found:
            person.busy_home |= slot == "home"
            person.busy_work |= slot == "work"
            self.join(person)
        return found

    def join(self, person: Person) -> None:
        person.crowds.append(self.group)
        self.world.crowds[self.group].members.append(person)


def _free(person: Person, slot: Slot, lenders: bool) -> bool:
    if slot == "any":
        return True
    if person.network and not (lenders and person.lends):
        return False
    return not (person.busy_home if slot == "home" else person.busy_work)
