"""Findings that are kept: read whole, as a list, one by one, by what they hold; those of earlier versions, too."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.model.errors import UsageError
from graph.model.findings import Document, Head
from graph.model.settings import Case
from ingest import kept, pipeline
from tests.views.invented import invented_document


@dataclass(frozen=True)
class Titled:
    id: str
    title: str


@pytest.fixture
def document() -> Document:
    """More findings than a row group holds."""
    one = invented_document().findings[0]
    many = tuple(
        replace(
            one,
            id=f"F-{at:04}",
            rank=at,
            title=f"finding {at}",
            members=(f"m{at}", "everywhere" if at % 200 == 0 else f"n{at}"),
            facilitators=(replace(one.facilitator, value=f"value {at}", values=(f"first:{at}", f"second:{at}")),),
        )
        for at in range(1, 2 * kept.ROW_GROUP + 50)
    )
    return replace(invented_document(), findings=many, links=())


@pytest.fixture
def folder(tmp_path: Path, document: Document) -> Path:
    head = kept.write_document(tmp_path, document)
    (tmp_path / "manifest.json").write_bytes(kept.as_json({"document": head, "findings": len(document.findings)}))
    return tmp_path


@pytest.fixture
def old(tmp_path: Path, document: Document) -> Path:
    """The same, as earlier versions kept it."""
    (tmp_path / "findings.json").write_bytes(kept.as_json(document.to_dict()))
    (tmp_path / "manifest.json").write_bytes(kept.as_json({"findings": len(document.findings)}))
    return tmp_path


@pytest.mark.parametrize("where", ["folder", "old"])
def test_a_kept_document_is_the_document(where: str, document: Document, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(where)
    assert kept.document_of(place) == document
    assert kept.json_of(place) == kept.as_json(document.to_dict())


@pytest.mark.parametrize("where", ["folder", "old"])
@pytest.mark.parametrize("most", [0, 3, kept.ROW_GROUP, kept.ROW_GROUP + 1, 100_000, None])
def test_a_list_has_the_heads_of_the_first(
    where: str, most: int | None, document: Document, request: pytest.FixtureRequest
) -> None:
    found = kept.listing_of(request.getfixturevalue(where), most)
    names = [one.name for one in fields(Head)]
    assert found.total == len(document.findings)
    assert found.population == document.population
    assert [[getattr(one, name) for name in names] for one in found.findings] == [
        [getattr(one, name) for name in names] for one in document.findings[:most]
    ]


@pytest.mark.parametrize("where", ["folder", "old"])
def test_one_finding_is_found_by_id_and_by_rank(where: str, document: Document, request: pytest.FixtureRequest) -> None:
    place: Path = request.getfixturevalue(where)
    for at in (0, kept.ROW_GROUP - 1, kept.ROW_GROUP, len(document.findings) - 1):
        one = document.findings[at]
        for name in (one.id, str(one.rank)):
            found = kept.one_of(place, name)
            assert found is not None
            assert found.findings == (one,)
            assert found.population == document.population
    assert kept.one_of(place, "F-none") is None


def test_findings_are_found_by_a_member_or_by_a_value_that_leads(folder: Path, document: Document) -> None:
    def asked(members: set[str], leads: set[str]) -> list[str]:
        found = kept.findings_with(folder, Titled, members, leads)
        by_id = {one.id: one.title for one in document.findings}
        assert all(by_id[one.id] == one.title for one in found)
        return [one.id for one in found]

    kind = document.findings[0].facilitator.kind
    assert asked({"everywhere"}, set()) == ["F-0200", "F-0400"]
    assert asked({"m7"}, {f"{kind}:value 300", f"{kind}:value 7"}) == ["F-0007", "F-0300"]
    assert asked(set(), {"other:value 300"}) == []
    assert asked(set(), {"first:3", "second:301"}) == ["F-0003", "F-0301"]
    assert asked(set(), set()) == []


def test_of_an_earlier_version_facilitators_are_found_by_their_first_value(folder: Path, document: Document) -> None:
    file = folder / kept.FINDINGS
    table = pq.read_table(file)
    at = table.column_names.index("facilitators")
    column = table.column(at).combine_chunks()
    records = [[{k: v for k, v in one.items() if k != "values"} for one in row] for row in column.to_pylist()]
    earlier = pa.list_(pa.struct([field for field in column.type.value_type if field.name != "values"]))
    pq.write_table(
        table.set_column(at, "facilitators", pa.array(records, earlier)), file, row_group_size=kept.ROW_GROUP
    )
    kind = document.findings[0].facilitator.kind
    found = kept.findings_with(folder, Titled, set(), {f"{kind}:value 300", "second:301"})
    assert [one.id for one in found] == ["F-0300"]


def test_an_unknown_finding_of_a_case_is_said(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("applicant_id,name,phone\n1,Ann Lee,+1 415 212 7788\n", encoding="utf-8")
    case = Case.create(tmp_path / "case", key=b"k" * 32)
    pipeline.ingest(case, [tmp_path / "people.csv"])
    pipeline.analyse(case)
    assert pipeline.current_listing(case).findings == ()
    assert json.loads(pipeline.current_json(case))["findings"] == []
    with pytest.raises(UsageError, match="no finding '1'"):
        pipeline.current_finding(case, "1")
