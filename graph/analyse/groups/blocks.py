"""Where a group could come apart: its biconnected blocks, which meet in single persons.

One person can belong to a family and to an agency; that person ties two innocent crowds into one group. A facilitator's
group hangs together in more than one way. The blocks are what the "separately innocent" hypothesis is about.
"""

from __future__ import annotations

from collections.abc import Iterable

Pair = tuple[int, int, float, int]
"""left, right, bits over all families, families as a bit mask"""

HOLDS = 2.5
"""Least bits, over all families, by which two persons hold a group together: a copied passage, an exit of five. They found
none, but where they lie between two crowds these do not meet in one person only."""


def blocks(pairs: list[Pair]) -> list[list[int]]:
    """Biconnected blocks over pairs that hold together (Hopcroft and Tarjan 1973), each sorted, in order."""
    near: dict[int, list[int]] = {}
    for a, b, weight, _ in pairs:
        if weight >= HOLDS:
            near.setdefault(a, []).append(b)
            near.setdefault(b, []).append(a)
    seen: dict[int, int] = {}  # person -> when it was come to
    return sorted(sorted(block) for root in near if root not in seen for block in _blocks_from(root, near, seen))


def _blocks_from(root: int, near: dict[int, list[int]], seen: dict[int, int]) -> list[set[int]]:
    """The blocks of the component of `root`, depth first without recursion."""
    found: list[set[int]] = []
    seen[root] = len(seen)
    low = {root: seen[root]}  # the earliest person that a person's descendants know
    links: list[tuple[int, int]] = []  # those on the way that are in no block yet
    way = [(root, root, iter(near[root]))]
    while way:
        above, person, others = way[-1]
        other = next(others, None)
        if other is None:
            way.pop()
            if not way:
                break
            if low[person] >= seen[above]:
                first = links.index((above, person))
                found.append({end for link in links[first:] for end in link})
                del links[first:]
            low[above] = min(low[above], low[person])
        elif other not in seen:
            seen[other] = low[other] = len(seen)
            links.append((person, other))
            way.append((person, other, iter(near[other])))
        elif other != above and seen[other] < seen[person]:
            links.append((person, other))
            low[person] = min(low[person], seen[other])
    return found


def is_chain(pairs: Iterable[Pair], persons: int) -> bool:
    """Whether so many persons hang together from one to the next only, each two by one family: no three share anything, and
    no two share in two ways. Chance makes such chains, of any length and of many families."""
    return not any(
        place >= persons or families.bit_count() > 1 for place, (_, _, _, families) in enumerate(pairs, start=1)
    )


def families_of(pairs: list[Pair], members: list[int]) -> int:
    """Families that tie these members among themselves, as bits."""
    inside = set(members)
    found = 0
    for a, b, _, families in pairs:
        if a in inside and b in inside:
            found |= families
    return found
