"""Towns without a street: kept beside the applicant, never a value that applicants share."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.links import Links
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.link import link

HEAD = "applicant_id,name,address,ship_to,region\n"


def _links(folder: Path, *rows: str) -> Links:
    file = folder / "applicants.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    case = Case.create(folder / "case", key=bytes(32))
    write_run(case, [file])
    return link(read_facts(case))


def _area(folder: Path, text: str, region: str = "US") -> str:
    links = _links(folder, f'a,Ann Lee,"{text}",,{region}')
    area: str = links.applicants.column("area")[0].as_py()
    return area


@pytest.mark.parametrize(
    ("text", "region", "area"),
    [
        ("London", "GB", "london||"),
        ("Stoke-on-Trent", "GB", "stoke on trent||"),
        ("Tucson, AZ", "US", "tucson|az|"),
        ("Tucson, AZ 85701", "US", "tucson|az|85701"),
        ("Köln", "DE", "koln||"),
        ("Москва", "RU", "москва||"),
        ("SW1A 1AA", "GB", "||sw1a 1aa"),
    ],
)
def test_a_town_is_an_area(tmp_path: Path, text: str, region: str, area: str) -> None:
    assert _area(tmp_path, text, region) == area


@pytest.mark.parametrize(
    "text", ["Remote", "n/a", "", "12 Main St", "I would move to any town where the work is good and the pay"]
)
def test_what_is_no_town_is_no_area(tmp_path: Path, text: str) -> None:
    assert _area(tmp_path, text) == ""


def test_a_full_address_says_it_itself(tmp_path: Path) -> None:
    assert _area(tmp_path, "12 N. Main St., Tucson, AZ 85701") == ""


def test_an_area_links_nobody(tmp_path: Path) -> None:
    links = _links(tmp_path, *(f"{id_},{id_} Lee,London,,GB" for id_ in "abc"))
    assert links.applicants.column("area").to_pylist() == ["london||"] * 3
    assert links.values.num_rows == 0
    assert links.holdings.num_rows == 0


def test_where_something_was_sent_is_not_where_somebody_lives(tmp_path: Path) -> None:
    links = _links(tmp_path, "a,Ann Lee,,London,GB", "b,Bo Li,Leeds,London,GB")
    assert links.applicants.column("area").to_pylist() == ["", "leeds||"]


def test_of_several_the_fullest_then_the_first(tmp_path: Path) -> None:
    (tmp_path / "identifiers.csv").write_text(
        'applicant_id,kind,value\na,address,Zwolle\na,address,"Tucson, AZ"\nb,address,Zwolle\nb,address,Arnhem\n',
        encoding="utf-8",
    )
    case = Case.create(tmp_path / "case", key=bytes(32))
    write_run(case, [tmp_path / "identifiers.csv"])
    assert link(read_facts(case)).applicants.column("area").to_pylist() == ["tucson|az|", "arnhem||"]
