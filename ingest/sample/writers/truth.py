"""The truth beside the files: who is of which network and crowd. No reader of Linchpin ever reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ingest.sample.parameters import KINDS_OF_USE, main_use
from ingest.sample.world import World
from ingest.sample.writers.files import write_text

NAME = "truth.json"


def truth_of(world: World) -> dict[str, Any]:
    """Members are application ids, in order of time. Facilitator values are such as `clean(kind, value)` takes."""
    by_network: dict[str, list[str]] = {name: [] for name in world.networks}
    by_crowd: dict[str, list[str]] = {name: [] for name in world.crowds}
    applicants: dict[str, Any] = {}
    for application in world.applications:
        person = application.person
        applicants[application.id] = {
            "person": person.id,
            "network": person.network or None,
            "crowds": list(person.crowds),
        }
        if person.network:
            by_network[person.network].append(application.id)
        for crowd in person.crowds:
            by_crowd[crowd].append(application.id)
    return {
        "linchpin_truth": 1,
        "seed": world.seed,
        "evasion": world.evasion,
        "parameters": world.parameters.to_dict(),
        "applicants": applicants,
        "networks": {
            name: {
                "role": network.role,
                "evasion": network.evasion,
                "main": list(KINDS_OF_USE[main_use(world.parameters.roles[network.role])]),
                "members": by_network[name],
                "facilitator": network.facilitator,
            }
            for name, network in world.networks.items()
        },
        "crowds": {name: {"kind": group.kind, "members": by_crowd[name]} for name, group in world.crowds.items()},
    }


def write_truth(world: World, folder: Path) -> None:
    write_text(folder / NAME, json.dumps(truth_of(world), ensure_ascii=False, separators=(",", ":")) + "\n")


def is_sample(folder: Path) -> bool:
    """Whether a folder holds a sample world: by its truth file's first key."""
    try:
        with (folder / NAME).open("rb") as file:
            return file.read(32).startswith(b'{"linchpin_truth":')
    except OSError:
        return False
