"""Crowds of exits: commercial VPNs, carrier-grade NAT, private relay. Anybody may be behind one, networks too."""

from __future__ import annotations

from ingest.sample.crowds.base import Maker


def vpn_exit(maker: Maker, size: int) -> None:
    """A commercial VPN's exit: seen beside the home line."""
    pool = maker.world.public_exits
    number = sum(group.kind == "vpn_exit" for group in maker.world.crowds.values())
    exit_ = pool[number - 1] if number <= len(pool) else maker.values.ip(maker.stream, fixed=True)
    for person in maker.take(size, "any"):
        person.exits.append(exit_)


def cgnat(maker: Maker, size: int) -> None:
    """A carrier's shared address: it is the home line of hundreds."""
    exit_ = maker.values.ip(maker.stream, fixed=True)
    for person in maker.take(size, "any"):
        if not (person.busy_home or person.busy_work or person.network):
            person.ip = exit_
        else:
            person.exits.append(exit_)


def private_relay(maker: Maker, size: int) -> None:
    """A relay's egress address: the home line is hidden behind it."""
    exit_ = maker.values.ip(maker.stream, fixed=True)
    for person in maker.take(size, "any"):
        person.exits.append(exit_)


EXITS = {"vpn_exit": vpn_exit, "cgnat": cgnat, "private_relay": private_relay}
