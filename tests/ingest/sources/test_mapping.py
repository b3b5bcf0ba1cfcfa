"""A proposed mapping is right for odd headers, refuses what must be refused, and reads the table it was made for."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.model.errors import InputError
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.mapping import propose
from ingest.sources.mapped import read_mapping

ODD = (
    "Bewerber-Nr;Name;Tel. (mobil);E-Mail Adresse;Cell #;Bank Acct;Kontoinhaber;Geschlecht;Bemerkung;Lieferadresse;Kontakt\n"
    "B-1;Jürgen Müller;+49 30 901820;j.mueller@posteo.de;+1 650 253 0000;DE89370400440532013000;Max Z;w-wert;ok;"
    '"12 Main St, Springfield, IL 62701";x.eins@posteo.de\n'
    "B-2;Anna Ämmer;+49 30 901821;anna@posteo.de;+1 650 253 0001;n/a;;w-wert;nett;;y.zwei@posteo.de\n"
)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "leute.csv"
    path.write_text(ODD, encoding="utf-8")
    return path


def test_odd_headers_are_understood(odd: Path) -> None:
    proposal = propose(odd)
    assert proposal.sure == {
        "Bewerber-Nr": "id",
        "Name": "name",
        "Tel. (mobil)": "phone",
        "E-Mail Adresse": "email",
        "Cell #": "phone",
        "Bank Acct": "payroll_account",
        "Lieferadresse": "address",
        "Kontakt": "email",
    }
    assert set(proposal.unsure) == {"Bemerkung"}
    assert proposal.refused == ("Geschlecht",)
    parsed = tomllib.loads(proposal.text)
    assert parsed["values"]["Bank Acct"] == {
        "kind": "payroll_account",
        "context": "payroll",
        "holder": "Kontoinhaber",
    }
    assert parsed["values"]["Lieferadresse"]["context"] == "ship_to"
    assert '# "Geschlecht"    # refused: gender' in proposal.text
    assert "w-wert" not in proposal.text


def test_what_is_proposed_reads_the_table(odd: Path, tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text(propose(odd).text, encoding="utf-8")
    case = Case.create(tmp_path / "case", key=bytes(32))
    report = write_run(case, [odd], mapping=tmp_path / "mapping.toml")
    facts = read_facts(case)
    found = {(one["record"], one["path"]): one for one in facts.observations.to_pylist()}

    assert [one.reason for one in report.rejected] == ["forbidden_column"]
    assert facts.sources["reader"].to_pylist() == ["mapped"]
    assert facts.records["name"].to_pylist() == ["Jürgen Müller", "Anna Ämmer"]
    assert found["table:application:B-1", "Tel. (mobil)"]["key"] == "+4930901820"
    assert found["table:application:B-1", "Bank Acct"]["holder"] == "Max Z"
    assert write_run(case, [odd], mapping=tmp_path / "mapping.toml").run is None


def test_another_mapping_reads_the_same_file_again(odd: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    case = Case.create(tmp_path / "case", key=bytes(32))
    mapping.write_text('format = 1\n[fields]\nid = "Bewerber-Nr"\n', encoding="utf-8")
    write_run(case, [odd], mapping=mapping)
    mapping.write_text('format = 1\n[fields]\nid = "Bewerber-Nr"\n[values]\n"Cell #" = "phone"\n', encoding="utf-8")
    report = write_run(case, [odd], mapping=mapping)
    assert report.run
    assert len(report.superseded) == 1
    assert read_facts(case).observations["raw"].to_pylist() == ["+1 650 253 0000", "+1 650 253 0001"]


def test_a_rejected_date_is_named_after_its_column(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Nr,Eingang,Geburtstag,Tel\n1,soon,never,+1 650 253 0000\n", encoding="utf-8")
    mapping = tmp_path / "mapping.toml"
    fields = 'id = "Nr"\napplied_at = "Eingang"\nbirth = "Geburtstag"\n'
    mapping.write_text(f'format = 1\n[fields]\n{fields}[values]\nTel = "phone"\n', encoding="utf-8")
    lines = write_run(Case.create(tmp_path / "case", key=bytes(32)), [path], mapping=mapping).rejected
    assert [(one.path, one.message.split(" is ")[0], one.raw) for one in lines] == [
        ("Eingang", "Eingang", "soon"),
        ("Geburtstag", "Geburtstag", ""),
    ]


def test_a_comment_in_the_mapping_changes_nothing(odd: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    case = Case.create(tmp_path / "case", key=bytes(32))
    mapping.write_text('format = 1\n[fields]\nid = "Bewerber-Nr"\n', encoding="utf-8")
    write_run(case, [odd], mapping=mapping)
    mapping.write_text('# a remark\nformat = 1\n[fields]\nid = "Bewerber-Nr"\n', encoding="utf-8")
    assert write_run(case, [odd], mapping=mapping).run is None


def test_values_that_do_not_fit_the_name_are_left_to_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,phone,shipment\n1,soon,+1 650 253 0000\n2,later,+1 650 253 0001\n", encoding="utf-8")
    proposal = propose(path)
    assert proposal.sure == {"id": "id"}
    assert "only 0% of its values" in proposal.unsure["phone"]
    assert "its name does not say it" in proposal.unsure["shipment"]


def test_a_table_without_an_id_says_so(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("colour of tie,mail\nred,jane@roe.dev\n", encoding="utf-8")
    proposal = propose(path)
    text = proposal.text
    assert set(proposal.unsure) == {"colour of tie", "id"}
    assert "needed: the column with the application's own id" in text
    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="id"):
        read_mapping(tmp_path / "mapping.toml")


def test_a_list_of_employees_has_a_way_in(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(
        "employee_id,name,hired_at,phone\nE-1,Eva Roth,2025-03-04,+1 650 253 0000\nE-2,Max Moe,2025-03-05,+1 650 253 0001\n",
        encoding="utf-8",
    )
    proposal = propose(path)
    assert set(proposal.sure) == {"employee_id", "name", "hired_at", "phone"}
    assert "no application may have the same one" in proposal.unsure["employee_id"]
    assert '# id = "employee_id"' in proposal.text

    (tmp_path / "mapping.toml").write_text(proposal.text.replace('# id = "employee', 'id = "employee'), "utf-8")
    case = Case.create(tmp_path / "case", key=bytes(32))
    assert write_run(case, [path], mapping=tmp_path / "mapping.toml").rejected == ()
    assert read_facts(case).records["keys"].to_pylist()[0] == ["application:E-1", "employee:E-1"]


def test_parquet_and_json_lines_are_proposed_too(tmp_path: Path) -> None:
    pq.write_table(pa.table({"App ID": [1, 2], "Mobile No": [["+1 650 253 0000"], []]}), tmp_path / "x.parquet")
    (tmp_path / "x.jsonl").write_text('{"App ID": 1, "Mobile No": "+1 650 253 0000"}\n', encoding="utf-8")
    for name in ("x.parquet", "x.jsonl"):
        assert propose(tmp_path / name).sure == {"App ID": "id", "Mobile No": "phone"}


def test_header_names_cannot_break_out_of_the_proposal(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('id,"mail\n[fields]\nid = ""x""",a"b\\c\n1,jane@roe.dev,x\n', encoding="utf-8")
    parsed = tomllib.loads(propose(path).text)
    assert parsed["fields"] == {"id": "id"}
    assert list(parsed["values"].values()) == ["email"]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    for name in ("empty.csv", "missing.csv"):
        with pytest.raises(InputError):
            propose(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not toml", "cannot be read"),
        ('[fields]\nid = "x"\n', "format = 1 is missing"),
        ('format = 2\n[fields]\nid = "x"\n', "format = 2 is not known, only format = 1"),
        ("format = 1\n", "id"),
        ('format = 1\n[fields]\nid = "x"\nshoe = "y"\n', "no field 'shoe'"),
        ('format = 1\n[fields]\nid = "x"\n[values]\n"y" = "shoe"\n', "no kind"),
        ('format = 1\n[fields]\nid = "x"\n[values]\n"Gender" = "phone"\n', "refused"),
        ('format = 1\n[fields]\nid = "x"\n[values]\n"y" = { kind = "phone", color = "z" }\n', "must be a kind"),
        ('format = 1\n[fields]\nid = "x"\n[more]\n', "no section 'more'"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_mapping(tmp_path / "mapping.toml")


def test_a_mapping_that_fits_no_file_is_an_error(odd: Path, tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text('format = 1\n[fields]\nid = "Number"\n', encoding="utf-8")
    case = Case.create(tmp_path / "case", key=bytes(32))
    with pytest.raises(InputError, match="Number"):
        write_run(case, [odd], mapping=tmp_path / "mapping.toml")


@pytest.mark.parametrize("text", ["applicant_id,phone\n", "applicant_id,phone\n\n"])
def test_a_table_without_rows_is_said_to_be_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "header.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"header\.csv: the file has column names but no rows\. Add"):
        propose(tmp_path / "header.csv")


def test_a_mapping_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nosuch\.toml: there is no such mapping file\. Check the path\."):
        read_mapping(tmp_path / "nosuch.toml")
