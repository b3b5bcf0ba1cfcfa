"""W2 rows of the pseudopeople population (https://pseudopeople.readthedocs.io) as applicants: innocent people only.

Nobody in it is behind anybody. So no institution's address, no employer and no household may come out as a network. The
library (BSD-3-Clause, Python 3.10 or 3.11) is no dependency: the part is measured where it is installed, or where `--people FILE`
names a CSV or Parquet file of `generate_taxes_w2_and_1099(seed=1)`.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph.analyse import analyse
from graph.model.findings import Finding
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.link import link

SEED = 1
HOME = ("street_number", "street_name", "unit_number", "po_box", "city", "state", "zipcode")
MOST_OF = 0.75

Person = dict[str, str]


def rows(file: Path | None) -> list[Person] | None:
    """The W2 rows as text, None when there is neither a file nor the library."""
    if file is not None:
        found = pq.read_table(file).to_pylist() if file.suffix == ".parquet" else _csv(file)
    elif find_spec("pseudopeople"):
        import pseudopeople  # type: ignore[import-not-found, unused-ignore]

        found = pseudopeople.generate_taxes_w2_and_1099(seed=SEED).astype(str).to_dict("records")
    else:
        return None
    absent = ("", "nan", "None", "<NA>", "NaN")
    return [
        {name: text for name, item in row.items() if item is not None and (text := str(item)) not in absent}
        for row in found
    ]


def _csv(file: Path) -> list[dict[str, Any]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def applicants(people: Iterable[Person]) -> pa.Table:
    """The plain table: name, birth date, mailing address, tax number, employer; an id that says nothing."""
    found = []
    for number, row in enumerate(people):
        street = " ".join(row.get(f"mailing_address_{name}", "") for name in HOME[:2])
        unit = row.get("mailing_address_unit_number", "")
        box = row.get("mailing_address_po_box", "")
        lines = (street.strip(), unit, f"PO Box {box}" if box else "", row.get("mailing_address_city", ""))
        place = " ".join(row.get(f"mailing_address_{name}", "") for name in HOME[-2:])
        words = (row.get("first_name", ""), row.get("middle_initial", ""), row.get("last_name", ""))
        found.append(
            {
                "applicant_id": f"w{number:06}",
                "name": " ".join(word for word in words if word),
                "birth_date": row.get("date_of_birth", ""),
                "address": ", ".join(line for line in (*lines, place.strip()) if line),
                "tax_id": row.get("ssn", ""),
                "past_employer": row.get("employer_name", ""),
                "region": "US",
            }
        )
    return pa.Table.from_pylist(found)


def run_people(file: Path | None) -> list[dict[str, Any]]:
    """How many networks came out, and what they have in common; [] when the rows are not at hand."""
    people = rows(file)
    if people is None:
        return []
    with tempfile.TemporaryDirectory(prefix="linchpin-quality-") as folder:
        table = Path(folder) / "applicants.parquet"
        pq.write_table(applicants(people), table)
        case = Case.create(Path(folder) / "case", key=b"q" * 32)
        write_run(case, [table])
        document = analyse(link(read_facts(case)))
    networks = [finding for finding in document.findings if finding.type == "network"]
    what = Counter(common(finding, people) for finding in networks)
    row = {
        "key": f"people|{SEED}",
        "rows": len(people),
        "networks": len(networks),
        "persons": document.population["persons"],
    }
    return [row | {name: what[name] for name in ("household", "address", "employer", "nothing")}]


def common(finding: Finding, people: list[Person]) -> str:
    """What most members of a network have in common in truth: a household, an address, an employer, or nothing."""
    members = [people[int(member[1:])] for member in finding.members]
    for what, names in (
        ("household", ("household_id",)),
        ("address", tuple(f"mailing_address_{name}" for name in ("street_number", "street_name", "zipcode"))),
        ("employer", ("employer_id",)),
    ):
        seen = Counter(tuple(member[name] for name in names) for member in members if all(n in member for n in names))
        if max(seen.values(), default=0) >= max(2, MOST_OF * len(members)):
            return what
    return "nothing"
