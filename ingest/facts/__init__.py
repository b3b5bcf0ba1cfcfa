"""Facts: the append-only run store. Files in, immutable run folders out, and the facts that count now.

write_run(case, paths, mapping=None, progress=None) -> RunReport
read_facts(case) -> Facts
holds_nothing(case) -> bool
"""

from __future__ import annotations

from ingest.facts.disk import holds_nothing
from ingest.facts.read import read_facts
from ingest.facts.report import Rejected, RunReport
from ingest.facts.run import write_run

__all__ = ["Rejected", "RunReport", "holds_nothing", "read_facts", "write_run"]
