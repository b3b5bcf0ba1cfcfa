"""What ties the persons of one group: which value who of them holds, and whose CVs are alike. Found once for a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph.analyse.groups.people import People


class Together:
    """held: value -> the members that hold it, two at least, in order; texts: pairs of members whose CVs are alike."""

    def __init__(self, shared: Callable[[int], list[int]], people: People, members: Sequence[int]) -> None:
        """shared: of a person the values that somebody else holds too."""
        inside = set(members)
        held: dict[int, list[int]] = {}
        for person in members:
            for value in shared(person):
                if value in held:
                    held[value].append(person)
                else:
                    held[value] = [person]
        self.held = {value: persons for value, persons in held.items() if len(persons) >= 2}
        self.texts = [
            (left, right)
            for left in members
            for right, _, _ in people.texts_like(left)
            if left < right and right in inside
        ]


def pieces(persons: list[int], ties: Iterable[Sequence[int]]) -> int:
    """Into how many groups these persons fall, when each tie holds all together that it names (others too)."""
    alone = set(persons)
    groups: list[set[int]] = []
    for tie in ties:
        merged = set(tie)
        apart = []
        for group in groups:
            if group.isdisjoint(merged):
                apart.append(group)
            else:
                merged |= group
        if alone <= merged:
            return 1
        apart.append(merged)
        groups = apart
    together = [group for group in groups if not group.isdisjoint(alone)]
    return len(together) + len(alone.difference(*together))
