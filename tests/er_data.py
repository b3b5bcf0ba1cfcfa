"""Public entity-resolution data as a plain table of applicants, taken through the product's own way: facts, links, persons.

The truth stays outside: ids are replaced by their SHA-256, so neither an id nor the order of rows says who is who.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from graph.analyse.persons.resolve import Persons
from graph.model.links import Links
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.link import link

Row = dict[str, str]
COLUMNS = ("applicant_id", "name", "address", "date_of_birth", "tax_id", "email", "region")


@dataclass(frozen=True)
class Agreement:
    """Pairs said and true pairs."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            yield {key.strip(): (value or "").strip() for key, value in row.items()}


def febrl(*paths: Path) -> dict[str, tuple[str, Row]]:
    """id -> person, applicant. An address as Australians write it; the state is left out as a part of its own."""
    found = {}
    for path in paths:
        for row in _rows(path):
            house = " ".join(part for part in (row["street_number"], row["address_1"]) if part)
            area = " ".join(part for part in (row["state"].upper(), row["postcode"]) if part)
            lines = (house, row["address_2"], row["suburb"], area, "Australia")
            found[row["rec_id"]] = (
                row["rec_id"].split("-")[1],
                {
                    "name": f"{row['given_name']} {row['surname']}".strip(),
                    "address": ", ".join(line for line in lines if line),
                    "date_of_birth": row["date_of_birth"],
                    "tax_id": row["soc_sec_id"],
                    "region": "AU",
                },
            )
    return found


def fake(path: Path) -> dict[str, tuple[str, Row]]:
    """id -> person, applicant. A town is no address: it is refused as a value and kept as the applicant's area."""
    return {
        row["unique_id"]: (
            row["cluster"],
            {
                "name": f"{row['first_name']} {row['surname']}".strip(),
                "address": row["city"],
                "date_of_birth": row["dob"],
                "email": row["email"],
                "region": "GB",
            },
        )
        for row in _rows(path)
    }


def imported(records: dict[str, tuple[str, Row]], folder: Path) -> tuple[Links, list[str]]:
    """The links, and the true person of each applicant in their order."""
    hidden = {hashlib.sha256(id_.encode()).hexdigest()[:16]: pair for id_, pair in records.items()}
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "applicants.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows({"applicant_id": id_, **row} for id_, (_, row) in hidden.items())
    case = Case.create(folder / "case", key=bytes(32))
    write_run(case, [file])
    links = link(read_facts(case))
    return links, [hidden[id_][0] for id_ in links.applicants.column("id").to_pylist()]


def pairs(groups: Sequence[object]) -> set[tuple[int, int]]:
    """Pairs of rows of one group."""
    members = defaultdict(list)
    for row, group in enumerate(groups):
        members[group].append(row)
    return {pair for rows in members.values() for pair in combinations(rows, 2)}


def agreement(persons: Persons, truth: Sequence[str]) -> Agreement:
    """Of all pairs that are one person after clustering: how many truly are, and how many of the true ones are found."""
    said, true = pairs(persons.of.tolist()), pairs(truth)
    both = len(said & true)
    return Agreement(both / len(said) if said else 1.0, both / len(true) if true else 1.0)
