"""The seeded sample world: realistic exports of real systems with planted networks and innocent crowds.

Everybody in it is made up. The truth is a file of its own (`truth.json`) that no reader ever reads. docs/sample.md.
"""

from __future__ import annotations

from ingest.sample.door import Progress, SampleReport, make
from ingest.sample.parameters import Crowd, Parameters, Reuse

__all__ = ["Crowd", "Parameters", "Progress", "Reuse", "SampleReport", "make"]
