"""Every file of queries/: its header holds, and both engines answer it with the golden rows."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model.errors import UsageError
from graph.model.settings import Case, GraphSettings
from graph.store import Store, open_store
from graph.store.catalogue import Query, catalogue, get, parse
from graph.store.reading import check_reads_only
from tests.conftest import empty
from tests.golden import graph as golden

QUERIES = catalogue()
GOLDEN = json.loads((Path(golden.__file__).parent / "queries.json").read_text(encoding="utf-8"))
_TEXTS = re.compile(r"//[^\n]*|'[^']*'")


def code(query: Query) -> str:
    return _TEXTS.sub(" ", query.text)


def test_there_are_at_least_fifteen_and_each_has_golden_rows() -> None:
    assert len(QUERIES) >= 15
    assert set(QUERIES) == set(GOLDEN)
    assert all(one["rows"] for one in GOLDEN.values()), "a query without golden rows proves nothing"


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_header_holds(query: Query) -> None:
    text = code(query)
    assert set(re.findall(r"\$(\w+)", text)) == {parameter.name for parameter in query.parameters}
    assert len(query.description) > 40
    assert re.search(r"LIMIT \$row_limit\s*$", text), "rows must be capped"
    returned = re.findall(r"(?s)\bRETURN (?:DISTINCT )?(.*?)\bORDER BY\b(.*)", text[text.rindex("RETURN") :])[0]
    columns = [re.split(r"\s+AS\s+", part.strip())[-1].strip() for part in split(returned[0])]
    assert tuple(columns) == query.returns
    assert "ORDER BY" in text


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_reads_only_in_plain_bounded_cypher(query: Query) -> None:
    text = code(query)
    check_reads_only(query.text)
    assert not re.search(r"(?i)\b(apoc|gds)\.|\belementId\(|\bid\(", text)
    for bounds in re.findall(r"\[[^\]]*\*([^\]]*)\]", text):
        assert re.search(r"\.\.\d+$", bounds.strip()), "a variable length must be bounded"
    literals = {number for number in re.findall(r"(?<![\w.$'])(\d+(?:\.\d+)?)(?![\w.])", text)}
    assert literals <= {"0", "1", "2", "3"}, "a threshold is a parameter"
    assert all(re.fullmatch(r"[a-z][a-z_]*", column) for column in query.returns)


def split(text: str) -> list[str]:
    """Cut at commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


@pytest.fixture
def loaded(engine: tuple[Case, GraphSettings]) -> Iterator[Store]:
    with open_store(*engine) as store:
        store.load(golden.links(), golden.document())
        yield store


@pytest.mark.parametrize("name", QUERIES)
def test_answers_the_golden_rows(loaded: Store, name: str) -> None:
    rows = loaded.run(name, GOLDEN[name]["parameters"])

    assert [tuple(row) for row in rows] == [QUERIES[name].returns] * len(rows)
    assert [list(row.values()) for row in rows] == GOLDEN[name]["rows"]


def test_an_empty_store_gives_no_rows_and_no_error(store: Store) -> None:
    empty(store)
    for name in QUERIES:
        assert store.run(name, GOLDEN[name]["parameters"]) == []


def test_rows_are_capped(loaded: Store) -> None:
    assert len(loaded.run("shared_identifiers", {"row_limit": 2})) == 2
    assert len(loaded.run("shared_identifiers", {"row_limit": "3"})) == 3  # as a command line gives it


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("no_such_query", {}, "there is no query 'no_such_query'"),
        ("shared_identifiers", {"minholders": 2}, "there is no parameter 'minholders'"),
        ("shared_identifiers", {"min_holders": "many"}, "must be of type integer"),
        ("shared_identifiers", {"min_holders": True}, "must be of type integer"),
        ("shared_identifiers", {"row_limit": -1}, "row_limit must be 1 or more, not -1"),
        ("shared_identifiers", {"row_limit": "0"}, "row_limit must be 1 or more, not 0"),
        (
            "shared_identifiers",
            {"min_holders": "99999999999999999999"},
            "must be between -[0-9]+ and [0-9]+, not 9{20}",
        ),
        ("shared_identifiers", {"row_limit": -(10**20)}, "must be between"),
        ("newest_of_cluster", {"since": "garbage"}, "must be of type date, not 'garbage'.*since=1970-01-01"),
        ("newest_of_cluster", {"since": "2025-02-30"}, "must be of type date"),
        ("newest_of_cluster", {"since": "20250203"}, "must be of type date"),
        ("members_of_cluster", {}, "the parameter cluster_id is missing"),
    ],
)
def test_a_wrong_call_is_refused_before_it_reaches_the_engine(
    name: str, parameters: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        get(name).bind(parameters)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MATCH (n) RETURN n", "no title"),
        ("// title: A\n// description: B\n// category: c\nRETURN 1", "no returns"),
        (
            "// title: A\n// description: B\n// category: c\n// returns: x\n// param n: number -- how many",
            "not a parameter",
        ),
        ("// title: A\n// description: B\n// category: c\n// returns: x\n// param n: integer = 3", "not a parameter"),
    ],
)
def test_a_bad_header_fails_and_names_the_file(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        parse("odd", text)
    assert "queries/odd.cypher" in str(caught.value)


def test_the_page_of_the_documentation_is_made_from_the_headers() -> None:
    root = Path(__file__).parents[2]
    made = runpy.run_path(str(root / "scripts" / "queries_doc.py"))["render"]()
    page = (root / "docs" / "queries.md").read_text(encoding="utf-8")
    assert page == made, "run: python scripts/queries_doc.py"
