"""Facts: the append-only run store. Files in, immutable run folders out, and the facts that count now.

write_run(case, paths, mapping=None, progress=None) -> RunReport
read_facts(case) -> Facts
"""

from __future__ import annotations

from ingest.facts.read import read_facts
from ingest.facts.report import Rejected, RunReport
from ingest.facts.run import write_run

__all__ = ["Rejected", "RunReport", "read_facts", "write_run"]
