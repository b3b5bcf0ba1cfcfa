"""What must change nothing: order of rows and files, names of ids, a file given twice, a thousand people who share nothing.

A small sample world (rings, crowds, CVs) goes the whole way from its tables to findings each time. Compared are the *essence* of
the findings: type, score, members, persons, families, and each part with its sentence, bits and applicants. Not compared
where they must differ: places (row numbers, file hashes), ids made from an applicant's id, and, with a larger population,
the figures that speak of it ("of 1,500 did", expected, p and q).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.analyse import analyse
from graph.model.findings import Document, Finding
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.link import link
from ingest.sample import make

SIZE, SEED = 350, 12
KEY = b"m" * 32
Tables = tuple[pa.Table, pa.Table]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("world")
    make(folder, applicants=SIZE, seed=SEED, evasion=0.1, plain=True)
    return pq.read_table(folder / "applicants.parquet"), pq.read_table(folder / "identifiers.parquet")


@pytest.fixture(scope="module")
def plain(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Document:
    document = findings(tmp_path_factory.mktemp("plain"), {"applicants": tables[0], "identifiers": tables[1]})
    assert {finding.type for finding in document.findings} >= {"network", "explained"}
    return document


def findings(folder: Path, files: dict[str, pa.Table], *, runs: int = 1) -> Document:
    """Write the tables in the order given, read them `runs` times, and analyse."""
    paths = []
    for name, table in files.items():
        paths.append(folder / f"{name}.parquet")
        pq.write_table(table, paths[-1])
    case = Case.create(folder / "case", key=KEY)
    for _ in range(runs):
        write_run(case, paths)
    return analyse(link(read_facts(case)))


def as_it_is(text: str) -> str:
    return text


def essence(document: Document, said: Callable[[str], str] = as_it_is) -> list[Any]:
    """What a finding says, in an order that no id decides. `said` is put over ids and sentences."""
    return sorted((_essence(finding, said) for finding in document.findings), key=json.dumps)


def _essence(one: Finding, said: Callable[[str], str]) -> list[Any]:
    parts = [
        # which of two alike CVs is named first follows the ids
        [
            said(part.sentence if part.kind != "cv_text" else ""),
            part.weight,
            part.key,
            sorted(map(said, part.applicants)),
        ]
        for part in (*one.evidence, *one.counter_evidence)
    ]
    return [
        one.type,
        one.score,
        one.persons,
        list(one.families),
        sorted(map(said, one.members)),
        sorted(sorted(map(said, group)) for group in one.member_persons),
        sorted(parts),
        [[other.name, other.score] for other in one.explanations],
        said(one.title),
    ]


def shuffled(table: pa.Table, seed: int) -> pa.Table:
    order = list(range(table.num_rows))
    random.Random(seed).shuffle(order)
    return table.take(order)


def test_the_order_of_rows_and_of_files(tables: Tables, plain: Document, tmp_path: Path) -> None:
    applicants, identifiers = (shuffled(table, seed) for seed, table in enumerate(tables))
    half = applicants.num_rows // 2
    parts = {"b": identifiers, "z": applicants.slice(0, half), "a": applicants.slice(half)}
    other = findings(tmp_path, parts)
    assert essence(other) == essence(plain)
    assert [one.id for one in other.findings] == [one.id for one in plain.findings]
    assert [one.facilitator.display for one in other.findings] == [one.facilitator.display for one in plain.findings]


def test_the_names_of_ids(tables: Tables, plain: Document, tmp_path: Path) -> None:
    ids = tables[0].column("applicant_id").to_pylist()
    new = [f"N-{number:06}" for number in range(len(ids))]
    random.Random(5).shuffle(new)
    renamed, back = dict(zip(ids, new, strict=True)), dict(zip(new, ids, strict=True))
    files = [
        table.set_column(
            0, "applicant_id", pa.array([renamed[id_] for id_ in table.column("applicant_id").to_pylist()])
        )
        for table in tables
    ]
    other = findings(tmp_path, {"applicants": files[0], "identifiers": files[1]})

    def old(text: str) -> str:
        return re.sub(r"N-\d{6}", lambda found: back[found.group()], text)

    assert essence(other, old) == essence(plain)


def test_a_file_given_twice(tables: Tables, plain: Document, tmp_path: Path) -> None:
    """Again in another run, and again under another name."""
    files = {"applicants": tables[0], "identifiers": tables[1]}
    again = findings(tmp_path, files, runs=2)
    assert again.to_dict() | {"runs": []} == plain.to_dict() | {"runs": []}  # a run's id is of its files' paths too
    (tmp_path / "case").rename(tmp_path / "first case")
    copied = findings(tmp_path, files | {"copy of applicants": tables[0]})
    assert essence(copied) == essence(plain)


def strangers(schema: pa.Schema, count: int) -> pa.Table:
    """People with a name, a mailbox, a telephone and a home of their own, who share nothing with anybody."""
    rows = [
        {
            "applicant_id": f"X{number:05}",
            "name": f"{_word(number, 'Qua')} {_word(number, 'Xylo')}",
            "applied_at": f"2024-{1 + number % 12:02}-{1 + number % 28:02}T08:00:00.000Z",
            "region": "US",
            "email": [f"{_word(number, 'Qua')}.{_word(number, 'xylo')}@{_word(number, 'dom')}.example.org".lower()],
            "phone": [f"+1 907 {200 + number // 1000} {number % 1000 + 1000:04}"],
            "address": f"{number + 1} {_word(number, 'Zz')} Road, Nome, AK 99762",
        }
        for number in range(count)
    ]
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def _word(number: int, start: str) -> str:
    letters = "bcdfghjklm"
    return start + "".join(letters[int(digit)] for digit in f"{number:04}")


def test_a_thousand_people_who_share_nothing(tables: Tables, tmp_path: Path) -> None:
    """Without the recruiting channel: "one that few others use" is a share of all applicants, and so is meant to move."""
    applicants, many = (table.drop_columns(["source"]) for table in (tables[0], strangers(tables[0].schema, 1000)))
    files = {"applicants": applicants, "identifiers": tables[1]}
    fewer = findings(tmp_path, files)
    (tmp_path / "case").rename(tmp_path / "first case")
    more = findings(tmp_path, files | {"more": many})
    assert more.population["applicants"] == fewer.population["applicants"] + 1000

    def small(text: str) -> str:
        return re.sub(r" of [\d,]+ did", " of all did", text)

    assert essence(more, small) == essence(fewer, small)
    before = {one.id: one.facilitator for one in fewer.findings}
    for finding in more.findings:  # the same meetings are rarer by chance among more people
        now, then = finding.facilitator, before[finding.id]
        if now.method == then.method != "curveball":  # a simulated one moves within its error, up or down
            assert now.expected <= then.expected + 1e-6
            assert now.p_value <= then.p_value + 1e-6
