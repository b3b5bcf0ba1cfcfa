"""Bad input ends in a line that names file, row and remedy; the rest goes on."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.model.settings import Case
from ingest.facts import Rejected, read_facts, write_run
from ingest.sources._parquet import DAMAGED

ROOT = Path(__file__).parents[3]
HEADER = b"applicant_id,name,phone\n"
GOOD = b"A1,Jane Roe,(650) 253-0000\n"
LAST = b"A9,Last One,(650) 253-0009\n"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", key=bytes(32))


def ingest(case: Case, tmp_path: Path, name: str, data: bytes) -> tuple[list[Rejected], list[str]]:
    """The rejected lines and the ids that were read."""
    path = tmp_path / name
    path.write_bytes(data)
    report = write_run(case, [path])
    for one in report.rejected:
        assert one.file == name
        assert one.message
        assert one.remedy
    assert report.run
    kept = pq.read_table(case.facts / report.run / "rejected.parquet").to_pylist()
    assert [one["reason"] for one in kept] == [one.reason for one in report.rejected]
    return list(report.rejected), read_facts(case).records["id"].to_pylist()


DATES = {
    "payroll.csv": (
        "employee_id,name,iban,effective_date\n7,Eva Roth,DE89370400440532013000,soon\n",
        ["effective_date"],
    ),
    "shipments.csv": (
        'shipment_id,application_id,ship_to,requested_at,delivered_at\n7,A1,"12 Main St, Springfield, IL 62701",soon,\n',
        ["requested_at or delivered_at"],
    ),
    "identifiers.csv": ("applicant_id,kind,value,Observed-At\nA1,phone,+1 650 253 0000,soon\n", ["Observed-At"]),
}


@pytest.mark.parametrize("name", DATES)
def test_a_rejected_date_is_named_after_its_column(case: Case, tmp_path: Path, name: str) -> None:
    text, columns = DATES[name]
    rejected, _ = ingest(case, tmp_path, name, text.encode())
    assert [one.message.split(" is not a date")[0] for one in rejected] == columns


def test_a_line_says_its_row_once_and_what_it_is(case: Case, tmp_path: Path) -> None:
    rejected, ids = ingest(
        case, tmp_path, "a.json", b'[{"applicant_id": "A1", "name": "Eva"}, 7, {"applicant_id": true}, {"name": "x"}]'
    )
    assert ids == ["A1"]
    assert [str(one) for one in rejected] == [
        "a.json, row 2: it is not an object. Write an object for each row.",
        "a.json, row 3: 'true' is no applicant_id. Give each row its applicant's id.",
        "a.json, row 4: there is no applicant_id. Give each row its applicant's id.",
    ]
    rejected, _ = ingest(case, tmp_path, "b.csv", b"applicant_id,kind,value\nA1,shoe,9\n")
    assert [one.message for one in rejected] == ["'shoe' is no kind (1 row, row 1 the first)"]


CSV_CASES: dict[str, tuple[bytes, list[tuple[str, int | None]], list[str]]] = {
    "byte order mark": (b"\xef\xbb\xbf" + HEADER + GOOD, [], ["A1"]),
    "utf-16 with mark": ((HEADER + GOOD).decode().encode("utf-16"), [], ["A1"]),
    "utf-16 without mark": ((HEADER + GOOD).decode().encode("utf-16-le"), [], ["A1"]),
    "windows-1252": (HEADER + "A1,José Núñez,(650) 253-0000\n".encode("cp1252"), [("encoding", None)], ["A1"]),
    "one broken byte in UTF-8": (
        HEADER + "A1,José Núñez Ñandú,1\n".encode() + b"A2,Jos\xe9,2\n" + LAST,
        [("encoding", 2)],
        ["A1", "A9"],
    ),
    "semicolons": ((HEADER + GOOD).replace(b",", b";"), [], ["A1"]),
    "tabs": ((HEADER + GOOD).replace(b",", b"\t"), [], ["A1"]),
    "bars": ((HEADER + GOOD).replace(b",", b"|"), [], ["A1"]),
    "old line ends": ((HEADER + GOOD + LAST).replace(b"\n", b"\r"), [], ["A1", "A9"]),
    "windows line ends": ((HEADER + GOOD + LAST).replace(b"\n", b"\r\n"), [], ["A1", "A9"]),
    "quoted line breaks": (HEADER + b'A1,"Jane\nRoe",1\n' + LAST, [], ["A1", "A9"]),
    "ragged rows": (
        HEADER + GOOD + b"A2,Short\nA3,Long,1,2,3\n" + LAST,
        [("ragged_row", 2), ("ragged_row", 3)],
        ["A1", "A9"],
    ),
    "blank lines do not count": (HEADER + b"\n" + GOOD + b"\n\nA2,Short\n", [("ragged_row", 2)], ["A1"]),
    "NUL bytes": (HEADER + GOOD + b"A2,\0\0,1\n" + LAST, [("nul_byte", 2)], ["A1", "A9"]),
    "a quote that never closes": (
        HEADER + GOOD + b'A2,"open,1\n' + LAST,
        [("open_quote", 2)],
        ["A1", "A9"],
    ),
    "cut off in the last row": (HEADER + GOOD + b"A2,Ja", [("ragged_row", 2)], ["A1"]),
    "empty": (b"", [("empty", None)], []),
    "header only": (HEADER, [("no_rows", None)], []),
    "no header": (GOOD + LAST, [("unknown_format", None)], []),
    "two columns of one name": (
        b"applicant_id,name,phone,phone\nA1,Jane,(650) 253-0000,(650) 253-0001\n",
        [("duplicate_column", None)],
        ["A1"],
    ),
    "two rows of one id": (HEADER + GOOD + b"A1,Max Moe,1\n" + LAST, [("duplicate_id", 2)], ["A1", "A9"]),
    "the same row twice": (HEADER + GOOD + GOOD + LAST, [], ["A1", "A9"]),
    "no id": (HEADER + b",Nobody,1\n" + LAST, [("missing_id", 1)], ["A9"]),
}


@pytest.mark.parametrize("name", CSV_CASES)
def test_csv(name: str, case: Case, tmp_path: Path) -> None:
    data, wanted, ids = CSV_CASES[name]
    rejected, found = ingest(case, tmp_path, "applicants.csv", data)
    assert [(one.reason, one.row) for one in rejected] == wanted
    assert found == ids


def test_row_numbers_are_the_same_on_the_quick_and_the_tolerant_road(tmp_path: Path) -> None:
    rows = HEADER + b"\n,,\n" + GOOD + b'A2,"two\nlines",2\n\n' + LAST
    places = []
    for name, data in (("quick", rows), ("tolerant", rows + b"bad\n")):
        case = Case.create(tmp_path / name, key=bytes(32))
        (tmp_path / "applicants.csv").write_bytes(data)
        write_run(case, [tmp_path / "applicants.csv"])
        places.append([(one["id"], one["row"]) for one in read_facts(case).records.to_pylist()])
    assert places[0] == places[1] == [("A1", 1), ("A2", 2), ("A9", 3)]


def test_what_is_seen_of_a_rejected_second_record_is_dropped(case: Case, tmp_path: Path) -> None:
    ingest(case, tmp_path, "applicants.csv", HEADER + GOOD + b"A1,Max Moe,(650) 253-0007\n")
    assert read_facts(case).observations["key"].to_pylist() == ["+16502530000"]


HUGE = """
import resource, sys
from pathlib import Path
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
case, file = Case.open(Path(sys.argv[1])), Path(sys.argv[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
report = write_run(case, [file])
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(grown // 1024, [(one.reason, one.row) for one in report.rejected], read_facts(case).records["id"].to_pylist())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux does")
@pytest.mark.parametrize("quoted", [False, True])
def test_a_field_of_200_mb_is_rejected_without_holding_it(case: Case, tmp_path: Path, quoted: bool) -> None:
    file = tmp_path / "applicants.csv"
    piece = b"0123456789abcde\n" * 65536 if quoted else b"x" * (1 << 20)
    with file.open("wb") as handle:
        handle.write(HEADER + GOOD + b'A2,"')
        for _ in range(200):
            handle.write(piece)
        handle.write(b'",1\n' + LAST)
    done = subprocess.run(
        [sys.executable, "-c", HUGE, str(case.folder), str(file)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    megabytes, _, rest = done.stdout.strip().partition(" ")
    assert rest == "[('too_large', 2)] ['A1', 'A9']"
    assert int(megabytes) < 400


def test_json_lines_keep_what_is_sound(case: Case, tmp_path: Path) -> None:
    deep = "[" * 100_000
    lines = [
        '{"applicant_id": "A1", "phone": ["(650) 253-0000", "(650) 253-0001"]}',
        "{broken",
        '{"applicant_id": "A3", "phone": "1", "phone": "2"}',
        '{"applicant_id": "A4", "phone": NaN}',
        deep,
        "[1, 2]",
        '{"applicant_id": "A7", "name": "half of a pair \\ud83d"}',
        '{"applicant_id": "A8", "name": {"first": "x"}}',
        '{"applicant_id": "A9", "na',
    ]
    rejected, ids = ingest(case, tmp_path, "applicants.jsonl", "\n".join(lines).encode())
    assert [(one.reason, one.row) for one in rejected] == [
        ("broken_line", 2),
        ("duplicate_key", 3),
        ("not_a_number", 4),
        ("broken_line", 5),
        ("not_a_row", 6),
        ("not_a_value", 8),
        ("broken_line", 9),
    ]
    assert "cut off after column 26" in rejected[-1].message
    assert ids == ["A1", "A3", "A4", "A7", "A8"]
    assert read_facts(case).observations["key"].to_pylist()[:2] == ["+16502530000", "+16502530001"]


def test_a_cut_line_says_after_which_column(case: Case, tmp_path: Path) -> None:
    cut = '{"applicant_id":"J2","name":"C D","phone":'
    rejected, ids = ingest(case, tmp_path, "a.jsonl", f'{{"applicant_id":"J1","name":"x"}}\n{cut}\n'.encode())
    assert [one.message for one in rejected] == [f"line 2: it is cut off after column {len(cut)}"]
    assert ids == ["J1"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'[{"applicant_id": "A1", "name": "x"},\n {"applicant_id": "A', "cut off after line 2, column 20"),
        (b'[{"applicant_id": "A1"},\n {"phone":\n\n', "cut off after line 2, column 10"),
        (b'[{"applicant_id": "A1"}, nonsense]', "line 1, column"),
        (b'[{"applicant_id": "A1"}, ' + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_json_document_that_is_cut_says_where(case: Case, tmp_path: Path, data: bytes, words: str) -> None:
    rejected, ids = ingest(case, tmp_path, "applicants.json", data)
    assert [one.reason for one in rejected] == ["unreadable"]
    assert words in rejected[0].message
    assert ids == []


def test_a_damaged_parquet_file_is_rejected(case: Case, tmp_path: Path) -> None:
    pq.write_table(pa.table({"applicant_id": ["A1"] * 999, "name": ["x"] * 999}), tmp_path / "whole.parquet")
    data = (tmp_path / "whole.parquet").read_bytes()
    rejected, _ = ingest(case, tmp_path, "applicants.parquet", data[: len(data) // 2])
    assert [(one.message, one.remedy) for one in rejected] == [DAMAGED]


def test_an_unknown_file_names_the_way_out(case: Case, tmp_path: Path) -> None:
    rejected, _ = ingest(case, tmp_path, "odd.csv", b"Wer,Was\nx,y\n")
    assert [one.reason for one in rejected] == ["unknown_format"]
    assert "linchpin map" in rejected[0].remedy


@pytest.mark.skipif(os.name == "nt", reason="links, pipes and sockets are of POSIX")
def test_broken_links_sockets_and_links_that_lead_out(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "applicants.csv").write_bytes(HEADER + GOOD)
    outside = tmp_path / "outside.csv"
    outside.write_bytes(HEADER + LAST)
    (folder / "broken.csv").symlink_to(tmp_path / "nowhere.csv")
    (folder / "out.csv").symlink_to(outside)
    (folder / "inside.csv").symlink_to(folder / "applicants.csv")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(folder)
        try:
            one.bind("socket.csv")
        finally:
            os.chdir(here)
        report = write_run(case, [folder, tmp_path / "missing.csv"])
    assert sorted((line.file.rpartition("/")[2], line.reason) for line in report.rejected) == [
        ("broken.csv", "broken_link"),
        ("missing.csv", "missing"),
        ("out.csv", "outside_link"),
        ("pipe.csv", "not_a_file"),
        ("socket.csv", "not_a_file"),
    ]
    assert report.new == ("applicants.csv",)


def test_a_folder_called_like_a_file_is_walked(case: Case, tmp_path: Path) -> None:
    (tmp_path / "in" / "odd.csv").mkdir(parents=True)
    (tmp_path / "in" / "odd.csv" / "applicants.csv").write_bytes(HEADER + GOOD)
    report = write_run(case, [tmp_path / "in"])
    assert report.new == ("odd.csv/applicants.csv",)


def test_the_case_itself_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "applicants.csv").write_bytes(HEADER + GOOD)
    case = Case.create(tmp_path / "case", key=bytes(32))
    write_run(case, [tmp_path])
    report = write_run(case, [tmp_path])
    assert report.known == ("applicants.csv",)
    assert report.rejected == ()


WITHOUT_RIGHTS = """
import json, os, shutil, sys
from pathlib import Path
from graph.model.settings import Case
from ingest.facts import write_run

work = Path(sys.argv[1])
write_run(Case.create(work / "first", key=bytes(32)), [work / "in" / "applicants.csv"])  # imports all that is needed
case = Case.create(work / "case", key=bytes(32))
if os.getuid() == 0:  # nothing is closed to root
    os.chown(case.folder, 65534, 65534)
    os.setgid(65534)
    os.setuid(65534)
report = write_run(case, [work / "in"])
print(json.dumps([report.new, [(one.file, one.reason) for one in report.rejected]]))
"""


@pytest.mark.skipif(os.name == "nt", reason="rights are of POSIX")
def test_no_permission_is_a_line_and_the_rest_goes_on() -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "in" / "closed").mkdir(parents=True)
        (work / "in" / "applicants.csv").write_bytes(HEADER + GOOD)
        (work / "in" / "secret.csv").write_bytes(HEADER + LAST)
        (work / "in" / "secret.csv").chmod(0)
        (work / "in" / "closed").chmod(0)
        work.chmod(0o777)
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_RIGHTS, name],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        (work / "in" / "closed").chmod(0o700)
    assert done.returncode == 0, done.stderr
    new, rejected = json.loads(done.stdout)
    assert new == ["applicants.csv"]
    assert sorted(rejected) == [["closed", "no_permission"], ["secret.csv", "no_permission"]]


@pytest.mark.parametrize(
    "start",
    [
        b"\n\nsep_id;applicant_id;name\n",
        b";;\nsep_id;applicant_id;name\n",
        b'\xef\xbb\xbf"sep_id";"applicant_id";"name"\n',
        b'"sep\nid";applicant_id;name\n',
    ],
    ids=[
        "blank lines before the header",
        "empty cells before the header",
        "mark and quotes",
        "line break in the header",
    ],
)
def test_odd_headers_are_still_no_rows(start: bytes, case: Case, tmp_path: Path) -> None:
    (tmp_path / "applicants.csv").write_bytes(start + b"x;A1;Jane\n;;\ny;A2;Max\n")
    report = write_run(case, [tmp_path / "applicants.csv"])
    assert report.rejected == ()
    assert [(one["id"], one["row"]) for one in read_facts(case).records.to_pylist()] == [("A1", 1), ("A2", 2)]
