"""Where a fact stands, as findings cite it: each place once, though a value and what it falls into stand there both."""

from __future__ import annotations

from pathlib import Path

from graph.model.links import PART_OF
from graph.model.settings import Case
from ingest import kept, pipeline

HEAD = "applicant_id,name,phone,payroll_account,ip\n"
NAMES = ("Maria Lopez", "Tom Becker", "Wen Zhao", "Ida Holm", "Olu Ade", "Sven Ek")


def row(number: int, name: str) -> str:
    return f"{number},{name},+1 775 234 5678,US:021000021:7788{number // 3},73.156.184.235\n"


def test_a_line_and_its_network_are_one_place(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(HEAD + "".join(map(row, range(6), NAMES)), encoding="utf-8")
    case = Case.create(tmp_path / "case", key=b"k" * 32)
    pipeline.ingest(case, [tmp_path / "people.csv"])
    pipeline.analyse(case)
    (finding,) = kept.current(case).findings
    parts = [part for part in (*finding.evidence, *finding.counter_evidence) if part.sources]
    assert "ip" in {source.pointer.rpartition(" ")[2] for part in parts for source in part.sources}
    for part in parts:
        assert len(set(part.sources)) == len(part.sources) <= len(NAMES)
        assert not any(PART_OF[0] in source.raw for source in part.sources)
