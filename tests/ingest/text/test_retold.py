"""Careers told in other words: what is read from a text, which pairs are told, and which are not."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from ingest.text.agreement import PERIOD_ALONE, SAME_BEGINNING, SAME_END, SAME_PERIOD, SAME_YEARS
from ingest.text.dates import PRESENT
from ingest.text.reading import chosen, read
from ingest.text.retold import Retold, _tie, retold

ONE = """Ann Bell
ann.bell@example.com | (785) 454-1672

Experience
Backend Engineer, Kestrel Labs, Mar 2019 - Jul 2021
- Cut the time to first page by 37 % for 415 branches.
Data Engineer, Dunmore Systems, 01/2017 – 02/2019
- Kept the ledger of 4.5 million records.
Analyst, Opal Harbour Ltd, Sept. 2014 to November 2016
Education
BSc Physics, Ashford College, 2014
"""
TWO = """Carl Dorn
carl.dorn@example.org

2014        Ashford College
            Bachelor of physics
11/2016 back to 09/2014: see below
2019-03 to 2021-07
Kestrel Labs GmbH (senior developer)
Four hundred branches and more, faster pages.
January 2017 until Februar 2019 | Dunmore Systems | platform
September 2014 - Nov. 2016 | Opal Harbour | reports
"""


def _strangers(count: int, seed: int = 1) -> list[str]:
    """Careers drawn from popular employers and schools: what a case is full of."""
    random = np.random.default_rng(seed)
    texts = []
    for number in range(count):
        lines = [f"Person {number}"]
        month = 2024 * 12
        for _ in range(4):
            end = month - int(random.integers(0, 4))
            month = end - int(random.integers(9, 50))
            name = f"Firm{int(random.zipf(1.6)) % 400} Works"
            lines.append(f"Engineer, {name}, {month % 12 + 1:02d}/{month // 12} - {end % 12 + 1:02d}/{end // 12}")
            lines.append(f"- Did {' '.join(str(int(x)) for x in random.integers(10, 99, 8))} things.")
        lines.append(f"BSc, School{int(random.integers(0, 60))} College, {month // 12}")
        texts.append("\n".join(lines))
    return texts


def _told(texts: list[str], threads: int = 2) -> Retold:
    return retold(pa.array(texts, pa.large_string()), threads=threads)


def _pairs(found: Retold) -> list[tuple[int, int]]:
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


def _periods(text: str) -> list[tuple[int, int]]:
    found = read(chosen(pa.array([text]), None), 1, lambda _: None).skeletons
    return [(int(first), int(last)) for first, last in found.events[:, :2]]


def _at(year: int, month: int = 0) -> int:
    return year * 16 + month


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Mar 2019 - Jul 2021", _at(2019, 3), _at(2021, 7)),
        ("March 2019 – July 2021", _at(2019, 3), _at(2021, 7)),
        ("03/2019–07/2021", _at(2019, 3), _at(2021, 7)),
        ("03.2019 - 07.2021", _at(2019, 3), _at(2021, 7)),
        ("03/19 - 07/21", _at(2019, 3), _at(2021, 7)),
        ("2019-03 to 2021-07", _at(2019, 3), _at(2021, 7)),
        ("1. März 2019 bis 31. Juli 2021", _at(2019, 3), _at(2021, 7)),
        ("de mars 2019 à juillet 2021", _at(2019, 3), _at(2021, 7)),
        ("marzo de 2019 hasta julio de 2021", _at(2019, 3), _at(2021, 7)),
        ("May - Aug 2019", _at(2019, 5), _at(2019, 8)),
        ("Mar '19 - Jul '21", _at(2019, 3), _at(2021, 7)),
        ("2019 to 2021", _at(2019), _at(2021)),
        ("since 2020", _at(2020), PRESENT),
        ("seit 04/2020", _at(2020, 4), PRESENT),
        ("June 2020 - today", _at(2020, 6), PRESENT),
        ("2014", 0, _at(2014)),
    ],
)
def test_a_period_is_read_in_every_spelling(written: str, first: int, last: int) -> None:
    assert _periods(f"Name\nKestrel Labs, {written}\n") == [(first, last)]


@pytest.mark.parametrize(
    "written", ["(785) 454-1672", "24/7", "may 5 engineers", "1,200 users", "2021 - 2019", "99/2019"]
)
def test_what_is_no_period(written: str) -> None:
    assert all(first == 0 for first, _ in _periods(f"Name\nKestrel Labs, {written}\n"))


def test_one_career_in_other_words_is_told_with_its_facts() -> None:
    found = _told([*_strangers(300), ONE, TWO])
    assert _pairs(found) == [(300, 301)]
    facts = found.facts[0].split("; ")
    assert facts[:3] == [
        "‘Kestrel Labs’ 2019-03 to 2021-07",
        "‘Dunmore Systems’ 2017-01 to 2019-02",
        "‘Opal Harbour Ltd’ 2014-09 to 2016-11",
    ]
    assert "‘Ashford College’ 2014" in facts
    assert found.jaccard[0] < 0.05
    assert found.bits[0] > 30


@pytest.mark.parametrize(
    ("level", "first", "last", "said"),
    [
        (SAME_PERIOD, _at(2019, 3), _at(2021, 7), "‘Site Manager’ 2019-03 to 2021-07"),
        (SAME_BEGINNING, _at(2019, 3), PRESENT, "‘Site Manager’ from 2019-03"),
        (SAME_YEARS, _at(2019, 3), _at(2021, 7), "‘Site Manager’ about 2019 to 2021"),
        (SAME_YEARS, _at(2019, 3), _at(2019, 7), "‘Site Manager’ about 2019"),
        (SAME_END, _at(2010, 9), _at(2014, 6), "‘Site Manager’ 2014"),
        (PERIOD_ALONE, _at(2019, 3), _at(2021, 7), "2019-03 to 2021-07 under different names"),
    ],
)
def test_a_tie_is_told_only_as_exactly_as_both_texts_tell_it(level: int, first: int, last: int, said: str) -> None:
    """The name is quoted: it stands beside the dates in both, and may be a title or a town as well as an employer."""
    assert _tie("Site Manager", first, last, level) == said


def test_one_employment_and_one_school_in_common_tell_nothing() -> None:
    colleague = ONE.replace("Dunmore Systems, 01/2017 – 02/2019", "Pike Foundry, 05/2015 – 12/2018").replace(
        "Analyst, Opal Harbour Ltd, Sept. 2014 to November 2016\n", "Trainee, Heron Bank, Jan 2014 - Apr 2015\n"
    )
    assert _pairs(_told([*_strangers(300), ONE, colleague])) == []


def test_a_laid_off_team_tells_no_career() -> None:
    team = [
        text + "\nEngineer, Larkspur Aero, 03/2021 - 09/2024\n- We moved 617 depots to Opal Lantern.\n"
        for text in _strangers(12, seed=9)
    ]
    assert _pairs(_told([*_strangers(300), *team])) == []


def test_the_same_figures_and_projects_without_a_career_tell_nothing() -> None:
    stock = "\n- Moved 617 depots to Opal Lantern, 4.5 million rows, for Violet Harbour and 83 stations.\n"
    assert _pairs(_told([*_strangers(300), *(text + stock for text in _strangers(8, seed=4))])) == []


def test_other_employments_at_the_same_time_speak_against_one_career() -> None:
    alone = _told([*_strangers(300), ONE, TWO]).bits[0]
    more = "Kraken Mills, Feb 2010 - Nov 2013\n", "Tern Optical, Jan 2010 - Dec 2013\n"
    against = _told([*_strangers(300), ONE + more[0], TWO + more[1]]).bits
    assert len(against) == 1
    assert against[0] < alone - 2


def test_strangers_of_one_trade_are_not_told() -> None:
    assert _pairs(_told(_strangers(4000, seed=3))) == []


def test_order_chunks_and_threads_change_nothing() -> None:
    texts = [*_strangers(200), ONE, TWO]
    one = _told(texts)
    order = np.random.default_rng(5).permutation(len(texts))
    mixed = pa.array([texts[i] for i in order], pa.large_string())
    for column in (mixed, pa.chunked_array([mixed[:70], mixed[70:]])):
        two = retold(column, order.astype(np.int32), threads=1)
        assert _pairs(two) == _pairs(one)
        assert two.facts == one.facts
        assert (two.bits == one.bits).all()


@pytest.mark.parametrize(
    "text", ["", "\n\n", "2019", "2019 -", "- 2019 -", "Mar", "since", "À 12/", "9" * 50, "\xff🙂 2019 – "]
)
def test_junk_breaks_nothing(text: str) -> None:
    assert _pairs(_told([text, text, ""])) == []


def test_left_out_and_missing_texts() -> None:
    column = pa.array([ONE, None, TWO], pa.large_string())
    assert _pairs(retold(column, np.array([7, 3, -1], np.int32))) == []
    assert _pairs(retold(column, np.array([7, -1, 2], np.int32))) in ([], [(2, 7)])
