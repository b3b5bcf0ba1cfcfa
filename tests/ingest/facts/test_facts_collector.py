"""What readers say one by one arrives whole; logs add up, snapshots replace."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.facts import OBSERVATIONS, RECORDS, TEXTS
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.facts.collector import Collector, Gathered, ReaderMistakeError
from ingest.sources.base import Reader, SourceFile

EVENTS = '{{"uuid": "u{n}", "eventType": "user.session.start", "published": "2025-03-{n:02}T10:00:00.000Z", '
EVENTS += '"actor": {{"id": "00u1", "type": "User", "alternateId": "jane.roe@acme.test", "displayName": "Jane Roe"}}, '
EVENTS += '"client": {{"ipAddress": "81.2.69.{n}"}}, "outcome": {{"result": "SUCCESS"}}}}'


def collector() -> Collector:
    reader = Reader("trial", "trial", "Trial", "", (), lambda head: 0.0, lambda file, emit: None)
    return Collector(SourceFile(Path("x"), "x.json", "", 1, region="US"), reader, 3, bytes(32))


def gathered(one: Collector) -> Gathered:
    found = one.finish()
    assert found.records.schema == RECORDS
    assert found.texts.schema == TEXTS
    assert set(found.observations.schema.names) < set(OBSERVATIONS.names)
    return found


def test_every_field_of_a_record_arrives_under_its_name() -> None:
    one = collector()
    fields = {name: name.title() for name in ("name", "employer", "role", "status", "channel", "referred_by")}
    full = one.record(
        "application",
        "9",
        row=4,
        path="/3",
        keys=("application:9", "file:x.pdf"),
        candidate="trial:candidate:1",
        birth="4 May 1990",
        applied_at="1741083072000",
        offered_at="2025-04-01",
        hired_at="25/04/2025",
        region="GB",
        **fields,
    )
    (record,) = gathered(one).records.to_pylist()
    assert full == record["record"] == "trial:application:9"
    assert record["birth"].startswith("tok:")
    assert {name: record[name] for name in fields} == fields
    assert (record["applied_at"], record["offered_at"]) == ("2025-03-04T10:11:12Z", "2025-04-01")
    assert (record["hired_at"], record["region"]) == ("2025-04-25", "GB")
    assert (record["source"], record["row"], record["path"]) == (3, 4, "/3")
    assert record["keys"] == ["application:9", "file:x.pdf"]


def test_every_field_of_an_observation_arrives_under_its_name() -> None:
    one = collector()
    full = one.record("application", "9", region="DE")
    one.observe(full, "phone", 301234, row=2, path="/p", context="home", holder="H", observed_at="2025-03-04")
    one.observe(full, "phone", None)
    one.observe(full, "phone", "  ")
    (seen,) = gathered(one).observations.to_pylist()
    assert seen == {
        "record": full,
        "asked": "phone",
        "raw": "301234",
        "context": "home",
        "holder": "H",
        "observed_at": "2025-03-04",
        "region": "DE",
        "source": 3,
        "row": 2,
        "path": "/p",
    }


def test_a_text_is_searched_for_identifiers_with_their_place() -> None:
    one = collector()
    full = one.record("document", "cv")
    one.text(full, "Call (650) 253-0000 or jane@roe.dev", file="cv.txt", file_sha256="00")
    found = gathered(one)
    seen = [(row["asked"], row["path"], row["context"]) for row in found.observations.to_pylist()]
    assert seen == [("phone", "chars 5-19", "cv"), ("email", "chars 23-35", "cv")]
    assert found.texts["file"].to_pylist() == ["cv.txt"]


def test_equal_records_are_one_and_others_are_rejected_with_their_values() -> None:
    one = collector()
    first = one.record("application", "9", row=1, name="Jane")
    assert one.record("application", "9", row=2, name="Jane") == first
    other = one.record("application", "9", row=3, name="Max")
    one.observe(first, "email", "jane@roe.dev", row=1)
    one.observe(other, "email", "max@moe.dev", row=3)
    one.text(other, "max2@moe.dev")
    found = gathered(one)
    assert found.records["name"].to_pylist() == ["Jane"]
    assert found.observations["raw"].to_pylist() == ["jane@roe.dev"]
    assert [(line.reason, line.row) for line in found.rejected] == [("duplicate_id", 3)]


def test_bad_dates_are_said_once_however_many_values_carry_them() -> None:
    one = collector()
    full = one.record("application", "9", row=1, applied_at="someday")
    for kind in ("email", "phone"):
        one.observe(full, kind, "x", row=1, observed_at="someday")
    assert [line.reason for line in gathered(one).rejected] == ["invalid_date"]


@pytest.mark.parametrize("path", ["ssn", "/custom_fields/date_of_birth", "Candidate Gender", "/people/3/tax_id"])
def test_the_raw_text_of_a_secret_place_is_not_kept(path: str) -> None:
    one = collector()
    one.reject("invalid", "wrong", "mend", path=path, raw="536-90-4399")
    one.reject("invalid", "wrong", "mend", path="phone", raw="x" * 999)
    assert [len(line.raw) for line in gathered(one).rejected] == [0, 200]


def test_a_value_as_long_as_a_text_is_rejected() -> None:
    one = collector()
    one.observe(one.record("application", "9"), "phone", "1" * 10_001, row=7)
    found = gathered(one)
    assert len(found.observations) == 0
    assert [(line.reason, line.row) for line in found.rejected] == [("too_large", 7)]


def test_a_readers_mistake_is_not_taken_for_bad_input() -> None:
    one = collector()
    with pytest.raises(ReaderMistakeError, match="shoe"):
        one.observe(one.record("application", "9"), "shoe", "44")
    with pytest.raises(ReaderMistakeError, match="person"):
        one.record("person", "9")


def test_logs_add_up_and_overlapping_exports_count_once(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", key=bytes(32))
    for name, days in (("march.jsonl", (1, 2)), ("april.jsonl", (2, 3))):
        (tmp_path / name).write_text("\n".join(EVENTS.format(n=n) for n in days), encoding="utf-8")
        report = write_run(case, [tmp_path / name])
        assert report.rejected == ()
    seen = [one["key"] for one in read_facts(case).observations.to_pylist() if one["kind"] == "ip"]
    assert sorted(seen) == ["81.2.69.1", "81.2.69.2", "81.2.69.3"]


def test_what_two_logs_spell_otherwise_counts_in_both_spellings(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", key=bytes(32))
    event = EVENTS.format(n=2)
    for name, said in (("march.jsonl", event), ("april.jsonl", event.replace("81.2", "::ffff:81.2"))):
        (tmp_path / name).write_text(said, encoding="utf-8")
        write_run(case, [tmp_path / name])
    seen = [(one["raw"], one["key"]) for one in read_facts(case).observations.to_pylist() if one["kind"] == "ip"]
    assert seen == [("81.2.69.2", "81.2.69.2"), ("::ffff:81.2.69.2", "81.2.69.2")]
