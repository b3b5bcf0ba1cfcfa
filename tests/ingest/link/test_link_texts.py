"""Texts of applicants: whose text is compared, and what templates become."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from link_cases import facts, holders, record, text

from bench.cv_corpus import vocabulary
from graph.model.facts import Facts
from graph.model.links import TABLES
from graph.model.packed import plain
from ingest.link import link

VOCABULARY = vocabulary()


def own(count: int, seed: int) -> str:
    random = np.random.default_rng(seed)
    return " ".join(VOCABULARY[int(i)] for i in random.integers(0, len(VOCABULARY), count))


def pairs(made: Facts) -> list[tuple[str, str, float]]:
    links = link(made)
    ids = links.applicants["id"].to_pylist()
    return [(ids[row["left"]], ids[row["right"]], row["jaccard"]) for row in links.text_pairs.to_pylist()]


def test_the_longest_text_of_an_applicant_is_compared() -> None:
    cv, letter = own(200, 1), own(100, 2)
    made = facts(
        [record(f"greenhouse:application:{i}") for i in (1, 2, 3)] + [record("cvs:document:d", "application:2")],
        texts=[
            text("greenhouse:application:1", letter, file="letter.txt"),
            text("greenhouse:application:1", cv, file="cv.pdf", row=4, path="chars"),
            text("cvs:document:d", cv, file="other.pdf", file_sha256="sha"),
            text("greenhouse:application:3", letter),
            text("greenhouse:application:404", cv),
        ],
    )
    assert pairs(made) == [("1", "2", 1.0)]
    links = link(made)
    assert links.texts["applicant"].to_pylist() == [0, 1, 2]
    assert links.texts["words"].to_pylist() == [200, 200, 100]
    assert links.texts["file"].to_pylist() == ["cv.pdf", "other.pdf", ""]
    assert links.texts["file_sha256"].to_pylist() == ["", "sha", ""]
    assert (links.texts["row"][0].as_py(), links.texts["path"][0].as_py()) == (4, "chars")


def test_one_document_of_two_applications_is_no_copy_of_itself() -> None:
    made = facts(
        [
            record("greenhouse:application:1", "candidate:greenhouse:9"),
            record("greenhouse:application:2", "candidate:greenhouse:9"),
            record("cvs:document:d", "candidate:greenhouse:9"),
        ],
        texts=[text("cvs:document:d", own(200, 1))],
    )
    assert pairs(made) == []


def test_a_template_is_a_value_with_holders_and_words_to_read() -> None:
    boilerplate = own(120, 1)
    made = facts(
        [record(f"greenhouse:application:{i}") for i in range(10, 50)],
        texts=[
            text(f"greenhouse:application:{i}", f"{own(200, i)} {boilerplate}", path=f"t{i}") for i in range(10, 45)
        ],
    )
    links = link(made)
    (key,) = holders(links)
    assert holders(links)[key] == [str(i) for i in range(10, 45)]
    (row,) = links.values.to_pylist()
    assert (row["kind"], row["holders"]) == ("template", 35)
    assert row["display"].startswith("template “")
    assert links.holdings["path"].to_pylist() == [f"t{i}" for i in range(10, 45)]
    assert set(links.holdings["contexts"].to_pylist()) == {"cv"}


def test_order_of_texts_and_a_file_that_is_there_twice_change_nothing() -> None:
    cv = own(300, 1)
    records = [record(f"greenhouse:application:{i}") for i in range(1, 9)]
    texts = [text(f"greenhouse:application:{i}", cv + " " + own(10 * i, i), file="a.txt") for i in range(1, 9)]
    one, two = link(facts(records, texts=texts)), link(facts(records[::-1], texts=texts[::-1] + texts[2:4]))
    assert len(one.text_pairs) == 28
    for name in TABLES:
        assert plain(getattr(one, name)).equals(plain(getattr(two, name))), name


def test_no_texts_and_empty_texts() -> None:
    records = [record("greenhouse:application:1"), record("greenhouse:application:2")]
    assert len(link(facts(records)).texts) == 0
    links = link(facts(records, texts=[text("greenhouse:application:1", ""), text("greenhouse:application:2", "")]))
    assert links.texts["words"].to_pylist() == [0, 0]
    assert links.text_pairs.schema.equals(TABLES["text_pairs"])
    assert pa.types.is_int32(links.text_pairs.schema.field("left").type)


CAREER = (
    ("Kestrel Labs", "03/2019 - 07/2021", "since March 2019 until July 2021"),
    ("Dunmore Systems", "01/2017 - 02/2019", "Jan 2017 to Feb 2019"),
    ("Opal Harbour", "09/2012 - 11/2016", "Sep 2012 to Nov 2016"),
    ("Vane Mills", "02/2010 - 06/2012", "Feb 2010 to June 2012"),
)


def test_one_career_in_other_words_is_a_pair_with_its_facts() -> None:
    """Pairs keep their order, and a pair that shares its text has both: the likeness and the bits."""
    one = "Ann Bell\n" + "".join(f"{name}, {when}\n{own(40, at)}\n" for at, (name, when, _) in enumerate(CAREER))
    two = "Carl Dorn\n" + "".join(f"{when} {name}\n{own(40, 9 + at)}\n" for at, (name, _, when) in enumerate(CAREER))
    texts = [own(200, 50), one, own(200, 50), two, one.replace("Ann", "Eve"), own(200, 51)]
    links = link(
        facts(
            [record(f"greenhouse:application:{i}") for i in range(1, 7)],
            texts=[text(f"greenhouse:application:{i}", content) for i, content in enumerate(texts, start=1)],
        )
    )
    rows = links.text_pairs.to_pylist()
    assert [(row["left"], row["right"]) for row in rows] == [(0, 2), (1, 3), (1, 4), (3, 4)]
    assert (rows[0]["jaccard"], rows[0]["retold"], rows[0]["facts"]) == (1.0, 0.0, "")
    assert rows[1]["facts"] == (
        "‘Kestrel Labs’ from 2019-03; ‘Dunmore Systems’ 2017-01 to 2019-02; ‘Opal Harbour’ 2012-09 to 2016-11; "
        "‘Vane Mills’ 2010-02 to 2012-06"
    )
    assert rows[1]["jaccard"] < 0.3
    assert rows[1]["retold"] > 20
    assert rows[1]["passages"] == []
    assert rows[2]["jaccard"] > 0.9
    assert rows[2]["retold"] == rows[1]["retold"]
    assert links.text_pairs.schema.equals(TABLES["text_pairs"])
