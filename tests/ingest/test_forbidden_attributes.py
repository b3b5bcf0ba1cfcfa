"""Who people are never reaches a score: other nationalities, genders, birth places or photos change no byte of the findings.

And names count as words that agree or differ, never by where they come from: the same case under names of another origin has the
same scores.
"""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pytest

from graph.analyse import analyse
from graph.model.findings import Document
from graph.model.links import Links
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.link import link
from tests.graph.analyse.crowds import agency, couple, family, laid_off
from tests.graph.analyse.world import FAMILY, GIVEN, World, ring

COLUMNS = (
    "nationality", "citizenship", "gender", "ethnicity", "religion", "birth_place", "photo", "visa_status", "native_language",
)  # fmt: skip
WORDS = ("Zembla", "Syldavia", "Borduria", "f", "m", "x", "none", "yes.jpg", "no.jpg", "")


def rows() -> list[dict[str, str]]:
    """A ring of six on two telephones, one account and one home, a family, and strangers."""
    found = []
    for number in range(40):
        one = {
            "applicant_id": f"A{number:02}",
            "name": f"{GIVEN[number % 20]} {FAMILY[(number * 7 + number // 20) % 20]}",
            "phone": f"+1 212 555 {2000 + number}",
            "address": f"{10 + number} Elm Street, Troy, NY 12180",
            "payroll_account": "",
            "payee_name": "",
        }
        if number < 6:
            one |= {"phone": f"+1 646 233 {4400 + number // 3}", "address": "77 Vale Road, Reno, NV 89501"}
            one |= {"payroll_account": "021000021 / 483920157", "payee_name": "Morgan Vale"}
        elif number < 9:
            one |= {
                "name": f"{GIVEN[number]} Miller",
                "phone": "+1 518 272 0001",
                "address": "5 Oak Lane, Troy, NY 12180",
            }
        found.append(one)
    return found


def through(folder: Path, attributes: tuple[str, ...], seed: int) -> tuple[bytes, Document]:
    """The findings of the case as bytes, without the run's id and the file's hash (which are of all bytes of the file)."""
    folder.mkdir()
    draw = random.Random(seed)
    table = [row | {name: draw.choice(WORDS) for name in attributes} for row in rows()]
    with (folder / "applicants.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    case = Case.create(folder / "case", key=b"f" * 32)
    write_run(case, [folder / "applicants.csv"])
    links = link(read_facts(case))
    document = analyse(links)
    text = json.dumps(document.to_dict(), sort_keys=True)
    for name in (*document.runs, *links.sources.column("sha256").to_pylist()):
        text = text.replace(name, "")
    return text.encode(), document


def test_other_attributes_change_no_byte_of_the_findings(tmp_path: Path) -> None:
    without, document = through(tmp_path / "without", (), 0)
    assert document.findings[0].type == "network"
    for seed in (1, 2):
        assert through(tmp_path / f"with{seed}", COLUMNS, seed)[0] == without


ELSEWHERE_GIVEN = (
    "Akua", "Bayani", "Chidi", "Duc", "Efua", "Fumiko", "Gizem", "Haneul", "Isko", "Jamal",
    "Kenji", "Lakshmi", "Minh", "Nkechi", "Obinna", "Priya", "Quyen", "Ravi", "Sunil", "Thuy",
)  # fmt: skip
ELSEWHERE_FAMILY = (
    "Adeyemi", "Bautista", "Chaudhry", "Dlamini", "Estrada", "Fujimoto", "Goswami", "Hakimov", "Iwasaki", "Jayawardena",
    "Khumalo", "Lertsiri", "Mukherjee", "Nakagawa", "Obiang", "Pillai", "Qureshi", "Ramanujan", "Suryadi", "Tshabalala",
)  # fmt: skip
OTHER = dict(zip((*GIVEN, *FAMILY), (*ELSEWHERE_GIVEN, *ELSEWHERE_FAMILY), strict=True)) | {
    "Ann": "Aiko", "Bob": "Bao", "Cleo": "Chau", "Miller": "Mwangi", "Birch": "Bhatt", "Karl": "Kofo", "Stone": "Sato",
    "Morgan": "Manu", "Vale": "Vo",
}  # fmt: skip


def renamed(text: str) -> str:
    return " ".join(OTHER.get(word, word) for word in text.split(" "))


def case(names: bool) -> Links:
    world = World()
    world.strangers(60)
    for crowd in (ring, family, couple, agency, laid_off):
        crowd(world)
    if names:
        for one in world.applicants.values():
            one["name"] = renamed(one["name"])
        world.held = [(*row[:4], renamed(row[4]), row[5]) for row in world.held]
    return world.build()


def test_names_of_another_origin_change_no_score() -> None:
    usual, other = analyse(case(names=False)), analyse(case(names=True))
    assert [(one.id, one.type, one.score, one.members) for one in other.findings] == [
        (one.id, one.type, one.score, one.members) for one in usual.findings
    ]
    weights = [[part.weight for part in (*one.evidence, *one.counter_evidence)] for one in usual.findings]
    assert [[part.weight for part in (*one.evidence, *one.counter_evidence)] for one in other.findings] == weights


@pytest.mark.parametrize("column", COLUMNS)
def test_a_refused_column_leaves_nothing_in_the_case(column: str, tmp_path: Path) -> None:
    hidden = "Zzyzxonian"
    (tmp_path / "a.csv").write_text(f"applicant_id,name,{column}\nA1,Jane Roe,{hidden}\n", encoding="utf-8")
    case = Case.create(tmp_path / "case", key=b"f" * 32)
    write_run(case, [tmp_path / "a.csv"])
    links = link(read_facts(case))
    assert hidden not in json.dumps([table.to_pylist() for table in (links.applicants, links.values, links.holdings)])
