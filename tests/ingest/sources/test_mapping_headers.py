"""Headers in five languages, columns that belong together, and tables that lack what they should have."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from graph.model.errors import InputError
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.mapping import Proposal, propose
from ingest.mapping.headers import key_of

GERMAN = """\
Bewerbungsnr.;Vorname;Nachname;Telefonnr.;Straße;Hausnr.;PLZ;Ort;Kontonummer;Kontoinhaber;Bewerbungsdatum;Staatsangehörigkeit
2024/001;Jonas;Weiß;0151 58412937;Lindenstr.;7;10969;Berlin;DE89370400440532013000;Max Z;03.05.2025;x
2024/002;Karla;Blum;+49 151 58412937;Lindenstraße;7;10969;Berlin;DE89 3704 0044 0532 0130 00;Max Z;04.05.2025;x
"""
FRENCH = """\
N° de candidature,Nom,Prénom,N° de téléphone,Courriel,Adresse,Code postal,Ville,IBAN,Titulaire du compte,Date de candidature,Sexe
C1,Durand,Luc,01 42 68 53 00,luc@durand.fr,"12 rue de la Paix",75002,Paris,FR1420041010050500013M02606,Luc Durand,2025-03-01,x
C2,Petit,Anne,+33 1 42 68 53 00,anne@petit.fr,"12, rue de la Paix",75002,Paris,,,2025-03-02,x
"""
SPANISH = """\
Código de candidatura\tNombre\tApellidos\tTeléfono móvil\tCorreo electrónico\tDirección\t\
Código Postal\tCiudad\tNúmero de cuenta\tNacionalidad
S-1\tMaría\tLópez García\t612 34 98 71\tmaria@lopez.es\tCalle Mayor 5\t28013\tMadrid\tES9121000418450200051332\tx
S-2\tPablo\tRuiz\t+34 612 34 98 71\tpablo@ruiz.es\tC/ Mayor 5\t28013\tMadrid\t\tx
"""
PORTUGUESE = """\
N.º da candidatura;Nome completo;Telemóvel;E-mail;Morada;Conta bancária (IBAN);Indicado por;Endereço IP;Naturalidade
1;João Silva;912 348 765;joao@silva.pt;Rua Augusta 24, 1100-053 Lisboa;PT50000201231234567890154;Rui;93.184.216.34;x
2;Ana Sousa;+351 912 348 765;ana@sousa.pt;Rua Augusta 24, 1100-053 Lisboa;;Rui;93.184.216.34;x
"""
AMERICAN = """\
App #,Last Name,First Name,Primary Phone,Recruiter E-mail,Address Line 1,Address Line 2,City,State,Zip,\
Shipping Street,Shipping City,Shipping State,Shipping Zip,Laptop S/N,Gender
A-1,Lopez,Maria,415-212-7788,hr@roe.dev,12 Oak St,Apt 4,Reno,NV,89501,80 Lake Rd,Ogden,UT,84401,C02XK0AAJG5H,F
A-2,Becker,Tom,(415) 212-7788,hr@roe.dev,5 Hill Ave,,Boise,ID,83702,80 Lake Rd,Ogden,UT,84401,C02XK0AAJG5J,M
"""


def proposed(tmp_path: Path, text: str, region: str) -> Proposal:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return propose(path, region)


def test_german(tmp_path: Path) -> None:
    found = proposed(tmp_path, GERMAN, "DE")
    assert found.sure == {
        "Vorname + Nachname": "name",
        "Straße + Hausnr. + PLZ + Ort": "address",
        "Bewerbungsnr.": "id",
        "Telefonnr.": "phone",
        "Kontonummer": "payroll_account",
        "Bewerbungsdatum": "applied_at",
    }
    assert found.unsure == {}
    assert found.refused == ("Staatsangehörigkeit",)


def test_french(tmp_path: Path) -> None:
    """Beside "Prénom", "Nom" is the last name; beside town and postcode, "Adresse" is the street."""
    found = proposed(tmp_path, FRENCH, "FR")
    assert found.sure == {
        "Prénom + Nom": "name",
        "Adresse + Code postal + Ville": "address",
        "N° de candidature": "id",
        "N° de téléphone": "phone",
        "Courriel": "email",
        "IBAN": "payroll_account",
        "Date de candidature": "applied_at",
    }
    assert tomllib.loads(found.text)["values"]["IBAN"]["holder"] == "Titulaire du compte"
    assert found.refused == ("Sexe",)


def test_spanish(tmp_path: Path) -> None:
    found = proposed(tmp_path, SPANISH, "ES")
    assert found.sure == {
        "Nombre + Apellidos": "name",
        "Dirección + Código Postal + Ciudad": "address",
        "Código de candidatura": "id",
        "Teléfono móvil": "phone",
        "Correo electrónico": "email",
        "Número de cuenta": "payroll_account",
    }
    assert found.refused == ("Nacionalidad",)


def test_portuguese(tmp_path: Path) -> None:
    found = proposed(tmp_path, PORTUGUESE, "PT")
    assert found.sure == {
        "N.º da candidatura": "id",
        "Nome completo": "name",
        "Telemóvel": "phone",
        "E-mail": "email",
        "Morada": "address",
        "Conta bancária (IBAN)": "payroll_account",
        "Indicado por": "referred_by",
        "Endereço IP": "ip",
    }
    assert found.refused == ("Naturalidade",)


def test_an_american_export_with_two_addresses(tmp_path: Path) -> None:
    found = proposed(tmp_path, AMERICAN, "US")
    parsed = tomllib.loads(found.text)
    assert parsed["fields"] == {"name": ["First Name", "Last Name"], "id": "App #"}
    home = parsed["values"]["Address Line 1 + Address Line 2 + City + State + Zip"]
    ship = parsed["values"]["Shipping Street + Shipping City + Shipping State + Shipping Zip"]
    assert (home["context"], ship["context"]) == ("home", "ship_to")
    assert found.sure["Primary Phone"] == "phone"
    assert found.sure["Laptop S/N"] == "device"
    assert "are they the applicant's?" in found.unsure["Recruiter E-mail"]


def test_national_numbers_need_their_country(tmp_path: Path) -> None:
    text = "App ID,Phone\n1,0151 58412937\n2,030 901820\n"
    assert "only 0% of its values" in proposed(tmp_path, text, "US").unsure["Phone"]
    assert proposed(tmp_path, text, "DE").sure == {"App ID": "id", "Phone": "phone"}


def test_what_is_joined_is_read_and_keeps_its_place(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(GERMAN, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(propose(path, "DE").text, encoding="utf-8")
    case = Case.create(tmp_path / "case", region="DE", key=bytes(32))
    write_run(case, [path], mapping=tmp_path / "mapping.toml")
    facts = read_facts(case)
    assert facts.records["name"].to_pylist() == ["Jonas Weiß", "Karla Blum"]
    homes = [one for one in facts.observations.to_pylist() if one["kind"] == "address"]
    assert {one["key"] for one in homes} == {"de|7|linden strasse||berlin||10969"}
    assert homes[0]["raw"] == "Lindenstr., 7, 10969, Berlin"
    assert homes[0]["path"] == "Straße + Hausnr. + PLZ + Ort"


def test_the_plain_table_may_have_its_name_and_address_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "applicant_id,first_name,last_name,street,unit,city,state,zip\n"
        "1,Maria,Lopez,12 Oak St,Apt 4,Reno,NV,89501\n2,Tom,,12 Oak Street,#4,Reno,NV,89501\n",
        encoding="utf-8",
    )
    case = Case.create(tmp_path / "case", key=bytes(32))
    write_run(case, [path])
    facts = read_facts(case)
    assert facts.records["name"].to_pylist() == ["Maria Lopez", "Tom"]
    assert set(facts.observations["key"].to_pylist()) == {"us|12|oak street|unit 4|reno|nv|89501"}


def test_without_the_applications_id_the_candidates_may_stand_in(tmp_path: Path) -> None:
    found = proposed(tmp_path, "ID do candidato,E-mail\n1,a@roe.dev\n2,b@roe.dev\n", "PT")
    assert found.sure["ID do candidato"] == "id"
    twice = proposed(tmp_path, "ID do candidato,E-mail\n1,a@roe.dev\n1,b@roe.dev\n", "PT")
    assert twice.sure["ID do candidato"] == "candidate"
    assert "none was found" in twice.text


def test_a_column_that_only_looks_like_an_id_is_left_to_the_reader(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Vorgang,E-mail\nV1,a@roe.dev\nV2,b@roe.dev\n", "DE")
    assert "every row has another value" in found.unsure["Vorgang"]
    assert '# id = "Vorgang"' in found.text


def test_numbers_are_no_names_of_references(tmp_path: Path) -> None:
    found = proposed(tmp_path, "App ID,Reference\n1,R-2001\n2,R-2002\n", "US")
    assert "digits" in found.unsure["Reference"]


def test_a_name_without_real_values_is_believed(tmp_path: Path) -> None:
    assert proposed(tmp_path, "App ID,Phone\n1,n/a\n2,555-555-5555\n", "US").sure["Phone"] == "phone"


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ("Bewerber-ID", "applicant id"),
        ("Kandidatennummer", "number of candidate"),
        ("Handy-Nr.", "mobile no."),
        ("Numéro de compte", "account number"),
        ("Adresse e-mail", "Email Address"),
        ("Dirección de envío", "shipping_address"),
        ("Data de nascimento", "date_of_birth"),
        ("Date d'embauche", "hire date"),
        ("Personalnummer", "employee number"),
        ("firstName", "First Name"),
    ],
)
def test_headers_that_mean_the_same(header: str, same: str) -> None:
    assert key_of(header) == key_of(same)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('format = 1\n[fields]\nid = ["a", "b"]\n', "id"),
        ('format = 1\n[fields]\nid = "x"\nname = ["First", "Gender"]\n', "refused"),
        ('format = 1\n[fields]\nid = "x"\n[values]\n"y" = { kind = "address", columns = "z" }\n', "must be a list"),
        (
            'format = 1\n[fields]\nid = "x"\n[values]\n"y" = { kind = "address", columns = ["Visa status"] }\n',
            "refused",
        ),
    ],
)
def test_wrong_joins_are_refused(tmp_path: Path, text: str, words: str) -> None:
    from ingest.sources.mapped import read_mapping

    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_mapping(tmp_path / "mapping.toml")
