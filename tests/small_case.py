"""Four people as a table, three of them behind one telephone, and what a folder holds at a time."""

from __future__ import annotations

import hashlib
from pathlib import Path

PEOPLE = """\
applicant_id,name,phone,email,payroll_account
1001,Maria Lopez,+1 415 212 7788,m.lopez@example.org,US:021000021:778812
1002,Tom Becker,+1 415 212 7788,tom.becker@example.net,US:021000021:778812
1003,Wen Zhao,+1 (415) 212-7788,zhao.wen@example.com,US:021000021:778812
1004,Ida Holm,+1 702 385 1199,ida.holm@example.org,US:121000358:440917
"""


def state(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file with its time of change and its hash."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
