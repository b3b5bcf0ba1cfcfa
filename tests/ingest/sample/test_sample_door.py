"""The door of the sample world: the same bytes again, any size, and nothing of anybody else's is touched."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from graph.model.errors import UsageError
from ingest.sample import Crowd, Parameters, make
from ingest.sample.writers.plain import APPLICANTS, IDENTIFIERS


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("plain", [False, True])
def test_same_arguments_same_bytes(tmp_path: Path, plain: bool) -> None:
    make(tmp_path / "a", applicants=120, seed=7, plain=plain)
    make(tmp_path / "b", applicants=120, seed=7, plain=plain)
    first = tree(tmp_path / "a")
    assert first == tree(tmp_path / "b")
    make(tmp_path / "a", applicants=120, seed=7, plain=plain)
    assert tree(tmp_path / "a") == first


def test_another_seed_or_evasion_is_another_world(tmp_path: Path) -> None:
    for name, seed, evasion in (("a", 1, 0.2), ("b", 2, 0.2), ("c", 1, 0.9)):
        make(tmp_path / name, applicants=150, seed=seed, evasion=evasion, plain=True)
    hashes = [tree(tmp_path / name)["applicants.parquet"] for name in "abc"]
    assert len(set(hashes)) == 3


def test_a_smaller_sample_replaces_the_older_one(tmp_path: Path) -> None:
    make(tmp_path, applicants=60)
    report = make(tmp_path, applicants=20, plain=True)
    assert set(tree(tmp_path)) == {"applicants.parquet", "identifiers.parquet", "truth.json"} == set(report.files)


@pytest.mark.parametrize("count", [1, 2, 10, 57])
def test_small_worlds(tmp_path: Path, count: int) -> None:
    report = make(tmp_path, applicants=count)
    assert report.applicants == count
    assert len(list((tmp_path / "cvs").iterdir())) == count
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert len(truth["applicants"]) == count


@pytest.mark.parametrize("wrong", [{"applicants": 0}, {"applicants": -3}, {"evasion": 1.5}, {"seed": -1}])
def test_impossible_numbers_are_refused(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        make(tmp_path / "x", **wrong)  # type: ignore[arg-type]
    assert not (tmp_path / "x").exists()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="new or an empty folder"):
        make(tmp_path, applicants=5)
    assert tree(tmp_path).keys() == {"thesis.txt"}
    with pytest.raises(UsageError, match="file"):
        make(tmp_path / "thesis.txt", applicants=5)


def test_parameters_that_are_no_shares_are_refused() -> None:
    with pytest.raises(UsageError):
        Parameters(hired=2.0)


def test_a_world_without_networks_or_crowds(tmp_path: Path) -> None:
    report = make(tmp_path, applicants=300, plain=True, parameters=Parameters(network_share=0, crowds={}))
    assert report.networks == {}
    assert report.crowds == {}
    assert report.applicants == report.persons == 300


def test_a_new_crowd_leaves_the_people_as_they_are(tmp_path: Path) -> None:
    usual = Parameters(crowds={"family": Crowd(0.05, 3, 2, 4)})
    more = Parameters(crowds={"family": Crowd(0.05, 3, 2, 4), "mail_drop": Crowd(0.05, 8, 4, 10)})
    for name, parameters in (("a", usual), ("b", more)):
        make(tmp_path / name, applicants=300, plain=True, parameters=parameters)
    left, right = (pq.read_table(tmp_path / name / "applicants.parquet").to_pylist() for name in "ab")
    assert [row["name"] for row in left] == [row["name"] for row in right]
    assert [row["phone"] for row in left] == [row["phone"] for row in right]
    moved = sum(one["address"] != two["address"] for one, two in zip(left, right, strict=True))
    assert 4 <= moved <= 40


def test_the_plain_tables_have_their_columns(tmp_path: Path) -> None:
    make(tmp_path, applicants=200, plain=True)
    applicants = pq.read_table(tmp_path / "applicants.parquet")
    identifiers = pq.read_table(tmp_path / "identifiers.parquet")
    assert applicants.schema.equals(APPLICANTS)
    assert identifiers.schema.equals(IDENTIFIERS)
    ids = applicants.column("applicant_id").to_pylist()
    assert len(set(ids)) == 200
    assert set(identifiers.column("applicant_id").to_pylist()) <= set(ids)
    assert all(applicants.column("cv_text").to_pylist())
    assert {"ip", "device", "address"} <= set(identifiers.column("kind").to_pylist())
    shipped = [row for row in applicants.to_pylist() if row["ship_to"]]
    assert shipped
    assert all(row["applied_at"] < row["offered_at"] < row["hired_at"] for row in shipped)


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    make(tmp_path, applicants=15, progress=lambda step, done, total: told.append((step, done, total)))
    assert ("CVs", 15, 15) in told
    assert {step for step, _, _ in told} == {"world", "exports", "CVs"}
