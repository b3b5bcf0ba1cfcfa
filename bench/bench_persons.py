"""Persons: how well one person's applications are found to be one person's, and how fast.

Public data come from `../shared/data/er` when it is there, else from the smaller copies under tests/data/er. The truth is
hidden, the tables go through facts and links like any other, and nothing is set per table.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.persons.resolve import resolve
from graph.model.links import APPLICANTS, HOLDINGS, TEXT_PAIRS, VALUES, Links
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.link import link
from ingest.sample import make
from tests.er_data import agreement, fake, febrl, imported, pairs

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "er"
COPIES = ROOT / "tests" / "data" / "er"
APPLICANTS_MADE = 100_000
SEED = 303


def public(folder: Path) -> None:
    """Clustered pairwise F1 on Febrl and fake_1000."""
    if SHARED.is_dir():
        sets = {
            "Febrl 4, 10,000 rows": (febrl(SHARED / "febrl4a.csv", SHARED / "febrl4b.csv"), ">= .98"),
            "Febrl 3, 5,000 rows": (febrl(SHARED / "febrl3.csv"), ">= .97"),
        }
    else:
        sets = {"Febrl 4, a part": (febrl(COPIES / "febrl4a_part.csv", COPIES / "febrl4b_part.csv"), ">= .98")}
    sets["fake_1000, 1,000 rows"] = (fake(COPIES / "fake_1000.csv"), ">= .93")
    for number, (name, (records, promised)) in enumerate(sets.items()):
        links, truth = imported(records, folder / str(number))
        found = agreement(resolve(links), truth)
        print(
            f"{name}: pairwise F1 after clustering {found.f1:.4f}, precision {found.precision:.4f}, "
            f"recall {found.recall:.4f} (promised: {promised})"
        )


def sample(folder: Path) -> Links:
    """The sample world: re-applicants among families, namesakes and networks."""
    make(folder, applicants=APPLICANTS_MADE, seed=SEED, evasion=0.2, plain=True)
    case = Case.create(folder / "case", key=bytes(32))
    write_run(case, [folder / "applicants.parquet", folder / "identifiers.parquet"])
    links = link(read_facts(case))
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["applicants"]
    began = time.perf_counter()
    persons = resolve(links)
    seconds = time.perf_counter() - began
    said = pairs(persons.of.tolist())
    true = pairs([truth[id_]["person"] for id_ in links.applicants.column("id").to_pylist()])
    wrong = len(said - true)
    print(
        f"sample world, {APPLICANTS_MADE:,} applicants: {len(said & true):,} of {len(true):,} true pairs found, {wrong} wrong"
    )
    print(f"persons of {APPLICANTS_MADE:,} applicants: {seconds:.1f} s (promised: 2)")
    return links


def _turned(copy: int) -> dict[int, int]:
    """Every letter and digit another one: towns, streets and addresses of two copies have nothing in common."""
    letters, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
    turned = letters[copy:] + letters[:copy] + digits[copy:] + digits[:copy]
    return str.maketrans(letters + digits, turned)


def times(links: Links, number: int) -> Links:
    """So many copies of a case side by side: names are the same, ids and values are each copy's own."""
    rows, values = links.applicants.num_rows, links.values.num_rows
    applicants, holdings, named, texts = [], [], [], []
    for copy in range(number):
        table = links.applicants
        ids = pc.binary_join_element_wise(table["id"], str(copy), "-")
        applicants.append(table.set_column(0, "id", ids))
        keys = pa.array([key.translate(_turned(copy)) for key in links.values["key"].to_pylist()])
        keys = pc.binary_join_element_wise(chr(97 + copy) * 3, keys, "-")
        named.append(links.values.set_column(1, "key", keys))
        held = links.holdings
        held = held.set_column(0, "applicant", pc.add(held["applicant"], copy * rows))
        holdings.append(held.set_column(1, "value", pc.add(held["value"], copy * values)))
        both = links.text_pairs
        both = both.set_column(0, "left", pc.add(both["left"], copy * rows))
        texts.append(both.set_column(1, "right", pc.add(both["right"], copy * rows)))
    return Links(
        applicants=pa.concat_tables(applicants).cast(APPLICANTS),
        values=pa.concat_tables(named).cast(VALUES),
        holdings=pa.concat_tables(holdings).cast(HOLDINGS),
        text_pairs=pa.concat_tables(texts).cast(TEXT_PAIRS),
        texts=links.texts,
        sources=links.sources,
        runs=links.runs,
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        public(folder / "public")
        links = sample(folder / "sample")
    large = times(links, 10)
    began = time.perf_counter()
    resolve(large)
    seconds = time.perf_counter() - began
    print(f"persons of {large.applicants.num_rows:,} applicants (ten copies): {seconds:.1f} s (promised: 15)")


if __name__ == "__main__":
    main()
