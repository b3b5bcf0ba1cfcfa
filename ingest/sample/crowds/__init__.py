"""The innocent crowds. Each is a small function that takes free persons and changes what they share; nothing else."""

from __future__ import annotations

from ingest.sample.crowds.base import Maker
from ingest.sample.crowds.chance import CHANCE
from ingest.sample.crowds.exits import EXITS
from ingest.sample.crowds.helped import HELPED
from ingest.sample.crowds.homes import HOMES
from ingest.sample.crowds.work import WORK

CROWDS = {**HOMES, **WORK, **HELPED, **EXITS, **CHANCE}
"""Kind of crowd -> the function that makes one of it, in the order in which they take their people."""


def plant_crowds(maker: Maker) -> None:
    """All crowds of the parameters. A crowd whose share is 0 does not exist."""
    for kind, function in CROWDS.items():
        maker.plant(kind, function)
